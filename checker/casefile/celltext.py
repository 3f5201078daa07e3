"""What a cell of a workbook says, as the text that the converter reads: as a person sees it, never as Excel guesses."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from checker.workbooks import BookCell
from rules.schema import ValueType

_LITERAL: Final = re.compile(r"\[[^\]]*\]|\\.|_.|\*.")
_SCALED: Final = re.compile(r"[0#?],+(?=$|[^0-9#?,])|!")


def cell_text(cell: BookCell, type_: ValueType) -> str:
    """The text of a cell that should hold a `type_`. Raises ValueError, in Chinese, where it is open what is meant."""
    if cell.fault:
        raise ValueError(cell.fault)
    match cell.value:
        case str() as text:
            return text.replace("_x000D_", "\r")
        case bool() as answer:
            return "是" if answer else "否"
        case int() | float() as number:
            return _number(number, cell.number_format, type_)
        case datetime() as moment:
            return _moment(moment, cell.number_format, type_)
        case date() as day:
            return _moment(datetime(day.year, day.month, day.day), "d", type_)
    raise ValueError("单元格只有时间，没有日期")


def _number(number: int | float, number_format: str, type_: ValueType) -> str:
    # What Excel shows has fifteen digits; what it computes has a little more.
    text = format(Decimal(f"{number:.15g}"), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    if type_ == "date":
        raise ValueError(f"日期写成了数字{text}，分不清是几月几日，请写成 2022-03-01 这样的日期")
    shown = number_format.split(";")[0]
    if type_ in ("money", "number") and ("万" in shown or "亿" in shown or "%" in shown or _scaled(shown)):
        raise ValueError(f"单元格的值是{text}，显示格式却另带单位（{shown}），请改成文字，如 12万元")
    return text


def _scaled(shown: str) -> bool:
    return bool(_SCALED.search(_LITERAL.sub("", re.sub(r'"[^"]*"', "", shown))))


def _moment(moment: datetime, number_format: str, type_: ValueType) -> str:
    """As exactly as the cell shows it: Excel turns a typed month into its first day, and shows the month alone."""
    if type_ in ("money", "number", "yes_no"):
        raise ValueError(f"单元格是日期（{moment:%Y-%m-%d}），请改正单元格格式后重填")
    shown = _LITERAL.sub("", re.sub(r'"[^"]*"', "", number_format)).lower()
    moment += timedelta(seconds=0.5)
    if "h" in shown and (moment.hour or moment.minute):
        return f"{moment:%Y-%m-%d %H:%M}"
    return f"{moment:%Y-%m}" if "d" not in shown and "y" in shown else f"{moment:%Y-%m-%d}"
