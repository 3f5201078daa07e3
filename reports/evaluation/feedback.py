"""反馈意见: for each section what the panel tells it, with room for its reply and for signatures."""

from __future__ import annotations

from typing import Final

from openpyxl import Workbook

from checker.evaluation.run import Year
from checker.evaluation.sections import Section
from reports.evaluation import figures
from reports.evaluation.figures import DISCLAIMER, Figures
from reports.evaluation.stream import StreamSheet
from reports.workbook.style import INPUT_FILL, Cell

NAME: Final = "反馈意见"
_WIDTHS: Final = (6.0, 44.0, 10.0, 30.0)
_MOST: Final = 20  # problems told to a section; all stand in 问题清单


def write(book: Workbook, year: Year, found: Figures) -> None:
    sheet = StreamSheet(book, NAME, _WIDTHS, landscape=False, title=f"{year.setting.year}年度案卷评查反馈意见")
    sheet.form()
    for number, section in enumerate(found.sections.ordered()):
        if number:
            sheet.new_page()
        _section(sheet, section, year, found)
    if not found.sections.by_name:
        sheet.line("没有评分的案卷。", Cell(centre=True))
    sheet.end()


def _section(sheet: StreamSheet, section: Section, year: Year, found: Figures) -> None:
    sheet.line(DISCLAIMER, grid=False)
    sheet.heading(f"{figures.section(section.name)}：")
    grades = [g.title for g in year.standard.grades if section.grades[g.title]]
    others = sum(n for g, n in section.grades.items() if g not in grades)
    told = "，".join([*(f"{g}{section.grades[g]}件" for g in grades), *([f"等次待定{others}件"] if others else [])])
    vetoes = f"其中{section.vetoed}件有否决项。" if section.vetoed else ""
    sheet.line(
        f"　　本次评查你股室{year.setting.year}年度案卷{section.files}件，"
        f"平均{figures.span(*section.average())}分：{told}。{vetoes}"
        f"发现问题{section.issues}个，较多的是：",
        grid=False,
    )
    sheet.header(["序号", "问题", "件数", "案例"])
    problems = found.problems.ordered(section.name)
    for number, problem in enumerate(problems[:_MOST], 1):
        count = problem.by_section[section.name]
        sheet.row([Cell(number, centre=True), problem.title, Cell(count, centre=True), problem.first(section.name)])
    if not problems:
        sheet.line("没有发现问题。", Cell(centre=True))
    elif len(problems) > _MOST:
        sheet.line(f"共{len(problems)}种，其余见《问题清单》。", grid=False)
    sheet.line("　　逐项问题见《问题清单》，整改情况请填入《整改台账》。对评查结果有异议的，请在收到之日起规定期限内"
               "书面提出，并附相应材料。", grid=False)  # fmt: skip
    sheet.line("股室意见（认可、申辩及理由）：", Cell(fill=INPUT_FILL))
    sheet.row([Cell(fill=INPUT_FILL, span=len(_WIDTHS))], at_least=5)
    sheet.line(
        "评查组组长（签字）：　　　　　　　　股室负责人（签字）：　　　　　　　　　　　年　　月　　日", grid=False
    )
