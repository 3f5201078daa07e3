"""年度统计表: the annual tables of the catalogue with their counting rules, and what could not be counted."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from openpyxl import Workbook

from checker.catalog.catalogue import Annual
from checker.evaluation.numbering import repeats
from checker.evaluation.record import Standing, Uncounted
from checker.evaluation.run import Year
from reports.evaluation import figures
from reports.evaluation.figures import Figures
from reports.evaluation.stream import StreamSheet, Table
from reports.workbook.sheet import Value
from reports.workbook.style import HEADER_FILL, Cell

NAME: Final = "年度统计表"
_OPEN: Final = "统计未定事项"
_WIDTHS: Final = (34.0, 16.0, 40.0)
_CENTS: Final = 100


def write(book: Workbook, year: Year, found: Figures) -> None:
    sheet = StreamSheet(book, NAME, _WIDTHS, landscape=False, title=f"{year.setting.year}年度行政执法数据统计表")
    sheet.form()
    sheet.line(
        "填报单位（盖章）：　　　　　　　　填表人：　　　　　　审核人：　　　　　　填报日期：　　　年　　月　　日",
        grid=False,
    )
    for line in _reservations(year, found):
        sheet.line(line, grid=False)
    for annual in year.catalogue.annual:
        _table(sheet, annual, found)
    sheet.end()
    _uncounted(book, year)


def _reservations(year: Year, found: Figures) -> Iterator[str]:
    """What has to be settled before the figures are published."""
    unread = sum(found.counts.get(s, 0) for s in (Standing.UNREADABLE, Standing.ERROR))
    read = sum(found.counts.get(s, 0) for s in (Standing.SCORED, Standing.OUTSIDE, Standing.UNDATED))
    left_out = f"另有{unread}件不能读取或者检查出错，没有计入，见《未评案卷》，改好以后再运行一次。" if unread else ""
    yield f"按{read}件案卷统计，各件按自己的日期归入年度，没有的填0。{left_out}"
    if open_ := found.totals.open.total():
        yield f"不能确定的没有计入，共{open_}处，见《{_OPEN}》，核对以后人工补入。"
    twice = len(list(year.store.twins())) + sum(1 for _ in repeats(year.store.numbers()))
    if twice:
        yield f"《文号核对》列有{twice}处重复：一件案卷放了两份的，这里计了两次，请先核对。"


def _table(sheet: StreamSheet, annual: Annual, found: Figures) -> None:
    entry = annual.entry
    sheet.line("", grid=False)
    sheet.heading(entry.title)
    sheet.header(["项目", f"数量（{entry.unit}）", "说明"])
    for column in annual.columns:
        value = found.totals.cell(entry.id, column.entry.id)
        if column.amount and entry.total:
            continue
        said = column.entry.none or _open(found, entry.id, column.entry.id)
        sheet.row([column.entry.label, _number(value, bool(column.amount)), said])
    if entry.total:
        total = found.totals.total(annual)
        counting = [c.entry.id for c in annual.columns if not c.amount]
        said = _open(found, entry.id, "", *counting)
        sheet.row([Cell(entry.total, HEADER_FILL, heading=True), _number(total, False), said])
        for column in annual.columns:
            if column.amount:
                value = found.totals.cell(entry.id, column.entry.id)
                said = _open(found, entry.id, column.entry.id)
                sheet.row([Cell(column.entry.label, HEADER_FILL, heading=True), _number(value, True), said])
    for note in entry.notes:
        sheet.line(f"计数规则：{note}", grid=False)
    sheet.line(f"表式来源：{entry.source}", grid=False)


def _open(found: Figures, table: str, *columns: str) -> str:
    count = sum(found.totals.open[table, column] for column in columns)
    return f"另有{count}处不能确定" if count else ""


def _number(value: Fraction, money: bool) -> Cell:
    if not money:
        return Cell(int(value), centre=True)
    yuan = value / _CENTS
    return Cell(int(yuan) if yuan.denominator == 1 else float(yuan), centre=True, number_format="#,##0.00")


def _uncounted(book: Workbook, year: Year) -> None:
    columns = {"序号": 6.0, "统计表": 26.0, "栏目": 20.0, "案卷": 24.0, "对象": 30.0, "为什么不能确定": 40.0}
    titles = {a.entry.id: a.entry.title for a in year.catalogue.annual}
    labels = {(a.entry.id, c.entry.id): c.entry.label for a in year.catalogue.annual for c in a.columns}
    table = Table(book, _OPEN, columns, ["下列事项没有计入《年度统计表》，请核对以后补入。"])
    number = 0
    for record in year.store.records():
        together: dict[tuple[str, str], list[Uncounted]] = {}
        for each in record.uncounted:
            together.setdefault((each.table, each.column), []).append(each)
        for key, some in together.items():
            number += 1
            cells: list[Value] = [Cell(number, centre=True), titles[key[0]], labels.get(key, "（整宗）")]
            what, why = ("\n".join(dict.fromkeys(texts)) for texts in ((u.what for u in some), (u.why for u in some)))
            table.row([*cells, figures.case(record, year), what, why])
    table.end(empty="没有不能确定的事项。")
