"""The findings workbook: the sheets that a reviewer reads on screen, answers in, prints and signs."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from openpyxl import Workbook

from checker.findings import CaseReport
from reports.workbook import basis, deadlines, missing, notes, overview, problems, questions, review, unused
from reports.workbook.book import new_book, save

_SHEETS: Final = (overview, review, problems, deadlines, questions, unused, missing, basis, notes)


def write_workbook(report: CaseReport, path: Path) -> None:
    """Write the findings workbook of one case; the same report gives the same bytes.

    Raises OSError where the file cannot be written; `path` is then as it was.
    """
    save(_build(report), path, report.title, report.as_of)


def _build(report: CaseReport) -> Workbook:
    book = new_book()
    for sheet in _SHEETS:
        sheet.write(book, report)
    return book
