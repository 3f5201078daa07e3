"""Answers and waivers typed into the findings workbook come back bound to what they rest on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from checker.casefile.answers import load_answers
from checker.casefile.load import load_case
from checker.check import Checker
from checker.cli.common import as_of
from checker.errors import CheckerError
from checker.findings import CaseReport
from checker.states import State
from reports.workbook import write_workbook
from tests.functional.making import example, member, three_parties

YES = {"结论": "符合", "理由": "与同类案件相当", "答复人": "原思敏", "答复日期": "2022年8月30日"}
WAIVED = {"结论": "豁免", "理由": "另案补正", "豁免批准人": "苏振华", "有效期至": "2022-12-31"}
QUESTION, FINDING = "需人工判断", "问题清单"
BOUND = "规则编号"
ASKED, WRONG, OF_STEP = "P4-131", "P1-031", "s3"


def unanswered(name: str) -> Any:
    return example(name) | {"答复与豁免": "无"}


def check(ready: Checker, tree: Any, folder: Path, answers: Path | None = None, day: str = "") -> CaseReport:
    path = folder / "案卷.json"
    path.write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")
    case = load_case(path, ready.catalogue.schema)
    given = load_answers(answers, ready.catalogue.schema) if answers else ()
    return ready.check(case, path.name, *as_of(day, case), answers=given)


def typed(report: CaseReport, path: Path, sheet: str, criterion: str, values: Mapping[str, Any]) -> Path:
    """The findings workbook with `values` typed into the row that is bound to `criterion`."""
    if not path.exists():
        write_workbook(report, path)
    book = openpyxl.load_workbook(path)
    ws = book[sheet]
    columns = {cell.value: cell.column for row in ws.iter_rows(max_row=5) for cell in row if cell.value}
    row = next(r for r in range(1, ws.max_row + 1) if criterion in str(ws.cell(r, columns[BOUND]).value))
    for heading, value in values.items():
        ws.cell(row, columns[heading]).value = value
    book.save(path)
    return path


def state(report: CaseReport, criterion: str, subject: str = "") -> State:
    result = next(c for c in report.criteria if c.id == criterion)
    return next(c.state for c in result.checked if subject in ("", c.subject_id))


def test_an_answered_question_is_settled_by_its_author(ready: Checker, tmp_path: Path) -> None:
    tree = unanswered("penalty-clean")
    before = check(ready, tree, tmp_path)
    assert state(before, ASKED) is State.MANUAL
    after = check(ready, tree, tmp_path, typed(before, tmp_path / "a.xlsx", QUESTION, ASKED, YES))
    assert state(after, ASKED) is State.PASS
    assert [(q.answer.name, q.answer.date, q.answer.bound) for q in after.answered if q.answer] == [
        ("原思敏", "2022-08-30", True)
    ]
    assert not after.unused_answers


def test_no_is_a_defect_that_names_who_said_so(ready: Checker, tmp_path: Path) -> None:
    tree = unanswered("penalty-clean")
    path = typed(check(ready, tree, tmp_path), tmp_path / "a.xlsx", QUESTION, ASKED, YES | {"结论": "不符合"})
    after = check(ready, tree, tmp_path, path)
    assert state(after, ASKED) is State.FAIL
    assert [f.answer.name for f in after.findings if f.criterion == ASKED and f.answer] == ["原思敏"]


def test_a_waived_finding_stays_in_the_list_as_waived(ready: Checker, tmp_path: Path) -> None:
    tree = example("penalty-defective")
    path = typed(check(ready, tree, tmp_path), tmp_path / "a.xlsx", FINDING, WRONG, WAIVED)
    after = check(ready, tree, tmp_path, path)
    assert state(after, WRONG, OF_STEP) is State.WAIVED
    assert [(f.criterion, f.waiver.approver) for f in after.waived if f.waiver] == [(WRONG, "苏振华")]


def test_the_next_workbook_still_holds_the_answers_and_they_still_bind(ready: Checker, tmp_path: Path) -> None:
    tree = example("penalty-defective")
    before = check(ready, tree, tmp_path)
    path = typed(before, tmp_path / "1.xlsx", FINDING, WRONG, WAIVED)
    path = typed(before, path, QUESTION, ASKED, YES)
    second, third = tmp_path / "2.xlsx", tmp_path / "3.xlsx"
    write_workbook(check(ready, tree, tmp_path, path), second)
    write_workbook(check(ready, tree, tmp_path, second), third)
    for sheet in (QUESTION, FINDING):
        pages = [
            [[c.value for c in row] for row in openpyxl.load_workbook(p)[sheet].iter_rows()] for p in (second, third)
        ]
        assert pages[0] == pages[1]
        assert any(name in row for row in pages[0] for name in ("原思敏", "苏振华"))


def test_an_answer_whose_facts_have_changed_is_not_used_and_not_lost(ready: Checker, tmp_path: Path) -> None:
    tree = example("penalty-defective")
    path = typed(check(ready, tree, tmp_path), tmp_path / "a.xlsx", FINDING, WRONG, WAIVED)
    member(tree, "执法步骤", OF_STEP)["日期"] = "2022-03-23"
    after = check(ready, tree, tmp_path, path)
    assert state(after, WRONG, OF_STEP) is State.FAIL
    [unused] = after.unused_answers
    assert "事实有变动" in unused.why
    write_workbook(after, tmp_path / "b.xlsx")
    again = check(ready, tree, tmp_path, tmp_path / "b.xlsx")
    assert [(u.answer.reason, u.answer.approver) for u in again.unused_answers] == [("另案补正", "苏振华")]


def test_the_order_of_the_file_is_no_fact(ready: Checker, tmp_path: Path) -> None:
    tree = example("penalty-defective")
    path = typed(check(ready, tree, tmp_path), tmp_path / "a.xlsx", FINDING, WRONG, WAIVED)
    tree["执法步骤"].reverse()
    tree["执法人员"].reverse()
    assert state(check(ready, tree, tmp_path, path), WRONG, OF_STEP) is State.WAIVED


def test_an_expired_waiver_is_said(ready: Checker, tmp_path: Path) -> None:
    tree = example("penalty-defective")
    path = typed(check(ready, tree, tmp_path), tmp_path / "a.xlsx", FINDING, WRONG, WAIVED)
    after = check(ready, tree, tmp_path, path, day="2023-01-01")
    assert state(after, WRONG, OF_STEP) is State.FAIL
    assert any("豁免已过期（有效期至2022-12-31）" in u.why for u in after.unused_answers)


def test_an_answer_to_something_no_longer_asked_is_said(ready: Checker, tmp_path: Path) -> None:
    tree = example("penalty-defective")
    path = typed(check(ready, tree, tmp_path), tmp_path / "a.xlsx", FINDING, WRONG, WAIVED)
    renamed = json.loads(json.dumps(tree).replace(f'"{OF_STEP}"', '"s30"'))
    [unused] = check(ready, renamed, tmp_path, path).unused_answers
    assert unused.why == "案卷里没有编号为“s3”的执法步骤"


def test_an_answer_about_one_party_is_not_used_for_another(ready: Checker, tmp_path: Path) -> None:
    tree = three_parties()
    before = check(ready, tree, tmp_path)
    wrong = [f for f in before.findings if f.subject_id == "person2"]
    assert wrong
    path = typed(before, tmp_path / "a.xlsx", FINDING, wrong[0].bound[0].criterion, WAIVED)
    member(tree, "当事人", "person2")["编号"] = "other"
    text = json.dumps(tree, ensure_ascii=False).replace('"person2"', '"other"')
    after = check(ready, json.loads(text), tmp_path, path)
    assert not after.waived
    assert after.unused_answers


def test_a_half_filled_row_is_said_and_kept(ready: Checker, tmp_path: Path) -> None:
    tree = example("penalty-for-review")
    before = check(ready, tree, tmp_path)
    criterion = before.questions[0].criterion
    path = typed(before, tmp_path / "a.xlsx", QUESTION, criterion, {"理由": "看过了"})
    after = check(ready, tree, tmp_path, path)
    assert state(after, criterion, before.questions[0].subject_id) is State.MANUAL
    [unused] = after.unused_answers
    assert unused.why.startswith("没有填完，缺少结论、答复人")
    assert f"{QUESTION}!" in unused.answer.place


def test_a_row_that_does_not_say_what_it_answers_is_said_and_kept(ready: Checker, tmp_path: Path) -> None:
    tree = unanswered("penalty-clean")
    path = typed(check(ready, tree, tmp_path), tmp_path / "a.xlsx", QUESTION, ASKED, YES | {BOUND: None})
    after = check(ready, tree, tmp_path, path)
    assert state(after, ASKED) is State.MANUAL
    assert [u.why for u in after.unused_answers] == ["没有规则编号，不知道答复的是哪一项"]


def test_a_workbook_without_answer_columns_is_refused(ready: Checker, tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "x.xlsx")
    with pytest.raises(CheckerError, match="没有填写答复的表"):
        load_answers(tmp_path / "x.xlsx", ready.catalogue.schema)


def test_sorted_rows_and_moved_columns_are_read_alike(ready: Checker, tmp_path: Path) -> None:
    tree = example("penalty-defective")
    path = typed(check(ready, tree, tmp_path), tmp_path / "a.xlsx", FINDING, WRONG, WAIVED)
    book = openpyxl.load_workbook(path)
    book[FINDING].delete_cols(4)
    book[FINDING].insert_cols(1)
    book.save(path)
    assert state(check(ready, tree, tmp_path, path), WRONG, OF_STEP) is State.WAIVED
