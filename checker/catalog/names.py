"""The field dictionary of all layers as a schema: entities, value lists, and what deadlines and processes offer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checker.casefile.convert import convert
from checker.catalog.layers import Layers
from checker.catalog.provided import DEADLINE_FACTS, PROCESS_FACTS
from rules.constants import did_you_mean
from rules.schema import Choice, Entity, Field, Schema, View


def build_schema(layers: Layers) -> Schema:
    """Faults are collected in `layers`."""
    choices = {}
    for p in layers.of("values"):
        members = {m.id: m.label for m in p.entry.members}
        if len(members) != len(p.entry.members) or len(set(members.values())) != len(members):
            layers.fault(f"“{p.entry.id}”里有重复的编号或名称", p.place)
        choices[p.entry.id] = Choice(p.entry.id, p.entry.title, members)
    entities = {}
    for p in layers.of("entities"):
        fields = {f.id: Field(f.id, f.label, f.type, f.of, f.absent_is, f.stage, f.hint) for f in p.entry.fields}
        views = {v.id: View(**v.model_dump(exclude={"id"}), name=v.id) for v in p.entry.views}
        if len({f.label for f in p.entry.fields}) != len(p.entry.fields) or len(fields) != len(p.entry.fields):
            layers.fault(f"“{p.entry.label}”有重复的字段", p.place)
        entities[p.entry.id] = Entity(p.entry.id, p.entry.label, fields, views, tuple(p.entry.key))
    if layers.root != layers.roots[0]:
        entities = _below(layers.root, entities)
    placed = [p for p in layers.of("entities") if p.entry.id in entities]
    for p in placed:
        for i, f in enumerate(p.entry.fields):
            known: Iterable[str] = choices if f.type in ("choice", "choices") else entities
            if f.type in ("choice", "choices", "record", "list", "ref", "refs") and f.of not in known:
                layers.fault(f"没有“{f.of}”", p.at("fields", i, "of"), did_you_mean(f.of, known))
    case = entities.get(layers.root)
    if case is None:
        layers.fault(f"没有“{layers.root}”这种对象，它是整个文件的", layers.infos[0].folder)
    for p in placed:
        for i, v in enumerate(p.entry.views):
            if case is None or v.source not in case.fields:
                hint = did_you_mean(v.source, case.fields if case else ())
                layers.fault(f"案件没有“{v.source}”这一清单", p.at("views", i, "source"), hint)
        for i, f in enumerate(p.entry.fields):
            try:
                convert(f.absent_is, f.type) if f.absent_is else None
            except ValueError as error:
                layers.fault(f"absent_is：{error}", p.at("fields", i, "absent_is"))
    provided = {("deadlines", p.entry.id): DEADLINE_FACTS for p in layers.of("deadlines")}
    provided |= {("process", p.entry.id): PROCESS_FACTS for p in layers.of("processes")}
    return Schema(entities, choices, layers.root, provided)


def _below(root: str, entities: Mapping[str, Entity]) -> dict[str, Entity]:
    """The entities that a file of `root` can hold: the others belong to other kinds of file."""
    found: dict[str, Entity] = {}
    todo = [root]
    while todo:
        entity = entities.get(todo.pop())
        if entity and entity.name not in found:
            found[entity.name] = entity
            todo += (f.of for f in entity.fields.values() if f.element == "records")
    return found
