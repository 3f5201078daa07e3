"""共性问题: the most frequent failures, as a table and a chart."""

from __future__ import annotations

from typing import Any, Final

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList

from checker.evaluation.common import Common
from checker.evaluation.record import Standing
from checker.evaluation.run import Year
from reports.evaluation import figures
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
        notes.append(f"图：件数最多的{min(_CHARTED, len(problems))}个问题，在表格下方。")
    table = Table(book, NAME, _COLUMNS, notes, title=f"{year.setting.year}年度案卷评查共性问题")
    first = table.sheet.next_row
    for number, problem in enumerate(problems, 1):
        table.row(_cells(number, problem, scored))
    if problems:
        _chart(table.sheet.ws, first, min(_CHARTED, len(problems)), table.sheet.next_row + 1)
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


def _chart(ws: Any, first: int, count: int, row: int) -> None:
    """Bars that a grey print can show; the first problem on top."""
    chart = BarChart()
    chart.type, chart.style, chart.legend = "bar", 10, None
    chart.title = None
    chart.add_data(Reference(ws, min_col=3, min_row=first, max_row=first + count - 1), titles_from_data=False)
    chart.set_categories(Reference(ws, min_col=2, min_row=first, max_row=first + count - 1))
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.majorGridlines = None
    chart.y_axis.number_format = "0"
    chart.y_axis.majorUnit = None
    chart.dataLabels = DataLabelList()
    chart.dataLabels.showVal = True
    for hidden in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(chart.dataLabels, hidden, False)
    chart.series[0].graphicalProperties.solidFill = "7F7F7F"
    chart.gapWidth = 60
    chart.width, chart.height = 26, 2 + 0.9 * count
    ws.add_chart(chart, f"A{row}")
