"""Score sheets computed by hand: the arithmetic stands in the test, as a panel would write it on paper."""

import pickle
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.catalog.standards import Item, Standard
from checker.errors import CheckerError
from checker.findings import CaseReport, ItemAnswer
from checker.item_losses import possible
from checker.results import Answer, Checked, CriterionResult
from checker.scores import ItemKind, ItemScore, ItemState, ScoreSheet, points_text
from checker.scoring import score
from checker.states import State
from tests.unit.checker.making_scores import ANY, check, item, report, result, standard

VETO, SCORED, DEDUCTION, BONUS = ItemKind
PASS, FAIL, NA, UNKNOWN = State.PASS, State.FAIL, State.NOT_APPLICABLE, State.UNKNOWN


def scored(sheet: ScoreSheet) -> tuple[str, str]:
    return points_text(sheet.low), points_text(sheet.high)


def of(sheet: ScoreSheet, id_: str) -> ItemScore:
    return next(i for i in sheet.items if i.id == id_)


def exact(text: str) -> tuple[str, str]:
    return text, text


# ---------------------------------------------------------------------- the two models


def test_half_for_lawfulness_half_for_the_share_of_points() -> None:
    # 得分 10-4=6, 5；Σ得分 11 ÷ Σ参评标准分 15；50 + 50×11/15 = 50 + 36.666… = 86.67
    papers = standard(item("J1", SCORED, "10", ("A", "4"), ("B", "3")), item("J2", SCORED, "5", "C"))
    sheet = score(report(result("A", FAIL), result("B", PASS), result("C", PASS)), papers)
    assert scored(sheet) == exact("86.67")
    assert sheet.grade == "良好"
    assert sheet.arithmetic == (
        "按得分率计的分：50 × Σ得分11 ÷ Σ参评标准分15 = 36.67",
        "得分：50 + 36.67 = 86.67",
        "总分：86.67分",
    )


def test_plain_deduction_from_a_hundred() -> None:
    # 100 - 5 - 1.5 = 93.5
    plain = standard(item("A1", DEDUCTION, "5", "A"), item("A2", DEDUCTION, "4", ("B", "1.5"), ("C", "2")),
                     base=100, proportional=0)  # fmt: skip
    sheet = score(report(result("A", FAIL), result("B", FAIL), result("C", PASS)), plain)
    assert scored(sheet) == exact("93.5")
    assert (of(sheet, "A2").low, of(sheet, "A2").high) == (Fraction("-1.5"), Fraction("-1.5"))


def test_what_the_case_does_not_need_leaves_the_denominator() -> None:
    # J2 不参评：Σ得分 6 ÷ Σ参评标准分 10（不是 15）；50 + 50×6/10 = 80
    papers = standard(item("J1", SCORED, "10", ("A", "4")), item("J2", SCORED, "5", "B"))
    sheet = score(report(result("A", FAIL), result("B", NA)), papers)
    assert scored(sheet) == exact("80")
    assert of(sheet, "J2").state is ItemState.NOT_APPLICABLE
    assert of(sheet, "J2").reasons[0].text == "本案不需要"


def test_of_a_half_finished_file_only_the_stages_reached_count() -> None:
    # 决定书（15分）尚未到该阶段：Σ得分 8 ÷ Σ参评标准分 10；50 + 50×8/10 = 90
    papers = standard(item("J1", SCORED, "10", ("A", "2")), item("J2", SCORED, "15", "B"))
    sheet = score(report(result("A", FAIL), result("B", not_reached=True)), papers)
    assert scored(sheet) == exact("90")
    assert of(sheet, "J2").reasons[0].text == "尚未到该阶段（决定）"


def test_an_item_loses_no_more_than_its_points_and_the_whole_no_more_than_all() -> None:
    # J1：3 + 4 超过 5，扣完为止；K1：60；50 + 50×0/5 - 60 = -10，记 0
    papers = standard(item("J1", SCORED, "5", ("A", "3"), ("B", "4")), item("K1", DEDUCTION, "60", "C"))
    sheet = score(report(result("A", FAIL), result("B", FAIL), result("C", FAIL)), papers)
    assert of(sheet, "J1").low == 0
    assert scored(sheet) == exact("0")
    assert "得分：50 + 0 - 60 = -10，不足0分的记0分" in sheet.arithmetic


def test_formal_deductions_and_bonuses_have_caps() -> None:
    # 50 + 50×10/10 - min(3+2, 4) + min(2+2, 3) = 100 - 4 + 3 = 99
    papers = standard(
        item("J1", SCORED, "10", "A"), item("K1", DEDUCTION, "3", "B"), item("K2", DEDUCTION, "2", "C"),
        item("B1", BONUS, "2", "A"), item("B2", BONUS, "2", "D"),
        item("B3", BONUS, "2", "B"), item("B4", BONUS, "2", "E"),
        most_deducted=4, most_bonus=3,
    )  # fmt: skip
    sheet = score(report(*(result(i, s) for i, s in zip("ABCDE", (PASS, FAIL, FAIL, PASS, NA), strict=True))), papers)
    assert scored(sheet) == exact("99")
    assert "扣分项：3 + 2 = 5，超过上限，按4分计" in sheet.arithmetic
    assert "加分项：2 + 2 = 4，超过上限，按3分计" in sheet.arithmetic
    assert [of(sheet, i).state for i in ("B2", "B3", "B4")] == [
        ItemState.FULL,
        ItemState.LOST,
        ItemState.NOT_APPLICABLE,
    ]


def test_the_grade_is_that_of_the_score_that_is_shown() -> None:
    # 50 + 50 × 7999.9/10000 → 89.9995，两位小数为 90，按 90 分评等次
    papers = standard(item("J1", SCORED, "1000", ("A", "200.01")))
    sheet = score(report(result("A", FAIL)), papers)
    assert scored(sheet) == exact("90")
    assert sheet.grade == "优秀"


def test_without_any_item_that_applies_the_share_is_open() -> None:
    sheet = score(report(result("A", NA)), standard(item("J1", SCORED, "10", "A")))
    assert scored(sheet) == ("50", "100")
    assert sheet.grade == "不合格至优秀"


# ---------------------------------------------------------------------- vetoes


def test_a_veto_makes_the_file_nothing_and_what_it_would_be_worth_is_shown() -> None:
    papers = standard(item("L1", VETO, "0", "A"), item("J1", SCORED, "10", ("A", "4")))
    sheet = score(report(result("A", FAIL)), papers)
    assert scored(sheet) == exact("0")
    assert (sheet.vetoes, sheet.grade) == (("L1",), "不合格")
    assert sheet.low_without_veto == sheet.high_without_veto == 80  # 50 + 50×6/10：否决项不替代计分项的扣分
    assert "否决项L1不符合，总分记0分" in sheet.arithmetic
    spared = standard(*(i for i in papers.items if i.kind is not VETO))
    assert scored(score(report(result("A", FAIL)), spared)) == exact("80")


@pytest.mark.parametrize("state", [State.UNKNOWN, State.MANUAL, State.ERROR])
def test_a_veto_that_is_not_proved_only_opens_the_range(state: State) -> None:
    papers = standard(item("L1", VETO, "0", "A"), item("J1", SCORED, "10", ("B", "4")))
    sheet = score(report(result("A", state), result("B", FAIL)), papers)
    assert scored(sheet) == ("0", "80")
    assert (sheet.vetoes, sheet.open_vetoes) == ((), ("L1",))
    assert sheet.low_without_veto == 80


def test_an_unknown_that_cannot_fail_is_no_open_veto() -> None:
    papers = standard(item("L1", VETO, "0", "A"), item("J1", SCORED, "10", ("B", "4")))
    sheet = score(report(result("A", check(UNKNOWN, could_be=(PASS, NA))), result("B", FAIL)), papers)
    assert scored(sheet) == exact("80")
    assert sheet.open_vetoes == ()


# ---------------------------------------------------------------------- ranges


def test_what_is_unknown_or_asked_makes_a_range() -> None:
    # 最低：A 失 4，B 失 5：(10-4 + 0) ÷ 15 → 50 + 50×6/15 = 70；最高：15 ÷ 15 → 100
    papers = standard(item("J1", SCORED, "10", ("A", "4")), item("J2", SCORED, "5", "B"))
    sheet = score(report(result("A", check(UNKNOWN, could_be=(FAIL, PASS))), result("B", State.MANUAL)), papers)
    assert scored(sheet) == ("70", "100")
    assert sheet.grade == "中等至优秀"
    assert {i.state for i in sheet.items} == {ItemState.NOT_ASSESSED}
    assert of(sheet, "J1").reasons[0].open
    assert of(sheet, "J1").reasons[0].points == 4


def test_an_item_that_may_not_apply_counts_where_that_is_worse_or_better() -> None:
    # J1 得 5/10。J2（10分）可能不参评、可能失 1 分：
    # 最低：不计 J2（9/10 高于 5/10），50 + 50×5/10 = 75；最高：计 J2 满分，50 + 50×15/20 = 87.5
    papers = standard(item("J1", SCORED, "10", ("A", "5")), item("J2", SCORED, "10", ("B", "1")))
    sheet = score(report(result("A", FAIL), result("B", UNKNOWN)), papers)
    assert scored(sheet) == ("75", "87.5")


def test_a_list_that_may_be_empty_may_leave_its_item_out() -> None:
    papers = standard(item("J1", SCORED, "10", ("A", "5")), item("J2", SCORED, "10", ("B", "1")))
    rest = check(UNKNOWN, could_be=(FAIL, PASS), unlisted=True)
    assert scored(score(report(result("A", FAIL), result("B", rest)), papers))[0] == "75"
    assert scored(score(report(result("A", FAIL), result("B", PASS, rest)), papers))[0] == "85"  # (5 + 9) ÷ 20


def test_a_waived_defect_costs_nothing_and_is_told() -> None:
    sheet = score(report(result("A", State.WAIVED)), standard(item("J1", SCORED, "10", "A")))
    assert scored(sheet) == exact("100")
    assert "不扣分" in of(sheet, "J1").reasons[0].text


# ---------------------------------------------------------------------- one defect once


def test_a_defect_of_one_party_of_three_costs_its_item_once_and_names_the_party() -> None:
    # 三方当事人，一方没有告知：10 - 4 = 6；50 + 50×6/10 = 80
    papers = standard(item("J1", SCORED, "10", ("A", "4")))
    three = [check(PASS, "甲公司"), check(FAIL, "张某", page="21-22"), check(PASS, "李某某")]
    sheet = score(report(result("A", *three)), papers)
    assert scored(sheet) == exact("80")
    (reason,) = of(sheet, "J1").reasons
    assert (reason.subject, reason.page, reason.points) == ("张某", "21-22", Fraction(4))
    both = [check(PASS, "甲公司"), check(FAIL, "张某"), check(FAIL, "李某某")]
    assert scored(score(report(result("A", *both)), papers)) == exact("80")


def test_criteria_that_share_a_defect_cost_an_item_once_at_the_dearest() -> None:
    # A、B 是同一缺陷：只扣 4；C 另扣 1：10 - 5 = 5；50 + 50×5/10 = 75
    papers = standard(item("J1", SCORED, "10", ("B", "3"), ("A", "4"), ("C", "1")))
    results = (result("A", FAIL, defect="d"), result("B", FAIL, defect="d"), result("C", FAIL))
    sheet = score(report(*results), papers)
    assert scored(sheet) == exact("75")
    assert {r.criterion: r.points for r in of(sheet, "J1").reasons} == {"A": 4, "B": 0, "C": 1}


def test_a_defect_in_two_items_is_deducted_where_it_costs_most() -> None:
    # J1 可失 2，J2 可失 5，K1 可失 6：同一缺陷、同一对象，计分项先于扣分项，只扣 J2 的 5：(10 + 5) ÷ 20 → 87.5
    papers = standard(
        item("J1", SCORED, "10", ("A", "2")), item("J2", SCORED, "10", ("B", "5")), item("K1", DEDUCTION, "6", "C")
    )
    results = [result(i, FAIL, defect="d") for i in "ABC"]
    sheet = score(report(*results), papers)
    assert scored(sheet) == exact("87.5")
    assert "与J2项是同一缺陷，不重复扣分" in of(sheet, "J1").reasons[0].text
    assert of(sheet, "K1").state is ItemState.FULL
    # 另一当事人的同类缺陷是另一处缺陷：J1 也扣 2：(8 + 5) ÷ 20 → 82.5
    other = result("A", check(FAIL, "张某"), defect="d")
    assert scored(score(report(other, *results[1:]), papers)) == exact("82.5")


def test_while_it_is_open_where_a_defect_is_deducted_the_range_holds_both() -> None:
    papers = standard(item("J1", SCORED, "10", ("A", "2")), item("J2", SCORED, "10", ("B", "5")))
    one = result("A", FAIL, defect="d"), result("B", check(UNKNOWN, could_be=(FAIL, PASS)), defect="d")
    sheet = score(report(*one), papers)
    assert sheet.low <= Fraction("87.5")  # B 不符合：只扣 5，(10 + 5) ÷ 20
    assert sheet.high >= 95  # B 符合：扣 A 的 2，(8 + 10) ÷ 20


def test_a_defect_may_cost_less_where_it_turns_out_to_be_deducted() -> None:
    # C 已不符合，K1 扣 10 → 90；A 未评，也不符合的改在计分项 J1 扣：50 + 50×9/10 = 95
    papers = standard(item("J1", SCORED, "10", ("A", "1")), item("K1", DEDUCTION, "10", "C"))
    failing = result("C", FAIL, defect="d")
    sheet = score(report(result("A", check(UNKNOWN, could_be=(FAIL, PASS)), defect="d"), failing), papers)
    for state, points in ((PASS, "90"), (FAIL, "95")):
        settled = score(report(result("A", state, defect="d"), failing), papers)
        assert scored(settled) == exact(points)
        assert sheet.low <= settled.low <= sheet.high


def test_of_an_exclusive_group_only_the_item_that_loses_most_is_deducted() -> None:
    # 征求意见：C1 失 5，C2 失 2，只扣 C1；C3 不同组，失 3：100 - 5 - 3 = 92
    plain = standard(
        item("C1", DEDUCTION, "5", "A", group="g"), item("C2", DEDUCTION, "2", "B", group="g"),
        item("C3", DEDUCTION, "3", "C"), base=100, proportional=0,
    )  # fmt: skip
    sheet = score(report(*(result(i, FAIL) for i in "ABC")), plain)
    assert scored(sheet) == exact("92")
    assert "与C1项属同一互斥组" in of(sheet, "C2").reasons[0].text
    # C1 未评：最低扣 5，最高扣 C2 的 2
    open_ = score(report(result("A", State.MANUAL), result("B", FAIL), result("C", FAIL)), plain)
    assert scored(open_) == ("92", "95")
    assert [i.state for i in open_.items] == [ItemState.NOT_ASSESSED, ItemState.NOT_ASSESSED, ItemState.LOST]


def test_of_a_group_whose_gravest_item_may_not_apply_another_bears_the_loss() -> None:
    # J1（100分）不明，可能失 5；J2 失 2，同组；J3 失 5。J1 不参评：(8 + 5) ÷ 20 → 82.5，是最低
    papers = standard(
        item("J1", SCORED, "100", ("A", "5"), group="g"), item("J2", SCORED, "10", ("B", "2"), group="g"),
        item("J3", SCORED, "10", ("C", "5")),
    )  # fmt: skip
    assert score(report(result("A", UNKNOWN), result("B", FAIL), result("C", FAIL)), papers).low == Fraction("82.5")
    # J1（10分）、J3 满分，最高是 J1 符合：(10 + 8 + 10) ÷ 30 → 96.67
    small = standard(replace(papers.items[0], points=Fraction(10)), *papers.items[1:])
    sheet = score(report(result("A", UNKNOWN), result("B", FAIL), result("C", PASS)), small)
    assert points_text(sheet.high) == "96.67"


# ---------------------------------------------------------------------- applicability, exceptions, questions


def test_an_item_applies_only_if_one_of_its_conditions_does() -> None:
    papers = standard(item("J1", SCORED, "10", "A"), item("J2", SCORED, "10", "B", applies_if=("C", "D")))
    failing = (result("A", PASS), result("B", FAIL))
    assert scored(score(report(*failing, result("C", NA), result("D", NA)), papers)) == exact("100")
    assert scored(score(report(*failing, result("C", NA), result("D", FAIL)), papers)) == exact("75")
    assert scored(score(report(*failing, result("C", UNKNOWN), result("D", NA)), papers)) == ("75", "100")


def test_a_veto_that_does_not_apply_is_none_and_one_that_may_not_apply_is_open() -> None:
    papers = standard(item("L1", VETO, "0", "A", applies_if=("B",)), item("J1", SCORED, "10", "C"))
    proved, fine = result("A", FAIL), result("C", PASS)
    for condition, points in ((NA, exact("100")), (UNKNOWN, ("0", "100")), (PASS, exact("0"))):
        assert scored(score(report(proved, fine, result("B", condition)), papers)) == points


def test_a_bonus_is_won_when_all_that_decides_it_is_sure() -> None:
    # 50 + 50×10/10 = 100，加分 2
    papers = standard(item("J1", SCORED, "10", "C"), item("B1", BONUS, "2", "A", "B"))
    fine = result("C", PASS)
    for other, points in ((PASS, exact("102")), (NA, exact("102")), (FAIL, exact("100")), (UNKNOWN, ("100", "102"))):
        assert scored(score(report(result("A", PASS), result("B", other), fine), papers)) == points
    asked = standard(papers.items[0], replace(papers.items[1], applies_if=("D",)))
    won = (result("A", PASS), result("B", PASS), fine)
    assert scored(score(report(*won, result("D", UNKNOWN)), asked)) == ("100", "102")
    maybe = result("A", check(UNKNOWN, could_be=(PASS, NA)))
    assert scored(score(report(maybe, result("B", NA), fine), papers)) == ("100", "102")


def test_an_exception_spares_the_item_when_its_criteria_pass() -> None:
    papers = standard(item("L1", VETO, "0", "A", unless=("B",)), item("J1", SCORED, "10", "C"))
    proved, fine = result("A", FAIL), result("C", PASS)
    spared = score(report(proved, fine, result("B", PASS)), papers)
    assert scored(spared) == exact("100")
    assert "例外成立" in of(spared, "L1").reasons[0].text
    for other in (FAIL, NA):
        assert scored(score(report(proved, fine, result("B", other)), papers)) == exact("0")
    assert scored(score(report(proved, fine, result("B", State.MANUAL)), papers)) == ("0", "100")


@pytest.mark.parametrize(
    ("conclusion", "low", "high"), [("", "50", "100"), ("符合", "100", "100"), ("不符合", "50", "50")]
)
def test_what_no_criterion_decides_is_open_until_a_person_answers(conclusion: str, low: str, high: str) -> None:
    papers = standard(item("J1", SCORED, "10", question="是否写明理由？"))
    said = Answer(conclusion, "已核对", "原思敏", "2026-01-05", "答复.yaml:2:3")
    sheet = score(report(answers=[ItemAnswer("s/J1", said)] if conclusion else ()), papers)
    assert scored(sheet) == (low, high)
    if conclusion == "不符合":
        assert "已核对（原思敏 2026-01-05）" in of(sheet, "J1").reasons[0].text


def test_an_answer_to_an_item_that_asks_nothing_is_named() -> None:
    papers = standard(item("J1", SCORED, "10", "A"))
    said = Answer("符合", "已核对", "原思敏", "2026-01-05", "答复.yaml:2:3")
    other = ItemAnswer("other/J1", said)
    sheet = score(report(result("A", PASS), answers=[ItemAnswer("s/J1", said), other]), papers)
    assert [n for n in sheet.notices if "s/J1" in n]
    assert not [n for n in sheet.notices if "other" in n]


def test_a_file_that_the_standard_is_not_made_for_is_told() -> None:
    papers = replace(standard(item("J1", SCORED, "10", "A")), actions=("封存",))
    found = score(report(result("A", PASS)), papers)
    assert found.notices == ("这一标准为封存案卷而设，本案没有写明这类执法行为",)
    assert not score(report(result("A", PASS)), replace(papers, actions=("审计处罚",))).notices
    later = replace(papers, actions=(), first=date(2026, 1, 1))
    assert score(report(result("A", PASS)), later).notices == (
        "检查基准日2025-12-31不在评分标准的施行期（2026-01-01起）内",
    )


def test_a_report_of_another_catalogue_is_refused() -> None:
    with pytest.raises(CheckerError, match="所用的检查项“B”"):
        score(report(result("A", PASS)), standard(item("J1", SCORED, "10", "A", "B")))


def test_points_are_shown_with_halves_rounded_up() -> None:
    shown = {
        "0.005": "0.01",
        "0.004": "0",
        "-0.004": "0",
        "-1.5": "-1.5",
        "12.345": "12.35",
        "100": "100",
        "7.50": "7.5",
    }
    assert {text: points_text(Fraction(text)) for text in shown} == shown


# ---------------------------------------------------------------------- properties

IDS = tuple("ABCDE")
STATES = (PASS, FAIL, NA, UNKNOWN, State.MANUAL, State.WAIVED, State.ERROR)
_points = st.sampled_from(["0.5", "1", "2.5", "10"])


@st.composite
def results(draw: st.DrawFn) -> tuple[CriterionResult, ...]:
    def one() -> Checked:
        could_be = draw(st.lists(st.sampled_from(ANY), min_size=1, unique=True))
        subject = draw(st.sampled_from(["甲公司", "张某"]))
        return check(draw(st.sampled_from(STATES)), subject, tuple(could_be), unlisted=draw(st.booleans()))

    return tuple(
        result(id_, *(one() for _ in range(draw(st.integers(0, 2)))), defect=draw(st.sampled_from(["", "d", "e"])))
        for id_ in IDS
    )


@st.composite
def standards(draw: st.DrawFn) -> Standard:
    def one(id_: str, kind: ItemKind) -> Item:
        points = draw(_points)
        deciding: list[str | tuple[str, str]] = list(draw(st.lists(st.sampled_from(IDS), min_size=1, unique=True)))
        if kind in (SCORED, DEDUCTION):
            parts = [(c, draw(_points)) for c in deciding if isinstance(c, str)]
            deciding = [(c, p) if Fraction(p) <= Fraction(points) else c for c, p in parts]
        conditions = draw(st.lists(st.sampled_from(IDS), max_size=2, unique=True)) if draw(st.booleans()) else []
        unless = (draw(st.sampled_from(IDS)),) if draw(st.integers(0, 4)) == 0 else ()
        group = f"{kind}{draw(st.integers(1, 2))}" if kind in (SCORED, DEDUCTION) and draw(st.booleans()) else ""
        return item(id_, kind, points, *deciding, applies_if=tuple(conditions), unless=unless, group=group)

    kinds = [SCORED, *draw(st.lists(st.sampled_from([VETO, SCORED, SCORED, DEDUCTION, BONUS]), max_size=5))]
    caps = st.sampled_from([None, 3, 20])
    items = [one(f"I{n}", kind) for n, kind in enumerate(kinds)]
    return standard(*items, most_deducted=draw(caps), most_bonus=draw(caps))


def settlings(report_: CaseReport) -> Iterator[tuple[int, int, Checked]]:
    """Every check that is open, with every state that it can come to have."""
    for i, r in enumerate(report_.criteria):
        for j, c in enumerate(r.checked):
            if c.state in (UNKNOWN, State.MANUAL, State.ERROR):
                for state in sorted(possible(c)):
                    yield i, j, replace(c, state=state, could_be=())


@given(results(), standards())
def test_low_is_never_above_high_and_both_stay_in_bounds(made: tuple[CriterionResult, ...], by: Standard) -> None:
    sheet = score(report(*made), by)
    bonus = sum((i.points for i in by.items if i.kind is BONUS), Fraction(0))
    assert 0 <= sheet.low <= sheet.high <= 100 + min(bonus, by.most_bonus or bonus)
    assert sheet.low <= sheet.low_without_veto <= sheet.high_without_veto
    for i in sheet.items:
        assert i.low <= i.high
        assert (i.state is ItemState.NOT_APPLICABLE) <= (i.low == i.high == 0)
    assert pickle.loads(pickle.dumps(sheet)) == sheet
    assert score(report(*made), by) == sheet


@given(results(), standards())
def test_settling_what_is_open_never_leaves_the_range(made: tuple[CriterionResult, ...], by: Standard) -> None:
    whole = report(*made)
    sheet = score(whole, by)
    for i, j, settled in settlings(whole):
        checks = list(made[i].checked)
        checks[j] = settled
        now = score(report(*made[:i], replace(made[i], checked=tuple(checks)), *made[i + 1 :]), by)
        assert sheet.low <= now.low <= now.high <= sheet.high
        assert sheet.low_without_veto <= now.low_without_veto <= now.high_without_veto <= sheet.high_without_veto


@given(results(), standards(), st.randoms(use_true_random=False))
def test_when_all_is_settled_the_score_is_one_number(
    made: tuple[CriterionResult, ...], by: Standard, random: Random
) -> None:
    def settle(c: Checked) -> Checked:
        state = random.choice(sorted(possible(c)))
        return replace(c, state=state, could_be=(), unlisted=False)

    settled = tuple(replace(r, checked=tuple(settle(c) for c in r.checked)) for r in made)
    sheet, before = score(report(*settled), by), score(report(*made), by)
    assert before.low <= sheet.low <= sheet.high <= before.high
    if any(i.kind is SCORED and i.state is not ItemState.NOT_APPLICABLE for i in sheet.items):
        assert sheet.low == sheet.high
        assert not [i for i in sheet.items if i.state is ItemState.NOT_ASSESSED]
