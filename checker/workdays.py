"""Which day is a working day: from the State Council notices in chinesecalendar, or from a year a user typed in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from typing import Final

SATURDAY: Final = "周六"
SUNDAY: Final = "周日"
MADE_UP: Final = "调休上班"
UNNAMED_OFF: Final = "放假"

# Member names of chinese_calendar.Holiday whose own Chinese is short or long for a report.
_HOLIDAY_NAMES: Final = {
    "tomb_sweeping_day": "清明节",
    "dragon_boat_festival": "端午节",
    "mid_autumn_festival": "中秋节",
    "anti_fascist_70th_day": "抗战胜利70周年纪念日",
}


class CalendarError(Exception):
    """A day is needed whose year has no workday table; the deadline that needs it is unknown.

    `day` is the first needed day without a table. Counting forward reached it, so the due day is not before it: an
    act dated before `day` is in time whatever the missing table says. Counting back, the due day is not after it.
    """

    def __init__(self, day: date, message: str = "") -> None:
        self.day = day
        self.year = day.year
        super().__init__(
            message
            or f"{day.year}年没有工作日历，无法推算该年的工作日：请按国务院办公厅关于{day.year}年部分节假日安排的通知"
            f"增加 catalogs/calendar/{day.year}.yaml（写法见该目录的 README.md）"
        )


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day. `name`: '' for an ordinary working day, 周六, 周日, a holiday's name, or 调休上班."""

    date: date
    workday: bool
    name: str

    @property
    def ordinary_weekend(self) -> bool:
        """A Saturday or Sunday off that belongs to no holiday: whether 法定节假日 covers it is disputed (D-03)."""
        return not self.workday and self.name in (SATURDAY, SUNDAY)


@dataclass(frozen=True, slots=True)
class YearTable:
    """One year's notice: days off, weekend days worked, and the names of days off where they are known.

    A table replaces the package's year completely. ValueError: a day of another year, or both off and worked.
    """

    year: int
    source: str
    off: frozenset[date]
    worked: frozenset[date]
    names: Mapping[date, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if any(day.year != self.year for day in self.off | self.worked):
            raise ValueError(f"{self.year}: a day of another year")
        if self.off & self.worked:
            raise ValueError(f"{self.year}: a day both off and worked")


class Calendar:
    """Looks up days; each year is laid out once, so counting day by day costs a dictionary look-up a day."""

    def __init__(self, overrides: Mapping[int, YearTable]) -> None:
        if any(year != table.year for year, table in overrides.items()):
            raise ValueError("a year table stands under another year")
        self._overrides = dict(overrides)
        self._years: dict[int, dict[date, Day]] = {}

    def day(self, d: date) -> Day:
        """The day `d`. CalendarError when neither a year table nor the package covers its year."""
        if isinstance(d, datetime):  # equal to no date, so it would silently miss every holiday
            d = d.date()
        days = self._years.get(d.year)
        if days is None:
            days = self._years[d.year] = self._lay_out(d)
        return days[d]

    @property
    def digest(self) -> str:
        """Tells calendars apart by the year tables that they were given."""
        said = [(year, t.source, sorted(t.off), sorted(t.worked)) for year, t in sorted(self._overrides.items())]
        return sha256(repr(said).encode()).hexdigest()

    def covers(self, year: int) -> bool:
        """Whether `day` answers for the days of `year`."""
        return year in self._overrides or _in_package(year)

    def source(self, year: int) -> str:
        """Where the year's workdays come from, in Chinese. CalendarError when the year is not covered."""
        if year in self._overrides:
            return self._overrides[year].source
        if _in_package(year):
            return f"国务院办公厅通知（chinesecalendar {_package_version()}）"
        raise CalendarError(date(year, 1, 1))

    def _lay_out(self, needed: date) -> dict[date, Day]:
        year = needed.year
        table = self._overrides.get(year)
        if table is None:
            if not _in_package(year):
                raise CalendarError(needed)
            table = _package_table(year)
        return {d: _day(d, table) for d in days_of(date(year, 1, 1), date(year, 12, 31))}


def _day(d: date, table: YearTable) -> Day:
    weekend = {5: SATURDAY, 6: SUNDAY}.get(d.weekday(), "")
    if d in table.off:
        return Day(d, False, table.names.get(d) or weekend or UNNAMED_OFF)
    if d in table.worked:
        return Day(d, True, MADE_UP if weekend else "")
    return Day(d, not weekend, weekend)


def days_of(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last, both included."""
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)


# The package is imported where it is first asked, so a run that counts no working days does not load it.


@cache
def _in_package(year: int) -> bool:
    """Whether chinesecalendar accepts days of the year; it takes or refuses a year as a whole."""
    import chinese_calendar

    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except (NotImplementedError, ValueError):
        return False
    return True


@cache
def _package_version() -> str:
    import chinese_calendar

    return str(chinese_calendar.__version__)


@cache
def _package_table(year: int) -> YearTable:
    import chinese_calendar

    chinese = {h.value: _HOLIDAY_NAMES.get(h.name, h.chinese) for h in chinese_calendar.Holiday}
    names = {d: chinese.get(name, "") for d, name in chinese_calendar.holidays.items() if d.year == year}
    worked = frozenset(d for d in chinese_calendar.workdays if d.year == year)
    return YearTable(year, "", frozenset(names) - worked, worked, names)
