"""The sentences of the shipped catalogue."""

from checker.catalog.catalogue import PLACEHOLDER, Catalogue
from rules import language as lang
from rules.naming import unit_name


def unit_of(form: object, catalogue: Catalogue) -> str:
    match form:
        case lang.Span():
            return form.unit
        case lang.Lookup():
            return catalogue.tables[form.table].unit
    return ""


def test_no_sentence_writes_a_unit_that_the_value_brings_along(catalogue: Catalogue) -> None:
    checked, doubled = 0, []
    for criterion in catalogue.criteria:
        entry = criterion.entry
        for text in (entry.finding, entry.question, *(entry.remedy.model_dump().values() if entry.remedy else ())):
            for found in PLACEHOLDER.finditer(text or ""):
                step = catalogue.resolved(criterion.texts[found[1]]).steps[-1]
                forms = [
                    f for (_, name), f in catalogue.definitions.items() if step.kind == "fact" and name == step.name
                ]
                for unit in {unit_name(unit_of(form, catalogue)) for form in forms} - {""}:
                    checked += 1
                    if found.string.startswith(unit, found.end()):
                        doubled.append(f"{entry.id} {found[0]}{unit}")
    assert checked
    assert doubled == []
