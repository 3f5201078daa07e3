"""`anjuan publication`: what would be published of the decisions of a case, and what bars it."""

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
from checker.publication import publication as published


def publication(
    file: Annotated[Path, typer.Argument(help="案卷文件。", show_default=False)],
    output: Annotated[Path, typer.Option("-o", "--output", help="写出的工作簿。", show_default=False)],
    answers_from: AnswersOption = None,
    as_of_day: AsOfOption = "",
    layer: LayerOption = DEFAULT_LAYER,
    debug: DebugOption = False,
) -> None:
    """公示表（个人信息已隐去）和公示前审核。"""
    from reports.publication import write_publication

    ready = checker(layer)
    session, report = examined(file, ready, as_of_day, answers_from)
    write_and_say(partial(write_publication, report, published(session, report), output), output)
