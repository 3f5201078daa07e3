"""文号核对: numbers of documents that repeat or are left out in the year, and case numbers that several files have."""

from __future__ import annotations

from typing import Final

from openpyxl import Workbook

from checker.evaluation.numbering import gaps, repeats
from checker.evaluation.run import Year
from reports.evaluation.stream import Table
from reports.workbook.style import Cell

NAME: Final = "文号核对"
_COLUMNS: Final = {"序号": 6.0, "情况": 16.0, "号": 34.0, "说明": 70.0}


def write(book: Workbook, year: Year) -> None:
    notes = [s.entry.note for s in year.catalogue.series if s.entry.note]
    notes.append("同一案卷编号的案卷分别评分，没有合并。")
    table = Table(book, NAME, _COLUMNS, notes)
    number = 0
    for case, sources in year.store.twins():
        number += 1
        table.row([Cell(number, centre=True), Cell("案卷编号重复", centre=True), case, "\n".join(sources)])
    for repeat in repeats(year.store.numbers()):
        number += 1
        uses = "\n".join(f"{kind}：{source}" for source, kind in repeat.uses)
        table.row([Cell(number, centre=True), Cell("文号重复", centre=True), repeat.text, uses])
    for gap in gaps(year.store.numbers(), year.setting.year):
        number += 1
        said = f"已有{gap.used}个，缺{gap.count}个：{gap.missing}"
        table.row(
            [Cell(number, centre=True), Cell("可能缺号", centre=True), f"{gap.prefix}〔{year.setting.year}〕", said]
        )
    table.end(empty="没有重复或者缺少的号。")
