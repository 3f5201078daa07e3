"""问题清单: what is wrong, where in the file, under which article, what to do; with cells to waive it in."""

from __future__ import annotations

from typing import Final

from openpyxl import Workbook

from checker.findings import CaseReport, Finding
from checker.states import Severity, State
from reports.order import findings_by_severity
from reports.workbook import answer_cells, words
from reports.workbook.answer_cells import APPROVER, CONCLUSION, DATE, EXPIRY, KEYS, REASON, key_headings
from reports.workbook.answer_cells import NAME as PERSON
from reports.workbook.sheet import Sheet
from reports.workbook.style import SECTION_FILL, Cell

NAME: Final = "问题清单"
_TOLD: Final = {
    "序号": 6.0,
    "编号": 9.0,
    "程度": 8.5,
    "问题": 18.0,
    "对象": 13.5,
    "具体表现": 31.0,
    "位置": 14.0,
    "依据": 20.0,
    "处理建议": 25.0,
}
# The widths of both together are the most that one page takes in a size that can be read.
_WAIVER: Final = {CONCLUSION: 8.0, REASON: 17.0, PERSON: 9.0, DATE: 12.0, APPROVER: 9.0, EXPIRY: 12.0}


def write(book: Workbook, report: CaseReport) -> None:
    sheet = Sheet(book, NAME, report, [*_TOLD.values(), *_WAIVER.values()], landscape=True, hidden=len(KEYS))
    sheet.line(
        "同一疏漏只列一个问题，取最重的；依据后注明“规则未核对”的，规则编写人还没有对照条文核对。"
        "经批准予以豁免的，在“结论”栏选“豁免”，并填写理由、批准人和有效期，豁免及于同一疏漏的各项。",
        grid=False,
    )
    header = sheet.header([*_TOLD, *_WAIVER, *key_headings(report)])
    for number, finding in enumerate(findings_by_severity(report), 1):
        sheet.row(_cells(number, finding, report.number))
    if report.waived:
        sheet.section("　已经豁免的（可以改动）", Cell(fill=SECTION_FILL, heading=True))
    for number, finding in enumerate(report.waived, len(report.findings) + 1):
        sheet.row(_cells(number, finding, report.number))
    sheet.table_below(header)
    if report.findings or report.waived:
        columns = {name: len(_TOLD) + i for i, name in enumerate(_WAIVER, 1)}
        answer_cells.guide(sheet, columns, (header + 1, sheet.next_row - 1), ("豁免",))
    if not report.findings:
        sheet.line("未发现不符合的审查项。尚未判定的，见《需人工判断》和《数据缺失》。", Cell(centre=True))
    if not report.waived:
        sheet.print_columns(len(_TOLD))


def _cells(number: int, finding: Finding, case: str) -> list[Cell | str]:
    also = f"\n同一疏漏还涉及：{'；'.join(finding.also)}" if finding.also else ""
    fill = State.FAIL.colour if finding.severity is Severity.VETO and not finding.waiver else ""
    page = f"案卷第{finding.page}页" if finding.page else ""
    unverified = "" if finding.status == "verified" else "（规则未核对）"
    return [
        Cell(number, centre=True),
        finding.criterion,
        Cell(words.severity(finding.severity, finding.void), fill, heading=bool(fill), centre=True),
        finding.title,
        finding.subject,
        finding.text + also,
        "\n".join(filter(None, (page, words.places(finding.places)))),
        "\n".join(filter(None, (words.basis(finding.basis), unverified))),
        finding.remedy,
        *answer_cells.write_in(list(_WAIVER), finding.waiver),
        *answer_cells.keys(finding.bound, finding.subject_id, case),
    ]
