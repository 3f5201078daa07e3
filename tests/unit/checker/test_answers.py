"""What a person answered is used where it was asked for, and otherwise said back. It is never lost."""

from datetime import date
from pathlib import Path

import pytest

from checker.casefile.load import build_case
from checker.catalog.build import load_catalogue
from checker.check import Checker
from checker.errors import CaseFileError
from checker.findings import CaseReport
from checker.marked import from_yaml
from checker.results import Checked
from checker.states import State
from checker.workdays import Calendar

CRITERIA = """\
criteria:
  - id: P9-901
    title: 罚款是否相当
    point: R4
    subject: party
    stage: S1
    question: 对{name}的处罚是否相当？
    judged_on: [$case.as_of]
    severity: minor
    basis: [{norm: PL21, article: "5"}]
    status: verified
  - id: P9-902
    title: 当事人是单位
    point: R1
    subject: party
    stage: S1
    requires: {kind: unit}
    judged_on: [$case.as_of]
    severity: minor
    basis: [{norm: PL21, article: "5"}]
    finding: 不是单位
    remedy: {before: 改正}
    status: verified
  - id: P9-903
    title: 案由是否恰当
    point: R3
    subject: case
    stage: S1
    applies: {present: cause}
    requires: {cause: {ne: 不详}}
    question: 案由是否恰当？
    judged_on: [$case.as_of]
    severity: minor
    basis: [{norm: PL21, article: "5"}]
    finding: 案由不详
    remedy: {before: 写明案由}
    status: verified
"""
PARTIES = """\
清单已填全: [当事人, 答复与豁免]
案由: 违规收费
当事人:
  - {编号: u, 名称或者姓名: 甲公司, 当事人性质: 单位}
  - {编号: p, 名称或者姓名: 张三, 当事人性质: 个人}
答复与豁免:
"""
SIGNED = "理由: 已核对案卷, 答复人: 李四, 答复日期: 2022-08-01"
WAIVER = "规则编号: P9-902, 对象编号: p, 结论: 豁免, 理由: 另案处理, 答复人: 李四, 答复日期: 2022-08-01"


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    folder: Path = tmp_path_factory.mktemp("layers") / "mine"
    folder.mkdir()
    (folder / "layer.yaml").write_text("title: 本地层\nextends: lingchuan\n", encoding="utf-8")
    (folder / "rules.yaml").write_text(CRITERIA, encoding="utf-8")
    return Checker(load_catalogue(folder), Calendar({}))


def report(ready: Checker, *answers: str, text: str = PARTIES) -> CaseReport:
    listed = "".join(f"  - {{{a}}}\n" for a in answers)
    case = build_case(from_yaml(text + listed, "案卷.yaml", CaseFileError), ready.catalogue.schema)
    return ready.check(case, "案卷.yaml", date(2022, 9, 1), "测试")


def checked(found: CaseReport, criterion: str, subject: str = "案件") -> Checked:
    result = next(c for c in found.criteria if c.id == criterion)
    return next(c for c in result.checked if subject in c.subject)


def unused(found: CaseReport) -> list[str]:
    return [n for n in found.notices if "未被采用" in n or "未采用" in n]


def test_a_question_is_manual_until_it_is_answered(ready: Checker) -> None:
    asked = checked(report(ready), "P9-901", "甲公司")
    assert (asked.state, asked.question) == (State.MANUAL, "对甲公司的处罚是否相当？")


def test_yes_is_a_pass_with_the_name_of_who_said_so(ready: Checker) -> None:
    found = report(ready, f"规则编号: P9-901, 对象编号: u, 结论: 符合, {SIGNED}")
    asked = checked(found, "P9-901", "甲公司")
    assert asked.state is State.PASS
    assert asked.reason == "人工判断：已核对案卷（李四 2022-08-01）"
    assert asked.answer is not None
    assert asked.answer.place.startswith("案卷.yaml:7:")
    assert unused(found) == []


def test_no_is_a_fail_and_a_finding(ready: Checker) -> None:
    found = report(ready, f"规则编号: P9-901, 对象编号: u, 结论: 不符合, {SIGNED}")
    assert checked(found, "P9-901", "甲公司").state is State.FAIL
    [finding] = [f for f in found.findings if f.criterion == "P9-901"]
    assert "已核对案卷" in finding.text


def test_an_answer_for_one_party_leaves_the_question_for_the_other(ready: Checker) -> None:
    found = report(ready, f"规则编号: P9-901, 对象编号: u, 结论: 符合, {SIGNED}")
    assert checked(found, "P9-901", "张三").state is State.MANUAL


def test_an_answer_about_the_case_needs_no_subject(ready: Checker) -> None:
    found = report(ready, f"规则编号: P9-903, 结论: 符合, {SIGNED}")
    assert checked(found, "P9-903").state is State.PASS


def test_that_answers_rest_on_facts_nobody_bound_them_to_is_said(ready: Checker) -> None:
    found = report(ready, f"规则编号: P9-901, 对象编号: u, 结论: 符合, {SIGNED}")
    assert any("采用了1项人工答复" in n for n in found.notices)
    assert report(ready).notices == ()


# ---------------------------------------------------------------------- answers nobody asked for


@pytest.mark.parametrize(
    "answer",
    [
        f"规则编号: P9-999, 结论: 符合, {SIGNED}",
        f"规则编号: P9-901, 对象编号: x, 结论: 符合, {SIGNED}",
        f"规则编号: P9-901, 结论: 符合, {SIGNED}",
        f"规则编号: P9-902, 对象编号: p, 结论: 符合, {SIGNED}",
        f"规则编号: P9-902, 对象编号: u, 结论: 不符合, {SIGNED}",
        f"规则编号: P9-901, 对象编号: u, {SIGNED}",
        f"结论: 符合, {SIGNED}",
        f"规则编号: P2-061, 对象编号: u, 结论: 符合, {SIGNED}",
    ],
)
def test_an_answer_to_a_question_that_was_not_asked_is_said_back(ready: Checker, answer: str) -> None:
    found = report(ready, answer)
    [line] = unused(found)
    assert "案卷.yaml:7:" in line


def test_an_answer_does_not_overrule_what_the_rules_found(ready: Checker) -> None:
    found = report(ready, f"规则编号: P9-902, 对象编号: p, 结论: 符合, {SIGNED}")
    assert checked(found, "P9-902", "张三").state is State.FAIL


def test_an_answer_does_not_overrule_a_mechanical_part_that_failed(ready: Checker) -> None:
    text = PARTIES.replace("违规收费", "不详")
    found = report(ready, f"规则编号: P9-903, 结论: 符合, {SIGNED}", text=text)
    assert checked(found, "P9-903").state is State.FAIL
    assert len(unused(found)) == 1


def test_of_two_answers_to_one_question_none_is_lost(ready: Checker) -> None:
    found = report(
        ready,
        f"规则编号: P9-901, 对象编号: u, 结论: 不符合, {SIGNED}",
        f"规则编号: P9-901, 对象编号: u, 结论: 符合, {SIGNED}",
    )
    said = " ".join(found.notices)
    asked = checked(found, "P9-901", "甲公司")
    used = asked.answer.place if asked.answer else ""
    assert all(f"案卷.yaml:{line}:" in said + used for line in (7, 8))


def test_of_two_waivers_of_one_finding_none_is_lost(ready: Checker) -> None:
    found = report(
        ready, f"{WAIVER}, 豁免批准人: 王局, 有效期至: 2023-01-01", f"{WAIVER}, 豁免批准人: 王局, 有效期至: 2022-08-05"
    )
    waived = checked(found, "P9-902", "张三")
    said = " ".join(found.notices) + (waived.answer.place if waived.answer else "")
    assert all(f"案卷.yaml:{line}:" in said for line in (7, 8))


def test_an_answer_about_a_party_that_nobody_listed_is_said_back(ready: Checker) -> None:
    """The parties are not said to be complete: the unlisted party stays open, and no answer can settle it."""
    text = PARTIES.replace("[当事人, 答复与豁免]", "[答复与豁免]")
    found = report(ready, f"规则编号: P9-901, 结论: 符合, {SIGNED}", text=text)
    assert checked(found, "P9-901", "未列出").state is State.UNKNOWN
    assert len(unused(found)) == 1


def test_an_answer_about_the_case_is_not_taken_for_parties_without_a_number(ready: Checker) -> None:
    text = PARTIES.replace("编号: u, ", "").replace("编号: p, ", "")
    found = report(ready, f"规则编号: P9-901, 结论: 符合, {SIGNED}", text=text)
    assert {checked(found, "P9-901", name).state for name in ("甲公司", "张三")} == {State.MANUAL}


def test_an_answer_nobody_signed_settles_nothing(ready: Checker) -> None:
    found = report(ready, "规则编号: P9-901, 对象编号: u, 结论: 符合")
    assert checked(found, "P9-901", "甲公司").state is State.MANUAL
    assert len(unused(found)) == 1


# ---------------------------------------------------------------------- waivers


def test_a_waiver_with_reason_and_approver_is_waived(ready: Checker) -> None:
    found = report(ready, f"{WAIVER}, 豁免批准人: 王局")
    assert checked(found, "P9-902", "张三").state is State.WAIVED
    assert [f for f in found.findings if f.criterion == "P9-902"] == []
    assert unused(found) == []


def test_a_waiver_names_who_approved_it(ready: Checker) -> None:
    waived = checked(report(ready, f"{WAIVER}, 豁免批准人: 王局"), "P9-902", "张三")
    assert "王局" in waived.reason


@pytest.mark.parametrize("left_out", ["豁免批准人: 王局", "理由: 另案处理, "])
def test_a_waiver_without_approver_or_reason_waives_nothing_and_is_said_back(ready: Checker, left_out: str) -> None:
    found = report(ready, f"{WAIVER}, 豁免批准人: 王局".replace(left_out, "").rstrip(", "))
    assert checked(found, "P9-902", "张三").state is State.FAIL
    [line] = unused(found)
    assert "P9-902" in line


@pytest.mark.parametrize(
    ("expiry", "state"),
    [
        ("2022-08-31", State.FAIL),
        ("2022-09-01", State.WAIVED),
        ("2022-09", State.WAIVED),
        ("2022-08", State.FAIL),
        ("无", State.WAIVED),
    ],
)
def test_a_waiver_holds_until_its_last_day(ready: Checker, expiry: str, state: State) -> None:
    found = report(ready, f"{WAIVER}, 豁免批准人: 王局, 有效期至: {expiry}")
    assert checked(found, "P9-902", "张三").state is state
    expired = [n for n in found.notices if "豁免已过期" in n]
    assert len(expired) == (state is State.FAIL)
    assert len(unused(found)) == (state is State.FAIL)


def test_a_waiver_of_what_did_not_fail_is_said_back(ready: Checker) -> None:
    found = report(ready, WAIVER.replace("对象编号: p", "对象编号: u") + ", 豁免批准人: 王局")
    assert checked(found, "P9-902", "甲公司").state is State.PASS
    assert len(unused(found)) == 1


def test_an_expired_waiver_of_what_did_not_fail_is_said_back(ready: Checker) -> None:
    waiver = WAIVER.replace("对象编号: p", "对象编号: u") + ", 豁免批准人: 王局, 有效期至: 2022-01-01"
    assert len(unused(report(ready, waiver))) == 1


def test_a_no_may_be_waived(ready: Checker) -> None:
    found = report(
        ready,
        f"规则编号: P9-901, 对象编号: u, 结论: 不符合, {SIGNED}",
        "规则编号: P9-901, 对象编号: u, 结论: 豁免, 理由: 另案处理, 豁免批准人: 王局",
    )
    assert checked(found, "P9-901", "甲公司").state is State.WAIVED
    assert unused(found) == []


def test_a_waiver_does_not_answer_a_question(ready: Checker) -> None:
    found = report(ready, "规则编号: P9-901, 对象编号: u, 结论: 豁免, 理由: 另案处理, 豁免批准人: 王局")
    assert checked(found, "P9-901", "甲公司").state is State.MANUAL
    assert len(unused(found)) == 1
