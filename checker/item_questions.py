"""The items of a standard that no criterion can decide: open until a person answers.

An answer names the item as 规则编号 in the form STANDARD/ITEM and stands where the answers to a criterion's question
stand.
"""

from __future__ import annotations

from checker.answers import ITEM_MARK
from checker.catalog.standards import Item, Standard
from checker.findings import CaseReport
from checker.results import Answer, Checked, CriterionResult
from checker.states import Severity, State


def asked(report: CaseReport, standard: Standard) -> tuple[dict[str, CriterionResult], tuple[str, ...]]:
    """The results of the items that ask a person, by item id; and the answers that name no such item."""
    given = {a.item: a.answer for a in report.item_answers}
    names = {f"{standard.id}{ITEM_MARK}{i.id}": i for i in standard.items if i.question}
    results = {item.id: _result(name, item, given.get(name)) for name, item in names.items()}
    of_this = [name for name in given if name.startswith(standard.id + ITEM_MARK) and name not in names]
    return results, tuple(f"评分标准里没有“{name}”这一问人的条目，答复没有采用" for name in of_this)


def _result(name: str, item: Item, answer: Answer | None) -> CriterionResult:
    state, reason = State.MANUAL, "须由人判断"
    if answer:
        state = State.PASS if answer.conclusion == State.PASS.label else State.FAIL
        reason = f"人工判断：{answer.reason}（{' '.join(filter(None, (answer.name, answer.date)))}）"
    checked = Checked(
        "案件",
        answer.place if answer else "",
        "",
        state,
        reason,
        Severity.MAJOR,
        finding=reason if state is State.FAIL else "",
        question=item.question,
        answer=answer,
        could_be=() if answer else (State.FAIL, State.PASS),
    )
    return CriterionResult(
        name, item.title, "", (), "", Severity.MAJOR, False, "", "", "", "", state, reason, False, (checked,)
    )
