"""A workbook as a file: Chinese default font, properties without a clock, the same content giving the same bytes."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.writer.excel import ExcelWriter

from reports.files import replace_bytes
from reports.text import clean
from reports.workbook import style

CREATOR: Final = "anjuan"
_EPOCH: Final = datetime(2000, 1, 1)  # where the as-of day is no date


def new_book() -> Workbook:
    """A workbook without sheets, in the fonts of this package."""
    book = Workbook()
    book.remove(book.worksheets[0])
    set_default_font(book)
    return book


def save(book: Workbook, path: Path, title: str, as_of: str) -> None:
    """Write the workbook whole or not at all. Raises OSError where the file cannot be written."""
    set_properties(book, title, as_of)
    replace_bytes(path, _bytes(book))


def set_properties(book: Workbook, title: str, as_of: str) -> None:
    properties = book.properties
    properties.creator = CREATOR
    properties.title = clean(title)
    properties.created = properties.modified = _day(as_of)


def set_default_font(book: Any) -> None:
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
