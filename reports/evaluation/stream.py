"""Workbooks of a year: written row by row to disk, for memory must not grow with the number of files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from shutil import copyfileobj
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet.pagebreak import Break
from openpyxl.writer.excel import ExcelWriter

from reports.files import replace_file
from reports.workbook.book import set_default_font, set_properties
from reports.workbook.cells import dress
from reports.workbook.page import Headed
from reports.workbook.sheet import Sheet, Value
from reports.workbook.style import Cell

MOST_ROWS: Final = (1 << 20) - (1 << 15)  # Excel has 2 ** 20; a row that goes on in others must still fit


def new_stream() -> Workbook:
    """A workbook without sheets whose sheets are written from top to bottom, once."""
    book = Workbook(write_only=True)
    set_default_font(book)
    return book


def save_stream(book: Workbook, path: Path, title: str, as_of: str) -> None:
    """Write the workbook whole or not at all; the same cells give the same bytes. Raises OSError."""
    set_properties(book, title, as_of)
    replace_file(path, lambda beside: ExcelWriter(book, _Undated(beside, "w", ZIP_DEFLATED)).save())


class _Undated(ZipFile):
    """Without a clock: every entry is of 1980-01-01."""

    def writestr(self, name: Any, data: Any, *_: Any, **__: Any) -> None:  # type: ignore[override]
        super().writestr(_entry(name), data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        with open(filename, "rb") as source, self.open(_entry(arcname or filename), "w", force_zip64=True) as target:
            copyfileobj(source, target)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(str(name).lstrip("/"))
    entry.compress_type = ZIP_DEFLATED
    return entry


class StreamSheet(Sheet):
    """A sheet of a workbook that is written row by row. What stands above its rows is held back until it is known
    which rows stay in view."""

    def __init__(
        self,
        book: Workbook,
        name: str,
        widths: Iterable[float],
        *,
        landscape: bool,
        title: str = "",
        head: Headed | None = None,
    ) -> None:
        self._cells: dict[int, Any] = {}
        self._held: list[list[Any]] | None = []
        super().__init__(book, name, head, widths, landscape=landscape, title=title)

    def keep(self, first: int, last: int) -> None:
        super().keep(first, last)
        self._release()

    def end(self) -> None:
        """Nothing more is written."""
        self._release()
        if self.ws.auto_filter.ref:
            first, _, last = self.ws.auto_filter.ref.partition(":")
            letters = last.rstrip("0123456789")
            self.ws.auto_filter.ref = f"{first}:{letters}{max(self.next_row - 1, int(last[len(letters) :]))}"
        self.ws.close()

    def new_page(self) -> None:
        """What follows is printed on a page of its own."""
        self.ws.row_breaks.append(Break(id=self.next_row - 1))

    def _release(self) -> None:
        for number, cells in enumerate(self._held or (), 1):
            self._append(number, cells)
        self._held = None

    def _put(self, column: int, look: Cell, grid: bool) -> None:
        cell: Any = WriteOnlyCell(self.ws)
        dress(cell, self.ws.parent, look, grid)
        self._cells[column] = cell

    def _finish(self, points: float, level: int) -> None:
        number = self.next_row
        super()._finish(points, level)
        cells = [self._cells.get(c) for c in range(1, max(self._cells, default=0) + 1)]
        self._cells = {}
        if self._held is not None:
            self._held.append(cells)
        else:
            self._append(number, cells)

    def _append(self, number: int, cells: list[Any]) -> None:
        self.ws.append(cells)
        del self.ws.row_dimensions[number]


class Table:
    """A long table: a heading, notes, rows; where a sheet is full it goes on in another, （2）, with its heading."""

    def __init__(
        self, book: Workbook, name: str, columns: Mapping[str, float], notes: Sequence[str] = (), *,
        landscape: bool = True, title: str = "", most: int = MOST_ROWS,
    ) -> None:  # fmt: skip
        self._book, self._name, self._columns, self._notes = book, name, columns, notes
        self._landscape, self._title, self._most = landscape, title or name, most
        self._sheets = 0
        self.sheet = self._begin()

    def row(self, cells: Sequence[Value], *, at_least: int = 1) -> None:
        if self.sheet.next_row > self._most:
            self.sheet.end()
            self.sheet = self._begin()
        self.sheet.row(cells, at_least=at_least)

    def end(self, *, empty: str = "") -> None:
        """Nothing more is written; `empty` is said where there was no row."""
        if empty and self._sheets == 1 and self.sheet.next_row == self._first:
            self.sheet.line(empty, Cell(centre=True))
        self.sheet.end()

    def _begin(self) -> StreamSheet:
        self._sheets += 1
        more = f"（{self._sheets}）" if self._sheets > 1 else ""
        sheet = StreamSheet(
            self._book, self._name + more, self._columns.values(), landscape=self._landscape, title=self._title + more
        )
        for note in self._notes:
            sheet.line(note, grid=False)
        sheet.table_below(sheet.header(list(self._columns)))
        self._first = sheet.next_row
        return sheet
