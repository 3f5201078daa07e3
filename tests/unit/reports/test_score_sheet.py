"""评分表, read back from the workbook as the panel opens it."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from checker.scores import ItemKind, ItemScore, ItemState, Reason, ScoredFile, ScoreSheet
from reports.evaluation.score_sheet import write
from reports.evaluation.stream import new_stream, save_stream
from tests.unit.reports.conftest import CONTROL, FORMULAS

LOST, FULL, NA, OPEN = ItemState.LOST, ItemState.FULL, ItemState.NOT_APPLICABLE, ItemState.NOT_ASSESSED
FILE = ScoredFile(
    "案卷.yaml", "陵审罚案〔2025〕1号", "某公司违规收费案", ("某公司", "张某"), ("审计处罚",), "归档", "2025-12-31"
)


def item(id_: str, kind: ItemKind, state: ItemState, points: str, low: str, high: str, *reasons: Reason) -> ItemScore:
    section = f"{kind.label}部分"
    return ItemScore(
        id_, f"{id_}的名称", section, kind, Fraction(points), state, Fraction(low), Fraction(high), reasons
    )


ITEMS = (
    item("L1", ItemKind.VETO, FULL, "0", "0", "0"),
    item("L2", ItemKind.VETO, OPEN, "0", "0", "0", Reason("s/L2", "须人工判断：证据是否充分？", open=True)),
    item(
        "J1", ItemKind.SCORED, LOST, "10", "5.5", "5.5",
        Reason("P3-041", "复制件没有核对", ("案卷.yaml:12:5", "案卷.yaml:30:5"), "21-22", "证据：发票", Fraction(4)),
        Reason("P3-042", "没有说明", ("案卷.yaml:44:5",), "", "证据：账册", Fraction("0.5")),
    ),
    item("J2", ItemKind.SCORED, NA, "4", "0", "0", Reason("", "本案不需要")),
    item("J3", ItemKind.SCORED, OPEN, "2", "0", "2", Reason("P6-142", "数据缺失：数额", points=Fraction(2), open=True)),
    item(
        "J4", ItemKind.SCORED, LOST, "10", "0", "0",
        Reason("P2-061", "没有送达", points=Fraction(10)), Reason("P6-093", "金额不一致", points=Fraction(3)),
    ),
    item("K1", ItemKind.DEDUCTION, LOST, "2", "-1", "-1", Reason("P6-101", "没有送达回证", points=Fraction(1))),
    item("B1", ItemKind.BONUS, FULL, "3", "3", "3"),
)  # fmt: skip
SHEET = ScoreSheet(
    "s", "2024", Fraction(0), Fraction("84.92"), "不合格至良好", (), ITEMS,
    ("最低·得分：50 + 22.92 - 1 + 3 = 74.92", "总分：0分至84.92分"), "某标准", ("L2",),
    Fraction("74.92"), Fraction("84.92"), ("优秀", "良好", "不合格"), ("检查基准日不在施行期内",),
)  # fmt: skip


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Worksheet:
    path = tmp_path_factory.mktemp("scores") / "评分表.xlsx"
    book = new_stream()
    write(book, FILE, SHEET)
    write(book, FILE, SHEET, name="第二份")
    save_stream(book, path, "评分表", "2025-12-31")
    loaded = load_workbook(path)
    assert loaded.sheetnames == ["评分表", "第二份"]
    return loaded.worksheets[0]


def rows(ws: Worksheet) -> list[list[Any]]:
    return [["" if c is None else c for c in row] for row in ws.iter_rows(values_only=True)]


def row_of(ws: Worksheet, first: str) -> list[Any]:
    return next(r for r in rows(ws) if r[0] == first)


def test_a_line_has_points_applicability_deduction_reason_place_and_page(sheet: Worksheet) -> None:
    assert row_of(sheet, "J1")[:6] == ["J1", "J1的名称", "10", "参评", "4.5", "5.5"]
    assert row_of(sheet, "J1")[6:] == ["P3-041　复制件没有核对（扣4分）", "第12行、第30行", "21-22"]
    second = [r for r in rows(sheet) if r[0] == "J1"][1]
    assert second[1:7] == ["", "", "", "", "", "P3-042　没有说明（扣0.5分）"]
    assert row_of(sheet, "J2")[2:7] == ["4", "不参评", "", "", "本案不需要"]
    assert row_of(sheet, "J3")[2:7] == ["2", "未评", "0～2", "0～2", "P6-142　数据缺失：数额（可能扣2分）"]
    assert row_of(sheet, "J4")[4:7] == ["10", "0", "P2-061　没有送达（扣10分）"]
    last = [r for r in rows(sheet) if r[0] == "J4"][1]
    assert last[6] == "P6-093　金额不一致（扣3分）（各处合计13分，扣完10分为止）"
    assert row_of(sheet, "K1")[2:6] == ["2", "参评", "1", ""]
    assert row_of(sheet, "L1")[2:6] == ["否决", "参评", "", ""]
    assert row_of(sheet, "L2")[3] == "未评"
    assert row_of(sheet, "B1")[4:6] == ["", "3"]


def test_head_and_arithmetic(sheet: Worksheet) -> None:
    text = "\n".join(str(c) for r in rows(sheet) for c in r if c)
    assert "陵审罚案〔2025〕1号　某公司违规收费案" in text
    assert "某标准（s，2024）" in text
    assert "0～84.92分　不合格至良好；否决项L2未评，都不构成否决的为74.92～84.92分" in text
    for line in (*SHEET.arithmetic, *SHEET.notices, "等次：不合格至良好", "填在“待评条目”工作簿里"):
        assert line in text


def test_a_person_signs(sheet: Worksheet) -> None:
    lines = rows(sheet)
    assert [r[0] for r in lines[-3:]] == ["评查人（签名）", "评查人（签名）", "组长（签名）"]
    assert all("日期" in r for r in lines[-3:])
    assert "仅供评查参考，不替代评查组的认定" in "\n".join(str(r[0]) for r in lines)
    for r in lines[-5:]:
        assert not [c for c in r[1:] if c not in ("", "日期")]


def test_it_prints_on_a4_with_its_heading_on_every_page(sheet: Worksheet) -> None:
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == (9, "portrait", 1)
    header = next(i for i, r in enumerate(rows(sheet), 1) if r[0] == "条目")
    assert sheet.print_title_rows == f"${header}:${header}"
    assert sheet.freeze_panes == f"A{header + 1}"


def test_no_text_of_a_case_becomes_a_formula_and_the_bytes_are_the_same(tmp_path: Path) -> None:
    for text in (*FORMULAS, CONTROL):
        file = ScoredFile(text, text, text, (text,), (text,), text, date.max.isoformat())
        hostile = item("J1", ItemKind.SCORED, LOST, "10", "6", "6", Reason("P1-1", text, (text,), text, text))
        made = ScoreSheet(text, text, Fraction(0), Fraction(0), text, (), (hostile,), (text,), text)
        paths = [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]
        for path in paths:
            book = new_stream()
            write(book, file, made)
            save_stream(book, path, text, file.as_of)
        assert paths[0].read_bytes() == paths[1].read_bytes()
        cells = [c for row in load_workbook(paths[0]).worksheets[0].iter_rows() for c in row]
        assert {c.data_type for c in cells if c.value is not None} == {"s"}
