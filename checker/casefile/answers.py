"""Answers and waivers that stand outside the case file: in a findings workbook, or in a file beside the case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from checker.casefile.answer_sheets import Typed, read_answer_sheets
from checker.casefile.load import build_case
from checker.errors import CaseFileError, CheckerError
from checker.marked import Map, Marked, Seq, Text, read
from checker.workbooks import is_workbook
from rules.constants import did_you_mean
from rules.schema import Schema
from rules.values import Items, Leaf, Record

ANSWERS, NUMBER = "answers", "number"
BESIDE = (".answers.yaml", ".answers.yml", ".answers.json")
"""What follows the name of a case file, without its ending, in that of the answers kept beside it."""


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """The answers of one file to the questions about one case. `number` is that of the case, '' if it is not said."""

    name: str
    number: str
    records: tuple[Record, ...]


def answer_files(case_file: Path, option: Path | None, schema: Schema) -> tuple[AnswerFile, ...]:
    """The answers kept beside a case file, and those in `option`: a file, or a folder that has one for each case."""
    paths = [p for ending in BESIDE if (p := case_file.with_name(case_file.stem + ending)).is_file()]
    if option and option.is_dir():
        endings = (*BESIDE, ".xlsx")
        names = [f"{case_file.name}.xlsx", *(case_file.stem + ending for ending in endings)]
        paths += [p for n in names if (p := option / n).is_file() and not p.samefile(case_file)]
    elif option:
        paths.append(option)
    unique = {p.resolve(): p for p in paths}
    return tuple(file for path in unique.values() for file in load_answers(path, schema))


def is_answers(path: Path) -> bool:
    """Whether a file, by its name, holds answers and no case."""
    return path.name.lower().endswith(BESIDE)


def load_answers(path: Path, schema: Schema) -> tuple[AnswerFile, ...]:
    """The answers in a file, apart for each case. Raises CaseFileError, or FaultsError with all that is wrong."""
    if not is_workbook(path):
        case = build_case(_as_case(read(path, CaseFileError), schema), schema)
        return (AnswerFile(path.name, str(case.value(NUMBER) or ""), tuple(case.records(ANSWERS))),)
    pairs = load_typed(path, schema)
    numbers = dict.fromkeys(t.number for t, _ in pairs)
    return tuple(AnswerFile(path.name, n, tuple(r for t, r in pairs if t.number == n)) for n in numbers)


def load_typed(path: Path, schema: Schema) -> list[tuple[Typed, Record]]:
    """What was typed into a workbook, row by row. Raises as `load_answers`."""
    typed, faults = read_answer_sheets(path, schema)
    listed = Seq([t.tree for t in typed], path.name)
    case = build_case(Map({ANSWERS: listed}, {ANSWERS: path.name}, path.name), schema, faults)
    return list(zip(typed, case.records(ANSWERS), strict=True))


def gathered(new: Iterable[AnswerFile], old: Iterable[AnswerFile], schema: Schema) -> Record:
    """The `new` answers, and the `old` ones about other things, as a case file that says nothing else.

    Raises CheckerError where there are none, or for several cases.
    """
    fresh, kept = tuple(new), tuple(old)
    answered = {_about(r) for f in fresh for r in f.records}
    others = (AnswerFile(f.name, f.number, tuple(r for r in f.records if _about(r) not in answered)) for f in kept)
    given = [f for f in (*fresh, *others) if f.records]
    if not given:
        raise CheckerError("没有填写答复", "、".join(f.name for f in fresh), "请填写黄色格里的结论、理由和姓名")
    numbers = sorted({f.number for f in given if f.number})
    if len(numbers) > 1:
        raise CheckerError(f"有不止一个案卷的答复（{'、'.join(numbers)}）", "", "请分开整理，一个案卷一个答复文件")
    case = Record(schema.root, given[0].name)
    if numbers:
        case.fields[NUMBER] = Leaf(numbers[0], case.place)
    case.fields[ANSWERS] = Items(tuple(r for f in given for r in f.records), False, case.place)
    return case


def _about(record: Record) -> tuple[object, ...]:
    """What an answer is about; a waiver and an answer to a question are about two things."""
    return record.value("criterion"), record.value("subject"), record.value("conclusion") == "waived"


def _as_case(tree: Marked, schema: Schema) -> Marked:
    """A file of answers is written like the part of a case file that holds them; the list alone will do."""
    fields = schema.entities[schema.root].fields
    if isinstance(tree, Seq):
        return Map({ANSWERS: tree}, {ANSWERS: tree.place}, tree.place)
    known = {word for name in (ANSWERS, NUMBER) for word in (name, fields[name].label)}
    if isinstance(tree, Text):
        raise CaseFileError("答复文件应由“字段: 值”组成", tree.place, f"请写“{fields[ANSWERS].label}”清单")
    for key, place in tree.keys.items():
        if key not in known:
            hint = did_you_mean(key, known) or f"答复文件只写“{fields[NUMBER].label}”和“{fields[ANSWERS].label}”"
            raise CaseFileError(f"答复文件里没有“{key}”这一项", place, hint)
    return tree
