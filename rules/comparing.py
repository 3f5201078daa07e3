"""Values of the case file compared with each other: order of dates, sameness, more and less."""

from __future__ import annotations

from itertools import combinations

from rules.outcomes import bounds_of, compare_intervals, imprecise, normal, readings_of, truth_of, undecided
from rules.values import Moment, Outcome, is_before, is_same, unknown


def ordered(dates: list[Outcome], *, strict: bool) -> Outcome:
    """Whether each date is not later (`strict`: earlier) than the ones after it; two known ones may refute it."""
    known = [o for o in dates if o.known]
    pairs = [
        is_before(a.value, b.value, strict=strict)
        for a, b in combinations(known, 2)
        if isinstance(a.value, Moment) and isinstance(b.value, Moment)
    ]
    readings = readings_of(dates)
    if False in pairs:
        return Outcome("known", False, readings)
    if len(known) < len(dates):
        return undecided(*dates)
    return unknown(*imprecise(known), readings=readings) if None in pairs else Outcome("known", True, readings)


def same(values: list[Outcome]) -> Outcome:
    """Whether all are the same; two known ones that differ refute it."""
    if len({normal(o.value) for o in values if o.known}) > 1:
        return Outcome("known", False, readings_of(values))
    if not all(o.known for o in values):
        return undecided(*values)
    return Outcome("known", True, readings_of(values))


def compared(left: Outcome, op: str, right: Outcome) -> Outcome:
    """`left op right`, open where their precision does not decide it."""
    if not (left.known and right.known):
        return undecided(left, right)
    a, b = left.value, right.value
    decided: bool | None
    if op in ("eq", "ne", "in"):
        equal = is_same(a, b) if isinstance(a, Moment) and isinstance(b, Moment) else normal(a) == normal(b)
        decided = None if equal is None else equal != (op == "ne")
    elif isinstance(a, Moment) and isinstance(b, Moment):
        first, second = (a, b) if op in ("lt", "lte") else (b, a)
        decided = is_before(first, second, strict=op in ("lt", "gt"))
    else:
        decided = compare_intervals(op, bounds_of(left), bounds_of(right))
    if decided is None:
        return unknown(*imprecise([left, right]), readings=readings_of([left, right]))
    return truth_of(decided, left, right)
