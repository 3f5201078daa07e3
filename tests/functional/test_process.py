"""The process of a penalty as a fact that a criterion can require."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from checker.casefile.load import build_case
from checker.catalog.build import load_catalogue
from checker.check import Checker
from checker.errors import CaseFileError
from checker.marked import from_json, plain, read
from checker.states import State
from checker.workdays import Calendar
from tests.functional.conftest import EXAMPLES

CRITERION = """
criteria:
  - id: P6-981
    title: 步骤次序正确
    point: R6
    subject: case
    stage: S1
    requires: {process.penalty.in_order: true}
    judged_on: [$case.as_of]
    severity: minor
    basis: [{norm: PL21, article: "44"}]
    finding: 步骤次序有误
    remedy: {before: 核对日期}
    status: verified
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    folder = tmp_path_factory.mktemp("layers") / "own"
    folder.mkdir()
    (folder / "layer.yaml").write_text("title: 试\nextends: lingchuan\n", encoding="utf-8")
    (folder / "criteria.yaml").write_text(CRITERION, encoding="utf-8")
    return Checker(load_catalogue(Path(folder)), Calendar({}))


def _state(own: Checker, tree: Any) -> State:
    case = build_case(from_json(json.dumps(tree), "case.json", CaseFileError), own.catalogue.schema)
    report = own.check(case, "case", date(2022, 8, 31), "测试", cross_check=True)
    return next(c.state for c in report.criteria if c.id == "P6-981")


def test_the_steps_of_the_clean_file_are_in_order(own: Checker) -> None:
    assert _state(own, plain(read(EXAMPLES / "penalty-clean.yaml", CaseFileError))) is State.PASS


def test_an_adjudication_after_the_decision_is_out_of_order(own: Checker) -> None:
    """审计法实施条例第四十条: the report is reviewed and adjudicated before the decision is made (2022-06-20)."""
    tree = plain(read(EXAMPLES / "penalty-clean.yaml", CaseFileError))
    adjudication = next(d for d in tree["文书"] if d["文书种类"] == "审理意见书")
    adjudication["落款日期"] = "2022-06-21"
    assert _state(own, tree) is State.FAIL


def test_a_step_without_a_date_leaves_the_order_open(own: Checker) -> None:
    tree = plain(read(EXAMPLES / "penalty-clean.yaml", CaseFileError))
    del next(d for d in tree["文书"] if d["文书种类"] == "审理意见书")["落款日期"]
    assert _state(own, tree) is State.UNKNOWN
