"""Bars below a table, readable in a grey print."""

from __future__ import annotations

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.title import title_maker

from reports.evaluation.stream import StreamSheet


def bars(sheet: StreamSheet, title: str, names: int, values: int, first: int, count: int) -> None:
    """A bar for each of `count` rows from `first`, the first on top; `names` and `values` are columns. Nothing may be
    written after it."""
    ws = sheet.ws
    chart = BarChart()
    chart.type, chart.style, chart.legend = "bar", 10, None
    chart.title = heading = title_maker(title)
    heading.overlay = False
    chart.add_data(Reference(ws, min_col=values, min_row=first, max_row=first + count - 1), titles_from_data=False)
    chart.set_categories(Reference(ws, min_col=names, min_row=first, max_row=first + count - 1))
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete = False
    chart.y_axis.delete = True  # each bar has its number
    chart.y_axis.scaling.min = 0
    chart.y_axis.majorGridlines = None
    chart.dataLabels = DataLabelList()
    chart.dataLabels.showVal = True
    for hidden in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(chart.dataLabels, hidden, False)
    chart.series[0].graphicalProperties.solidFill = "7F7F7F"
    chart.gapWidth = 60
    chart.width, chart.height = 25, 3 + 0.9 * count
    ws.add_chart(chart, f"A{sheet.next_row + 1}")
