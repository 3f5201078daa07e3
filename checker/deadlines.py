"""The arithmetic of periods: the last day of one, the latest day before an event, how late or early an act was.

Numbers, units and readings come in as arguments, from the catalogue. Every function works on days; of a moment it sees
the day. All raise CalendarError when a day that matters lies beyond the workday tables (or beyond what a date can
hold), and only then; ValueError for a number that makes no period.
"""

from __future__ import annotations

import calendar as gregorian
from datetime import date, datetime, timedelta
from typing import Final, Literal, assert_never

from checker.workdays import Calendar, CalendarError, Day
from checker.working import Counting, Unit, Working

# What happens when the last day of a period in days, months or years is a day off. `next_day` is the wording of
# CC 203, CPL 85 and ALI 48 (the day after the holiday), `next_workday` that of ALR 56 (the first working day after it).
# They come to the same day and are kept apart only so that a catalogue can follow its article: weekends count as
# 法定休假日 in practice, so a day after the holiday that is itself a Saturday or Sunday off does not end the period
# either, and the first day that is no day off is a working day, a make-up workday included (D-02). Whether a last day
# on an ordinary weekend rolls at all is disputed (D-03): it does here, and `Working.rolled_over_weekend` says so; the
# other reading is the same call with `none`.
Roll = Literal["none", "next_day", "next_workday"]

_ONE_DAY: Final = timedelta(days=1)
_HOURS_A_DAY: Final = 24
_MONTHS_A_YEAR: Final = 12


def last_day(start: date, number: int, unit: Unit, roll: Roll, calendar: Calendar, *, certain: bool = False) -> Working:
    """The last day of a period of `number` units after `start`; the start day is not counted (CC 201, D-01).

    Months and years end on the corresponding day, or on the month's last day if there is none (CC 202, D-04). `roll`
    works on days, months and years; working days cannot end on a day off and hours do not roll, so there it has no
    effect. Number 0 is the start day itself. Without a roll, days, months and years need no workday table.

    Hours run from the moment (D-12); here both ends are known by day only. `due` is then the last day on which the
    period can still be running; with `certain`, the last day on which an act is in time at whatever moment it was done
    (it may be before `start`, where no day is certain).

    Raises CalendarError: the due day is then not before the error's `day`. ValueError: a negative number.
    """
    start = _plain(start)
    if number < 0:
        raise ValueError(f"no period has {number} units")
    if unit == "workday":
        return _last_workday(start, number, calendar)
    last = _last_calendar_day(start, number, unit, certain)
    first = start + _ONE_DAY if number and unit != "hour" else None
    if roll == "none" or unit == "hour":
        return Working(start, first, number, unit, (), (), None, last)
    skipped: list[Day] = []
    day = calendar.day(last)
    while not day.workday:
        skipped.append(day)
        day = calendar.day(_shifted(day.date, 1))
    made_up = (day,) if day.name and skipped else ()
    rolled_from = last if skipped else None
    return Working(start, first, number, unit, tuple(skipped), made_up, rolled_from, day.date, due_name=day.name)


def latest_before(event: date, number: int, unit: Unit, clear: bool, calendar: Calendar) -> Working:
    """The latest day for an act due at least `number` units before `event` (X日前, D-14); the law leaves two readings.

    Strict (`clear`): the period that starts on the day after the act ends before the day of the event, so that
    `number` whole units lie between. Lenient: it may end on the day of the event. In days that is event − N − 1
    and event − N; in months and years the latest day whose `last_day` is before the event, or not after it.

    An act on a day off is followed by the same working days as one on the working day before it, so in working days
    `due` may be a day off:

    - Strict: N working days lie between act and event. The act must precede the N-th working day counted back from
      the event, and any day before that one will do: for an event on 2022-05-09 and N = 3, 05-04 (Labour Day)
      meets it, 05-05 does not.
    - Lenient: either way of counting one of the two end days suffices, since lateness on this reading is a breach.
      From the day after the act to the event, that day included (D-01): for 2021-10-15 and N = 7, an act on
      any day of the National Day holiday still leaves 10-08 to 10-15, seven working days, so `due` is 10-07 and the
      latest working day is 09-30. Or back from the event, that day not counted, to the act (event − N working
      days, the formula of D-14): it alone decides if the event falls on a day off, where the first way would
      demand more than the formula does. If the event is on a working day the first way includes the second.

    Hours are known by day only: lenient if some moments of the two days are far enough apart, strict if all are.

    Raises CalendarError: the due day is then not after the error's `day`. ValueError: a number below 1.
    """
    event = _plain(event)
    if number < 1:
        raise ValueError(f"no period has {number} units")
    if unit == "workday":
        return _latest_before_workdays(event, number, clear, calendar)
    if unit == "hour":
        days = -(-number // _HOURS_A_DAY) + 1 if clear else number // _HOURS_A_DAY
        due = _shifted(event, -days)
    elif unit == "day":
        due = _shifted(event, -number - clear)
    else:
        due = _latest_start(_shifted(event, -1) if clear else event, _months(number, unit))
    first = None if unit == "hour" else _shifted(event, -1)
    counting: Counting = "clear_before" if clear else "before"
    return Working(event, first, number, unit, (), (), None, due, counting)


def margin(actual: date, due: date, unit: Unit, calendar: Calendar) -> int:
    """How late `actual` is: positive, late by so many; 0, on the due day; negative, so many left.

    Working days for the unit `workday`, calendar days for every other. Working days are those after the earlier day up
    to and including the later one. An act on days off right after the due day is late by 1, never by 0: it counts with
    the working day that follows. Before a due day that is a day off (`latest_before`) 0 may be left; that is in time.

    Raises CalendarError; whether the act is late does not depend on it: compare the dates.
    """
    actual, due = _plain(actual), _plain(due)
    if unit != "workday":
        return (actual - due).days
    if actual > due:
        return max(1, workdays_between(due, actual, calendar))
    return -workdays_between(actual, due, calendar)


def workdays_between(after: date, until: date, calendar: Calendar) -> int:
    """The number of working days after `after` up to and including `until`; 0 if `until` is not later."""
    first, last = _plain(after).toordinal() + 1, _plain(until).toordinal()
    return sum(calendar.day(date.fromordinal(n)).workday for n in range(first, last + 1))


def _last_workday(start: date, number: int, calendar: Calendar) -> Working:
    skipped: list[Day] = []
    made_up: list[Day] = []
    first: date | None = None
    counted, day = 0, start
    name = ""
    while counted < number:
        day = _shifted(day, 1)
        found = calendar.day(day)
        if not found.workday:
            skipped.append(found)
            continue
        counted += 1
        name = found.name
        first = first or day
        if found.name:
            made_up.append(found)
    return Working(start, first, number, "workday", tuple(skipped), tuple(made_up), None, day, due_name=name)


def _latest_before_workdays(event: date, number: int, clear: bool, calendar: Calendar) -> Working:
    # The working days counted back that the act must precede. An event on a working day is the last day of the
    # lenient count, which leaves one fewer to find; on a day off, the act itself may stand on the last one.
    on_workday = not clear and calendar.day(event).workday
    wanted = number - 1 if on_workday else number
    passed: list[Day] = []
    counted, day = 0, event
    while counted < wanted:
        day = _shifted(day, -1)
        passed.append(calendar.day(day))
        counted += passed[-1].workday
    due = day if not clear and not on_workday else _shifted(day, -1)
    between = [found for found in reversed(passed) if found.date > due]
    last, due_name = _workday_not_after(due, calendar)
    first = next((found.date for found in passed if found.workday), last)
    return Working(
        start=event,
        first_counted=first,
        number=number,
        unit="workday",
        skipped=tuple(found for found in between if not found.workday),
        made_up=tuple(found for found in between if found.workday and found.name),
        rolled_from=None,
        due=due,
        counting="clear_before" if clear else "before",
        due_name=due_name,
        last_workday=last,
    )


def _workday_not_after(due: date, calendar: Calendar) -> tuple[date | None, str]:
    """The latest working day not after `due`, and the name of `due`; only shown, so a missing table does not matter."""
    name = ""
    try:
        day = calendar.day(due)
        name = day.name
        while not day.workday:
            day = calendar.day(_shifted(day.date, -1))
    except CalendarError:
        return None, name
    return day.date, name


def _last_calendar_day(start: date, number: int, unit: Unit, certain: bool) -> date:
    match unit:
        case "day":
            return _shifted(start, number)
        case "month" | "year":
            return _months_later(start, _months(number, unit))
        case "hour":
            return _shifted(start, number // _HOURS_A_DAY - 1 if certain else -(-number // _HOURS_A_DAY))
        case "workday":
            raise AssertionError("working days are counted, not added")
        case _:
            assert_never(unit)


def _months(number: int, unit: Unit) -> int:
    return number * _MONTHS_A_YEAR if unit == "year" else number


def _months_later(start: date, months: int) -> date:
    """The corresponding day, or the month's last day if there is none (CC 202)."""
    year, month = divmod(start.year * _MONTHS_A_YEAR + start.month - 1 + months, _MONTHS_A_YEAR)
    if not date.min.year <= year <= date.max.year:
        raise _out_of_range(start)
    return date(year, month + 1, min(start.day, _month_length(year, month + 1)))


def _latest_start(end: date, months: int) -> date:
    """The latest day from which a period of so many months ends on `end` or before.

    A period that ends on a month's last day may have begun later than its corresponding day: from 01-31 as from
    01-28, one month ends on 02-28.
    """
    start = _months_later(end, -months)
    if end.day == _month_length(end.year, end.month):
        start = start.replace(day=_month_length(start.year, start.month))
    return start


def _month_length(year: int, month: int) -> int:
    return gregorian.monthrange(year, month)[1]


def _shifted(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise _out_of_range(day) from None


def _out_of_range(day: date) -> CalendarError:
    return CalendarError(day, f"自{day}推算的日期超出公历可以表示的范围：请核对该日期和期限")


def _plain(day: date) -> date:
    return day.date() if isinstance(day, datetime) else day
