"""`anjuan explain`: how one criterion came to its state."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from checker.cli.common import (
    DEFAULT_LAYER,
    AnswersOption,
    AsOfOption,
    DebugOption,
    LayerOption,
    checker_for,
    examined,
)
from checker.errors import CheckerError
from rules.constants import did_you_mean


def explain(
    file: Annotated[Path, typer.Argument(help="案卷文件。", show_default=False)],
    criterion: Annotated[str, typer.Argument(help="检查项编号（用 anjuan catalog list 查看）。", show_default=False)],
    answers_from: AnswersOption = None,
    as_of_day: AsOfOption = "",
    layer: LayerOption = DEFAULT_LAYER,
    debug: DebugOption = False,
) -> None:
    """说明一个检查项的结论。"""
    from reports.explanation import explanation

    ready = checker_for(file, layer)
    known = [c.entry.id for c in ready.catalogue.criteria]
    if criterion not in known:
        raise CheckerError(
            f"没有检查项“{criterion}”", "", did_you_mean(criterion, known) or "用 anjuan catalog list 查看全部"
        )
    _, report = examined(file, ready, as_of_day, answers_from)
    explanation(report, criterion, Console())
