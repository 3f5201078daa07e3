"""Spans of time, differences and ratios of what is known, as bounds where the case file is not exact."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction

from rules.language import Unit
from rules.outcomes import bounds_of, undecided
from rules.values import Interval, Moment, Outcome

Workdays = Callable[[date, date], int]


def span(start: Outcome, end: Outcome, unit: Unit, workdays: Workdays) -> Outcome:
    """The time from one moment to another; the shortest and the longest that the stated precision allows."""
    a, b = start.value, end.value
    if not (isinstance(a, Moment) and isinstance(b, Moment)):
        return undecided(start, end)
    if unit == "hour" and a.precision == b.precision == "minute":
        low = high = _hours(a.earliest, b.earliest)
    elif unit == "hour":
        low, high = _hours(a.latest, b.earliest), _hours(a.earliest, b.latest)
    else:
        low = _between(a.last_day, b.first_day, unit, workdays)
        high = _between(a.first_day, b.last_day, unit, workdays)
    return Outcome("known", Interval(low, high), (*start.readings, *end.readings), unit=unit)


def ratio_pct(part: Outcome, whole: Outcome) -> Outcome:
    """`part` as a percentage of `whole`; a judgement where `whole` is nothing."""
    return _exact(part, whole, lambda a, b: 100 * a / b if b else None)


def minus(left: Outcome, right: Outcome) -> Outcome:
    return _exact(left, right, lambda a, b: a - b)


def _hours(start: datetime, end: datetime) -> Fraction:
    return Fraction(int((end - start).total_seconds()), 3600)


def _between(start: date, end: date, unit: Unit, workdays: Workdays) -> Fraction:
    if unit == "day":
        return Fraction((end - start).days)
    if unit == "workday":
        return Fraction(workdays(start, end))
    if end < start:
        return -_between(end, start, unit, workdays)
    size = 12 if unit == "year" else 1
    months = (end.year - start.year) * 12 + end.month - start.month
    last = monthrange(end.year, end.month)[1]
    same_day = end.day == min(start.day, last)  # a period of months ends on that day, or on the last of the month
    months -= end.day < min(start.day, last)
    whole, rest = divmod(months, size)
    return Fraction(whole) + (0 if same_day and not rest else Fraction(1, 2))


def _exact(left: Outcome, right: Outcome, operation: Callable[[Fraction, Fraction], Fraction | None]) -> Outcome:
    x, y = bounds_of(left), bounds_of(right)
    if not (left.known and right.known) or x.high != x.low or y.high != y.low:
        return undecided(left, right)
    result = operation(x.low, y.low)
    readings = (*left.readings, *right.readings)
    if result is None:
        return Outcome("judgement", None, readings, judgement="分母为零，无法计算比例")
    return Outcome("known", Interval.exactly(result), readings, unit=left.unit)
