"""依据: the norms and versions that the checks were judged by, and the entries that a later layer replaced."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Final

from openpyxl import Workbook

from checker.catalog.citing import article_name
from checker.findings import CaseReport
from checker.results import Basis
from checker.states import State
from reports.workbook.sheet import Sheet
from reports.workbook.style import HEADER, Cell

NAME: Final = "依据"
_COLUMNS: Final = {
    "规范名称": 34.0,
    "文号": 24.0,
    "施行日": 12.0,
    "失效日": 12.0,
    "引用的条款": 50.0,
    "引用次数": 9.5,
    "核对程度": 14.0,
    "层级": 14.0,
}
_MARKS: Final = {"V": "全文核对", "VP": "部分核对", "S": "二手资料", "M": "未见原文", "U": "未定"}
_NUMBER: Final = re.compile(r"\d+")
_LAST: Final = 1 << 16


def write(book: Workbook, report: CaseReport) -> None:
    sheet = Sheet(book, NAME, report, list(_COLUMNS.values()), landscape=True)
    layers = {layer.id: layer.title for layer in report.layers}
    sheet.line(
        "本次检查实际引用的规范及其版本（按判断日有效的版本）。核对程度是规则编写时对条文的阅读情况，不是法律签署。",
        grid=False,
    )
    header = sheet.header(list(_COLUMNS))
    used: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for b in _all(report):
        used.setdefault((b.title, b.number, b.first, b.last, b.mark, b.layer), []).append(b.articles)
    for (title, number, first, last, mark, layer), articles in sorted(used.items()):
        sheet.row([title, number, Cell(first, centre=True), Cell(last or "现行有效", centre=True),
                   _in_order(articles), Cell(len(articles), centre=True),
                   Cell(_MARKS.get(mark, mark), centre=True), Cell(layers.get(layer, layer), centre=True)])  # fmt: skip
    sheet.table_below(header)
    _overrides(sheet, report, layers)


def _overrides(sheet: Sheet, report: CaseReport, layers: dict[str, str]) -> None:
    sheet.line("", grid=False)
    sheet.heading("本地规则替换上级规则的情况")
    if not report.overrides:
        sheet.line("没有替换。")
        return
    sheet.header(
        ["种类", "编号", replace(HEADER, value="替换层级", span=2), replace(HEADER, value="对否决项的影响", span=4)]
    )
    for o in report.overrides:
        replaced = f"{layers.get(o.layer, o.layer)} 替换 {layers.get(o.replaced_layer, o.replaced_layer)}"
        effect = Cell("放宽了国家层级的否决项", State.FAIL.colour, heading=True) if o.loosens else Cell("未放宽")
        sheet.row([o.kind, o.id, Cell(replaced, span=2), replace(effect, span=4)])


def _all(report: CaseReport) -> Iterator[Basis]:
    for criterion in report.criteria:
        for checked in criterion.checked:
            yield from checked.basis
    for deadline in report.deadlines:
        yield from deadline.basis


def _in_order(articles: Iterable[tuple[str, ...]]) -> str:
    """Each article once, in the order of the norm; parts without a number last."""
    once = set(chain.from_iterable(articles))
    return "、".join(
        map(article_name, sorted(once, key=lambda a: ([int(n) for n in _NUMBER.findall(a)] or [_LAST], a)))
    )
