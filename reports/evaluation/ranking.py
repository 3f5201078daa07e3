"""评查汇总: the sections, then every scored file by rank."""

from __future__ import annotations

from typing import Final

from openpyxl import Workbook

from checker.evaluation.ranking import Rank
from checker.evaluation.record import Standing
from checker.evaluation.run import Year
from checker.evaluation.sections import Section
from checker.states import State
from reports.evaluation import figures
from reports.evaluation.charts import bars
from reports.evaluation.figures import DISCLAIMER, Figures
from reports.evaluation.stream import StreamSheet, Table
from reports.workbook.sheet import Value
from reports.workbook.style import Cell, CellValue
from reports.workbook.words import numbered

NAME: Final = "评查汇总"
_SECTIONS: Final = "股室汇总"
_CHARTED: Final = 20  # sections: more bars than that nobody reads
_COLUMNS: Final = {
    "名次": 9.0,
    "股室内名次": 9.0,
    "案卷编号": 21.0,
    "案件名称": 26.0,
    "当事人": 18.0,
    "承办股室": 13.0,
    "得分": 16.0,
    "等次": 11.0,
    "否决项": 22.0,
    "未定事项": 14.0,
    "问题": 6.0,
    "案卷文件": 22.0,
}


def write(book: Workbook, year: Year, found: Figures) -> None:
    _sections(book, year, found)
    notes = [
        f"评分标准：{year.standard.title}（{year.standard.version}）。已评{found.counts.get(Standing.SCORED, 0)}件；"
        f"其余见《未评案卷》。{DISCLAIMER}",
        "有未定事项的案卷，得分是一个区间，名次也是一个区间：左边是其余案卷不变时最好的名次，右边是最差的名次。"
        "名次按否决项均不成立时的得分排列；已经成立否决项的，按0分排列。",
    ]
    table = Table(book, NAME, _COLUMNS, notes, title=f"{year.setting.year}年度案卷评查汇总表")
    for each in year.ranks:
        table.row(_cells(each, year))
    table.end(empty="没有评分的案卷，原因见《未评案卷》。")


def _cells(each: Rank, year: Year) -> list[Value]:
    entry, record = each.entry, year.store.record(each.entry.source)
    open_ = [f"待定否决项{entry.open_vetoes}项"] if entry.open_vetoes and not entry.vetoed else []
    open_ += [f"待判断{record.questions}项"] if record.questions else []
    open_ += [f"缺数据{record.missing}项"] if record.missing else []
    open_ += [f"出错{record.errors}项"] if record.errors else []
    return [
        Cell(figures.rank(each.best, each.worst), centre=True),
        Cell(figures.rank(each.best_in_section, each.worst_in_section), centre=True),
        record.number,
        record.title,
        "、".join(record.parties),
        Cell(figures.section(record.section), centre=True),
        Cell(figures.points(entry), centre=True),
        Cell(record.grade, centre=True, heading=entry.vetoed),
        Cell(numbered(record.vetoes), fill=State.FAIL.colour if record.vetoes else ""),
        "\n".join(open_),
        Cell(len(record.issues), centre=True),
        record.source,
    ]


def _sections(book: Workbook, year: Year, found: Figures) -> None:
    grades = [g.title for g in year.standard.grades]
    others = sorted(found.sections.whole.grades.keys() - set(grades))
    names = [*grades, *(["等次待定"] if others else [])]
    widths = [24.0, 8.0, 10.0, 20.0, *(10.0 for _ in names), 10.0, 12.0, 9.0]
    sheet = StreamSheet(book, _SECTIONS, widths, landscape=True, title=f"{year.setting.year}年度案卷评查股室汇总表")
    sheet.line(f"平均分按否决项均不成立时的得分计算，已经成立否决项的按0分。{DISCLAIMER}", grid=False)
    header = ["承办股室", "件数", "已定分", "平均分", *names, "否决", "否决待定", "问题数"]
    sheet.table_below(sheet.header(header))
    first, sections = sheet.next_row, found.sections.ordered()
    for section in sections:
        sheet.row(_section(figures.section(section.name), section, grades, others))
    if found.sections.whole.files:
        sheet.row(_section("合计", found.sections.whole, grades, others))
        bars(sheet, "各股室案卷的问题数", 1, len(header), first, min(_CHARTED, len(sections)))
    sheet.end()


def _section(name: str, section: Section, grades: list[str], others: list[str]) -> list[Value]:
    counts = [section.grades[g] for g in grades]
    counts += [sum(section.grades[g] for g in others)] if others else []
    numbers: list[CellValue] = [section.files, section.settled, figures.span(*section.average())]
    numbers += [*counts, section.vetoed, section.open_vetoes, section.issues]
    return [Cell(name, heading=name == "合计"), *(Cell(n, centre=True) for n in numbers)]
