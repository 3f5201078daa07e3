"""需人工判断: what a person must decide, with cells to answer in; below, what has been answered."""

from __future__ import annotations

from typing import Final

from openpyxl import Workbook

from checker.findings import Bound, CaseReport, Question
from reports.workbook import answer_cells, words
from reports.workbook.answer_cells import APPROVER, CONCLUSION, DATE, EXPIRY, REASON, key_headings
from reports.workbook.answer_cells import NAME as PERSON
from reports.workbook.sheet import Sheet
from reports.workbook.style import SECTION_FILL, Cell

NAME: Final = "需人工判断"
_ASKED: Final = {
    "序号": 6.0,
    "程度": 9.0,
    "需要判断的问题": 36.0,
    "对象": 15.0,
    "为何需要人工判断": 24.0,
    "读到的值及位置": 32.0,
    "依据": 22.0,
}
_ANSWER: Final = {CONCLUSION: 9.5, REASON: 24.0, PERSON: 10.0, DATE: 12.0}
_UNSEEN: Final = (APPROVER, EXPIRY)  # not asked for here, but kept where an answer has them
_LINES_TO_WRITE_ON: Final = 4


def write(book: Workbook, report: CaseReport) -> None:
    hidden = (*_UNSEEN, *key_headings(report))
    sheet = Sheet(book, NAME, report, [*_ASKED.values(), *_ANSWER.values()], landscape=True, hidden=len(hidden))
    command = f"anjuan agency {report.kind}文件" if report.kind else "anjuan check 案卷"
    sheet.line(
        f"请在“结论”栏选“符合”或“不符合”，并填写理由、答复人和日期；填好后用 {command} --answers 本工作簿 读回。"
        "未填写的，该项保持“需人工判断”。",
        grid=False,
    )
    header = sheet.header([*_ASKED, *_ANSWER, *hidden])
    for number, question in enumerate(report.questions, 1):
        sheet.row(_cells(number, question, report.number), at_least=_LINES_TO_WRITE_ON)
    if report.answered:
        sheet.section("　已经答复的（可以改动）", Cell(fill=SECTION_FILL, heading=True))
    for number, question in enumerate(report.answered, len(report.questions) + 1):
        sheet.row(_cells(number, question, report.number))
    sheet.table_below(header)
    if report.questions or report.answered:
        columns = {name: len(_ASKED) + i for i, name in enumerate(_ANSWER, 1)}
        answer_cells.guide(sheet, columns, (header + 1, sheet.next_row - 1), ("符合", "不符合"))
    else:
        sheet.line("没有需要人工判断的问题。", Cell(centre=True))


def _cells(number: int, question: Question, case: str) -> list[Cell | str]:
    return [
        Cell(number, centre=True),
        Cell(words.severity(question.severity, void=False), centre=True),
        f"{question.question}\n（{question.criterion} {question.title}）",
        question.subject,
        "（见结论和理由）" if question.answer else question.why,
        words.values(question.values),
        words.basis(question.basis),
        *answer_cells.write_in((*_ANSWER, *_UNSEEN), question.answer),
        *answer_cells.keys([Bound(question.criterion, question.binding)], question.subject_id, case),
    ]
