"""The annual statistics, counted by hand on changed copies of the clean penalty file."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

import pytest

from checker.check import Checker
from checker.evaluation.annual import Counting
from tests.functional.making import example, member, opened

PENALTIES = "annual.penalties"


def counted(ready: Checker, tree: Any, year: int = 2022, table: str = PENALTIES) -> dict[str, Fraction]:
    session, _ = opened(ready, tree)
    found: Counter[str] = Counter()
    for cell in Counting(ready.catalogue, year).count(session)[0]:
        if cell.table == table:
            found[cell.column] += cell.amount  # type: ignore[assignment]
    return dict(found)  # type: ignore[arg-type]


def unsure(ready: Checker, tree: Any, table: str = PENALTIES) -> set[tuple[str, str]]:
    session, _ = opened(ready, tree)
    return {(u.column, u.why) for u in Counting(ready.catalogue, 2022).count(session)[1] if u.table == table}


@pytest.fixture
def tree() -> Any:
    return example("penalty-clean")


def test_two_decisions_each_in_its_heaviest_class(ready: Checker, tree: Any) -> None:
    """The unit is fined 12万元 and loses 6万元 of gains: confiscation is heavier. The person is fined."""
    found = counted(ready, tree)
    assert found == {"confiscation": 1, "fine": 1, "amount": sum(_final_amounts(tree)) * 100}


def _final_amounts(tree: Any) -> list[int]:
    punishing = ("罚款", "没收违法所得")
    measures = tree["处理处罚措施"]
    return [int(m["金额"]) for m in measures if m["措施阶段"] == "决定作出" and m["措施种类"] in punishing]


def test_another_year_has_nothing(ready: Checker, tree: Any) -> None:
    assert counted(ready, tree, 2023) == {}


def test_one_decision_sent_to_two_parties_is_one(ready: Checker, tree: Any) -> None:
    numbers = [d["文号"] for d in tree["文书"] if d["编号"].startswith("d-decision")]
    for document in tree["文书"]:
        if document.get("文号") in numbers:
            document["文号"] = numbers[0]
    found = counted(ready, tree)
    assert found == {"confiscation": 1, "amount": sum(_final_amounts(tree)) * 100}


def test_a_named_class_beats_other(ready: Checker, tree: Any) -> None:
    """Warning and 其他 in one decision: a warning."""
    finals = [m for m in tree["处理处罚措施"] if m["措施阶段"] == "决定作出" and m["当事人"] == "person"]
    for measure in finals:
        measure |= {"措施种类": "警告", "金额": "无"}
    tree["处理处罚措施"].append(finals[0] | {"编号": "extra", "措施种类": "其他种类的行政处罚"})
    assert counted(ready, tree)["warning"] == 1
    assert "other" not in counted(ready, tree)


def test_what_is_not_known_is_named_and_not_counted(ready: Checker, tree: Any) -> None:
    decision = next(d for d in tree["文书"] if d["编号"] == "d-decision-person")
    del decision["落款日期"]
    found = counted(ready, tree)
    assert "fine" not in found
    assert ("", "没有日期，不能确定年度") in unsure(ready, tree)


def test_an_amount_that_is_not_known_leaves_the_others(ready: Checker, tree: Any) -> None:
    whole = counted(ready, tree)["amount"]
    final = next(m for m in tree["处理处罚措施"] if m["措施阶段"] == "决定作出" and m["措施种类"] == "没收违法所得")
    amount = int(final.pop("金额")) * 100
    assert counted(ready, tree)["amount"] == whole - amount
    assert "amount" in {column for column, _ in unsure(ready, tree)}


def test_sealing_is_coercion_and_an_audit_without_penalty_is_inspection(ready: Checker) -> None:
    sealing = example("sealing-clean")
    assert counted(ready, sealing, 2024, "annual.coercion")["sealing"] == len(sealing["封存"])
    audit = example("inspection-clean")
    assert counted(ready, audit, 2023, "annual.others")["inspection"] == 1


def test_a_check_that_ended_in_a_penalty_is_no_inspection(ready: Checker, tree: Any) -> None:
    assert "inspection" not in counted(ready, tree, 2022, "annual.others")
    assert member(tree, "文书", "d-decision-person")
