"""The shipped standards on the examples, against sheets computed by hand.

Of the 100 points of the documents in 行政执法案卷 an audit penalty without expert opinion, hearing and forced execution
is asked for 76: 鉴定意见 5, 听证会通知书 4, 听证笔录 8, 催告书 2, 强制执行申请书 5 do not apply (100 - 24).
Until a person answers: three vetoes, 决定书对陈述申辩的记载 (2 of the 76), signatures, blanks and corrections in
records (2 + 1 + 1 of the formal deductions).
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from checker.catalog.catalogue import Catalogue
from checker.catalog.standards import Standard, load_standards
from checker.check import Checker
from checker.findings import CaseReport
from checker.scores import ItemKind, ItemScore, ItemState, ScoreSheet, points_text
from checker.scoring import score
from tests.functional.conftest import ROOT, Command, Report
from tests.functional.making import LISTS, example, member, opened, three_parties

VETO_QUESTIONS = ("L06", "L08", "L18")


@pytest.fixture(scope="module")
def standards(catalogue: Catalogue) -> dict[str, Standard]:
    return load_standards(catalogue)


@pytest.fixture(scope="module")
def penalty(standards: dict[str, Standard]) -> Standard:
    return standards["penalty_file"]


def without_vetoes(standard: Standard) -> Standard:
    return replace(standard, items=tuple(i for i in standard.items if i.kind is not ItemKind.VETO))


def score_of(sheet: ScoreSheet) -> tuple[str, str]:
    return points_text(sheet.low), points_text(sheet.high)


def of(sheet: ScoreSheet, id_: str) -> ItemScore:
    return next(i for i in sheet.items if i.id == id_)


def in_state(sheet: ScoreSheet, state: ItemState) -> set[str]:
    return {i.id for i in sheet.in_state(state)}


def test_of_a_clean_file_only_what_a_person_must_say_is_open(report: Report, penalty: Standard) -> None:
    sheet = score(report("penalty-clean"), penalty)
    # 最低：50 + 50×(76-2)/76 - (2+1+1) = 50 + 48.684… - 4 = 94.68；最高：50 + 50×76/76 = 100
    assert score_of(score(report("penalty-clean"), without_vetoes(penalty))) == ("94.68", "100")
    assert (points_text(sheet.low_without_veto), points_text(sheet.high_without_veto)) == ("94.68", "100")
    assert score_of(sheet) == ("0", "100")
    assert (sheet.vetoes, sheet.open_vetoes) == ((), VETO_QUESTIONS)
    assert in_state(sheet, ItemState.LOST) == set()
    assert in_state(sheet, ItemState.NOT_ASSESSED) == {*VETO_QUESTIONS, "J12", "K08", "K09", "K10"}
    scored = [i for i in sheet.items if i.kind is ItemKind.SCORED]
    assert {i.id for i in scored if i.state is ItemState.NOT_APPLICABLE} == {"J04", "J09", "J10", "J13", "J14"}
    assert sum(i.points for i in scored if i.state is not ItemState.NOT_APPLICABLE) == 76


def test_once_a_person_has_answered_the_clean_file_has_one_score(ready: Checker, penalty: Standard) -> None:
    tree = example("penalty-clean")
    asked = [i.id for i in penalty.items if i.question]
    tree["答复与豁免"] = [*tree.get("答复与豁免", []), *(answer(f"penalty_file/{id_}") for id_ in asked)]
    answered = opened(ready, tree)[1]
    assert score_of(score(answered, penalty)) == ("100", "100")
    assert len(answered.item_answers) == len(asked)
    assert not answered.unused_answers
    assert not [n for n in answered.notices if "没有绑定" in n and "penalty_file/" in n]
    # 笔录的修改处没有签名，扣 1：100 - 1 = 99；证据不足：否决
    tree["答复与豁免"][-1]["结论"] = "不符合"
    assert score_of(score(opened(ready, tree)[1], penalty)) == ("99", "99")
    next(a for a in tree["答复与豁免"] if a["规则编号"] == "penalty_file/L06")["结论"] = "不符合"
    sheet = score(opened(ready, tree)[1], penalty)
    assert (score_of(sheet), sheet.vetoes) == (("0", "0"), ("L06",))
    # 两份相反的答复都不采用
    tree["答复与豁免"].append(answer("penalty_file/K10"))
    assert "K10" in in_state(score(opened(ready, tree)[1], penalty), ItemState.NOT_ASSESSED)


def answer(item: str, conclusion: str = "符合") -> dict[str, str]:
    return {"规则编号": item, "结论": conclusion, "理由": "已核对案卷", "答复人": "原思敏", "答复日期": "2022-08-30"}


def test_a_file_full_of_defects_is_vetoed(report: Report, penalty: Standard) -> None:
    sheet = score(report("penalty-defective"), penalty)
    assert score_of(sheet) == ("0", "0")
    assert sheet.grade == "不合格"
    # 少一名执法人员、证件过期；决定后取证；处罚依据；罚款幅度；告知；申辩加罚；没有通过法制审核
    assert sheet.vetoes == ("L02", "L05", "L09", "L12", "L14", "L15", "L19")


def test_its_score_without_the_vetoes(report: Report, penalty: Standard) -> None:
    sheet = score(report("penalty-defective"), without_vetoes(penalty))
    # J01 通知书迟一日 1；J08 没有送达处罚告知书，整项 10；J11 救济途径、机关、期限各错一处（同类缺陷）1，缴款事项 0.5
    # 参评 76：76 - 1 - 10 - 1.5 = 63.5，J12 未评 2 → 61.5 至 63.5
    # K04 留置送达无证明 1、送达逾期 1；K08 至 K10 未评 4
    # 最低：50 + 50×61.5/76 - 6 = 50 + 40.4605 - 6 = 84.46；最高：50 + 50×63.5/76 - 2 = 50 + 41.7763 - 2 = 89.78
    assert score_of(sheet) == ("84.46", "89.78")
    assert sheet.grade == "良好"
    lost = {i.id: points_text(i.high) for i in sheet.in_state(ItemState.LOST)}
    assert lost == {"J01": "1", "J08": "0", "J11": "11.5", "K04": "-2"}
    assert {r.criterion: points_text(r.points) for r in of(sheet, "J11").reasons} == {
        "P6-061": "1", "P6-062": "0", "P6-063": "0", "P6-071": "0.5",
    }  # fmt: skip
    assert of(sheet, "J01").reasons[0].page == "17-19"


def test_what_is_not_known_opens_the_range_by_its_points(ready: Checker, penalty: Standard) -> None:
    tree = example("penalty-clean")
    del tree["归档"]["是否逐页编号"]
    notice = next(d for d in tree["文书"] if d["文书种类"] == "审计通知书")
    del notice["送达日期"]
    sheet = score(opened(ready, tree)[1], without_vetoes(penalty))
    # 通知书送达日不明：J01 可能扣 1，K01（日期次序）可能扣 1，K04 不受影响；归档编号不明：K05 可能扣 1
    assert {i.id: (points_text(i.low), points_text(i.high)) for i in sheet.in_state(ItemState.NOT_ASSESSED)} == {
        "J01": ("1", "2"), "J12": ("0", "2"), "K01": ("-1", "0"), "K05": ("-1", "0"),
        "K08": ("-2", "0"), "K09": ("-1", "0"), "K10": ("-1", "0"),
    }  # fmt: skip
    # 最低：50 + 50×(76-1-2)/76 - (1+1+2+1+1) = 50 + 48.0263 - 6 = 92.03
    assert score_of(sheet) == ("92.03", "100")
    assert all(r.open for r in of(sheet, "K05").reasons)


def test_of_a_draft_only_what_the_stage_asks_for_takes_part(report: Report, penalty: Standard) -> None:
    sheet = score(report("penalty-draft"), penalty)
    later = {i.id for i in sheet.items if i.reasons and i.reasons[0].text.startswith("尚未到该阶段")}
    assert later >= {"J06", "J08", "J09", "J10", "J11", "J13", "J14", "J15", "L14", "L17", "L19"}
    assert sheet.vetoes == ()
    assert {i.id for i in sheet.items if i.kind is ItemKind.SCORED and i.id not in later and i.id != "J12"} == {
        "J01", "J02", "J03", "J04", "J05", "J07",
    }  # fmt: skip
    # 取证阶段确定参评的只有 J01、J02、J03（2 + 10 + 10 = 22），最高都得满分
    assert "Σ得分22 ÷ Σ参评标准分22 = 50" in " ".join(sheet.arithmetic)


def test_a_defect_of_one_party_of_three(ready: Checker, penalty: Standard) -> None:
    sheet = score(opened(ready, three_parties())[1], without_vetoes(penalty))
    # 只有路立新没有告知：J08 整项 10；其决定书文号与送达回证不一致：J11 扣 1。76 - 11 = 65，J12 未评 2
    # 最低：50 + 50×63/76 - 4 = 50 + 41.4474 - 4 = 87.45；最高：50 + 50×65/76 = 92.76
    assert score_of(sheet) == ("87.45", "92.76")
    (told,) = of(sheet, "J08").reasons
    assert (told.criterion, told.subject) == ("P2-061", "当事人：路立新")


# ---------------------------------------------------------------------- 审计项目质量检查


def test_quality_of_a_clean_audit_is_deducted_only_for_what_is_asked(
    report: Report, standards: dict[str, Standard]
) -> None:
    # 最低：100 - A04 通知书与报告一致 2 - B12 方案事项 5 - C09 评价定性 5 = 88
    sheet = score(report("inspection-clean"), standards["audit_quality"])
    assert score_of(sheet) == ("88", "100")
    assert sheet.arithmetic[1] == "最低·得分：100 - 12 = 88"


def test_quality_of_a_penalty_with_defects(report: Report, standards: dict[str, Standard]) -> None:
    # A02 4；B05 决定后取证 5；B07 5；D02 8；D03 8；D04 6；D05 6；D06 6；D07 2；D08 3；D09 3；D11 8；E02、E03 各1
    # 合计 66：最高 100 - 66 = 34；未评 A04 2、B12 5、C09 5：最低 22
    sheet = score(report("penalty-defective"), standards["audit_quality"])
    assert score_of(sheet) == ("22", "34")
    lost: dict[str, Any] = {i.id: points_text(-i.high) for i in sheet.in_state(ItemState.LOST)}
    assert lost == {
        "A02": "4", "B05": "5", "B07": "5", "D02": "8", "D03": "8", "D04": "6", "D05": "6", "D06": "6", "D07": "2",
        "D08": "3", "D09": "3", "D11": "8", "E02": "1", "E03": "1",
    }  # fmt: skip


def test_every_example_has_a_sheet_and_the_sheet_does_not_hang_on_the_order_of_its_lists(
    ready: Checker, standards: dict[str, Standard]
) -> None:
    tree = example("penalty-defective")
    before = opened(ready, tree)[1]
    for items in (k for k, v in tree.items() if isinstance(v, list) and k != LISTS):
        tree[items].reverse()
    after = opened(ready, tree)[1]
    for standard in standards.values():
        assert plain(before, standard) == plain(after, standard)


def plain(report: CaseReport, standard: Standard) -> list[Any]:
    sheet = score(report, standard)
    return [sheet.low, sheet.high, *((i.id, i.state, i.low, i.high) for i in sheet.items)]


def test_the_certain_loss_of_a_list_that_is_not_complete_stays(ready: Checker, penalty: Standard) -> None:
    tree = example("penalty-clean")
    member(tree, "文书", "d-decision-person")["文号"] = "陵审决〔2022〕99号"
    tree[LISTS].remove("文书")
    sheet = score(opened(ready, tree)[1], without_vetoes(penalty))
    assert of(sheet, "J11").high == 12


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"结论": "豁免", "豁免批准人": "苏振华"}, "评分标准的条目不能豁免"),
        ({"对象编号": "unit"}, "评分标准的条目只对整个案卷答复"),
        ({"理由": "无"}, "没有填完"),
        ({"有效期至": "2022-01-01"}, "答复已过期"),
    ],
)
def test_an_answer_to_an_item_that_cannot_be_used_says_why(
    ready: Checker, penalty: Standard, change: dict[str, str], why: str
) -> None:
    tree = example("penalty-clean")
    tree["答复与豁免"] = [answer("penalty_file/J12") | change]
    checked = opened(ready, tree)[1]
    assert [u.why for u in checked.unused_answers if why in u.why]
    assert of(score(checked, penalty), "J12").state is ItemState.NOT_ASSESSED


def test_an_answer_to_an_item_that_is_not_asked_is_told_with_the_score(ready: Checker, penalty: Standard) -> None:
    tree = example("penalty-clean")
    tree["答复与豁免"] = [answer("penalty_file/J11")]
    checked = opened(ready, tree)[1]
    assert not checked.unused_answers
    assert "评分标准里没有“penalty_file/J11”这一问人的条目，答复没有采用" in score(checked, penalty).notices


def test_the_catalogue_shows_and_lists_the_standards(anjuan: Command) -> None:
    code, out, _ = anjuan("catalog", "show", "penalty_file")
    assert (code, "合法性：执法主体" in out) == (0, True)
    code, out, _ = anjuan("catalog", "show", "penalty_file/J01")
    assert code == 0
    assert "J01　立项和审计通知书（对应立案审批表）　计分　2分" in out
    assert "P6-011" in out, "its failure costs the whole item"
    assert "0.5分" in out
    assert "问人：决定书是否写明" in anjuan("catalog", "show", "penalty_file/J12")[1]
    code, _, err = anjuan("catalog", "show", "penalty_file/J99")
    assert code == 2
    assert "penalty_file/J" in err, "what was perhaps meant"
    assert "audit_quality" in anjuan("catalog", "list")[1]


def test_catalog_check_looks_at_the_standards_too(anjuan: Command, tmp_path: Path) -> None:
    code, _, err = anjuan("catalog", "check")
    assert code == 0
    assert "评分标准无误：penalty_file" in err
    assert "评分标准无误：audit_quality" in err
    (tmp_path / "layer.yaml").write_text("title: 某局\nextends: lingchuan\n", encoding="utf-8")
    text = (ROOT / "catalogs" / "standards" / "penalty_file.yaml").read_text(encoding="utf-8")
    (tmp_path / "standard.yaml").write_text(text.replace("[P2-131, P2-141]", "[P2-131, P2-1411]"), encoding="utf-8")
    code, _, err = anjuan("catalog", "check", "--layer", tmp_path)
    assert code == 2
    line = text[: text.index("[P2-131, P2-141]")].count("\n") + 1
    assert f"{tmp_path.name}/standard.yaml:{line}:" in err
    assert "没有“P2-1411”这一检查项" in err
    assert "P2-141" in err
