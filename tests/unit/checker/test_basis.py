"""An article of a criterion that is the basis for some subjects only."""

from datetime import date
from pathlib import Path

import pytest

from checker.casefile.load import build_case
from checker.catalog.build import load_catalogue
from checker.check import Checker
from checker.errors import CaseFileError, FaultsError
from checker.marked import from_json
from checker.results import Checked
from checker.states import State
from checker.workdays import Calendar

CRITERIA = """\
criteria:
  - id: P9-921
    title: 写明地址
    point: R6
    subject: party
    stage: S1
    requires: {present: address}
    judged_on: [$case.as_of]
    severity: minor
    basis:
      - {norm: PL21, article: "59", when: {kind: unit}}
      - {norm: ALR, article: "40", when: {role: auditee}}
    finding: 没有地址
    remedy: {before: 补写}
    status: verified
"""


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    folder = layer(tmp_path_factory.mktemp("layer"), CRITERIA)
    return Checker(load_catalogue(folder), Calendar({}))


def layer(folder: Path, criteria: str) -> Path:
    (folder / "layer.yaml").write_text("title: 试\nextends: lingchuan\n", encoding="utf-8")
    (folder / "criteria.yaml").write_text(criteria, encoding="utf-8")
    return folder


def judged(ready: Checker, party: str) -> Checked:
    text = f'{{"parties": [{{"id": "p", {party}}}], "complete": ["parties"]}}'
    case = build_case(from_json(text, "案卷", CaseFileError), ready.catalogue.schema)
    report = ready.check(case, "案卷", date(2022, 9, 1), "测试")
    return next(c for c in report.criteria if c.id == "P9-921").checked[0]


@pytest.mark.parametrize(
    ("party", "cited"),
    [
        ('"kind": "unit", "role": "auditee"', {"PL21", "ALR"}),
        ('"kind": "unit", "role": "other"', {"PL21"}),
        ('"kind": "person", "role": "auditee"', {"ALR"}),
        ('"role": "auditee"', {"PL21", "ALR"}),
    ],
)
def test_an_article_is_left_out_only_where_it_surely_does_not_apply(
    ready: Checker, party: str, cited: set[str]
) -> None:
    assert {b.norm for b in judged(ready, party).basis} == cited


def test_without_any_article_left_the_criterion_does_not_apply(ready: Checker) -> None:
    assert judged(ready, '"kind": "person", "role": "other"').state is State.NOT_APPLICABLE


def test_the_condition_of_an_article_is_read_like_any_other(tmp_path: Path) -> None:
    with pytest.raises(FaultsError) as faults:
        load_catalogue(layer(tmp_path, CRITERIA.replace("when: {kind: unit}", "when: {knd: unit}")))
    assert "knd" in str(faults.value)
