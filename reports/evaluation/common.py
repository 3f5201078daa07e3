"""共性问题: the most frequent failures, as a table and a chart."""

from __future__ import annotations

from typing import Final

from openpyxl import Workbook

from checker.evaluation.common import Common
from checker.evaluation.record import Standing
from checker.evaluation.run import Year
from reports.evaluation import figures
from reports.evaluation.charts import bars
from reports.evaluation.figures import Figures
from reports.evaluation.stream import Table
from reports.workbook.sheet import Value
from reports.workbook.style import Cell

NAME: Final = "共性问题"
_CHARTED: Final = 10
_COLUMNS: Final = {
    "序号": 6.0,
    "问题": 40.0,
    "件数": 8.0,
    "占已评": 9.0,
    "次数": 8.0,
    "程度": 8.0,
    "各股室件数": 30.0,
    "案例": 30.0,
    "编号": 10.0,
}


def write(book: Workbook, year: Year, found: Figures) -> None:
    problems = found.problems.ordered()
    scored = found.counts.get(Standing.SCORED, 0)
    notes = ["件数：有这一问题的案卷数；次数：问题数（一件案卷里几名当事人各有一次的，计几次）。按件数从多到少排列。"]
    if problems:
        notes.append(f"图：件数最多的{min(_CHARTED, len(problems))}个问题，在表格之后另起一页。")
    table = Table(book, NAME, _COLUMNS, notes, title=f"{year.setting.year}年度案卷评查共性问题")
    first = table.sheet.next_row
    for number, problem in enumerate(problems, 1):
        table.row(_cells(number, problem, scored))
    if problems:
        table.sheet.new_page()
        bars(table.sheet, "件数最多的问题（件）", 2, 3, first, min(_CHARTED, len(problems)))
    table.end(empty="未发现不符合的审查项。")


def _cells(number: int, problem: Common, scored: int) -> list[Value]:
    sections = sorted(problem.by_section.items(), key=lambda s: (-s[1], s[0]))
    return [
        Cell(number, centre=True),
        problem.title,
        Cell(problem.files, centre=True),
        Cell(problem.files / scored if scored else 0, centre=True, number_format="0.0%"),
        Cell(problem.findings, centre=True),
        Cell(problem.severity.label, centre=True),
        "；".join(f"{figures.section(name)}{count}" for name, count in sections),
        problem.first(),
        Cell(problem.criterion, centre=True),
    ]
