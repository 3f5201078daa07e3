"""From plain data (the YAML of a catalogue, every scalar a text) to the tree of `rules.language`.

All faults of one form are collected, each with its place in the data, what is wrong, and what could stand there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any as Data
from typing import cast, get_args

from rules import language as lang
from rules.constants import did_you_mean, to_constant
from rules.form_reader import Fault, FormReader, Loc
from rules.language import ALWAYS, Condition, Const, Path, Value

OPERATORS = get_args(lang.Op)
ORDERED_TYPES = ("number", "money", "date")
_VALUE_FORMS = ("first_known", "value", "count", "sum", "min", "max", "last", "span", "ratio_pct", "minus", "const")
_CONDITION_FORMS = (
    "all",
    "any",
    "not",
    "every",
    "none",
    "some",
    "present",
    "ordered",
    "same",
    "subset",
    "disjoint",
    "matches",
)


class Parser(FormReader):
    """Parses the forms of one catalogue."""

    def condition(self, data: Data, scope: Sequence[str], loc: Loc) -> Condition:
        """The condition in `data`, for records of the last entity in `scope`. Faults: collected, then always true."""
        try:
            return self._condition(data, tuple(scope), loc)
        except Fault as fault:
            self.errors.append(fault.error)
            return ALWAYS

    def value(self, data: Data, scope: Sequence[str], loc: Loc) -> Value:
        """The value form in `data`. On a fault: collected, and a dummy constant."""
        try:
            return self._value(data, tuple(scope), loc)
        except Fault as fault:
            self.errors.append(fault.error)
            return Const(0, "number")

    # ------------------------------------------------------------------ conditions

    def _condition(self, data: Data, scope: tuple[str, ...], loc: Loc) -> Condition:
        if not isinstance(data, dict) or not data:
            raise Fault(loc, "条件应写成“字段: 值”或 all/any/not 等形式")
        form = next((k for k in data if k in _CONDITION_FORMS), None)
        if form is None:
            return self._intern(self._comparison(data, scope, loc))
        self._beside(form, data, loc, "多个条件请放在 all 之下")
        inner = (*loc, form)
        body = data[form]
        match form:
            case "all" | "any":
                kind = lang.All if form == "all" else lang.Any
                parts = tuple(self.condition(p, scope, (*inner, i)) for i, p in enumerate(self._list(body, inner)))
                return self._intern(parts[0] if len(parts) == 1 else kind(parts))
            case "not":
                return self._intern(lang.Not(self.condition(body, scope, inner)))
            case "every" | "none" | "some":
                return self._intern(self._quantified(form, data, scope, loc))
            case "present":
                return self._intern(lang.Present(self._path(self._text(body, inner), scope, inner)))
            case "ordered":
                dates = tuple(self._value(v, scope, (*inner, i)) for i, v in enumerate(self._list(body, inner)))
                for i, v in enumerate(dates):
                    if self.type_of(v)[0] != "date":
                        raise Fault((*inner, i), "ordered 只能比较日期")
                strict = data.get("strict", "false")
                if strict not in ("true", "false"):
                    raise Fault((*loc, "strict"), "strict 应写 true 或 false")
                return self._intern(lang.Ordered(dates, strict == "true"))
            case "same":
                values = [self._value(v, scope, (*inner, i)) for i, v in enumerate(self._list(body, inner))]
                return self._intern(lang.Same(tuple(values)))
            case "matches":
                left, pattern = self._pair(body, inner)
                table = self._text(pattern, (*inner, 1))
                if table not in self.tables:
                    raise Fault((*inner, 1), f"没有名为“{table}”的表", did_you_mean(table, self.tables))
                path = self._path(self._text(left, (*inner, 0)), scope, (*inner, 0))
                rows = self.tables[table].rows
                if len(rows) != 1:
                    raise Fault((*inner, 1), f"表“{table}”应只有一行，写明格式")
                try:
                    re.compile(str(rows[0].value))
                except re.error as error:
                    raise Fault((*inner, 1), f"表“{table}”的格式写法不对（{error}）") from None
                return self._intern(lang.Matches(path, str(rows[0].value)))
            case _:
                left, right = self._pair(body, inner)
                sides = self._value(left, scope, (*inner, 0)), self._value(right, scope, (*inner, 1))
                return self._intern(lang.Sets("subset" if form == "subset" else "disjoint", *sides))

    def _quantified(self, form: str, data: Mapping[str, Data], scope: tuple[str, ...], loc: Loc) -> Condition:
        items, inner = self._members(data[form], scope, (*loc, form))
        where = self.condition(data["where"], inner, (*loc, "where")) if "where" in data else None
        hold = self.condition(data["hold"], inner, (*loc, "hold")) if "hold" in data else None
        if where is None and hold is None:
            raise Fault(loc, f"“{form}”需要 where 或 hold")
        if form == "every":
            if hold is None:
                raise Fault(loc, "every 需要 hold")
            member = lang.Any((lang.Not(where), hold)) if where else hold
            return lang.Quantified("every", items, self._intern(member))
        both = self._intern(lang.All((where, hold)) if where and hold else where or hold or ALWAYS)
        some = lang.Quantified("some", items, both)
        return lang.Not(self._intern(some)) if form == "none" else some

    def _comparison(self, data: Mapping[str, Data], scope: tuple[str, ...], loc: Loc) -> Condition:
        if any(k in _VALUE_FORMS for k in data):
            ops = [k for k in data if k in OPERATORS]
            if len(ops) != 1:
                raise Fault(loc, f"比较需要恰好一个运算符（{'、'.join(OPERATORS)}）")
            left = self._value({k: v for k, v in data.items() if k not in OPERATORS}, scope, loc)
            return self._compare(left, ops[0], data[ops[0]], scope, (*loc, ops[0]))
        parts = []
        for name, right in data.items():
            left = self._path(str(name), scope, (*loc, name), _CONDITION_FORMS)
            if isinstance(right, dict) and right and all(k in OPERATORS for k in right):
                parts += [self._compare(left, op, v, scope, (*loc, name, op)) for op, v in right.items()]
            else:
                parts.append(self._compare(left, "eq", right, scope, (*loc, name)))
        return parts[0] if len(parts) == 1 else lang.All(tuple(parts))

    def _compare(self, left: Value, op: str, right: Data, scope: tuple[str, ...], loc: Loc) -> Condition:
        type_, of = self.type_of(left)
        if type_ == "records":
            raise Fault(loc, "记录不能与值比较", "请写到具体字段，或用 present")
        if op in ("gte", "gt", "lte", "lt") and type_ not in ORDERED_TYPES:
            raise Fault(loc, f"“{op}”只用于数字、金额、日期")
        if op == "has" and not (isinstance(left, Path) and self.resolved[left].many):
            raise Fault(loc, "has 只用于清单")
        entries = [right] if op != "in" or isinstance(right, dict) else self._list(right, loc)
        members = self.schema.choices[of].members if type_ == "choice" else None
        values: list[Value] = []
        for i, entry in enumerate(entries):
            at = (*loc, i) if op == "in" and isinstance(right, list) else loc
            if isinstance(entry, dict):
                value = self._value(entry, scope, at)
            elif str(entry).startswith("$") or (type_ in ("text", "date") and self._is_path(str(entry), scope)):
                value = self._path(str(entry), scope, at)
            else:
                try:
                    value = Const(to_constant(self._text(entry, at), type_, members), type_)
                except ValueError as error:
                    raise Fault(at, str(error)) from None
            if self.type_of(value)[0] != type_ and {self.type_of(value)[0], type_} != {"number", "money"}:
                raise Fault(at, f"类型不同：左边是{type_}，右边是{self.type_of(value)[0]}")
            values.append(self._intern(value))
        return self._intern(lang.Compare(left, cast(lang.Op, op), tuple(values)))

    # ------------------------------------------------------------------ values

    def _value(self, data: Data, scope: tuple[str, ...], loc: Loc) -> Value:
        if isinstance(data, str):
            return self._path(data, scope, loc)
        if not isinstance(data, dict):
            raise Fault(loc, "这里应是字段路径或取值形式")
        form = next((k for k in data if k in _VALUE_FORMS), None)
        if form is None:
            wrong = next(iter(data), "")
            raise Fault((*loc, wrong), f"没有“{wrong}”这种取值形式", did_you_mean(str(wrong), _VALUE_FORMS))
        self._beside(form, data, loc)
        return self._intern(self._value_form(form, data, scope, loc))

    def _value_form(self, form: str, data: Mapping[str, Data], scope: tuple[str, ...], loc: Loc) -> Value:
        inner = (*loc, form)
        body = data[form]
        match form:
            case "const":
                text = self._text(body, inner)
                return Const(int(text), "number") if re.fullmatch(r"-?\d+", text) else Const(text, "text")
            case "first_known":
                parts = self._list(body, inner)
                return lang.FirstKnown(tuple(self._value(p, scope, (*inner, i)) for i, p in enumerate(parts)))
            case "value":
                return self._lookup(data, scope, loc)
            case "count" | "sum" | "min" | "max" | "last":
                items, members = self._members(body, scope, inner)
                where = self.condition(data["where"], members, (*loc, "where")) if "where" in data else None
                if form == "count":
                    return lang.Count(items, where)
                if "of" not in data or (form == "last" and "by" not in data):
                    raise Fault(loc, f"“{form}”需要 of" + ("和 by" if form == "last" else ""))
                of = self._path(self._text(data["of"], (*loc, "of")), members, (*loc, "of"))
                by = self._path(self._text(data["by"], (*loc, "by")), members, (*loc, "by")) if form == "last" else None
                return lang.Aggregate(cast(Data, form), items, of, where, by)
            case "span":
                start, end = (self._value(v, scope, (*inner, i)) for i, v in enumerate(self._pair(body, inner)))
                unit = self._text(data.get("unit", ""), (*loc, "unit"))
                if unit not in get_args(lang.Unit):
                    raise Fault((*loc, "unit"), f"span 的单位应是 {'、'.join(get_args(lang.Unit))}")
                for i, value in enumerate((start, end)):
                    self._typed(value, ("date",), (*inner, i))
                return lang.Span(start, end, cast(lang.Unit, unit))
            case _:
                left, right = (self._value(v, scope, (*inner, i)) for i, v in enumerate(self._pair(body, inner)))
                for i, value in enumerate((left, right)):
                    self._typed(value, ("number", "money"), (*inner, i))
                return lang.RatioPct(left, right) if form == "ratio_pct" else lang.Minus(left, right)

    def _lookup(self, data: Mapping[str, Data], scope: tuple[str, ...], loc: Loc) -> Value:
        name = self._text(data["value"], (*loc, "value"))
        if name not in self.tables:
            raise Fault((*loc, "value"), f"没有名为“{name}”的表", did_you_mean(name, self.tables))
        table = self.tables[name]

        def forms(key: str) -> tuple[Value, ...]:
            entry = data.get(key, [])
            entries = entry if isinstance(entry, list) else [entry]
            return tuple(self._value(e, scope, (*loc, key, i)) for i, e in enumerate(entries))

        at, key = forms("at"), forms("key")
        if len(key) != len(table.keys):
            raise Fault(loc, f"表“{name}”的 key 应有 {len(table.keys)} 项，写了 {len(key)} 项")
        for i, value in enumerate(at):
            self._typed(value, ("date",), (*loc, "at", i))
        for i, (value, wanted) in enumerate(zip(key, table.keys, strict=True)):
            type_, of = self.type_of(value)
            if wanted in self.schema.choices and (type_, of) != ("choice", wanted):
                raise Fault((*loc, "key", i), f"表“{name}”的这一项 key 应是{self.schema.choices[wanted].label}")
        if not at and any(r.first > 1 or r.last < date.max.toordinal() for r in table.rows):
            raise Fault(loc, f"表“{name}”的值随时间变化，需要 at（以哪一日为准）")
        return lang.Lookup(name, at, key)
