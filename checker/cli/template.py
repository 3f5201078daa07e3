"""`anjuan template`: the workbook in which a case file is filled in."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from checker.cli.common import AGENCY, CASE, DEFAULT_LAYER, DebugOption, LayerOption, checker, write_and_say
from checker.errors import CheckerError


def template(
    output: Annotated[Path, typer.Option("-o", "--output", help="写到哪里（.xlsx）。", show_default=False)],
    actions: Annotated[
        str,
        typer.Option("--actions", help="只列出这些执法行为要用的工作表（如 penalty,decision 或 审计处罚，逗号隔开）。"),
    ] = "",
    agency: Annotated[bool, typer.Option("--agency", help="写出机关自查用的模板，不是案卷模板。")] = False,
    layer: LayerOption = DEFAULT_LAYER,
    debug: DebugOption = False,
) -> None:
    """写出案卷模板。"""
    from checker.needs import chosen_actions, needs
    from reports.template import write_template

    if agency and actions:
        raise CheckerError("--actions 只用于案卷模板", "", "机关模板没有这个选项，请去掉")
    ready = checker(layer, AGENCY if agency else CASE)
    try:
        chosen = chosen_actions(actions, ready.catalogue.schema) if actions else []
    except ValueError as error:
        raise CheckerError(f"--actions：{error}") from None
    wanted = needs(ready, chosen)
    write_and_say(partial(write_template, ready.catalogue, wanted, output), output)
