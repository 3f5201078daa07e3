"""`anjuan opinion`: the draft of the legal-review opinion as a Word document."""

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
    say,
    write,
    write_and_say,
)


def _export(path: Path | None) -> None:
    from reports.opinion import export_template

    if path:
        write(partial(export_template, path), path)
        say(f"已写出模板 {path}")
        raise typer.Exit


def opinion(
    file: Annotated[Path, typer.Argument(help="案卷文件。", show_default=False)],
    output: Annotated[Path, typer.Option("-o", "--output", help="意见书草稿（.docx）。", show_default=False)],
    template: Annotated[
        Path | None, typer.Option("--template", help="本单位自己的模板（.docx），变量见 docs/opinion_template.md。")
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option("--export-template", help="只写出自带的模板，供修改。", callback=_export, is_eager=True),
    ] = None,
    answers_from: AnswersOption = None,
    as_of_day: AsOfOption = "",
    layer: LayerOption = DEFAULT_LAYER,
    debug: DebugOption = False,
) -> None:
    """写出法制审核意见书草稿：结论和签名留空，由审核人员填写。"""
    from reports.opinion import write_opinion

    ready = checker(layer)
    session, report = examined(file, ready, as_of_day, answers_from)
    write_and_say(
        partial(write_opinion, report, session.case, ready.catalogue, output, template),
        output,
        "（草稿，结论和签名留空）",
    )
