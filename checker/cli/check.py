"""`anjuan check`: case files in, findings workbook and JSON out."""

from __future__ import annotations

from enum import Enum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from checker.casefile.answers import is_answers
from checker.cli.common import (
    DEFAULT_LAYER,
    FOUND,
    OPEN,
    UNUSABLE,
    AnswersOption,
    AsOfOption,
    DebugOption,
    LayerOption,
    checker,
    examined,
    say,
    write,
)
from checker.errors import CheckerError
from checker.findings import exit_code
from checker.states import Severity


class FailOn(Enum):
    veto = "veto"
    major = "major"
    minor = "minor"
    never = "never"

    @property
    def severity(self) -> Severity | None:
        return None if self is FailOn.never else Severity(self.value)


def check(
    files: Annotated[list[Path], typer.Argument(help="案卷文件（.xlsx、.yaml、.json）。", show_default=False)],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="工作簿；多个案卷时是文件夹。")] = None,
    json: Annotated[Path | None, typer.Option("--json", help="JSON 结果；多个案卷时是文件夹，- 为标准输出。")] = None,
    answers_from: AnswersOption = None,
    as_of_day: AsOfOption = "",
    layer: LayerOption = DEFAULT_LAYER,
    fail_on: Annotated[FailOn, typer.Option("--fail-on", help="达到哪一级问题时以 1 退出。")] = FailOn.minor,
    cross_check: Annotated[bool, typer.Option("--cross-check", help="用另一套计算对照引擎的结论。")] = False,
    debug: DebugOption = False,
) -> None:
    """退出码：0 没有达到级别的问题；1 有；4 没有但有未决项；2 文件或目录不能用；3 程序内部错误。"""
    from reports.json_report import to_json, write_json
    from reports.terminal import summary
    from reports.workbook import write_workbook

    ready = checker(layer)
    console = Console(stderr=True)
    cases = [file for file in files if not is_answers(file)]
    if not cases:
        raise CheckerError("只给了答复文件", str(files[0]), "请写出要检查的案卷文件，它旁边的答复文件会自动读取")
    several = len(cases) > 1
    if several and answers_from and not answers_from.is_dir():
        raise CheckerError("检查多个案卷时，--answers 应是文件夹", str(answers_from), "或者一次检查一个案卷")
    codes = []
    for file in cases:
        try:
            _, report = examined(file, ready, as_of_day, answers_from, cross_check=cross_check)
            summary(report, console)
            if output:
                path = _target(output, file, ".xlsx", several)
                write(partial(write_workbook, report, path), path)
                say(f"已写出 {path}")
            if json and str(json) == "-":
                print(to_json(report))
            elif json:
                path = _target(json, file, ".json", several)
                write(partial(write_json, report, path), path)
            codes.append(exit_code(report, fail_on.severity))
        except CheckerError as error:
            if debug:
                raise
            say(str(error))
            codes.append(UNUSABLE)
    raise typer.Exit(next((c for c in (UNUSABLE, FOUND, OPEN) if c in codes), 0))


def _target(option: Path, file: Path, suffix: str, several: bool) -> Path:
    """Where to write: `option` itself, or a file in it named after the case file."""
    if not several and not option.is_dir():
        return option
    write(partial(option.mkdir, parents=True, exist_ok=True), option)
    return option / f"{file.name}{suffix}"
