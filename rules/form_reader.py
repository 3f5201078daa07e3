"""What the forms of the language are made of: words, lists, paths and their types, each with its place in the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any as Data
from typing import TypeVar, cast

from rules import language as lang
from rules.constants import did_you_mean
from rules.language import Condition, Const, Path, Value
from rules.schema import Named, PathError, Resolved, Schema, ValueType
from rules.tables import Tables

Loc = tuple[str | int, ...]
F = TypeVar("F", bound=Value | Condition)
_SIDE_KEYS: Mapping[str, tuple[str, ...]] = {
    "every": ("where", "hold"),
    "none": ("where", "hold"),
    "some": ("where", "hold"),
    "ordered": ("strict",),
    "count": ("where",),
    "sum": ("of", "where"),
    "min": ("of", "where"),
    "max": ("of", "where"),
    "last": ("of", "by", "where"),
    "value": ("at", "key"),
    "span": ("unit",),
}
"""What may stand beside a form."""


@dataclass(frozen=True, slots=True)
class FormError:
    loc: Loc
    message: str
    hint: str = ""


class Fault(Exception):
    """Leaves the form that is being read; it becomes one of the collected errors."""

    def __init__(self, loc: Loc, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.error = FormError(loc, message, hint)


@dataclass
class FormReader:
    """Reads the parts of forms. `facts` are the named facts of the definitions, by entity and id."""

    schema: Schema
    facts: Mapping[tuple[str, str], Named]
    tables: Tables
    errors: list[FormError] = field(default_factory=list)
    _interned: dict[Value | Condition, Value | Condition] = field(default_factory=dict)
    resolved: dict[Path, Resolved] = field(default_factory=dict)

    def type_of(self, value: Value) -> tuple[ValueType, str]:
        """Type of a value and, for choices and records, of which list or entity."""
        match value:
            case Path():
                resolved = self.resolved[value]
                return resolved.type, resolved.of
            case Const(_, type_):
                return type_, ""
            case lang.FirstKnown(paths):
                return self.type_of(paths[0])
            case lang.Lookup(table):
                return self.tables[table].type, self.tables[table].of
            case lang.Aggregate(_, _, of):
                return self.type_of(of)
            case lang.Minus(left):
                return self.type_of(left)
            case _:
                return "number", ""

    def _members(self, data: Data, scope: tuple[str, ...], loc: Loc) -> tuple[Path, tuple[str, ...]]:
        path = self._path(self._text(data, loc), scope, loc)
        resolved = self.resolved[path]
        if resolved.type != "records":
            raise Fault(loc, f"“{path.path}”不是记录的清单")
        return path, (*scope, resolved.of)

    def _is_path(self, text: str, scope: tuple[str, ...]) -> bool:
        try:
            self.schema.resolve(scope[-1], text, self.facts)
        except PathError:
            return False
        return True

    def _path(self, text: str, scope: tuple[str, ...], loc: Loc, forms: Sequence[str] = ()) -> Path:
        entity, rest = scope[-1], text
        if text.startswith("$"):
            entity, _, rest = text[1:].partition(".")
            if entity not in scope:
                raise Fault(loc, f"这里没有“${entity}”", f"可用：{'、'.join('$' + s for s in dict.fromkeys(scope))}")
            if scope.count(entity) > 1:
                raise Fault(loc, f"“${entity}”既可以指清单中的一条，也可以指外层的一条", "把内层的条件另写成命名的事实")
        path = Path(entity, rest)
        try:
            self.resolved.setdefault(path, self.schema.resolve(entity, rest, self.facts))
        except PathError as error:
            hint = did_you_mean(error.unknown, error.known) or did_you_mean(error.unknown, forms)
            raise Fault(loc, f"{error}（写的是 {text}）", hint) from None
        return self._intern(path)

    def _intern(self, form: F) -> F:
        return cast(F, self._interned.setdefault(form, form))

    def _beside(self, form: str, data: Mapping[str, Data], loc: Loc, hint: str = "") -> None:
        allowed = _SIDE_KEYS.get(form, ())
        for key in data:
            if key != form and key not in allowed:
                raise Fault((*loc, key), f"“{form}”旁边不能写“{key}”", did_you_mean(key, allowed) or hint)

    def _typed(self, value: Value, types: Sequence[ValueType], loc: Loc) -> Value:
        type_ = self.type_of(value)[0]
        if type_ not in types:
            raise Fault(loc, f"这里应是{'或'.join(types)}，写的是{type_}")
        return value

    def _text(self, data: Data, loc: Loc) -> str:
        if not isinstance(data, str):
            raise Fault(loc, "这里应是一个文字值")
        return data

    def _list(self, data: Data, loc: Loc) -> list[Data]:
        if not isinstance(data, list) or not data:
            raise Fault(loc, "这里应是非空清单 […]")
        return data

    def _pair(self, data: Data, loc: Loc) -> list[Data]:
        pair = self._list(data, loc)
        if len(pair) != 2:
            raise Fault(loc, "这里应恰好有两项")
        return pair
