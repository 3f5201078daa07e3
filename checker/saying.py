"""Conditions and numbers of the catalogue in words, where its author has written none."""

from __future__ import annotations

from datetime import date

from checker.catalog.catalogue import Catalogue, Deadline
from rules.language import All, Any, Compare, Condition, Const, Lookup, Not, Path, Present, Quantified, Value
from rules.naming import unit_name, value_text
from rules.tables import Row
from rules.values import Interval

_SIGNS = {
    "eq": "是",
    "ne": "不是",
    "gte": "不少于",
    "gt": "多于",
    "lte": "不多于",
    "lt": "少于",
    "in": "是",
    "has": "包括",
}
_DATE_SIGNS = _SIGNS | {"gte": "不早于", "gt": "晚于", "lte": "不晚于", "lt": "早于"}
_ELSE = "符合目录所列条件"


def condition(form: Condition, catalogue: Catalogue) -> str:
    """For example 送审日期已有，且最后审核意见是同意."""
    match form:
        case All(parts) | Any(parts):
            word = "，且" if isinstance(form, All) else "，或者"
            return word.join(dict.fromkeys(filter(None, (condition(p, catalogue) for p in parts))))
        case Not(part):
            return f"不属于：{condition(part, catalogue)}"
        case Present(path):
            return f"有{_label(path, catalogue)}"
        case Quantified(_, items):
            return f"有符合条件的{_label(items, catalogue)}"
        case Compare(Path() as left, "eq", (Const(bool() as value),)):
            label = _label(left, catalogue).replace("是否", "")
            return label if value else f"不属于：{label}"
        case Compare(Path() as left, op, right) if all(isinstance(r, Const) for r in right):
            signs = _DATE_SIGNS if catalogue.resolved(left).type == "date" else _SIGNS
            return f"{_label(left, catalogue)}{signs[op]}{'或者'.join(_constant(r, left, catalogue) for r in right)}"
    return _ELSE


def _label(path: Path, catalogue: Catalogue) -> str:
    return catalogue.resolved(path).label


def _constant(value: Value, of: Path, catalogue: Catalogue) -> str:
    resolved = catalogue.resolved(of)
    assert isinstance(value, Const)
    if value.type == "date" and isinstance(value.value, int):
        return date.fromordinal(value.value).isoformat()
    unit = "分" if resolved.type == "money" else ""
    return value_text(value.value, unit, catalogue.schema.choices.get(resolved.of))


def row_on(lookup: Value, day: date, catalogue: Catalogue) -> Row | None:
    """The row of a parameter without a key that is in force on a day."""
    if not isinstance(lookup, Lookup) or lookup.key:
        return None
    rows = catalogue.tables[lookup.table].candidates((), day.toordinal(), day.toordinal())
    return rows[0] if len(rows) == 1 else None


def period(deadline: Deadline, day: date, catalogue: Catalogue) -> str:
    """For example 7个工作日内, as it is on a day; empty where the number hangs on the case or is not settled."""
    number = deadline.number
    row = row_on(number, day, catalogue)
    value = number.value if isinstance(number, Const) else row.value if row else None
    counting = next((r for r in deadline.counting.rows if r.first <= day <= r.last), None)
    if not isinstance(value, int) or counting is None:
        return ""
    number_text = value_text(Interval.exactly(value))
    text = "或者".join(dict.fromkeys(number_text + unit_name(r.unit) for r in counting.readings))
    if deadline.entry.at_least is not None:
        return f"提前{text}"
    return f"{text}内" if deadline.entry.within is not None else f"满{text}后"
