"""Text from a person becomes a value, or a sentence that says why not. Nothing is guessed."""

import unicodedata
from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.casefile.convert import convert, moment, money
from rules.values import Moment

KINDS = {"unit": "单位", "person": "个人"}
FULL_WIDTH = str.maketrans("0123456789.,-:", "０１２３４５６７８９．，－：")

fen = st.integers(-(10**13), 10**13)
days = st.dates(date(1949, 10, 1), date(2100, 12, 31))


def yuan(amount: int, separators: bool) -> str:
    whole, rest = divmod(abs(amount), 100)
    text = f"{whole:,}" if separators else str(whole)
    return ("-" if amount < 0 else "") + text + (f".{rest:02d}" if rest else "")


@given(fen, st.booleans(), st.sampled_from(["", "元"]), st.sampled_from(["", "¥", "￥"]))
def test_money_in_yuan_comes_back_to_the_cent(amount: int, separators: bool, unit: str, sign: str) -> None:
    assert convert(f"{sign}{yuan(amount, separators)}{unit}", "money") == amount


@given(fen)
def test_money_in_full_width_is_the_same_money(amount: int) -> None:
    assert convert(yuan(amount, False).translate(FULL_WIDTH) + "元", "money") == amount


@given(st.integers(0, 10**8))
def test_ten_thousands_of_yuan_are_exact(hundreds: int) -> None:
    """12.34万元 is 123400 元; no binary fraction in between."""
    whole, rest = divmod(hundreds, 100)
    assert convert(f"{whole}.{rest:02d}万元", "money") == hundreds * 10_000


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("120000", 12_000_000),
        ("120000.50", 12_000_050),
        ("120,000.50元", 12_000_050),
        ("１２万元", 12_000_000),
        ("12 万元", 12_000_000),
        ("1.2亿元", 12_000_000_000),
        ("50分", 50),
        ("0", 0),
        ("-3.05元", -305),
        ("0.29元", 29),
    ],
)
def test_money_as_people_write_it(text: str, amount: int) -> None:
    assert convert(text, "money") == amount


@pytest.mark.parametrize(
    "text",
    [
        "",
        ",",
        "十二万元",
        "12万",
        "约12万元",
        "12.345元",
        "0.001",
        "1e5",
        "12元5角",
        "1.2.3",
        "12 000",
        "NaN",
        "10000000000000元",
    ],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="金额"):
        money(text)


@given(days)
def test_a_day_is_the_same_day_however_it_is_written(day: date) -> None:
    y, m, d = day.year, day.month, day.day
    spellings = (
        f"{y}-{m:02d}-{d:02d}",
        f"{y}.{m}.{d}",
        f"{y}/{m}/{d}",
        f"{y}年{m}月{d}日",
        f"{y}年{m:02d}月{d:02d}日",
        f"{y}年{m}月{d}日".translate(FULL_WIDTH),
        f"  {y}-{m}-{d}\n",
    )
    assert {convert(text, "date") for text in spellings} == {Moment.on(day)}


@given(days, st.integers(0, 23), st.integers(0, 59))
def test_a_minute_is_the_same_minute_however_it_is_written(day: date, hour: int, minute: int) -> None:
    for text in (
        f"{day} {hour:02d}:{minute:02d}",
        f"{day}T{hour:02d}:{minute:02d}",
        f"{day} {hour:02d}:{minute:02d}:07",
        f"{day.year}年{day.month}月{day.day}日{hour}时{minute}分",
        f"{day} {hour:02d}：{minute:02d}",
    ):
        found = moment(unicodedata.normalize("NFKC", text))
        assert found.precision == "minute"
        assert found.earliest == datetime(day.year, day.month, day.day, hour, minute)
        assert (found.first_day, found.last_day) == (day, day)


@given(days)
def test_a_month_spans_its_days(day: date) -> None:
    for text in (f"{day.year}-{day.month:02d}", f"{day.year}年{day.month}月", f"{day.year}.{day.month}"):
        found = moment(text)
        assert found.precision == "month"
        assert found.day is None
        assert found.first_day.day == 1
        assert found.first_day <= day <= found.last_day
        assert found.last_day.month == day.month


@given(days)
def test_a_moment_reads_back_as_it_was_stated(day: date) -> None:
    for text in (day.isoformat(), day.isoformat()[:7], f"{day} 09:30"):
        assert str(moment(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "2022",
        "22-03-01",
        "2022-13",
        "2022-02-29",
        "2022-04-31",
        "2022-00-10",
        "0000-01-01",
        "20220301",
        "03/01/2022",
        "2022-03-01 24:00",
        "2022-03-01 09:60",
        "去年三月",
        "2022-03-01至2022-03-05",
        "2022-03-??",
        "",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="日期"):
        moment(text)


@pytest.mark.parametrize("text", ["2022-03 14:30", "2022-1112:30", "2022年3月 9时30分"])
def test_a_minute_without_its_day_is_no_month(text: str) -> None:
    with pytest.raises(ValueError, match="日期"):
        moment(text)


@pytest.mark.parametrize("text", ["是", "有", "TRUE", "yes", "√", " 是 "])
def test_yes(text: str) -> None:
    assert convert(text, "yes_no") is True


@pytest.mark.parametrize("text", ["否", "FALSE", "no", "×"])
def test_no(text: str) -> None:
    assert convert(text, "yes_no") is False


@pytest.mark.parametrize("text", ["可能", "1", "on", "不", ""])
def test_what_is_neither_yes_nor_no_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="应填 是 或 否"):
        convert(text, "yes_no")


@pytest.mark.parametrize("type_", ["text", "yes_no", "number", "money", "date", "choice"])
@pytest.mark.parametrize("text", ["无", " 无 ", "无\n"])
def test_none_is_a_statement_in_every_type(type_: str, text: str) -> None:
    assert convert(text, type_, KINDS) is None


@pytest.mark.parametrize(("text", "number"), [("010", 10), ("1,200", 1200), ("３", 3), ("-2", -2)])
def test_a_number_is_decimal(text: str, number: int) -> None:
    assert convert(text, "number") == number


@pytest.mark.parametrize("text", ["三", "1.5", "3人", "0x10", "1_000", "", "1" * 16])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="不是整数"):
        convert(text, "number")


@pytest.mark.parametrize("text", ["on", "010", "１２", "=1+1", "2022-03-01"])
def test_text_stays_as_it_was_written(text: str) -> None:
    assert convert(f" {text} ", "text") == text


def test_text_without_end_is_refused() -> None:
    assert convert("甲" * 16_384, "text") == "甲" * 16_384
    with pytest.raises(ValueError, match="文字超过16384字"):
        convert("甲" * 20_001, "text")


@pytest.mark.parametrize("text", ["unit", "单位", " 单位 "])
def test_a_choice_is_taken_by_key_or_label(text: str) -> None:
    assert convert(text, "choice", KINDS) == "unit"


def test_a_choice_that_is_none_names_the_one_meant_or_all() -> None:
    with pytest.raises(ValueError, match="“单位人”不在可选值之内。是否想写“单位”？"):
        convert("单位人", "choice", KINDS)
    with pytest.raises(ValueError, match="“公司”不在可选值之内。可填：单位、个人"):
        convert("公司", "choice", KINDS)


@given(st.text(max_size=30), st.sampled_from(["text", "yes_no", "number", "money", "date", "choice"]))
def test_any_text_is_a_value_or_a_reason(text: str, type_: str) -> None:
    with suppress(ValueError):
        convert(text, type_, KINDS)
