"""Values and records as Chinese text, from the labels of the dictionary."""

from __future__ import annotations

from fractions import Fraction

from rules.schema import Choice, Schema
from rules.values import Interval, Moment, Record, Scalar

_UNITS = {"workday": "个工作日", "day": "日", "month": "个月", "year": "年", "hour": "小时"}


def unit_name(unit: str) -> str:
    return _UNITS.get(unit, unit)


def money(fen: Fraction | int) -> str:
    """分 as 元 with thousands separators; whole 元 without decimals."""
    yuan = Fraction(fen) / 100
    return f"{int(yuan):,}元" if yuan.denominator == 1 else f"{float(yuan):,.2f}元"


def value_text(value: Scalar | Interval | None, unit: str = "", choice: Choice | None = None) -> str:
    """A value as a person reads it: money in 元, a choice by its label, a date as it was stated."""
    match value:
        case None:
            return "无"
        case bool():
            return "是" if value else "否"
        case Interval(low, high):
            if unit == "分":
                return money(low)
            text = str(low) if low.denominator == 1 else f"{float(low):.2f}"
            if high is None:
                return f"至少{text}{unit_name(unit)}"
            return f"{text}{unit_name(unit)}" if low == high else f"{text}至{float(high):g}{unit_name(unit)}"
        case int():
            return money(value) if unit == "分" else f"{value}{unit_name(unit)}"
        case Moment():
            return str(value)
    return choice.members.get(value, value) if choice else value


def record_name(record: Record, schema: Schema) -> str:
    """For example 当事人：陵川县某某公司; 文书：审计决定书·某某公司·陵审决〔2022〕7号; 案件 for the case itself."""
    entity = schema.entities[record.entity]
    if record.parent is None:
        return entity.label
    parts = [t for name in entity.key if (t := field_text(record, name, schema))]
    name = "·".join(parts) or field_text(record, "id", schema)
    return f"{entity.label}：{name}" if name else entity.label


def field_text(record: Record, name: str, schema: Schema) -> str:
    """A field of a record as text, '' when it is not stated."""
    entity = schema.entities[record.entity]
    value = record.value(name)
    if value is None or name not in entity.fields:
        return ""
    field = entity.fields[name]
    if field.type == "ref":
        target = record.targets.get(str(value))
        return record_name(target, schema).partition("：")[2] if target else str(value)
    return value_text(value, "分" if field.type == "money" else "", schema.choices.get(field.of))
