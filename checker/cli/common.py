"""What the commands share: options, exit codes, and where messages go (stderr; stdout stays machine-readable)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from checker.casefile.answers import answer_files
from checker.casefile.load import load_case
from checker.catalog.kind_of_file import other_kind
from checker.check import Checker
from checker.errors import CaseFileError, CheckerError, OutputError
from checker.findings import CaseReport
from checker.materials import Materials
from checker.opening import as_of as as_of
from checker.opening import checker as checker
from checker.session import Session
from checker.states import Severity
from rules.values import Record

FOUND, UNUSABLE, INTERNAL, OPEN = 1, 2, 3, 4

LayerOption = Annotated[str, typer.Option("--layer", help="目录层：内置的层名，或自己的目录层文件夹。")]
AsOfOption = Annotated[
    str, typer.Option("--as-of", help="以哪一日为检查日（如 2022-03-01），缺省用案卷里写的，再缺省用今天。")
]
DebugOption = Annotated[bool, typer.Option("--debug", help="出错时显示完整的出错位置。")]
AnswersOption = Annotated[
    Path | None,
    typer.Option(
        "--answers",
        help="填写了答复和豁免的检查结果工作簿，或者 .yaml、.json 答复文件；多个案卷时是文件夹。"
        "案卷旁边的 案卷.answers.yaml 总会读取。",
    ),
]
CrossCheckOption = Annotated[bool, typer.Option("--cross-check", help="用另一套计算对照引擎的结论。")]


class FailOn(Enum):
    veto = "veto"
    major = "major"
    minor = "minor"
    never = "never"

    @property
    def severity(self) -> Severity | None:
        return None if self is FailOn.never else Severity(self.value)


FailOnOption = Annotated[FailOn, typer.Option("--fail-on", help="达到哪一级问题时以 1 退出。")]
DEFAULT_LAYER = "lingchuan"
STDOUT = Path("-")
CASE, AGENCY = "case", "agency"
COMMANDS = {CASE: "anjuan check", AGENCY: "anjuan agency"}
"""Which command checks a file, by its root."""


def say(text: str) -> None:
    print(text, file=sys.stderr)


def checker_for(file: Path, layer: str) -> Checker:
    """The checker for the kind of file that a file is."""
    ready = checker(layer)
    try:
        load_case(file, ready.catalogue.schema)
    except CheckerError as error:
        other = other_kind(file, ready.catalogue, error)
        return checker(layer, other.root) if other else ready
    return ready


def loaded(file: Path, ready: Checker) -> Record:
    """A file of the kind that the checker is for. One of another kind is refused in one line."""
    try:
        return load_case(file, ready.catalogue.schema)
    except CheckerError as error:
        other = other_kind(file, ready.catalogue, error)
        if other is None:
            raise
        this, that = (s.entities[s.root].label for s in (ready.catalogue.schema, other))
        hint = f"请用 {COMMANDS[other.root]}" if other.root in COMMANDS else ""
        raise CaseFileError(f"这是{that}文件，不是{this}文件", file.name, hint) from None


def opened(file: Path, ready: Checker, as_of_day: str) -> Session:
    """A case file as at the day that `--as-of` or the file itself says."""
    case = loaded(file, ready)
    return ready.open(case, *as_of(as_of_day, case))


def examined(
    file: Path, ready: Checker, as_of_day: str, answers_from: Path | None, *, cross_check: bool = False
) -> tuple[Session, CaseReport]:
    """A case file and what there is to say about it, with the answers beside it and those that `--answers` names."""
    session = opened(file, ready, as_of_day)
    answers = answer_files(file, answers_from, ready.catalogue.schema)
    return session, ready.report(session, file.name, answers=answers, cross_check=cross_check)


def hand_over(report: CaseReport, workbook: Path | None, json: Path | None, issued: Materials | None = None) -> None:
    """A report as a summary on stderr and, where asked for, as a workbook and as JSON; `STDOUT` prints the JSON.

    `issued` is for the workbook of the bureau itself. Raises OutputError.
    """
    from reports.json_report import to_json, write_json
    from reports.terminal import summary
    from reports.workbook import write_workbook

    summary(report, Console(stderr=True))
    if workbook:
        write_and_say(partial(write_workbook, report, workbook, issued), workbook)
    if json == STDOUT:
        print(to_json(report))
    elif json:
        write(partial(write_json, report, json), json)


def write_and_say(action: Callable[[], None], path: Path, note: str = "") -> None:
    """Writes and says so. Raises OutputError."""
    write(action, path)
    say(f"已写出 {path}{note}")


def write(action: Callable[[], None], path: Path) -> None:
    """Writes. Raises OutputError: what the system refuses is said in Chinese with the path."""
    try:
        action()
    except OSError as error:
        raise OutputError(
            f"不能写出（{error.strerror}）", str(path), "请检查文件夹、权限，或关闭正在打开它的程序"
        ) from None
