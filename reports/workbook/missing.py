"""数据缺失: what to supply, where, and how many checks it helps to settle."""

from __future__ import annotations

from typing import Final

from openpyxl import Workbook

from checker.findings import CaseReport, Supply
from checker.states import State
from reports.text import place
from reports.workbook.sheet import Sheet
from reports.workbook.style import SECTION_FILL, Cell

NAME: Final = "数据缺失"
_COLUMNS: Final = {
    "序号": 6.0,
    "需要补充的内容": 30.0,
    "填写位置": 26.0,
    "涉及项数": 9.5,
    "可能结果": 10.5,
    "涉及的审查项": 40.0,
}
_TITLED: Final = 4  # criteria named in full; of more, only the ids follow


def write(book: Workbook, report: CaseReport) -> None:
    sheet = Sheet(book, NAME, report, list(_COLUMNS.values()), landscape=False)
    sheet.line("可能成为否决问题的在前；同类中，能帮助判定的审查项多的在前。不影响是否符合的已折叠。", grid=False)
    header = sheet.header(list(_COLUMNS))
    titles = {criterion.id: criterion.title for criterion in report.criteria}
    supplies = sorted(report.supplies, key=lambda s: (not s.could_be_veto, not s.could_fail, -len(s.criteria)))
    harmless = sum(not _matters(s) for s in supplies)
    for number, supply in enumerate(supplies, 1):
        if not _matters(supply) and number == len(supplies) - harmless + 1:
            sheet.section(f"　＋ 不影响是否符合：{harmless}行（已折叠）", Cell(fill=SECTION_FILL), collapsed=True)
        sheet.row(_cells(number, supply, titles), level=0 if _matters(supply) else 1)
    sheet.table_below(header)
    if not supplies:
        sheet.line("没有缺失的数据。", Cell(centre=True))


def _matters(supply: Supply) -> bool:
    return supply.could_be_veto or supply.could_fail


def _cells(number: int, supply: Supply, titles: dict[str, str]) -> list[Cell | str | int]:
    named = [f"{c} {titles.get(c, '')}".rstrip() for c in supply.criteria[:_TITLED]]
    if more := supply.criteria[_TITLED:]:
        named.append(f"另有{len(more)}项：{'、'.join(more)}")
    if supply.could_be_veto:
        outcome = Cell("可能否决", State.FAIL.colour, heading=True, centre=True)
    elif supply.could_fail:
        outcome = Cell("可能\n不符合", State.UNKNOWN.colour, centre=True)
    else:
        outcome = Cell("无影响", centre=True)
    count = Cell(len(supply.criteria), centre=True)
    return [Cell(number, centre=True), supply.label, place(supply.place), count, outcome, "\n".join(named)]
