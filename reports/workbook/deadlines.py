"""期限核算: every deadline with its arithmetic; each reading that the law allows on a row of its own."""

from __future__ import annotations

from typing import Final

from openpyxl import Workbook

from checker.findings import CaseReport
from checker.results import DeadlineResult, ReadingResult
from checker.states import State
from reports.workbook import words
from reports.workbook.sheet import Sheet
from reports.workbook.style import Cell

NAME: Final = "期限核算"
_COLUMNS: Final = {
    "期限": 21.0,
    "对象": 15.0,
    "责任方": 9.0,
    "起算": 20.0,
    "算法及来源": 18.0,
    "计算过程": 44.0,
    "届满日": 12.0,
    "实际": 16.0,
    "结果": 15.0,
    "依据": 20.0,
}
# In the order of the sheet: what is wrong first. Any other outcome needs a person.
_COLOURS: Final = {
    "late": State.FAIL,
    "overdue": State.FAIL,
    "early": State.FAIL,
    "unknown": State.UNKNOWN,
    "running": State.NOT_APPLICABLE,
    "open": State.NOT_APPLICABLE,
    "unused": State.NOT_APPLICABLE,
    "on_time": State.PASS,
}


def write(book: Workbook, report: CaseReport) -> None:
    sheet = Sheet(book, NAME, report, list(_COLUMNS.values()), landscape=True)
    sheet.line("法律允许两种算法的，各占一行；两种结果不同的，须人工判断。", grid=False)
    header = sheet.header(list(_COLUMNS))
    for deadline in sorted(report.deadlines, key=lambda d: _state(d.outcome).rank):
        for number, reading in enumerate(deadline.readings, 1):
            sheet.row(_cells(deadline, reading, number))
        if not deadline.readings:
            sheet.row(_cells(deadline, None, 0))
    sheet.table_below(header)
    if not report.deadlines:
        sheet.line("本案卷没有可以核算的期限。", Cell(centre=True))


def _state(outcome: str) -> State:
    return _COLOURS.get(outcome, State.MANUAL)


def _cells(deadline: DeadlineResult, reading: ReadingResult | None, number: int) -> list[Cell | str | int]:
    several = len(deadline.readings) > 1
    result, outcome = (reading.text, reading.outcome) if reading else (deadline.text, deadline.outcome)
    if several:
        result += f"\n（综合：{deadline.text}）"
    colour = _state(outcome)
    return [
        deadline.title + (f"\n（算法{number}/{len(deadline.readings)}）" if several else ""),
        deadline.subject,
        Cell(deadline.owner, centre=True),
        _event(deadline.start_label, deadline.start, deadline.start_place),
        reading.source if reading else "",
        reading.working if reading else words.missing(deadline.missing),
        Cell(reading.due if reading else "", centre=True),
        _event(deadline.actual_label, deadline.actual, deadline.actual_place),
        Cell(result, colour.colour, heading=colour is State.FAIL, centre=True),
        words.basis(deadline.basis),
    ]


def _event(label: str, day: str, place: str) -> str:
    return "\n".join(filter(None, (label, day or "（无日期）", words.at(place))))
