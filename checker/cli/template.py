"""`anjuan template`: the workbook in which a case file is filled in."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from checker.cli.common import DEFAULT_LAYER, DebugOption, LayerOption, checker, say, write
from checker.errors import CheckerError


def template(
    output: Annotated[Path, typer.Option("-o", "--output", help="写到哪里（.xlsx）。", show_default=False)],
    actions: Annotated[
        str,
        typer.Option("--actions", help="只列出这些执法行为要用的工作表（如 penalty,decision 或 审计处罚，逗号隔开）。"),
    ] = "",
    layer: LayerOption = DEFAULT_LAYER,
    debug: DebugOption = False,
) -> None:
    """写出案卷模板。"""
    from checker.needs import chosen_actions, needs
    from reports.template import write_template

    ready = checker(layer)
    try:
        chosen = chosen_actions(actions, ready.catalogue.schema)
    except ValueError as error:
        raise CheckerError(f"--actions：{error}") from None
    wanted = needs(ready, chosen)
    write(partial(write_template, ready.catalogue, wanted, output), output)
    say(f"已写出 {output}")
