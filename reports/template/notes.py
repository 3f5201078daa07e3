"""填写说明: how to fill in, which sheets there are, and what every field means."""

from __future__ import annotations

from typing import Any

from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink

from checker.casefile.layout import NOTES_SHEET, Table
from reports.template.page import REQUIRED, Template
from reports.workbook.sheet import Sheet
from reports.workbook.style import Cell

_COLUMNS = {"工作表": 20.0, "栏目": 26.0, "何时需要": 18.0, "怎样填写": 62.0, "可填的值": 40.0}
_MOST_VALUES = 12
_RULES = (
    "每张工作表填一类内容。只有一份的（如案件、审计项目）一行填一个字段；可能有多条的（如当事人、文书）一条记录填一行。",
    f"标有{REQUIRED}的栏目，检查时要用，从所注的阶段起就应当填写；其他栏目选填。",
    "没有的填“无”，不知道的空着：空着按“数据缺失”处理，不会当作没有，也不会当作符合。",
    "清单填完、没有遗漏的，在表头“本表清单已填全”处填“是”；不填的，不能由“没有列出”推出“没有”。",
    "“编号”由填表人自定（如 v1、当事人1），在本案卷内不重复，供其他工作表引用。",
    "日期可以写成 2022-03-01、2022.3.1、2022年3月1日；知道时刻的，写 2022-03-01 14:30；"
    "只知道月份的，先输一个英文单引号，再写 2022-03（否则会变成1日）。",
    "金额以元计，也可以写 12万元、1.2亿元。",
    "标有“示例”的行和列只供参考，检查时不读，可以删去。工作表和栏目可以调换次序，但不要改名；不用的工作表可以删去。",
    "填好后保存为 .xlsx，不要加打开密码，用 anjuan check（机关文件用 anjuan agency）检查；出错时会指出工作表和单元格。",
)


def write(template: Template) -> None:
    sheet = Sheet(template.book, NOTES_SHEET, None, _COLUMNS.values(), landscape=True)
    for number, rule in enumerate(_RULES, 1):
        sheet.line(f"{number}. {rule}", grid=False)
    if template.needs.limited:
        sheet.line("本模板只列出所选执法行为的检查要读取的工作表。", grid=False)
    sheet.heading("一、工作表")
    for table in template.tables:
        row = sheet.row([Cell(table.title, heading=True), Cell(_about(table), span=4)])
        _link(sheet, row, table.title)
    sheet.heading("二、栏目")
    header = sheet.header(_COLUMNS)
    for table in template.tables:
        for column in table.columns:
            if column.role == "row":
                continue
            stage = template.stage(table, column)
            values = template.labels(column.field.of) if column.field and column.field.element == "choice" else []
            more = f"等{len(values)}种，见下拉列表" if len(values) > _MOST_VALUES else ""
            sheet.row(
                [
                    table.title,
                    f"{REQUIRED}{column.heading}" if stage else column.heading,
                    Cell(stage, centre=True),
                    template.how(table, column),
                    "、".join(values[:_MOST_VALUES]) + more,
                ]
            )
    sheet.ws.print_title_rows = f"{header}:{header}"
    sheet.ws.freeze_panes = "A2"


def _about(table: Table) -> str:
    if table.is_form:
        return "一行填一个字段"
    owner = f"，注明属于哪一条“{table.owner.title}”" if table.owned_by_row and table.owner else ""
    hint = f"。{table.field.hint}" if table.field and table.field.hint else ""
    return f"一条记录填一行{owner}{hint}"


def _link(sheet: Sheet, row: int, title: str) -> None:
    cell: Any = sheet.ws.cell(row, 1)
    sheet.ws._hyperlinks.append(Hyperlink(ref=cell.coordinate, location=f"{quote_sheetname(title)}!A1"))
