"""What a form rests on: other facts, deadlines, parameters that change with the date."""

from __future__ import annotations

from collections.abc import Iterator

from checker.catalog.catalogue import Catalogue
from rules.language import Condition, Lookup, Path, Value, children


def facts_in(form: Value | Condition, catalogue: Catalogue) -> Iterator[str]:
    """The named facts that a form uses directly."""
    if isinstance(form, Path) and form in catalogue.paths:
        yield from (s.name for s in catalogue.paths[form].steps if s.kind == "fact")
    for child in children(form):
        yield from facts_in(child, catalogue)


def deadlines_in(form: Value | Condition, catalogue: Catalogue) -> Iterator[str]:
    """The deadlines that a form reads directly."""
    if isinstance(form, Path) and form in catalogue.paths:
        yield from (s.group for s in catalogue.paths[form].steps if s.kind == "provider" and s.entity == "deadlines")
    for child in children(form):
        yield from deadlines_in(child, catalogue)


def is_dated(form: Value | Condition, catalogue: Catalogue, seen: frozenset[tuple[str, str]] = frozenset()) -> bool:
    """Whether a form hangs on a parameter that changes with the date."""
    if isinstance(form, Lookup):
        rows = catalogue.tables[form.table].rows
        return bool(form.at) and len({r.first for r in rows}) > 1
    if isinstance(form, Path) and form in catalogue.paths:
        step = catalogue.paths[form].steps[-1]
        key = (step.entity, step.name)
        if step.kind == "fact" and key not in seen and key in catalogue.definitions:
            return is_dated(catalogue.definitions[key], catalogue, seen | {key})
    return any(is_dated(child, catalogue, seen) for child in children(form))
