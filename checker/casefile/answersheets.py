"""The answers typed into a findings workbook, found by the headings of their columns wherever these stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from checker.casefile.celltext import cell_text
from checker.errors import CaseFileError, CheckerError
from checker.marked import Map, Seq, Text
from checker.workbooks import BookSheet, open_workbook
from rules.schema import Entity

QUESTION_HEADINGS: Final = {"结论": "conclusion", "理由": "reason", "答复人": "name", "答复日期": "date"}
WAIVER_HEADINGS: Final = {**QUESTION_HEADINGS, "豁免批准人": "approver", "有效期至": "expiry"}
SUBJECT, BOUND, CASE = HIDDEN = ("对象编号（勿改）", "绑定（勿改）", "案卷编号（勿改）")
"""Headings of the hidden columns. 绑定 holds a criterion and its hash, several of them for folded findings."""
GOES_ON: Final = "（续）"
"""Begins the text of a cell whose row goes on in a second one."""
_SEARCHED: Final = 40  # rows from the top among which the heading row is looked for


def bound_text(bound: list[tuple[str, str]]) -> str:
    """What a hidden cell holds: `P2-091=b1-12ab P2-092=b1-34cd`."""
    return " ".join(f"{criterion}={binding}" for criterion, binding in bound)


def read_answers(
    path: Path, answer: Entity, fault: type[CheckerError] = CaseFileError
) -> tuple[str, Seq, list[CheckerError]]:
    """The number of the case, the answers as a tree, and what is wrong with them."""
    book = open_workbook(path, fault)
    number, found = "", Seq([], path.name)
    faults: list[CheckerError] = []
    seen = False
    for sheet in book.sheets.values():
        row, columns = _headings(sheet)
        if BOUND not in columns:
            continue
        seen = True
        reader = _Sheet(sheet, columns, answer, faults)
        found.items += reader.answers(row)
        number = number or reader.number
    if not seen:
        raise fault("工作簿里没有可以读取答复的表", path.name, "请用检查结果工作簿填写，并保留其中隐藏的列")
    return number, found, faults


def _headings(sheet: BookSheet) -> tuple[int, dict[str, int]]:
    """The heading row and the column of each heading that we know."""
    for row in sorted(sheet.rows)[:_SEARCHED]:
        named = {str(cell.value).strip(): column for column, cell in sheet.rows[row].items()}
        if BOUND in named:
            return row, {name: named[name] for name in (*WAIVER_HEADINGS, *HIDDEN) if name in named}
    return 0, {}


class _Sheet:
    def __init__(
        self, sheet: BookSheet, columns: Mapping[str, int], answer: Entity, faults: list[CheckerError]
    ) -> None:
        self.sheet, self.columns, self.answer, self.faults = sheet, columns, answer, faults
        self.number = ""

    def answers(self, header: int) -> Iterator[Map]:
        last: list[Map] = []
        for row in sorted(r for r in self.sheet.rows if r > header):
            typed = {WAIVER_HEADINGS[h]: t for h in self.columns if h in WAIVER_HEADINGS and (t := self._text(row, h))}
            bound = self._text(row, BOUND)
            number = self._text(row, CASE)
            self.number = self.number or (number.value if number else "")
            if bound is None and typed and all(t.value.startswith(GOES_ON) for t in typed.values()):
                for answer in last:
                    _go_on(answer, typed)
            elif bound is None and typed:
                place = next(iter(typed.values())).place
                self.faults.append(
                    CaseFileError(
                        "这一行没有绑定到检查项", place, "请填在工作簿原有的行里，不要另加行，也不要删去隐藏的列"
                    )
                )
            elif bound and typed:
                last = [self._answer(row, one, bound.place, typed) for one in bound.value.split()]
                yield from last

    def _answer(self, row: int, bound: str, place: str, typed: Mapping[str, Text]) -> Map:
        criterion, _, binding = bound.partition("=")
        entries = {"criterion": Text(criterion, place)}
        if binding:
            entries["binding"] = Text(binding, place)
        if subject := self._text(row, SUBJECT):
            entries["subject"] = subject
        entries |= {field: Text(text.value, text.place) for field, text in typed.items()}
        return Map(dict(entries), {key: text.place for key, text in entries.items()}, place)

    def _text(self, row: int, heading: str) -> Text | None:
        """What stands in the cell, None where it is blank or cannot be read."""
        column = self.columns.get(heading, 0)
        cell = self.sheet.cell(row, column) if column else None
        if cell is None:
            return None
        field = self.answer.fields.get(WAIVER_HEADINGS.get(heading, ""))
        place = self.sheet.place(row, column)
        try:
            text = cell_text(cell, "date" if field and field.type == "date" else "text").strip()
        except ValueError as error:
            self.faults.append(CaseFileError(str(error), place))
            return None
        return Text(text, place) if text else None


def _go_on(answer: Map, typed: Mapping[str, Text]) -> None:
    for field, text in typed.items():
        held = answer.entries.get(field)
        if isinstance(held, Text):
            held.value += text.value.removeprefix(GOES_ON)
