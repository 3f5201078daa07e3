"""The deadlines of a case file: each with its working and outcome, as facts for conditions and as results to show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from checker.catalog.catalogue import Catalogue, Deadline
from checker.catalog.citing import cite
from checker.catalog.models import ReadingEntry
from checker.catalog.provided import DEADLINE_FACTS
from checker.deadlines import last_day, latest_before, margin
from checker.workdays import Calendar, CalendarError
from rules.derive import Deriver
from rules.paths import Scope
from rules.values import Interval, Moment, Outcome, Reading, Record, Slot, unknown

_MET = {"on_time": True, "late": False, "overdue": False, "early": False}
_TEXT = {"on_time": "按期", "unused": "期满未行使", "open": "期满", "unknown": "数据缺失", "differ": "两种读法结果不同"}


@dataclass(frozen=True, slots=True)
class Reckoned:
    """One reading of a deadline, reckoned."""

    source: str
    outcome: str
    text: str
    working: str = ""
    due: date | None = None
    missing: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True)
class DueDate:
    """A deadline of one record. `outcome` is `differ` when two readings disagree, '' when it does not apply."""

    deadline: Deadline
    record: Record
    start: Outcome
    actual: Outcome
    outcome: str
    readings: tuple[Reckoned, ...] = ()
    missing: tuple[Slot, ...] = ()
    judgement: str = ""
    """Why a person must decide: nothing is missing, but no source settles the number."""

    @property
    def text(self) -> str:
        texts = dict.fromkeys(r.text for r in self.readings if r.outcome == self.outcome)
        return "；".join(texts) or _TEXT.get(self.outcome, "")


class DueDates:
    """Reckons deadlines on demand and remembers them."""

    def __init__(self, catalogue: Catalogue, calendar: Calendar, as_of: date) -> None:
        self.catalogue, self.calendar, self.as_of = catalogue, calendar, as_of
        self.deriver: Deriver | None = None
        self._known: dict[tuple[str, int], DueDate] = {}

    def of(self, deadline_id: str, record: Record) -> DueDate:
        key = (deadline_id, id(record))
        if key not in self._known:
            self._known[key] = self._reckon(self.catalogue.deadlines[deadline_id], record)
        return self._known[key]

    def facts(self, record: Record, deadline_id: str) -> Mapping[str, Outcome]:
        """What conditions can ask of a deadline; see `checker.catalog.provided`."""
        due = self.of(deadline_id, record)
        title = due.deadline.entry.title
        readings = (
            *due.start.readings,
            *due.actual.readings,
            *(
                Reading(f"{title}（{r.source}）", f"{r.working}：{r.text}" if r.working else r.text, "")
                for r in due.readings
            ),
        )
        open_ = unknown(*due.missing, readings=readings)
        applies = open_ if due.outcome == "unknown" else Outcome("known", due.outcome != "", readings)
        met: Outcome = open_
        if due.outcome in _MET:
            met = Outcome("known", _MET[due.outcome], readings)
        elif due.judgement:
            met = Outcome("judgement", None, readings, judgement=due.judgement)
        elif due.outcome == "differ":
            met = Outcome(
                "judgement",
                None,
                readings,
                judgement=f"{title}：" + "；".join(f"按{r.source}，{r.text}（届满日{r.due}）" for r in due.readings),
            )
        running = Outcome("known", due.outcome == "running", readings) if due.outcome not in ("", "unknown") else open_
        days = {r.due for r in due.readings}
        last = open_
        if len(days) == 1 and None not in days:
            last = Outcome("known", Moment.on(next(d for d in days if d)), readings)
        found = {"met": met, "running": running, "applies": applies, "last_day": last}
        assert found.keys() == DEADLINE_FACTS.keys()
        return found

    def all(self, case: Record) -> Iterator[DueDate]:
        """Every deadline that applies or may apply to some record of the case."""
        schema = self.catalogue.schema
        for deadline in self.catalogue.deadlines.values():
            subject = deadline.entry.subject
            records = [case] if subject == schema.root else list(case.records(schema.list_of(subject).name))
            for record in records:
                due = self.of(deadline.entry.id, record)
                if due.outcome and (due.start.known or due.actual.known):
                    yield due

    # ------------------------------------------------------------------ reckoning

    def _reckon(self, deadline: Deadline, record: Record) -> DueDate:
        assert self.deriver is not None
        scope = Scope(record, Scope(record.root)) if record.parent else Scope(record)
        applies = self.deriver.outcome(deadline.applies, scope)
        start, actual = self.deriver.outcome(deadline.start, scope), self.deriver.outcome(deadline.due, scope)
        if applies.known and applies.value is False:
            return DueDate(deadline, record, start, actual, "")
        number, counted = self.deriver.outcome(deadline.number, scope), self.deriver.outcome(deadline.counted_on, scope)
        missing = tuple(s for o in (applies, start, number, counted) if not o.known for s in o.missing)
        if missing or not isinstance(start.value, Moment) or not isinstance(number.value, Interval):
            judgement = number.judgement if applies.known and start.known and not missing else ""
            return DueDate(deadline, record, start, actual, "unknown", (), missing, judgement)
        if start.value.day is None or not isinstance(counted.value, Moment):
            slots = tuple(Slot(r.place, f"{r.label}（须具体到日）") for r in start.readings)
            return DueDate(deadline, record, start, actual, "unknown", (), slots)
        rows = [r for r in deadline.counting.rows if r.first <= counted.value.first_day <= r.last]
        reckoned = tuple(
            self._one(deadline, start.value.day, int(number.value.low), r, actual) for row in rows for r in row.readings
        )
        if not reckoned:
            return DueDate(deadline, record, start, actual, "unknown")
        outcomes = {r.outcome for r in reckoned}
        outcome = outcomes.pop() if len(outcomes) == 1 else "unknown" if "unknown" in outcomes else "differ"
        return DueDate(
            deadline, record, start, actual, outcome, reckoned, tuple(s for r in reckoned for s in r.missing)
        )

    def _one(self, deadline: Deadline, start: date, number: int, reading: ReadingEntry, actual: Outcome) -> Reckoned:
        source = self._source(reading)
        entry = deadline.entry
        try:
            if entry.at_least is not None:
                working = latest_before(start, number, reading.unit, reading.clear, self.calendar)
            else:
                working = last_day(start, number, reading.unit, reading.roll, self.calendar)
        except CalendarError as error:
            outcome = self._beyond(deadline, error, actual)
            slot = () if outcome != "unknown" else (Slot("catalogs/calendar", f"{error.year}年的节假日安排"),)
            text = str(error) if outcome == "unknown" else f"{_TEXT.get(outcome, '期限未届满')}；届满日：{error}"
            return Reckoned(source, outcome, text, "", None, slot)
        outcome = self._outcome(deadline, working.due, actual)
        slots = actual.missing if outcome == "unknown" else ()
        if outcome == "unknown" and actual.known:
            slots = tuple(Slot(r.place, f"{r.label}（须具体到日）") for r in actual.readings)
        text = self._text(outcome, working.due, reading.unit, actual)
        return Reckoned(source, outcome, text, working.sentence(), working.due, slots)

    def _source(self, reading: ReadingEntry) -> str:
        norm = self.catalogue.norms[reading.basis.norm]
        cited = cite(norm, reading.basis.article)
        return f"{cited}，{reading.note}" if reading.note else cited

    def _outcome(self, deadline: Deadline, due: date, actual: Outcome) -> str:
        wait = deadline.entry.wait is not None
        if isinstance(actual.value, Moment):
            if actual.value.last_day <= due:
                return "early" if wait else "on_time"
            if actual.value.first_day > due:
                return "on_time" if wait else "late"
            return "unknown"
        if self.as_of <= due and not (wait and actual.state != "absent"):
            return "running"
        if actual.state != "absent":
            return "unknown"
        return "open" if wait else "unused" if deadline.entry.owner == "party" else "overdue"

    def _beyond(self, deadline: Deadline, error: CalendarError, actual: Outcome) -> str:
        """The outcome where the tables end, as far as it is the same whatever the days beyond are.

        Counting forward the last day is not before the first day without a table; counting back, not after it.
        """
        value = actual.value
        back = deadline.entry.at_least is not None
        wait = deadline.entry.wait is not None
        if isinstance(value, Moment):
            if back:
                return "late" if value.first_day > error.day else "unknown"
            if value.last_day < error.day:
                return "early" if wait else "on_time"
            return "unknown"
        if not back and not wait and self.as_of < error.day:
            return "running"
        return "unknown"

    def _text(self, outcome: str, due: date, unit: str, actual: Outcome) -> str:
        def days(n: int) -> str:
            return f"{n}个工作日" if unit == "workday" else f"{n}日"

        try:
            if outcome == "running":
                return f"期限未届满，剩余{days(max(0, -margin(self.as_of, due, unit, self.calendar)))}"  # type: ignore[arg-type]
            if outcome == "overdue":
                return f"已逾期{days(margin(self.as_of, due, unit, self.calendar))}，尚未完成"  # type: ignore[arg-type]
            if outcome == "late" and isinstance(actual.value, Moment):
                return f"逾期{days(margin(actual.value.first_day, due, unit, self.calendar))}"  # type: ignore[arg-type]
        except CalendarError:
            return {"running": "期限未届满", "overdue": "已逾期，尚未完成", "late": "逾期"}[outcome]
        if outcome == "early":
            return "期限未满即已作出"
        if outcome == "open":
            return "期满，可以继续办理"
        return _TEXT.get(outcome, "")
