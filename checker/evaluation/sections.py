"""The files of each section (承办股室) and of all together: how many, their points and grades."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from checker.evaluation.ranking import Entry
from checker.evaluation.record import CaseRecord


@dataclass(slots=True)
class Section:
    name: str
    files: int = 0
    vetoed: int = 0
    open_vetoes: int = 0
    """Files in which a veto is not settled."""
    settled: int = 0
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)
    """Sums of the points if no open veto becomes one."""
    grades: Counter[str] = field(default_factory=Counter)
    issues: int = 0

    def average(self) -> tuple[Fraction, Fraction]:
        return (self.low / self.files, self.high / self.files) if self.files else (Fraction(0), Fraction(0))


@dataclass(slots=True)
class Sections:
    by_name: dict[str, Section] = field(default_factory=dict)
    whole: Section = field(default_factory=lambda: Section(""))

    def rank(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            low, high = entry.points
            for section in self._of(entry.section):
                section.files += 1
                section.vetoed += entry.vetoed
                section.open_vetoes += bool(entry.open_vetoes) and not entry.vetoed
                section.settled += entry.low == entry.high
                section.low += low
                section.high += high

    def add(self, record: CaseRecord) -> None:
        for section in self._of(record.section):
            section.grades[record.grade] += 1
            section.issues += len(record.issues)

    def ordered(self) -> list[Section]:
        return [self.by_name[name] for name in sorted(self.by_name)]

    def _of(self, name: str) -> tuple[Section, Section]:
        return self.by_name.setdefault(name, Section(name)), self.whole
