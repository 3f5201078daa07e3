"""未采用的答复: every answer that settled nothing, with its text and the reason, so that nothing typed is lost.

It is read back like the other sheets: a person can finish or mend an answer here.
"""

from __future__ import annotations

from typing import Final

from openpyxl import Workbook

from checker.findings import CaseReport, UnusedAnswer
from reports.workbook import answer_cells
from reports.workbook.answer_cells import APPROVER, CONCLUSION, DATE, EXPIRY, KEYS, REASON, key_headings
from reports.workbook.answer_cells import NAME as PERSON
from reports.workbook.sheet import Sheet
from reports.workbook.style import Cell

NAME: Final = "未采用的答复"
_TOLD: Final = {
    "序号": 6.0,
    "检查项": 24.0,
    "对象": 16.0,
    "没有采用的原因": 28.0,
    "怎么办": 24.0,
    "原来写在": 18.0,
}
_ANSWER: Final = {CONCLUSION: 9.5, REASON: 26.0, PERSON: 10.0, DATE: 12.0, APPROVER: 10.0, EXPIRY: 12.0}


def write(book: Workbook, report: CaseReport) -> None:
    """Nothing where every answer was used."""
    if not report.unused_answers:
        return
    sheet = Sheet(book, NAME, report, [*_TOLD.values(), *_ANSWER.values()], landscape=True, hidden=len(KEYS))
    sheet.line(
        "下列答复没有采用，原文保留在这里。用 --answers 读回本工作簿时，它们会再核对一次；不再需要的，请删去整行。",
        grid=False,
    )
    header = sheet.header([*_TOLD, *_ANSWER, *key_headings(report)])
    for number, unused in enumerate(report.unused_answers, 1):
        sheet.row(_cells(number, unused))
    sheet.table_below(header)
    columns = {name: len(_TOLD) + i for i, name in enumerate(_ANSWER, 1)}
    answer_cells.guide(sheet, columns, (header + 1, sheet.next_row - 1), ("符合", "不符合", "豁免"))


def _cells(number: int, unused: UnusedAnswer) -> list[Cell | str]:
    return [
        Cell(number, centre=True),
        f"{unused.bound.criterion} {unused.title}".strip() or "（未写）",
        unused.subject,
        unused.why,
        unused.advice,
        unused.answer.place,
        *answer_cells.write_in(list(_ANSWER), unused.answer),
        *answer_cells.keys([unused.bound], unused.subject_id, unused.case_number),
    ]
