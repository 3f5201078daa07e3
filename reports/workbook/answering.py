"""Cells to answer in, and the hidden ones that bind the answer; both are read back from the workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from checker.casefile.answersheets import bound_text
from checker.findings import Answer, Bound
from reports.workbook.sheet import Sheet
from reports.workbook.style import INPUT_FILL, Cell

LINES_TO_WRITE_ON: Final = 4
_DATES: Final = ("date", "expiry")


def cells(headings: Mapping[str, str], answer: Answer | None) -> list[Cell]:
    """A cell for each heading, with what has been answered."""
    return [
        Cell(
            getattr(answer, field) if answer else "",
            fill=INPUT_FILL,
            number_format="yyyy-mm-dd" if field in _DATES else "@",
            once=field != "reason",
        )
        for field in headings.values()
    ]


def hidden(subject_id: str, bound: Iterable[Bound], case: str) -> list[Cell]:
    texts = (subject_id, bound_text([(b.criterion, b.binding) for b in bound]), case)
    return [Cell(text, once=True) for text in texts]


def choose(sheet: Sheet, columns: Sequence[str], heading: str, members: Sequence[str], first: int, hint: str) -> None:
    """A drop-down list in the cells under `heading`, from row `first` to the last written."""
    if sheet.next_row <= first:
        return
    letter = get_column_letter(columns.index(heading) + 1)
    choice = DataValidation(type="list", formula1=f'"{",".join(members)}"', allow_blank=True, showErrorMessage=True)
    choice.errorTitle, choice.error = heading, f"请选择{'或者'.join(f'“{m}”' for m in members)}。"
    choice.showInputMessage, choice.promptTitle, choice.prompt = True, heading, hint
    choice.add(f"{letter}{first}:{letter}{sheet.next_row - 1}")
    sheet.ws.add_data_validation(choice)
