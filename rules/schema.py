"""The shape of the records that conditions speak of: entities, their fields, and views over lists.

The names are data (the field dictionary); this module only knows how a path walks along them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

FieldType = Literal[
    "text", "number", "money", "yes_no", "date", "choice", "choices", "texts", "record", "list", "ref", "refs"
]
ValueType = Literal["text", "number", "money", "yes_no", "date", "choice", "records"]

_ELEMENT: dict[str, ValueType] = {
    "choices": "choice",
    "texts": "text",
    "record": "records",
    "list": "records",
    "ref": "records",
    "refs": "records",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an entity. `of` is the entity of a record, list or reference, or the value list of a choice."""

    name: str
    label: str
    type: FieldType
    of: str = ""
    absent_is: str = ""
    stage: str = ""
    hint: str = ""

    @property
    def many(self) -> bool:
        return self.type in ("list", "refs", "choices", "texts")

    @property
    def element(self) -> ValueType:
        return _ELEMENT.get(self.type, self.type)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class View:
    """A list seen from another record: the members of the case's list `source` whose reference `by` leads here.

    With `by` empty all members are seen. `group` splits them by a field, and the next step of the path names the
    group; `where_field`/`where_in` keep only members whose field has one of the values.
    """

    name: str
    label: str
    source: str
    by: str = ""
    group: str = ""
    where_field: str = ""
    where_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    name: str
    label: str
    fields: Mapping[str, Field]
    views: Mapping[str, View] = field(default_factory=dict)
    key: tuple[str, ...] = ("id",)
    """The fields that together name a record of this kind to a reader."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A closed list of values, with the label that people read."""

    name: str
    label: str
    members: Mapping[str, str]
    order: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path, resolved: walk a field, open a view, or pick a group of the view before."""

    kind: Literal["field", "view", "fact", "provider"]
    name: str
    entity: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A path that exists: its steps, what stands at its end, and whether there may be several."""

    steps: tuple[Step, ...]
    type: ValueType
    of: str
    many: bool
    absent_is: str
    label: str


@dataclass(frozen=True, slots=True)
class Named:
    """A fact with a name: a definition of the catalogue, reached from records of one entity."""

    name: str
    entity: str
    type: ValueType
    label: str
    of: str = ""


class PathError(ValueError):
    """A path that leads nowhere. `unknown` is the segment, `known` what could stand there."""

    def __init__(self, unknown: str, known: list[str], entity: str) -> None:
        super().__init__(f"“{entity}”没有“{unknown}”这一字段")
        self.unknown, self.known = unknown, known


@dataclass(frozen=True, slots=True)
class Schema:
    """All entities and value lists. `root` is the entity of the whole file: a case, or what else is checked."""

    entities: Mapping[str, Entity]
    choices: Mapping[str, Choice]
    root: str
    provided: Mapping[tuple[str, str], Mapping[str, Named]] = field(default_factory=dict)
    """(prefix, id) -> facts computed outside the language, e.g. ('deadlines', 'service')."""

    @property
    def papers(self) -> Entity:
        """The kind of record that the list `documents` of the whole file holds."""
        return self.entities[self.entities[self.root].fields["documents"].of]

    def list_of(self, entity: str) -> Field:
        """The list of the case file that holds the records of `entity`."""
        return next(f for f in self.entities[self.root].fields.values() if f.type == "list" and f.of == entity)

    def resolve(self, entity: str, path: str, facts: Mapping[tuple[str, str], Named]) -> Resolved:
        """Walk `path` from a record of `entity`. Raises PathError."""
        at, many = self.entities[entity], False
        steps: list[Step] = []
        labels: list[str] = []
        segments = path.split(".")
        i = 0
        while i < len(segments):
            named = next(
                (
                    (facts[(at.name, ".".join(segments[i:j]))], j)
                    for j in range(len(segments), i, -1)
                    if (at.name, ".".join(segments[i:j])) in facts
                ),
                None,
            )
            if named:
                fact, i = named
                steps.append(Step("fact", fact.name, at.name))
                if i != len(segments):
                    raise PathError(segments[i], [], fact.label)
                return Resolved(tuple(steps), fact.type, fact.of, many, "", "·".join([*labels, fact.label]))
            name = segments[i]
            provided = self.provided.get((name, segments[i + 1])) if i + 1 < len(segments) else None
            if provided is not None:
                rest = ".".join(segments[i + 2 :])
                if rest not in provided:
                    raise PathError(rest, sorted(provided), f"{name}.{segments[i + 1]}")
                steps.append(Step("provider", rest, name, segments[i + 1]))
                fact = provided[rest]
                return Resolved(tuple(steps), fact.type, fact.of, many, "", "·".join([*labels, fact.label]))
            if view := at.views.get(name):
                i += 1
                group, label = "", view.label
                source = self.entities[self.root].fields[view.source]
                at = self.entities[source.of]
                if view.group:
                    values = self.choices[at.fields[view.group].of]
                    group = segments[i] if i < len(segments) else ""
                    if group not in values.members:
                        raise PathError(group, sorted(values.members), values.label)
                    label = values.members[group]
                    i += 1
                steps.append(Step("view", name, at.name, group))
                many = True
                labels.append(label)
                continue
            if name not in at.fields:
                raise PathError(name, sorted([*at.fields, *at.views]), at.label)
            f = at.fields[name]
            i += 1
            steps.append(Step("field", name, at.name))
            labels.append(f.label)
            many = many or f.many
            if f.element == "records":
                at = self.entities[f.of]
            elif i != len(segments):
                raise PathError(segments[i], [], f.label)
            else:
                return Resolved(tuple(steps), f.element, f.of, many, f.absent_is, "·".join(labels))
        return Resolved(tuple(steps), "records", at.name, many, "", "·".join(labels))
