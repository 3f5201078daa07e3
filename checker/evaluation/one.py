"""One case file checked and scored: a pure function of the file, the answers and the setting, for any process."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from checker.casefile.answers import BESIDE, AnswerFile, answer_files, is_answers, load_answers
from checker.casefile.load import build_case, load_case
from checker.catalog.standards import Standard, find_standard
from checker.check import Checker
from checker.errors import CaseFileError, CheckerError, FaultsError
from checker.evaluation import open_items
from checker.evaluation.annual import Counting
from checker.evaluation.numbering import numbers
from checker.evaluation.open_items import Key, key_of, of_line, places, typed_answers
from checker.evaluation.record import CaseRecord, Issue, Packed, Standing, pack
from checker.evaluation.reviewers import differences, refused
from checker.evaluation.sources import Source
from checker.findings import CaseReport
from checker.marked import from_json
from checker.opening import as_of, checker
from checker.scores import ScoreSheet
from checker.scoring import score
from checker.session import Session
from checker.states import State
from checker.workbooks import is_workbook, open_workbook
from rules.naming import field_text, record_name
from rules.paths import Scope
from rules.values import Moment, Record

_DAY: Final = "evaluated_on"
"""The catalogue's fact that says which day puts a file in a year."""
_OUTPUTS: Final = ({"总览", "说明"}, {"评查汇总", "说明"}, {open_items.NAME})
"""Sheets by which a workbook that anjuan wrote is told from a case file that is faulty."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What an evaluation goes by. `day` is the option --as-of, `today` the day for files that name none."""

    layer: str
    standard: str
    year: int
    today: date
    day: str = ""
    answers: str = ""


@dataclass(frozen=True)
class Ready:
    """What is made once in each process."""

    checker: Checker
    standard: Standard
    counting: Counting
    typed: dict[str, dict[Key, list[AnswerFile]]]


@cache
def ready(setting: Setting) -> Ready:
    """Raises CheckerError where the catalogue or the standard is at fault."""
    made = checker(setting.layer)
    made.judge  # noqa: B018  compiled here, not with the first file
    standard = find_standard(setting.standard, made.catalogue)
    typed = typed_answers(setting.answers, made.catalogue.schema)
    return Ready(made, standard, Counting(made.catalogue, setting.year), typed)


def begin(setting: Setting) -> None:
    """Make a process ready. What is loaded stays, so the collector of garbage need not look at it again."""
    ready(setting)
    gc.collect()
    gc.freeze()


def evaluate(source: Source, setting: Setting) -> Packed:
    """Check and score one case. Whatever is wrong with the file is in the record."""
    try:
        known = fingerprint(source)  # before it is read: what changes meanwhile is checked again
    except OSError:
        known = ""
    return pack(*_evaluated(source, setting), known)


def _evaluated(source: Source, setting: Setting) -> tuple[CaseRecord, ScoreSheet | None]:
    name = source.name
    try:
        given = ready(setting)
        case = _loaded(source, given.checker)
        session = given.checker.open(case, *as_of(setting.day, case, setting.today))
        return _record(source, session, given, setting)
    except CheckerError as error:
        if _is_output(source):
            return CaseRecord(name, Standing.OTHER, "这是 anjuan 写出的工作簿"), None
        return CaseRecord(name, Standing.UNREADABLE, _line(error)), None
    except Exception as error:
        why = " ".join(str(error).split())
        return CaseRecord(name, Standing.ERROR, f"程序内部错误（{type(error).__name__}）：{why}"), None


def fingerprint(source: Source) -> str:
    """Tells whether a case, or what is answered beside it, has changed. Raises OSError."""
    found = sha256(source.read())
    if not source.line:
        path = Path(source.path)
        for ending in BESIDE:
            beside = path.with_name(path.stem + ending)
            if beside.is_file():
                found.update(ending.encode() + beside.read_bytes())
    return found.hexdigest()


def _loaded(source: Source, made: Checker) -> Record:
    schema = made.catalogue.schema
    if not source.line:
        return load_case(Path(source.path), schema)
    name = f"{Path(source.path).name}:{source.line}"
    try:
        text = source.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CaseFileError(f"不是UTF-8编码（第{error.start + 1}个字节）", name, "请另存为UTF-8编码") from None
    return build_case(from_json(text, name, CaseFileError), schema)


def _record(source: Source, session: Session, given: Ready, setting: Setting) -> tuple[CaseRecord, ScoreSheet | None]:
    case, schema = session.case, session.catalogue.schema
    day = _day(session)
    counted, uncounted = given.counting.count(session)
    of_year = day is None or day.first_day.year <= setting.year <= day.last_day.year
    told = CaseRecord(
        source.name,
        Standing.SCORED,
        number=field_text(case, "number", schema),
        title=field_text(case, "title", schema),
        section=field_text(case, "handling_unit", schema),
        parties=tuple(record_name(p, schema).partition("：")[2] for p in case.records("parties")),
        day=str(day or ""),
        as_of=session.as_of.isoformat(),
        numbers=numbers(session),
        counted=counted,
        uncounted=uncounted if of_year else (),
    )
    if day is None:
        return replace(told, standing=Standing.UNDATED, why="没有决定、终结等可以归入年度的日期，可能还没有办结"), None
    if day.first_day.year != setting.year or day.last_day.year != setting.year:
        return replace(told, standing=Standing.OUTSIDE, why=f"归入年度的日期是{day}"), None
    answers = dict(_answers(source, told.number, setting, given))
    given_answers = [file for files in answers.values() for file in files]
    report = given.checker.report(session, Path(source.path).name, answers=given_answers, brief=True)
    sheet = score(report, given.standard)
    titles = {item.id: item.title for item in sheet.items}
    record = replace(
        told,
        actions=report.actions,
        stage=report.stage_label,
        grade=sheet.grade,
        vetoes=tuple(titles[v] for v in sheet.vetoes),
        open_vetoes=tuple(titles[v] for v in sheet.open_vetoes),
        issues=_issues(report),
        questions=len(report.questions),
        missing=sum(s.could_fail for s in report.supplies),
        errors=report.counts[State.ERROR],
        differences=differences(answers, report, sheet, schema),
        notices=refused(report),
    )
    return record, sheet


def _day(session: Session) -> Moment | None:
    form = session.catalogue.definitions.get((session.case.entity, _DAY))
    value = session.deriver.outcome(form, Scope(session.case)).value if form else None
    return value if isinstance(value, Moment) else None


def _answers(source: Source, number: str, setting: Setting, given: Ready) -> Iterator[tuple[str, list[AnswerFile]]]:
    """By reviewer: those beside the case and in the folder of answers ('' ), and those in each folder in it."""
    schema = given.checker.catalogue.schema
    key = key_of(source.name, number)
    for reviewer, place in places(setting.answers) if setting.answers else [("", None)]:
        typed = given.typed.get(reviewer, {}).get(key, [])
        if source.line:
            paths = of_line(number, place, (*BESIDE, ".xlsx")) if place else []
            yield reviewer, [*(f for p in paths for f in load_answers(p, schema)), *typed]
        else:
            path = Path(source.path)
            beside = {f.name for e in BESIDE if (f := path.with_name(path.stem + e)).is_file()}
            files = answer_files(path, place, schema)
            yield reviewer, [*(f for f in files if not reviewer or f.name not in beside), *typed]


def _issues(report: CaseReport) -> tuple[Issue, ...]:
    return tuple(
        Issue(
            f.criterion, f.title, f.point, f.severity, f.void, f.subject, f.text, f.remedy,
            tuple(dict.fromkeys(b.citation for b in f.basis)), f.places, f.page,
        )
        for f in report.findings
    )  # fmt: skip


def _line(error: CheckerError) -> str:
    if not isinstance(error, FaultsError):
        return str(error)
    rest = len(error.faults) - 1
    return f"{error.faults[0]}" + (f"（另有{rest}处错误，用 anjuan check 查看）" if rest else "")


def _is_output(source: Source) -> bool:
    path = Path(source.path)
    if source.line or not is_workbook(path) or is_answers(path):
        return False
    try:
        found = open_workbook(path).sheets.keys()
    except CheckerError:
        return False
    return any(found >= sheets for sheets in _OUTPUTS)
