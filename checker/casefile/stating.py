"""A loaded case file as values again: for the sheets of a workbook, and as a tree for YAML and JSON.

What a file says is written as its dictionary says it: labels of choices, money in 元, dates as exactly as known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from checker.casefile.convert import ABSENT
from checker.casefile.layout import COMPLETE_HEADING, EXISTS, OWN_LISTS, ROW_HEADING, Table, choice_texts, join, layout
from checker.casefile.load import COMPLETE
from checker.errors import CaseFileError, CheckerError, FaultsError
from rules.schema import Field, Schema
from rules.values import Items, Leaf, Moment, Record, Scalar

CellEntry = str | int | float | datetime
_FIRST_YEAR: Final = 1901  # Excel counts days from 1900, and that year wrongly
_MOST_TEXT: Final = 32_000
_UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


@dataclass(slots=True)
class StatedRow:
    """What stands in one row (in a form: in the whole sheet), by heading."""

    cells: dict[str, CellEntry] = field(default_factory=dict)


@dataclass(slots=True)
class StatedSheet:
    rows: list[StatedRow] = field(default_factory=list)
    complete: str = ""


def as_tree(record: Record, schema: Schema, *, english: bool) -> dict[str, Any]:
    """A record as texts, lists and dicts, with the keys and values in English or as labels."""
    entity = schema.entities[record.entity]
    tree: dict[str, Any] = {}
    complete = []
    for name, node in record.fields.items():
        spec = entity.fields[name]
        key = spec.name if english else spec.label
        if isinstance(node, Items):
            if node.members:
                tree[key] = [_as_tree(m, spec, schema, english) for m in node.members]
            complete += [key] if node.complete else []
        else:
            tree[key] = _as_tree(node, spec, schema, english)
    if complete:
        tree[COMPLETE[0] if english else COMPLETE[1]] = complete
    return tree


def same(one: Record, other: Record, schema: Schema) -> bool:
    """Whether two case files say the same, wherever they say it."""
    first, second = (_unordered(as_tree(case, schema, english=True)) for case in (one, other))
    return bool(first == second)


def _unordered(tree: Any) -> Any:
    """A tree whose marks of completeness, which name lists in any order, can be compared."""
    if isinstance(tree, dict):
        return {k: sorted(v) if k == COMPLETE[0] else _unordered(v) for k, v in tree.items()}
    return [_unordered(t) for t in tree] if isinstance(tree, list) else tree


def _as_tree(node: Any, spec: Field, schema: Schema, english: bool) -> Any:
    if isinstance(node, Record):
        return as_tree(node, schema, english=english)
    if english and spec.element == "choice" and node.value is not None:
        return node.value
    return _text(node.value, spec, schema)


def _text(value: Scalar | None, spec: Field, schema: Schema) -> str:
    """A value as the converter reads it."""
    match value:
        case None:
            return ABSENT
        case bool():
            return "是" if value else "否"
        case int() if spec.element == "money":
            return format(_yuan(value), "f")
        case str() if spec.element == "choice":
            label = schema.choices[spec.of].members[value]
            return value if label == ABSENT or label in schema.choices[spec.of].members else label
    return str(value)


def _yuan(fen: int) -> Decimal:
    return Decimal(fen // 100) if fen % 100 == 0 else Decimal(fen) / 100


def as_sheets(case: Record, schema: Schema) -> Mapping[tuple[str, ...], StatedSheet]:
    """What stands on each sheet, by the path of its table. Raises FaultsError for what a cell cannot hold."""
    stating = _Stating(schema)
    stating.state(case)
    if stating.faults:
        raise FaultsError(stating.faults)
    return stating.sheets


class _Stating:
    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.tables = {t.path: t for t in layout(schema)}
        self.sheets = {path: StatedSheet() for path in self.tables}
        self.faults: list[CheckerError] = []
        self.complete: list[tuple[StatedRow, Table, set[str]]] = []
        """What each record says of its lists, until it is known what can be said for a whole sheet."""
        self.ids: dict[str, set[str]] = {}

    def state(self, case: Record) -> None:
        self._gather(case)
        self.record(case, self.tables[()], "")
        for table in self.tables.values():
            if table.is_list and table.field:
                said = [table.field.name in lists for _, owner, lists in self.complete if owner is table.owner]
                stated = any(self.sheets[table.path].rows)
                self.sheets[table.path].complete = "是" if said and all(said) else "否" if stated else ""
        for row, table, lists in self.complete:
            self._say_complete(row, table, lists)

    def _gather(self, record: Record) -> None:
        for node in record.fields.values():
            for inner in node.members if isinstance(node, Items) else (node,):
                if isinstance(inner, Record):
                    self.ids.setdefault(inner.entity, set()).add(str(inner.value("id")))
                    self._gather(inner)

    def _say_complete(self, row: StatedRow, table: Table, lists: set[str]) -> None:
        """In the record's own row, what its other sheets do not say for all."""
        elsewhere = {t.field.name for t in self.tables.values() if t.owner is table and t.field and t.is_list
                     and self.sheets[t.path].complete == "是"}  # fmt: skip
        fields = table.entity.fields
        rest = [name for name in fields if name in lists - elsewhere]
        if rest and rest == [f.name for f in table.cell_lists]:
            row.cells[COMPLETE_HEADING] = OWN_LISTS
        elif rest:
            labels = [fields[name].label for name in rest]
            row.cells[COMPLETE_HEADING] = join(labels, frozenset(f.label for f in fields.values() if f.many)) or ""

    def record(self, record: Record, table: Table, owner: str) -> None:
        """Write a record and everything inside it. `owner` is what its owner is called."""
        row = StatedRow()
        sheet = self.sheets[table.path]
        sheet.rows.append(row)
        name = owner
        if table.is_list:
            number = str(len(sheet.rows))
            row.cells[ROW_HEADING] = len(sheet.rows)
            id_ = record.value("id")
            name = id_ if isinstance(id_, str) else number
        if table.owned_by_row:
            row.cells[table.owner_heading] = owner
        for field_name, node in record.fields.items():
            spec = table.entity.fields[field_name]
            self._field(node, spec, table, row, name)
        lists = {name for name, node in record.fields.items() if isinstance(node, Items) and node.complete}
        self.complete.append((row, table, lists))
        if table.is_list and not table.owned_by_row and row.cells.keys() == {ROW_HEADING} and not lists:
            self._fault("这一条什么也没有填写", record.place, "请填写或者删去")

    def _field(self, node: Any, spec: Field, table: Table, row: StatedRow, name: str) -> None:
        path = (*table.path, spec.name)
        match node:
            case Record():
                row.cells[spec.label] = EXISTS
                self.record(node, self.tables[path], name)
            case Items(members) if spec.type == "list":
                for member in members:
                    assert isinstance(member, Record)
                    self.record(member, self.tables[path], name)
            case Items(members):
                texts = [_text(m.value, spec, self.schema) for m in members if isinstance(m, Leaf)]
                joined = join(texts, self._known(spec), spec.type == "texts") if texts else ""
                if joined is None:
                    self._fault(f"“{spec.label}”里的内容不能写进一个单元格", node.place, "请去掉其中单独一行的----")
                elif joined:
                    row.cells[spec.label] = self._fits(joined, spec, node.place)
            case Leaf(value, place):
                row.cells[spec.label] = self._fits(self._entry(value, spec), spec, place)

    def _known(self, spec: Field) -> frozenset[str]:
        return frozenset(self.ids.get(spec.of, ())) if spec.type == "refs" else choice_texts(self.schema, spec)

    def _entry(self, value: Scalar | None, spec: Field) -> CellEntry:
        """Numbers, amounts and days as Excel's own, where it can hold them."""
        match value:
            case Moment(earliest, _, "day") if earliest.year >= _FIRST_YEAR:
                return earliest
            case int() if not isinstance(value, bool) and spec.element == "number":
                return value
            case int() if not isinstance(value, bool) and spec.element == "money":
                return value // 100 if value % 100 == 0 else value / 100
        return _text(value, spec, self.schema)

    def _fits(self, entry: CellEntry, spec: Field, place: str) -> CellEntry:
        if isinstance(entry, str) and _UNFIT.search(entry):
            self._fault(f"“{spec.label}”里有工作簿不能存放的控制字符", place, "请删去后再转换")
        if isinstance(entry, str) and len(entry.encode("utf-16-le", "replace")) // 2 > _MOST_TEXT:
            self._fault(f"“{spec.label}”超过一个单元格能放的{_MOST_TEXT}字", place, "请精简后再转换")
        return entry

    def _fault(self, message: str, place: str, hint: str) -> None:
        self.faults.append(CaseFileError(message, place, hint))
