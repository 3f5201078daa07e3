"""Reports and standards made by hand, for tests of scoring."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from checker.catalog.standards import Deciding, Exemption, Grade, Item, Standard
from checker.findings import CaseReport, ItemAnswer
from checker.results import Checked, CriterionResult
from checker.scores import ItemKind
from checker.states import Severity, State

GRADES = ((90, "优秀"), (80, "良好"), (70, "中等"), (60, "合格"), (0, "不合格"))
ANY = (State.FAIL, State.PASS, State.NOT_APPLICABLE)


def check(
    state: State, subject: str = "案件", could_be: tuple[State, ...] = (), *, unlisted: bool = False, page: str = ""
) -> Checked:
    """A check of one subject; an unknown one can become anything unless `could_be` says less."""
    possible = (could_be or ANY) if state is State.UNKNOWN else ()
    finding = f"{subject}有缺陷" if state is State.FAIL else ""
    return Checked(
        subject,
        f"案卷.yaml:{len(subject)}:1",
        page,
        state,
        finding or state.label,
        Severity.MAJOR,
        could_be=possible,
        finding=finding,
        question="是否如此？" if state is State.MANUAL else "",
        unlisted=unlisted,
    )


def result(id_: str, *checks: Checked | State, defect: str = "", not_reached: bool = False) -> CriterionResult:
    made = tuple(c if isinstance(c, Checked) else check(c) for c in checks)
    state = min((c.state for c in made), key=lambda s: s.rank, default=State.NOT_APPLICABLE)
    reason = "尚未到该阶段（决定）" if not_reached else state.label
    return CriterionResult(
        id_, f"{id_}的名称", "R1", (), "S1", Severity.MAJOR, False, "verified", defect, "national", "", state, reason,
        not_reached, made,
    )  # fmt: skip


def report(*results: CriterionResult, answers: Iterable[ItemAnswer] = ()) -> CaseReport:
    return CaseReport(
        "案卷.yaml", "陵审罚案〔2025〕1号", "某案", ("审计处罚",), ("某公司",), "S12", "归档", "案卷写明",
        "2025-12-31", "案卷写明",
        results, (), (), (), (), {}, (), (), (), (), (), {}, item_answers=tuple(answers),
    )  # fmt: skip


def item(
    id_: str,
    kind: ItemKind,
    points: str,
    *deciding: str | tuple[str, str],
    question: str = "",
    applies_if: tuple[str, ...] = (),
    unless: tuple[str, ...] = (),
    group: str = "",
) -> Item:
    """An item; a criterion alone costs the whole item, in a pair what the pair says."""
    whole = Fraction(points)
    return Item(
        id_,
        f"{id_}的名称",
        kind.label,
        kind,
        whole,
        tuple(Deciding(d, whole) if isinstance(d, str) else Deciding(d[0], Fraction(d[1])) for d in deciding),
        question,
        applies_if,
        (Exemption("另有规定", unless),) if unless else (),
        group,
    )


def standard(
    *items: Item,
    base: int = 50,
    proportional: int = 50,
    most_deducted: int | None = None,
    most_bonus: int | None = None,
) -> Standard:
    return Standard(
        "s", "某标准", "1", date.min, date.max, "某规定", "", (), Fraction(base), Fraction(proportional),
        Fraction(most_deducted) if most_deducted else None, Fraction(most_bonus) if most_bonus else None,
        tuple(Grade(Fraction(n), t) for n, t in GRADES), items,
    )  # fmt: skip
