"""Fonts, fills and lines of the findings workbook, by name as Chinese offices have them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from checker.states import State

BODY_FONT: Final = "宋体"
HEADING_FONT: Final = "黑体"
_GB2312: Final = 134  # the character set of a font: where it is not installed, another Chinese one takes its place
# 五号: in 宋体 a Chinese character is then exactly two units of column width. Excel scales it to the page.
BODY_SIZE: Final = 10.5
TITLE_SIZE: Final = 16
HEADING_SIZE: Final = 12
HEADER_FILL: Final = "D9D9D9"
SECTION_FILL: Final = "EDEDED"
WARNING_FILL: Final = State.UNKNOWN.colour
INPUT_FILL: Final = "FFFDF0"

_THIN: Final = Side(style="thin", color="808080")
GRID: Final = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
NO_GRID: Final = Border()


CellValue = str | int | float | datetime


@dataclass(frozen=True, slots=True)
class Cell:
    """A value and how it looks; `heading` is 黑体. A text is always written as text."""

    value: CellValue = ""
    fill: str = ""
    heading: bool = False
    centre: bool = False
    size: float = BODY_SIZE
    light: bool = False
    """White letters, on a dark fill."""
    span: int = 1
    """Columns that it takes."""
    number_format: str = "General"
    wrap: bool = True
    whole: bool = False
    """Read back by a program, so kept in one cell; what of it cannot be seen there is shown where its row goes on."""


PLAIN: Final = Cell()
HEADER: Final = Cell(fill=HEADER_FILL, heading=True, centre=True)


def state_cell(state: State, text: str = "") -> Cell:
    """The state in words on its colour: the words alone must do in a grey print."""
    dark = state is State.ERROR
    heading = state in (State.ERROR, State.FAIL)
    return Cell(text or state.label, fill=state.colour, heading=heading, centre=True, light=dark)


@cache
def font(heading: bool, size: float, light: bool) -> Font:
    name, colour = HEADING_FONT if heading else BODY_FONT, "FFFFFF" if light else "000000"
    return Font(name=name, charset=_GB2312, size=size, color=colour)


@cache
def fill(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour) if colour else PatternFill()


@cache
def alignment(centre: bool, wrap: bool) -> Alignment:
    horizontal = "center" if centre else "left"
    return Alignment(horizontal=horizontal, vertical="center" if centre else "top", wrap_text=wrap)
