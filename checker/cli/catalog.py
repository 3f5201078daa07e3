"""`anjuan catalog`: checking, listing and showing the catalogue, and the lists that are published of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from checker.answers import ITEM_MARK
from checker.catalog.standards import load_standards, standard_sources
from checker.cli.common import DEFAULT_LAYER, AsOfOption, DebugOption, LayerOption, checker, say, write_and_say
from checker.errors import CheckerError
from checker.opening import day_or_today, every_checker
from rules.constants import did_you_mean

app = typer.Typer(no_args_is_help=True)


@app.command("check", help="检查目录的每一处错误。")
def check(layer: LayerOption = DEFAULT_LAYER, debug: DebugOption = False) -> None:
    checkers = every_checker(layer)
    for ready in checkers:
        catalogue = ready.catalogue
        count = len(list(ready.program.judgements))
        say(
            f"{catalogue.schema.entities[catalogue.schema.root].label}目录无误：{len(catalogue.criteria)}个检查项，"
            f"{len(catalogue.deadlines)}个期限，{len(catalogue.tables)}张参数表，{len(catalogue.norms)}部规范；"
            f"编译为{count}个判定"
        )
    for standard in load_standards(checkers[0].catalogue).values():
        asked = sum(bool(i.question) for i in standard.items)
        say(
            f"评分标准无误：{standard.id}（{standard.title}，{standard.version}），{len(standard.items)}个条目，其中{asked}个问人"
        )


@app.command("list", help="列出检查项和评分标准。")
def list_(layer: LayerOption = DEFAULT_LAYER, debug: DebugOption = False) -> None:
    from reports.catalogue import listing, standards_listing

    checkers = every_checker(layer)
    for ready in checkers:
        listing(ready.catalogue, Console())
    standards_listing(load_standards(checkers[0].catalogue).values(), Console())


@app.command("show", help="显示一个条目（检查项、期限、参数表、规范、评分标准等）。")
def show(
    entry: Annotated[str, typer.Argument(help="编号；评分标准的一条写作 标准/条目。", show_default=False)],
    layer: LayerOption = DEFAULT_LAYER,
    debug: DebugOption = False,
) -> None:
    from reports.catalogue import shown, shown_item

    catalogues = [ready.catalogue for ready in every_checker(layer)]
    entries = [*(c.sources for c in catalogues), standard_sources(catalogues[0])]
    standards = load_standards(catalogues[0])
    items = {f"{s.id}{ITEM_MARK}{item.id}": item for s in standards.values() for item in s.items}
    holding = next((sources for sources in entries if entry in sources), None)
    if holding is not None:
        shown(holding[entry], Console())
    elif entry in items:
        shown_item(items[entry], catalogues[0], Console())
    else:
        known = [*(id_ for sources in entries for id_ in sources), *items]
        hint = did_you_mean(entry, known) or "用 anjuan catalog list 查看全部"
        raise CheckerError(f"没有“{entry}”这一条目", "", hint)


@app.command("export", help="写出要公布的清单：执法事项、法制审核目录、音像记录、随机抽查、服务指南。")
def export(
    output: Annotated[Path, typer.Option("-o", "--output", help="写到哪里（.xlsx）。", show_default=False)],
    as_of_day: AsOfOption = "",
    layer: LayerOption = DEFAULT_LAYER,
    debug: DebugOption = False,
) -> None:
    from checker.lists import published_lists
    from reports.lists import write_lists

    day = day_or_today(as_of_day)
    lists = published_lists(checker(layer).catalogue, day)
    write_and_say(partial(write_lists, lists, output), output)
