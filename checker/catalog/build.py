"""From the entries of all layers to a catalogue whose forms are parsed, whose paths exist and whose dates fit."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from checker.catalog.catalogue import PLACEHOLDER, Catalogue, Criterion, Deadline, ProcessPaths
from checker.catalog.citing import capped
from checker.catalog.forms import Forms
from checker.catalog.layers import Layers, Placed, read_layers
from checker.catalog.listings import Listings, item_names
from checker.catalog.models import CriterionEntry, DeadlineEntry, DrawnEdge, ProcessEdge, ProcessEntry
from checker.catalog.names import build_schema
from checker.catalog.norms import Register
from checker.catalog.outputs import Outputs
from checker.catalog.parameters import Parameters
from checker.catalog.quoting import faults as quoting_faults
from checker.catalog.uses import deadlines_in, facts_in, is_dated
from checker.catalog.yearly import Yearly
from checker.errors import FaultsError
from rules.constants import did_you_mean
from rules.evaluate import Rule
from rules.language import Condition, Value
from rules.language import Path as FieldPath
from rules.parser import Parser
from rules.schema import Named, Schema
from rules.strata import CycleError, ranks, strata


def load_catalogue(layer: Path, root: str = "") -> Catalogue:
    """The catalogue whose last layer is the folder `layer`, for files of the entity `root`; of cases, unless said.

    Raises FaultsError with every fault found.
    """
    layers = read_layers(layer, root)
    if layers.faults:
        raise FaultsError(layers.faults)
    built = _Builder(layers).build()
    if layers.faults:
        raise FaultsError(layers.faults)
    return built


class _Builder(Forms):
    def __init__(self, layers: Layers) -> None:
        self.layers = layers

    def build(self) -> Catalogue:
        schema = build_schema(self.layers)
        if self.layers.faults:
            return Catalogue(schema, {})
        self.register = Register(self.layers)
        self.register.check_chains()
        tables = Parameters(self.layers, schema, self.register).tables() | item_names(self.layers)
        facts = self._fact_names(schema)
        parser = Parser(schema, facts, tables)
        self.parser = parser
        catalogue = Catalogue(
            schema,
            tables,
            {},
            facts,
            parser.resolved,
            norms=self.register.norms,
            norm_layers={p.entry.id: p.layer for p in self.layers.of("norms")},
            stages={p.entry.id: p.entry for p in self.layers.of("stages")},
            points={p.entry.id: p.entry for p in self.layers.of("points")},
            exclusions=tuple(p.entry for p in self.layers.of("exclusions")),
            unset=tuple(p.entry for p in self.layers.of("tables") if p.entry.local_unset),
            layers=tuple(self.layers.infos),
            overrides=tuple(self.layers.overrides),
            roots=self.layers.roots,
            standards=tuple(self.layers.of("standards")),
        )
        self.catalogue = catalogue
        for placed in self._facts_in_order():
            self._fact(placed)
        catalogue.deadlines = {p.entry.id: self._deadline(p) for p in self.layers.of("deadlines")}
        catalogue.processes = {p.entry.id: self._process(p) for p in self.layers.of("processes")}
        catalogue.criteria = tuple(self._criterion(p) for p in self.layers.of("criteria"))
        Outputs(self.layers, parser, self.register, catalogue).build()
        Yearly(self.layers, parser, catalogue).build()
        Listings(self.layers, self.register, catalogue).build()
        self._check_cycles()
        for entries in self.layers.entries.values():
            for id_, placed in entries.items():
                catalogue.sources.setdefault(id_, []).append(placed)
        return catalogue

    # ------------------------------------------------------------------ names

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

    def _facts_in_order(self) -> list[Placed]:
        """Facts that are values before the facts that use them, so that their type is known when it is needed."""
        placed = list(self.layers.of("facts"))
        names = {p.entry.id: p for p in placed}
        uses = {p.entry.id: [n for n in names if n != p.entry.id and _mentions(p.entry, n)] for p in placed}
        rank = ranks(uses)
        return sorted(placed, key=lambda p: rank[p.entry.id])

    # ------------------------------------------------------------------ entries

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
        self.register.check_basis(entry.basis, placed)
        self._parsed(placed)
        return deadline

    def _process(self, placed: Placed) -> ProcessPaths:
        entry: ProcessEntry = placed.entry
        steps = {s.id: s for s in entry.steps}
        done = {}
        for i, step in enumerate(entry.steps):
            if step.per and step.per not in self.catalogue.schema.entities:
                self.layers.fault(f"没有“{step.per}”这种对象", placed.at("steps", i, "per"))
                continue
            if step.stage not in self.catalogue.stages:
                self.layers.fault(f"没有“{step.stage}”这一阶段", placed.at("steps", i, "stage"))
            if not step.done:
                continue
            path = done[step.id] = self._path(step.done, step.per or self.catalogue.schema.root, ("steps", i, "done"))
            if path in self.parser.resolved and self.parser.resolved[path].steps[-1].kind != "field":
                self.layers.fault(f"“{step.done}”不是日期字段", placed.at("steps", i, "done"), "步骤的日期应写到字段")
        moves_when = {
            s.id: self._condition(s.when, s.per or self.catalogue.schema.root, ("steps", i, "when"))
            for i, s in enumerate(entry.steps)
            if s.when is not None
        }
        when = {}
        actions = self.catalogue.schema.choices["action"].members
        if entry.action and entry.action not in actions:
            self.layers.fault(
                f"没有“{entry.action}”这种执法行为", placed.at("action"), did_you_mean(entry.action, actions)
            )
        drawn: tuple[tuple[str, tuple[DrawnEdge, ...]], ...] = (("edges", entry.edges), ("drawn", entry.drawn))
        for part, arrows in drawn:
            for i, arrow in enumerate(arrows):
                for key, name in (("from", arrow.first), ("to", arrow.then)):
                    if name not in steps:
                        self.layers.fault(f"没有“{name}”这一步", placed.at(part, i, key), did_you_mean(name, steps))
                    elif part == "edges" and not steps[name].done:
                        hint = "只画不查的次序写在 drawn"
                        self.layers.fault(f"“{name}”没有日期（done），不能检查次序", placed.at(part, i, key), hint)
        for i, remark in enumerate(entry.remarks):
            for message, hint in quoting_faults(remark, self.catalogue.tables):
                self.layers.fault(message, placed.at("remarks", i), hint)
        known = {p.entry.id for p in self.layers.of("deadlines")}
        for i, name in enumerate(entry.periods):
            if name not in known:
                self.layers.fault(f"没有“{name}”这一期限", placed.at("periods", i), did_you_mean(name, known))
        for i, edge in enumerate(entry.edges):
            for k, citation in enumerate(edge.basis):
                self.register.check(citation, placed, ("edges", i, "basis", k))
            if edge.when is not None:
                subject = self._edge_subject(edge, steps)
                when[i] = self._condition(edge.when, subject, ("edges", i, "when"))
        self._parsed(placed)
        return ProcessPaths(entry, done, when, moves_when)

    def _edge_subject(self, edge: ProcessEdge, steps: Mapping[str, Any]) -> str:
        pers = [steps[n].per for n in (edge.first, edge.then) if n in steps]
        return next(filter(None, pers), self.catalogue.schema.root)

    def _criterion(self, placed: Placed) -> Criterion:
        entry: CriterionEntry = placed.entry
        subject = entry.subject if self._known_subject(placed) else self.catalogue.schema.root
        self._known_stage(placed)
        self._known_point(placed)
        rule = Rule(
            entry.id,
            self._condition(entry.applies, subject, ("applies",)),
            self._condition(entry.requires, subject, ("requires",)),
        )
        judged_on = tuple(self._path(p, subject, ("judged_on", i)) for i, p in enumerate(entry.judged_on))
        for i, path in enumerate(judged_on):
            if path in self.parser.resolved and self.parser.resolved[path].type != "date":
                self.layers.fault(f"“{entry.judged_on[i]}”不是日期", placed.at("judged_on", i))
        last = f"${self.catalogue.schema.root}.as_of"
        if entry.judged_on[-1] not in (last, "as_of"):
            self.layers.fault(f"judged_on 的最后一项应是 {last}，否则可能无日期可依", placed.at("judged_on"))
        self.register.check_basis(entry.basis, placed)
        self._check_cap(entry, placed)
        texts = self._sentences(entry, subject)
        basis_when = {
            i: self._condition(c.when, subject, ("basis", i, "when"))
            for i, c in enumerate(entry.basis)
            if c.when is not None
        }
        self._parsed(placed)
        return Criterion(
            entry,
            placed.layer,
            placed.place,
            rule,
            judged_on,
            texts,
            is_dated(rule.applies, self.catalogue),
            tuple(sorted({d for form in (rule.applies, rule.requires) for d in deadlines_in(form, self.catalogue)})),
            basis_when,
        )

    def _sentences(self, entry: CriterionEntry, subject: str) -> dict[str, FieldPath]:
        texts = {}
        remedy = (entry.remedy.before, entry.remedy.after) if entry.remedy else ()
        for loc, sentence in zip(
            (("finding",), ("question",), ("remedy", "before"), ("remedy", "after")),
            (entry.finding, entry.question, *remedy),
            strict=False,
        ):
            for name in PLACEHOLDER.findall(sentence):
                texts[name] = self._path(name, subject, loc)
        return texts

    def _check_cap(self, entry: CriterionEntry, placed: Placed) -> None:
        """No version of the basis is read surely enough to carry the severity: a fault."""
        known = [c for c in entry.basis if c.norm in self.register.norms]
        limit = capped(entry.severity, known, self.register.norms)
        if limit is not entry.severity:
            self.layers.fault(
                f"依据的把握程度最高只到“{limit.label}”，不能定为“{entry.severity.label}”", placed.at("severity")
            )
            return
        marks = {c.mark or self.register.norms[c.norm].mark for c in known}
        if any(c.settled for c in known) or not marks:
            return
        if marks == {"U"} and entry.requires is not None:
            self.layers.fault("依据没有查实（U），只能写成 question", placed.at("requires"))
        elif marks <= {"S", "M"} and entry.status == "verified":
            self.layers.fault("依据只有二手材料或者记忆（S、M），status 应写 unverified", placed.at("status"))

    def _check_cycles(self) -> None:
        """No fact or deadline rests on itself."""
        catalogue = self.catalogue
        forms: dict[str, list[Value | Condition]] = {n: [form] for (_, n), form in catalogue.definitions.items()}
        for d in catalogue.deadlines.values():
            forms[f"deadlines.{d.entry.id}"] = [d.applies, d.start, d.due, d.number, d.counted_on]
        uses: dict[str, list[str]] = {name: [] for name in forms}
        for name, used in forms.items():
            for form in used:
                uses[name] += facts_in(form, catalogue)
                uses[name] += (f"deadlines.{d}" for d in deadlines_in(form, catalogue))
        try:
            strata(uses)
        except CycleError as error:
            named = next(m for m in error.members if m in self.layers.entries["facts"])
            self.layers.fault(str(error), self.layers.entries["facts"][named].place)


def _mentions(entry: Any, name: str) -> bool:
    return name in str(entry.holds if entry.holds is not None else entry.value)
