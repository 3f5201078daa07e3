"""未评案卷: the files that were not scored, and why."""

from __future__ import annotations

from typing import Final

from openpyxl import Workbook

from checker.evaluation.record import Standing
from checker.evaluation.run import Year
from reports.evaluation import figures
from reports.evaluation.figures import Figures
from reports.evaluation.stream import Table
from reports.workbook.style import Cell

NAME: Final = "未评案卷"
_COLUMNS: Final = {
    "序号": 6.0,
    "情况": 14.0,
    "案卷文件": 34.0,
    "原因": 60.0,
    "案卷编号": 20.0,
    "案件名称": 24.0,
    "承办股室": 12.0,
}


def write(book: Workbook, year: Year, found: Figures) -> None:
    others = [s for s in Standing if s is not Standing.SCORED]
    told = "，".join(f"{s.label}{found.counts[s]}件" for s in others if s in found.counts)
    table = Table(book, NAME, _COLUMNS, [f"{told or '没有未评的案卷'}。"])
    number = 0
    for standing in reversed(others):
        for record in year.store.records(standing):
            number += 1
            table.row(
                [Cell(number, centre=True), Cell(standing.label, centre=True), record.source, record.why,
                 record.number, record.title, figures.section(record.section) if record.section else ""]
            )  # fmt: skip
    table.end(empty="全部案卷都已评分。")
