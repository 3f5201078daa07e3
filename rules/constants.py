"""Constants as the catalogue writes them, and what a misspelt word was meant to be."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from datetime import date

from rules.schema import ValueType


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint in Chinese naming the nearest known word, or '' when none is near."""
    near = difflib.get_close_matches(word, list(known), 1, 0.6)
    return f"是否想写“{near[0]}”？" if near else ""


def to_constant(text: str, type_: ValueType, members: Mapping[str, str] | None = None) -> bool | int | str:
    """A constant of the given type. Money in 分, dates as ordinals. Raises ValueError in Chinese."""
    match type_:
        case "number" | "money":
            if not re.fullmatch(r"-?\d{1,15}", text):
                raise ValueError(f"“{text}”不是整数" + ("（金额以分为单位）" if type_ == "money" else ""))
            return int(text)
        case "yes_no":
            if text not in ("true", "false"):
                raise ValueError(f"“{text}”应写 true 或 false")
            return text == "true"
        case "date":
            try:
                return date.fromisoformat(text).toordinal()
            except ValueError:
                raise ValueError(f"“{text}”不是日期（应写 2022-03-01）") from None
        case "choice":
            if members is not None and text not in members:
                raise ValueError(f"“{text}”不是可选值。{did_you_mean(text, members)}")
    return text
