"""What the oracle reads and how it compares: truth is True, False or None, numbers are bounds.

Written a second time on purpose: nothing of what the engine compares with is used here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction

from rules.arithmetic import Workdays
from rules.values import Interval, Moment, Outcome

Truth = bool | None
Bounds = tuple[Fraction, Fraction | None]
Thing = bool | str | Moment | Bounds | None


def every(truths: Iterable[Truth]) -> Truth:
    listed = list(truths)
    return False if False in listed else None if None in listed else True


def some(truths: Iterable[Truth]) -> Truth:
    listed = list(truths)
    return True if True in listed else None if None in listed else False


def negate(truth: Truth) -> Truth:
    return None if truth is None else not truth


def thing_of(outcome: Outcome) -> Thing:
    """What an outcome says: a number as its bounds, None where nothing is known."""
    value = outcome.value
    if isinstance(value, Interval):
        return value.low, value.high
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value), Fraction(value)
    return value


def bounds(thing: bool | str | Moment | Bounds) -> Bounds:
    """The least and the most that it may be; of a moment the first and the last day, as ordinals."""
    if isinstance(thing, Moment):
        return Fraction(thing.first_day.toordinal()), Fraction(thing.last_day.toordinal())
    assert isinstance(thing, tuple)
    return thing


def _below(a: Bounds, b: Bounds, *, strict: bool) -> Truth:
    (a_low, a_high), (b_low, b_high) = a, b
    if a_high is not None and (a_high < b_low or (a_high == b_low and not strict)):
        return True
    if b_high is not None and (a_low > b_high or (a_low == b_high and strict)):
        return False
    return None


def earlier(a: Thing, b: Thing, strict: bool) -> Truth:
    """Whether `a` comes before `b`; unless `strict`, also at the same time."""
    if not isinstance(a, Moment) or not isinstance(b, Moment):
        return None
    if a.precision == b.precision == "minute":
        return a.earliest < b.earliest or (a.earliest == b.earliest and not strict)
    if strict and a.first_day <= b.last_day and b.first_day <= a.last_day:
        return None  # on one and the same day, or perhaps so: the order of the hours is not stated
    return _below(bounds(a), bounds(b), strict=False)


def plain(thing: object) -> str:
    """As text without width and spaces, for comparing."""
    if isinstance(thing, tuple):
        return str(thing[0])
    if isinstance(thing, bool):
        return str(thing).lower()
    return "".join(unicodedata.normalize("NFKC", str(thing)).split())


def compare(left: Thing, op: str, right: list[Thing]) -> Truth:
    """`left op right`; several on the right are for `in`."""
    if op in ("eq", "in", "ne"):
        truth = some(_equal(left, r) for r in right)
        return negate(truth) if op == "ne" else truth
    if left is None or right[0] is None:
        return None
    a, b = bounds(left), bounds(right[0])
    match op:
        case "lt":
            return _below(a, b, strict=True)
        case "lte":
            return _below(a, b, strict=False)
        case "gt":
            return _below(b, a, strict=True)
        case _:
            return _below(b, a, strict=False)


def _equal(a: Thing, b: Thing) -> Truth:
    if a is None or b is None:
        return None
    if isinstance(a, Moment) and isinstance(b, Moment) and a.precision == b.precision == "minute":
        return a.earliest == b.earliest
    if isinstance(a, tuple | Moment) or isinstance(b, tuple | Moment):
        x, y = bounds(a), bounds(b)
        return every((_below(x, y, strict=False), _below(y, x, strict=False)))
    return plain(a) == plain(b)


def ordered(things: list[Thing], strict: bool) -> Truth:
    """Whether each comes before all that follow it."""
    pairs = [(a, b) for i, a in enumerate(things) for b in things[i + 1 :]]
    return every(None if a is None or b is None else earlier(a, b, strict) for a, b in pairs)


def span(start: Thing, end: Thing, unit: str, workdays: Workdays) -> Thing:
    """The time between two moments in whole units; a half more where it is not whole."""
    if not isinstance(start, Moment) or not isinstance(end, Moment):
        return None
    if unit == "hour":
        if start.precision == end.precision == "minute":
            exact = Fraction(int((end.earliest - start.earliest).total_seconds()), 3600)
            return exact, exact
        return (
            Fraction(int((end.earliest - start.latest).total_seconds()), 3600),
            Fraction(int((end.latest - start.earliest).total_seconds()), 3600),
        )
    return (_days(start.last_day, end.first_day, unit, workdays), _days(start.first_day, end.last_day, unit, workdays))


def _days(a: date, b: date, unit: str, workdays: Workdays) -> Fraction:
    if unit in ("day", "workday"):
        return Fraction((b - a).days if unit == "day" else workdays(a, b))
    if b < a:
        return -_days(b, a, unit, workdays)
    size = 12 if unit == "year" else 1
    months = 12 * (b.year - a.year) + b.month - a.month
    month_end = (date(b.year + b.month // 12, b.month % 12 + 1, 1) - timedelta(days=1)).day
    corresponding = min(a.day, month_end)
    if b.day == corresponding and months % size == 0:
        return Fraction(months // size)
    return Fraction((months - (1 if b.day < corresponding else 0)) // size) + Fraction(1, 2)
