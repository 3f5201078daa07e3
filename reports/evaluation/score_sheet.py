"""评分表: one case file under one standard, item by item, with reasons and arithmetic, to be signed by the panel."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from openpyxl import Workbook

from checker.scores import ItemKind, ItemScore, ItemState, Reason, ScoredFile, ScoreSheet, points_text
from checker.states import State
from reports.evaluation.stream import StreamSheet
from reports.workbook import style, words
from reports.workbook.sheet import Sheet
from reports.workbook.style import INPUT_FILL, Cell

NAME: Final = "评分表"
_COLUMNS: Final = {
    "条目": 6.0, "评查项目": 21.5, "标准分": 7.5, "参评": 8.0, "扣分": 8.0, "得分": 8.0,
    "理由（检查项编号）": 34.0, "位置": 10.5, "案卷页码": 9.5,
}  # fmt: skip
_FILLS: Final = {
    ItemState.FULL: State.PASS.colour,
    ItemState.LOST: State.FAIL.colour,
    ItemState.NOT_APPLICABLE: State.NOT_APPLICABLE.colour,
    ItemState.NOT_ASSESSED: INPUT_FILL,
}
_OPINION: Final = (
    "本表由程序按案卷所填内容和评分标准计算，仅供评查参考，不替代评查组的认定。“未评”是案卷没有填明或者须由人判断的条目，"
    "因此总分是一个范围；由评查人判断后填写。“不参评”是本案不需要的条目，不计入参评标准分。"
)
_LINES_TO_SIGN_ON: Final = 2


def write(
    book: Workbook, file: ScoredFile, score: ScoreSheet, notices: Sequence[str] = (), *, name: str = NAME
) -> None:
    """Add the sheet of one case file to a workbook that is written row by row (`new_stream`); `name` is the sheet's,
    unique in the book. `notices` say which answers were not used."""
    sheet = StreamSheet(book, name, _COLUMNS.values(), landscape=False, title="案卷评查评分表", head=file)
    _head(sheet, file, score)
    header = sheet.header(list(_COLUMNS))
    sheet.keep(header, header)
    section = ""
    for item in score.items:
        if item.section != section:
            section = item.section
            sheet.section(section, Cell(fill=style.SECTION_FILL, heading=True))
        _item(sheet, item)
    sheet.section("得分计算", Cell(fill=style.SECTION_FILL, heading=True))
    for line in (*score.arithmetic, f"等次：{score.grade}", *score.notices, *notices):
        sheet.line(line)
    asked = any(r.criterion.startswith(score.standard + "/") for i in score.items for r in i.reasons)
    how = "须人工判断的条目请填在“待评条目”工作簿里，再评查一次即计入。" if asked else ""
    sheet.line(_OPINION + how, Cell(heading=True))
    _signatures(sheet)
    sheet.squeeze()
    sheet.end()


def total_text(score: ScoreSheet) -> str:
    """The score, or its range, as it is shown everywhere."""
    return _between(score.low, score.high)


def _head(sheet: Sheet, file: ScoredFile, score: ScoreSheet) -> None:
    width = len(sheet.widths)
    vetoes = f"；否决：{'、'.join(score.vetoes)}" if score.vetoes else ""
    if score.open_vetoes and not score.vetoes:
        without = _between(score.low_without_veto, score.high_without_veto)
        vetoes = f"；否决项{'、'.join(score.open_vetoes)}未评，都不构成否决的为{without}分"
    rows = {
        "案件": "　".join(filter(None, (file.number, file.title))),
        "当事人": "、".join(file.parties),
        "执法行为": "、".join(file.actions),
        "阶段、基准日": f"{file.stage}　{file.as_of}　{file.file}",
        "评分标准": f"{score.title}（{score.standard}，{score.version}）",
        "得分": f"{total_text(score)}分　{score.grade}{vetoes}",
    }
    for name, text in rows.items():
        total = name == "得分"
        label = Cell(name, style.SECTION_FILL, heading=True, span=2)
        sheet.row([label, Cell(text or "（未填）", heading=total, span=width - 2)])


def _item(sheet: Sheet, item: ItemScore) -> None:
    """A row for each reason; what is said of the item as a whole stands in the first."""
    fill = _FILLS[item.state]
    reasons: Sequence[Reason] = item.reasons or (Reason("", ""),)
    for index, reason in enumerate(reasons):
        first = not index
        note = f"\n注意：{item.note}" if first and item.note and _needs_note(item) else ""
        sheet.row(
            [
                Cell(item.id, centre=True),
                item.title if first else "",
                Cell(_standard_points(item) if first else "", centre=True),
                Cell(
                    _applies(item) if first else "",
                    fill=fill if first else "",
                    heading=item.state is ItemState.LOST,
                    centre=True,
                ),
                Cell(_lost(item) if first else "", centre=True),
                Cell(_gained(item) if first else "", centre=True),
                f"{_reason(item, reason)}{_capped(item) if index == len(reasons) - 1 else ''}{note}",
                words.places(reason.places, 2),
                Cell(reason.page.replace("、", "\n").replace("等", "\n等"), centre=True),
            ]
        )


def _needs_note(item: ItemScore) -> bool:
    return item.state in (ItemState.LOST, ItemState.NOT_ASSESSED)


def _standard_points(item: ItemScore) -> str:
    return item.kind.label if item.kind is ItemKind.VETO else points_text(item.points)


def _applies(item: ItemScore) -> str:
    match item.state:
        case ItemState.NOT_APPLICABLE | ItemState.NOT_ASSESSED:
            return item.state.label
        case ItemState.LOST if item.kind is ItemKind.VETO:
            return ItemKind.VETO.label
        case _:
            return "参评"


def _lost(item: ItemScore) -> str:
    if item.state is ItemState.NOT_APPLICABLE or item.kind in (ItemKind.VETO, ItemKind.BONUS):
        return ""
    full = item.points if item.kind is ItemKind.SCORED else Fraction(0)
    return _between(full - item.high, full - item.low)


def _gained(item: ItemScore) -> str:
    """Of a scored or bonus item; a deduction brings nothing."""
    if item.state is ItemState.NOT_APPLICABLE or item.kind in (ItemKind.VETO, ItemKind.DEDUCTION):
        return ""
    return _between(item.low, item.high)


def _between(low: Fraction, high: Fraction) -> str:
    return points_text(low) if low == high else f"{points_text(low)}～{points_text(high)}"


def _reason(item: ItemScore, reason: Reason) -> str:
    points = ""
    if reason.points and item.kind is not ItemKind.VETO:
        points = f"（{'可能' if reason.open else ''}扣{points_text(reason.points)}分）"
    own = not reason.criterion or reason.criterion.endswith(f"/{item.id}")
    number = "" if own else f"{reason.criterion}　"
    return f"{number}{reason.text}{points}"


def _capped(item: ItemScore) -> str:
    """Why an item loses less than its reasons together."""
    if item.kind not in (ItemKind.SCORED, ItemKind.DEDUCTION):
        return ""
    whole = sum((r.points for r in item.reasons if not r.open), Fraction(0))
    return f"（各处合计{points_text(whole)}分，扣完{points_text(item.points)}分为止）" if whole > item.points else ""


def _signatures(sheet: Sheet) -> None:
    """What the panel finds, and who signs it."""
    width = len(sheet.widths)
    sheet.row([Cell("评查组核定得分、等次", centre=True, span=2), Cell(span=width - 2)], at_least=_LINES_TO_SIGN_ON)
    sheet.row([Cell("评查组意见", centre=True, span=2), Cell(span=width - 2)], at_least=_LINES_TO_SIGN_ON + 1)
    for who in ("评查人（签名）", "评查人（签名）", "组长（签名）"):
        cells = [Cell(who, centre=True, span=2), Cell(span=width - 5), Cell("日期", centre=True), Cell(span=2)]
        sheet.row(cells, at_least=_LINES_TO_SIGN_ON)
