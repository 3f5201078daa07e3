"""From the rows of all sheets to the tree of one case file: every row under the record that owns it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from checker.casefile.convert import ABSENT, yes_no
from checker.casefile.layout import COMPLETE_HEADING, EXISTS, Table
from checker.marked import Map, Seq, Text
from rules.constants import did_you_mean

Fault = Callable[[str, str, str], None]
"""Takes a message, a place and a hint."""


@dataclass(slots=True)
class Row:
    """A record: its tree, and what its row says of other rows."""

    node: Map
    number: str = ""
    owner: Text | None = None
    exists: dict[str, Text] = field(default_factory=dict)
    """Of single records that have sheets of their own: 有 or 无."""
    bare: bool = True
    """Whether nothing but a number stands in it: a record only if another row names it as its owner."""
    up: Row | None = None
    listed: bool = False
    """Whether it is a member of a list, and so has a name."""

    def add_complete(self, names: Iterable[Text]) -> None:
        marks = self.node.entries.setdefault(COMPLETE_HEADING, Seq([], self.node.place))
        assert isinstance(marks, Seq)
        marks.items += names
        self.node.keys.setdefault(COMPLETE_HEADING, self.node.place)

    def put(self, label: str, value: Map | Seq | Text, place: str) -> None:
        self.node.entries[label], self.node.keys[label] = value, place


@dataclass(slots=True)
class SheetRows:
    """What was read from one sheet."""

    place: str
    rows: list[Row] = field(default_factory=list)
    complete: Text | None = None
    """What is said of the whole list: 是, 否 or 无."""


class Assembly:
    """Puts rows together. Rows of a sheet name their owner by its 编号 or its 行次."""

    def __init__(self, sheets: Mapping[tuple[str, ...], SheetRows], book: str, fault: Fault) -> None:
        self.sheets, self.book, self.fault = sheets, book, fault
        self.records: dict[tuple[str, ...], list[Row]] = {}
        self.listed: list[tuple[Row, Row, Seq]] = []

    def tree(self, tables: tuple[Table, ...]) -> Map:
        first = self.sheets.get(())
        self.records[()] = first.rows if first and first.rows else [Row(Map(place=self.book))]
        for table in tables[1:]:
            sheet = self.sheets.get(table.path, SheetRows(self.book))
            self.records[table.path] = self._attached(table, sheet)
        for owner, row, members in reversed(self.listed):
            if row.bare:
                members.items = [m for m in members.items if m is not row.node]
            else:
                owner.bare = False
        return self.records[()][0].node

    def _attached(self, table: Table, sheet: SheetRows) -> list[Row]:
        owners = self.records[table.path[:-1]]
        names = self._names(table) if table.owned_by_row else {}
        for row in sheet.rows:
            row.up = self._owner(table, row, names) if table.owned_by_row else next(iter(owners), None)
        placed = [row for row in sheet.rows if row.up]
        return self._list(table, sheet, placed, owners) if table.is_list else self._single(table, placed, owners)

    # ------------------------------------------------------------------ owners

    def _names(self, table: Table) -> dict[str, Row]:
        """The rows that may own a row of `table`, by what they may be called. A 编号 goes before a 行次."""
        named = table.owner
        while named and not named.is_list:
            named = named.owner
        assert named is not None
        assert table.owner is not None
        owners = {id(self._listed_above(row)): row for row in self.records[table.owner.path]}
        rows = self.records[named.path]
        keys = [(r.number, r) for r in rows] + [(_id(r, named), r) for r in rows]
        return {key: owners[id(row)] for key, row in keys if key and id(row) in owners}

    def _listed_above(self, row: Row) -> Row:
        """The member of a list that a single record belongs to, or the row itself."""
        while row.up is not None and not row.listed:
            row = row.up
        return row

    def _owner(self, table: Table, row: Row, names: Mapping[str, Row]) -> Row | None:
        if row.owner is None:
            if not row.bare:
                self.fault(f"没有填写“{table.owner_heading}”", row.node.place, "请填写其编号，没有编号的填行次")
            return None
        if row.owner.value not in names:
            hint = did_you_mean(row.owner.value, names) or "请填写其编号，没有编号的填行次"
            message = f"“{table.owner.title if table.owner else ''}”里没有“{row.owner.value}”"
            self.fault(message, row.owner.place, hint)
            return None
        return names[row.owner.value]

    # ------------------------------------------------------------------ lists and single records

    def _list(self, table: Table, sheet: SheetRows, placed: list[Row], owners: list[Row]) -> list[Row]:
        assert table.field is not None
        label = table.field.label
        for row in placed:
            assert row.up is not None
            if label not in row.up.node.entries:
                row.up.put(label, Seq([], sheet.place), sheet.place)
            members = row.up.node.entries[label]
            assert isinstance(members, Seq)
            members.items.append(row.node)
            row.listed = True
            self.listed.append((row.up, row, members))
        if sheet.complete and self._says_complete(sheet.complete, any(not r.bare for r in placed)):
            for owner in owners:
                owner.add_complete([Text(label, sheet.complete.place)])
        return placed

    def _says_complete(self, said: Text, any_rows: bool) -> bool:
        if said.value == ABSENT and any_rows:
            self.fault("清单填了无，表里却有内容", said.place, "请填 是 或 否")
            return False
        try:
            return said.value == ABSENT or yes_no(said.value)
        except ValueError as error:
            self.fault(str(error), said.place, "")
            return False

    def _single(self, table: Table, placed: list[Row], owners: list[Row]) -> list[Row]:
        spec = table.field
        assert spec is not None
        rows: dict[int, Row] = {}
        for row in placed:
            if id(row.up) in rows:
                self.fault(f"同一所属对象的“{table.title}”写了两行", row.node.place, "请合并成一行")
            rows[id(row.up)] = row
        result = []
        for owner in owners:
            found, said = rows.get(id(owner)), owner.exists.get(spec.name)
            if said and said.value not in (ABSENT, EXISTS):
                self.fault(f"“{spec.label}”应填 有 或 无", said.place, f"具体内容填在“{table.title}”工作表")
            if said and said.value == ABSENT:
                owner.put(spec.label, said, said.place)
                if found:
                    self.fault(f"“{spec.label}”填了无，“{table.title}”里却有内容", said.place, f"见 {found.node.place}")
            elif found or said:
                place = found.node.place if found else said.place if said else ""
                record = found or Row(Map(place=place), up=owner)
                owner.bare = False
                owner.put(spec.label, record.node, place)
                result.append(record)
        return result


def _id(row: Row, table: Table) -> str:
    spec = table.entity.fields.get("id")
    node = row.node.entries.get(spec.label) if spec else None
    return node.value if isinstance(node, Text) else ""
