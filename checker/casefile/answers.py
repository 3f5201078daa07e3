"""Answers and waivers that stand outside the case file: in a findings workbook, or in a file beside the case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from checker.casefile.answersheets import read_answers
from checker.casefile.load import build_case
from checker.errors import CaseFileError
from checker.marked import Map, Marked, Seq, read
from checker.workbooks import is_workbook
from rules.parser import did_you_mean
from rules.schema import Schema
from rules.values import Record

ANSWERS, NUMBER = "answers", "number"
BESIDE = (".answers.yaml", ".answers.yml", ".answers.json")
"""What follows the name of a case file, without its ending, in that of the answers kept beside it."""


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """The answers of one file to the questions about one case. `number` is that of the case, '' if it is not said."""

    name: str
    number: str
    records: tuple[Record, ...]


def load_answers(path: Path, schema: Schema) -> AnswerFile:
    """The answers in a file. Raises CaseFileError, or FaultsError with all that is wrong in it."""
    if is_workbook(path):
        number, answers, faults = read_answers(path, schema.entities[schema.entities[schema.root].fields[ANSWERS].of])
        case = build_case(Map({ANSWERS: answers}, {ANSWERS: path.name}, path.name), schema, faults)
        return AnswerFile(path.name, number, tuple(case.records(ANSWERS)))
    case = build_case(_as_case(read(path, CaseFileError), schema), schema)
    return AnswerFile(path.name, str(case.value(NUMBER) or ""), tuple(case.records(ANSWERS)))


def beside(case_file: Path) -> Iterator[Path]:
    """The answers kept beside a case file."""
    return (p for ending in BESIDE if (p := case_file.with_name(case_file.stem + ending)).is_file())


def of_folder(case_file: Path, folder: Path) -> Iterator[Path]:
    """The findings workbook of a case file, under the name that it is written with, and its answers, in a folder."""
    names = (f"{case_file.name}.xlsx", *(case_file.stem + ending for ending in BESIDE))
    return (p for name in names if (p := folder / name).is_file())


def is_answers(path: Path) -> bool:
    """Whether a file, by its name, holds answers and no case."""
    return path.name.lower().endswith(BESIDE)


def _as_case(tree: Marked, schema: Schema) -> Marked:
    """A file of answers is written like the part of a case file that holds them; the list alone will do."""
    fields = schema.entities[schema.root].fields
    if isinstance(tree, Seq):
        return Map({ANSWERS: tree}, {ANSWERS: tree.place}, tree.place)
    known = {word for name in (ANSWERS, NUMBER) for word in (name, fields[name].label)}
    if isinstance(tree, Map):
        for key, place in tree.keys.items():
            if key not in known:
                hint = did_you_mean(key, known) or f"答复文件只写“{fields[NUMBER].label}”和“{fields[ANSWERS].label}”"
                raise CaseFileError(f"答复文件里没有“{key}”这一项", place, hint)
    return tree
