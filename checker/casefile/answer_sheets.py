"""Answers typed into a findings workbook. Columns are found by their headings, the labels of the dictionary, so that
people may sort, filter, delete rows and move columns; what is not an answer is not read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

from checker.casefile.celltext import cell_text
from checker.casefile.layout import fold
from checker.errors import CaseFileError, CheckerError
from checker.marked import Map, Text
from checker.workbooks import Book, BookSheet, open_workbook
from rules.schema import Schema

TYPED = ("conclusion", "reason", "name", "date", "expiry", "approver")
"""What a person writes; the other columns say what it is an answer to."""
_TELLING = ("conclusion", "reason", "name")
"""The headings that tell a sheet with answers from others."""
SEPARATOR = "、"
"""Between the criteria, and between the bindings, of a row that is about several."""
GOES_ON = "（续）"
"""Begins what is shown, below the row that holds the whole of it, of a text too long for one row."""
FILE = "案卷文件"
"""Heading of the column that names the file of the case, in a workbook about several."""
_FILE = "file"
_SEARCHED = 40  # rows from the top among which the headings are looked for


@dataclass(frozen=True, slots=True)
class Typed:
    """One answer as a tree, and the number and the file of the case that its row names."""

    number: str
    tree: Map
    file: str = ""


def read_answer_sheets(path: Path, schema: Schema) -> tuple[list[Typed], list[CheckerError]]:
    """The answers in a workbook, and what is wrong in it. Raises CaseFileError where it holds none that can be read."""
    reader = _Reader(open_workbook(path), schema)
    return reader.read(), reader.faults


@dataclass
class _Reader:
    book: Book
    schema: Schema
    faults: list[CheckerError] = field(default_factory=list)

    def __post_init__(self) -> None:
        answers, number = (self.schema.entities[self.schema.root].fields[f] for f in ("answers", "number"))
        self.entity = self.schema.entities[answers.of]
        self.number = number
        self.names = {fold(f.label): f.name for f in self.entity.fields.values()} | {fold(number.label): number.name}
        self.names[fold(FILE)] = _FILE

    def read(self) -> list[Typed]:
        found: list[Typed] = []
        headed = 0
        for sheet in self.book.sheets.values():
            row, columns = self._headings(sheet)
            if columns:
                headed += 1
                found += self._answers(sheet, row, columns)
        if not headed:
            hint = "请使用 anjuan check -o 写出的检查结果工作簿"
            raise CaseFileError("工作簿里没有填写答复的表", self.book.name, hint)
        return found

    def _headings(self, sheet: BookSheet) -> tuple[int, dict[str, int]]:
        """The row of headings and the column of each field; no columns in a sheet that has no answers."""
        for row in sorted(sheet.rows)[:_SEARCHED]:
            columns: dict[str, int] = {}
            twice = []
            for column, cell in sheet.rows[row].items():
                name = self.names.get(fold(str(cell.value)))
                if name in columns:
                    twice.append((str(cell.value), sheet.place(row, column)))
                elif name:
                    columns[name] = column
            if all(name in columns for name in _TELLING):
                for heading, place in twice:
                    self.faults.append(CaseFileError(f"栏目“{heading}”出现了两次", place, "请删去多余的一栏"))
                if "criterion" not in columns:
                    label = self.entity.fields["criterion"].label
                    at = sheet.place(row, columns["conclusion"])
                    hint = "隐藏的栏不能删；请重新写出检查结果工作簿，把答复填进去"
                    self.faults.append(CaseFileError(f"缺少隐藏的“{label}”一栏，不知道答复的是哪一项", at, hint))
                return row, columns
        return 0, {}

    def _answers(self, sheet: BookSheet, heading: int, columns: Mapping[str, int]) -> Iterator[Typed]:
        rows = sorted(r for r in sheet.rows if r > heading)
        reasons = [cell.value for row in rows if (cell := sheet.cell(row, columns["reason"]))]
        whole_reasons = [r for r in reasons if isinstance(r, str) and not r.startswith(GOES_ON)]
        for row in rows:
            texts = {name: text for name, column in columns.items() if (text := self._text(sheet, row, column, name))}
            if not any(name in texts for name in TYPED) or self._is_shown_again(texts, whole_reasons):
                continue
            place = sheet.place(row, columns["conclusion"])
            number = texts.pop(self.number.name, Text("", place)).value.strip()
            file = texts.pop(_FILE, Text("", place)).value.strip()
            criteria, bindings = (_parts(texts.pop(name, None)) for name in ("criterion", "binding"))
            for criterion, binding in zip_longest(criteria or [None], bindings):
                whole = dict(texts)
                whole |= {n: t for n, t in (("criterion", criterion), ("binding", binding)) if t}
                yield Typed(number, Map(dict(whole), {name: text.place for name, text in whole.items()}, place), file)

    def _is_shown_again(self, texts: Mapping[str, Text], whole_reasons: list[str]) -> bool:
        """Whether a row only goes on with a reason that stands in another, wherever that has been sorted to."""
        if texts.keys() != {"reason"} or not texts["reason"].value.startswith(GOES_ON):
            return False
        return any(texts["reason"].value.removeprefix(GOES_ON) in reason for reason in whole_reasons)

    def _text(self, sheet: BookSheet, row: int, column: int, name: str) -> Text | None:
        cell, place = sheet.cell(row, column), sheet.place(row, column)
        if cell is None:
            return None
        spec = self.entity.fields.get(name, self.number)
        try:
            text = cell_text(cell, spec.element)
        except ValueError as error:
            self.faults.append(CaseFileError(f"{spec.label}：{error}", place))
            return None
        return Text(text, place) if text.strip() else None


def _parts(text: Text | None) -> list[Text | None]:
    return [Text(part.strip(), text.place) for part in text.value.split(SEPARATOR)] if text else []
