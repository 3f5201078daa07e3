"""A short summary for the person who typed the command."""

from __future__ import annotations

from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from checker.findings import CaseReport, Finding
from checker.results import DeadlineResult
from checker.states import Severity, State
from reports.order import findings_by_severity, open_checks
from reports.text import clean, place

_MOST_FINDINGS: Final = 10
_LATE: Final = ("late", "overdue")
_SEVERITY_STYLE: Final = {
    Severity.VETO: "bold red",
    Severity.MAJOR: "red",
    Severity.MINOR: "yellow",
    Severity.ADVICE: "",
}


def summary(report: CaseReport, console: Console) -> None:
    """Case, stage, states, the gravest findings with their places, and the deadlines that are over."""
    console.print(_text(f"{report.number} {report.title}", "bold"))
    stage = "" if report.kind else f"阶段：{report.stage_label}（{report.stage_source}）　"
    console.print(_text(f"{stage}基准日：{report.as_of}（{report.as_of_source}）"))
    console.print(_counts(report))
    _findings(findings_by_severity(report), console)
    _deadlines([d for d in report.deadlines if d.outcome in _LATE], console)
    if vetoes := open_checks(report, Severity.VETO):
        console.print(_text(f"尚有{vetoes}项未定，仍可能成为否决问题。", "yellow"))
    if report.notices:
        console.print(_text(f"提请注意{len(report.notices)}条：", "bold"))
    for notice in report.notices:
        console.print(_text(notice))
    console.print(_text("检查结果为机器意见，不是法律意见。"))


def _counts(report: CaseReport) -> Text:
    line = Text()
    for state in State:
        if number := report.counts[state]:
            line.append(f" {state.label} {number} ", style=f"black on #{state.colour}").append(" ")
    return line.append(f"共{len(report.criteria)}项")


def _findings(findings: list[Finding], console: Console) -> None:
    if not findings:
        console.print(_text("未发现不符合的审查项。"))
        return
    console.print(_text(f"问题{len(findings)}个：", "bold"))
    table = Table.grid(padding=(0, 1))
    for finding in findings[:_MOST_FINDINGS]:
        grade = finding.severity.label + ("·无效" if finding.void else "")
        places = [f"案卷第{finding.page}页" if finding.page else "", *map(place, finding.places[:1])]
        where = "、".join(filter(None, places))
        told = f"{finding.title}（{finding.subject}）" + (f" {where}" if where else "")
        table.add_row(_text(grade, _SEVERITY_STYLE[finding.severity]), _text(told))
    console.print(table)
    if len(findings) > _MOST_FINDINGS:
        console.print(_text(f"另有{len(findings) - _MOST_FINDINGS}个，见问题清单。"))


def _deadlines(late: list[DeadlineResult], console: Console) -> None:
    if not late:
        return
    console.print(_text(f"超期{len(late)}项：", "bold"))
    table = Table.grid(padding=(0, 1))
    for deadline in late:
        table.add_row(_text(deadline.text, "red"), _text(f"{deadline.title}（{deadline.subject}）"))
    console.print(table)


def _text(text: str, style: str = "") -> Text:
    """Case data as data: no markup, no escape codes, one line."""
    return Text(" ".join(clean(text).split()), style=style)
