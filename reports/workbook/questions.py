"""需人工判断: what a person must decide, with cells to answer in; the answers are read back from this sheet."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from checker.findings import CaseReport, Question
from reports.workbook import words
from reports.workbook.sheet import Sheet
from reports.workbook.style import INPUT_FILL, Cell

NAME: Final = "需人工判断"
ANSWER_COLUMNS: Final = ("结论", "理由", "姓名", "日期")
BINDING_COLUMNS: Final = ("criterion", "subject", "case")
"""Hidden. They bind an answer to its question; the case number keeps it from being read into another file."""
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
    "姓名": 10.0,
    "日期": 12.0,
}
_LINES_TO_WRITE_ON: Final = 4


def write(book: Workbook, report: CaseReport) -> None:
    sheet = Sheet(book, NAME, report, list(_COLUMNS.values()), landscape=True, hidden=len(BINDING_COLUMNS))
    sheet.line("请在“结论”栏选“符合”或“不符合”，并填写理由、姓名和日期；未填写的，该项保持“需人工判断”。", grid=False)
    header = sheet.header([*_COLUMNS, *BINDING_COLUMNS])
    for number, question in enumerate(report.questions, 1):
        sheet.row(_cells(number, question, report.number), at_least=_LINES_TO_WRITE_ON)
    sheet.table_below(header)
    if report.questions:
        _answer_cells(sheet, header + 1, sheet.next_row - 1)
    else:
        sheet.line("没有需要人工判断的问题。", Cell(centre=True))


def _cells(number: int, question: Question, case: str) -> list[Cell | str | int]:
    blank = Cell(fill=INPUT_FILL)
    return [
        Cell(number, centre=True),
        Cell(words.severity(question.severity, void=False), centre=True),
        f"{question.question}\n（{question.criterion} {question.title}）",
        question.subject,
        question.why,
        words.values(question.values),
        words.basis(question.basis),
        *(replace(blank, number_format="yyyy-mm-dd" if name == "日期" else "@") for name in ANSWER_COLUMNS),
        *(Cell(text, once=True) for text in (question.criterion, question.subject, case)),
    ]


def _answer_cells(sheet: Sheet, first: int, last: int) -> None:
    column = get_column_letter(list(_COLUMNS).index("结论") + 1)
    choice = DataValidation(type="list", formula1='"符合,不符合"', allow_blank=True, showErrorMessage=True)
    choice.errorTitle, choice.error = "结论", "请选择“符合”或“不符合”。"
    choice.add(f"{column}{first}:{column}{last}")
    sheet.ws.add_data_validation(choice)
