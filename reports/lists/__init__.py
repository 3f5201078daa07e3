"""清单: the workbook of lists to publish; the gaps that the agency fills are counted on its first sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from openpyxl import Workbook

from checker.lists import MISSING, PublishedList, PublishedLists
from reports.workbook import style
from reports.workbook.book import new_book, save
from reports.workbook.sheet import Sheet
from reports.workbook.style import Cell

_FIRST: Final = "填写情况"
_COLUMNS: Final = {"清单": 36.0, "要素": 60.0, "行数": 8.0, "待填写": 10.0, "待填写的要素（处）": 56.0}


def write_lists(lists: PublishedLists, path: Path) -> None:
    """Write the workbook. Raises OSError where it cannot be written."""
    book = new_book()
    _first(book, lists)
    for one in lists.lists:
        _list(book, lists, one)
    save(book, path, f"{lists.agency}公布清单", lists.day)


def _first(book: Workbook, lists: PublishedLists) -> None:
    sheet = Sheet(book, _FIRST, None, list(_COLUMNS.values()), landscape=True, title=f"{lists.agency}公布清单填写情况")
    total = sum(sum(one.gaps.values()) for one in lists.lists)
    sheet.line(
        f"共有{total}处{MISSING}。目录能够确定的已经填入；公布以前由本机关补齐并核对全部内容。"
        "要长期保留的，写入本机关自己的目录层。",
        Cell(fill=style.WARNING_FILL if total else ""),
    )
    header = sheet.header(list(_COLUMNS))
    for one in lists.lists:
        elements = "、".join(c.title for c in one.columns if c.element)
        if len(one.blocks) > 1:
            elements = "、".join(dict.fromkeys(row[1] for block in one.blocks for row in block.rows))
        gaps = one.gaps
        shown = "、".join(f"{name}（{count}）" for name, count in gaps.items())
        count = sum(gaps.values())
        sheet.row(
            [one.name, elements, Cell(one.rows, centre=True),
             Cell(count, style.WARNING_FILL if count else "", heading=bool(count), centre=True), shown or "无"]
        )  # fmt: skip
    sheet.table_below(header)
    sheet.line(f"依据和数额以{lists.day}有效的规定为准。规则目录：{'；'.join(lists.layers)}", grid=False)


def _list(book: Workbook, lists: PublishedLists, one: PublishedList) -> None:
    widths = [column.width for column in one.columns]
    sheet = Sheet(book, one.name, None, widths, landscape=True, title=f"{lists.agency}{one.name}")
    header = sheet.header([column.title for column in one.columns])
    for block in one.blocks:
        if block.title:
            sheet.section(block.title, Cell(fill=style.SECTION_FILL, heading=True))
        for row in block.rows:
            sheet.row([_cell(text, column.width) for text, column in zip(row, one.columns, strict=True)])
    sheet.table_below(header)


def _cell(text: str, width: float) -> Cell:
    gap = MISSING in text
    return Cell(text, style.WARNING_FILL if gap else "", heading=gap and text == MISSING, centre=width < 12)
