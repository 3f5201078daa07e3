"""The unfinished deadlines as a table on the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from checker.docket import Docket
from reports.text import clean

_STYLES = {"overdue": "bold red", "open": "yellow"}


def show(docket: Docket, console: Console) -> None:
    table = Table("届满日", box=None, pad_edge=False)
    for heading in ("情况", "期限", "对象", "责任方", "案号"):
        table.add_column(heading, overflow="fold")
    for due in docket.dues:
        cells = (due.due, due.text, due.deadline, due.subject, due.owner, due.number or due.file)
        table.add_row(*map(clean, cells), style=_STYLES.get(due.outcome, ""))
    if docket.dues:
        console.print(table, markup=False)
    else:
        console.print("没有正在计算或者逾期的期限。")
    if docket.unknown:
        console.print(f"另有{docket.unknown}个期限因数据缺失或者工作日历未到而算不出届满日，见各案卷的检查结果。")
