"""`anjuan answers`: what was typed into a findings workbook as a file to keep beside the case."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from checker.casefile.answers import gathered, is_answers, load_answers
from checker.cli.common import DEFAULT_LAYER, DebugOption, LayerOption, write_and_say
from checker.errors import OutputError
from checker.opening import every_checker


def answers(
    file: Annotated[Path, typer.Argument(help="填写了答复的检查结果工作簿。", show_default=False)],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="答复文件：案卷.yaml 的是 案卷.answers.yaml。", show_default=False)
    ],
    layer: LayerOption = DEFAULT_LAYER,
    debug: DebugOption = False,
) -> None:
    """整理答复，连同绑定；没有填完的也保留。已有的答复文件里，工作簿没有答复的各项保留。"""
    from checker.needs import needs
    from reports.casefile import write_case

    kinds = every_checker(layer)
    ready = next((k for k in kinds if any(f.number for f in load_answers(file, k.catalogue.schema))), kinds[0])
    schema = ready.catalogue.schema
    if not is_answers(output):
        raise OutputError("答复文件应以 .answers.yaml 或 .answers.json 结尾", str(output), "这样检查案卷时才会自动读取")
    old = load_answers(output, schema) if output.exists() else ()
    case = gathered(load_answers(file, schema), old, schema)
    write_and_say(
        partial(write_case, case, ready.catalogue, needs(ready), output),
        output,
        f"（{len(case.items('answers'))}项答复）",
    )
