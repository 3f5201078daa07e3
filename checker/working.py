"""A computed day with the steps that led to it, and its sentence in Chinese."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from checker.workdays import Day

Unit = Literal["workday", "day", "month", "year", "hour"]
Counting = Literal["after", "before", "clear_before"]

_ONE_DAY: Final = timedelta(days=1)
_UNITS: Final[dict[Unit, str]] = {"workday": "个工作日", "day": "日", "month": "个月", "year": "年", "hour": "小时"}
_WEEKENDS_LISTED: Final = 2  # more ordinary weekends than this are given as a number of days


@dataclass(frozen=True, slots=True)
class Working:
    """A computed day with the steps that led to it.

    `start`: the day of the event counted from; never counted itself (D-01). `first_counted`: the first day counted, a
    working day when working days are counted; None when nothing was counted. `skipped`: the days off that did not
    count, or that a last day rolled over. `made_up`: the make-up workdays that counted. Both are in order of date.
    `rolled_from`: the last day before rolling. `due`: the last day in time, a calendar day: an act on it or before it
    is in time, one after it is late. `due_name`: its name where the calendar was asked (调休上班, 国庆节), else ''.
    `last_workday`: counting back, the latest working day not after `due`; None where the table does not reach it.
    """

    start: date
    first_counted: date | None
    number: int
    unit: Unit
    skipped: tuple[Day, ...]
    made_up: tuple[Day, ...]
    rolled_from: date | None
    due: date
    counting: Counting = "after"
    due_name: str = ""
    last_workday: date | None = None

    @property
    def rolled_over_weekend(self) -> bool:
        """The last day was an ordinary Saturday or Sunday and was rolled: read two ways (D-03)."""
        return self.rolled_from is not None and self.skipped[0].ordinary_weekend

    def sentence(self) -> str:
        """The working in one Chinese sentence; runs of days off are folded into ranges."""
        parts = [self._opening()]
        if self.first_counted is not None:
            parts.append(f"首日{self.first_counted}")
        if self.rolled_from is not None:
            parts.append(f"末日{self.rolled_from}为{self.skipped[0].name}，顺延至其后第一个工作日")
        parts += _skipped_text(self.skipped)
        if self.made_up:
            parts.append("调休上班日计入：" + "、".join(str(day.date) for day in self.made_up))
        parts += self._closing()
        name = f"（{self.due_name}）" if self.due_name else ""
        parts.append(f"{'届满日' if self.counting == 'after' else '最迟日'}{self.due}{name}")
        return "；".join(parts)

    def _opening(self) -> str:
        length = f"{self.number}{_UNITS[self.unit]}"
        if self.counting == "after":
            return (
                f"自{self.start}起算{length}（只知日期）" if self.unit == "hour" else f"自{self.start}次日起算{length}"
            )
        reading = "其间须有完整的" if self.counting == "clear_before" else "至少"
        return f"自{self.start}往前推，当日不计，{reading}{length}"

    def _closing(self) -> list[str]:
        if self.unit != "workday" or self.counting == "after":
            return []
        if self.counting == "clear_before":
            parts = [f"倒数第{self.number}个工作日为{self.due + _ONE_DAY}，须早于该日"]
            if self.last_workday not in (None, self.due):
                parts.append(f"此前最近的工作日为{self.last_workday}")
            return parts
        if self.last_workday is None:
            return []
        parts = [f"倒数第{self.number}个工作日为{self.last_workday}"]
        if self.due != self.last_workday:
            parts.append(f"其后至{self.due}均为休息日，自次日起算至{self.start}仍满{self.number}个工作日")
        return parts


def _skipped_text(days: Iterable[Day]) -> list[str]:
    """'跳过2023-09-29至10-06（中秋节、国庆节）': runs of days off; many ordinary weekends only as a number of days."""
    runs: list[list[Day]] = []
    for day in days:
        if runs and day.date - runs[-1][-1].date == _ONE_DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    weekends = [run for run in runs if all(day.ordinary_weekend for day in run)]
    listed = runs if len(weekends) <= _WEEKENDS_LISTED else [run for run in runs if run not in weekends]
    texts = [_run_text(run) for run in listed]
    if len(listed) < len(runs):
        texts.append(f"{'其余' if listed else ''}周六、周日共{sum(map(len, weekends))}天")
    return ["跳过" + "、".join(texts)] if texts else []


def _run_text(run: list[Day]) -> str:
    first, last = run[0].date, run[-1].date
    holidays = [day.name for day in run if not day.ordinary_weekend]
    names = "、".join(dict.fromkeys(holidays or [day.name for day in run]))
    if first == last:
        return f"{first}（{names}）"
    same_year = first.year == last.year
    return f"{first}至{last.strftime('%m-%d') if same_year else last}（{names}）"
