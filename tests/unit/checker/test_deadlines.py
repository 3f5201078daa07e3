from datetime import date, datetime, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.deadlines import Roll, last_day, latest_before, margin, workdays_between
from checker.workdays import Calendar, CalendarError
from checker.working import Unit, Working
from checker.year_files import load_year_tables

CALENDAR = Calendar({})
ONE_DAY = timedelta(days=1)
UNCOVERED = max(chinese_calendar.holidays).year + 1  # 2027 with chinesecalendar 1.11
days = st.dates(date(2005, 1, 1), date(2025, 6, 30))
numbers = st.integers(1, 90)


def d(text: str) -> date:
    return date.fromisoformat(text)


def within(start: str, number: int, unit: Unit = "workday", roll: Roll = "none") -> Working:
    return last_day(d(start), number, unit, roll, CALENDAR)


def before(event: str, number: int, unit: Unit, clear: bool) -> Working:
    return latest_before(d(event), number, unit, clear, CALENDAR)


@pytest.mark.parametrize(
    ("case", "start", "number", "due"),
    [
        ("处罚决定公示", "2019-09-27", 7, "2019-10-12"),
        ("处罚决定公示", "2020-01-17", 7, "2020-02-04"),
        ("处罚决定公示", "2023-09-27", 7, "2023-10-12"),
        ("其他决定公示", "2019-09-27", 20, "2019-10-30"),
        ("其他决定公示", "2024-02-02", 20, "2024-03-06"),
        ("要求听证", "2021-09-29", 5, "2021-10-12"),
        ("要求听证", "2025-09-29", 5, "2025-10-13"),
        ("征求意见", "2019-09-24", 10, "2019-10-12"),
        ("征求意见", "2024-04-28", 10, "2024-05-14"),
        ("封存", "2022-01-28", 7, "2022-02-11"),
        ("封存", "2025-01-24", 7, "2025-02-10"),
        ("送达", "2023-12-28", 7, "2024-01-09"),
        ("撤回公示", "2024-09-13", 3, "2024-09-19"),
        ("催告", "2024-09-26", 10, "2024-10-15"),
        ("听证告知书 2021-08-16 收到", "2021-08-16", 5, "2021-08-23"),  # gold 4
    ],
)
def test_working_days_after(case: str, start: str, number: int, due: str) -> None:
    assert within(start, number).due == d(due), case


@pytest.mark.parametrize(
    ("case", "event", "number", "lenient", "strict"),
    [
        ("听证", "2021-10-15", 7, "2021-09-30", "2021-09-29"),
        ("听证", "2024-02-26", 7, "2024-02-09", "2024-02-08"),
        ("进点", "2022-05-09", 3, "2022-05-05", "2022-04-29"),
        ("进点", "2025-10-11", 3, "2025-09-30", "2025-09-29"),
    ],
)
def test_latest_working_day_of_service(case: str, event: str, number: int, lenient: str, strict: str) -> None:
    assert before(event, number, "workday", clear=False).last_workday == d(lenient), case
    assert before(event, number, "workday", clear=True).last_workday == d(strict), case


@pytest.mark.parametrize(
    ("event", "number", "lenient", "strict"),
    [
        ("2021-10-15", 7, "2021-10-07", "2021-09-29"),  # served in the National Day holiday: lenient only
        ("2022-05-09", 3, "2022-05-05", "2022-05-04"),  # served on Labour Day: the same clear working days
        ("2025-10-11", 3, "2025-10-08", "2025-09-29"),
        ("2022-05-08", 3, "2022-05-05", "2022-05-04"),  # the event is on a Sunday: its own day counts for nothing
        ("2022-05-08", 1, "2022-05-07", "2022-05-06"),
        ("2022-05-09", 1, "2022-05-08", "2022-05-06"),
    ],
)
def test_latest_calendar_day_of_service(event: str, number: int, lenient: str, strict: str) -> None:
    assert before(event, number, "workday", clear=False).due == d(lenient)
    assert before(event, number, "workday", clear=True).due == d(strict)


@pytest.mark.parametrize(
    ("served", "lenient", "strict"),
    [("2022-04-29", True, True), ("2022-05-04", True, True), ("2022-05-05", True, False), ("2022-05-06", False, False)],
)
def test_audit_notice_three_working_days_before_the_start(served: str, lenient: bool, strict: bool) -> None:
    assert (d(served) <= before("2022-05-09", 3, "workday", clear=False).due) is lenient
    assert (d(served) <= before("2022-05-09", 3, "workday", clear=True).due) is strict


@pytest.mark.parametrize("roll", ["next_day", "next_workday"])
@pytest.mark.parametrize(
    ("start", "rolled_from", "due"),
    [("2023-08-02", "2023-10-01", "2023-10-07"), ("2019-08-02", "2019-10-01", "2019-10-08")],
)
def test_last_calendar_day_in_a_holiday_rolls(start: str, rolled_from: str, due: str, roll: Roll) -> None:
    working = within(start, 60, "day", roll)
    assert (working.rolled_from, working.due) == (d(rolled_from), d(due))
    assert not working.rolled_over_weekend
    assert within(start, 60, "day").due == d(rolled_from)


def test_last_calendar_day_on_an_ordinary_weekend_is_marked() -> None:
    working = within("2022-03-09", 60, "day", "next_day")
    assert (working.rolled_from, working.due, working.rolled_over_weekend) == (d("2022-05-08"), d("2022-05-09"), True)


def test_last_calendar_day_on_a_working_day_stays() -> None:
    working = within("2022-03-10", 60, "day", "next_workday")
    assert (working.due, working.rolled_from, working.skipped) == (d("2022-05-09"), None, ())
    assert not working.rolled_over_weekend


@pytest.mark.parametrize(
    ("start", "number", "unit", "due"),
    [
        ("2023-01-31", 1, "month", "2023-02-28"),
        ("2024-01-31", 1, "month", "2024-02-29"),
        ("2023-08-31", 6, "month", "2024-02-29"),
        ("2023-03-31", 3, "month", "2023-06-30"),
        ("2023-11-15", 2, "month", "2024-01-15"),
        ("2024-02-29", 1, "year", "2025-02-28"),
        ("2020-02-29", 4, "year", "2024-02-29"),
        ("2022-06-01", 2, "year", "2024-06-01"),
        ("2022-06-01", 15, "day", "2022-06-16"),
        ("2022-06-01", 0, "day", "2022-06-01"),
        ("2022-06-05", 0, "workday", "2022-06-05"),
    ],
)
def test_days_months_years_after(start: str, number: int, unit: Unit, due: str) -> None:
    assert within(start, number, unit).due == d(due)


@pytest.mark.parametrize(
    ("event", "number", "unit", "lenient", "strict"),
    [
        ("2022-05-09", 3, "day", "2022-05-06", "2022-05-05"),
        ("2022-05-15", 1, "month", "2022-04-15", "2022-04-14"),
        ("2022-03-30", 1, "month", "2022-02-28", "2022-02-28"),
        ("2022-02-28", 1, "month", "2022-01-31", "2022-01-27"),
        ("2022-03-01", 1, "month", "2022-02-01", "2022-01-31"),
        ("2024-02-29", 1, "year", "2023-02-28", "2023-02-28"),
    ],
)
def test_days_months_years_before(event: str, number: int, unit: Unit, lenient: str, strict: str) -> None:
    assert before(event, number, unit, clear=False).due == d(lenient)
    assert before(event, number, unit, clear=True).due == d(strict)


def test_hours_known_by_day_only() -> None:
    sealed = d("2022-06-01")
    assert last_day(sealed, 24, "hour", "none", CALENDAR).due == d("2022-06-02")
    assert last_day(sealed, 24, "hour", "none", CALENDAR, certain=True).due == sealed
    assert last_day(sealed, 36, "hour", "none", CALENDAR).due == d("2022-06-03")
    assert last_day(sealed, 12, "hour", "none", CALENDAR, certain=True).due < sealed
    assert latest_before(sealed, 24, "hour", False, CALENDAR).due == d("2022-05-31")
    assert latest_before(sealed, 24, "hour", True, CALENDAR).due == d("2022-05-30")


@pytest.mark.parametrize(
    ("actual", "due", "unit", "expected"),
    [
        ("2019-10-12", "2019-10-12", "workday", 0),  # gold 13: published on the make-up Saturday
        ("2019-10-13", "2019-10-12", "workday", 1),  # the Sunday after is late all the same
        ("2019-10-14", "2019-10-12", "workday", 1),
        ("2020-02-05", "2020-02-04", "workday", 1),  # gold 14
        ("2023-10-12", "2023-10-12", "workday", 0),  # gold 15
        ("2023-10-13", "2023-10-12", "workday", 1),
        ("2023-10-16", "2023-10-12", "workday", 2),
        ("2023-09-28", "2023-10-12", "workday", -6),
        ("2021-10-05", "2021-10-07", "workday", 0),  # a due day in a holiday: nothing left, but in time
        ("2022-05-05", "2022-05-04", "workday", 1),
        ("2019-10-14", "2019-10-12", "day", 2),
        ("2019-10-10", "2019-10-12", "month", -2),
    ],
)
def test_margin(actual: str, due: str, unit: Unit, expected: int) -> None:
    assert margin(d(actual), d(due), unit, CALENDAR) == expected


def test_hearing_window_three_days_into_five_has_two_left() -> None:  # gold 12
    due = within("2023-06-05", 5).due
    assert margin(d("2023-06-08"), due, "workday", CALENDAR) == -2


def test_sentence_of_a_working_day_period() -> None:
    assert within("2023-09-27", 7).sentence() == (
        "自2023-09-27次日起算7个工作日；首日2023-09-28；跳过2023-09-29至10-06（中秋节、国庆节）；"
        "调休上班日计入：2023-10-07、2023-10-08；届满日2023-10-12"
    )


def test_sentence_lists_a_few_weekends_and_counts_many() -> None:
    assert "跳过2023-06-10至06-11（周六、周日）；" in within("2023-06-05", 5).sentence()
    assert "跳过2019-10-01至10-07（国庆节）、其余周六、周日共6天；" in within("2019-09-27", 20).sentence()
    assert "跳过周六、周日共6天；" in within("2023-07-07", 14).sentence()
    assert "2022-12-31至2023-01-02（元旦）" in within("2022-12-30", 1).sentence()


def test_sentence_of_a_rolled_period() -> None:
    assert within("2023-08-02", 60, "day", "next_day").sentence() == (
        "自2023-08-02次日起算60日；首日2023-08-03；末日2023-10-01为国庆节，顺延至其后第一个工作日；"
        "跳过2023-10-01至10-06（国庆节）；调休上班日计入：2023-10-07；届满日2023-10-07（调休上班）"
    )


def test_sentences_of_periods_before_an_event() -> None:
    assert before("2021-10-15", 7, "workday", clear=False).sentence() == (
        "自2021-10-15往前推，当日不计，至少7个工作日；首日2021-10-14；跳过2021-10-10（周日）；调休上班日计入：2021-10-09；"
        "倒数第7个工作日为2021-09-30；其后至2021-10-07均为休息日，自次日起算至2021-10-15仍满7个工作日；"
        "最迟日2021-10-07（国庆节）"
    )
    assert before("2022-05-09", 3, "workday", clear=True).sentence() == (
        "自2022-05-09往前推，当日不计，其间须有完整的3个工作日；首日2022-05-07；跳过2022-05-08（周日）；"
        "调休上班日计入：2022-05-07；倒数第3个工作日为2022-05-05，须早于该日；此前最近的工作日为2022-04-29；"
        "最迟日2022-05-04（劳动节）"
    )
    assert before("2022-05-09", 3, "day", clear=False).sentence() == (
        "自2022-05-09往前推，当日不计，至少3日；首日2022-05-08；最迟日2022-05-06"
    )


def test_sentence_of_hours() -> None:
    assert within("2022-06-01", 24, "hour").sentence() == "自2022-06-01起算24小时（只知日期）；届满日2022-06-02"


def test_a_year_without_a_table_matters_only_when_reached() -> None:
    new_year, late = date(UNCOVERED, 1, 1), date(UNCOVERED - 1, 12, 20)
    left = workdays_between(late, new_year - ONE_DAY, CALENDAR)
    assert last_day(late, left, "workday", "none", CALENDAR).due < new_year
    assert last_day(late, 6, "month", "none", CALENDAR).due == date(UNCOVERED, 6, 20)
    assert margin(date(UNCOVERED, 6, 20), new_year, "month", CALENDAR) == 170
    assert latest_before(new_year, 1, "workday", True, CALENDAR).due < new_year
    with pytest.raises(CalendarError) as caught:
        last_day(late, left + 1, "workday", "none", CALENDAR)
    assert (caught.value.year, caught.value.day) == (UNCOVERED, new_year)  # so the due day is not before it
    for call in (
        lambda: last_day(late, 6, "month", "next_day", CALENDAR),
        lambda: latest_before(new_year, 1, "workday", False, CALENDAR),
        lambda: latest_before(new_year + ONE_DAY, 1, "workday", True, CALENDAR),
        lambda: margin(new_year, late, "workday", CALENDAR),
    ):
        with pytest.raises(CalendarError, match=f"{UNCOVERED}年没有工作日历"):
            call()


def test_before_the_first_table_only_the_shown_working_day_is_missing() -> None:
    working = before("2004-01-02", 1, "workday", clear=False)
    assert (working.due, working.last_workday) == (d("2004-01-01"), None)
    assert working.sentence().endswith("最迟日2004-01-01（元旦）")


def test_a_typed_in_year_table_is_used(tmp_path: Path) -> None:
    (tmp_path / "2098.yaml").write_text("year: 2098\nsource: 假设\noff: {国庆节: [2098-10-01..2098-10-07]}\n", "utf-8")
    (tmp_path / "2099.yaml").write_text(
        "year: 2099\nsource: 假设\noff: {元旦: [2099-01-01..2099-01-03]}\nworked: [2099-01-04]\n", "utf-8"
    )
    calendar = Calendar(load_year_tables(tmp_path))
    working = last_day(d("2098-12-30"), 2, "workday", "none", calendar)
    assert working.sentence() == (
        "自2098-12-30次日起算2个工作日；首日2098-12-31；跳过2099-01-01至01-03（元旦）；"
        "调休上班日计入：2099-01-04；届满日2099-01-04（调休上班）"
    )
    assert last_day(d("2098-12-01"), 1, "month", "next_day", calendar).due == d("2099-01-04")
    with pytest.raises(CalendarError, match="2100年没有工作日历"):
        last_day(d("2099-12-30"), 2, "workday", "none", calendar)


def test_impossible_numbers() -> None:
    with pytest.raises(ValueError):
        within("2022-06-01", -1)
    with pytest.raises(ValueError):
        before("2022-06-01", 0, "workday", clear=True)


@pytest.mark.parametrize("unit", ["workday", "day", "month", "year", "hour"])
def test_dates_out_of_range_make_a_calendar_error(unit: Unit) -> None:
    with pytest.raises(CalendarError):
        within("9999-12-31", 10**9, unit)
    with pytest.raises(CalendarError):
        before("0001-01-01", 10**12, unit, clear=False)
    with pytest.raises(CalendarError):
        before("0001-01-01", 1, unit, clear=True)


def test_a_moment_counts_as_its_day() -> None:
    moment = datetime(2023, 9, 27, 23, 59)
    assert last_day(moment, 7, "workday", "none", CALENDAR) == within("2023-09-27", 7)
    assert margin(moment, datetime(2023, 9, 27, 8, 0), "workday", CALENDAR) == 0


@given(days, numbers)
def test_a_working_day_period_ends_on_its_nth_working_day(start: date, number: int) -> None:
    working = last_day(start, number, "workday", "none", CALENDAR)
    assert CALENDAR.day(working.due).workday
    assert workdays_between(start, working.due, CALENDAR) == number
    assert (working.due - start).days == number + len(working.skipped)
    assert margin(start, working.due, "workday", CALENDAR) == -number


@given(days, numbers, st.sampled_from(["workday", "day", "month", "year"]), st.sampled_from(["none", "next_day"]))
def test_later_starts_and_longer_periods_never_end_earlier(start: date, number: int, unit: Unit, roll: Roll) -> None:
    number = number if unit in ("workday", "day") else number % 12
    try:
        due = last_day(start, number, unit, roll, CALENDAR).due
        assert last_day(start + ONE_DAY, number, unit, roll, CALENDAR).due >= due
        assert last_day(start, number + 1, unit, roll, CALENDAR).due >= due
    except CalendarError as error:
        if error.year < UNCOVERED:
            raise


@given(days, numbers, st.integers(-40, 0))
def test_strict_is_the_inverse_of_counting_forward(event: date, number: int, near: int) -> None:
    due = latest_before(event, number, "workday", True, CALENDAR).due
    act = due + timedelta(days=near)
    assert last_day(act, number, "workday", "none", CALENDAR).due < event
    assert last_day(due + ONE_DAY, number, "workday", "none", CALENDAR).due >= event


@given(days.filter(lambda day: CALENDAR.day(day).workday), numbers)
def test_lenient_is_the_inverse_of_counting_forward_to_a_working_day(event: date, number: int) -> None:
    due = latest_before(event, number, "workday", False, CALENDAR).due
    assert last_day(due, number, "workday", "none", CALENDAR).due <= event
    assert last_day(due + ONE_DAY, number, "workday", "none", CALENDAR).due > event


@given(days, numbers)
def test_lenient_by_definition(event: date, number: int) -> None:
    """In time: N working days in (act, event], or in [act, event)."""
    due = latest_before(event, number, "workday", False, CALENDAR).due
    for act in (due + timedelta(days=n) for n in range(-12, 13)):
        if act < event:
            forward = workdays_between(act, event, CALENDAR)
            back = workdays_between(act - ONE_DAY, event - ONE_DAY, CALENDAR)
            assert (max(forward, back) >= number) is (act <= due)


@given(days, numbers, st.sampled_from(["workday", "day", "month", "year", "hour"]))
def test_strict_is_never_later_than_lenient(event: date, number: int, unit: Unit) -> None:
    number = number if unit in ("workday", "day", "hour") else 1 + number % 12
    try:
        strict, lenient = (latest_before(event, number, unit, clear, CALENDAR) for clear in (True, False))
    except CalendarError as error:
        if error.year >= 2004:
            raise
        return
    assert strict.due <= lenient.due < event or (unit == "hour" and strict.due <= lenient.due)
    if unit == "workday" and strict.last_workday and lenient.last_workday:
        assert strict.last_workday < lenient.last_workday


@given(days, st.integers(1, 36), st.booleans(), st.sampled_from(["day", "month"]))
def test_calendar_units_before_are_the_inverse_of_counting_forward(
    event: date, number: int, clear: bool, unit: Unit
) -> None:
    end = event - ONE_DAY if clear else event
    due = latest_before(event, number, unit, clear, CALENDAR).due
    assert last_day(due, number, unit, "none", CALENDAR).due <= end
    assert last_day(due + ONE_DAY, number, unit, "none", CALENDAR).due > end


@given(days, st.integers(-60, 60))
def test_margin_is_positive_exactly_when_late(due: date, offset: int) -> None:
    actual = due + timedelta(days=offset)
    assert (margin(actual, due, "workday", CALENDAR) > 0) is (actual > due)
    assert margin(actual + ONE_DAY, due, "workday", CALENDAR) >= margin(actual, due, "workday", CALENDAR)


def test_every_unit_and_reading_has_a_sentence() -> None:
    for unit in ("workday", "day", "month", "year", "hour"):
        for working in (
            within("2022-06-01", 2, unit),
            before("2022-06-01", 2, unit, False),
            before("2022-06-01", 2, unit, True),
        ):
            assert str(working.due) in working.sentence()
            assert "\n" not in working.sentence()
            assert "None" not in working.sentence()
