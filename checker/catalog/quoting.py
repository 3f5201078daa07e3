"""Parameters of the law quoted in a text of the catalogue: `{table}` or `{table:key,key}`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from rules.constants import did_you_mean
from rules.naming import value_text
from rules.schema import Schema
from rules.tables import Row, Table
from rules.values import Interval

MISSING = "【待本机关填写】"
"""Where the catalogue knows no value, because it is the agency's to set."""
_QUOTED = re.compile(r"{([^{}:]*)(?::([^{}]*))?}")


def faults(text: str, tables: Mapping[str, Table]) -> Iterator[tuple[str, str]]:
    """Message and hint for every parameter that does not exist, or has no row for its key."""
    for name, key in _quotes(text):
        if name not in tables:
            yield f"没有“{name}”这张参数表", did_you_mean(name, tables)
        elif len(key) != len(tables[name].keys):
            yield f"“{name}”的键应有 {len(tables[name].keys)} 项", f"如 {{{name}:{'，'.join(tables[name].keys)}}}"
        elif not any(row.key == key for row in tables[name].rows):
            yield f"“{name}”没有“{'、'.join(key)}”的值", ""


def quoted(text: str, day: date, tables: Mapping[str, Table], schema: Schema) -> str:
    """The text with the values in force on a day, marked where there is none."""

    def value(found: re.Match[str]) -> str:
        name, key = next(_quotes(found[0]))
        rows = tables[name].candidates(key, day.toordinal(), day.toordinal())
        return _shown(tables[name], rows[0], schema) if rows and rows[0].value is not None else MISSING

    return _QUOTED.sub(value, text)


def _quotes(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for found in _QUOTED.finditer(text):
        yield found[1].strip(), tuple(k.strip() for k in found[2].split(",")) if found[2] else ()


def _shown(table: Table, row: Row, schema: Schema) -> str:
    choice = schema.choices.get(table.of)
    match row.value:
        case int(number) if table.unit == "%" and number >= 100 and not number % 100:
            return f"{number // 100}倍"
        case int(number):
            return value_text(Interval.exactly(number), table.unit)
        case tuple(names):
            return "、".join(value_text(n, choice=choice) for n in names)
        case text:
            return value_text(text, choice=choice)
