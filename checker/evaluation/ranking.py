"""Ranks of a year's files. A file that is not settled has a range of points, and so a range of ranks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

_DIGITS: Final = re.compile(r"[0-9]+")
_MOST_DIGITS: Final = 9


@dataclass(frozen=True, slots=True)
class Entry:
    """What ranking needs of a scored file. `low_open` and `high_open`: its points if no open veto becomes one."""

    source: str
    section: str
    number: str
    low: Fraction
    high: Fraction
    low_open: Fraction
    high_open: Fraction
    vetoed: bool
    open_vetoes: int

    @property
    def points(self) -> tuple[Fraction, Fraction]:
        """What files are compared by: 0 after a veto; else the points if no open veto becomes one."""
        return (self.low, self.high) if self.vetoed else (self.low_open, self.high_open)


@dataclass(frozen=True, slots=True)
class Rank:
    """`best` and `worst` are equal where the points of no other file leave it open; in the section, the same."""

    entry: Entry
    best: int
    worst: int
    best_in_section: int
    worst_in_section: int


def ranked(entries: Iterable[Entry]) -> list[Rank]:
    """All files, the first first; of those whose ranks are alike, the one with the better middle of its range. By the
    points if no open veto becomes one: while any may, every file could be 0."""
    known = list(entries)
    sections: dict[str, list[Entry]] = {}
    for entry in known:
        sections.setdefault(entry.section, []).append(entry)
    whole = _Field(known)
    fields = {section: _Field(members) for section, members in sections.items()}
    found = [Rank(e, *whole.place(e), *fields[e.section].place(e)) for e in known]
    return sorted(found, key=_place)


def _place(rank: Rank) -> tuple[int, int, Fraction, str, str]:
    entry = rank.entry
    return rank.best, rank.worst, -sum(entry.points, Fraction(0)), in_order(entry.number), entry.source


def in_order(number: str) -> str:
    """By what numbers of cases are put in order: 2号 comes before 10号."""
    return _DIGITS.sub(lambda digits: digits[0].zfill(_MOST_DIGITS), number)


class _Field:
    """Files compared with each other: those that certainly have more points, and those that may."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.lows = sorted(e.points[0] for e in entries)
        self.highs = sorted(e.points[1] for e in entries)

    def place(self, entry: Entry) -> tuple[int, int]:
        low, high = entry.points
        surely = len(self.lows) - bisect_right(self.lows, high)
        perhaps = len(self.highs) - bisect_right(self.highs, low)
        return surely + 1, perhaps + (low == high)  # itself is among `perhaps` where its own high is more than its low
