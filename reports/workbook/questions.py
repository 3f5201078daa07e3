"""需人工判断: what a person must decide, with cells to answer in; the answers are read back from this sheet."""

from __future__ import annotations

from typing import Final

from openpyxl import Workbook

from checker.casefile.answersheets import HIDDEN, QUESTION_HEADINGS, WAIVER_HEADINGS
from checker.findings import Bound, CaseReport, Question, UnusedAnswer
from reports.workbook import answering, words
from reports.workbook.sheet import Sheet
from reports.workbook.style import Cell

NAME: Final = "需人工判断"
_COLUMNS: Final = {
    "序号": 6.0,
    "程度": 9.0,
    "需要判断的问题": 36.0,
    "对象": 15.0,
    "为何需要人工判断": 24.0,
    "读到的值及位置": 32.0,
    "依据": 22.0,
    "结论": 9.5,
    "理由": 24.0,
    "答复人": 10.0,
    "答复日期": 12.0,
}
_UNUSED: Final = {
    "序号": 6.0,
    "检查项": 45.0,
    "对象": 15.0,
    "为何没有采用": 40.0,
    "原来的位置": 16.0,
}


def write(book: Workbook, report: CaseReport) -> None:
    sheet = Sheet(book, NAME, report, list(_COLUMNS.values()), landscape=True, hidden=len(HIDDEN))
    sheet.line(
        "请在“结论”栏选“符合”或“不符合”，并填写理由、姓名和日期，保存后用 anjuan check 案卷 --answers 本工作簿 "
        "再检查一次；未填写的，该项保持“需人工判断”。不要删去隐藏的列。",
        grid=False,
    )
    header = sheet.header([*_COLUMNS, *HIDDEN])
    for number, question in enumerate((*report.questions, *report.answered), 1):
        sheet.row(_cells(number, question, report.number), at_least=answering.LINES_TO_WRITE_ON)
    sheet.table_below(header)
    answering.choose(sheet, list(_COLUMNS), "结论", ("符合", "不符合"), header + 1, "选择后请填写理由、姓名和日期。")
    if not (report.questions or report.answered):
        sheet.line("没有需要人工判断的问题。", Cell(centre=True))


def write_unused(book: Workbook, report: CaseReport) -> None:
    """Answers that settled nothing stand on a sheet of their own, and are read back from it until they are deleted."""
    if not report.unused_answers:
        return
    widths = {**_UNUSED, **dict.fromkeys(WAIVER_HEADINGS, 11.0), "理由": 28.0}
    sheet = Sheet(book, "未采用的答复", report, list(widths.values()), landscape=True, hidden=len(HIDDEN))
    sheet.line("这些答复没有采用，原因如下；改正以后再检查一次，不再需要的删去整行。", grid=False)
    header = sheet.header([*widths, *HIDDEN])
    for number, unused in enumerate(report.unused_answers, 1):
        sheet.row(_unused_cells(number, unused))
    sheet.table_below(header)


def _cells(number: int, question: Question, case: str) -> list[Cell | str | int]:
    return [
        Cell(number, centre=True),
        Cell(words.severity(question.severity, void=False), centre=True),
        f"{question.question}\n（{question.criterion} {question.title}）",
        question.subject,
        question.why,
        words.values(question.values),
        words.basis(question.basis),
        *answering.cells(QUESTION_HEADINGS, question.answer),
        *answering.hidden(question.subject_id, [Bound(question.criterion, question.binding)], case),
    ]


def _unused_cells(number: int, unused: UnusedAnswer) -> list[Cell | str | int]:
    return [
        Cell(number, centre=True),
        f"{unused.bound.criterion} {unused.title}".strip(),
        unused.subject,
        f"{unused.why}。{unused.advice}",
        unused.answer.place,
        *answering.cells(WAIVER_HEADINGS, unused.answer),
        *answering.hidden(unused.subject_id, [unused.bound], unused.case_number),
    ]
