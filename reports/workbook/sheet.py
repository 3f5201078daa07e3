"""A sheet written from top to bottom: titles, lines, tables; every row as high as its text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from checker.casefile.answer_sheets import GOES_ON
from reports.workbook import measure, style
from reports.workbook.cells import fit, put
from reports.workbook.page import Headed, few_pages, set_up
from reports.workbook.style import Cell, CellValue

_SHORT: Final = 3  # lines of a cell that is repeated where its row goes on
_UNSEEN: Final = 10_000.0  # width of a hidden column: its text does not make a row higher
Value = Cell | CellValue


class Sheet:
    """`widths` are the visible columns in half-width units; `hidden` columns follow them."""

    def __init__(
        self,
        book: Workbook,
        name: str,
        report: Headed | None,
        widths: Iterable[float],
        *,
        landscape: bool,
        hidden: int = 0,
        title: str = "",
    ) -> None:
        self.ws: Any = book.create_sheet(name)
        self.widths = tuple(widths)
        self.next_row = 1
        self._points = 0.0
        self._columns = len(self.widths) + hidden
        for index in range(self._columns):
            dimension = self.ws.column_dimensions[get_column_letter(index + 1)]
            dimension.hidden = index >= len(self.widths)
            if not dimension.hidden:
                dimension.width = self.widths[index]
        set_up(self.ws, report, landscape)
        self.line(title or name, Cell(heading=True, centre=True, size=style.TITLE_SIZE), grid=False)

    def line(self, text: str, look: Cell = style.PLAIN, *, grid: bool = True) -> None:
        """A text across the sheet."""
        self.row([replace(look, value=text, span=len(self.widths))], grid=grid)

    def heading(self, text: str) -> None:
        """The heading of a part of a sheet."""
        self.line(text, Cell(heading=True, size=style.HEADING_SIZE), grid=False)

    def header(self, names: Iterable[Value]) -> int:
        """The heading row of a table; returns its number."""
        return self.row([name if isinstance(name, Cell) else replace(style.HEADER, value=name) for name in names])

    def row(self, cells: Sequence[Value], *, level: int = 0, at_least: int = 1, grid: bool = True) -> int:
        """A row of a table, folded away at `level` 1, `at_least` so many lines high; returns its number.

        A row taller than Excel can show goes on in further rows, which repeat its short cells and mark the long ones.
        """
        looks = [cell if isinstance(cell, Cell) else Cell(cell) for cell in cells]
        wrapped = self._wrap(looks)
        first, most = self.next_row, max(map(len, wrapped))
        step = most if most <= measure.MAX_LINES else measure.LINES_IF_SPLIT
        for start in range(0, most, step):
            if start:
                looks = [style.PLAIN if look.whole else look for look in looks]
            self._write(looks, [_piece(look, lines, start, step) for look, lines in zip(looks, wrapped, strict=True)],
                        at_least, step, level, grid)  # fmt: skip
        return first

    def section(self, text: str, look: Cell, *, collapsed: bool = False) -> None:
        """A heading between rows of a table. Not merged: a filter or a sort over merged cells fails."""
        for column in range(1, len(self.widths) + 1):
            shown = replace(look, value=text if column == 1 else "", wrap=False)
            self._put(column, shown, grid=False)
        self.ws.row_dimensions[self.next_row].collapsed = collapsed
        self._finish(measure.height(1), 0)

    def keep(self, first: int, last: int) -> None:
        """Keep all rows up to `last` in view, and those from `first` to it on every page."""
        self.ws.freeze_panes = f"A{last + 1}"
        self.ws.print_title_rows = f"{first}:{last}"

    def table_below(self, header_row: int) -> None:
        """Keep the heading in view and on every page, and offer filters over the rows written so far."""
        self.keep(header_row, header_row)
        last = max(self.next_row - 1, header_row)
        self.ws.auto_filter.ref = f"A{header_row}:{get_column_letter(self._columns)}{last}"

    def print_columns(self, count: int) -> None:
        """Print the first columns only, larger: those after them are there to type in."""
        self.ws.print_area = f"A1:{get_column_letter(count)}{self.next_row - 1}"

    def form(self) -> None:
        """For a sheet that is no table: keep its title in view and on every page."""
        self.keep(1, 1)

    def squeeze(self) -> None:
        """Print a little smaller rather than carry the last rows, the signatures, over to a page of their own."""
        few_pages(self.ws, sum(self.widths), self._points)

    def _wrap(self, looks: Sequence[Cell]) -> list[list[str]]:
        wrapped, column = [], 0
        for look in looks:
            width = sum(self.widths[column : column + look.span]) or _UNSEEN
            wrapped.append(measure.wrap(fit(look.value), width, look.size))
            column += look.span
        return wrapped

    def _write(
        self,
        looks: Sequence[Cell],
        values: Sequence[CellValue],
        at_least: int,
        at_most: int,
        level: int,
        grid: bool,
    ) -> None:
        shown = [replace(look, value=value) for look, value in zip(looks, values, strict=True)]
        column = 1
        for look in shown:
            for offset in range(look.span):
                self._put(column + offset, replace(look, value="") if offset else look, grid)
            if look.span > 1:
                last = get_column_letter(column + look.span - 1)
                # merge_cells() would draw every border again
                self.ws.merged_cells.add(f"{get_column_letter(column)}{self.next_row}:{last}{self.next_row}")
            column += look.span
        points = [measure.height(min(len(w), at_most), s.size) for s, w in zip(shown, self._wrap(shown), strict=True)]
        self._finish(max(*points, measure.height(at_least)), level)

    def _put(self, column: int, look: Cell, grid: bool) -> None:
        put(self.ws, self.next_row, column, look, grid)

    def _finish(self, points: float, level: int) -> None:
        dimension = self.ws.row_dimensions[self.next_row]
        dimension.height = points
        self._points += points
        if level:
            dimension.outlineLevel = level
            dimension.hidden = True
            self.ws.sheet_format.outlineLevelRow = level
        self.next_row += 1


def _piece(look: Cell, lines: list[str], start: int, step: int) -> CellValue:
    """What a cell shows in the part of its row that begins with line `start`."""
    if look.whole or (len(lines) <= step and (start == 0 or len(lines) <= _SHORT)):
        return look.value
    piece = "".join(lines[start : start + step]).removesuffix("\n")
    return f"{GOES_ON}{piece}" if start and piece else piece
