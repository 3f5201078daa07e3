"""The findings workbook: the sheets that a reviewer reads on screen, answers in, prints and signs."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from openpyxl import Workbook

from checker.findings import CaseReport
from checker.materials import Materials
from reports.workbook import basis, deadlines, missing, notes, overview, problems, questions, review, systems, unused
from reports.workbook.book import new_book, save

_SHEETS: Final = (review, problems, deadlines, questions, unused, missing, basis, notes)


def write_workbook(report: CaseReport, path: Path, issued: Materials | None = None) -> None:
    """Write the findings workbook of one case; the same report gives the same bytes.

    `issued`: the systems and lists of the bureau, where it is the bureau that was checked.
    Raises OSError where the file cannot be written; `path` is then as it was.
    """
    save(_build(report, issued), path, report.title, report.as_of)


def _build(report: CaseReport, issued: Materials | None) -> Workbook:
    book = new_book()
    overview.write(book, report)
    if issued:
        systems.write(book, report, issued)
    for sheet in _SHEETS:
        sheet.write(book, report)
    return book
