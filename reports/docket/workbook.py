"""期限一览: the unfinished deadlines of many case files, soonest first."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from checker.docket import Docket, Due
from checker.states import State
from reports.text import place
from reports.workbook.book import new_book, save
from reports.workbook.sheet import Sheet
from reports.workbook.style import Cell

NAME: Final = "期限一览"
_COLUMNS: Final = {
    "序号": 6.0,
    "届满日": 12.0,
    "情况": 16.0,
    "期限": 24.0,
    "对象": 20.0,
    "责任方": 9.0,
    "案号": 20.0,
    "案件名称": 28.0,
    "算法及来源": 24.0,
    "依据": 26.0,
}


def write_docket(docket: Docket, path: Path) -> None:
    """Write the workbook. Raises OSError where it cannot be written."""
    book = new_book()
    sheet = Sheet(book, NAME, None, list(_COLUMNS.values()), landscape=True)
    days = "、".join(sorted({d.as_of for d in docket.dues}))
    sheet.line(f"检查基准日：{days or '（无）'}。法律允许两种算法的，各占一行。", grid=False)
    header = sheet.header(list(_COLUMNS))
    for number, due in enumerate(docket.dues, 1):
        sheet.row(_cells(number, due))
    sheet.table_below(header)
    if not docket.dues:
        sheet.line("没有正在计算或者逾期的期限。", Cell(centre=True))
    if docket.unknown:
        sheet.line(f"另有{docket.unknown}个期限因数据缺失或者工作日历未到而算不出届满日，见各案卷的检查结果。")
    for broken in docket.broken:
        sheet.line(f"没有检查：{broken}")
    save(book, path, NAME, days.split("、")[-1])


def _cells(number: int, due: Due) -> list[Cell | str | int]:
    overdue = due.outcome == "overdue"
    return [
        Cell(number, centre=True),
        Cell(due.due, centre=True),
        Cell(due.text, State.FAIL.colour if overdue else "", heading=overdue, centre=True),
        due.deadline,
        due.subject,
        Cell(due.owner, centre=True),
        due.number or place(due.file),
        due.case,
        due.source,
        due.basis,
    ]
