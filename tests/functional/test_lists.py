"""The lists to publish: items that stand in the law, the elements that the plan demands, gaps marked and counted."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from checker.catalog.build import load_catalogue
from checker.catalog.catalogue import Catalogue
from checker.catalog.list_models import ItemEntry
from checker.check import Checker
from checker.errors import FaultsError
from checker.lists import MISSING, published_lists
from checker.states import State
from checker.workdays import Calendar
from tests.functional.conftest import Command
from tests.functional.making import example, opened
from tests.rules.sources import LAW, TEXTS, article

DAY = date(2026, 11, 25)
ELEMENTS = {
    "行政执法事项清单": ["执法主体", "职责", "权限", "依据"],
    "重大执法决定法制审核目录清单": ["行为类别", "执法层级", "所属领域", "涉案金额"],
    "音像记录事项清单": ["记录事项", "记录内容", "关键环节", "记录方式", "记录现场"],
    "随机抽查事项清单": ["抽查主体", "抽查依据", "抽查对象", "抽查内容", "抽查比例", "抽查方式", "抽查频次"],
}
GUIDE = ["事项名称", "依据", "受理机构", "条件", "优惠政策", "申请材料", "办理流程", "办理时限", "监督方式", "责任追究",
         "救济渠道", "办公时间", "办公地址", "办公电话"]  # fmt: skip
SAID = {
    "obstruction": "拒绝、拖延提供",
    "financial_revenue": "财务收支",
    "fv3": "财政收入管理规定",
    "fv4": "财政收入上缴规定",
    "fv5": "上解、下拨财政资金",
    "fv6": "使用、骗取财政资金",
    "fv7": "预算管理规定",
    "fv8": "擅自占有、使用、处置国有资产",
    "fv9": "投资建设项目规定",
    "fv10": "擅自提供担保",
    "fv11": "账户管理规定",
    "fv12": "外国政府贷款、国际金融组织贷款",
    "fv13": "不缴或者少缴财政收入",
    "fv14": "骗取",
    "fv16": "财政收入票据管理规定",
    "fv17": "私存私放",
    "sealing": "封存",
    "freeze": "冻结",
    "suspension": "暂停拨付",
    "registration": "先行登记保存",
    "budget_audit": "预算",
    "institution_audit": "事业组织",
    "enterprise_audit": "国有企业",
    "project_audit": "建设项目",
    "public_funds_audit": "公共资金",
    "foreign_funds_audit": "援助、贷款项目",
    "policy_audit": "重大经济社会政策措施",
    "other_audit": "其他法律、行政法规",
    "special_survey": "专项审计调查",
    "accountability_audit": "经济责任审计",
    "resources_audit": "自然资源资产离任审计",
    "system_check": "信息系统",
    "report_verification": "核查",
    "internal_audit": "内部审计",
    "account_query": "账户",
    "decision": "处理措施",
    "rectification": "整改",
    "transfer": "移送",
    "publication": "公布",
}
"""What the article of each item says, read in the article."""


def _items(catalogue: Catalogue) -> dict[str, ItemEntry]:
    return {i.id.removeprefix("item."): i for i in catalogue.lists["items"] if isinstance(i, ItemEntry)}


def test_items_are_numbered_through_and_each_action_has_one(catalogue: Catalogue) -> None:
    items = _items(catalogue)
    assert sorted(i.number for i in items.values()) == list(range(1, len(items) + 1))
    assert set(items) == set(SAID)
    assert {i.action for i in items.values()} - {""} == set(catalogue.schema.choices["action"].members)


@pytest.mark.skipif(not LAW.is_dir(), reason="the texts of the law are not at hand")
@pytest.mark.parametrize("name", SAID)
def test_an_item_stands_in_its_article(catalogue: Catalogue, name: str) -> None:
    texts = []
    for citation in _items(catalogue)[name].basis:
        if citation.norm in TEXTS and TEXTS[citation.norm]["whole"]:
            for part in citation.article.split("、"):
                text = article(citation.norm, int(part.split("(")[0]))
                assert text, f"{citation.norm} {part}"
                texts.append(text)
    assert any(SAID[name] in text for text in texts)


@pytest.mark.skipif(not LAW.is_dir(), reason="the texts of the law are not at hand")
def test_a_penalty_of_the_fiscal_regulation_is_the_one_its_article_gives(catalogue: Catalogue) -> None:
    """财政违法行为处罚处分条例 third to seventeenth: who is fined, whose gains are confiscated, who is only warned."""
    for name, item in _items(catalogue).items():
        if name.startswith("fv"):
            said = article("FV", int(name[2:]))
            for word in ("罚款", "没收违法所得", "警告", "通报批评"):
                assert (word in item.power) == (word in said), f"{name} {word}"


def test_numbers_are_those_of_the_tables(catalogue: Catalogue) -> None:
    """条例第四十九条: 1至5倍; 财政违法行为处罚处分条例第十七条: 单位3000元至5万元, 个人2000元至2万元."""
    rows = {row[2]: row for row in published_lists(catalogue, DAY).lists[0].blocks[0].rows}
    power = rows["对被审计单位违反国家规定的财务收支行为的处罚"][5]
    assert "1倍以上5倍以下" in power
    assert "50,000元以下" in power
    fund = rows["对私存私放财政资金或者其他公款行为的处罚"][5]
    assert "3,000元以上50,000元以下" in fund
    assert "2,000元以上20,000元以下" in fund


def test_hearing_amounts_follow_the_day(catalogue: Catalogue) -> None:
    """审计听证规定第三条: 个人2000元 until 2021-11-18, 1万元 since; 没收单位违法所得 from 2021-11-19 only."""

    def amounts(day: date) -> str:
        return next(r[5] for r in published_lists(catalogue, day).lists[1].blocks[0].rows if "经过听证程序的" in r[1])

    assert "对个人罚款2,000元以上" in amounts(date(2021, 11, 18))
    assert MISSING in amounts(date(2021, 11, 18))
    assert "对个人罚款10,000元以上" in amounts(date(2021, 11, 19))
    assert MISSING not in amounts(date(2021, 11, 19))


def test_the_workbook_has_every_element_and_counts_its_gaps(anjuan: Command, tmp_path: Path) -> None:
    out = tmp_path / "清单.xlsx"
    code, _, err = anjuan("catalog", "export", "-o", out, "--as-of", "2026-11-25")
    assert code == 0, err
    book = load_workbook(out)
    assert book.sheetnames == ["填写情况", *ELEMENTS, "服务指南"]
    gaps = {}
    for sheet in book.worksheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.print_title_rows
        cells = [c.value for row in sheet.iter_rows() for c in row if isinstance(c.value, str)]
        assert all(c.data_type != "f" for row in sheet.iter_rows() for c in row)
        gaps[sheet.title] = sum(MISSING in value for value in cells)
    for name, elements in ELEMENTS.items():
        header = [c.value for c in book[name][2]]
        assert set(elements) <= set(header), name
    guides = [[c.value for c in row] for row in book["服务指南"].iter_rows(min_row=3)]
    for start in range(0, len(guides), 15):
        assert [row[1] for row in guides[start + 1 : start + 15]] == GUIDE
    first = book["填写情况"]
    counted = {str(r[0].value): int(str(r[3].value)) for r in first.iter_rows(min_row=4) if r[0].value in gaps}
    assert counted == {name: count for name, count in gaps.items() if name != "填写情况"}
    assert f"共有{sum(counted.values())}处" in first["A2"].value


def _own(folder: Path, text: str) -> Path:
    folder.mkdir()
    (folder / "layer.yaml").write_text("title: 试\nextends: lingchuan\n", encoding="utf-8")
    (folder / "lists.yaml").write_text(text, encoding="utf-8")
    return folder


def test_what_the_agency_writes_into_its_layer_fills_the_gaps(tmp_path: Path, catalogue: Catalogue) -> None:
    text = """
tables:
  - id: agency_own
    title: 本机关的情况
    type: text
    keys: [text]
    rows:
      - {key: [level], value: 县级}
      - {key: [phone], value: 虚构电话}
  - id: item_units
    title: 承办单位
    type: text
    keys: [text]
    rows:
      - {key: [item.sealing], value: 法规审理股}
"""
    own = published_lists(load_catalogue(_own(tmp_path / "own", text)), DAY)
    shipped = published_lists(catalogue, DAY)
    assert shipped.lists[4].gaps["办公电话"] > 0
    assert "办公电话" not in own.lists[4].gaps
    assert own.lists[0].gaps["承办单位"] == shipped.lists[0].gaps["承办单位"] - 1


ITEM = """items:
  - id: item.own
    number: 90
    title: 某事项
    category: penalty
    action: penalty
    duty: 职责
    power: 权限
    basis: [{norm: AL21, article: "47"}]
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("norm: AL21", "norm: AL22", 9, "没有“AL22”这一规范"),
        ("category: penalty", "category: fine", 5, "没有“fine”"),
        ("action: penalty", "action: penalties", 6, "没有“penalties”"),
        ("number: 90", "number: 17", 3, "“17”与另一事项重复"),
        ("title: 某事项", "title: 审计处理", 4, "“审计处理”与另一事项重复"),
        ("power: 权限", "power: 罚款{fine_capp:a}", 8, "没有“fine_capp”这张参数表"),
        ("power: 权限", 'power: "{fine_cap:audit_regulation,47}"', 8, "“fine_cap”的键应有 3 项"),
        ("power: 权限", 'power: "{fine_cap:audit_regulation,48,unit}"', 8, "“fine_cap”没有"),
    ],
)
def test_an_item_that_cannot_be_meant_is_refused_at_its_place(
    tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    with pytest.raises(FaultsError) as refused:
        load_catalogue(_own(tmp_path / "own", ITEM.replace(old, new)))
    [fault] = refused.value.faults
    assert said in fault.message
    assert f"lists.yaml:{line}:" in fault.place


def test_export_where_it_cannot_be_written_is_one_line(anjuan: Command, tmp_path: Path) -> None:
    code, _, err = anjuan("catalog", "export", "-o", tmp_path / "no" / "清单.xlsx")
    assert code == 2
    assert len(err.strip().splitlines()) == 1


OWN_LIST = """criteria:
  - id: P0-951
    title: 执法事项在清单之内
    point: file
    subject: case
    stage: S1
    requires: {subset: [items, {value: enforcement_items}]}
    judged_on: [$case.as_of]
    severity: advice
    basis: [{norm: G118, article: 第（四）项}]
    finding: 执法事项不在清单之内
    remedy: {before: 核对清单}
    status: verified
"""


@pytest.mark.parametrize(
    ("item", "state"), [("封存有关资料和违反国家规定取得的资产", State.PASS), ("对某事的处罚", State.FAIL)]
)
def test_an_agency_can_hold_its_files_to_its_list(tmp_path: Path, item: str, state: State) -> None:
    own = Checker(load_catalogue(_own(tmp_path / "own", OWN_LIST)), Calendar({}))
    tree = example("penalty-clean") | {"执法事项": [item]}
    _, report = opened(own, tree)
    assert next(c.state for c in report.criteria if c.id == "P0-951") is state
