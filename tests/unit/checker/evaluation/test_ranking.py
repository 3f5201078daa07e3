"""Ranks, by trying out every way in which open points can fall."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from checker.evaluation.ranking import Entry, in_order, ranked

points = st.tuples(st.integers(0, 4), st.integers(0, 4)).map(lambda p: (min(p), max(p)))


def _entry(number: int, low: int, high: int, section: str = "") -> Entry:
    return Entry(f"{number}", section, "", Fraction(0), Fraction(high), Fraction(low), Fraction(high), False, 1)


@given(st.lists(points, min_size=1, max_size=5))
def test_best_and_worst_rank_are_those_that_can_come_out(spans: list[tuple[int, int]]) -> None:
    found = {r.entry.source: (r.best, r.worst) for r in ranked(_entry(i, *s) for i, s in enumerate(spans))}
    for i in range(len(spans)):
        ranks = {
            1 + sum(other > out[i] for other in out)
            for out in product(*(range(low, high + 1) for low, high in spans))
        }  # fmt: skip
        assert found[str(i)] == (min(ranks), max(ranks))


def test_a_veto_is_last_and_sections_have_ranks_of_their_own() -> None:
    entries = [
        _entry(1, 50, 50, "甲"),
        _entry(2, 90, 90, "乙"),
        Entry("3", "甲", "", Fraction(0), Fraction(0), Fraction(95), Fraction(95), True, 0),
    ]
    found = {r.entry.source: (r.best, r.worst, r.best_in_section) for r in ranked(entries)}
    assert found == {"2": (1, 1, 1), "1": (2, 2, 1), "3": (3, 3, 2)}
    assert [r.entry.source for r in ranked(reversed(entries))] == ["2", "1", "3"]


def test_numbers_are_in_order_of_what_they_count() -> None:
    numbers = [f"陵审罚案〔2022〕{n}号" for n in (1, 2, 9, 10, 11, 100)]
    assert sorted(sorted(numbers), key=in_order) == numbers
