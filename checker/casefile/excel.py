"""A case file from a workbook: the same tree that YAML gives, whose places are sheet and cell.

Sheets and columns are found by their titles, wherever they stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from checker.casefile.assembling import Assembly, Row, SheetRows
from checker.casefile.celltext import cell_text
from checker.casefile.convert import ABSENT
from checker.casefile.layout import (
    COMPLETE_HEADING,
    EXAMPLE,
    FIELD_HEADING,
    FORMAT,
    LISTS_SHEET,
    NOTES_SHEET,
    OWN_LISTS,
    SHEET_COMPLETE,
    VALUE_HEADING,
    VERSION_LABEL,
    Column,
    Table,
    choice_texts,
    fold,
    layout,
    split,
    version,
)
from checker.errors import CaseFileError, CheckerError
from checker.marked import Map, Marked, Seq, Text
from checker.workbooks import Book, BookCell, BookSheet, open_workbook
from rules.constants import did_you_mean
from rules.schema import Field, Schema

_SEARCHED: Final = 40  # rows from the top among which the heading row is looked for


def read_workbook(path: Path, schema: Schema) -> tuple[Map, list[CheckerError]]:
    """The tree of a case file, and what is wrong with the workbook. Raises CaseFileError where it cannot be read."""
    return _Reader(open_workbook(path), schema).read()


Columns = Mapping[int, Column]


class _Reader:
    def __init__(self, book: Book, schema: Schema) -> None:
        self.book, self.schema = book, schema
        self.tables = layout(schema)
        self.faults: list[CheckerError] = []
        self.unknown: list[CheckerError] = []
        """Sheets and headings that the dictionary does not have; a template of another version may."""
        self.sheets: dict[tuple[str, ...], SheetRows] = {}
        self.ids: dict[str, frozenset[str]] = {}

    def fault(self, message: str, place: str, hint: str = "") -> None:
        self.faults.append(CaseFileError(message, place, hint))

    def read(self) -> tuple[Map, list[CheckerError]]:
        other_version = self._version()
        found = self._found()
        headings = {t.path: self._columns(t, found[t.path]) for t in self.tables if t.path in found and not t.is_form}
        self._gather_ids(found, headings)
        for table in self.tables:
            if table.path in headings:
                self.sheets[table.path] = self._table(table, found[table.path], *headings[table.path])
            elif sheet := found.get(table.path):
                self.sheets[table.path] = self._form(table, sheet)
        root = Assembly(self.sheets, self.book.name, self.fault).tree(self.tables)
        if self.unknown and other_version:
            told = CaseFileError(
                "模板是按另一版字段目录制作的，下列工作表或栏目现在没有",
                other_version,
                "请用 anjuan template 重新生成模板，把这些内容移到相应栏目",
            )
            self.unknown.insert(0, told)
        return root, [*self.unknown, *self.faults]

    # ------------------------------------------------------------------ sheets and headings

    def _version(self) -> str:
        """Where the version stands if it is not ours, else ''."""
        sheet = self.book.sheets.get(LISTS_SHEET)
        label = sheet.cell(1, 1) if sheet else None
        if sheet is None or label is None or label.value != VERSION_LABEL:
            return ""
        number, told = sheet.cell(2, 1), sheet.cell(3, 1)
        if number and isinstance(number.value, int) and number.value > FORMAT:
            raise CaseFileError("案卷模板由更新版本的程序制作", sheet.place(2, 1), "请更新程序，或用本程序重新生成模板")
        return "" if told and told.value == version(self.schema) else sheet.place(3, 1)

    def _found(self) -> dict[tuple[str, ...], BookSheet]:
        """The sheet of each table."""
        titles = {fold(t.title): t for t in self.tables}
        found: dict[tuple[str, ...], BookSheet] = {}
        for sheet in self.book.sheets.values():
            title = fold(sheet.title)
            if table := titles.get(title):
                if table.path in found:
                    self.fault(f"工作表“{sheet.title}”有两张", sheet.place(1, 1), "请合并成一张")
                found[table.path] = sheet
            elif sheet.rows and title not in (fold(NOTES_SHEET), fold(LISTS_SHEET)):
                hint = did_you_mean(sheet.title, [t.title for t in self.tables]) or "与案卷无关的工作表请删除"
                self.unknown.append(CaseFileError(f"没有“{sheet.title}”这种工作表", sheet.place(1, 1), hint))
        if not found:
            raise CaseFileError("工作簿里没有案卷的工作表", self.book.name, "请用 anjuan template 生成模板后填写")
        return found

    def _gather_ids(
        self, found: Mapping[tuple[str, ...], BookSheet], headings: Mapping[tuple[str, ...], tuple[int, Columns]]
    ) -> None:
        """The 编号 of each kind of record, so that one that contains a separator is known when it is referred to."""
        ids: dict[str, set[str]] = {}
        for table in self.tables:
            row, columns = headings.get(table.path, (0, {}))
            index = next((i for i, c in columns.items() if c.field and c.field.name == "id"), 0)
            sheet = found.get(table.path)
            if sheet is None or not index:
                continue
            for number in [r for r in sheet.rows if r > row]:
                cell = sheet.cell(number, index)
                if cell and isinstance(cell.value, str) and not _is_example(sheet.rows[number], columns):
                    ids.setdefault(table.entity.name, set()).add(cell.value.strip())
        self.ids = {entity: frozenset(names) for entity, names in ids.items()}

    def _columns(self, table: Table, sheet: BookSheet) -> tuple[int, Columns]:
        """The heading row, 0 where there is none, and the column that each heading stands over."""
        names = {fold(c.heading): c for c in table.columns}
        names |= {c.field.name: c for c in table.columns if c.field and c.field.name not in names}
        rows = sorted(sheet.rows)[:_SEARCHED]
        heads = {r: {c: fold(v.value) for c, v in sheet.rows[r].items() if isinstance(v.value, str)} for r in rows}
        row = max(rows, key=lambda r: sum(h in names for h in heads[r].values()), default=0)
        if not row or not any(h in names for h in heads[row].values()):
            if rows:
                hint = f"应有{'、'.join(c.heading for c in table.columns[:4])}等标题"
                self.fault("没有找到标题行", sheet.place(rows[0], 1), hint)
            return 0, {}
        columns: dict[int, Column] = {}
        for index, cell in sorted(sheet.rows[row].items()):
            heading = heads[row].get(index, str(cell.value))
            column = names.get(heading)
            if column is None:
                self._unknown_heading(str(cell.value), table, sheet.place(row, index))
            elif column in columns.values():
                self.fault(f"“{column.heading}”这一列有两列", sheet.place(row, index), "请合并成一列")
            else:
                columns[index] = column
        return row, columns

    def _unknown_heading(self, heading: str, table: Table, place: str) -> None:
        known = [c.heading for c in table.columns]
        hint = did_you_mean(heading.strip(), known) or "与案卷无关的栏目请删除"
        self.unknown.append(CaseFileError(f"“{table.title}”没有“{heading.strip()}”这一栏", place, hint))

    # ------------------------------------------------------------------ records

    def _form(self, table: Table, sheet: BookSheet) -> SheetRows:
        """A field a row: its name under 字段, its value under 内容."""
        names = {fold(c.heading): c for c in table.columns}
        names |= {c.field.name: c for c in table.columns if c.field and c.field.name not in names}
        result = SheetRows(sheet.place(1, 1))
        record = Row(Map(place=sheet.place(1, 1)))
        label_column, value_column, start = self._form_columns(sheet)
        seen: dict[Column, str] = {}
        for number in sorted(r for r in sheet.rows if r > start):
            label = sheet.cell(number, label_column)
            value = sheet.cell(number, value_column)
            heading = fold(str(label.value)) if label else ""
            column = names.get(heading)
            if column is None:
                if label:
                    self._unknown_heading(str(label.value), table, sheet.place(number, label_column))
                elif value:
                    self.fault("左边没有写字段名", sheet.place(number, value_column))
            elif column in seen:
                self.fault(f"“{column.heading}”写了两次", sheet.place(number, label_column), f"另一处在 {seen[column]}")
            else:
                seen[column] = sheet.place(number, label_column)
                if value:
                    self._put(record, column, value, sheet.place(number, value_column), table)
        if not record.bare:
            result.rows.append(record)
        return result

    def _form_columns(self, sheet: BookSheet) -> tuple[int, int, int]:
        """The columns of names and values, and the row below which they begin."""
        for row in sorted(sheet.rows)[:_SEARCHED]:
            heads = {fold(c.value): i for i, c in sheet.rows[row].items() if isinstance(c.value, str)}
            if FIELD_HEADING in heads and VALUE_HEADING in heads:
                return heads[FIELD_HEADING], heads[VALUE_HEADING], row
        self.fault(f"没有找到“{FIELD_HEADING}”“{VALUE_HEADING}”这一标题行", sheet.place(1, 1))
        return 1, 2, 1_048_576

    def _table(self, table: Table, sheet: BookSheet, heading_row: int, columns: Columns) -> SheetRows:
        """A record a row."""
        result = SheetRows(sheet.place(heading_row or 1, 1))
        if not heading_row:
            return result
        result.complete = self._sheet_complete(sheet, heading_row)
        merged = _MergedColumns(sheet, heading_row)
        stray: set[int] = set()
        for number in sorted(r for r in sheet.rows if r > heading_row):
            cells = {**merged.at(number), **sheet.rows[number]}
            record = Row(Map(place=sheet.place(number, min(columns))))
            if _is_example(cells, columns):
                continue
            for index, cell in sorted(cells.items()):
                if index in columns:
                    self._put(record, columns[index], cell, sheet.place(number, index), table)
                elif index not in stray and not sheet.cell(heading_row, index):
                    stray.add(index)
                    self.fault("这一列没有标题", sheet.place(number, index), "请补写标题，或者删除这一列")
            if not record.bare or record.number:
                result.rows.append(record)
        return result

    def _sheet_complete(self, sheet: BookSheet, heading_row: int) -> Text | None:
        """What stands beside 本表清单已填全, above the table."""
        for row in sorted(r for r in sheet.rows if r < heading_row):
            for index, label in sheet.rows[row].items():
                told = isinstance(label.value, str) and fold(label.value) in (SHEET_COMPLETE, COMPLETE_HEADING)
                if told and (cell := sheet.cell(row, index + 1)):
                    return self._text(cell, sheet.place(row, index + 1), None)
        return None

    def _text(self, cell: BookCell, place: str, spec: Field | None) -> Text | None:
        try:
            text = cell_text(cell, spec.element if spec else "text").strip()
        except ValueError as error:
            self.fault(f"{spec.label}：{error}" if spec else str(error), place)
            return None
        return Text(text, place) if text else None

    def _put(self, record: Row, column: Column, cell: BookCell, place: str, table: Table) -> None:
        """One cell into its record."""
        spec = column.field
        record.bare = record.bare and column.role == "row"
        text = self._text(cell, place, spec)
        if text is None:
            return
        match column.role:
            case "row":
                record.number = text.value
            case "owner":
                record.owner = text
            case "complete":
                record.add_complete(self._complete(text, table))
            case "field" if spec and spec.type == "record":
                record.exists[spec.name] = text
            case "field" if spec:
                record.put(spec.label, self._value(text, spec), place)

    def _value(self, text: Text, spec: Field) -> Marked:
        if not spec.many or text.value == ABSENT:
            return text
        known = self.ids.get(spec.of, frozenset()) if spec.type == "refs" else choice_texts(self.schema, spec)
        return Seq([Text(part, text.place) for part in split(text.value, known, spec.type == "texts")], text.place)

    def _complete(self, text: Text, table: Table) -> list[Text]:
        """What a record says of its lists: 是 for those in its row, or their names."""
        if text.value == OWN_LISTS:
            return [Text(f.label, text.place) for f in table.cell_lists]
        if fold(text.value) in ("否", ABSENT):
            return []
        names = frozenset(f.label for f in table.entity.fields.values() if f.many)
        return [Text(part, text.place) for part in split(text.value, names)]


def _is_example(cells: Mapping[int, BookCell], columns: Columns) -> bool:
    """Whether a row says of itself that it only shows how to fill in the others."""
    marks = (c.value for i, c in cells.items() if i not in columns or columns[i].role == "row")
    return any(isinstance(mark, str) and fold(mark).startswith(EXAMPLE) for mark in marks)


class _MergedColumns:
    """What merged cells say in the rows that they cover: the value of the first counts for each of them."""

    def __init__(self, sheet: BookSheet, heading_row: int) -> None:
        self.ranges = [
            (first, last, column, cell)
            for first, column, last, _ in sheet.merged
            if last > first > heading_row and (cell := sheet.cell(first, column))
        ]

    def at(self, row: int) -> dict[int, BookCell]:
        return {column: cell for first, last, column, cell in self.ranges if first < row <= last}
