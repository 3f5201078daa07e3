"""What reviewers typed in the workbook of the items that a person must judge (待评条目), which is about all the files
of a year."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from checker.casefile.answers import AnswerFile, load_typed
from checker.errors import CheckerError
from rules.schema import Schema
from rules.values import Record

NAME: Final = "待评条目"
"""Part of the name of such a workbook; whatever else a reviewer calls it."""
_OPEN_IN_EXCEL: Final = "~$"
Key = tuple[str, str]
"""The number of a case, and the name of its file without the folder: either alone may be that of several."""


def key_of(source: str, number: str) -> Key:
    return number, Path(source).name


def places(answers: str) -> Iterator[tuple[str, Path]]:
    """The folder of answers ('' ), and the folder in it of each reviewer."""
    if answers:
        yield "", Path(answers)
        yield from ((p.name, p) for p in sorted(Path(answers).iterdir()) if p.is_dir())


def typed_answers(answers: str, schema: Schema) -> dict[str, dict[Key, list[AnswerFile]]]:
    """By reviewer, then by case. Raises CheckerError where such a workbook is faulty."""
    found: dict[str, dict[Key, list[AnswerFile]]] = {}
    for reviewer, place in places(answers):
        cases = found.setdefault(reviewer, {})
        for path in sorted(place.glob(f"*{NAME}*.xlsx")):
            if not path.name.startswith(_OPEN_IN_EXCEL):
                for key, file in _by_case(path, schema):
                    cases.setdefault(key, []).append(file)
    return found


def refuse_to_lose(path: Path, schema: Schema) -> None:
    """Raises CheckerError where a workbook that is about to be written anew holds what somebody typed."""
    if path.is_file() and load_typed(path, schema):
        hint = "请把它移到答复文件夹，用 --answers 答复文件夹 再评查一次"
        raise CheckerError("里面已有填写的答复，重新写出就会丢失", str(path), hint)


def _by_case(path: Path, schema: Schema) -> Iterator[tuple[Key, AnswerFile]]:
    cases: dict[Key, list[Record]] = {}
    for typed, record in load_typed(path, schema):
        cases.setdefault(key_of(typed.file, typed.number), []).append(record)
    for key, records in cases.items():
        yield key, AnswerFile(path.name, key[0], tuple(records))


def of_line(number: str, place: Path, endings: tuple[str, ...]) -> list[Path]:
    """The files of answers to a line of JSON Lines: they have the number of its case for a name."""
    if not number or Path(number).name != number:  # a number is text of a case, and must not lead elsewhere
        return []
    return [p for e in endings if (p := place / (number + e)).is_file()]
