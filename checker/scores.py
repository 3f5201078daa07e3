"""What a standard makes of a case file: a score, or the range in which it lies. It is data; `checker.scoring` makes it.

Points are exact fractions, never floats. A machine's score is for reference: a person signs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from checker.findings import CaseReport


class ItemKind(StrEnum):
    VETO = "veto"
    """One failure makes the whole file 0."""
    SCORED = "scored"
    """Has points to lose; where it does not apply they leave the sum that counts."""
    DEDUCTION = "deduction"
    """Has nothing to win: what is lost is taken from the total."""
    BONUS = "bonus"

    @property
    def label(self) -> str:
        return {"veto": "否决", "scored": "计分", "deduction": "扣分", "bonus": "加分"}[self.value]


class ItemState(StrEnum):
    FULL = "full"
    LOST = "lost"
    NOT_APPLICABLE = "not_applicable"
    NOT_ASSESSED = "not_assessed"

    @property
    def label(self) -> str:
        names = {"full": "未扣分", "lost": "扣分", "not_applicable": "不参评", "not_assessed": "未评"}
        return names[self.value]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why points are lost, are not, or may be: a criterion (or the item's own question) on one subject."""

    criterion: str
    """Its id; of an item that asks a person, that of the item (STANDARD/ITEM)."""
    text: str
    places: tuple[str, ...] = ()
    page: str = ""
    subject: str = ""
    points: Fraction = Fraction(0)
    """What it costs for certain; of an item that is not assessed, what it may cost."""
    open: bool = False
    """Not settled: a missing fact or a question."""


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One item of the standard. `low` and `high`: the points it brings.

    Of a scored or bonus item from 0 to `points`, of a deduction from -`points` to 0, of a veto 0. Of an item that does
    not apply both are 0. `lost` is certain; `not_assessed` is an item of which something is not settled.
    """

    id: str
    title: str
    section: str
    kind: ItemKind
    points: Fraction
    state: ItemState
    low: Fraction
    high: Fraction
    reasons: tuple[Reason, ...] = ()
    note: str = ""
    """Exceptions and other things the reviewer has to mind (注意事项)."""


@dataclass(frozen=True, slots=True)
class ScoredFile:
    """Whose sheet it is: what stands at its head, small enough to be kept for each of thousands of files."""

    file: str
    number: str
    title: str
    parties: tuple[str, ...]
    actions: tuple[str, ...]
    stage: str
    as_of: str
    kind: str = ""

    @classmethod
    def of(cls, report: CaseReport) -> ScoredFile:
        return cls(
            report.file,
            report.number,
            report.title,
            report.parties,
            report.actions,
            report.stage_label,
            report.as_of,
            report.kind,
        )


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """The score of one case file. Low and high are equal when nothing is open; 0 both when a veto is certain."""

    standard: str
    """Id of the standard."""
    version: str
    low: Fraction
    high: Fraction
    grade: str
    """One of the standard's bands, or 至 between those of low and high."""
    vetoes: tuple[str, ...]
    """Ids of the veto items that fail for certain."""
    items: tuple[ItemScore, ...]
    arithmetic: tuple[str, ...]
    """Line by line, as a person would write it."""
    title: str = ""
    """Of the standard."""
    open_vetoes: tuple[str, ...] = ()
    """Ids of the veto items that are not settled."""
    low_without_veto: Fraction = Fraction(0)
    high_without_veto: Fraction = Fraction(0)
    """What low and high are if no veto item fails: by these, files can be told apart while vetoes are open."""
    grades: tuple[str, ...] = ()
    """The bands of the standard, best first."""
    notices: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        return self.low == self.high

    def in_state(self, state: ItemState) -> Iterator[ItemScore]:
        return (item for item in self.items if item.state is state)


def points_text(points: Fraction, places: int = 2) -> str:
    """As a decimal, halves rounded up, without zeros at the end: 1.5, 44.69, 0.33."""
    scaled = abs(points) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    text = f"{whole // 10**places}.{whole % 10**places:0{places}d}" if places else str(whole)
    text = text.rstrip("0").rstrip(".") if places else text
    return f"-{text}" if points < 0 and whole else text
