"""公示表: per decision the form that would be published, and on a sheet of its own what has to be settled before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.worksheet.pagebreak import Break

from checker.findings import CaseReport
from checker.publication import Bar, Notice, Publication
from checker.states import State
from reports.workbook import style, words
from reports.workbook.book import new_book, save
from reports.workbook.sheet import Sheet
from reports.workbook.style import INPUT_FILL, Cell, state_cell

FORM, CHECKS = "公示表", "公示前审核"
_FORM_WIDTHS: Final = (22.0, 58.0, 22.0)
_CHECK_WIDTHS: Final = (22.0, 13.0, 40.0, 27.0)
_LOOKS: Final = {
    Bar.BLOCKED: State.FAIL,
    Bar.OPEN: State.UNKNOWN,
    Bar.ASKED: State.MANUAL,
    Bar.CLEAR: State.PASS,
}
_VERDICTS: Final = {
    Bar.BLOCKED: "不得公示",
    Bar.OPEN: "有未填事项，补齐之前不得公示",
    Bar.ASKED: "有须人工判断的事项，判断之前不得公示",
    Bar.CLEAR: "没有发现不得公示的情形，经审核人员签字后公示",
}
_OPINION: Final = "本表由程序按案卷所填内容生成，是机器意见，不是法律意见；能否公示由审核人员判断并签字。"
_LINES_TO_SIGN_ON: Final = 2


def write_publication(report: CaseReport, found: Publication, path: Path) -> None:
    """Write the workbook. Raises OSError; `path` is then as it was."""
    # Headers and properties show the case too.
    report = replace(report, number=found.number, title=found.title)
    book = new_book()
    _forms(book, report, found)
    _checks(book, report, found)
    save(book, path, f"{FORM}：{report.title}", report.as_of)


def _forms(book: Workbook, report: CaseReport, found: Publication) -> None:
    sheet = Sheet(book, FORM, report, _FORM_WIDTHS, landscape=False, title="行政执法决定信息公示表")
    sheet.form()
    if not found.notices:
        sheet.line("案卷中没有决定书，没有可以公示的决定信息。")
    for notice in found.notices:
        if notice is not found.notices[0]:
            sheet.ws.row_breaks.append(Break(id=sheet.next_row - 1))
        sheet.heading(notice.name)
        look = state_cell(_LOOKS[notice.bar])
        sheet.line(f"{_VERDICTS[notice.bar]}（见《{CHECKS}》）", Cell(fill=look.fill, heading=look.heading))
        if notice.bar is Bar.BLOCKED:
            continue
        sheet.header(["项目", "内容", "说明"])
        for row in notice.rows:
            fill = "" if row.known else State.UNKNOWN.colour
            needed = f"应当公示的{row.content}" if row.content else ""
            note = "\n".join(filter(None, (needed, row.note)))
            sheet.row([Cell(row.title, style.SECTION_FILL), Cell(row.text, fill), note])


def _checks(book: Workbook, report: CaseReport, found: Publication) -> None:
    sheet = Sheet(book, CHECKS, report, _CHECK_WIDTHS, landscape=False, title="行政执法决定信息公示前审核")
    sheet.form()
    sheet.line(f"检查基准日：{report.as_of}（{report.as_of_source}）　办理阶段：{report.stage_label}")
    for text in found.doubts:
        sheet.line(f"● {text}。", Cell(fill=style.WARNING_FILL))
    for party in found.without:
        sheet.line(f"● 当事人{party}：案卷中没有对其作出的决定书，没有可以公示的内容。")
    for notice in found.notices:
        _check(sheet, notice)
    sheet.heading("隐去的内容")
    sheet.line("以下内容无论出现在哪一栏，一律隐去；决定书原件、链接和附件公示前同样处理。")
    for basis, note in dict.fromkeys((basis, note) for _, basis, note in found.rules):
        titles = "、".join(dict.fromkeys(t for t, b, n in found.rules if (b, n) == (basis, note)))
        sheet.line("；".join(filter(None, (titles, basis, note))))
    sheet.line(_OPINION, Cell(heading=True))
    for who in ("承办人（签名）", "公示审核人员（签名）"):
        cells = [Cell(who, centre=True), Cell("", span=2), Cell("日期：")]
        sheet.row(cells, at_least=_LINES_TO_SIGN_ON)
    sheet.squeeze()


def _check(sheet: Sheet, notice: Notice) -> None:
    sheet.heading(notice.name)
    look = state_cell(_LOOKS[notice.bar])
    sheet.line(_VERDICTS[notice.bar], Cell(fill=look.fill, heading=True))
    sheet.header(["公示期限", "届满日", "结果", "依据"])
    for due in notice.due:
        basis = words.basis(due.basis)
        days = Cell("\n".join(due.days) or "待补", centre=True)
        sheet.row([due.title, days, "\n".join(filter(None, (due.text, due.working))), basis])
    if not notice.due:
        sheet.line("没有适用的公示期限（没有决定日期，或者载明不予公示）。")
    sheet.header(["应当查明的情形", "结果", "内容", "依据"])
    for gate in notice.gates:
        look = state_cell(_LOOKS[gate.bar], gate.bar.value)
        if gate.bar is Bar.ASKED:
            look = Cell("□是　□否\n须人工判断", INPUT_FILL, centre=True)
        basis = "\n".join(filter(None, (words.basis(gate.basis), gate.note)))
        sheet.row([gate.title, look, gate.text, basis])
    open_rows = [row.title for row in notice.rows if not row.known]
    if open_rows:
        sheet.line(f"公示表待补的项目：{'、'.join(dict.fromkeys(open_rows))}。", Cell(fill=style.WARNING_FILL))
    sheet.header(["公示检查项", "结论", "理由", "编号"])
    for against in notice.against:
        sheet.row([against.title, state_cell(against.state), against.text, against.criterion])
    if not notice.against:
        sheet.line("公示各检查项没有不符合和未决的。")
