"""送审前自查表: one line for each criterion, gravest first within its review point; at the end the signatures."""

from __future__ import annotations

from typing import Final

from openpyxl import Workbook

from checker.findings import CaseReport
from checker.selfcheck import Line, SelfCheck
from checker.states import State
from reports.workbook import style
from reports.workbook.sheet import Sheet
from reports.workbook.style import INPUT_FILL, Cell, state_cell

NAME: Final = "送审前自查表"
_COLUMNS: Final = {"编号": 8.5, "自查内容": 32.0, "结果": 11.0, "位置": 19.0, "案卷页码": 10.0, "说明": 27.0}
_RESULTS: Final = {
    State.PASS: "是",
    State.FAIL: "否",
    State.NOT_APPLICABLE: "不适用",
    State.UNKNOWN: "待补",
    State.MANUAL: "□是　□否\n须人工判断",
    State.WAIVED: "已豁免",
    State.ERROR: "规则出错",
}
_OPINION: Final = (
    "本表由程序按案卷所填内容生成，是机器意见，不是法律意见。“是”只表示案卷所填的内容符合该项；"
    "“待补”是案卷没有填、不能判断的；“须人工判断”的，由承办人在“结果”栏勾选并在“说明”栏写明理由。"
)
_LINES_TO_SIGN_ON: Final = 2


def write(book: Workbook, report: CaseReport, form: SelfCheck) -> None:
    sheet = Sheet(book, NAME, report, _COLUMNS.values(), landscape=False)
    head(sheet, report)
    _counts(sheet, report, form)
    header = sheet.header(list(_COLUMNS))
    for section in form.sections:
        if not section.lines and not section.not_applicable:
            continue
        rest = f"；不适用{section.not_applicable}项，不逐项列出" if section.not_applicable else ""
        sheet.section(f"{section.title}：列出{len(section.lines)}项{rest}", Cell(fill=style.SECTION_FILL, heading=True))
        for line in section.lines:
            sheet.row(_cells(line))
    sheet.keep(header, header)
    _waiting(sheet, form)
    sheet.line(_OPINION, Cell(heading=True))
    signatures(sheet)
    sheet.squeeze()


def head(sheet: Sheet, report: CaseReport) -> None:
    """What the form is about."""
    width = len(sheet.widths)
    rows = {
        "案件": "　".join(filter(None, (report.number, report.title))),
        "当事人": "、".join(report.parties),
        "执法行为": "、".join(report.actions),
        "办理阶段": f"{report.stage_label}（{report.stage_source}）",
        "检查基准日": f"{report.as_of}（{report.as_of_source}）",
    }
    for name, text in rows.items():
        sheet.row([Cell(name, style.SECTION_FILL, heading=True, span=2), Cell(text or "（未填）", span=width - 2)])


def signatures(sheet: Sheet) -> None:
    """Where the handlers and the head of their section sign."""
    width = len(sheet.widths)
    for who in ("承办人（签名）", "承办人（签名）", "承办股室负责人（签名）"):
        cells = [Cell(who, centre=True, span=2), Cell(span=width - 4), Cell("日期", centre=True), Cell()]
        sheet.row(cells, at_least=_LINES_TO_SIGN_ON)


def _counts(sheet: Sheet, report: CaseReport, form: SelfCheck) -> None:
    names = {state: text.rpartition("\n")[2] for state, text in _RESULTS.items()}
    counted = "，".join(f"{names[s]}{n}项" for s in State if (n := form.count(s)))
    later = sum(n for _, n in form.not_reached)
    sheet.line(
        f"检查项共{len(report.criteria)}项：本表逐项列出{sum(len(s.lines) for s in form.sections)}项"
        f"（{counted or '无'}），不适用{form.not_applicable}项，尚未到阶段{later}项。"
    )


def _cells(line: Line) -> list[Cell | str | int]:
    looks = state_cell(line.state, _RESULTS[line.state])
    if line.state is State.MANUAL:
        looks = Cell(_RESULTS[line.state], INPUT_FILL, centre=True)
    return [
        Cell(line.criterion, centre=True),
        line.title,
        looks,
        line.where,
        Cell(line.pages, centre=True),
        line.note,
    ]


def _waiting(sheet: Sheet, form: SelfCheck) -> None:
    if form.not_reached:
        parts = "、".join(f"{label}{n}项" for label, n in form.not_reached)
        sheet.line(f"尚未到该阶段、本次不查的检查项共{sum(n for _, n in form.not_reached)}项：{parts}。")
