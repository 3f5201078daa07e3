"""待评条目: a workbook beside that of the year, in which reviewers judge the items that no criterion can decide."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Final

from checker.answers import ITEM_MARK
from checker.casefile.answer_sheets import FILE
from checker.evaluation.open_items import NAME
from checker.evaluation.record import CaseRecord
from checker.evaluation.run import Year
from checker.scores import ItemScore, ItemState
from reports.evaluation import figures
from reports.evaluation.stream import Table, new_stream, save_stream
from reports.workbook import answer_cells
from reports.workbook.answer_cells import CONCLUSION, DATE, KEYS, REASON
from reports.workbook.answer_cells import NAME as PERSON
from reports.workbook.sheet import Value
from reports.workbook.style import Cell

_ASKED: Final = {"序号": 6.0, "承办股室": 12.0, "案卷编号": 20.0, "案件名称": 22.0, "需要判断的问题": 34.0}
_ANSWER: Final = {CONCLUSION: 9.5, REASON: 28.0, PERSON: 10.0, DATE: 12.0}
_KEYS: Final = {KEYS[0]: 17.0, FILE: 24.0}
_HOW: Final = (
    "没有检查项能够决定的条目，请评查员在“结论”栏选“符合”（不扣分、不否决）或者“不符合”，并填写理由、答复人和日期。"
    "填好后放入答复文件夹（几名评查员的，各放一个以评查员命名的子文件夹），用 --answers 答复文件夹 再评查一次；"
    f"文件名须有“{NAME}”四字。规则编号和案卷文件两栏不要改动。"
)
_LINES_TO_WRITE_ON: Final = 2


def open_items_path(output: Path) -> Path:
    """Where the workbook of open items of an evaluation is written."""
    return output.with_name(f"{output.stem}-{NAME}.xlsx")


def write_open_items(year: Year, path: Path) -> None:
    """Write it, or remove that of an earlier run where nothing is left to be judged. Raises OSError."""
    rows = _rows(year)
    first = next(rows, None)
    if first is None:
        path.unlink(missing_ok=True)
        return
    book = new_stream()
    table = Table(book, NAME, {**_ASKED, **_ANSWER, **_KEYS}, [_HOW], title=f"{year.setting.year}年度案卷评查待评条目")
    top = table.sheet.next_row
    for row in chain([first], rows):
        table.row(row, at_least=_LINES_TO_WRITE_ON)
    columns = {name: len(_ASKED) + i for i, name in enumerate(_ANSWER, 1)}
    answer_cells.guide(table.sheet, columns, (top, table.sheet.next_row - 1), ("符合", "不符合"))
    table.end()
    save_stream(book, path, f"{year.setting.year}年度{NAME}", year.setting.today.isoformat())


def _rows(year: Year) -> Iterator[list[Value]]:
    questions = {i.id: i.question for i in year.standard.items if i.question}
    number = 0
    for rank in year.ranks:
        record = year.store.record(rank.entry.source)
        for item in year.store.sheet(rank.entry.source).in_state(ItemState.NOT_ASSESSED):
            if item.id in questions:
                number += 1
                yield _cells(number, record, item, questions[item.id], f"{year.standard.id}{ITEM_MARK}{item.id}")


def _cells(number: int, record: CaseRecord, item: ItemScore, question: str, rule: str) -> list[Value]:
    return [
        Cell(number, centre=True),
        figures.section(record.section),
        Cell(record.number, whole=True),
        record.title,
        f"{question}\n（{item.id} {item.title}）",
        *answer_cells.write_in(list(_ANSWER)),
        Cell(rule, whole=True),
        Cell(record.source, whole=True),
    ]
