"""What every use of the checker begins with: the catalogue of a layer made ready, and the day to check as at."""

from __future__ import annotations

from datetime import date

from checker.casefile.convert import moment
from checker.catalog.build import load_catalogue
from checker.catalog.layers import BUILTIN, find_layer
from checker.check import Checker
from checker.errors import CheckerError
from checker.workdays import Calendar, YearTable
from checker.year_files import load_year_tables
from rules.values import Moment, Record


def checker(layer: str, root: str = "") -> Checker:
    """The checker for a layer, with the workday tables of the users' own years; for cases, or for files of `root`."""
    folder = find_layer(layer)
    tables: dict[int, YearTable] = {}
    for place in dict.fromkeys((BUILTIN / "calendar", folder.parent / "calendar", folder / "calendar")):
        tables |= load_year_tables(place)
    return Checker(load_catalogue(folder, root), Calendar(tables))


def every_checker(layer: str) -> list[Checker]:
    """One for each kind of file that the layer speaks of, that for cases first."""
    first = checker(layer)
    return [first, *(checker(layer, root) for root in first.catalogue.roots[1:])]


def as_of(option: str, case: Record, today: date | None = None) -> tuple[date, str]:
    """The day to check as at, and where it comes from: `option`, else the case file, else `today`."""
    if option:
        return stated_day(option), "命令行 --as-of"
    stated = case.value("as_of")
    if isinstance(stated, Moment) and stated.day:
        return stated.day, "文件写明"
    return today or date.today(), "今天"


def day_or_today(option: str) -> date:
    """The day that `--as-of` names, else today: for what has no case file that could name one."""
    return stated_day(option) if option else date.today()


def stated_day(option: str) -> date:
    """The day that `--as-of` names. Raises CheckerError."""
    try:
        day = moment(option).day
    except ValueError as error:
        raise CheckerError(f"--as-of：{error}") from None
    if day is None:
        raise CheckerError(f"--as-of：“{option}”应具体到日")
    return day
