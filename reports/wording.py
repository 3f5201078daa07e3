"""Conditions of the catalogue as Chinese text, for people who read a criterion without reading YAML."""

from __future__ import annotations

from datetime import date

from checker.catalog.catalogue import Catalogue
from rules import language as lang
from rules.language import Condition, Value
from rules.naming import value_text
from rules.values import Interval, Moment

_OPS = {
    "eq": "为",
    "ne": "不为",
    "gte": "不少于",
    "gt": "多于",
    "lte": "不多于",
    "lt": "少于",
    "in": "属于",
    "has": "包含",
}
_DAY_OPS = _OPS | {"gte": "不早于", "gt": "晚于", "lte": "不晚于", "lt": "早于"}
_UNITS = {"workday": "工作日", "day": "日数", "month": "月数", "year": "年数", "hour": "小时数"}
_AGGREGATES = {"sum": "合计", "min": "最小值", "max": "最大值", "last": "最后一项"}


class Wording:
    """The forms of one catalogue, seen from records of `subject`."""

    def __init__(self, catalogue: Catalogue, subject: str) -> None:
        self.catalogue, self.subject = catalogue, subject

    def lines(self, form: Condition, depth: int = 0) -> list[str]:
        """The condition as a nested Markdown list."""
        pad = "  " * depth + "- "
        match form:
            case lang.All(parts) | lang.Any(parts):
                if len(parts) == 1:
                    return self.lines(parts[0], depth)
                head = "下列各项都成立" if isinstance(form, lang.All) else "下列任何一项成立"
                return [f"{pad}{head}：", *self._all(parts, depth + 1)]
            case lang.Not(lang.Present(path)):
                return [f"{pad}没有{self.value(path)}"]
            case lang.Not(lang.Quantified("some", items, member)):
                return [f"{pad}{self.value(items)}中没有一项是：", *self.lines(member, depth + 1)]
            case lang.Not(part):
                return [f"{pad}以下不成立：", *self.lines(part, depth + 1)]
            case lang.Quantified("every", items, lang.Any((lang.Not(where), hold))):
                return [
                    f"{pad}{self.value(items)}中符合以下条件的：",
                    *self.lines(where, depth + 1),
                    f"{pad}都应当：",
                    *self.lines(hold, depth + 1),
                ]
            case lang.Quantified(kind, items, member):
                head = "中每一项都" if kind == "every" else "中至少有一项"
                return [f"{pad}{self.value(items)}{head}：", *self.lines(member, depth + 1)]
            case lang.Compare(lang.Count(items, where), _, _) if where is not None:
                return [f"{pad}{self._compared(form)}，计入的是：", *self.lines(where, depth + 1)]
            case _:
                return [pad + self._flat(form)]

    def _all(self, parts: tuple[Condition, ...], depth: int) -> list[str]:
        return [line for part in parts for line in self.lines(part, depth)]

    def _flat(self, form: Condition) -> str:
        match form:
            case lang.Compare():
                return self._compared(form)
            case lang.Present(path):
                return f"有{self.value(path)}"
            case lang.Ordered(dates, strict):
                return (" 早于 " if strict else " 不晚于 ").join(map(self.value, dates))
            case lang.Same(values):
                return f"{'、'.join(map(self.value, values))}一致"
            case lang.Sets("subset", left, right):
                return f"{self.value(left)}全部在{self.value(right)}之内"
            case lang.Sets(_, left, right):
                return f"{self.value(left)}与{self.value(right)}没有重合"
            case lang.Matches(value, pattern):
                tables = (t for t in self.catalogue.tables.values() if any(r.value == pattern for r in t.rows))
                return f"{self.value(value)}符合《{next(tables).title}》"
            case _:
                raise TypeError(form)

    def _within(self, where: Condition) -> str:
        """A condition inside a phrase, on one line."""
        return "".join(line.strip().removeprefix("- ") + "；" for line in self.lines(where)).rstrip("；")

    def _compared(self, form: lang.Compare) -> str:
        left = self.value(form.left)
        path = self.catalogue.paths.get(form.left) if isinstance(form.left, lang.Path) else None
        ops = _DAY_OPS if path and path.type == "date" else _OPS
        sides = "、".join(self._side(v, path.of if path else "") for v in form.right)
        return f"{left}{ops[form.op]}{sides}"

    def _side(self, value: Value, of: str) -> str:
        if not isinstance(value, lang.Const):
            return self.value(value)
        match value.type:
            case "choice":
                return self.catalogue.schema.choices[of].members[str(value.value)] if of else str(value.value)
            case "yes_no":
                return "是" if value.value else "否"
            case "date":
                return value_text(Moment.on(date.fromordinal(int(value.value))))
            case "money":
                return value_text(Interval.exactly(int(value.value)), "分")
            case _:
                return str(value.value)

    def value(self, form: Value) -> str:
        """A value form as a phrase; fields in brackets."""
        match form:
            case lang.Path(entity, _):
                label = self.catalogue.resolved(form).label
                if entity == self.subject:
                    return f"〔{label}〕"
                return f"〔{self.catalogue.schema.entities[entity].label}·{label}〕"
            case lang.Const():
                return self._side(form, "")
            case lang.FirstKnown(paths):
                return f"{'、'.join(map(self.value, paths))}中最先知道的一个"
            case lang.Lookup(name, _, keys):
                table = self.catalogue.tables[name]
                parts = "、".join(self._side(k, of) for k, of in zip(keys, table.keys, strict=True))
                return f"《{table.title}》" + (f"（{parts}）" if parts else "")
            case lang.Count(items, _):
                return f"{self.value(items)}的项数"
            case lang.Aggregate(op, items, of, where, _):
                kept = f"中（{self._within(where)}）的" if where else "的"
                return f"{self.value(items)}{kept}{self.value(of)}{_AGGREGATES[op]}"
            case lang.Span(start, end, unit):
                return f"{self.value(start)}至{self.value(end)}的{_UNITS[unit]}"
            case lang.RatioPct(part, whole):
                return f"{self.value(part)}占{self.value(whole)}的百分比"
            case lang.Minus(left, right):
                return f"{self.value(left)}减去{self.value(right)}"
