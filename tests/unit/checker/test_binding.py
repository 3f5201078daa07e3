"""An answer holds as long as what it rests on: no longer, and through every rewriting of the file."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.binding import UNNAMED
from checker.casefile.load import build_case
from checker.catalog.build import load_catalogue
from checker.check import Checker
from checker.errors import CaseFileError
from checker.findings import CaseReport
from checker.marked import from_json, from_yaml
from checker.results import Checked
from checker.states import State
from checker.workdays import Calendar

CRITERIA = """\
criteria:
  - id: P9-911
    title: 处罚是否相当
    point: R4
    subject: party
    stage: S1
    applies: {any: [{kind: unit}, {kind: person}]}
    requires: {present: $case.officers}
    question: 对{name}（{position}）的处罚是否相当？
    judged_on: [fulfilled_on, $case.as_of]
    severity: minor
    basis: [{norm: PL21, article: "5"}]
    finding: 没有执法人员
    remedy: {before: 改正}
    status: verified
  - id: P9-912
    title: 步骤是否必要
    point: R3
    subject: case
    stage: S1
    applies: {some: steps, hold: {type: interview}}
    question: 各步骤是否必要？
    requires: {every: steps, where: {type: {ne: other}}, hold: {id_shown: {in: ["true", "false"]}}}
    judged_on: [$case.as_of]
    severity: minor
    basis: [{norm: PL21, article: "5"}]
    finding: 不齐
    remedy: {before: 改正}
    status: verified
"""
ALL = {"complete": "all"}
DAY = date(2022, 9, 1)
READ = ("name", "kind", "position", "fulfilled_on")
"""What P9-911 reads of a party: in its conditions, in its sentence, and for the day of judgement."""


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    folder: Path = tmp_path_factory.mktemp("layers") / "mine"
    folder.mkdir()
    (folder / "layer.yaml").write_text("title: 本地层\nextends: lingchuan\n", encoding="utf-8")
    (folder / "rules.yaml").write_text(CRITERIA.replace('["true", "false"]', "[true, false]"), encoding="utf-8")
    return Checker(load_catalogue(folder), Calendar({}))


def report(ready: Checker, tree: dict[str, Any], day: date = DAY, *, yaml: bool = False) -> CaseReport:
    text = json.dumps(tree, ensure_ascii=False, indent=1 if yaml else None)  # JSON is YAML, with other places
    parse = from_yaml if yaml else from_json
    case = build_case(parse(text, "案卷.yaml" if yaml else "案卷.json", CaseFileError), ready.catalogue.schema)
    return ready.check(case, "案卷", day, "测试")


def checked(found: CaseReport, criterion: str, subject: str = "") -> Checked:
    result = next(c for c in found.criteria if c.id == criterion)
    return next(c for c in result.checked if subject in c.subject)


def answer(asked: Checked, criterion: str) -> dict[str, str]:
    signed = {"conclusion": "yes", "reason": "已核对", "name": "李四", "date": "2022-08-01"}
    return {"criterion": criterion, "subject": asked.subject_id, "binding": asked.binding, **signed}


def party(id: str = "u", **fields: str) -> dict[str, Any]:
    plain = {"name": "甲公司", "kind": "unit", "position": "无", "fulfilled_on": "2022-05-01", "address": "城关"}
    return {**({"id": id} if id else {}), **plain, **fields}


def case(*parties: dict[str, Any], answers: list[dict[str, str]] | None = None, **more: Any) -> dict[str, Any]:
    officers = [{"id": "o1", "name": "张某"}]
    return {"parties": list(parties), "officers": officers, "answers": answers or [], **more, **ALL}


def used(found: CaseReport) -> bool:
    return checked(found, "P9-911", "甲").state is State.PASS


parties = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["甲公司", "甲中心"]),
        "kind": st.sampled_from(["unit", "person"]),
        "position": st.sampled_from(["无", "经理"]),
        "fulfilled_on": st.sampled_from(["2022-05-01", "2022-06"]),
        "address": st.sampled_from(["城关", "礼义"]),
        "contact": st.sampled_from(["无", "1", "2"]),
    }
)


@settings(max_examples=60, deadline=None)
@given(before=parties, after=parties, others=st.lists(parties, max_size=2), first=st.booleans(), data=st.data())
def test_a_bound_answer_is_used_if_and_only_if_what_was_read_is_unchanged(
    ready: Checker, before: dict[str, str], after: dict[str, str], others: list[Any], first: bool, data: Any
) -> None:
    asked = checked(report(ready, case(party(**before))), "P9-911", "甲")
    assert asked.state is State.MANUAL
    listed = [party(**after), *(party(f"x{i}", **{**o, "name": f"乙{i}"}) for i, o in enumerate(others))]
    listed = listed if first else listed[::-1]
    if data.draw(st.booleans()):
        listed = [dict(reversed(p.items())) for p in listed]
    tree = case(*listed, answers=[answer(asked, "P9-911")], cause=data.draw(st.sampled_from(["无", "收费"])))
    found = report(ready, tree, data.draw(st.sampled_from([DAY, date(2023, 1, 5)])), yaml=data.draw(st.booleans()))
    assert used(found) == all(before[f] == after[f] for f in READ)
    assert len(found.unused_answers) == (not used(found))


def test_the_same_value_written_in_other_words_is_the_same_value(ready: Checker) -> None:
    asked = checked(report(ready, case(party())), "P9-911", "甲")
    rewritten = {"编号": "u", "名称或者姓名": "甲 公司", "当事人性质": "单位", "职务": "无", "履行完毕日期": "2022.5.1"}
    assert used(report(ready, case(rewritten, answers=[answer(asked, "P9-911")])))


def test_one_more_of_what_was_counted_or_found_is_a_change(ready: Checker) -> None:
    asked = checked(report(ready, case(party())), "P9-911", "甲")
    tree = case(party(), answers=[answer(asked, "P9-911")])
    tree["officers"].append({"id": "o2", "name": "李某"})
    assert not used(report(ready, tree))


def test_of_three_parties_an_answer_holds_for_its_own_though_all_read_the_same(ready: Checker) -> None:
    same = [party(id, name="甲公司") for id in ("u", "v", "w")]
    found = report(ready, case(*same))
    result = next(c for c in found.criteria if c.id == "P9-911")
    given = answer(result.checked[1], "P9-911")
    after = report(ready, case(*same[::-1], answers=[given]))
    states = {c.subject_id: c.state for c in next(c for c in after.criteria if c.id == "P9-911").checked}
    assert states == {"u": State.MANUAL, "v": State.PASS, "w": State.MANUAL}
    moved = report(ready, case(*same, answers=[{**given, "subject": "w"}]))
    assert not any(c.state is State.PASS for c in next(c for c in moved.criteria if c.id == "P9-911").checked)
    assert ["有变动" in u.why for u in moved.unused_answers] == [True]


class TestWithoutNumber:
    def test_it_is_known_by_all_it_holds_wherever_it_stands(self, ready: Checker) -> None:
        first, second = party("", address="城关"), party("", address="礼义")
        asked = next(c for c in report(ready, case(first, second)).criteria if c.id == "P9-911").checked[1]
        assert asked.subject_id.startswith(UNNAMED)
        found = report(ready, case(second, first, answers=[answer(asked, "P9-911")]))
        states = [c.state for c in next(c for c in found.criteria if c.id == "P9-911").checked]
        assert states == [State.PASS, State.MANUAL]

    def test_a_change_of_anything_it_holds_is_reported(self, ready: Checker) -> None:
        asked = checked(report(ready, case(party(""))), "P9-911", "甲")
        found = report(ready, case(party("", address="礼义"), answers=[answer(asked, "P9-911")]))
        assert not used(found)
        [unused] = found.unused_answers
        assert "没有编号的当事人已有变动" in unused.why
        assert "编号" in unused.advice

    def test_twins_are_told_apart_by_their_order(self, ready: Checker) -> None:
        checks = next(c for c in report(ready, case(party(""), party(""))).criteria if c.id == "P9-911").checked
        assert len({c.subject_id for c in checks}) == 2

    def test_values_that_change_places_between_them_are_a_change(self, ready: Checker) -> None:
        """Steps have no 编号 here: that the same values stand there is not enough, they must stand together."""

        def steps(*pairs: tuple[str, str]) -> dict[str, Any]:
            return case(party(), steps=[{"type": t, "id_shown": s} for t, s in pairs])

        before = checked(report(ready, steps(("interview", "是"), ("site_inspection", "否"))), "P9-912")
        reordered = checked(report(ready, steps(("site_inspection", "否"), ("interview", "是"))), "P9-912")
        changed = checked(report(ready, steps(("interview", "否"), ("site_inspection", "是"))), "P9-912")
        assert before.state is State.MANUAL
        assert before.binding == reordered.binding != changed.binding


def test_the_day_of_the_check_is_no_fact_of_the_case(ready: Checker) -> None:
    tree = case({k: v for k, v in party().items() if k != "fulfilled_on"} | {"fulfilled_on": "无"})
    first, later = (checked(report(ready, tree, day), "P9-911", "甲") for day in (DAY, date(2024, 2, 3)))
    assert first.binding == later.binding != ""
