"""What is added up over the files of a year, and the words that several sheets use for one file."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from checker.evaluation.annual import Totals
from checker.evaluation.common import CommonProblems
from checker.evaluation.ranking import Entry
from checker.evaluation.record import CaseRecord, Standing
from checker.evaluation.run import Year
from checker.evaluation.sections import Sections
from checker.scores import points_text

NO_SECTION: Final = "（没有填写承办股室）"
DISCLAIMER: Final = "机器评分供评查参考，不代替人工认定；以评查人员签字的评分表为准。"


@dataclass(frozen=True)
class Figures:
    problems: CommonProblems
    totals: Totals
    sections: Sections
    counts: dict[Standing, int]


def section(name: str) -> str:
    return name or NO_SECTION


def case(record: CaseRecord, year: Year) -> str:
    """The number of a case; where it has none, its file; where another file has the same, both."""
    if record.number in year.twins:
        return f"{record.number}\n（{record.source}）"
    return record.number or record.source


def span(low: Fraction, high: Fraction) -> str:
    return points_text(low) if low == high else f"{points_text(low)}～{points_text(high)}"


def points(entry: Entry) -> str:
    """The score of a file; while a veto is open also what it is without."""
    text = span(entry.low, entry.high)
    without = span(entry.low_open, entry.high_open)
    if entry.vetoed or not entry.open_vetoes or without == text:
        return text
    return f"{text}\n（否决项均不成立时{without}）"


def rank(best: int, worst: int) -> str:
    return str(best) if best == worst else f"{best}～{worst}"
