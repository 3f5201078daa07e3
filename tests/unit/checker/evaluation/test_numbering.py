"""Gaps and repeats in the numbers of documents."""

from __future__ import annotations

from checker.evaluation.numbering import gaps, repeats
from checker.evaluation.record import Numbered


def _uses(*numbers: tuple[str, int, int, str], kind: str = "决定书") -> list[tuple[Numbered, str]]:
    return sorted(
        ((Numbered("s", p, y, n, f"{p}〔{y}〕{n}号", kind), source) for p, y, n, source in numbers),
        key=lambda u: (u[0].prefix, u[0].year, u[0].sequence, u[1]),
    )


def test_what_is_missing_between_the_first_and_the_last_number_of_the_year() -> None:
    uses = _uses(("审决", 2025, 2, "a"), ("审决", 2025, 7, "b"), ("审决", 2025, 4, "c"), ("审决", 2024, 9, "d"))
    (gap,) = gaps(uses, 2025)
    assert (gap.missing, gap.count, gap.used) == ("1、3、5至6", 4, 3)
    assert not list(gaps(_uses(("审决", 2025, 1, "a"), ("审决", 2025, 2, "b")), 2025))


def test_each_series_is_looked_at_on_its_own() -> None:
    uses = _uses(("审决", 2025, 1, "a"), ("审罚", 2025, 2, "b"))
    assert [(g.prefix, g.missing) for g in gaps(uses, 2025)] == [("审罚", "1")]


def test_a_number_on_two_files_or_two_kinds_of_document_is_a_repeat() -> None:
    twice = _uses(("审决", 2025, 1, "a"), ("审决", 2025, 1, "b"), ("审决", 2025, 2, "a"))
    assert [(r.text, [source for source, _ in r.uses]) for r in repeats(twice)] == [("审决〔2025〕1号", ["a", "b"])]
    other = _uses(("审决", 2025, 2, "a"), kind="报告")
    both = sorted([*twice, *other], key=lambda u: u[0].sequence)
    assert [r.text for r in repeats(both)] == ["审决〔2025〕1号", "审决〔2025〕2号"]
    assert [
        g.missing for g in gaps(_uses(("审决", 2025, 1, "a"), ("审决", 2025, 1, "b"), ("审决", 2025, 3, "c")), 2025)
    ] == ["2"]
