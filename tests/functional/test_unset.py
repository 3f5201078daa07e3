"""A period whose length no source settles is a person's to judge, and not data that somebody forgot to type."""

import json
from datetime import date
from pathlib import Path

import pytest

from checker.casefile.load import build_case
from checker.catalog.build import load_catalogue
from checker.check import Checker
from checker.errors import CaseFileError
from checker.marked import from_json
from checker.results import CriterionResult
from checker.states import State
from checker.workdays import Calendar

OWN = """
deadlines:
  - id: own_review
    title: 审核期限
    subject: case
    from: legal_review.submitted_on
    due: legal_review.concluded_on
    within: {value: legal_review.days}
    basis: [{norm: PL21, article: "58"}]
    counting: penalty_short
    owner: agency
criteria:
  - id: P6-981
    title: 按期审核
    point: review
    subject: case
    stage: S1
    requires: {deadlines.own_review.met: true}
    judged_on: [$case.as_of]
    severity: minor
    basis: [{norm: PL21, article: "58"}]
    finding: 没有按期审核
    remedy: {before: 审核}
    status: verified
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    folder: Path = tmp_path_factory.mktemp("layers") / "own"
    folder.mkdir()
    (folder / "layer.yaml").write_text("title: 试\nextends: lingchuan\n", encoding="utf-8")
    (folder / "own.yaml").write_text(OWN, encoding="utf-8")
    return Checker(load_catalogue(folder), Calendar({}))


def result(own: Checker, review: dict[str, str]) -> CriterionResult:
    text = json.dumps({"number": "陵审罚案〔2022〕9号", "legal_review": review})
    case = build_case(from_json(text, "case.json", CaseFileError), own.catalogue.schema)
    report = own.check(case, "case", date(2022, 8, 31), "测试", cross_check=True)
    return next(c for c in report.criteria if c.id == "P6-981")


def test_both_days_known_leaves_only_the_number_to_judge(own: Checker) -> None:
    found = result(own, {"submitted_on": "2022-06-01", "concluded_on": "2022-06-10"})
    assert found.state is State.MANUAL
    assert "没有找到国家或者本地规定的审核期限" in found.checked[0].reason


def test_a_day_that_is_not_known_is_asked_for_first(own: Checker) -> None:
    found = result(own, {"concluded_on": "2022-06-10"})
    assert found.state is State.UNKNOWN
    assert [m.label.endswith("送审日期") for m in found.checked[0].missing] == [True]
