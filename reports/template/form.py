"""A sheet for a record of which there is one: a field a row, with what to write there and from which stage on."""

from __future__ import annotations

from typing import Any

from checker.casefile.layout import EXAMPLE, FIELD_HEADING, VALUE_HEADING, Table
from checker.casefile.stating import StatedRow, StatedSheet
from reports.template.page import REQUIRED, Template, heading_fill, number_format
from reports.workbook.sheet import Sheet
from reports.workbook.style import INPUT_FILL, Cell

_COLUMNS = {FIELD_HEADING: 25.0, VALUE_HEADING: 34.0, "何时需要": 16.0, EXAMPLE: 17.0, "怎样填写": 50.0}


def write(template: Template, table: Table, stated: StatedSheet) -> None:
    cells = (stated.rows[0] if stated.rows else StatedRow()).cells
    sheet = Sheet(template.book, table.title, None, _COLUMNS.values(), landscape=False)
    header = sheet.header(_COLUMNS)
    for column in table.columns:
        stage = template.stage(table, column)
        label = f"{REQUIRED}{column.heading}" if stage else column.heading
        row = sheet.row(
            [
                Cell(label, fill=heading_fill(stage), heading=True),
                Cell(cells.get(column.heading, ""), fill=INPUT_FILL, number_format=number_format(column)),
                Cell(stage, centre=True),
                Cell(template.example(column)),
                Cell(template.how(table, column)),
            ]
        )
        template.validate(sheet.ws, f"B{row}", table, column)
    ws: Any = sheet.ws
    ws.freeze_panes = f"C{header + 1}"
    ws.print_title_rows = f"{header}:{header}"
