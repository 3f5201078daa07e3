"""`anjuan agency`: the bureau checks itself."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from checker.cli.check import FailOn
from checker.cli.common import (
    AGENCY,
    DEFAULT_LAYER,
    AnswersOption,
    AsOfOption,
    DebugOption,
    LayerOption,
    checker,
    examined,
    say,
    write,
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
    fail_on: Annotated[FailOn, typer.Option("--fail-on", help="达到哪一级问题时以 1 退出。")] = FailOn.minor,
    cross_check: Annotated[bool, typer.Option("--cross-check", help="用另一套计算对照引擎的结论。")] = False,
    debug: DebugOption = False,
) -> None:
    """退出码：0 没有达到级别的问题；1 有；4 没有但有未决项；2 文件或目录不能用；3 程序内部错误。"""
    from reports.json_report import to_json, write_json
    from reports.terminal import summary
    from reports.workbook import write_workbook

    ready = checker(layer, AGENCY)
    session, report = examined(file, ready, as_of_day, answers_from, cross_check=cross_check)
    summary(report, Console(stderr=True))
    if output:
        write(partial(write_workbook, report, output, materials(session)), output)
        say(f"已写出 {output}")
    if json and str(json) == "-":
        print(to_json(report))
    elif json:
        write(partial(write_json, report, json), json)
    raise typer.Exit(exit_code(report, fail_on.severity))
