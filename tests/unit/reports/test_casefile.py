"""A case file says the same in YAML, JSON and Excel: the examples, and trees that nobody would write."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from checker.casefile.layout import NOTES_SHEET, join, split
from checker.casefile.load import build_case, load_case
from checker.casefile.stating import same
from checker.catalog.build import load_catalogue
from checker.catalog.catalogue import Catalogue
from checker.catalog.layers import find_layer
from checker.errors import CaseFileError, CheckerError, FaultsError
from checker.marked import from_json, from_yaml
from checker.needs import Needs
from reports.casefile import write_case
from rules.schema import Entity, Field
from rules.values import Record

EXAMPLES = sorted((Path(__file__).resolve().parents[3] / "examples").glob("[!a]*.yaml"))  # of cases, not agency-*
CATALOGUE = load_catalogue(find_layer("lingchuan"))
SCHEMA = CATALOGUE.schema
NO_NEEDS = Needs({}, limited=False)


def through(case: Record, *suffixes: str, catalogue: Catalogue = CATALOGUE) -> Record:
    """The case written and read again in each of these forms, one after the other."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        # What takes long to draw and says nothing of the case.
        patch.setattr("reports.template.notes.write", lambda template: template.book.create_sheet(NOTES_SHEET))
        patch.setattr("reports.template.page.Template.validate", lambda *_: None)
        for suffix in suffixes:
            path = Path(folder) / f"案卷{suffix}"
            write_case(case, catalogue, NO_NEEDS, path)
            case = load_case(path, catalogue.schema)
    return case


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_examples_go_through_every_form(path: Path) -> None:
    case = load_case(path, SCHEMA)
    assert same(case, through(case, ".xlsx", ".yaml", ".xlsx", ".json", ".xlsx"), SCHEMA)


# ---------------------------------------------------------------------- trees that nobody would write

ODD = (
    "=1+1",
    "-1",
    "'a",
    "001",
    "1e5",
    "是",
    "2022-03-01",
    "_x0041_",
    "a、b",
    "行次",
    "示例",
    "甲\n乙",
    "----",
    "#N/A",
    "有",
)
CHARACTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"))
TEXT = st.text(CHARACTERS, min_size=1, max_size=12) | st.sampled_from([*ODD, "a\n----\nb"])


def said(text: str) -> bool:
    return bool(text.strip()) and text.strip() != "无"


DAYS = st.dates().map(lambda d: f"{d.year:04}-{d.month:02}-{d.day:02}")
MOMENTS = st.datetimes().map(lambda d: f"{d.year:04}-{d.month:02}-{d.day:02} {d.hour:02}:{d.minute:02}")
DATES = DAYS | MOMENTS | DAYS.map(lambda d: d[:7])
MONEY = st.integers(-(10**15) + 1, 10**15 - 1).map(lambda fen: f"{fen}分")
NUMBERS = st.integers(-(10**15) + 1, 10**15 - 1).map(str)


class _Names:
    """The names that the records of one case have, for references: each is given once."""

    def __init__(self) -> None:
        self.given: dict[str, list[str]] = {}
        self.wanted: list[tuple[dict[str, Any], Field]] = []


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    """A case file as the YAML reader would see it, with English keys."""
    names = _Names()
    tree = _record(draw, SCHEMA.entities[SCHEMA.root], names, 0)
    for record, spec in names.wanted:
        known = names.given.get(spec.of, [])
        if known:
            chosen = st.sampled_from(known)
            many = st.lists(chosen, min_size=1, max_size=3)
            record[spec.name] = draw(many) if spec.type == "refs" else draw(chosen)
    return tree


def _record(draw: st.DrawFn, entity: Entity, names: _Names, depth: int) -> dict[str, Any]:
    record: dict[str, Any] = {}
    fields = draw(st.lists(st.sampled_from(list(entity.fields.values())), max_size=5, unique_by=lambda f: f.name))
    for spec in fields:
        if spec.name == "id":
            continue
        if draw(st.integers(0, 5)) == 0:
            record[spec.name] = "无"
        else:
            _value(draw, record, spec, names, depth)
    given = names.given.setdefault(entity.name, [])
    if "id" in entity.fields and draw(st.booleans()):
        name = draw(TEXT.filter(said).map(str.strip).filter(lambda n: n not in given))
        given.append(name)
        record["id"] = name
    lists = [f.name for f in entity.fields.values() if f.many]
    if draw(st.booleans()) and lists:
        marks = st.lists(st.sampled_from(lists), unique=True, min_size=1)
        record["complete"] = draw(marks) if draw(st.integers(0, 4)) else ["all"]
    return record


def _value(draw: st.DrawFn, record: dict[str, Any], spec: Field, names: _Names, depth: int) -> None:
    match spec.type:
        case "text":
            record[spec.name] = draw(TEXT.filter(said))
        case "texts":
            record[spec.name] = draw(st.lists(TEXT.filter(said), min_size=1, max_size=3))
        case "date":
            record[spec.name] = draw(DATES)
        case "money":
            record[spec.name] = draw(MONEY)
        case "number":
            record[spec.name] = draw(NUMBERS)
        case "yes_no":
            record[spec.name] = draw(st.sampled_from(["true", "false"]))
        case "choice":
            record[spec.name] = draw(st.sampled_from(list(SCHEMA.choices[spec.of].members)))
        case "choices":
            members = st.sampled_from(list(SCHEMA.choices[spec.of].members))
            record[spec.name] = draw(st.lists(members, min_size=1, max_size=3))
        case "ref" | "refs":
            names.wanted.append((record, spec))
        case "record" if depth < 3:
            record[spec.name] = _record(draw, SCHEMA.entities[spec.of], names, depth + 1)
        case "list" if depth < 3:
            number = draw(st.integers(0, 3))
            record[spec.name] = [_record(draw, SCHEMA.entities[spec.of], names, depth + 1) for _ in range(number)]


def loaded(tree: dict[str, Any]) -> Record | None:
    """The case in a tree; None where even the reader of JSON would refuse it."""
    import json

    try:
        return build_case(from_json(json.dumps(tree), "案卷.json", CaseFileError), SCHEMA)
    except (FaultsError, CaseFileError):
        return None


def hollow(tree: Any, *, listed: bool = False) -> bool:
    """Whether a record of a list says nothing at all: a row could not be told from an empty one."""
    if isinstance(tree, list):
        return any(hollow(t, listed=True) for t in tree)
    if not isinstance(tree, dict):
        return False
    return (listed and not tree) or any(hollow(t) for t in tree.values())


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_a_case_says_the_same_in_every_form(tree: dict[str, Any]) -> None:
    case = loaded(tree)
    if case is None:
        return
    try:
        back = through(case, ".xlsx")
    except CheckerError as error:
        # What a workbook cannot hold is refused with its reason.
        event("refused")
        told = "什么也没有填写" if hollow(tree) else "控制字符" if "控制字符" in str(error) else "----"
        if told not in str(error):
            raise
    else:
        assert same(case, back, SCHEMA)
    assert same(case, through(case, ".yaml", ".json"), SCHEMA)


@given(st.lists(TEXT.filter(said).map(str.strip), min_size=1, max_size=4), st.booleans())
def test_members_of_a_list_are_found_again_in_their_cell(members: list[str], lines_only: bool) -> None:
    known = frozenset() if lines_only else frozenset(members)
    joined = join(members, known, lines_only)
    if joined is not None:
        assert split(joined, known, lines_only) == members
    else:
        assert any("----" in m for m in members) or not lines_only


def test_yaml_that_was_written_is_what_a_person_would_write(tmp_path: Path) -> None:
    text = "案由: 某\n立案日期: 2022-03\n执法行为: [审计处罚]\n清单已填全: [执法行为]\n"
    case = build_case(from_yaml(text, "案卷.yaml", CaseFileError), SCHEMA)
    path = tmp_path / "案卷.yaml"
    write_case(case, CATALOGUE, NO_NEEDS, path)
    assert path.read_text("utf-8") == text


@pytest.mark.parametrize("text", ["a\x07b", "a\u202eb", "a\x85b"])
def test_what_a_workbook_cannot_hold_is_refused_and_nothing_is_written(tmp_path: Path, text: str) -> None:
    tree = {"cause": text}
    case = loaded(tree)
    assert case is not None
    path = tmp_path / "案卷.xlsx"
    with pytest.raises(CheckerError, match="案由"):
        write_case(case, CATALOGUE, NO_NEEDS, path)
    assert not path.exists()
