"""From the entries of all layers to a catalogue whose forms are parsed, whose paths exist and whose dates fit."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from checker.catalog.citing import capped, cite
from checker.catalog.layers import Layers, Placed, read_layers
from checker.catalog.models import (
    Citation,
    Counting,
    CriterionEntry,
    DeadlineEntry,
    Norm,
    Point,
    ProcessEdge,
    ProcessEntry,
    RowEntry,
    Stage,
    TableEntry,
)
from checker.catalog.provided import DEADLINE_FACTS, PROCESS_FACTS
from checker.errors import FaultsError
from checker.findings import LayerInfo, Override
from rules.derive import Deriver
from rules.evaluate import Program, Rule
from rules.language import ALWAYS, Condition, Lookup, Value, children
from rules.language import Path as FieldPath
from rules.parser import FormError, Parser, did_you_mean, to_constant
from rules.paths import Scope
from rules.schema import Choice, Entity, Field, Named, Resolved, Schema, View
from rules.strata import CycleError, strata
from rules.tables import Row, Table, TableValue

_PLACEHOLDER = re.compile(r"{([^{}]*)}")


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion with its forms parsed."""

    entry: CriterionEntry
    layer: str
    place: str
    rule: Rule
    judged_on: tuple[FieldPath, ...]
    texts: Mapping[str, FieldPath]
    """The paths in the braces of its sentences."""
    dated: bool
    """Whether its applicability hangs on a dated parameter."""
    deadlines: tuple[str, ...]
    """The deadlines that its conditions read."""


@dataclass(frozen=True, slots=True)
class Deadline:
    entry: DeadlineEntry
    layer: str
    applies: Condition
    start: FieldPath
    due: FieldPath
    number: Value
    counting: Counting
    counted_on: FieldPath


@dataclass(frozen=True, slots=True)
class ProcessPaths:
    entry: ProcessEntry
    done: Mapping[str, FieldPath]
    when: Mapping[int, Condition]


@dataclass
class Catalogue:
    """Everything the checker knows of the law. Treated as frozen once built."""

    schema: Schema
    tables: dict[str, Table]
    definitions: dict[tuple[str, str], Value | Condition] = field(default_factory=dict)
    facts: dict[tuple[str, str], Named] = field(default_factory=dict)
    paths: dict[FieldPath, Resolved] = field(default_factory=dict)
    criteria: tuple[Criterion, ...] = ()
    deadlines: dict[str, Deadline] = field(default_factory=dict)
    processes: dict[str, ProcessPaths] = field(default_factory=dict)
    norms: dict[str, Norm] = field(default_factory=dict)
    norm_layers: dict[str, str] = field(default_factory=dict)
    stages: dict[str, Stage] = field(default_factory=dict)
    points: dict[str, Point] = field(default_factory=dict)
    unset: tuple[TableEntry, ...] = ()
    layers: tuple[LayerInfo, ...] = ()
    overrides: tuple[Override, ...] = ()
    sources: dict[str, list[Placed]] = field(default_factory=dict)

    def resolved(self, path: FieldPath) -> Resolved:
        return self.paths[path]

    def decided(self, deriver: Deriver, scope: Scope) -> bool:
        """Whether the decision exists, so that advice comes too late to prevent it: the named fact `decision_made`."""
        form = self.definitions.get((self.schema.root, "decision_made"))
        return form is not None and deriver.outcome(form, Scope(scope.find(self.schema.root))).value is True

    def program(self) -> Program:
        """The criteria and hoisted conditions, compiled for the engine."""
        others: list[Value | Condition] = []
        for d in self.deadlines.values():
            others += [d.applies, d.number]
        others += [w for p in self.processes.values() for w in p.when.values()]
        return Program(self, tuple(c.rule for c in self.criteria), tuple(others))


def load_catalogue(layer: Path) -> Catalogue:
    """The catalogue whose last layer is the folder `layer`. Raises FaultsError with every fault found."""
    layers = read_layers(layer)
    if layers.faults:
        raise FaultsError(layers.faults)
    built = _Builder(layers).build()
    if layers.faults:
        raise FaultsError(layers.faults)
    return built


class _Builder:
    def __init__(self, layers: Layers) -> None:
        self.layers = layers

    def build(self) -> Catalogue:
        schema = self._schema()
        if self.layers.faults:
            return Catalogue(schema, {})
        norms = {p.entry.id: p.entry for p in self.layers.of("norms")}
        self.norms: dict[str, Norm] = norms
        tables = {p.entry.id: self._table(p, schema) for p in self.layers.of("tables")}
        facts = self._fact_names(schema)
        parser = Parser(schema, facts, tables)
        self.parser = parser
        catalogue = Catalogue(
            schema,
            tables,
            {},
            facts,
            parser.resolved,
            norms=norms,
            norm_layers={p.entry.id: p.layer for p in self.layers.of("norms")},
            stages={p.entry.id: p.entry for p in self.layers.of("stages")},
            points={p.entry.id: p.entry for p in self.layers.of("points")},
            unset=tuple(p.entry for p in self.layers.of("tables") if p.entry.local_unset),
            layers=tuple(self.layers.infos),
            overrides=tuple(self.layers.overrides),
        )
        self.catalogue = catalogue
        self._check_chains()
        for placed in self._in_order("facts", facts):
            self._fact(placed)
        catalogue.deadlines = {p.entry.id: self._deadline(p) for p in self.layers.of("deadlines")}
        catalogue.processes = {p.entry.id: self._process(p) for p in self.layers.of("processes")}
        catalogue.criteria = tuple(self._criterion(p) for p in self.layers.of("criteria"))
        self._check_cycles()
        for entries in self.layers.entries.values():
            for id_, placed in entries.items():
                catalogue.sources.setdefault(id_, []).append(placed)
        return catalogue

    # ------------------------------------------------------------------ names

    def _schema(self) -> Schema:
        choices = {}
        for p in self.layers.of("values"):
            members = {m.id: m.label for m in p.entry.members}
            if len(members) != len(p.entry.members) or len(set(members.values())) != len(members):
                self.layers.fault(f"“{p.entry.id}”里有重复的编号或名称", p.place)
            choices[p.entry.id] = Choice(p.entry.id, p.entry.title, members)
        entities = {}
        for p in self.layers.of("entities"):
            fields = {f.id: Field(f.id, f.label, f.type, f.of, f.absent_is, f.stage, f.hint) for f in p.entry.fields}
            views = {v.id: View(**v.model_dump(exclude={"id"}), name=v.id) for v in p.entry.views}
            if len({f.label for f in p.entry.fields}) != len(p.entry.fields) or len(fields) != len(p.entry.fields):
                self.layers.fault(f"“{p.entry.label}”有重复的字段", p.place)
            entities[p.entry.id] = Entity(p.entry.id, p.entry.label, fields, views, tuple(p.entry.key))
        for p in self.layers.of("entities"):
            for i, f in enumerate(p.entry.fields):
                known: Iterable[str] = choices if f.type in ("choice", "choices") else entities
                if f.type in ("choice", "choices", "record", "list", "ref", "refs") and f.of not in known:
                    self.layers.fault(f"没有“{f.of}”", p.at("fields", i, "of"), did_you_mean(f.of, known))
        provided = {("deadlines", p.entry.id): DEADLINE_FACTS for p in self.layers.of("deadlines")}
        provided |= {("process", p.entry.id): PROCESS_FACTS for p in self.layers.of("processes")}
        return Schema(entities, choices, provided)

    def _fact_names(self, schema: Schema) -> dict[tuple[str, str], Named]:
        facts = {}
        for p in self.layers.of("facts"):
            if p.entry.subject not in schema.entities:
                hint = did_you_mean(p.entry.subject, schema.entities)
                self.layers.fault(f"没有“{p.entry.subject}”这种对象", p.at("subject"), hint)
            else:
                named = Named(p.entry.id, p.entry.subject, "yes_no", p.entry.title)
                facts[(p.entry.subject, p.entry.id)] = named
        return facts

    def _in_order(self, kind: str, facts: Mapping[tuple[str, str], Named]) -> list[Placed]:
        """Facts that are values before the facts that use them, so that their type is known when it is needed."""
        placed = list(self.layers.of(kind))
        names = {p.entry.id: p for p in placed}
        uses = {p.entry.id: [n for n in names if n != p.entry.id and _mentions(p.entry, n)] for p in placed}
        try:
            level = strata(uses)
        except CycleError:
            return placed
        return sorted(placed, key=lambda p: level[p.entry.id])

    # ------------------------------------------------------------------ parameters

    def _table(self, placed: Placed, schema: Schema) -> Table:
        entry: TableEntry = placed.entry
        for i, key in enumerate(entry.keys):
            if key not in schema.choices and key not in ("text", "number", "yes_no"):
                self.layers.fault(f"没有“{key}”这一值表", placed.at("keys", i), did_you_mean(key, schema.choices))
        rows = tuple(self._row(entry, r, i, placed, schema) for i, r in enumerate(entry.rows))
        self._check_rows(entry, rows, placed, schema)
        otherwise = self._constant(entry, entry.otherwise, placed, ("else",), schema)
        return Table(entry.id, entry.title, entry.type, entry.unit, tuple(entry.keys), rows, otherwise, entry.of)

    def _row(self, entry: TableEntry, row: RowEntry, i: int, placed: Placed, schema: Schema) -> Row:
        if (row.value is None) == (not row.unset):
            self.layers.fault("value 与 unset: true 应恰好写一个", placed.at("rows", i))
        if len(row.key) != len(entry.keys):
            self.layers.fault(f"key 应有 {len(entry.keys)} 项", placed.at("rows", i, "key"))
        for name, part in zip(entry.keys, row.key, strict=False):
            if name in schema.choices and part not in schema.choices[name].members:
                hint = did_you_mean(part, schema.choices[name].members)
                self.layers.fault(f"“{part}”不是{schema.choices[name].label}", placed.at("rows", i, "key"), hint)
        first, last, source = row.first, row.last, entry.title
        if row.basis:
            self._check_citation(row.basis, placed, ("rows", i, "basis"))
            source = self._cite(row.basis)
        value = self._constant(entry, row.value, placed, ("rows", i, "value"), schema)
        return Row(f"row{i + 1}", value, max(first.toordinal(), 1), last.toordinal(), tuple(row.key), source, row.note)

    def _constant(
        self,
        entry: TableEntry,
        value: tuple[str, ...] | str | None,
        placed: Placed,
        loc: tuple[str | int, ...],
        schema: Schema,
    ) -> TableValue | None:
        if value is None:
            return None
        members = schema.choices[entry.of].members if entry.of in schema.choices else None
        try:
            if isinstance(value, tuple):
                return tuple(str(to_constant(v, entry.type, members)) for v in value)
            constant = to_constant(value, entry.type, members)
        except ValueError as error:
            self.layers.fault(str(error), placed.at(*loc))
            return None
        return int(constant) if isinstance(constant, bool) else constant

    def _check_rows(self, entry: TableEntry, rows: tuple[Row, ...], placed: Placed, schema: Schema) -> None:
        by_key: dict[tuple[str, ...], list[tuple[int, Row]]] = {}
        for i, row in enumerate(rows):
            by_key.setdefault(row.key, []).append((i, row))
        for same in by_key.values():
            ordered = sorted(same, key=lambda pair: pair[1].first)
            for (_, a), (i, b) in itertools.pairwise(ordered):
                gap = b.first - a.last
                if gap != 1:
                    what = "重叠" if gap < 1 else "有空档"
                    day = date.fromordinal(min(a.last, b.first))
                    self.layers.fault(f"“{entry.id}”的有效期{what}（{day}前后）", placed.at("rows", i))
        if entry.otherwise is None and all(k in schema.choices for k in entry.keys):
            wanted = set(itertools.product(*(schema.choices[k].members for k in entry.keys)))
            for key in sorted(wanted - by_key.keys()):
                self.layers.fault(f"“{entry.id}”没有“{'、'.join(key)}”的值", placed.place, "请补上，或写 else")

    # ------------------------------------------------------------------ norms

    def _check_citation(self, citation: Citation, placed: Placed, loc: tuple[str | int, ...]) -> None:
        norm = self.norms.get(citation.norm)
        if norm is None:
            hint = did_you_mean(citation.norm, self.norms)
            self.layers.fault(f"没有“{citation.norm}”这一规范", placed.at(*loc, "norm"), hint)
        elif citation.first < norm.first and citation.first != date.min:
            self.layers.fault(f"{norm.short}（{norm.id}）{norm.first}才施行", placed.at(*loc, "from"))
        elif citation.last > norm.last and citation.last != date.max:
            self.layers.fault(f"{norm.short}（{norm.id}）{norm.last}已停止施行", placed.at(*loc, "until"))

    def _cite(self, citation: Citation) -> str:
        norm = self.norms.get(citation.norm)
        return cite(norm, citation.article) if norm else citation.norm

    def _check_chains(self) -> None:
        by_short: dict[str, list[Placed]] = {}
        for p in self.layers.of("norms"):
            by_short.setdefault(p.entry.short, []).append(p)
        for versions in by_short.values():
            dated = sorted((p for p in versions if p.entry.first != date.min), key=lambda p: p.entry.first)
            for a, b in itertools.pairwise(dated):
                if a.entry.last + timedelta(days=1) != b.entry.first if a.entry.last != date.max else True:
                    self.layers.fault(f"{a.entry.id} 与 {b.entry.id} 的施行期不衔接", b.at("from"))

    # ------------------------------------------------------------------ forms

    def _parsed(self, placed: Placed, *locs: tuple[str | int, ...]) -> None:
        """Moves the parser's faults, with the places of this entry."""
        for error in self.parser.errors:
            self._form_fault(placed, error)
        self.parser.errors.clear()

    def _form_fault(self, placed: Placed, error: FormError) -> None:
        self.layers.fault(error.message, placed.at(*error.loc), error.hint)

    def _scope(self, subject: str) -> tuple[str, ...]:
        root = self.catalogue.schema.root
        return (root,) if subject == root else (root, subject)

    def _condition(self, data: Any, subject: str, loc: tuple[str | int, ...]) -> Condition:
        return ALWAYS if data is None else self.parser.condition(data, self._scope(subject), loc)

    def _path(self, text: str, subject: str, loc: tuple[str | int, ...]) -> FieldPath:
        value = self.parser.value(text, self._scope(subject), loc)
        return value if isinstance(value, FieldPath) else FieldPath(subject, text)

    def _known_subject(self, placed: Placed) -> bool:
        entities = self.catalogue.schema.entities
        if placed.entry.subject in entities:
            return True
        hint = did_you_mean(placed.entry.subject, entities)
        self.layers.fault(f"没有“{placed.entry.subject}”这种对象", placed.at("subject"), hint)
        return False

    def _fact(self, placed: Placed) -> None:
        entry = placed.entry
        if entry.subject not in self.catalogue.schema.entities:
            return
        key = (entry.subject, entry.id)
        if entry.holds is not None:
            self.catalogue.definitions[key] = self._condition(entry.holds, entry.subject, ("is",))
        else:
            value = self.parser.value(entry.value, self._scope(entry.subject), ("value",))
            self.catalogue.definitions[key] = value
            if not self.parser.errors:
                type_, of = self.parser.type_of(value)
                self.catalogue.facts[key] = Named(entry.id, entry.subject, type_, entry.title, of)
        self._parsed(placed)

    def _deadline(self, placed: Placed) -> Deadline:
        entry: DeadlineEntry = placed.entry
        known = self._known_subject(placed)
        subject = entry.subject if known else self.catalogue.schema.root
        kind = next(k for k in ("within", "at_least", "wait") if getattr(entry, k) is not None)
        countings = {p.entry.id: p.entry for p in self.layers.of("countings")}
        if entry.counting not in countings:
            hint = did_you_mean(entry.counting, countings)
            self.layers.fault(f"没有“{entry.counting}”这种计算方法", placed.at("counting"), hint)
        start = self._path(entry.start, subject, ("from",))
        deadline = Deadline(
            entry,
            placed.layer,
            self._condition(entry.applies, subject, ("applies",)),
            start,
            self._path(entry.due, subject, ("due",)),
            self.parser.value(getattr(entry, kind), self._scope(subject), (kind,)),
            countings.get(entry.counting) or next(iter(countings.values())),
            self._path(entry.counted_on, subject, ("counted_on",)) if entry.counted_on else start,
        )
        for i, citation in enumerate(entry.basis):
            self._check_citation(citation, placed, ("basis", i))
        self._parsed(placed)
        return deadline

    def _process(self, placed: Placed) -> ProcessPaths:
        entry: ProcessEntry = placed.entry
        steps = {s.id: s for s in entry.steps}
        done = {}
        for i, step in enumerate(entry.steps):
            if step.per not in self.catalogue.schema.entities:
                self.layers.fault(f"没有“{step.per}”这种对象", placed.at("steps", i, "per"))
                continue
            if step.stage not in self.catalogue.stages:
                self.layers.fault(f"没有“{step.stage}”这一阶段", placed.at("steps", i, "stage"))
            done[step.id] = self._path(step.done, step.per, ("steps", i, "done"))
        when = {}
        for i, edge in enumerate(entry.edges):
            for end in ("first", "then"):
                name = getattr(edge, end)
                if name not in steps:
                    key = "from" if end == "first" else "to"
                    self.layers.fault(f"没有“{name}”这一步", placed.at("edges", i, key), did_you_mean(name, steps))
            if edge.when is not None:
                subject = self._edge_subject(edge, steps)
                when[i] = self._condition(edge.when, subject, ("edges", i, "when"))
        self._parsed(placed)
        return ProcessPaths(entry, done, when)

    def _edge_subject(self, edge: ProcessEdge, steps: Mapping[str, Any]) -> str:
        pers = [steps[n].per for n in (edge.first, edge.then) if n in steps]
        return next((p for p in pers if p != self.catalogue.schema.root), self.catalogue.schema.root)

    def _criterion(self, placed: Placed) -> Criterion:
        entry: CriterionEntry = placed.entry
        subject = entry.subject if self._known_subject(placed) else self.catalogue.schema.root
        if entry.stage not in self.catalogue.stages:
            hint = did_you_mean(entry.stage, self.catalogue.stages)
            self.layers.fault(f"没有“{entry.stage}”这一阶段", placed.at("stage"), hint)
        if entry.point not in self.catalogue.points:
            hint = did_you_mean(entry.point, self.catalogue.points)
            self.layers.fault(f"没有“{entry.point}”这一审核要点", placed.at("point"), hint)
        rule = Rule(
            entry.id,
            self._condition(entry.applies, subject, ("applies",)),
            self._condition(entry.requires, subject, ("requires",)),
        )
        judged_on = tuple(self._path(p, subject, ("judged_on", i)) for i, p in enumerate(entry.judged_on))
        if entry.judged_on[-1] not in ("$case.as_of", "as_of"):
            self.layers.fault("judged_on 的最后一项应是 $case.as_of，否则可能无日期可依", placed.at("judged_on"))
        for i, citation in enumerate(entry.basis):
            self._check_citation(citation, placed, ("basis", i))
        self._check_cap(entry, placed)
        texts = self._sentences(entry, subject)
        self._parsed(placed)
        return Criterion(
            entry,
            placed.layer,
            placed.place,
            rule,
            judged_on,
            texts,
            _dated(rule.applies, self.catalogue),
            tuple(sorted({*self._deadlines(rule.applies), *self._deadlines(rule.requires)})),
        )

    def _sentences(self, entry: CriterionEntry, subject: str) -> dict[str, FieldPath]:
        texts = {}
        remedy = (entry.remedy.before, entry.remedy.after) if entry.remedy else ()
        for loc, sentence in zip(
            (("finding",), ("question",), ("remedy", "before"), ("remedy", "after")),
            (entry.finding, entry.question, *remedy),
            strict=False,
        ):
            for name in _PLACEHOLDER.findall(sentence):
                texts[name] = self._path(name, subject, loc)
        return texts

    def _check_cap(self, entry: CriterionEntry, placed: Placed) -> None:
        """No version of the basis is read surely enough to carry the severity: a fault."""
        known = [c for c in entry.basis if c.norm in self.norms]
        limit = capped(entry.severity, known, self.norms)
        if limit is not entry.severity:
            self.layers.fault(
                f"依据的把握程度最高只到“{limit.label}”，不能定为“{entry.severity.label}”", placed.at("severity")
            )

    def _check_cycles(self) -> None:
        uses = {name: list(self._used(form)) for (_, name), form in self.catalogue.definitions.items()}
        try:
            strata(uses)
        except CycleError as error:
            placed = self.layers.entries["facts"][error.members[0]]
            self.layers.fault(str(error), placed.place)

    def _deadlines(self, form: Value | Condition) -> Iterable[str]:
        if isinstance(form, FieldPath) and form in self.catalogue.paths:
            yield from (
                s.group for s in self.catalogue.paths[form].steps if s.kind == "provider" and s.entity == "deadlines"
            )
        for child in children(form):
            yield from self._deadlines(child)

    def _used(self, form: Value | Condition) -> Iterable[str]:
        if isinstance(form, FieldPath) and form in self.catalogue.paths:
            yield from (s.name for s in self.catalogue.paths[form].steps if s.kind == "fact")
        for child in children(form):
            yield from self._used(child)


def _mentions(entry: Any, name: str) -> bool:
    return name in str(entry.holds if entry.holds is not None else entry.value)


def _dated(form: Value | Condition, catalogue: Catalogue, seen: frozenset[tuple[str, str]] = frozenset()) -> bool:
    """Whether a form hangs on a parameter that changes with the date."""
    if isinstance(form, Lookup):
        rows = catalogue.tables[form.table].rows
        return bool(form.at) and len({r.first for r in rows}) > 1
    if isinstance(form, FieldPath) and form in catalogue.paths:
        step = catalogue.paths[form].steps[-1]
        key = (step.entity, step.name)
        if step.kind == "fact" and key not in seen and key in catalogue.definitions:
            return _dated(catalogue.definitions[key], catalogue, seen | {key})
    return any(_dated(child, catalogue, seen) for child in children(form))
