"""评查员差异: questions that two reviewers answered differently."""

from __future__ import annotations

from typing import Final

from openpyxl import Workbook

from checker.evaluation.record import Standing, View
from checker.evaluation.run import Year
from reports.evaluation import figures
from reports.evaluation.stream import Table
from reports.workbook.style import INPUT_FILL, Cell

NAME: Final = "评查员差异"
_COLUMNS: Final = {
    "序号": 6.0,
    "案卷编号": 20.0,
    "编号": 17.0,
    "事项": 28.0,
    "对象": 14.0,
    "各评查员的结论": 46.0,
    "集体评议结论": 14.0,
    "少数意见": 14.0,
}


def write(book: Workbook, year: Year) -> None:
    notes = [
        "同一事项几名评查员结论不同的，都没有采用，该事项仍为待判断。集体评议以后，只保留一份结论，再评查一次。",
    ]
    table = Table(book, NAME, _COLUMNS, notes)
    number = 0
    for record in year.store.records(Standing.SCORED):
        for each in record.differences:
            number += 1
            views = "\n".join(_view(v) for v in each.views)
            blank = Cell(fill=INPUT_FILL)
            table.row(
                [Cell(number, centre=True), figures.case(record, year), Cell(each.criterion, centre=True), each.title,
                 each.subject, views, blank, blank]
            )  # fmt: skip
    table.end(empty="没有结论不同的事项。")


def _view(view: View) -> str:
    signed = "，".join(filter(None, (view.name if view.name != view.reviewer else "", view.date)))
    who = f"{view.reviewer}（{signed}）" if signed else view.reviewer or "（没有署名）"
    return f"{who}：{view.conclusion}。{view.reason}〔{view.place}〕"
