"""One criterion in the terminal, with its working: values and places, articles, deadlines, what is missing."""

from __future__ import annotations

from rich.console import Console

from checker.findings import CaseReport
from checker.results import Checked


def explanation(report: CaseReport, criterion: str, console: Console) -> None:
    """Prints the criterion with all its subjects."""
    result = next(c for c in report.criteria if c.id == criterion)

    def line(text: str, style: str = "") -> None:
        console.print(text, style=style, markup=False, highlight=False, soft_wrap=True)

    line(f"{result.id} {result.title}", "bold")
    line(
        f"{report.points[result.point]}　{result.state.label}　{result.reason}　"
        f"（检查日 {report.as_of}，{report.as_of_source}）"
    )
    for checked in result.checked:
        line("")
        line(f"{checked.subject}　{checked.state.label}　{checked.severity.label}", "bold")
        for text in _lines(checked):
            line(f"  {text}")
    for deadline in report.deadlines:
        if deadline.id in result.deadlines:
            line("")
            line(f"期限：{deadline.title}（{deadline.subject}）　{deadline.text}", "bold")
            for reading in deadline.readings:
                line(f"  {reading.source}：{reading.working or '—'}　{reading.text}")


def _lines(checked: Checked) -> list[str]:
    lines = [f"结论：{checked.reason}"]
    if checked.judged_on:
        lines.append(f"判断日：{checked.judged_on}（{checked.judged_on_label}）")
    lines += [f"依据：{b.citation}　施行 {b.first or '？'} 至 {b.last or '今'}" for b in checked.basis]
    lines += [f"读到：{v.label} = {v.value}　{v.place}" for v in (*checked.values, *checked.context)]
    if checked.could_be:
        lines.append(f"可能成为：{'、'.join(s.label for s in checked.could_be)}")
    lines += [f"还缺：{m.label}　{m.place}" for m in checked.missing]
    lines += [
        f"{name}：{text}"
        for name, text in (("问题", checked.finding), ("建议", checked.remedy), ("请判断", checked.question))
        if text
    ]
    return lines
