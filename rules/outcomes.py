"""What the evaluator does with outcomes: bounds, comparison, reasons for staying undecided."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from fractions import Fraction

from rules.values import Interval, Moment, Outcome, Reading, Slot


def normal(value: object) -> str:
    """Text as people mean it: full-width forms, spaces and case do not count."""
    if isinstance(value, Interval):
        return str(value.low)
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(value)))


def compare_intervals(op: str, a: Interval, b: Interval) -> bool | None:
    """Three-valued comparison of two numbers given by bounds."""
    if op in ("lt", "lte"):
        a, b, op = b, a, {"lt": "gt", "lte": "gte"}[op]
    least = a.low - b.high if b.high is not None else None
    most = a.high - b.low if a.high is not None else None
    if least is not None and (least > 0 or (least == 0 and op == "gte")):
        return True
    if most is not None and (most < 0 or (most == 0 and op == "gt")):
        return False
    return None


def bounds_of(outcome: Outcome) -> Interval:
    value = outcome.value
    return (
        value
        if isinstance(value, Interval)
        else Interval.exactly(value)
        if isinstance(value, int)
        else Interval(Fraction(), None)
    )


def key_text(value: object) -> str:
    """A value as the key of a table is written."""
    if isinstance(value, Interval):
        return str(value.low) if value.low == value.high else ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def day_range(outcome: Outcome) -> tuple[int, int]:
    if isinstance(outcome.value, Moment):
        return outcome.value.first_day.toordinal(), outcome.value.last_day.toordinal()
    return 1, date.max.toordinal()


def readings_of(outcomes: list[Outcome]) -> tuple[Reading, ...]:
    return tuple(dict.fromkeys(r for o in outcomes for r in o.readings))


def truth_of(value: bool, *sources: Outcome) -> Outcome:
    return Outcome("known", value, readings_of(list(sources)))


def undecided(*outcomes: Outcome) -> Outcome:
    """Unknown because of these; a judgement only where nothing is missing."""
    open_ = [o for o in outcomes if not o.known]
    missing = tuple(s for o in open_ for s in o.missing)
    readings = readings_of(list(outcomes))
    judged = next((o.judgement for o in open_ if o.state == "judgement"), "")
    if judged and not missing:
        return Outcome("judgement", None, readings, judgement=judged)
    return Outcome("unknown", None, readings, missing)


def imprecise(outcomes: list[Outcome]) -> list[Slot]:
    """The dates that would have to be stated more exactly."""
    return [
        Slot(r.place, f"{r.label}（须具体到日或时）")
        for o in outcomes
        for r in o.readings
        if isinstance(r.value, Moment) and r.value.precision != "minute"
    ]
