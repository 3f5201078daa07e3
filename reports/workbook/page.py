"""Paper: A4, one page wide, the case in the header, page and file in the footer."""

from __future__ import annotations

import math
from typing import Final, Protocol

from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins, PrintPageSetup
from openpyxl.worksheet.properties import Outline, PageSetupProperties, WorksheetProperties
from openpyxl.worksheet.worksheet import Worksheet

from reports.text import clean

_A4: Final = "9"
_INCH: Final = 1 / 25.4  # per millimetre
_SIDE, _TOP, _BOTTOM, _EDGE = 13, 18, 16, 8  # millimetres
_WIDE, _HIGH = 210 - 2 * _SIDE, 297 - _TOP - _BOTTOM
_MM_PER_POINT: Final = 25.4 / 72
_MM_PER_UNIT: Final = 7 * 25.4 / 96  # a unit of column width is 7 pixels in 10.5-point 宋体
_LANDSCAPE: Final = 297 - 2 * _SIDE
_SMALLEST: Final = 0.7  # of its size, at which print can still be read
_MOST_SQUEEZE: Final = 0.25
_HEADER_ROOM: Final = 60  # characters; a header holds 255 in all, codes included


class Headed(Protocol):
    """What stands at the head and foot of every page; a report of a case file is one."""

    @property
    def kind(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def as_of(self) -> str: ...


def set_up(ws: Worksheet, report: Headed | None, landscape: bool) -> None:
    """Make a sheet ready to print. Without a report, the head of the page names the sheet alone."""
    ws.sheet_properties = WorksheetProperties(
        outlinePr=Outline(summaryBelow=False), pageSetUpPr=PageSetupProperties(fitToPage=True)
    )
    ws.page_setup = PrintPageSetup(
        paperSize=_A4, orientation="landscape" if landscape else "portrait", fitToWidth=1, fitToHeight=0
    )
    ws.print_options.horizontalCentered = True
    ws.page_margins = PageMargins(
        left=_SIDE * _INCH, right=_SIDE * _INCH, top=_TOP * _INCH, bottom=_BOTTOM * _INCH,
        header=_EDGE * _INCH, footer=_EDGE * _INCH,
    )  # fmt: skip
    head = _plain(f"{report.kind or '案卷'}：{report.title}") if report else ""
    foot = _plain(f"{report.number} 基准日{report.as_of}") if report else ""
    ws.oddHeader = HeaderFooterItem(left=_part(head), right=_part("&A"))
    ws.oddFooter = HeaderFooterItem(left=_part(foot), center=_part("第&P页 共&N页"), right=_part("&F"))


def few_pages(ws: Worksheet, width: float, points: float) -> None:
    """Where the last page of a portrait sheet would be nearly empty, print it smaller on one page less. `points` are
    the height of all its rows."""
    scale = min(1.0, _WIDE / (width * _MM_PER_UNIT))
    pages = points * _MM_PER_POINT * scale / _HIGH
    whole = int(pages)
    if whole and pages - whole <= _MOST_SQUEEZE * whole:
        ws.page_setup.fitToHeight = whole


def pages_wide(ws: Worksheet, width: float) -> None:
    """A landscape sheet too wide to read on one page takes as many as it needs, side by side."""
    ws.page_setup.fitToWidth = max(1, math.ceil(width * _MM_PER_UNIT / _LANDSCAPE * _SMALLEST))


def _part(text: str) -> _HeaderFooterPart:
    return _HeaderFooterPart(text, font="宋体,Regular", size=9)


def _plain(text: str) -> str:
    """Text for a header: `&` would begin a code there."""
    line = " ".join(clean(text).split())
    if len(line) > _HEADER_ROOM:
        line = line[: _HEADER_ROOM - 1] + "…"
    return line.replace("&", "&&")
