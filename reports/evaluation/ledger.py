"""整改台账: one line for every problem, with what the section fills in and the panel signs off."""

from __future__ import annotations

from typing import Final

from openpyxl import Workbook

from checker.evaluation.record import CaseRecord, Issue, Standing
from checker.evaluation.run import Year
from reports.evaluation import figures
from reports.evaluation.issues import ordered
from reports.evaluation.stream import Table
from reports.workbook.sheet import Value
from reports.workbook.style import INPUT_FILL, Cell

NAME: Final = "整改台账"
_TOLD: Final = {"序号": 7.0, "承办股室": 12.0, "案卷编号": 20.0, "问题": 24.0, "程度": 8.0, "整改要求": 32.0}
_FILLED: Final = {"责任人": 10.0, "整改期限": 12.0, "整改情况": 24.0, "完成日期": 12.0, "核查人": 10.0, "是否销号": 8.0}


def write(book: Workbook, year: Year) -> None:
    notes = ["浅黄色各栏由承办股室和评查组填写。序号与《问题清单》相同。"]
    table = Table(book, NAME, {**_TOLD, **_FILLED}, notes, title=f"{year.setting.year}年度案卷评查整改台账")
    number = 0
    for record in year.store.records(Standing.SCORED):
        for issue in ordered(record):
            number += 1
            table.row(_cells(number, record, issue, year), at_least=2)
    table.end(empty="没有需要整改的问题。")


def _cells(number: int, record: CaseRecord, issue: Issue, year: Year) -> list[Value]:
    told: list[Value] = [
        Cell(number, centre=True),
        figures.section(record.section),
        figures.case(record, year),
        f"{issue.title}（{issue.subject}）",
        Cell(issue.severity.label, centre=True),
        issue.remedy,
    ]
    return [*told, *(Cell(fill=INPUT_FILL) for _ in _FILLED)]
