"""制度建设完整性: one row for each system and list that the bureau must have, with the elements it must state."""

from __future__ import annotations

from typing import Final

from openpyxl import Workbook

from checker.findings import CaseReport
from checker.materials import Materials, Paper, Presence
from checker.states import State
from reports.workbook import style, words
from reports.workbook.sheet import Sheet
from reports.workbook.style import Cell

NAME: Final = "制度建设完整性"
_COLUMNS: Final = {
    "序号": 5.5, "制度、清单": 24.0, "要素\n已有/应有": 10.0, "应写明的要素": 30.0, "缺少或者未核的要素": 19.0,
    "文号": 16.0, "印发日期": 12.0, "情况": 7.5, "依据": 52.0, "说明": 17.0,
}  # fmt: skip
_HINT: Final = (
    "“缺”是《制度和清单》已标明填全而其中没有的；没有标明填全的，没有列出的一律为“待核”。"
    "“不全”是已经印发而没有写全应有的要素。本表只列有没有，是否符合各项要求见《审查意见》。"
)


def write(book: Workbook, report: CaseReport, issued: Materials) -> None:
    sheet = Sheet(book, NAME, report, _COLUMNS.values(), landscape=True)
    counted = "，".join(f"{p.value}{issued.count(p)}项" for p in Presence)
    sheet.line(f"{report.title}　应有制度和清单{len(issued.papers)}项：{counted}。", grid=False)
    header = sheet.header(list(_COLUMNS))
    sheet.keep(header, header)
    number = 0
    for point, title in report.points.items():
        papers = [p for p in issued.papers if p.point == point]
        if not papers:
            continue
        here = "，".join(f"{p.value}{n}项" for p in Presence if (n := sum(x.presence is p for x in papers)))
        sheet.section(f"{title}：{len(papers)}项，{here}", Cell(fill=style.SECTION_FILL, heading=True))
        for paper in papers:
            number += 1
            sheet.row(_cells(number, paper))
    sheet.line(_HINT)
    for who in ("填表人（签名）", "主要负责人（签名）"):
        sheet.row([Cell(who, centre=True, span=2), Cell(span=5), Cell("日期", centre=True), Cell(span=2)], at_least=2)
    sheet.squeeze()


def _cells(number: int, paper: Paper) -> list[Cell | str | int]:
    look = words.LOOKS[paper.presence]
    return [
        Cell(number, centre=True),
        paper.title,
        Cell(f"{len(paper.wanted) - len(paper.lacking)}/{len(paper.wanted)}" if paper.wanted else "", centre=True),
        "、".join(paper.wanted),
        "、".join(paper.lacking),
        paper.number,
        Cell(paper.day, centre=True),
        Cell(paper.presence.value, fill=look.colour, heading=look is State.FAIL, centre=True),
        words.basis(paper.basis),
        paper.remark or (paper.note if paper.presence is Presence.OPEN and not paper.lacking else ""),
    ]
