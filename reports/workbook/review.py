"""审查意见: every check by review point; what needs attention first, the rest folded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from openpyxl import Workbook

from checker.findings import CaseReport
from checker.results import Checked, CriterionResult
from checker.states import State
from reports.order import parts
from reports.workbook import style, words
from reports.workbook.overview import points
from reports.workbook.sheet import Sheet
from reports.workbook.style import Cell, state_cell

NAME: Final = "审查意见"
_COLUMNS: Final = {
    "编号": 9.0,
    "审查内容": 24.0,
    "对象": 15.0,
    "结论": 11.5,
    "程度": 8.5,
    "理由": 30.0,
    "依据": 24.0,
    "判断日": 12.5,
    "读到的值及位置": 36.0,
}
_Row = tuple[CriterionResult, Checked]


def write(book: Workbook, report: CaseReport) -> None:
    sheet = Sheet(book, NAME, report, list(_COLUMNS.values()), landscape=True)
    sheet.line(
        "各要点先列需要处理的（规则出错、不符合、可能不符合的数据缺失、需人工判断）和已豁免的；其余折叠，点左侧“+”展开。打印时不含折叠的行。",
        grid=False,
    )
    header = sheet.header(list(_COLUMNS))
    for point, title in points(report).items():
        _point(sheet, title, [c for c in report.criteria if c.point == point])
    sheet.table_below(header)


def _point(sheet: Sheet, title: str, criteria: list[CriterionResult]) -> None:
    rows = [(criterion, part) for criterion in criteria for part in parts(criterion)]
    counts = "，".join(f"{s.label}{n}" for s in State if (n := sum(c.state is s for c in criteria)))
    sheet.section(f"{title}　共{len(criteria)}项：{counts or '无'}", Cell(fill=style.HEADER_FILL, heading=True))
    for row in _sorted(rows, _is_shown):
        sheet.row(_cells(*row))
    _folded(sheet, "其余结论", _sorted(rows, lambda r: not _is_shown(r) and not r[0].not_reached))
    _folded(sheet, "尚未到该阶段", _sorted(rows, lambda r: r[0].not_reached))


def _is_shown(row: _Row) -> bool:
    criterion, checked = row
    if criterion.not_reached:
        return False
    return checked.state in (State.FAIL, State.WAIVED) or checked.could_fail


def _sorted(rows: list[_Row], keep: Callable[[_Row], bool]) -> list[_Row]:
    return sorted(filter(keep, rows), key=lambda r: (r[1].state.rank, r[1].severity.rank, r[0].id))


def _folded(sheet: Sheet, title: str, rows: list[_Row]) -> None:
    if not rows:
        return
    sheet.section(f"　＋ {title}：{len(rows)}行（已折叠）", Cell(fill=style.SECTION_FILL), collapsed=True)
    for row in rows:
        sheet.row(_cells(*row), level=1)


def _cells(criterion: CriterionResult, checked: Checked) -> list[Cell | str | int]:
    return [
        criterion.id,
        criterion.title,
        words.subject(checked),
        state_cell(checked.state),
        Cell(words.severity(checked.severity, criterion.void), centre=True),
        words.reason(checked),
        words.basis(checked.basis),
        words.judged_on(checked),
        words.values_and_missing(checked),
    ]
