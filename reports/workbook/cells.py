"""A value written into a cell: text from a case is always text, whatever it looks like."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import replace
from typing import Any, Final
from weakref import WeakKeyDictionary

from openpyxl.worksheet.worksheet import Worksheet

from reports.text import clean
from reports.workbook import style
from reports.workbook.style import Cell, CellValue

_MAX_TEXT: Final = 32_767  # of a cell, in UTF-16 units
_CUT: Final = "……（文字超过单元格容量，以下从略）"
_LOOKS_LIKE_ESCAPE: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel would decode _x0041_ to A
_STYLES: Final[WeakKeyDictionary[Any, dict[tuple[Cell, bool, bool], Any]]] = WeakKeyDictionary()  # by workbook
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\n")


def put(ws: Worksheet, row: int, column: int, look: Cell, grid: bool) -> None:
    """Write a value as it shall look."""
    dress(ws.cell(row, column), ws.parent, look, grid)


def dress(cell: Any, book: Any, look: Cell, grid: bool) -> None:
    """Give a cell of `book` its value and its look."""
    value = look.value
    quoted = False
    if not isinstance(value, str):
        cell.value = value
    elif value:
        text = _LOOKS_LIKE_ESCAPE.sub("_x005F_", fit(value))
        cell.value = text
        cell.data_type = "s"  # openpyxl takes =1+1 for a formula and #N/A for an error
        quoted = text.startswith(_FORMULA_STARTS)  # Excel would take it for one when the cell is edited
    # openpyxl looks each part of a style up again for every cell; the whole of one seen before is copied instead
    known = _STYLES.setdefault(book, {})
    key = (replace(look, value="", span=1), grid, quoted)
    if key in known:
        cell._style = copy(known[key])
        return
    if quoted:
        cell.quotePrefix = True
    cell.font = style.font(look.heading, look.size, look.light)
    cell.fill = style.fill(look.fill)
    cell.alignment = style.alignment(look.centre, look.wrap)
    cell.number_format = look.number_format
    cell.border = style.GRID if grid else style.NO_GRID
    known[key] = copy(cell._style)


def fit(value: CellValue) -> str:
    """The text as a cell can hold it."""
    text = clean(str(value))
    if len(text.encode("utf-16-le")) // 2 <= _MAX_TEXT:
        return text
    room = (_MAX_TEXT - len(_CUT)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + _CUT
