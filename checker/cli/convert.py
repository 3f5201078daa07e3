"""`anjuan convert`: a case file from one form into another."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from checker.casefile.load import load_case
from checker.cli.common import DEFAULT_LAYER, DebugOption, LayerOption, checker_for, write_and_say


def convert(
    file: Annotated[Path, typer.Argument(help="案卷文件（.xlsx、.yaml、.json）。", show_default=False)],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="写到哪里；后缀决定格式（.xlsx、.yaml、.json）。", show_default=False)
    ],
    layer: LayerOption = DEFAULT_LAYER,
    debug: DebugOption = False,
) -> None:
    """转换案卷文件的格式，内容不变。"""
    from checker.needs import needs
    from reports.casefile import write_case

    ready = checker_for(file, layer)
    case = load_case(file, ready.catalogue.schema)
    write_and_say(partial(write_case, case, ready.catalogue, needs(ready), output), output)
