"""A case file as its writer knows it: every field by its Chinese label, as text; what is not stated is empty."""

from __future__ import annotations

from collections.abc import Iterable

from reports.text import clean
from rules.naming import field_text, record_name, value_text
from rules.schema import Field, Schema, View
from rules.values import Leaf, Record

Content = str | list["Content"] | dict[str, "Content"]
"""What a template can show: a text, a list, or named contents."""


def labelled(record: Record | None, entity: str, schema: Schema) -> dict[str, Content]:
    """All fields that the dictionary has for `entity`, also those that `record` does not state."""
    found = {f.label: _content(record, f, schema) for f in shown(entity, schema)}
    if record is not None and record.parent is None:
        views = (v for v in schema.entities[entity].views.values() if v.where_field)
        found |= {v.label: [labelled(r, r.entity, schema) for r in _members(record, v)] for v in views}
    return found


def shown(entity: str, schema: Schema) -> list[Field]:
    """The fields that a template may show: all but the reviewers' conclusions, lest a template write its own 同意."""
    conclusion = schema.entities["legal_review"].fields["concluded"].of
    return [f for f in schema.entities[entity].fields.values() if f.of != conclusion]


def text_of(record: Record, name: str, schema: Schema) -> str:
    """A field as one text; 无 where the file says that there is none, empty where it says nothing."""
    field = schema.entities[record.entity].fields[name]
    if field.many:
        return "、".join(filter(None, (_member(record, field, m, schema) for m in record.items(name))))
    leaf = record.leaf(name)
    return "无" if leaf is not None and leaf.value is None else clean(field_text(record, name, schema))


def stated(record: Record, names: Iterable[str], schema: Schema) -> str:
    """The fields that have a value, each after its label."""
    fields = schema.entities[record.entity].fields
    texts = ((fields[name].label, text_of(record, name, schema)) for name in names)
    return "；".join(f"{label}：{text}" for label, text in texts if text not in ("", "无"))


def name_of(record: Record, schema: Schema) -> str:
    """What the record is called, without its kind."""
    return clean(record_name(record, schema).partition("：")[2])


def _content(record: Record | None, field: Field, schema: Schema) -> Content:
    if field.type == "record":
        node = record.fields.get(field.name) if record else None
        return labelled(node if isinstance(node, Record) else None, field.of, schema)
    if field.type == "list":
        return [labelled(r, field.of, schema) for r in record.records(field.name)] if record else []
    return text_of(record, field.name, schema) if record else ""


def _member(record: Record, field: Field, member: object, schema: Schema) -> str:
    if isinstance(member, Record):
        return name_of(member, schema)
    if not isinstance(member, Leaf):
        return ""
    if target := record.targets.get(str(member.value)):
        return name_of(target, schema)
    return clean(value_text(member.value, choice=schema.choices.get(field.of)))


def _members(case: Record, view: View) -> list[Record]:
    return [r for r in case.records(view.source) if r.value(view.where_field) in view.where_in]
