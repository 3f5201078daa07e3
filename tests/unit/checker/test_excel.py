"""A case file filled in in Excel, as people fill it in: read as they mean it, or refused where they stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from checker.casefile.load import load_case
from checker.catalog.build import load_catalogue
from checker.catalog.layers import find_layer
from checker.errors import CaseFileError, FaultsError
from rules.schema import Schema
from rules.values import Items, Leaf, Moment, Record

Rows = list[list[Any]]
Load = Callable[..., Record]


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_catalogue(find_layer("lingchuan")).schema


@pytest.fixture
def load(tmp_path: Path, schema: Schema) -> Load:
    """Loads a workbook given as sheets of rows; `touch` may change it first."""

    def loaded(sheets: dict[str, Rows], touch: Callable[[Workbook], None] | None = None) -> Record:
        book = Workbook()
        book.remove(book.worksheets[0])
        for title, rows in sheets.items():
            ws = book.create_sheet(title)
            for row in rows:
                ws.append(row)
        if touch:
            touch(book)
        path = tmp_path / "案卷.xlsx"
        book.save(path)
        return load_case(path, schema)

    return loaded


def faults(load: Load, sheets: dict[str, Rows], touch: Callable[[Workbook], None] | None = None) -> list[str]:
    try:
        load(sheets, touch)
    except FaultsError as error:
        return str(error).splitlines()
    except CaseFileError as error:
        return [str(error)]
    return []


def first(case: Record, name: str) -> Record:
    return next(case.records(name))


FORM = [["字段", "内容"]]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2022.3.1", "2022-03-01"),
        ("2022年3月1日", "2022-03-01"),
        ("２０２２-０３-０１", "2022-03-01"),
        (" 2022-03-01 ", "2022-03-01"),
        ("2022-03-01　", "2022-03-01"),
        (datetime(2022, 3, 1), "2022-03-01"),
        ("2022-03", "2022-03"),
        ("2022-03-01 14:30", "2022-03-01 14:30"),
    ],
)
def test_dates_as_people_write_them(load: Load, written: Any, read: str) -> None:
    case = load({"案件": [*FORM, ["立案日期", written]]})
    assert str(case.value("filed_on")) == read
    assert case.fields["filed_on"].place == "案卷.xlsx:案件!B2"


@pytest.mark.parametrize(
    ("number_format", "read"),
    [
        ("yyyy-mm-dd", "2022-03-01"),
        ("mmm-yy", "2022-03"),
        ('yyyy"年"m"月"', "2022-03"),
        ("yyyy-mm-dd hh:mm", "2022-03-01 14:30"),
    ],
)
def test_a_date_is_as_exact_as_its_cell_shows_it(load: Load, number_format: str, read: str) -> None:
    def touch(book: Workbook) -> None:
        book["案件"]["B2"].number_format = number_format

    case = load({"案件": [*FORM, ["立案日期", datetime(2022, 3, 1, 14, 30)]]}, touch)
    assert str(case.value("filed_on")) == read


def test_a_month_that_became_a_number_is_not_guessed(load: Load) -> None:
    """2022.10 typed as a number is 2022.1: January or October?"""
    [line] = faults(load, {"案件": [*FORM, ["立案日期", 2022.10]]})
    assert line.startswith("案卷.xlsx:案件!B2")
    assert "写成了数字" in line


MEASURES = ["行次", "编号", "金额"]


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        (120000, 12_000_000),
        ("12万元", 12_000_000),
        ("１２万元", 12_000_000),
        ("120,000.50", 12_000_050),
        (0.1 + 0.2, 30),
    ],
)
def test_amounts_as_people_write_them(load: Load, written: Any, fen: int) -> None:
    case = load({"处理处罚措施": [MEASURES, [1, "m1", written]]})
    assert first(case, "measures").value("amount") == fen


def test_an_amount_whose_format_hides_a_unit_is_not_guessed(load: Load) -> None:
    def touch(book: Workbook) -> None:
        book["处理处罚措施"]["C2"].number_format = '0.0"万元"'

    [line] = faults(load, {"处理处罚措施": [MEASURES, [1, "m1", 12]]}, touch)
    assert line.startswith("案卷.xlsx:处理处罚措施!C2")


def test_absent_not_known_and_known_are_three_things(load: Load) -> None:
    case = load(
        {"案件": [*FORM, ["立案日期", "无"], ["调查终结日期", None], ["是否涉嫌犯罪", "否"], ["委托执法", "无"]]}
    )
    assert case.fields["filed_on"] == Leaf(None, "案卷.xlsx:案件!B2")
    assert "investigation_closed_on" not in case.fields
    assert case.value("crime_suspected") is False
    assert case.fields["entrustment"] == Leaf(None, "案卷.xlsx:案件!B5")


def test_any_order_of_sheets_and_columns_and_hidden_rows(load: Load) -> None:
    def touch(book: Workbook) -> None:
        book["执法人员"].row_dimensions[3].hidden = True
        book["执法人员"].column_dimensions["A"].hidden = True

    case = load(
        {
            "证件": [["证件种类", "所属执法人员", "行次"], ["行政执法证", "o2", 1]],
            "执法人员": [["给人看的标题"], ["姓名", "编号"], ["张某", "o1"], ["李某", "o2"]],
        },
        touch,
    )
    assert [o.value("name") for o in case.records("officers")] == ["张某", "李某"]
    assert [len(o.items("certificates")) for o in case.records("officers")] == [0, 1]


def test_headings_by_english_name_with_a_star_or_spaces(load: Load) -> None:
    case = load({"当事人": [["★编号", " 名称或者姓名 ", "kind"], ["p1", "甲公司", "单位"]]})
    assert (first(case, "parties").value("name"), first(case, "parties").value("kind")) == ("甲公司", "unit")


def test_the_example_row_is_ignored(load: Load) -> None:
    case = load({"当事人": [["行次", "编号"], ["示例", "p0"], [1, "p1"]]})
    assert [p.value("id") for p in case.records("parties")] == ["p1"]


@pytest.mark.parametrize(("said", "complete"), [("是", True), ("否", False), (None, False)])
def test_a_list_is_complete_only_if_its_sheet_says_so(load: Load, said: str | None, complete: bool) -> None:
    case = load({"当事人": [["本表清单已填全", said], ["行次", "编号"], [1, "p1"]]})
    node = case.fields["parties"]
    assert isinstance(node, Items)
    assert node.complete is complete


def test_an_empty_complete_list(load: Load) -> None:
    case = load({"移送事项": [["本表清单已填全", "是"], ["行次", "编号"]]})
    assert isinstance(node := case.fields["transfers"], Items)
    assert (node.members, node.complete) == ((), True)
    assert "transfers" not in load({"移送事项": [["本表清单已填全", None], ["行次", "编号"]]}).fields


def test_a_nested_sheet_that_is_complete_is_so_for_every_owner(load: Load) -> None:
    case = load(
        {
            "执法人员": [["编号"], ["o1"], ["o2"]],
            "证件": [["本表清单已填全", "是"], ["所属执法人员", "证件种类"], ["o1", "行政执法证"]],
        }
    )
    lists = [o.fields["certificates"] for o in case.records("officers")]
    assert [(len(n.members), n.complete) for n in lists if isinstance(n, Items)] == [(1, True), (0, True)]


def test_a_row_says_which_of_its_lists_are_complete(load: Load) -> None:
    heading = ["编号", "行为人", "证据", "清单已填全"]
    people = {"当事人": [["编号"], ["p1"], ["p2"]]}
    case = load({**people, "违法行为": [heading, ["v1", "p1、p2", None, "是"], ["v2", "p1，p2", None, "行为人"]]})
    one, two = case.records("violations")
    assert [str(m.value) for m in one.items("actors") if isinstance(m, Leaf)] == ["p1", "p2"]
    assert isinstance(evidence := one.fields["evidence"], Items)
    assert evidence.complete
    assert "bases" not in one.fields  # stands on a sheet of its own, which says so itself
    assert isinstance(actors := two.fields["actors"], Items)
    assert actors.complete
    assert "evidence" not in two.fields


def test_a_choice_that_contains_a_separator(load: Load) -> None:
    case = load(
        {
            "执法步骤": [["编号", "步骤种类", "日期"], ["s1", "询问", "2022-03-01"]],
            "案件": [*FORM, ["办案阶段", "告知、听证"]],
        }
    )
    assert case.value("stage") == "S6"


def test_references_to_names_that_contain_a_separator(load: Load) -> None:
    case = load(
        {"当事人": [["编号"], ["甲、乙公司"], ["丙"]], "违法行为": [["编号", "行为人"], ["v1", "甲、乙公司、丙"]]}
    )
    actors = first(case, "violations").items("actors")
    assert [m.value for m in actors if isinstance(m, Leaf)] == ["甲、乙公司", "丙"]


def test_a_merged_cell_counts_for_every_row_it_covers(load: Load) -> None:
    def touch(book: Workbook) -> None:
        book["证件"].merge_cells("A2:A3")

    case = load(
        {
            "执法人员": [["编号"], ["o1"]],
            "证件": [["所属执法人员", "证件种类"], ["o1", "行政执法证"], [None, "审计工作证"]],
        },
        touch,
    )
    assert len(first(case, "officers").items("certificates")) == 2


def test_a_formula_without_a_result_says_so(load: Load) -> None:
    [line] = faults(load, {"处理处罚措施": [MEASURES, [1, "m1", "=1+1"]]})
    assert line.startswith("案卷.xlsx:处理处罚措施!C2")
    assert "公式没有保存计算结果" in line


def test_records_without_a_name_are_referred_to_by_their_row(load: Load) -> None:
    case = load(
        {"执法人员": [["行次", "姓名"], [1, "张某"]], "证件": [["所属执法人员", "证件种类"], [1, "行政执法证"]]}
    )
    assert len(first(case, "officers").items("certificates")) == 1


def test_every_fault_is_reported_with_sheet_and_cell(load: Load) -> None:
    lines = faults(
        load,
        {
            "当事入": [["编号"], ["p1"]],
            "案件": [*FORM, ["立案日期", "昨天"], ["案由说明", "某"]],
            "执法人员": [["编号", "姓明"], ["o1", "张某"]],
            "证件": [["所属执法人员", "证件种类"], ["o9", "行政执法证"], [None, "审计工作证"]],
        },
    )
    text = "\n".join(lines)
    assert "案卷.xlsx:当事入!A1 没有“当事入”这种工作表。" in text
    assert "当事人" in text
    assert "案卷.xlsx:案件!B2" in text
    assert "案卷.xlsx:案件!A3 “案件”没有“案由说明”这一栏" in text
    assert "案卷.xlsx:执法人员!B1 “执法人员”没有“姓明”这一栏。" in text
    assert "案卷.xlsx:证件!A2 “执法人员”里没有“o9”" in text
    assert "案卷.xlsx:证件!A3 没有填写“所属执法人员”" in text


@pytest.mark.parametrize(
    ("sheets", "told"),
    [
        ({"当事人": [["编号"], ["p1"], ["p1"]]}, "重复"),
        ({"当事人": [["编号", "编号"], ["p1", "p2"]]}, "有两列"),
        ({"当事人": [["编号"], ["p1", "多余"]]}, "这一列没有标题"),
        ({"当事人": [["甲", "乙"], ["p1", "多余"]]}, "没有找到标题行"),
        ({"案件": [["案由", "某"]]}, "没有找到“字段”“内容”"),
        ({"案件": [*FORM, ["案由", "某"], ["案由", "某"]]}, "写了两次"),
        ({"案件": [*FORM, [None, "某"]]}, "左边没有写字段名"),
        ({"案件": [*FORM, ["委托执法", "是"]]}, "应填 有 或 无"),
        ({"案件": [*FORM, ["委托执法", "无"]], "委托执法": [*FORM, ["受委托组织", "某"]]}, "填了无"),
        ({"当事人": [["编号"], ["p1"]], "听证": [["所属当事人", "听证地点"], ["p1", "甲"], ["p1", "乙"]]}, "写了两行"),
        ({"当事人": [["本表清单已填全", "无"], ["行次", "编号"], [1, "p1"]]}, "填了无"),
        ({"别的": [["a"]]}, "没有案卷的工作表"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_told(load: Load, sheets: dict[str, Rows], told: str) -> None:
    lines = faults(load, sheets)
    assert any(told in line for line in lines), lines


def test_a_template_of_another_version_is_read_while_its_headings_exist(load: Load) -> None:
    version: dict[str, Rows] = {"选项": [["版本"], [1], ["another"]]}
    case = load({"当事人": [["编号"], ["p1"]], **version})
    assert len(case.items("parties")) == 1
    lines = faults(load, {"当事人": [["编号", "从前的栏目"], ["p1", "某"]], **version})
    assert "模板是按另一版字段目录制作的" in lines[0]
    assert "案卷.xlsx:当事人!B1" in lines[1]
    [line] = faults(load, {"当事人": [["编号"]], "选项": [["版本"], [99], ["x"]]})
    assert "更新版本的程序" in line


def test_text_is_text_whatever_it_looks_like(load: Load) -> None:
    case = load({"当事人": [["编号", "名称或者姓名"], [1, "001"], ["p_x0041_", "A_x000D_\nB"]]})
    one, two = case.records("parties")
    assert (one.value("id"), one.value("name")) == ("1", "001")
    assert two.value("name") == "A\nB"


def test_moments_at_midnight_and_long_ago(load: Load) -> None:
    case = load({"案件": [*FORM, ["立案日期", "1899-12-31"], ["调查终结日期", "2022-03-01 00:00"]]})
    assert isinstance(filed := case.value("filed_on"), Moment)
    assert str(filed) == "1899-12-31"
    assert str(case.value("investigation_closed_on")) == "2022-03-01 00:00"
