"""`anjuan selfcheck`: what the case handler checks and signs before submitting for legal review."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from checker.cli.common import (
    DEFAULT_LAYER,
    AnswersOption,
    AsOfOption,
    DebugOption,
    LayerOption,
    checker,
    examined,
    write_and_say,
)
from checker.materials import materials
from checker.selfcheck import self_check


def selfcheck(
    file: Annotated[Path, typer.Argument(help="案卷文件。", show_default=False)],
    output: Annotated[Path, typer.Option("-o", "--output", help="写出的工作簿。", show_default=False)],
    answers_from: AnswersOption = None,
    as_of_day: AsOfOption = "",
    layer: LayerOption = DEFAULT_LAYER,
    debug: DebugOption = False,
) -> None:
    """送审前自查表和送审材料清单，A4，可直接打印签字。"""
    from reports.selfcheck import write_self_check

    ready = checker(layer)
    session, report = examined(file, ready, as_of_day, answers_from)
    form, needed = self_check(session, report), materials(session)
    write_and_say(partial(write_self_check, report, form, needed, output), output)
