"""The evaluation of a year as a workbook, and for large years the score sheets in workbooks beside it."""

from __future__ import annotations

from pathlib import Path

from checker.evaluation.annual import Totals
from checker.evaluation.common import CommonProblems
from checker.evaluation.record import Standing
from checker.evaluation.run import Year
from checker.evaluation.sections import Sections
from reports.evaluation import (
    annual,
    common,
    differences,
    feedback,
    issues,
    ledger,
    notes,
    numbering,
    ranking,
    unscored,
)
from reports.evaluation.figures import Figures
from reports.evaluation.open_items import open_items_path, write_open_items
from reports.evaluation.score_books import folder_of, remove_score_books, write_score_books, write_score_sheets
from reports.evaluation.stream import new_stream, save_stream

__all__ = ["folder_of", "open_items_path", "write_evaluation"]


def write_evaluation(year: Year, path: Path) -> None:
    """Write the workbook, and the folder of score sheets where they are too many for it. Raises OSError."""
    figures = _figures(year)
    book = new_stream()
    ranking.write(book, year, figures)
    within = write_score_sheets(book, year)
    issues.write(book, year)
    common.write(book, year, figures)
    ledger.write(book, year)
    feedback.write(book, year, figures)
    annual.write(book, year, figures)
    differences.write(book, year)
    numbering.write(book, year)
    unscored.write(book, year, figures)
    notes.write(book, year, figures, None if within else folder_of(path).name)
    save_stream(book, path, f"{year.setting.year}年度案卷评查", year.setting.today.isoformat())
    if within:
        remove_score_books(folder_of(path))
    else:
        write_score_books(year, folder_of(path))
    write_open_items(year, open_items_path(path))


def _figures(year: Year) -> Figures:
    """All that is added up over the files, in one pass."""
    figures = Figures(CommonProblems(), Totals(), Sections(), year.store.counts())
    figures.sections.rank(r.entry for r in year.ranks)
    for record in year.store.records():
        figures.totals.add(record)
        if record.standing is Standing.SCORED:
            figures.problems.add(record)
            figures.sections.add(record)
    return figures
