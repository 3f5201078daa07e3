"""The annual statistics (年度行政执法数据): what one file adds to the tables of the catalogue.

What cannot be told is not counted and not left out either: it is named, with what is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from checker.catalog.catalogue import Annual, Catalogue, Column
from checker.evaluation.record import CaseRecord, Counted, Uncounted
from checker.session import Session, scope_of
from rules.language import Condition
from rules.naming import record_name
from rules.values import Interval, Moment, Outcome, Record

_In = Literal["yes", "no", "open"]


@dataclass(frozen=True)
class Counting:
    """The tables of a catalogue, for one year."""

    catalogue: Catalogue
    year: int

    def count(self, session: Session) -> tuple[tuple[Counted, ...], tuple[Uncounted, ...]]:
        tables = [_Table(annual, session, self.year) for annual in self.catalogue.annual]
        for table in tables:
            table.fill()
        return tuple(c for t in tables for c in t.counted), tuple(u for t in tables for u in t.uncounted)


@dataclass
class _Table:
    annual: Annual
    session: Session
    year: int
    counted: list[Counted] = field(default_factory=list)
    uncounted: list[Uncounted] = field(default_factory=list)

    def fill(self) -> None:
        entry = self.annual.entry
        whole = [c for c in self.annual.columns if c.subject == entry.subject and not c.entry.subject]
        for things in self._things():
            if entry.heaviest:
                self._heaviest([c for c in whole if not c.amount], things)
            for column in whole:
                if column.amount:
                    self._sum(column, things)
                elif not entry.heaviest:
                    self._each(column, things)
        for column in self.annual.columns:
            if column.entry.subject:
                for record in self._records(column.subject):
                    self._each(column, [record])

    # ------------------------------------------------------------------ what is counted

    def _records(self, subject: str) -> Sequence[Record]:
        schema, case = self.session.catalogue.schema, self.session.case
        if subject == schema.root:
            return [case]
        return list(case.records(schema.list_of(subject).name))

    def _things(self) -> Iterator[list[Record]]:
        """The records that the table is about, those that are one thing together."""
        groups: dict[tuple[object, ...], list[Record]] = {}
        for record in self._records(self.annual.entry.subject):
            values = tuple(record.value(name) for name in self.annual.entry.same)
            key = values if values and None not in values else (id(record),)
            groups.setdefault(key, []).append(record)
        for things in groups.values():
            about = [r for r in things if self._says(self.annual.when, r) == "yes"]
            open_ = [r for r in things if self._says(self.annual.when, r) == "open"]
            if about:
                yield about
            elif open_:
                self._leave("", open_[0], self._why(self.annual.when, open_[0]))

    # ------------------------------------------------------------------ one column

    def _each(self, column: Column, things: list[Record]) -> None:
        if column.when is None:
            return
        says = [self._says(column.when, r) for r in things]
        if "yes" in says:
            first = things[says.index("yes")]
            in_year = self._in_year(column, first)
            if in_year == "yes":
                self.counted.append(Counted(self.annual.entry.id, column.entry.id, Fraction(1)))
            elif in_year == "open":
                self._leave(column.entry.id, first, "没有日期，不能确定年度")
        elif "open" in says:
            first = things[says.index("open")]
            if self._in_year(column, first) != "no":
                self._leave(column.entry.id, first, self._why(column.when, first))

    def _heaviest(self, columns: list[Column], things: list[Record]) -> None:
        """One thing in the last column that it falls under. What might fall under a heavier one is left open."""
        by_id = {c.entry.id: c for c in columns}
        in_year = self._in_year(columns[0], things[0])
        if in_year == "no":
            return
        if in_year == "open":
            self._leave("", things[0], "没有日期，不能确定年度")
            return
        for id_ in reversed(self.annual.entry.heaviest):
            column = by_id[id_]
            says = [self._says(column.when, r) for r in things] if column.when else []
            if "yes" in says:
                self.counted.append(Counted(self.annual.entry.id, id_, Fraction(1)))
                return
            if "open" in says:
                self._leave(id_, things[0], self._why(column.when, things[says.index("open")]))
                return
        self._leave("", things[0], "没有属于任何一栏的内容")

    def _sum(self, column: Column, things: list[Record]) -> None:
        if self._in_year(column, things[0]) != "yes":
            return
        for record in things:
            for form in column.amount:
                outcome = self.session.deriver.outcome(form, scope_of(record))
                amount = _exact(outcome)
                if amount is None:
                    self._leave(column.entry.id, record, _missing(outcome) or "数额不能确定")
                elif amount:
                    self.counted.append(Counted(self.annual.entry.id, column.entry.id, amount))

    # ------------------------------------------------------------------ what is known

    def _says(self, when: Condition | None, record: Record) -> _In:
        if when is None:
            return "yes"
        value = self.session.deriver.outcome(when, scope_of(record)).value
        return "yes" if value is True else "no" if value is False else "open"

    def _in_year(self, column: Column, record: Record) -> _In:
        day = self.session.deriver.outcome(column.day, scope_of(record)).value
        if not isinstance(day, Moment):
            return "open"
        return "yes" if day.first_day.year == day.last_day.year == self.year else "no"

    def _why(self, when: Condition | None, record: Record) -> str:
        return _missing(self.session.deriver.outcome(when, scope_of(record))) if when else ""

    def _leave(self, column: str, record: Record, why: str) -> None:
        what = record_name(record, self.session.catalogue.schema)
        self.uncounted.append(Uncounted(self.annual.entry.id, column, what, why))


@dataclass
class Totals:
    """The tables of a year: what all files add up to."""

    cells: dict[tuple[str, str], Fraction] = field(default_factory=dict)
    open: Counter[tuple[str, str]] = field(default_factory=Counter)
    """What could not be told to belong to a cell; of a whole table, under ''."""

    def add(self, record: CaseRecord) -> None:
        for c in record.counted:
            key = c.table, c.column
            self.cells[key] = self.cells.get(key, Fraction(0)) + c.amount
        self.open.update((u.table, u.column) for u in record.uncounted)

    def cell(self, table: str, column: str) -> Fraction:
        return self.cells.get((table, column), Fraction(0))

    def total(self, annual: Annual) -> Fraction:
        """Of the columns that count."""
        counted = (c for c in annual.columns if not c.amount)
        return sum((self.cell(annual.entry.id, c.entry.id) for c in counted), Fraction(0))


def _exact(outcome: Outcome) -> Fraction | None:
    match outcome.value:
        case Interval(low, high) if low == high:
            return low
        case bool():
            return None
        case int(number):
            return Fraction(number)
    return Fraction(0) if outcome.state == "absent" else None


def _missing(outcome: Outcome) -> str:
    labels = list(dict.fromkeys(s.label for s in outcome.missing))
    return outcome.judgement or (f"缺：{'、'.join(labels[:3])}" if labels else "")
