from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from checker.workdays import Calendar, CalendarError, Day, YearTable
from checker.year_files import CalendarFileError, load_year_tables

README = Path(__file__).parents[3] / "catalogs" / "calendar" / "README.md"
LAST_YEAR = max(chinese_calendar.holidays).year
GOOD = """\
year: 2099
source: 假设的通知
off: {元旦: [2099-01-01..2099-01-03], 春节: [2099-01-20..2099-01-22]}
worked: [2099-01-18]
"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(text: str | bytes, name: str = "2099.yaml") -> Path:
        (tmp_path / name).write_bytes(text.encode() if isinstance(text, str) else text)
        return tmp_path

    return write


@pytest.mark.parametrize(
    ("day", "workday", "name"),
    [
        ("2023-09-28", True, ""),
        ("2023-09-29", False, "中秋节"),
        ("2023-10-02", False, "国庆节"),
        ("2023-10-07", True, "调休上班"),
        ("2023-10-14", False, "周六"),
        ("2023-10-15", False, "周日"),
        ("2024-02-09", True, ""),  # 除夕, only encouraged leave
        ("2020-02-02", False, "春节"),  # the extended holiday
        ("2022-04-05", False, "清明节"),
        ("2022-06-03", False, "端午节"),
        ("2015-09-03", False, "抗战胜利70周年纪念日"),
        ("2026-10-10", True, "调休上班"),
        ("2026-12-31", True, ""),  # after the last entry of the package's table, but in a year it covers
    ],
)
def test_day_of_the_package(day: str, workday: bool, name: str) -> None:
    assert Calendar({}).day(date.fromisoformat(day)) == Day(date.fromisoformat(day), workday, name)


def test_every_day_agrees_with_the_package() -> None:
    calendar, day = Calendar({}), date(2004, 1, 1)
    while day.year <= LAST_YEAR:
        assert calendar.day(day).workday == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_ordinary_weekend_is_told_from_a_holiday_on_a_weekend() -> None:
    calendar = Calendar({})
    assert calendar.day(date(2023, 10, 14)).ordinary_weekend
    assert not calendar.day(date(2023, 9, 30)).ordinary_weekend
    assert not calendar.day(date(2023, 10, 7)).ordinary_weekend


def test_a_moment_is_read_as_its_day() -> None:
    assert not Calendar({}).day(datetime(2023, 10, 2, 15, 30)).workday


@pytest.mark.parametrize("year", [2003, LAST_YEAR + 1])
def test_year_without_a_table(year: int) -> None:
    calendar = Calendar({})
    assert not calendar.covers(year)
    with pytest.raises(CalendarError) as caught:
        calendar.day(date(year, 3, 1))
    assert (caught.value.year, caught.value.day) == (year, date(year, 3, 1))
    message = str(caught.value)
    assert "\n" not in message
    assert f"{year}年没有工作日历" in message
    assert f"catalogs/calendar/{year}.yaml" in message
    with pytest.raises(CalendarError):
        calendar.source(year)


def test_source() -> None:
    table = YearTable(2099, "假设的通知", frozenset(), frozenset())
    calendar = Calendar({2099: table})
    assert calendar.source(2023) == f"国务院办公厅通知（chinesecalendar {chinese_calendar.__version__}）"
    assert calendar.source(2099) == "假设的通知"
    assert calendar.covers(2099)
    assert calendar.covers(2023)


def test_a_year_table_replaces_the_package_year_completely() -> None:
    table = YearTable(2023, "假设", frozenset({date(2023, 3, 1)}), frozenset({date(2023, 3, 4)}))
    calendar = Calendar({2023: table})
    assert calendar.day(date(2023, 10, 2)).workday  # National Day is not in the table
    assert calendar.day(date(2023, 3, 1)) == Day(date(2023, 3, 1), False, "放假")
    assert calendar.day(date(2023, 3, 4)) == Day(date(2023, 3, 4), True, "调休上班")
    assert calendar.day(date(2023, 3, 5)) == Day(date(2023, 3, 5), False, "周日")
    assert not calendar.day(date(2022, 10, 3)).workday


def test_impossible_tables_are_refused() -> None:
    day = frozenset({date(2023, 3, 1)})
    with pytest.raises(ValueError):
        YearTable(2022, "", day, frozenset())
    with pytest.raises(ValueError):
        YearTable(2023, "", day, day)
    with pytest.raises(ValueError):
        Calendar({2022: YearTable(2023, "", day, frozenset())})


def test_year_file(write: Write) -> None:
    tables = load_year_tables(write(GOOD))
    assert list(tables) == [2099]
    calendar = Calendar(tables)
    assert calendar.day(date(2099, 1, 2)) == Day(date(2099, 1, 2), False, "元旦")
    assert calendar.day(date(2099, 1, 21)) == Day(date(2099, 1, 21), False, "春节")
    assert calendar.day(date(2099, 1, 18)) == Day(date(2099, 1, 18), True, "调休上班")
    assert calendar.source(2099) == "假设的通知"


def test_year_file_with_a_plain_list_and_no_worked(write: Write) -> None:
    table = load_year_tables(write("year: 2099\nsource: 假设\noff: [2099-01-01..2099-01-02, 2099-02-05]\n"))[2099]
    assert table.off == {date(2099, 1, 1), date(2099, 1, 2), date(2099, 2, 5)}
    assert (table.worked, table.names) == (frozenset(), {})


def test_the_example_of_the_readme_loads(write: Write) -> None:
    example = README.read_text("utf-8").split("```yaml\n")[1].split("```")[0]
    assert load_year_tables(write(example))[2099].names[date(2099, 1, 20)] == "春节"


def test_other_files_and_a_missing_folder(write: Write, tmp_path: Path) -> None:
    assert load_year_tables(write("# not a table", "README.md")) == {}
    assert load_year_tables(tmp_path / "none") == {}


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        (GOOD.replace("[2099-01-18]", "[2099-13-18]"), (4, 10), "“2099-13-18”不是日期"),
        (GOOD.replace("[2099-01-18]", "[明天]"), (4, 10), "“明天”不是日期"),
        (GOOD.replace("[2099-01-18]", "[２０９９-01-18]"), (4, 10), "不是日期"),
        (GOOD.replace("[2099-01-18]", "[2098-01-18]"), (4, 10), "不在2099年：应写入 2098.yaml"),
        (GOOD.replace("[2099-01-18]", "[2099-01-03]"), (4, 10), "既列为放假（off），又列为上班（worked）"),
        (GOOD.replace("[2099-01-18]", "[2099-01-19]"), (4, 10), "本来就是工作日"),
        (GOOD.replace("[2099-01-18]", "[2099-01-18, 2099-01-18]"), (4, 22), "写了两次"),
        (GOOD.replace("2099-01-20..2099-01-22", "2099-01-22..2099-01-20"), (3, 42), "起止日期颠倒"),
        (GOOD.replace("2099-01-20..", "2099-01-03.."), (3, 42), "2099-01-03 在 off 中写了两次"),
        (GOOD.replace("worked:", "wroked:"), (4, 1), "不认识“wroked”"),
        (GOOD + "year: 2099\n", (5, 1), "year 写了两次"),
        (GOOD.replace("source: 假设的通知\n", ""), (1, 1), "缺少 source"),
        (GOOD.replace("假设的通知", "''"), (2, 9), "source 不能为空"),
        (GOOD.replace("year: 2099", "year: 99"), (1, 7), "year 应为四位数的年份"),
        (GOOD.replace("year: 2099", "year: 2098"), (1, 7), "文件名是2099年，year 却是2098年"),
        ("year: 2099\nsource: 假设\noff: []\n", (3, 6), "off 不能为空"),
        ("year: 2099\nsource: 假设\noff: {元旦: {a: b}}\n", (3, 11), "此处应是一个值"),
        ("year: 2099\nsource: 假设\noff: &a {元旦: *a}\n", (3, 6), "此处应是一个值"),
        ("- 2099\n", (1, 1), "应有 year、source、off、worked 四项"),
        ("", (1, 1), "应有 year"),
        ("year: [2099\n", (2, 1), "YAML 写法有误"),
        ("year: 2099\n---\nyear: 2099\n", (2, 1), "YAML 写法有误"),
        ("year: \x00", (1, 1), "YAML 写法有误"),
        ("[" * 5_000, (1, 1), "YAML 写法有误"),
        ("#" * 70_000, (1, 1), "文件过大"),
        (b"\xff\xfe\x00", (1, 1), "不是 UTF-8"),
        ('year: "20\\n99\\e[31m"\nsource: x\noff: [x]\n', (1, 7), "“20 99 [31m”"),
    ],
)
def test_bad_year_file(write: Write, text: str | bytes, place: tuple[int, int], reason: str) -> None:
    folder = write(text)
    with pytest.raises(CalendarFileError) as caught:
        load_year_tables(folder)
    error = caught.value
    assert (error.line, error.column) == place
    assert reason in error.reason
    assert str(error) == f"{folder / '2099.yaml'}:{place[0]}:{place[1]} {error.reason}"
    assert "\n" not in error.reason


def test_two_files_for_a_year(write: Write) -> None:
    write(GOOD)
    with pytest.raises(CalendarFileError, match="2099年已有另一个文件"):
        load_year_tables(write(GOOD, "2099.yml"))
