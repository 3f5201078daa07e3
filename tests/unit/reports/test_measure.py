from hypothesis import given
from hypothesis import strategies as st

from reports.workbook.measure import units, wrap

widths = st.floats(6, 100)


def test_a_chinese_character_is_two_wide_and_a_digit_one() -> None:
    assert units("罚款1000元") == 10


def test_a_closing_mark_does_not_begin_a_line() -> None:
    assert wrap("一二三四五。", 11.5) == ["一二三四", "五。"]


def test_a_number_is_not_broken_but_a_hash_is() -> None:
    assert wrap("罚款120000.00元", 12) == ["罚款", "120000.00", "元"]
    assert len(wrap("0123456789abcdef" * 4, 21.3)) == 4


def test_line_ends_count_also_the_last() -> None:
    assert wrap("甲\n乙\n", 20) == ["甲\n", "乙\n", ""]


@given(st.text(), widths)
def test_nothing_is_lost(text: str, width: float) -> None:
    assert "".join(wrap(text, width)) == text


@given(st.text(alphabet="甲乙，。（）ab1 \n", max_size=200), widths)
def test_no_line_is_wider_than_the_column(text: str, width: float) -> None:
    assert all(units(line.removesuffix("\n")) <= width for line in wrap(text, width))
