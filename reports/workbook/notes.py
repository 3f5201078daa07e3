"""说明: what the check rests on: rules and their hashes, calendar, versions, stage, parameters not set, the states."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from openpyxl import Workbook

from checker.findings import CaseReport
from checker.results import CriterionResult
from checker.states import Severity, State
from reports.workbook import style
from reports.workbook.sheet import Sheet
from reports.workbook.style import HEADER, Cell, state_cell

NAME: Final = "说明"
_WIDTHS: Final = (18.0, 24.0, 26.0, 8.0, 36.0)
_STATES: Final = {
    State.ERROR: "规则或程序出错，该项没有结论；绝不当作符合。请把案卷和本表交系统维护人员。",
    State.FAIL: "按案卷中的值，可以判定违反要求。",
    State.UNKNOWN: "缺少必要的数据，不能判定；不是符合，也不是不符合。",
    State.MANUAL: "须由人作出判断，机器只列出问题和材料。",
    State.WAIVED: "有人以书面理由豁免了该项，姓名、日期和有效期见理由栏。",
    State.PASS: "按案卷中的值，要求已经满足。",
    State.NOT_APPLICABLE: "该要求不适用于本案或该对象，或者尚未到该阶段、期限尚未届满。",
}
_SEVERITIES: Final = {
    Severity.VETO: "一项即可否定案卷或决定的合法性；标“无效”的，其法律后果为无效。",
    Severity.MAJOR: "严重影响合法性，须在决定前或者按程序纠正。",
    Severity.MINOR: "不影响决定成立，应予补正。",
    Severity.ADVICE: "改进建议。",
}


def write(book: Workbook, report: CaseReport) -> None:
    sheet = Sheet(book, NAME, report, _WIDTHS, landscape=False)
    sheet.form()
    sheet.heading("一、结论的含义")
    for state in State:
        sheet.row([state_cell(state), Cell(_STATES[state], span=4)])
    for grade in Severity:
        sheet.row([Cell(grade.label, style.SECTION_FILL, heading=True, centre=True), Cell(_SEVERITIES[grade], span=4)])
    sheet.heading("二、检查条件")
    facts = {
        "检查基准日": f"{report.as_of}（{report.as_of_source}）",
        **({} if report.kind else {"办理阶段": f"{report.stage_label}（{report.stage_source}）"}),
        "工作日历": "\n".join(report.calendar) or "（无）",
        **report.software,
        "报告格式版本": report.version,
    }
    for name, text in facts.items():
        sheet.row([Cell(name, style.SECTION_FILL, heading=True), Cell(text, span=4)])
    sheet.heading("三、规则来源（后一层可以补充或替换前一层）")
    sheet.header(["层级", "名称", "文件夹", "文件数", "SHA-256"])
    for layer in report.layers:
        sheet.row([layer.id, layer.title, layer.folder, Cell(layer.files, centre=True), layer.sha256])
    _unset(sheet, report)
    if not report.kind:
        _not_reached(sheet, report.not_reached)


def _unset(sheet: Sheet, report: CaseReport) -> None:
    sheet.heading("四、未设定的参数（没有来源能够确定，须由本单位设定）")
    if not report.unset:
        sheet.line("没有未设定的参数。")
        return
    sheet.header(["参数", "名称", "现状", replace(HEADER, value="设定方法", span=2)])
    for p in report.unset:
        sheet.row([p.id, p.title, state_cell(State.UNKNOWN, "未设定"), Cell(p.how, span=2)])


def _not_reached(sheet: Sheet, criteria: tuple[CriterionResult, ...]) -> None:
    sheet.heading(f"五、尚未到该阶段的审查项（{len(criteria)}项，计入不适用）")
    stages: dict[str, list[str]] = {}
    for criterion in criteria:
        stages.setdefault(criterion.stage, []).append(f"{criterion.id} {criterion.title}")
    for stage, titles in stages.items():
        sheet.row(
            [Cell(f"{stage}（{len(titles)}项）", style.SECTION_FILL, heading=True), Cell("；".join(titles), span=4)]
        )
    if not criteria:
        sheet.line("没有。")
