"""The stage of a file: what it says, what its steps say, and which steps say nothing of it."""

from datetime import date

import pytest

from checker.casefile.load import build_case
from checker.catalog.build import load_catalogue
from checker.catalog.layers import find_layer
from checker.check import Checker
from checker.errors import CaseFileError
from checker.findings import CaseReport
from checker.marked import from_yaml
from checker.results import CriterionResult
from checker.states import State
from checker.workdays import Calendar


def defect(reason: str) -> pytest.MarkDecorator:
    """The program contradicts the papers here, and says so when it no longer does."""
    return pytest.mark.xfail(strict=True, reason=reason)


PENALTY = "执法行为: [审计处罚]\n"
PARTY = "当事人: [{编号: u, 名称或者姓名: 甲公司, 当事人性质: 单位}]\n"


@pytest.fixture(scope="module")
def ready() -> Checker:
    return Checker(load_catalogue(find_layer("lingchuan")), Calendar({}))


def report(ready: Checker, text: str) -> CaseReport:
    case = build_case(from_yaml(text, "案卷.yaml", CaseFileError), ready.catalogue.schema)
    return ready.check(case, "案卷.yaml", date(2022, 9, 1), "测试")


def criterion(report: CaseReport, id_: str) -> CriterionResult:
    return next(c for c in report.criteria if c.id == id_)


def paper(type_: str, **fields: str) -> str:
    listed = "".join(f", {k}: {v}" for k, v in fields.items())
    return f"文书: [{{文书种类: {type_}, 当事人: u{listed}}}]\n"


def test_a_stated_stage_is_taken(ready: Checker) -> None:
    found = report(ready, PENALTY + "办案阶段: 取证\n")
    assert (found.stage, found.stage_source) == ("S3", "案卷写明")


def test_a_file_that_says_nothing_is_at_its_beginning_and_the_report_says_so(ready: Checker) -> None:
    found = report(ready, "案件名称: 甲案\n")
    assert found.stage == "S1"
    assert "未写阶段" in found.stage_source
    assert "立项" in found.stage_source


def test_a_stage_that_is_said_not_to_exist_is_not_stated(ready: Checker) -> None:
    assert report(ready, "办案阶段: 无\n").stage == "S1"


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("审计项目: {计划批准日期: 2022-01-10}\n", "S1"),
        ("审计项目: {实施审计日期: 2022-03-01}\n", "S2"),
        ("证据: [{证据名称: 凭证, 取得日期: 2022-03-08}]\n", "S3"),
        (PARTY + paper("审计报告征求意见书", 送达日期="2022-05-01"), "S4"),
        ("法制审核: {送审日期: 2022-05-20}\n", "S5"),
        (PARTY + paper("处罚事先告知书", 送达日期="2022-06-01"), "S6"),
        (PARTY + paper("审计处罚决定书", 落款日期="2022-06-20"), "S7"),
        (PARTY + paper("审计处罚决定书", 落款日期="2022-06-20", 送达日期="2022-06-22"), "S8"),
        ("归档: {归档日期: 2022-08-26}\n", "S12"),
    ],
)
def test_the_latest_step_gives_the_stage(ready: Checker, text: str, stage: str) -> None:
    found = report(ready, PENALTY + text)
    assert found.stage == stage
    assert found.stage_source.startswith("由最后一步推定：")
    assert "2022-" in found.stage_source


def test_the_latest_step_is_the_furthest_not_the_one_of_the_latest_day(ready: Checker) -> None:
    text = "审计项目: {实施审计日期: 2022-07-01}\n法制审核: {送审日期: 2022-05-20}\n"
    assert report(ready, PENALTY + text).stage == "S5"


def test_a_step_known_to_the_month_is_a_step(ready: Checker) -> None:
    assert report(ready, PENALTY + PARTY + paper("审计处罚决定书", 落款日期="2022-06")).stage == "S7"


def test_a_step_that_is_said_not_to_exist_moves_nothing(ready: Checker) -> None:
    text = "归档: {归档日期: 无}\n审计项目: {实施审计日期: 2022-03-01}\n"
    assert report(ready, PENALTY + text).stage == "S2"


@pytest.mark.parametrize(
    "text",
    [
        "移送事项: [{编号: t, 移送日期: 2022-07-01, 回执日期: 2022-07-05}]\n",
        PARTY + "文书: [{文书种类: 审计处罚决定书, 当事人: u, 公示: {公示日期: 2022-07-01}}]\n",
        "当事人: [{编号: u, 名称或者姓名: 甲公司, 缴款: {缴清日期: 2022-07-01}}]\n",
        "封存: [{编号: s, 封存日期: 2022-03-05, 解除封存日期: 2022-03-10}]\n",
        "申请冻结: [{编号: z, 向法院递交日期: 2022-03-05}]\n",
        "通知暂停拨付: [{编号: z, 批准日期: 2022-03-05}]\n",
        "执行: {申请强制执行日期: 2022-12-01}\n",
    ],
)
def test_transfer_publication_payment_and_coercion_never_move_the_stage(ready: Checker, text: str) -> None:
    assert report(ready, PENALTY + text).stage == "S1"
    found = report(ready, PENALTY + text + "办案阶段: 进点\n")
    assert (found.stage, found.stage_source) == ("S2", "案卷写明")
    assert criterion(found, "P0-001").state is not State.FAIL


@pytest.mark.parametrize(
    ("actions", "stage"),
    [
        ("[行政检查（审计实施）]", "S8"),
        ("[行政检查（审计实施）, 审计处罚]", "S1"),
        ("[行政检查（审计实施）, 审计处理]", "S1"),
    ],
)
def test_an_audit_report_moves_only_a_file_that_is_an_audit_alone(ready: Checker, actions: str, stage: str) -> None:
    text = f"执法行为: {actions}\n清单已填全: [执法行为]\n" + PARTY
    assert report(ready, text + paper("审计报告", 落款日期="2022-06-20", 送达日期="2022-06-22")).stage == stage


def test_registering_evidence_is_a_step_of_the_investigation(ready: Checker) -> None:
    assert report(ready, PENALTY + "先行登记保存: [{编号: z, 登记保存日期: 2022-03-05}]\n").stage == "S3"


def test_a_stated_stage_behind_a_dated_step_gives_way_and_is_a_finding(ready: Checker) -> None:
    text = PENALTY + "清单已填全: [执法行为]\n办案阶段: 取证\n" + PARTY + paper("审计处罚决定书", 落款日期="2022-06-20")
    found = report(ready, text)
    assert found.stage == "S7"
    assert "取证" in found.stage_source
    assert "2022-06-20" in found.stage_source
    assert criterion(found, "P0-001").state is State.FAIL
    assert [f.criterion for f in found.findings if f.criterion == "P0-001"] == ["P0-001"]


def test_a_stated_stage_behind_a_dated_step_is_a_finding_without_a_penalty_too(ready: Checker) -> None:
    text = (
        "执法行为: [审计处理]\n清单已填全: [执法行为]\n办案阶段: 取证\n"
        + PARTY
        + paper("审计决定书", 落款日期="2022-06-20")
    )
    assert criterion(report(ready, text), "P0-001").state is State.FAIL


def test_a_stated_stage_ahead_of_the_steps_is_no_finding(ready: Checker) -> None:
    found = report(ready, PENALTY + "办案阶段: 决定\n审计项目: {实施审计日期: 2022-03-01}\n")
    assert found.stage == "S7"
    assert criterion(found, "P0-001").state is not State.FAIL


@pytest.mark.parametrize(("stated", "dated"), [("复核审理、法制审核", "S6"), ("告知、听证", "S5")])
def test_review_and_notice_are_one_stage_for_every_comparison(ready: Checker, stated: str, dated: str) -> None:
    step = (
        PARTY + paper("处罚事先告知书", 送达日期="2022-06-01")
        if dated == "S6"
        else "法制审核: {送审日期: 2022-05-20}\n"
    )
    found = report(ready, PENALTY + f"清单已填全: [执法行为]\n办案阶段: {stated}\n" + step)
    assert found.stage_source == "案卷写明"
    assert criterion(found, "P0-001").state is not State.FAIL


@pytest.mark.parametrize(
    ("stage", "reached"), [("取证", False), ("报告、征求意见", False), ("复核审理、法制审核", True), ("归档", True)]
)
def test_a_criterion_of_a_later_stage_is_not_reached(ready: Checker, stage: str, reached: bool) -> None:
    notice = criterion(report(ready, PENALTY + f"办案阶段: {stage}\n"), "P2-061")
    assert notice.not_reached is not reached
    if not reached:
        assert notice.state is State.NOT_APPLICABLE
        assert notice.reason == "尚未到该阶段（告知、听证）"


def test_a_transfer_is_judged_at_any_stage(ready: Checker) -> None:
    text = PENALTY + "办案阶段: 取证\n移送事项: [{编号: t, 移送日期: 2022-07-01}]\n"
    assert criterion(report(ready, text), "P7-061").not_reached is False


@defect("the gate of S9 is that of the decision, whatever has happened")
def test_a_publication_that_has_happened_is_judged_at_any_stage(ready: Checker) -> None:
    text = "办案阶段: 取证\n" + PARTY + "文书: [{文书种类: 审计处罚决定书, 当事人: u, 公示: {公示日期: 2022-07-01}}]\n"
    assert criterion(report(ready, PENALTY + text), "P2-231").not_reached is False


def test_a_transfer_as_the_stated_stage_does_not_pretend_that_a_decision_was_due(ready: Checker) -> None:
    text = PENALTY + "办案阶段: 移送\n证据: [{证据名称: 凭证, 取得日期: 2022-03-08}]\n"
    assert criterion(report(ready, text), "P2-062").not_reached is True


def test_no_criterion_vanishes_at_any_stage(ready: Checker) -> None:
    for stage in ready.catalogue.schema.choices["stage"].members:
        found = report(ready, PENALTY + f"办案阶段: {stage}\n")
        assert len(found.criteria) == len(ready.catalogue.criteria)
