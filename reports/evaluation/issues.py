"""问题清单: every finding of every file of the year."""

from __future__ import annotations

from typing import Final

from openpyxl import Workbook

from checker.evaluation.record import CaseRecord, Issue, Standing
from checker.evaluation.run import Year
from checker.states import Severity, State
from reports.evaluation import figures
from reports.evaluation.stream import Table
from reports.workbook import words
from reports.workbook.sheet import Value
from reports.workbook.style import Cell

NAME: Final = "问题清单"
_COLUMNS: Final = {
    "序号": 7.0,
    "承办股室": 12.0,
    "案卷编号": 20.0,
    "编号": 9.0,
    "程度": 8.5,
    "问题": 18.0,
    "对象": 14.0,
    "具体表现": 34.0,
    "位置": 14.0,
    "依据": 22.0,
    "处理建议": 26.0,
}


def write(book: Workbook, year: Year) -> None:
    notes = ["同一疏漏只列一个问题，取最重的。位置是案卷文件里的行号或者单元格。"]
    table = Table(book, NAME, _COLUMNS, notes, title=f"{year.setting.year}年度案卷评查问题清单")
    number = 0
    for record in year.store.records(Standing.SCORED):
        for issue in ordered(record):
            number += 1
            table.row(_cells(number, record, issue, year))
    table.end(empty="未发现不符合的审查项。")


def ordered(record: CaseRecord) -> list[Issue]:
    """Gravest first."""
    return sorted(record.issues, key=lambda i: (i.severity.rank, not i.void))


def where(issue: Issue) -> str:
    page = f"案卷第{issue.page}页" if issue.page else ""
    return "\n".join(filter(None, (words.places(issue.places), page)))


def _cells(number: int, record: CaseRecord, issue: Issue, year: Year) -> list[Value]:
    return [
        Cell(number, centre=True),
        figures.section(record.section),
        figures.case(record, year),
        Cell(issue.criterion, centre=True),
        Cell(
            words.severity(issue.severity, issue.void),
            fill=State.FAIL.colour if issue.severity is Severity.VETO else "",
            centre=True,
        ),
        issue.title,
        issue.subject,
        issue.text,
        where(issue),
        words.numbered(issue.basis),
        issue.remedy,
    ]
