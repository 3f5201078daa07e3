"""`anjuan agency`: the bureau checks itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.common import (
    AGENCY,
    DEFAULT_LAYER,
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
)
from checker.findings import exit_code
from checker.materials import materials


def agency(
    file: Annotated[Path, typer.Argument(help="机关文件（.xlsx、.yaml、.json）。", show_default=False)],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="写出的工作簿。")] = None,
    json: Annotated[Path | None, typer.Option("--json", help="JSON 结果；- 为标准输出。")] = None,
    answers_from: AnswersOption = None,
    as_of_day: AsOfOption = "",
    layer: LayerOption = DEFAULT_LAYER,
    fail_on: FailOnOption = FailOn.minor,
    cross_check: CrossCheckOption = False,
    debug: DebugOption = False,
) -> None:
    """退出码：0 没有达到级别的问题；1 有；4 没有但有未决项；2 文件或目录不能用；3 程序内部错误。"""
    ready = checker(layer, AGENCY)
    session, report = examined(file, ready, as_of_day, answers_from, cross_check=cross_check)
    hand_over(report, output, json, materials(session) if output else None)
    raise typer.Exit(exit_code(report, fail_on.severity))
