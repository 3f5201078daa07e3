"""问题清单: what is wrong, where in the file, under which article, and what to do about it."""

from __future__ import annotations

from typing import Final

from openpyxl import Workbook

from checker.casefile.answersheets import HIDDEN, WAIVER_HEADINGS
from checker.findings import CaseReport, Finding
from checker.states import Severity, State
from reports.order import findings_by_severity
from reports.workbook import answering, words
from reports.workbook.sheet import Sheet
from reports.workbook.style import Cell

NAME: Final = "问题清单"
_COLUMNS: Final = {
    "序号": 6.0,
    "编号": 9.0,
    "程度": 9.0,
    "问题": 19.0,
    "对象": 13.0,
    "具体表现": 34.0,
    "案卷页码": 6.5,
    "位置": 14.0,
    "依据": 20.0,
    "处理建议": 28.0,
    "规则核对": 8.0,
    "结论": 6.5,
    "理由": 16.0,
    "答复人": 8.5,
    "答复日期": 11.5,
    "豁免批准人": 8.5,
    "有效期至": 11.5,
}


def write(book: Workbook, report: CaseReport) -> None:
    sheet = Sheet(book, NAME, report, list(_COLUMNS.values()), landscape=True, hidden=len(HIDDEN))
    sheet.line(
        "同一疏漏只列一个问题，取最重的；“规则核对”指规则编写人是否对照条文核对过，不是法律签署。"
        "经批准豁免的，在“结论”栏选“豁免”，填写理由、批准人和有效期；不要删去隐藏的列。",
        grid=False,
    )
    header = sheet.header([*_COLUMNS, *HIDDEN])
    for number, finding in enumerate((*findings_by_severity(report), *report.waived), 1):
        sheet.row(_cells(number, finding, report.number))
    sheet.table_below(header)
    answering.choose(sheet, list(_COLUMNS), "结论", ("豁免",), header + 1, "须有理由和批准人；有效期满后恢复为问题。")
    if not (report.findings or report.waived):
        sheet.line("未发现不符合的审查项。尚未判定的，见《需人工判断》和《数据缺失》。", Cell(centre=True))


def _cells(number: int, finding: Finding, case: str) -> list[Cell | str | int]:
    also = f"\n同一疏漏还涉及：{'；'.join(finding.also)}" if finding.also else ""
    fill = State.FAIL.colour if finding.severity is Severity.VETO and not finding.waiver else ""
    waived = "已豁免。" if finding.waiver else ""
    judged = f"（{finding.answer.name}判断：{finding.answer.reason}）" if finding.answer else ""
    return [
        Cell(number, centre=True),
        finding.criterion,
        Cell(words.severity(finding.severity, finding.void), fill, heading=bool(fill), centre=True),
        finding.title,
        finding.subject,
        waived + finding.text + judged + also,
        Cell(finding.page, centre=True),
        words.places(finding.places),
        words.basis(finding.basis),
        finding.remedy,
        Cell({"verified": "已核对", "unverified": "未核对"}.get(finding.status, finding.status), centre=True),
        *answering.cells(WAIVER_HEADINGS, finding.waiver),
        *answering.hidden(finding.subject_id, finding.bound, case),
    ]
