"""总览: the sheet that is signed. Case, states in numbers, the gravest findings, notices, signatures."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from openpyxl import Workbook

from checker.findings import CaseReport
from checker.states import Severity, State
from reports.order import findings_by_severity, open_checks
from reports.workbook import style
from reports.workbook.sheet import Sheet
from reports.workbook.style import Cell, state_cell

NAME: Final = "总览"
_WIDTHS: Final = (34.0, *(9.2,) * len(State), 8.0)
_ZERO_AS_DASH: Final = '0;-0;"-"'
_LINES_TO_SIGN_ON: Final = 2
_OPINION: Final = (
    "检查结果为机器意见，不是法律意见。检查规则尚未经法律人员签署（法律签署栏为空）；"
    "是否违法、如何处理，由承办人、法制审核人员依职责判断。"
)


def write(book: Workbook, report: CaseReport) -> None:
    title = f"{report.kind}自查结果" if report.kind else "行政执法案卷检查结果"
    sheet = Sheet(book, NAME, report, _WIDTHS, landscape=False, title=title)
    sheet.form()
    _case(sheet, report)
    _numbers(sheet, report)
    _matrix(sheet, report)
    _gravest(sheet, report)
    _notices(sheet, report)
    _signatures(sheet, report)
    sheet.squeeze()


def _case(sheet: Sheet, report: CaseReport) -> None:
    rows = _about(report)
    for name, text in rows.items():
        sheet.row([Cell(name, style.SECTION_FILL, heading=True), Cell(text or "（未填）", span=len(_WIDTHS) - 1)])


def _about(report: CaseReport) -> dict[str, str]:
    as_of = f"{report.as_of}（{report.as_of_source}）"
    if report.kind:
        return {f"{report.kind}名称": report.title, "编号": report.number, "文件": report.file, "检查基准日": as_of}
    return {
        "案件名称": report.title,
        "案号": report.number,
        "当事人": "、".join(report.parties),
        "执法行为": "、".join(report.actions),
        "案卷文件": report.file,
        "办理阶段": f"{report.stage_label}（{report.stage_source}）",
        "检查基准日": as_of,
    }


def _numbers(sheet: Sheet, report: CaseReport) -> None:
    counts, total = report.counts, len(report.criteria)
    numbers = [counts[state] for state in State]
    sheet.heading("一、检查结果")
    sheet.header(["结论", *(state_cell(s, _two_lines(s.label)) for s in State), "合计"])
    big = Cell(heading=True, centre=True, size=16)
    sheet.row([Cell("审查项数", heading=True, centre=True), *(replace(big, value=n) for n in (*numbers, total))])
    graded = "、".join(f"{g.label}{sum(f.severity is g for f in report.findings)}个" for g in Severity)
    sheet.line(
        f"以上各类相加为{sum(numbers)}项，等于本次审查项总数{total}项；不适用中有{len(report.not_reached)}项属尚未到该阶段。"
        f"不符合合并同一疏漏后为{len(report.findings)}个问题：{graded}。"
    )


def _matrix(sheet: Sheet, report: CaseReport) -> None:
    sheet.heading("二、各审查要点的结论（项数）")
    sheet.header(["审查要点", *(_two_lines(s.label) for s in State), "合计"])
    for point, title in points(report).items():
        counts = report.counts_of(point)
        sheet.row([title, *(_count(counts[s], s) for s in State), Cell(counts.total(), centre=True)])


def _count(number: int, state: State) -> Cell:
    if not number:
        return Cell(0, centre=True, number_format=_ZERO_AS_DASH)
    return replace(state_cell(state), value=number, heading=False)


def _gravest(sheet: Sheet, report: CaseReport) -> None:
    sheet.heading("三、否决和重大问题（编号同《问题清单》）")
    findings = list(enumerate(findings_by_severity(report), 1))
    for grade in (Severity.VETO, Severity.MAJOR):
        here = [(n, f) for n, f in findings if f.severity is grade]
        for n, finding in here:
            void = "·后果为无效" if finding.void else ""
            page = f"（案卷第{finding.page}页）" if finding.page else ""
            fill = State.FAIL.colour if grade is Severity.VETO else ""
            sheet.line(f"{n}. 【{grade.label}{void}】{finding.title}——{finding.subject}{page}", Cell(fill=fill))
        if not here:
            sheet.line(f"未发现{grade.label}问题。")
        still_open = open_checks(report, grade)
        if still_open:
            sheet.line(f"尚有{still_open}项未定（数据缺失、需人工判断或规则出错），仍可能成为{grade.label}问题。")
    rest = sum(f.severity.rank > Severity.MAJOR.rank for _, f in findings)
    if rest:
        sheet.line(f"另有一般和提示问题{rest}个，见《问题清单》。")


def _notices(sheet: Sheet, report: CaseReport) -> None:
    vetoes = any(c.severity is Severity.VETO for c in report.criteria)
    loosened = [f"{o.kind} {o.id}（{o.layer}）" for o in report.overrides if o.loosens and vetoes]
    warnings = [f"本地规则放宽了国家层级的否决项：{'；'.join(loosened)}。"] if loosened else []
    sheet.heading("四、提请注意")
    for text in [*warnings, *report.notices]:
        sheet.line(f"● {text}", Cell(fill=style.WARNING_FILL if text in warnings else ""))
    sheet.line(_OPINION, Cell(heading=True))


def _signatures(sheet: Sheet, report: CaseReport) -> None:
    sheet.heading("五、签名")
    for who in ("填表人", "主要负责人") if report.kind else ("承办人", "法制审核人员"):
        sheet.row(
            [Cell(f"{who}（签名）", heading=True, centre=True), Cell(span=5), Cell("日期", centre=True), Cell(span=2)],
            at_least=_LINES_TO_SIGN_ON,
        )


def _two_lines(label: str) -> str:
    """Five characters are too wide for these columns, and the break belongs after 需人工."""
    return label if len(label) <= 4 else f"{label[:-2]}\n{label[-2:]}"


def points(report: CaseReport) -> dict[str, str]:
    """Review points in order; one that the report does not list is shown last, so that no criterion vanishes."""
    return dict(report.points) | {c.point: c.point for c in report.criteria if c.point not in report.points}
