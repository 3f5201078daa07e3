"""How the catalogue is changed in one place, to see whether the casebook notices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from typing import Any

from checker.catalog.catalogue import Catalogue, Criterion
from checker.catalog.models import Citation, Dated
from rules import language as lang
from rules.evaluate import Rule
from rules.language import Condition
from rules.tables import Row
from tests.rules.rests import Rests

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Mutant:
    """A changed catalogue, the criteria it may change, and what was changed."""

    kind: str
    name: str
    catalogue: Catalogue

    @property
    def days(self) -> tuple[str, ...]:
        """For a moved date: only a file that holds one of these days can tell the difference."""
        found = DAY.search(self.name)
        if not found:
            return ()
        day = date.fromisoformat(found[0])
        return tuple((day + timedelta(days=step)).isoformat() for step in (-1, 0, 1))


def mutants(catalogue: Catalogue) -> Iterator[Mutant]:
    """Every mutant; its catalogue holds only the criteria that rest on what was changed."""
    for criterion in catalogue.criteria:
        for kind, name, other in of_criterion(criterion, catalogue):
            yield Mutant(kind, f"{criterion.entry.id} {name}", replace(catalogue, criteria=(other,)))
    rests = Rests(catalogue)
    for key, form in catalogue.definitions.items():
        for kind, name, changed in constants(form):
            definitions = catalogue.definitions | {key: changed}
            other_catalogue = replace(catalogue, definitions=definitions, criteria=rests.on(f"fact:{key[1]}"))
            yield Mutant(kind, f"{key[1]} {name}", other_catalogue)
    for table in catalogue.tables.values():
        for kind, name, rows in of_rows(table.rows):
            tables = catalogue.tables | {table.id: replace(table, rows=rows)}
            yield Mutant(
                kind, f"{table.id} {name}", replace(catalogue, tables=tables, criteria=rests.on(f"table:{table.id}"))
            )
    for norm in catalogue.norms.values():
        citing = tuple(c for c in catalogue.criteria if any(b.norm == norm.id for b in c.entry.basis))
        for name, changed_norm in of_dates(norm):
            norms = catalogue.norms | {norm.id: changed_norm}
            yield Mutant("date", f"{norm.id} {name}", replace(catalogue, norms=norms, criteria=citing))


def of_criterion(criterion: Criterion, catalogue: Catalogue) -> Iterator[tuple[str, str, Criterion]]:
    rule, entry = criterion.rule, criterion.entry

    def with_rule(part: str, form: Condition) -> Criterion:
        return replace(
            criterion, rule=Rule(rule.id, **{"applies": rule.applies, "requires": rule.requires, part: form})
        )

    if entry.requires is not None:
        yield "requires", "requires 取反", with_rule("requires", lang.Not(rule.requires))
    for number, changed in enumerate(without_conjunct(rule.applies), 1):
        yield "applies", f"applies 去掉第{number}个条件", with_rule("applies", changed)
    for part in ("applies", "requires"):
        for kind, name, changed in constants(getattr(rule, part)):
            yield kind, f"{part} {name}", with_rule(part, changed)
    for i in criterion.basis_when:
        cited = f"{entry.basis[i].norm} {entry.basis[i].article}"
        always = {k: w for k, w in criterion.basis_when.items() if k != i}
        yield "applies", f"{cited} 不附条件", replace(criterion, basis_when=always)
    for i, citation in enumerate(entry.basis):
        for name, dated in of_dates(citation):
            yield "date", f"{citation.norm} {name}", with_citation(criterion, i, dated)
        for other in versions(citation, catalogue):
            moved = citation.model_copy(update={"norm": other})
            yield "version", f"{citation.norm} {citation.article} 换成 {other}", with_citation(criterion, i, moved)


def with_citation(criterion: Criterion, i: int, citation: Citation) -> Criterion:
    basis = criterion.entry.basis
    return replace(
        criterion, entry=criterion.entry.model_copy(update={"basis": (*basis[:i], citation, *basis[i + 1 :])})
    )


def versions(citation: Citation, catalogue: Catalogue) -> Iterator[str]:
    """The other versions of the cited norm: those of the same short title."""
    short = catalogue.norms[citation.norm].short
    yield from (n.id for n in catalogue.norms.values() if n.short == short and n.id != citation.norm)


def of_dates(entry: Any) -> Iterator[tuple[str, Any]]:
    """A dated entry whose first or last day is one day earlier or later."""
    assert isinstance(entry, Dated)
    for key, unset in (("first", date.min), ("last", date.max)):
        day = getattr(entry, key)
        if day != unset:
            for step in (-1, 1):
                yield f"{key} {day}{step:+}日", entry.model_copy(update={key: day + timedelta(days=step)})


def of_rows(rows: tuple[Row, ...]) -> Iterator[tuple[str, str, tuple[Row, ...]]]:
    """Rows with one number or one boundary changed; neighbours move along, so that no gap opens."""
    for i, row in enumerate(rows):
        label = f"第{i + 1}行"
        if isinstance(row.value, int):
            for step in (-1, 1):
                yield "number", f"{label}值{step:+}", (*rows[:i], replace(row, value=row.value + step), *rows[i + 1 :])
        if row.first > 1:
            for step in (-1, 1):
                moved = tuple(
                    replace(r, last=r.last + step) if r.key == row.key and r.last == row.first - 1 else r for r in rows
                )
                later = replace(row, first=row.first + step)
                yield "date", f"{label}起 {date.fromordinal(row.first)}{step:+}日", (*moved[:i], later, *moved[i + 1 :])


def without_conjunct(form: Condition) -> Iterator[Condition]:
    """The form with one part of one conjunction missing."""
    match form:
        case lang.All(parts):
            for i, part in enumerate(parts):
                yield lang.All((*parts[:i], *parts[i + 1 :]))
                yield from (lang.All((*parts[:i], p, *parts[i + 1 :])) for p in without_conjunct(part))
        case lang.Any(parts):
            for i, part in enumerate(parts):
                yield from (lang.Any((*parts[:i], p, *parts[i + 1 :])) for p in without_conjunct(part))
        case lang.Compare() | lang.Present() | lang.Quantified() | lang.Not():
            return


def constants(form: Any) -> Iterator[tuple[str, str, Any]]:
    """The form with one of its numbers changed by a unit, or one of its dates by a day."""
    for number, (kind, value, changed) in enumerate(_constants(form), 1):
        shown = date.fromordinal(value) if kind == "date" else value
        yield kind, f"第{(number + 1) // 2}个常数 {shown}{'-+'[number % 2 == 0]}1", changed


def _constants(form: Any) -> Iterator[tuple[str, int, Any]]:
    if isinstance(form, lang.Const):
        if form.type in ("number", "money", "date") and isinstance(form.value, int):
            for step in (-1, 1):
                kind = "date" if form.type == "date" else "number"
                yield kind, form.value, replace(form, value=form.value + step)
    elif isinstance(form, tuple):
        for i, part in enumerate(form):
            yield from ((kind, v, (*form[:i], changed, *form[i + 1 :])) for kind, v, changed in _constants(part))
    elif is_dataclass(form) and not isinstance(form, type):
        for spec in fields(form):
            part = getattr(form, spec.name)
            yield from ((kind, v, replace(form, **{spec.name: changed})) for kind, v, changed in _constants(part))
