"""送审材料清单: what is needed for these actions at this stage; what is there, missing, incomplete or open."""

from __future__ import annotations

from typing import Final

from openpyxl import Workbook

from checker.findings import CaseReport
from checker.materials import Materials, Paper, Presence
from checker.states import State
from reports.selfcheck.checklist import head, signatures
from reports.workbook import style, words
from reports.workbook.sheet import Sheet
from reports.workbook.style import Cell

NAME: Final = "送审材料清单"
_COLUMNS: Final = {
    "序号": 5.5, "材料": 20.0, "当事人": 25.5, "情况": 7.5, "文号": 21.5, "日期": 11.5, "案卷页码": 9.5, "说明": 20.0,
}  # fmt: skip
_HINT: Final = (
    "“缺”是文书清单已标明填全而其中没有的；清单没有标明填全的，没有列出的一律为“待核”。"
    "“不全”是有文书而没有写全应当载明的事项。应有哪些材料、依据何在，见目录（materials 部分）。"
)


def write(book: Workbook, report: CaseReport, found: Materials) -> None:
    sheet = Sheet(book, NAME, report, _COLUMNS.values(), landscape=False)
    head(sheet, report)
    counted = "，".join(f"{p.value}{found.count(p)}项" for p in Presence)
    sheet.line(f"本案到本阶段应有材料{len(found.submitted) + len(found.papers)}项：{counted}。")
    header = sheet.header(list(_COLUMNS))
    sheet.keep(header, header)
    number = 0
    for title, papers in (("随送审表提交的材料", found.submitted), ("案卷中的文书", found.papers)):
        if not papers:
            continue
        sheet.section(f"{title}：{len(papers)}项", Cell(fill=style.SECTION_FILL, heading=True))
        for paper in papers:
            number += 1
            sheet.row(_cells(number, paper))
    if found.later:
        sheet.line("以后阶段才要的材料未列入：" + "、".join(f"{label}{n}种" for label, n in found.later) + "。")
    sheet.line(_HINT)
    signatures(sheet)
    sheet.squeeze()


def _cells(number: int, paper: Paper) -> list[Cell | str | int]:
    look = words.LOOKS[paper.presence]
    grave = look is State.FAIL
    basis = words.basis(paper.basis) if grave else ""
    return [
        Cell(number, centre=True),
        paper.title,
        paper.subject,
        Cell(paper.presence.value, fill=look.colour, heading=grave, centre=True),
        paper.number,
        Cell(paper.day, centre=True),
        Cell(paper.pages, centre=True),
        "\n".join(filter(None, (paper.note, basis))),
    ]
