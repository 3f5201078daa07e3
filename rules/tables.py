"""Parameters of the law: numbers, names and lists by date and key, each row with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rules.schema import ValueType

TableValue = int | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One value and the days (ordinals, both included) on which it holds. `value` None: no source settles it."""

    id: str
    value: TableValue | None
    first: int
    last: int
    key: tuple[str, ...]
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """`keys` are the value lists of its key parts; `otherwise` answers keys without a row (None: none may lack one)."""

    id: str
    title: str
    type: ValueType
    unit: str
    keys: tuple[str, ...]
    rows: tuple[Row, ...]
    otherwise: TableValue | None = None
    of: str = ""

    @property
    def is_list(self) -> bool:
        """Whether its values are lists: names to be among, rather than a number to compare with."""
        return any(isinstance(r.value, tuple) for r in self.rows)

    def candidates(self, key: tuple[str, ...], first: int, last: int) -> tuple[Row, ...]:
        """The rows for `key` that hold on some day from `first` to `last`."""
        return tuple(r for r in self.rows if r.key == key and r.first <= last and first <= r.last)


Tables = Mapping[str, Table]
