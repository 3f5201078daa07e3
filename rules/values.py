"""What a case file holds, before anyone judges it: records, lists, and fields in one of three conditions.

A field is *known*, *absent* (stated not to exist, or left out of a list marked complete) or *not known*.
A date may be known to the month, the day or the minute, so every moment is an interval of time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from fractions import Fraction
from typing import Literal


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as exactly as the file states it; `earliest` and `latest` bound it."""

    earliest: datetime
    latest: datetime
    precision: Literal["month", "day", "minute"]

    @classmethod
    def on(cls, day: date) -> Moment:
        return cls(datetime.combine(day, time.min), datetime.combine(day, time.max), "day")

    @property
    def first_day(self) -> date:
        return self.earliest.date()

    @property
    def last_day(self) -> date:
        return self.latest.date()

    @property
    def day(self) -> date | None:
        """The calendar day, or None when the file states only a month."""
        return self.first_day if self.first_day == self.last_day else None

    def __str__(self) -> str:
        return self.earliest.isoformat(" ", "minutes")[: {"month": 7, "day": 10, "minute": 16}[self.precision]]


def is_before(a: Moment, b: Moment, *, strict: bool) -> bool | None:
    """Whether `a` is not later than `b` (earlier, if `strict`); None where the stated precision leaves it open.

    Days are compared as days: two events on one day are in order, but which came first is open unless both are
    known to the minute.
    """
    if a.precision == b.precision == "minute":
        return a.earliest < b.earliest or (not strict and a.earliest == b.earliest)
    if a.last_day < b.first_day or (not strict and a.last_day == b.first_day):
        return True
    return False if a.first_day > b.last_day else None


def outermost(moments: list[Moment], pick: Callable[..., datetime]) -> Moment:
    """The first (`pick` = min) or last (max) of several moments, as exactly as they allow."""
    earliest, latest = pick(m.earliest for m in moments), pick(m.latest for m in moments)
    exact = next((m for m in moments if (m.earliest, m.latest) == (earliest, latest)), None)
    return exact or Moment(earliest, latest, "day" if earliest.date() == latest.date() else "month")


def is_same(a: Moment, b: Moment) -> bool | None:
    """Whether two events fell on one day (one minute, where both say so); None where the precision leaves it open."""
    if a.precision == b.precision == "minute":
        return a.earliest == b.earliest
    if a.last_day < b.first_day or b.last_day < a.first_day:
        return False
    return True if a.day is not None and b.day is not None else None


Scalar = bool | int | str | Moment


@dataclass(frozen=True, slots=True)
class Interval:
    """A number between two bounds, both included; `high` is None while a list is not complete."""

    low: Fraction
    high: Fraction | None

    @classmethod
    def exactly(cls, number: int | Fraction) -> Interval:
        return cls(Fraction(number), Fraction(number))


@dataclass(frozen=True, slots=True)
class Leaf:
    """One stated field: a value, or the statement that there is none (`value is None`). `place` is for people."""

    value: Scalar | None
    place: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list in the case file. `complete` means its writer says that nothing is missing from it."""

    members: tuple[Node, ...]
    complete: bool
    place: str


@dataclass(eq=False, slots=True)
class Record:
    """A thing in the case file, with the fields that it states. Compared by identity."""

    entity: str
    place: str
    parent: Record | None = None
    fields: dict[str, Node] = field(default_factory=dict)
    targets: dict[str, Record] = field(default_factory=dict)
    """Where the references in `fields` lead; filled once the whole file is read."""

    def leaf(self, name: str) -> Leaf | None:
        node = self.fields.get(name)
        return node if isinstance(node, Leaf) else None

    def value(self, name: str) -> Scalar | None:
        leaf = self.leaf(name)
        return leaf.value if leaf else None

    def items(self, name: str) -> tuple[Node, ...]:
        node = self.fields.get(name)
        return node.members if isinstance(node, Items) else ()

    def records(self, name: str) -> Iterator[Record]:
        return (m for m in self.items(name) if isinstance(m, Record))

    @property
    def root(self) -> Record:
        return self if self.parent is None else self.parent.root


Node = Leaf | Items | Record


@dataclass(frozen=True, slots=True)
class Slot:
    """A field that a person can type to settle a question: where it belongs, and its Chinese name."""

    place: str
    label: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A value that was read, for showing the working."""

    label: str
    value: Scalar | Interval | None
    place: str
    unit: str = ""
    of: str = ""
    """The value list of a choice, for its label."""
    source: Leaf | Record | None = field(default=None, compare=False, repr=False)
    """The node of the case file that was read; None for what is computed, for the law, and for what is not there."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a value form.

    `value` is None unless `state` is known. `judgement` says why a person must decide although nothing is missing
    (the law allows two readings, no source settles a number).
    """

    state: Literal["known", "absent", "unknown", "judgement"]
    value: Scalar | Interval | None = None
    readings: tuple[Reading, ...] = ()
    missing: tuple[Slot, ...] = ()
    judgement: str = ""
    unit: str = ""

    @property
    def known(self) -> bool:
        return self.state == "known"


def unknown(*missing: Slot, readings: tuple[Reading, ...] = ()) -> Outcome:
    return Outcome("unknown", None, readings, tuple(dict.fromkeys(missing)))


Provider = Callable[[Record, str], Mapping[str, Outcome]]
"""Computes what stands outside the language (a deadline, a process) for one record: (record, id) -> its facts."""
