"""The workbook in which a case file is filled in, blank or with a case in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from checker.casefile.layout import NOTES_SHEET, Table, layout
from checker.casefile.stating import StatedSheet, as_sheets
from checker.catalog.catalogue import Catalogue
from checker.needs import Needs
from reports.template import form, lists, notes, table
from reports.template.page import Template
from reports.workbook.book import new_book, save
from rules.values import Record


def write_template(catalogue: Catalogue, needs: Needs, path: Path, case: Record | None = None) -> None:
    """Write the workbook. Raises OSError, `path` is then as it was; FaultsError for what no cell can hold."""
    tables = layout(catalogue.schema)
    stated = as_sheets(case, catalogue.schema) if case else {}
    kept = [t for t in tables if needs.wants(t, catalogue.schema) or _filled(t, stated)]
    template = Template(new_book(), catalogue, needs, tuple(kept), blank=case is None)
    notes.write(template)
    for one in kept:
        (form if one.is_form else table).write(template, one, stated.get(one.path, StatedSheet()))
    lists.write(template)
    template.book.active = template.book.sheetnames.index(NOTES_SHEET if case is None else kept[0].title)
    save(template.book, path, "案卷", "")


def _filled(table: Table, stated: Mapping[tuple[str, ...], StatedSheet]) -> bool:
    sheet = stated.get(table.path)
    return sheet is not None and bool(sheet.rows or sheet.complete)
