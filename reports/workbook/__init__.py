"""The findings workbook: eight sheets that a reviewer reads on screen, prints and signs."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.writer.excel import ExcelWriter

from checker.findings import CaseReport
from reports.files import replace_bytes
from reports.text import clean
from reports.workbook import basis, deadlines, missing, notes, overview, problems, questions, review, style

_SHEETS: Final = (overview, review, problems, deadlines, questions, missing, basis, notes)
_EPOCH: Final = datetime(2000, 1, 1)  # where the as-of day is no date


def write_workbook(report: CaseReport, path: Path) -> None:
    """Write the findings workbook of one case; the same report gives the same bytes.

    Raises OSError where the file cannot be written; `path` is then as it was.
    """
    replace_bytes(path, _bytes(_build(report)))


def _build(report: CaseReport) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    _set_default_font(book)
    for sheet in _SHEETS:
        sheet.write(book, report)
    properties = book.properties
    properties.creator = "anjuan"
    properties.title = clean(report.title)
    properties.created = properties.modified = _day(report.as_of)
    return book


def _set_default_font(book: Any) -> None:
    """Column widths count digits of the first font and of the style Normal; openpyxl offers no public way to it."""
    body = style.font(heading=False, size=style.BODY_SIZE, light=False)
    book._fonts = IndexedList([body])
    book._named_styles["Normal"].font = body


def _bytes(book: Workbook) -> bytes:
    """Saved without a clock: not `Workbook.save`, which writes the present moment, and zip entries of a fixed day."""
    written, result = BytesIO(), BytesIO()
    ExcelWriter(book, ZipFile(written, "w")).save()
    with ZipFile(written) as source, ZipFile(result, "w") as target:
        for name in source.namelist():
            entry = ZipInfo(name)  # 1980-01-01
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return result.getvalue()


def _day(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return _EPOCH
