"""`anjuan catalog`: checking, listing and showing the catalogue."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from checker.cli.common import DEFAULT_LAYER, DebugOption, LayerOption, checker, say
from checker.errors import CheckerError
from rules.parser import did_you_mean

app = typer.Typer(no_args_is_help=True)


@app.command("check", help="检查目录的每一处错误。")
def check(layer: LayerOption = DEFAULT_LAYER, debug: DebugOption = False) -> None:
    ready = checker(layer)
    count = len(list(ready.program.judgements))
    say(
        f"目录无误：{len(ready.catalogue.criteria)}个检查项，{len(ready.catalogue.deadlines)}个期限，"
        f"{len(ready.catalogue.tables)}张参数表，{len(ready.catalogue.norms)}部规范；编译为{count}个判定"
    )


@app.command("list", help="列出检查项。")
def list_(layer: LayerOption = DEFAULT_LAYER, debug: DebugOption = False) -> None:
    from reports.catalogue import listing

    listing(checker(layer).catalogue, Console())


@app.command("show", help="显示一个条目（检查项、期限、参数表、规范等）。")
def show(
    entry: Annotated[str, typer.Argument(help="编号。", show_default=False)],
    layer: LayerOption = DEFAULT_LAYER,
    debug: DebugOption = False,
) -> None:
    from reports.catalogue import shown

    catalogue = checker(layer).catalogue
    if entry not in catalogue.sources:
        hint = did_you_mean(entry, catalogue.sources) or "用 anjuan catalog list 查看全部"
        raise CheckerError(f"没有“{entry}”这一条目", "", hint)
    shown(catalogue, entry, Console())
