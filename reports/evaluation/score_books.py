"""评分表: one sheet for each scored file; of a large year in workbooks of their own, one or more for each section."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Final
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from checker.evaluation.run import Year
from checker.scores import ScoredFile
from reports.evaluation import figures, score_sheet
from reports.evaluation.stream import new_stream, save_stream
from reports.workbook.book import CREATOR

MOST_WITHIN: Final = 60
"""So many score sheets still stand in the workbook of the year."""
_MOST_SHEETS: Final = 200  # of a workbook beside it: more are slow to open and cannot be found
_UNFIT: Final = re.compile(r'[\\/:*?"<>|\[\]\x00-\x1f]')  # in names of files or sheets
_LONGEST: Final = 31  # characters of a sheet's name
_LONGEST_FILE: Final = 60  # of a book's: a file system takes 255 bytes
_TITLE: Final = "评分表"


def folder_of(output: Path) -> Path:
    """Where the score sheets of a large year are written."""
    return output.with_name(f"{output.stem}-评分表")


def write_score_sheets(book: Workbook, year: Year) -> bool:
    """Into the workbook of the year, unless they are too many: then False."""
    if len(year.ranks) > MOST_WITHIN:
        return False
    _sheets(book, year, [r.entry.source for r in year.ranks])
    return True


def write_score_books(year: Year, folder: Path) -> None:
    """Nobody must sign a sheet of an earlier run: what else an earlier run left in the folder is removed at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    written: set[Path] = set()
    for section in year.store.sections():
        for part, some in enumerate(_portions(iter(year.store.sources(section))), 1):
            book = new_stream()
            _sheets(book, year, some)
            more = f"（{part}）" if part > 1 else ""
            name = _UNFIT.sub("", figures.section(section))[:_LONGEST_FILE] + more
            path = _unused(folder / f"{name}.xlsx", written)
            save_stream(book, path, f"{name}{_TITLE}", year.setting.today.isoformat())
            written.add(path)
    remove_score_books(folder, written)


def remove_score_books(folder: Path, but: Container[Path] = ()) -> None:
    """Remove the books of score sheets that an earlier run wrote. A file of somebody else stays. Raises OSError."""
    for path in sorted(folder.glob("*.xlsx")):
        if path not in but and _is_score_book(path):
            path.unlink()
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _is_score_book(path: Path) -> bool:
    try:
        with closing(load_workbook(path, read_only=True)) as book:
            return book.properties.creator == CREATOR and str(book.properties.title).endswith(_TITLE)
    except (OSError, ValueError, KeyError, InvalidFileException, BadZipFile):
        return False


def _unused(path: Path, written: Container[Path]) -> Path:
    """Names of two sections may differ only in what cannot stand in the name of a file."""
    found, number = path, 1
    while found in written:
        number += 1
        found = path.with_stem(f"{path.stem} {number}")
    return found


def _portions(sources: Iterator[str]) -> Iterator[list[str]]:
    while some := list(islice(sources, _MOST_SHEETS)):
        yield some


def _sheets(book: Workbook, year: Year, sources: list[str]) -> None:
    names: set[str] = set()
    for number, source in enumerate(sources, 1):
        record = year.store.record(source)
        tail = f" {number}"
        name = _UNFIT.sub("", record.number or Path(source).stem)[: _LONGEST - len(tail)].strip("' ") or "案卷"
        name = name if name not in names else name[: _LONGEST - len(tail)] + tail
        names.add(name)
        file = ScoredFile(
            source, record.number, record.title, record.parties, record.actions, record.stage, record.as_of
        )
        score_sheet.write(book, file, year.store.sheet(source), record.notices, name=name)
