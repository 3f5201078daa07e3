"""A sheet whose rows are records: a title, whether the list is complete, headings with their stages, an example."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from checker.casefile.layout import EXAMPLE, SHEET_COMPLETE, Table
from checker.casefile.stating import StatedSheet
from reports.template.page import (
    LAST_ROW,
    REQUIRED,
    Template,
    heading_fill,
    is_centred,
    number_format,
    width,
)
from reports.workbook import measure, style
from reports.workbook.cells import fit, put
from reports.workbook.page import pages_wide, set_up
from reports.workbook.style import INPUT_FILL, SECTION_FILL, Cell

_TITLE, _COMPLETE, _STAGES, _HEADINGS = 1, 2, 3, 4
FIRST_ROW: Final = _HEADINGS + 1
_BLANK_ROWS: Final = 20
_MORE_ROWS: Final = 5  # below the records of a case
_NUMBER_WIDTH: Final = 15.0  # wide enough for 本表清单已填全


def write(template: Template, table: Table, stated: StatedSheet) -> None:
    ws = template.book.create_sheet(table.title)
    set_up(ws, None, landscape=True)
    widths = [_NUMBER_WIDTH if c.role == "row" else width(c) for c in table.columns]
    for index, (column, wide) in enumerate(zip(table.columns, widths, strict=True), 1):
        dimension = ws.column_dimensions[get_column_letter(index)]
        dimension.width = wide
        dimension.number_format = number_format(column)
    title = f"{table.title}（属于“{table.owner.title}”）" if table.owned_by_row and table.owner else table.title
    put(ws, _TITLE, 1, Cell(title, heading=True, size=style.TITLE_SIZE, wrap=False), grid=False)
    ws.row_dimensions[_TITLE].height = measure.height(1, style.TITLE_SIZE)
    if table.is_list:
        _completeness(template, table, stated)
    lines = 1
    for index, (column, wide) in enumerate(zip(table.columns, widths, strict=True), 1):
        stage = template.stage(table, column)
        put(ws, _STAGES, index, Cell(stage, centre=True, size=9), grid=False)
        heading = f"{REQUIRED}{column.heading}" if stage else column.heading
        put(ws, _HEADINGS, index, replace(style.HEADER, value=heading, fill=heading_fill(stage)), grid=True)
        lines = max(lines, len(measure.wrap(heading, wide)))
        letter = get_column_letter(index)
        template.validate(ws, f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}", table, column)
    ws.row_dimensions[_STAGES].height = measure.height(2, 9)
    ws.row_dimensions[_HEADINGS].height = measure.height(lines)
    _records(template, table, stated, widths)
    left = 2 if table.owned_by_row or "id" in table.entity.fields else 1
    ws.freeze_panes = f"{get_column_letter(left + 1)}{FIRST_ROW}"
    ws.print_title_rows = f"{_HEADINGS}:{_HEADINGS}"
    ws.print_title_cols = f"A:{get_column_letter(left)}"
    pages_wide(ws, sum(widths))


def _completeness(template: Template, table: Table, stated: StatedSheet) -> None:
    ws = template.book[table.title]
    put(ws, _COMPLETE, 1, Cell(SHEET_COMPLETE, heading=True), grid=True)
    put(ws, _COMPLETE, 2, Cell(stated.complete, fill=INPUT_FILL, centre=True), grid=True)
    of = f"每条“{table.owner.title}”的" if table.owned_by_row and table.owner else ""
    note = f"填是：{of}{table.title}都在本表，没有遗漏（一条也没有的，也填是）。填否或者空着：还不能确定。"
    put(ws, _COMPLETE, 3, Cell(note, wrap=False), grid=False)
    ws.row_dimensions[_COMPLETE].height = measure.height(1)
    rule = DataValidation(type="list", formula1='"是,否"', allow_blank=True, showErrorMessage=True)
    rule.showInputMessage, rule.promptTitle, rule.prompt = True, SHEET_COMPLETE, note
    rule.add(f"B{_COMPLETE}")
    ws.add_data_validation(rule)


def _records(template: Template, table: Table, stated: StatedSheet, widths: list[float]) -> None:
    """The example or the records, and empty rows to write in."""
    ws = template.book[table.title]
    row = FIRST_ROW
    looks = [Cell(fill=INPUT_FILL, centre=is_centred(c), number_format=number_format(c)) for c in table.columns]
    if template.blank:
        for index, column in enumerate(table.columns, 1):
            text = {"row": EXAMPLE, "owner": template.example_id(table.owner.entity.name) if table.owner else ""}.get(
                column.role, template.example(column)
            )
            if column.field and column.field.name == "id":
                text = template.example_id(table.entity.name)
            put(ws, row, index, Cell(text, fill=SECTION_FILL, centre=is_centred(column)), grid=True)
        row += 1
    for record in stated.rows:
        lines = 1
        for index, (column, look) in enumerate(zip(table.columns, looks, strict=True), 1):
            value = record.cells.get(column.heading, "")
            put(ws, row, index, replace(look, value=value), grid=True)
            lines = max(lines, len(measure.wrap(fit(value), widths[index - 1])))
        ws.row_dimensions[row].height = measure.height(min(lines, measure.MAX_LINES))
        row += 1
    for blank in range(row, row + (_BLANK_ROWS if template.blank else _MORE_ROWS)):
        for index, look in enumerate(looks, 1):
            put(ws, blank, index, look, grid=True)
