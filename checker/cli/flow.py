"""`anjuan flow`: the flow charts that are published."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from checker.cli.common import DEFAULT_LAYER, AsOfOption, DebugOption, LayerOption, checker, write_and_say
from checker.errors import CheckerError
from checker.opening import day_or_today


def flow(
    action: Annotated[
        str, typer.Argument(help="哪一种流程图（如 penalty 或 审计处罚，legal_review 为法制审核）；不写则全部。")
    ] = "",
    output: Annotated[
        Path,
        typer.Option("-o", "--output", help="写到哪个文件夹（每图一份 .svg、一份 .mmd），或者哪个 .svg、.mmd 文件。"),
    ] = Path("."),
    as_of_day: AsOfOption = "",
    layer: LayerOption = DEFAULT_LAYER,
    debug: DebugOption = False,
) -> None:
    """写出执法流程图、法制审核流程图（SVG 和 Mermaid）。"""
    from checker.flow import charts, chosen, flow_chart
    from reports.flow import targets, write_flow

    catalogue = checker(layer).catalogue
    day = day_or_today(as_of_day)
    wanted = chosen(action, catalogue)
    if not wanted:
        names = "、".join(f"{p.title}（{id_}）" for id_, p in charts(catalogue).items())
        raise CheckerError(f"没有“{action}”的流程图", "", f"可用：{names}")
    drawn = [flow_chart(catalogue, id_, day) for id_ in wanted]
    for chart, path in targets(drawn, output):
        write_and_say(partial(write_flow, chart, path), path)
