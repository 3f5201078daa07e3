"""The cells of the findings workbook in which people answer; `checker.casefile.answer_sheets` reads them back.

Their headings are the labels of the field dictionary, by which they are found again. Hidden columns say what a row is
about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from checker.casefile.answer_sheets import SEPARATOR
from checker.findings import Bound, CaseReport
from checker.results import Answer
from reports.workbook.sheet import Sheet
from reports.workbook.style import INPUT_FILL, Cell, CellValue

CONCLUSION, REASON, NAME, DATE = "结论", "理由", "答复人", "答复日期"
APPROVER, EXPIRY = "豁免批准人", "有效期至"
KEYS: Final = ("规则编号", "对象编号", "绑定", "案卷编号")
_DATES: Final = (DATE, EXPIRY)
_AS_DATE: Final = "yyyy-mm-dd"
_FIRST_YEAR: Final = 1901
_PROMPTS: Final = {
    REASON: "必填。写明依据的材料和判断。",
    NAME: "填写作出答复的人的姓名。",
    DATE: "如 2022-03-01。",
    APPROVER: "豁免必填：批准豁免的人的姓名。",
    EXPIRY: "如 2022-12-31；长期有效的空着或者填 无。过期的豁免不再采用。",
}


def key_headings(report: CaseReport) -> tuple[str, ...]:
    return (*KEYS[:-1], report.number_label)


def write_in(names: Sequence[str], given: Answer | None = None) -> list[Cell]:
    """The cells under the headings `names`, with what was answered before."""
    values: dict[str, CellValue] = {}
    if given:
        values = {
            CONCLUSION: given.conclusion,
            REASON: given.reason,
            NAME: given.name,
            DATE: _date(given.date),
            APPROVER: given.approver,
            EXPIRY: _date(given.expiry),
        }
    plain = Cell(fill=INPUT_FILL, whole=True)
    return [replace(plain, value=values.get(n, ""), number_format=_AS_DATE if n in _DATES else "@") for n in names]


def keys(bound: Sequence[Bound], subject: str, number: str) -> list[Cell]:
    """The hidden cells, under `key_headings`."""
    texts = (SEPARATOR.join(b.criterion for b in bound), subject, SEPARATOR.join(b.binding for b in bound), number)
    return [Cell(text, whole=True) for text in texts]


def guide(sheet: Sheet, columns: Mapping[str, int], rows: tuple[int, int], conclusions: Sequence[str]) -> None:
    """Drop-down list and hints for the cells to write in; `columns` are the numbers of their columns."""
    for name, column in columns.items():
        listed = name == CONCLUSION
        rule = DataValidation(
            type="list" if listed else None, formula1=f'"{",".join(conclusions)}"' if listed else None, allow_blank=True
        )
        choices = "或者".join(f"“{c}”" for c in conclusions)
        rule.showErrorMessage, rule.errorTitle, rule.error = listed, name, f"请选择{choices}。"
        rule.showInputMessage, rule.promptTitle = True, name
        rule.prompt = f"请选择{choices}；空着就是不答复。" if listed else _PROMPTS[name]
        letter = get_column_letter(column)
        rule.add(f"{letter}{rows[0]}:{letter}{rows[1]}")
        sheet.ws.data_validations.append(rule)  # a sheet that is written row by row has no more


def _date(text: str) -> CellValue:
    """A day as Excel's date; what is less or more exact, or before Excel's time, stays as it was written."""
    try:
        day = datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        return text
    return day if day.year >= _FIRST_YEAR else text
