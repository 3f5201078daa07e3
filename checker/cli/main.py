"""The command `anjuan`: its sub-commands, and what becomes of errors."""

from __future__ import annotations

import gc
import sys

import typer

from checker.cli import (
    agency,
    answers,
    catalog,
    check,
    convert,
    deadlines,
    evaluate,
    explain,
    flow,
    opinion,
    publication,
    selfcheck,
    template,
)
from checker.cli.common import INTERNAL, UNUSABLE, say
from checker.errors import CheckerError

app = typer.Typer(add_completion=False, no_args_is_help=True, help="案卷：依法检查行政执法案卷，输出检查结果工作簿。")
app.command("check", help="检查案卷，写出检查结果工作簿。")(check.check)
app.command("agency", help="机关自查：检查本机关的制度、清单、人员和年度报告。")(agency.agency)
app.command("explain", help="说明一个检查项的结论：读到的值、依据、期限的算法、还缺什么。")(explain.explain)
app.command("opinion", help="写出法制审核意见书草稿（Word）。")(opinion.opinion)
app.command("selfcheck", help="写出送审前自查表和送审材料清单。")(selfcheck.selfcheck)
app.command("publication", help="写出公示表和公示前审核。")(publication.publication)
app.command("template", help="写出案卷模板（Excel），填好后可以检查。")(template.template)
app.command("convert", help="案卷文件在 Excel 与 YAML、JSON 之间转换。")(convert.convert)
app.command("answers", help="把填在工作簿里的答复和豁免整理成答复文件，放在案卷旁边。")(answers.answers)
app.command("deadlines", help="列出许多案卷里正在计算、已到期、已逾期的期限。")(deadlines.deadlines)
app.command("evaluate", help="评查一个年度的案卷：评分、排名、共性问题、整改台账、年度统计。")(evaluate.evaluate)
app.command("flow", help="写出执法流程图和法制审核流程图（SVG 和 Mermaid）。")(flow.flow)
app.add_typer(catalog.app, name="catalog", help="检查、列出、查看目录（规则库）。")


def run() -> None:
    """Entry point. Errors become one line and an exit code; a traceback only with --debug."""
    debug = "--debug" in sys.argv
    # A run builds much and throws little away: the default collects in vain, a fifth of the time.
    gc.set_threshold(65_536)
    try:
        app()
    except CheckerError as error:
        if debug:
            raise
        say(str(error))
        sys.exit(UNUSABLE)
    except (KeyboardInterrupt, BrokenPipeError):
        sys.exit(INTERNAL)
    except Exception as error:
        if debug:
            raise
        say(f"程序内部错误（{type(error).__name__}）：{error}。请加 --debug 重新运行，并把输出交给维护人员")
        sys.exit(INTERNAL)
