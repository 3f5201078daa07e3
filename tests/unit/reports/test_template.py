"""The template: everything in it comes from the field dictionary, and what it shows is what the reader finds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from checker.casefile.layout import EXAMPLE, LISTS_SHEET, NOTES_SHEET, SHEET_COMPLETE, layout, version
from checker.casefile.load import load_case
from checker.catalog.build import load_catalogue
from checker.catalog.catalogue import Catalogue
from checker.catalog.layers import find_layer
from checker.check import Checker
from checker.needs import Needs, chosen_actions, needs
from checker.workdays import Calendar
from reports.template import write_template
from rules.schema import Field
from rules.values import Record


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(find_layer("lingchuan"))


@pytest.fixture(scope="module")
def path(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "案卷.xlsx"
    write_template(catalogue, needs(Checker(catalogue, Calendar({}))), path)
    return path


@pytest.fixture(scope="module")
def book(path: Path) -> Workbook:
    return load_workbook(path)


def at(ws: Any, row: int, heading: str) -> Any:
    """The cell of a row under a heading."""
    return ws.cell(row, next(c.column for c in ws[4] if plain(c.value) == heading))


def cells(ws: Any) -> dict[str, Any]:
    return {c.value: c for row in ws.iter_rows() for c in row if c.value is not None}


def plain(heading: Any) -> str:
    return str(heading).removeprefix("★")


def test_a_sheet_for_every_record_and_list_and_a_heading_for_every_field(book: Workbook, catalogue: Catalogue) -> None:
    tables = layout(catalogue.schema)
    assert book.sheetnames == [NOTES_SHEET, *(t.title for t in tables), LISTS_SHEET]
    for table in tables:
        shown = {plain(value) for value in cells(book[table.title])}
        assert {c.heading for c in table.columns} <= shown


def test_every_field_is_explained(book: Workbook, catalogue: Catalogue) -> None:
    explained = {(row[0].value, plain(row[1].value)) for row in book[NOTES_SHEET].iter_rows(max_col=2)}
    for table in layout(catalogue.schema):
        assert {(table.title, c.heading) for c in table.columns if c.role != "row"} <= explained


def test_choices_have_drop_down_lists_with_all_their_labels(book: Workbook, catalogue: Catalogue) -> None:
    ws = book["文书"]
    column = at(ws, 5, "文书种类").column_letter
    [rule] = [v for v in ws.data_validations.dataValidation if str(v.sqref).startswith(f"{column}5:")]
    assert rule.type == "list"
    sheet, _, range_ = str(rule.formula1).rpartition("!")
    assert sheet.strip("'") == LISTS_SHEET
    listed = [row[0].value for row in book[LISTS_SHEET][range_.replace("$", "")]]
    assert listed == [*catalogue.schema.choices["document_type"].members.values(), "无"]


def test_dates_and_amounts_have_formats_and_every_input_its_hint(book: Workbook) -> None:
    ws = book["处理处罚措施"]
    assert at(ws, 6, "金额").number_format == "#,##0.00"
    assert at(book["文书"], 6, "落款日期").number_format == "yyyy-mm-dd"
    assert at(ws, 6, "编号").number_format == "@"
    prompts = [v.prompt for v in ws.data_validations.dataValidation]
    assert all(prompts)
    assert max(map(len, prompts)) <= 255


def test_required_cells_name_their_stage(book: Workbook) -> None:
    ws = book["违法行为"]
    stages = {str(heading.value): stage.value for stage, heading in zip(ws[3], ws[4], strict=True)}
    assert stages["★行为人"]
    assert not any(stage for heading, stage in stages.items() if not heading.startswith("★"))


def test_lists_ask_whether_they_are_complete(book: Workbook, catalogue: Catalogue) -> None:
    for table in layout(catalogue.schema):
        assert (book[table.title]["A2"].value == SHEET_COMPLETE) == (table.is_list and not table.is_form)


def test_an_empty_template_with_its_examples_says_nothing(path: Path, catalogue: Catalogue) -> None:
    assert load_case(path, catalogue.schema).fields == {}
    assert load_workbook(path)["当事人"]["A5"].value == EXAMPLE


def test_no_cell_is_a_formula(book: Workbook) -> None:
    assert not [c for ws in book for row in ws.iter_rows() for c in row if c.data_type == "f"]


def test_a_field_added_to_the_dictionary_appears_and_is_read(catalogue: Catalogue, tmp_path: Path) -> None:
    party = catalogue.schema.entities["party"]
    more = replace(party, fields={**party.fields, "motto": Field("motto", "座右铭", "text", hint="想写就写")})
    schema = replace(catalogue.schema, entities={**catalogue.schema.entities, "party": more})
    assert version(schema) != version(catalogue.schema)
    path = tmp_path / "案卷.xlsx"
    write_template(replace(catalogue, schema=schema), Needs({}, limited=False), path)
    book = load_workbook(path)
    ws = book["当事人"]
    column = next(c.column for c in ws[4] if c.value == "座右铭")
    assert "想写就写" in " ".join(str(c.value) for row in book[NOTES_SHEET].iter_rows() for c in row)
    ws.cell(6, column, "实事求是")
    book.save(path)
    [party_record] = load_case(path, schema).records("parties")
    assert party_record.value("motto") == "实事求是"


def test_only_the_sheets_that_the_chosen_actions_need(catalogue: Catalogue, tmp_path: Path) -> None:
    ready = Checker(catalogue, Calendar({}))
    path = tmp_path / "案卷.xlsx"
    write_template(catalogue, needs(ready, chosen_actions("sealing", catalogue.schema)), path)
    names = load_workbook(path).sheetnames
    assert {"案件", "当事人", "封存", "答复与豁免"} <= set(names)
    assert not {"通知暂停拨付", "陈述申辩", "集体讨论", "缴款"} & set(names)
    assert load_case(path, catalogue.schema).fields == {}


def test_a_case_in_the_template_is_kept_on_sheets_that_no_check_needs(catalogue: Catalogue, tmp_path: Path) -> None:
    ready = Checker(catalogue, Calendar({}))
    path = tmp_path / "案卷.xlsx"
    source = Path(__file__).resolve().parents[3] / "examples" / "penalty-clean.yaml"
    case: Record = load_case(source, catalogue.schema)
    write_template(catalogue, needs(ready, ["penalty"]), path, case)
    assert load_workbook(path)["通知暂停拨付"]["B2"].value == "是"


@pytest.mark.parametrize("layer", ["national", "lingchuan"])
def test_sheet_titles_are_such_as_excel_takes(layer: str) -> None:
    tables = layout(load_catalogue(find_layer(layer)).schema)
    assert all(len(t.title) <= 31 for t in tables)
    assert len({t.title for t in tables}) == len(tables)
