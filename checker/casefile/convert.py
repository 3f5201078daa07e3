"""One converter from text to a typed value, for every kind of file.

Money is an integer of 分. A date may be a month, a day or a minute. Each fault is a ValueError in Chinese.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from rules.constants import did_you_mean
from rules.values import Moment, Scalar

ABSENT = "无"
_YES = {"是", "有", "true", "yes", "y", "√"}
_NO = {"否", "false", "no", "n", "×"}
_DATE = re.compile(
    r"(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2})日?(?:(?:[T\s]\s*|(?<=日))(\d{1,2})[:时](\d{1,2})分?(?::\d{2})?)?|月)?"
)
_MONEY = re.compile(r"[¥￥]?(-?[\d,]+(?:\.\d+)?)\s*(亿元|万元|元|分)?")
_UNITS = {"亿元": 10**10, "万元": 10**6, "元": 10**2, "分": 1, None: 10**2}
_LONGEST = 16_384


def convert(text: str, type_: str, choices: Mapping[str, str] | None = None) -> Scalar | None:
    """`text` as a value of `type_`; None for 无, the statement that there is none."""
    raw = text.strip()
    if raw == ABSENT:
        return None
    if type_ == "text":
        if len(raw) > _LONGEST:
            raise ValueError(f"文字超过{_LONGEST}字")
        return raw.replace("\r\n", "\n").replace("\r", "\n")
    tidy = unicodedata.normalize("NFKC", raw).strip()
    match type_:
        case "yes_no":
            return yes_no(tidy)
        case "number":
            return _number(tidy)
        case "money":
            return money(tidy)
        case "date":
            return moment(tidy)
        case _:
            return choice(tidy, choices or {})


def yes_no(text: str) -> bool:
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise ValueError(f"“{text}”应填 是 或 否")


def _number(text: str) -> int:
    if not re.fullmatch(r"-?\d{1,15}", text.replace(",", "")):
        raise ValueError(f"“{text}”不是整数")
    return int(text.replace(",", ""))


def money(text: str) -> int:
    """An amount in 元 unless another unit is written, as 分."""
    found = _MONEY.fullmatch(text)
    if not found:
        raise ValueError(f"“{text}”不是金额（应写 120000、120000.50元 或 12万元）")
    try:
        amount = Decimal(found[1].replace(",", "")) * _UNITS[found[2]]
    except InvalidOperation:
        raise ValueError(f"“{text}”不是金额") from None
    if amount != amount.to_integral_value():
        raise ValueError(f"金额“{text}”不足一分")
    if abs(amount) >= 10**15:
        raise ValueError(f"金额“{text}”过大")
    return int(amount)


def moment(text: str) -> Moment:
    """A month (2022-03), a day (2022-03-01, 2022.3.1, 2022年3月1日) or a minute (2022-03-01 14:30)."""
    found = _DATE.fullmatch(text)
    if not found:
        raise ValueError(f"“{text}”不是日期（应写 2022-03-01，只知月份写 2022-03）")
    year, month, day, hour, minute = (int(p) if p else None for p in found.groups())
    try:
        if day is None:
            start = datetime(year or 0, month or 0, 1)
            last = start.replace(day=monthrange(start.year, start.month)[1])
            return Moment(start, datetime.combine(last, time.max), "month")
        if hour is None:
            return Moment.on(datetime(year or 0, month or 0, day).date())
        start = datetime(year or 0, month or 0, day, hour, minute or 0)
    except ValueError:
        raise ValueError(f"没有“{text}”这一日期") from None
    return Moment(start, start + timedelta(seconds=59), "minute")


def choice(text: str, choices: Mapping[str, str]) -> str:
    """The id of a choice given by id or label."""
    if text in choices:
        return text
    labels = {unicodedata.normalize("NFKC", label): id_ for id_, label in choices.items()}
    if text in labels:
        return labels[text]
    hint = did_you_mean(text, [*labels, *choices])
    listed = "" if hint or len(labels) > 12 else f"可填：{'、'.join(labels)}"
    raise ValueError(f"“{text}”不在可选值之内。{hint}{listed}".rstrip("。"))
