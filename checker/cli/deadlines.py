"""`anjuan deadlines`: what is running, due and overdue over many case files."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from checker.cli.common import (
    DEFAULT_LAYER,
    UNUSABLE,
    AsOfOption,
    DebugOption,
    LayerOption,
    checker,
    opened,
    say,
    write_and_say,
)
from checker.docket import docket
from checker.errors import CheckerError


def deadlines(
    files: Annotated[list[Path], typer.Argument(help="案卷文件。", show_default=False)],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="写出的工作簿。")] = None,
    ics: Annotated[Path | None, typer.Option("--ics", help="写出的日历文件（.ics），可导入日历软件。")] = None,
    as_of_day: AsOfOption = "",
    layer: LayerOption = DEFAULT_LAYER,
    debug: DebugOption = False,
) -> None:
    """正在计算、已到期、已逾期的期限，先到期的在前。有案卷不能读取的，其余照样列出，退出码2。"""
    from reports.docket.calendar import write_calendar
    from reports.docket.terminal import show
    from reports.docket.workbook import write_docket

    ready = checker(layer)
    reports, broken = [], []
    for file in files:
        try:
            reports.append(ready.report(opened(file, ready, as_of_day), file.name))
        except CheckerError as error:
            if debug:
                raise
            say(str(error))
            broken.append(str(error))
    found = docket(reports, broken)
    show(found, Console())
    for path, writer in ((output, write_docket), (ics, write_calendar)):
        if path:
            write_and_say(partial(writer, found, path), path)
    raise typer.Exit(UNUSABLE if broken else 0)
