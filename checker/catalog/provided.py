"""The facts that deadlines and processes offer to conditions: `deadlines.ID.met`, `process.ID.in_order` and so on."""

from __future__ import annotations

from collections.abc import Mapping

from rules.schema import Named, ValueType


def _named(**facts: tuple[ValueType, str]) -> Mapping[str, Named]:
    return {name: Named(name, "", type_, label) for name, (type_, label) in facts.items()}


DEADLINE_FACTS = _named(
    met=("yes_no", "期限内完成"),
    running=("yes_no", "期限未届满"),
    applies=("yes_no", "适用该期限"),
    last_day=("date", "届满日"),
)

STAGE_FACTS = _named(
    stage_stated=("yes_no", "案卷写明阶段"),
    stage_behind=("yes_no", "所填阶段早于已有步骤"),
)
PROCESS_FACTS = {**_named(in_order=("yes_no", "步骤次序正确")), **STAGE_FACTS}
