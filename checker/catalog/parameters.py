"""Tables of parameters: rows typed, keys known, no gap and no overlap of validity, no possible key without a row."""

from __future__ import annotations

import itertools
from datetime import date

from checker.catalog.layers import Layers, Placed
from checker.catalog.models import RowEntry, TableEntry
from checker.catalog.norms import Register
from rules.constants import did_you_mean, to_constant
from rules.schema import Schema
from rules.tables import Row, Table, TableValue


class Parameters:
    """Builds the tables of all layers. Faults are collected in `layers`."""

    def __init__(self, layers: Layers, schema: Schema, register: Register) -> None:
        self.layers, self.schema, self.register = layers, schema, register

    def tables(self) -> dict[str, Table]:
        return {p.entry.id: self.table(p) for p in self.layers.of("tables")}

    def table(self, placed: Placed) -> Table:
        entry: TableEntry = placed.entry
        for i, key in enumerate(entry.keys):
            if key not in self.schema.choices and key not in ("text", "number", "yes_no"):
                self.layers.fault(f"没有“{key}”这一值表", placed.at("keys", i), did_you_mean(key, self.schema.choices))
        if entry.type == "choice" and entry.of not in self.schema.choices:
            hint = did_you_mean(entry.of, self.schema.choices)
            self.layers.fault(f"没有“{entry.of}”这一值表", placed.at("of"), hint)
        rows = tuple(self._row(entry, r, i, placed) for i, r in enumerate(entry.rows))
        self._check_rows(entry, rows, placed)
        otherwise = self._constant(entry, entry.otherwise, placed, ("else",))
        return Table(entry.id, entry.title, entry.type, entry.unit, tuple(entry.keys), rows, otherwise, entry.of)

    def _row(self, entry: TableEntry, row: RowEntry, i: int, placed: Placed) -> Row:
        if (row.value is None) == (not row.unset):
            self.layers.fault("value 与 unset: true 应恰好写一个", placed.at("rows", i))
        if len(row.key) != len(entry.keys):
            self.layers.fault(f"key 应有 {len(entry.keys)} 项", placed.at("rows", i, "key"))
        for name, part in zip(entry.keys, row.key, strict=False):
            if name in self.schema.choices and part not in self.schema.choices[name].members:
                hint = did_you_mean(part, self.schema.choices[name].members)
                self.layers.fault(f"“{part}”不是{self.schema.choices[name].label}", placed.at("rows", i, "key"), hint)
        first, last, source = row.first, row.last, entry.title
        if row.basis:
            self.register.check(row.basis, placed, ("rows", i, "basis"))
            source = self.register.cite(row.basis)
        value = self._constant(entry, row.value, placed, ("rows", i, "value"))
        return Row(f"row{i + 1}", value, max(first.toordinal(), 1), last.toordinal(), tuple(row.key), source, row.note)

    def _constant(
        self,
        entry: TableEntry,
        value: tuple[str, ...] | str | None,
        placed: Placed,
        loc: tuple[str | int, ...],
    ) -> TableValue | None:
        if value is None:
            return None
        members = self.schema.choices[entry.of].members if entry.of in self.schema.choices else None
        try:
            if isinstance(value, tuple):
                return tuple(str(to_constant(v, entry.type, members)) for v in value)
            constant = to_constant(value, entry.type, members)
        except ValueError as error:
            self.layers.fault(str(error), placed.at(*loc))
            return None
        return int(constant) if isinstance(constant, bool) else constant

    def _check_rows(self, entry: TableEntry, rows: tuple[Row, ...], placed: Placed) -> None:
        by_key: dict[tuple[str, ...], list[tuple[int, Row]]] = {}
        for i, row in enumerate(rows):
            by_key.setdefault(row.key, []).append((i, row))
        for same in by_key.values():
            ordered = sorted(same, key=lambda pair: pair[1].first)
            for (_, a), (i, b) in itertools.pairwise(ordered):
                gap = b.first - a.last
                if gap != 1:
                    what = "重叠" if gap < 1 else "有空档"
                    day = date.fromordinal(min(a.last, b.first))
                    self.layers.fault(f"“{entry.id}”的有效期{what}（{day}前后）", placed.at("rows", i))
        domains = [
            ("true", "false") if k == "yes_no" else tuple(self.schema.choices[k].members)
            for k in entry.keys
            if k == "yes_no" or k in self.schema.choices
        ]
        if entry.otherwise is None and len(domains) == len(entry.keys):
            wanted = set(itertools.product(*domains))
            for key in sorted(wanted - by_key.keys()):
                self.layers.fault(f"“{entry.id}”没有“{'、'.join(key)}”的值", placed.place, "请补上，或写 else")
