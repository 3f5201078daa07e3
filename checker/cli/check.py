"""`anjuan check`: case files in, findings workbook and JSON out."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from checker.casefile.answers import is_answers
from checker.cli.common import (
    DEFAULT_LAYER,
    FOUND,
    OPEN,
    STDOUT,
    UNUSABLE,
    AnswersOption,
    AsOfOption,
    CrossCheckOption,
    DebugOption,
    FailOn,
    FailOnOption,
    LayerOption,
    checker,
    examined,
    hand_over,
    say,
    write,
)
from checker.errors import CheckerError
from checker.findings import exit_code


def check(
    files: Annotated[list[Path], typer.Argument(help="案卷文件（.xlsx、.yaml、.json）。", show_default=False)],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="工作簿；多个案卷时是文件夹。")] = None,
    json: Annotated[Path | None, typer.Option("--json", help="JSON 结果；多个案卷时是文件夹，- 为标准输出。")] = None,
    answers_from: AnswersOption = None,
    as_of_day: AsOfOption = "",
    layer: LayerOption = DEFAULT_LAYER,
    fail_on: FailOnOption = FailOn.minor,
    cross_check: CrossCheckOption = False,
    debug: DebugOption = False,
) -> None:
    """退出码：0 没有达到级别的问题；1 有；4 没有但有未决项；2 文件或目录不能用；3 程序内部错误。"""
    ready = checker(layer)
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
            workbook = _target(output, file, ".xlsx", several)
            hand_over(report, workbook, json if json == STDOUT else _target(json, file, ".json", several))
            codes.append(exit_code(report, fail_on.severity))
        except CheckerError as error:
            if debug:
                raise
            say(str(error))
            codes.append(UNUSABLE)
    raise typer.Exit(next((c for c in (UNUSABLE, FOUND, OPEN) if c in codes), 0))


def _target(option: Path | None, file: Path, suffix: str, several: bool) -> Path | None:
    """Where to write: `option` itself, or a file in it named after the case file."""
    if option is None or (not several and not option.is_dir()):
        return option
    write(partial(option.mkdir, parents=True, exist_ok=True), option)
    return option / f"{file.name}{suffix}"
