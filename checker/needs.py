"""Which fields the checks read, from which stage on: what a form to fill in has to ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from checker.casefile.answers import ANSWERS
from checker.casefile.convert import choice
from checker.casefile.layout import Table, layout
from checker.catalog.catalogue import Catalogue, Criterion
from checker.catalog.provided import STAGE_FACTS
from checker.check import Checker
from checker.states import State
from rules.language import Condition, Path, Value, children
from rules.schema import Entity, Field, Schema
from rules.values import Items, Leaf, Record

FieldName = tuple[str, str]
"""Entity and field."""


@dataclass(frozen=True, slots=True)
class Needs:
    """The fields that are read, each with the first stage whose checks read it."""

    stages: Mapping[FieldName, str]
    limited: bool
    """Whether checks that cannot concern the chosen kinds of action are left out."""

    def stage(self, entity: Entity, field: Field, catalogue: Catalogue) -> str:
        """From which stage on a field is needed: not before the one the dictionary gives. '' where nothing reads it.

        What names a record is needed too: reports name the records that they speak of.
        """
        found = self.stages.get((entity.name, field.name))
        stated = field.stage if field.stage in catalogue.stages else ""  # a kind of record may be in two kinds of file
        if found is None or not stated:
            return found or (stated if field.name in entity.key else "")
        return max(found, stated, key=lambda id_: catalogue.stages[id_].order)

    def wants(self, table: Table, schema: Schema) -> bool:
        """Whether a sheet is to be shown: of the chosen actions only what their checks read, and what holds it."""
        if not self.limited or not table.path or table.path[0] == ANSWERS:
            return True
        inside = {t.entity.name for t in layout(schema) if t.path[: len(table.path)] == table.path}
        return any(entity in inside for entity, _ in self.stages)


def needs(ready: Checker, actions: Iterable[str] = ()) -> Needs:
    """What the checks need that can apply to a case of these `actions` (ids); with none, what all checks need."""
    catalogue = ready.catalogue
    chosen = tuple(actions)
    criteria = _applicable(ready, chosen) if chosen else catalogue.criteria
    stages: dict[FieldName, str] = {}
    for criterion in criteria:
        stage = criterion.entry.stage
        for name in _Reading(catalogue).fields(criterion):
            known = stages.get(name)
            if known is None or catalogue.stages[stage].order < catalogue.stages[known].order:
                stages[name] = stage
    return Needs(stages, bool(chosen))


def chosen_actions(text: str, schema: Schema) -> list[str]:
    """The kinds of action in a list such as `penalty,审计处理`. Raises ValueError for one that does not exist."""
    members = schema.choices[schema.entities[schema.root].fields["actions"].of].members
    return [choice(word.strip(), members) for word in text.replace("，", ",").split(",") if word.strip()]


def _applicable(ready: Checker, actions: tuple[str, ...]) -> tuple[Criterion, ...]:
    """Asked of a case of which nothing is known but its actions: what is not applicable to it never will be."""
    schema, stages = ready.catalogue.schema, ready.catalogue.stages
    last = max(stages.values(), key=lambda s: s.order).id
    case = Record(schema.root, "")
    case.fields["actions"] = Items(tuple(Leaf(a, "") for a in actions), True, "")
    case.fields["stage"] = Leaf(last, "")
    report = ready.check(case, "", date.today(), "")
    dropped = {r.id for r in report.criteria if r.state is State.NOT_APPLICABLE}
    return tuple(c for c in ready.catalogue.criteria if c.entry.id not in dropped)


class _Reading:
    """The fields that forms come to, through named facts and deadlines."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.found: set[FieldName] = set()
        self._seen: set[Value | Condition] = set()

    def fields(self, criterion: Criterion) -> set[FieldName]:
        for form in (criterion.rule.applies, criterion.rule.requires, *criterion.judged_on):
            self._form(form)
        return self.found

    def _form(self, form: Value | Condition) -> None:
        if form in self._seen:
            return
        self._seen.add(form)
        if isinstance(form, Path) and form in self.catalogue.paths:
            self._path(form)
        for child in children(form):
            self._form(child)

    def _path(self, path: Path) -> None:
        entities = self.catalogue.schema.entities
        root = entities[self.catalogue.schema.root]
        at = path.entity
        for step in self.catalogue.paths[path].steps:
            match step.kind:
                case "field":
                    self.found.add((step.entity, step.name))
                    at = entities[step.entity].fields[step.name].of
                case "view":
                    view = entities[at].views[step.name]
                    self.found |= {(step.entity, name) for name in (view.by, view.group, view.where_field) if name}
                    self.found.add((root.name, view.source))
                    at = step.entity
                case "fact":
                    self._form(self.catalogue.definitions[(step.entity, step.name)])
                case "provider" if step.group in self.catalogue.deadlines:
                    due = self.catalogue.deadlines[step.group]
                    for form in (due.applies, due.start, due.due, due.number, due.counted_on):
                        self._form(form)
                case "provider" if step.group in self.catalogue.processes and step.name in STAGE_FACTS:
                    self.found.add((root.name, "stage"))  # no step is asked for only because the stage follows from it
                case "provider" if step.group in self.catalogue.processes:
                    process = self.catalogue.processes[step.group]
                    for form in (*process.done.values(), *process.when.values(), *process.moves_when.values()):
                        self._form(form)
