"""A second, plain reading of the conditions, to hold against the engine. Never a source of verdicts.

It walks the parsed tree over raw values: no hoisting, no projection, no rules, no ranks. Truth is True, False or None.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from rules import language as lang
from rules.arithmetic import Workdays
from rules.derive import Catalogue
from rules.language import Condition, Path, Value
from rules.paths import Found, Scope, presence, scalar, walk
from rules.plain_reading import (
    Thing,
    Truth,
    bounds,
    compare,
    earlier,
    every,
    negate,
    ordered,
    plain,
    some,
    span,
    thing_of,
)
from rules.schema import Resolved
from rules.values import Interval, Moment, Outcome, Provider, Record, outermost


class Oracle:
    """Evaluates conditions of one catalogue on one case file."""

    def __init__(self, catalogue: Catalogue, provider: Provider, workdays: Workdays) -> None:
        self.catalogue, self.provider, self.workdays = catalogue, provider, workdays

    def outcome(self, applies: Condition, requires: Condition, scope: Scope) -> str | None:
        """pass, fail or not_applicable; None when that is open."""
        applicable = self.truth(applies, scope)
        if applicable is False:
            return "not_applicable"
        held = self.truth(requires, scope)
        return None if applicable is None or held is None else "pass" if held else "fail"

    # ------------------------------------------------------------------ conditions

    def truth(self, form: Condition, scope: Scope) -> Truth:
        match form:
            case lang.All(parts):
                return every(self.truth(p, scope) for p in parts)
            case lang.Any(parts):
                return some(self.truth(p, scope) for p in parts)
            case lang.Not(part):
                return negate(self.truth(part, scope))
            case lang.Quantified(kind, items, member):
                found = self._found(items, scope)
                truths = [self.truth(member, Scope(r, scope)) for r in found.records]
                rest: list[Truth] = [None] if found.open or found.missing else []
                return (every if kind == "every" else some)([*truths, *rest])
            case lang.Present(path):
                return self._present(path, scope)
            case lang.Ordered(dates, strict):
                return ordered([self.thing(d, scope) for d in dates], strict)
            case lang.Same(values):
                things = [self.thing(v, scope) for v in values]
                known = {plain(t) for t in things if t is not None}
                return False if len(known) > 1 else None if None in things else True
            case lang.Sets(kind, left, right):
                return self._sets(kind, left, right, scope)
            case lang.Matches(path, pattern):
                thing = self.thing(path, scope)
                return None if thing is None else re.fullmatch(pattern, str(thing)) is not None
            case lang.Compare(left, "has", (right,)):
                members, complete = self._members(left, scope)
                wanted = self.thing(right, scope)
                return None if wanted is None else True if plain(wanted) in members else False if complete else None
            case lang.Compare(left, op, (lang.Lookup() as lookup,)) if self.catalogue.tables[lookup.table].is_list:
                value, listed = self.thing(left, scope), self._looked_up(lookup, scope)
                inside = plain(value) in listed if value is not None and isinstance(listed, tuple) else None
                return negate(inside) if op == "ne" else inside
            case lang.Compare(left, ("lt" | "lte" | "gt" | "gte") as op, (Path() as other,)):
                a, b = self.thing(left, scope), self.thing(other, scope)
                if isinstance(a, Moment) and isinstance(b, Moment):
                    first, second = (a, b) if op in ("lt", "lte") else (b, a)
                    return earlier(first, second, op in ("lt", "gt"))
                return compare(a, op, [b])
            case lang.Compare(left, op, right):
                return compare(self.thing(left, scope), op, [self.thing(r, scope) for r in right])

    def _sets(self, kind: str, left: Value, right: Value, scope: Scope) -> Truth:
        (a, a_complete), (b, b_complete) = self._members(left, scope), self._members(right, scope)
        if kind == "subset":
            return False if b_complete and not a <= b else True if a_complete and a <= b else None
        return False if a & b else True if a_complete and b_complete else None

    def _members(self, form: Value, scope: Scope) -> tuple[set[str], bool]:
        if isinstance(form, lang.Lookup):
            value = self._looked_up(form, scope)
            return (set(map(str, value)), True) if isinstance(value, tuple) else (set(), False)
        if isinstance(form, Path):
            found = self._found(form, scope)
            texts = {plain(leaf.value) for leaf in found.leaves if leaf.value is not None}
            return texts | {str(id(r)) for r in found.records}, not (found.missing or found.open)
        thing = self.thing(form, scope)
        return (set(), False) if thing is None else ({plain(thing)}, True)

    # ------------------------------------------------------------------ values

    def thing(self, form: Value, scope: Scope) -> Thing:
        """The raw value of a form; numbers as bounds; None when it is not known."""
        match form:
            case Path():
                return thing_of(self._path(form, scope))
            case lang.Const(value, "date"):
                return Moment.on(date.fromordinal(int(value)))
            case lang.Const(value):
                return value if isinstance(value, bool | str) else (Fraction(value), Fraction(value))
            case lang.FirstKnown(paths):
                return next((t for p in paths if (t := self.thing(p, scope)) is not None), None)
            case lang.Lookup():
                found = self._looked_up(form, scope)
                return (
                    (Fraction(found), Fraction(found))
                    if isinstance(found, int)
                    else found
                    if isinstance(found, str)
                    else None
                )
            case lang.Count(items, where):
                listed = self._found(items, scope)
                truths = [True if where is None else self.truth(where, Scope(r, scope)) for r in listed.records]
                most = None if listed.open or listed.missing else Fraction(sum(t is not False for t in truths))
                return Fraction(sum(t is True for t in truths)), most
            case lang.Aggregate():
                return self._aggregate(form, scope)
            case lang.Span(start, end, unit):
                return span(self.thing(start, scope), self.thing(end, scope), unit, self.workdays)
            case lang.RatioPct(left, right) | lang.Minus(left, right):
                a, b = self.thing(left, scope), self.thing(right, scope)
                if not isinstance(a, tuple) or not isinstance(b, tuple) or a[0] != a[1] or b[0] != b[1]:
                    return None
                if isinstance(form, lang.Minus):
                    return a[0] - b[0], a[0] - b[0]
                return (100 * a[0] / b[0],) * 2 if b[0] else None

    def _is_empty(self, form: lang.Aggregate, scope: Scope) -> bool:
        """Whether there is surely nothing to take the least, greatest or last of."""
        found = self._found(form.items, scope)
        if form.op == "sum" or found.open or found.missing:
            return False
        return all(form.where and self.truth(form.where, Scope(r, scope)) is False for r in found.records)

    def _aggregate(self, form: lang.Aggregate, scope: Scope) -> Thing:
        found = self._found(form.items, scope)
        if found.open or found.missing:
            return None
        chosen = []
        for record in found.records:
            inner = Scope(record, scope)
            meets = True if form.where is None else self.truth(form.where, inner)
            if meets is None:
                return None
            if meets:
                chosen.append((self.thing(form.of, inner), self.thing(form.by or form.of, inner)))
        if any(a is None or b is None for a, b in chosen):
            return None
        if form.op == "sum":
            total = sum((bounds(a)[0] for a, _ in chosen if a is not None), Fraction())
            return total, total
        if not chosen:
            return None
        if form.op == "last":
            dated = [(a, b) for a, b in chosen if isinstance(b, Moment)]
            value, day = max(dated, key=lambda pair: pair[1].latest)
            rivals = [b for a, b in dated if plain(a) != plain(value)]
            return value if all(earlier(b, day, True) for b in rivals) else None
        moments = [a for a, _ in chosen if isinstance(a, Moment)]
        if moments:
            return outermost(moments, max if form.op == "max" else min)
        return (max if form.op == "max" else min)((a for a, _ in chosen if a is not None), key=lambda a: bounds(a)[0])

    def _looked_up(self, form: lang.Lookup, scope: Scope) -> object:
        """The value of the one row that every possible day leads to."""
        table = self.catalogue.tables[form.table]
        keys = [self.thing(k, scope) for k in form.key]
        if any(k is None for k in keys):
            return None
        rows = [r for r in table.rows if r.key == tuple(map(plain, keys))]
        dates = [self.thing(d, scope) for d in form.at]
        spans = [
            (d.first_day.toordinal(), d.last_day.toordinal()) if isinstance(d, Moment) else (1, date.max.toordinal())
            for d in dates
        ] or [(1, date.max.toordinal())]
        hits = [[r for r in rows if r.first <= last and first <= r.last] for first, last in spans]
        if not any(hits):
            return table.otherwise
        first_row = next(h for h in hits if h)[0]
        settled = all(
            h == [first_row] and (a == b or (first_row.first <= a and first_row.last >= b))
            for h, (a, b) in zip(hits, spans, strict=True)
        )
        return first_row.value if settled else None

    # ------------------------------------------------------------------ paths

    def _found(self, path: Path, scope: Scope) -> Found:
        return walk(scope.find(path.entity), self.catalogue.resolved(path), self.catalogue.schema)

    def _present(self, path: Path, scope: Scope) -> Truth:
        resolved = self.catalogue.resolved(path)
        if resolved.steps[-1].kind in ("fact", "provider"):
            outcome = self._path(path, scope)
            return True if outcome.known else False if outcome.state == "absent" else None
        value = presence(self._found(path, scope), resolved).value
        return value if isinstance(value, bool) else None

    def _path(self, path: Path, scope: Scope) -> Outcome:
        resolved = self.catalogue.resolved(path)
        last = resolved.steps[-1]
        start = scope.find(path.entity)
        if last.kind not in ("fact", "provider"):
            return scalar(self._found(path, scope), resolved)
        found = walk(start, Resolved(resolved.steps[:-1], "records", "", resolved.many, "", ""), self.catalogue.schema)
        if found.missing or len(found.records) != 1:
            return Outcome("unknown")
        record: Record = found.records[0]
        if last.kind == "provider":
            return self.provider(record, f"{last.entity}.{last.group}")[last.name]
        inner = scope.at(record.entity) if record is start else Scope(record, Scope(record.root))
        definition = self.catalogue.definitions[(last.entity, last.name)]
        if isinstance(definition, lang.Aggregate) and self._is_empty(definition, inner):
            return Outcome("absent")
        value = self.truth(definition, inner) if isinstance(definition, _CONDITIONS) else self.thing(definition, inner)
        if isinstance(value, tuple):
            return Outcome("known", Interval(*value))
        return Outcome("unknown") if value is None else Outcome("known", value)


_CONDITIONS = (
    lang.All,
    lang.Any,
    lang.Not,
    lang.Compare,
    lang.Quantified,
    lang.Present,
    lang.Ordered,
    lang.Same,
    lang.Sets,
    lang.Matches,
)
