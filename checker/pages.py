"""Where in the paper file a value stands: the 案卷页码 of the document or other record that holds it."""

from __future__ import annotations

from collections.abc import Iterator

from rules.naming import field_text
from rules.schema import Schema
from rules.values import Items, Record


def pages_by_place(case: Record, schema: Schema) -> dict[str, str]:
    """Every place of a case file that belongs to a record with pages, with these pages."""
    return dict(_pages(case, schema, ""))


def _pages(record: Record, schema: Schema, outer: str) -> Iterator[tuple[str, str]]:
    has = "pages" in schema.entities[record.entity].fields
    page = (field_text(record, "pages", schema) if has else "") or outer
    if page:
        yield record.place, page
    for node in record.fields.values():
        for part in node.members if isinstance(node, Items) else (node,):
            if isinstance(part, Record):
                yield from _pages(part, schema, page)
            elif page:
                yield part.place, page
