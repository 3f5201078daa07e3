"""问题清单: what is wrong, where in the file, under which article, and what to do about it."""

from __future__ import annotations

from typing import Final

from openpyxl import Workbook

from checker.findings import CaseReport, Finding
from checker.states import Severity, State
from reports.order import findings_by_severity
from reports.workbook import words
from reports.workbook.sheet import Sheet
from reports.workbook.style import Cell

NAME: Final = "问题清单"
_COLUMNS: Final = {
    "序号": 6.0,
    "编号": 9.0,
    "程度": 9.0,
    "问题": 22.0,
    "对象": 15.0,
    "具体表现": 36.0,
    "案卷页码": 9.5,
    "位置": 18.0,
    "依据": 24.0,
    "处理建议": 32.0,
    "规则核对": 9.5,
}


def write(book: Workbook, report: CaseReport) -> None:
    sheet = Sheet(book, NAME, report, list(_COLUMNS.values()), landscape=True)
    sheet.line("同一疏漏只列一个问题，取最重的；“规则核对”指规则编写人是否对照条文核对过，不是法律签署。", grid=False)
    header = sheet.header(list(_COLUMNS))
    for number, finding in enumerate(findings_by_severity(report), 1):
        sheet.row(_cells(number, finding))
    sheet.table_below(header)
    if not report.findings:
        sheet.line("未发现不符合的审查项。尚未判定的，见《需人工判断》和《数据缺失》。", Cell(centre=True))


def _cells(number: int, finding: Finding) -> list[Cell | str | int]:
    also = f"\n同一疏漏还涉及：{'；'.join(finding.also)}" if finding.also else ""
    fill = State.FAIL.colour if finding.severity is Severity.VETO else ""
    return [
        Cell(number, centre=True),
        finding.criterion,
        Cell(words.severity(finding.severity, finding.void), fill, heading=bool(fill), centre=True),
        finding.title,
        finding.subject,
        finding.text + also,
        Cell(finding.page, centre=True),
        words.places(finding.places),
        words.basis(finding.basis),
        finding.remedy,
        Cell({"verified": "已核对", "unverified": "未核对"}.get(finding.status, finding.status), centre=True),
    ]
