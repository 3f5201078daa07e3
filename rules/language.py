"""The language of criteria as a tree: value forms and condition forms.

Frozen and hashable, so that the same form written in two criteria is one fact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rules.schema import ValueType

Unit = Literal["workday", "day", "month", "year", "hour"]
Op = Literal["eq", "ne", "gte", "gt", "lte", "lt", "in", "has"]


@dataclass(frozen=True, slots=True)
class Path:
    """A field, reached from the innermost record of `entity` in scope (the subject itself, `$case`, `$party`)."""

    entity: str
    path: str


@dataclass(frozen=True, slots=True)
class Const:
    value: bool | int | str
    type: ValueType


@dataclass(frozen=True, slots=True)
class FirstKnown:
    """A fall-back chain: the first path that is known."""

    paths: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Lookup:
    """A dated and keyed parameter. With several dates (lighter law) all must lead to the same row."""

    table: str
    at: tuple[Value, ...]
    key: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Count:
    items: Path
    where: Condition | None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """`sum`, `min`, `max` of a field over a complete list; `last`: the field of the member with the latest `by`."""

    op: Literal["sum", "min", "max", "last"]
    items: Path
    of: Path
    where: Condition | None
    by: Path | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Whole units from the first date to the second, exactly; not whole is not rounded."""

    start: Value
    end: Value
    unit: Unit


@dataclass(frozen=True, slots=True)
class RatioPct:
    part: Value
    whole: Value


@dataclass(frozen=True, slots=True)
class Minus:
    left: Value
    right: Value


Value = Path | Const | FirstKnown | Lookup | Count | Aggregate | Span | RatioPct | Minus


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


@dataclass(frozen=True, slots=True)
class Compare:
    """`left op right`; `right` is one value, or several constants for `in`."""

    left: Value
    op: Op
    right: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Quantified:
    """`every`: each member meets the condition. `some`: at least one does.

    `where` and `hold` are one condition here: every(where, hold) is every(not where or hold).
    """

    kind: Literal["every", "some"]
    items: Path
    member: Condition


@dataclass(frozen=True, slots=True)
class Present:
    """The only form that sees absence: absent is false, not known is unknown."""

    path: Path


@dataclass(frozen=True, slots=True)
class Ordered:
    dates: tuple[Value, ...]
    strict: bool


@dataclass(frozen=True, slots=True)
class Same:
    """Equal after normalising width and spaces; needs all of them known to be true."""

    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Sets:
    """`subset`: all of left stand in right. `disjoint`: none does. Sides are paths to lists or look-ups."""

    kind: Literal["subset", "disjoint"]
    left: Value
    right: Value


@dataclass(frozen=True, slots=True)
class Matches:
    value: Path
    pattern: str


Condition = All | Any | Not | Compare | Quantified | Present | Ordered | Same | Sets | Matches
ALWAYS = All(())


def children(form: Value | Condition) -> tuple[Value | Condition, ...]:
    """The forms directly inside a form."""
    match form:
        case FirstKnown(paths):
            return paths
        case Lookup(_, at, key):
            return (*at, *key)
        case Count(items, where):
            return (items, *((where,) if where else ()))
        case Aggregate(_, items, of, where, by):
            return (items, of, *((where,) if where else ()), *((by,) if by else ()))
        case Span(a, b) | RatioPct(a, b) | Minus(a, b) | Sets(_, a, b):
            return (a, b)
        case All(parts) | Any(parts):
            return parts
        case Not(part):
            return (part,)
        case Compare(left, _, right):
            return (left, *right)
        case Quantified(_, items, member):
            return (items, member)
        case Present(path):
            return (path,)
        case Ordered(values) | Same(values):
            return values
        case Matches(value):
            return (value,)
        case _:
            return ()
