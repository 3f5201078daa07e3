"""`anjuan evaluate`: a year of case files scored, ranked and counted."""

from __future__ import annotations

import os
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from checker.cli.common import DEFAULT_LAYER, UNUSABLE, AsOfOption, DebugOption, LayerOption, say, write
from checker.errors import CheckerError

DEFAULT_STANDARD = "penalty_file"


def evaluate(
    paths: Annotated[
        list[Path],
        typer.Argument(help="案卷文件（.xlsx、.yaml、.json、.jsonl）或者装有案卷的文件夹。", show_default=False),
    ],
    year: Annotated[int, typer.Option("--year", min=1949, max=2999, help="评查哪一年的案卷。")],
    output: Annotated[Path, typer.Option("-o", "--output", help="写出的工作簿。")],
    standard: Annotated[
        str, typer.Option("--standard", help="评分标准的编号或者名称，或自己的评分标准文件。")
    ] = DEFAULT_STANDARD,
    answers_from: Annotated[
        Path | None,
        typer.Option(
            "--answers",
            help="放答复的文件夹：填好的“待评条目”工作簿，或者一案一个、文件名同 anjuan check 的答复文件；"
            "几名评查员的，各放一个以评查员命名的子文件夹。",
        ),
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, max=256, help="同时检查的进程数。")] = os.cpu_count() or 1,
    as_of_day: AsOfOption = "",
    layer: LayerOption = DEFAULT_LAYER,
    quiet: Annotated[bool, typer.Option("--quiet", help="不显示进度。")] = False,
    debug: DebugOption = False,
) -> None:
    """评分、排名、统计一个年度的案卷。中断以后用同样的命令接着评查。有案卷不能读取的，其余照样评查，退出码2。"""
    from checker.cli.progress import progress
    from checker.evaluation.one import Setting
    from checker.evaluation.open_items import refuse_to_lose
    from checker.evaluation.record import Standing
    from checker.evaluation.run import evaluated, prepared
    from checker.evaluation.sources import find
    from checker.evaluation.store import Store, store_path
    from checker.opening import stated_day
    from reports.evaluation import folder_of, open_items_path, write_evaluation

    if answers_from and not answers_from.is_dir():
        raise CheckerError("--answers 应是文件夹", str(answers_from), "每个案卷一个答复文件，文件名与案卷相同")
    if as_of_day:
        stated_day(as_of_day)
    left_out = [
        output,
        folder_of(output),
        open_items_path(output),
        store_path(output),
        *([answers_from] if answers_from else []),
    ]
    sources = find(paths, left_out)
    setting = Setting(layer, standard, year, date.today(), as_of_day, str(answers_from or ""))
    given = prepared(setting)
    refuse_to_lose(open_items_path(output), given.checker.catalogue.schema)
    write(partial(output.parent.mkdir, parents=True, exist_ok=True), output)
    with Store(output) as store:
        try:
            with progress(len(sources), "评查", quiet) as (tick, resumed):
                done = evaluated(sources, given, store, jobs, tick, resumed)
        except KeyboardInterrupt:
            say(f"已中断。再运行同样的命令，就从停下的地方接着评查；要重新开始，请先删去 {store.path}")
            raise
        write(partial(write_evaluation, done, output), output)
        counts = store.counts()
    store.remove()
    told = "，".join(f"{standing.label}{counts[standing]}件" for standing in Standing if standing in counts)
    say(f"{told}。已写出 {output}")
    raise typer.Exit(UNUSABLE if counts.keys() & {Standing.UNREADABLE, Standing.ERROR} else 0)
