"""The hidden sheet: the version of the template, and the values of the drop-down lists."""

from __future__ import annotations

from checker.casefile.layout import FORMAT, LISTS_SHEET, VERSION_LABEL, version
from reports.template.page import Template
from reports.workbook.cells import put
from reports.workbook.style import Cell


def write(template: Template) -> None:
    ws = template.book.create_sheet(LISTS_SHEET)
    ws.sheet_state = "hidden"
    told: tuple[str | int, ...] = (VERSION_LABEL, FORMAT, version(template.catalogue.schema))
    for row, value in enumerate(told, 1):
        put(ws, row, 1, Cell(value), grid=False)
    for index, name in enumerate(template.choices, 2):
        put(ws, 1, index, Cell(template.catalogue.schema.choices[name].label), grid=False)
        for row, label in enumerate(template.labels(name), 2):
            put(ws, row, index, Cell(label), grid=False)
