"""The generic evaluator of value forms: counts, spans, sums, look-ups, with absent and unknown.

It computes values. Every condition that compares with a number of the law is put to `judge`, that is, to the engine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Protocol

from rules import language as lang
from rules.arithmetic import Workdays, minus, ratio_pct, span
from rules.comparing import compared, ordered, same
from rules.language import Condition, Path, Value
from rules.lookup import in_force, stated
from rules.outcomes import bounds_of, imprecise, normal, readings_of, truth_of, undecided
from rules.paths import Found, Scope, Walker, presence, scalar, unit_of
from rules.schema import Resolved, Schema
from rules.tables import Row, Table
from rules.values import (
    Interval,
    Moment,
    Outcome,
    Provider,
    Reading,
    Record,
    Slot,
    is_before,
    outermost,
    unknown,
)


class Catalogue(Protocol):
    """What the evaluator needs to know of a catalogue."""

    @property
    def schema(self) -> Schema: ...
    @property
    def tables(self) -> Mapping[str, Table]: ...
    @property
    def definitions(self) -> Mapping[tuple[str, str], Value | Condition]: ...
    def resolved(self, path: Path) -> Resolved: ...


Judge = Callable[[Condition, Scope], Outcome]


class Deriver:
    """Evaluates value forms over one case file, remembering each result."""

    def __init__(self, catalogue: Catalogue, judge: Judge, provider: Provider, workdays: Workdays) -> None:
        self.catalogue, self.judge, self.provider, self.workdays = catalogue, judge, provider, workdays
        self._memory: dict[tuple[int, ...], dict[int, Outcome]] = {}
        self._keep: list[Value | Condition] = []
        self.walker = Walker(catalogue.schema)
        self._heads: dict[Path, Resolved] = {}

    def outcome(self, form: Value | Condition, scope: Scope) -> Outcome:
        """The value of `form` for the innermost record of `scope`."""
        key = id(form)
        memory = self.memory(scope)
        known = memory.get(key)
        if known is None:
            self._keep.append(form)
            known = memory[key] = self._outcome(form, scope)
        return known

    def memory(self, scope: Scope) -> dict[int, Outcome]:
        """What is known so far of a scope, by the identity of the form."""
        memory = self._memory.get(scope.key)
        if memory is None:
            memory = self._memory[scope.key] = {}
        return memory

    def _outcome(self, form: Value | Condition, scope: Scope) -> Outcome:
        match form:
            case Path():
                return self._path(form, scope)
            case lang.Const(value):
                return Outcome("known", value if isinstance(value, bool | str) else Interval.exactly(value))
            case lang.FirstKnown(paths):
                return self._first_known(paths, scope)
            case lang.Lookup():
                return self.lookup(form, scope)
            case lang.Count(items, where):
                return self._count(items, where, scope)
            case lang.Aggregate():
                return self._aggregate(form, scope)
            case lang.Span(start, end, unit):
                return span(self.outcome(start, scope), self.outcome(end, scope), unit, self.workdays)
            case lang.RatioPct(part, whole):
                return ratio_pct(self.outcome(part, scope), self.outcome(whole, scope))
            case lang.Minus(left, right):
                return minus(self.outcome(left, scope), self.outcome(right, scope))
            case lang.Present(path):
                return self._present(path, scope)
            case lang.Ordered(dates, strict):
                return ordered([self.outcome(d, scope) for d in dates], strict=strict)
            case lang.Same(values):
                return same([self.outcome(v, scope) for v in values])
            case lang.Sets(kind, left, right):
                return self._sets(kind, left, right, scope)
            case lang.Matches(path, pattern):
                text = self.outcome(path, scope)
                return truth_of(bool(re.fullmatch(pattern, str(text.value))), text) if text.known else undecided(text)
            case lang.Quantified(kind, items, member):
                return self._quantified(kind, items, member, scope)
            case lang.Compare(left, op, right) if op == "has":
                return self._has(left, right[0], scope)
            case lang.Compare(left, op, right) if not is_constant(right):
                return compared(self.outcome(left, scope), op, self.outcome(right[0], scope))
            case _:
                return self.judge(form, scope)

    # ------------------------------------------------------------------ paths

    def found(self, path: Path, scope: Scope) -> Found:
        """What stands at the end of a path of fields and views."""
        return self.walker.walk(scope.find(path.entity), self.catalogue.resolved(path))

    def _path(self, path: Path, scope: Scope) -> Outcome:
        resolved = self.catalogue.resolved(path)
        last = resolved.steps[-1]
        if last.kind == "field" or last.kind == "view":
            return scalar(self.found(path, scope), resolved)
        found = self.walker.walk(scope.find(path.entity), self._head(path, resolved))
        if found.missing:
            return unknown(*found.missing)
        if len(found.records) != 1:
            if found.records:
                return Outcome(
                    "judgement", judgement=f"{resolved.label}涉及{len(found.records)}项，须由人确定以哪一项为准"
                )
            return unknown(*found.open) if found.open else Outcome("absent", missing=(Slot("", resolved.label),))
        record = found.records[0]
        inner = scope.at(record.entity) if record is scope.find(path.entity) else Scope(record, _case_scope(scope))
        if last.kind == "provider":
            return self.provider(record, f"{last.entity}.{last.group}")[last.name]
        return self.outcome(self.catalogue.definitions[(last.entity, last.name)], inner)

    def _head(self, path: Path, resolved: Resolved) -> Resolved:
        """The way to the record of which the last step is a fact."""
        if path not in self._heads:
            self._heads[path] = Resolved(resolved.steps[:-1], "records", "", resolved.many, "", resolved.label)
        return self._heads[path]

    def _present(self, path: Path, scope: Scope) -> Outcome:
        resolved = self.catalogue.resolved(path)
        if resolved.steps[-1].kind in ("fact", "provider"):
            value = self._path(path, scope)
            return (
                truth_of(True, value) if value.known else truth_of(False, value) if value.state == "absent" else value
            )
        return presence(self.found(path, scope), resolved)

    def _first_known(self, paths: tuple[Value, ...], scope: Scope) -> Outcome:
        """The first that is known; absent where all are.

        One that has several values is settled by an earlier one that nobody filled in; not by one that is filled in
        without its hour, which may be lost.
        """
        outcomes = [self.outcome(p, scope) for p in paths]
        for number, outcome in enumerate(outcomes):
            if outcome.known:
                return outcome
            if outcome.state == "judgement":
                unfilled = [o for o in outcomes[:number] if o.state == "unknown" and not o.readings]
                return undecided(*unfilled) if unfilled else outcome
        open_ = undecided(*outcomes)
        return replace(open_, state="absent") if all(o.state == "absent" for o in outcomes) else open_

    # ------------------------------------------------------------------ tables

    def lookup(self, form: lang.Lookup, scope: Scope) -> Outcome:
        """The value of a parameter; see `row`."""
        row, outcome = self.row(form, scope)
        if row is None:
            return outcome
        return stated(self.catalogue.tables[form.table], row, outcome.readings, self.catalogue.schema)

    def row(self, form: lang.Lookup, scope: Scope) -> tuple[Row | None, Outcome]:
        """The row in force, or why there is none."""
        keys, dates = ([self.outcome(f, scope) for f in forms] for forms in (form.key, form.at))
        return in_force(self.catalogue.tables[form.table], keys, dates)

    # ------------------------------------------------------------------ numbers

    def _count(self, items: Path, where: Condition | None, scope: Scope) -> Outcome:
        found = self.found(items, scope)
        judged = [self._member(where, r, scope) for r in found.records]
        sure = sum(o.value is True for o in judged)
        maybe = [o for o in judged if not o.known]
        high = None if found.open or found.missing else Fraction(sure + len(maybe))
        missing = (*found.open, *found.missing, *(s for o in maybe for s in o.missing))
        label = self.catalogue.resolved(items).label
        reading = Reading(f"{label}（计数）", Interval(Fraction(sure), high), scope.record.place, source=scope.record)
        return Outcome("known", Interval(Fraction(sure), high), (reading, *readings_of(judged)), missing)

    def _aggregate(self, form: lang.Aggregate, scope: Scope) -> Outcome:
        found = self.found(form.items, scope)
        missing = [*found.open, *found.missing]
        chosen: list[tuple[Outcome, Outcome]] = []
        doubtful: list[Outcome] = []
        for record in found.records:
            meets = self._member(form.where, record, scope)
            if meets.state == "judgement":
                doubtful.append(meets)
            elif not meets.known:
                missing += meets.missing
            elif meets.value is True:
                inner = Scope(record, scope)
                chosen.append((self.outcome(form.of, inner), self.outcome(form.by or form.of, inner)))
        missing += [s for pair in chosen for o in pair if not o.known for s in o.missing]
        readings = tuple(r for value, _ in chosen for r in value.readings)
        if missing:
            return unknown(*missing, readings=readings)
        if judged := next((o for o in (*doubtful, *(o for p in chosen for o in p)) if o.state == "judgement"), None):
            return judged
        unit = unit_of(self.catalogue.resolved(form.of))
        if form.op == "sum":
            total = sum((bounds_of(v).low for v, _ in chosen), Fraction())
            return Outcome("known", Interval.exactly(total), readings, unit=unit)
        if not chosen:
            return Outcome("absent", None, (), (Slot(scope.record.place, self.catalogue.resolved(form.of).label),))
        if form.op == "last":
            return self._last(chosen, readings, unit)
        pick = max if form.op == "max" else min
        moments = [v.value for v, _ in chosen if isinstance(v.value, Moment)]
        if moments:
            return Outcome("known", outermost(moments, pick), readings, unit=unit)
        return Outcome("known", pick(chosen, key=lambda pair: bounds_of(pair[0]).low)[0].value, readings, unit=unit)

    def _last(self, chosen: list[tuple[Outcome, Outcome]], readings: tuple[Reading, ...], unit: str) -> Outcome:
        """The value of the member with the latest date; open where the dates do not tell which one that is."""
        dated = [(value, by, by.value) for value, by in chosen if isinstance(by.value, Moment)]
        value, by, day = max(dated, key=lambda member: member[2].latest)
        rivals = [m for m in dated if normal(m[0].value) != normal(value.value)]
        if all(is_before(other, day, strict=True) for _, _, other in rivals):
            return Outcome("known", value.value, readings, unit=unit)
        return unknown(*imprecise([by, *(b for _, b, _ in rivals)]), readings=readings)

    # ------------------------------------------------------------------ lists

    def _member(self, condition: Condition | None, record: Record, scope: Scope) -> Outcome:
        return Outcome("known", True) if condition is None else self.outcome(condition, Scope(record, scope))

    def _quantified(self, kind: str, items: Path, member: Condition, scope: Scope) -> Outcome:
        found = self.found(items, scope)
        judged = [self._member(member, r, scope) for r in found.records]
        decisive = kind == "some"
        deciding = [o for o in judged if o.known and o.value is decisive]
        if deciding:
            return Outcome("known", decisive, readings_of(deciding))
        open_ = [o for o in judged if not o.known]
        missing = (*(s for o in open_ for s in o.missing), *found.missing, *found.open)
        if missing:
            return unknown(*missing, readings=readings_of(judged))
        if open_:
            return Outcome("judgement", None, readings_of(judged), judgement=open_[0].judgement)
        return Outcome("known", not decisive, readings_of(judged))

    def _set(self, form: Value, scope: Scope) -> tuple[frozenset[str], Outcome]:
        """The members of a list of choices or texts, and the state of the list (unknown while it is not complete)."""
        if isinstance(form, lang.Lookup):
            row, outcome = self.row(form, scope)
            values = row.value if row and isinstance(row.value, tuple) else ()
            return frozenset(map(str, values)), outcome
        if not isinstance(form, Path):
            outcome = self.outcome(form, scope)
            return (frozenset({str(outcome.value)}) if outcome.known else frozenset()), outcome
        found = self.found(form, scope)
        resolved = self.catalogue.resolved(form)
        of = resolved.of if resolved.type == "choice" else ""
        members = [leaf for leaf in found.leaves if leaf.value is not None]
        slots = (*found.missing, *found.open)
        texts = frozenset(normal(leaf.value) for leaf in members) | {str(id(r)) for r in found.records}
        readings = tuple(Reading(resolved.label, leaf.value, leaf.place, "", of, leaf) for leaf in members)
        return texts, unknown(*slots, readings=readings) if slots else Outcome("known", None, readings)

    def _sets(self, kind: str, left: Value, right: Value, scope: Scope) -> Outcome:
        (a, a_state), (b, b_state) = self._set(left, scope), self._set(right, scope)
        readings = (*a_state.readings, *b_state.readings)
        if kind == "disjoint":
            decided = False if a & b else True if a_state.known and b_state.known else None
        else:
            decided = False if b_state.known and a - b else True if a_state.known and a <= b else None
        return Outcome("known", decided, readings) if decided is not None else undecided(a_state, b_state)

    def _has(self, left: Value, right: Value, scope: Scope) -> Outcome:
        members, state = self._set(left, scope)
        wanted = self.outcome(right, scope)
        if not wanted.known:
            return undecided(wanted)
        if normal(wanted.value) in members:
            return Outcome("known", True, state.readings)
        return Outcome("known", False, state.readings) if state.known else undecided(state)


def is_constant(values: tuple[Value, ...]) -> bool:
    """Whether the engine may compare with these: constants, or a parameter of the law."""
    return all(isinstance(v, lang.Const) for v in values) or (len(values) == 1 and isinstance(values[0], lang.Lookup))


def _case_scope(scope: Scope) -> Scope | None:
    while scope.parent is not None:
        scope = scope.parent
    return scope
