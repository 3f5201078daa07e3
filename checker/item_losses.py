"""What each item of a standard loses in a case file: at least, and at most, while something is open.

One defect is deducted once. Failures of criteria that share a defect cost an item only once; failures of one defect of
one subject in several items cost only the item where it costs most; of a group of items only the one that loses most
is deducted. Bounds are never too narrow: whatever settles what is open, the losses lie between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from checker.catalog.standards import Exemption, Item, Standard
from checker.findings import CaseReport
from checker.results import Checked, CriterionResult
from checker.scores import ItemKind
from checker.states import State

_ANY = frozenset({State.PASS, State.FAIL, State.NOT_APPLICABLE})
_PASSED = frozenset({State.PASS})
_ZERO = Fraction(0)
_Rank = tuple[bool, Fraction, int]


@dataclass(frozen=True, slots=True)
class Failure:
    """A failure, certain or possible, of a criterion on one subject, as it bears on one item."""

    result: CriterionResult
    checked: Checked
    loses: Fraction
    certain: bool
    claimed_by: str = ""
    """The item where the same defect is deducted for certain."""
    contested: bool = False
    """The same defect may turn out to be deducted in another item."""

    @property
    def key(self) -> tuple[str, str]:
        return self.result.defect, self.checked.key


@dataclass(frozen=True, slots=True)
class Judged:
    """An item on one case file; `least` and `most` of its points are lost."""

    item: Item
    costs: tuple[tuple[CriterionResult, Fraction], ...]
    """What decides it, and what its failure costs."""
    must_apply: bool
    may_apply: bool
    exemption: Exemption | None
    """An exception that holds for certain."""
    failures: tuple[Failure, ...]
    least: Fraction = _ZERO
    most: Fraction = _ZERO
    instead: str = ""
    """The item of its group that bears the deduction."""
    waits: bool = False
    """That item is not settled, so that this one may yet bear it."""


def possible(checked: Checked) -> frozenset[State]:
    """The states that a check has or may come to have."""
    match checked.state:
        case State.PASS | State.WAIVED:
            return _PASSED
        case State.UNKNOWN:
            found = set(checked.could_be) or set(_ANY)
            if checked.unlisted:
                found.add(State.NOT_APPLICABLE)
            return frozenset(found)
        case State.MANUAL:  # where the day of judgement is in doubt, even whether it applies
            return frozenset(checked.could_be) or _ANY
        case State.ERROR:
            return _ANY
        case _:
            return frozenset({checked.state})


def _possible(result: CriterionResult) -> list[frozenset[State]]:
    return [possible(c) for c in result.checked]


def item_losses(report: CaseReport, standard: Standard, asked: Mapping[str, CriterionResult]) -> tuple[Judged, ...]:
    """Every item of the standard; `asked` are the results of the items that ask a person, by their id."""
    results = {r.id: r for r in report.criteria}
    judged = [_judged(item, results, asked) for item in standard.items]
    return tuple(_in_groups(_counted(j) for j in _once(judged)))


def _judged(item: Item, results: Mapping[str, CriterionResult], asked: Mapping[str, CriterionResult]) -> Judged:
    costs = tuple((results[d.criterion], d.loses) for d in item.deciding)
    if item.question:
        costs = ((asked[item.id], item.points),)
    own = [r for r, _ in costs]
    conditions = [results[c] for c in item.applies_if]
    wanted = not conditions or _must_apply(conditions)
    may = _may_apply(own) and (not conditions or _may_apply(conditions))
    holds = [(e, [results[c] for c in e.if_passed]) for e in item.exceptions if e.if_passed]
    exemption = next((e for e, rs in holds if all(map(_passed, rs))), None)
    doubtful = not wanted or any(all(map(_may_pass, rs)) for _, rs in holds)
    failures = () if exemption or not may else _failures(costs, doubtful)
    return Judged(item, costs, wanted and _must_apply(own), may, exemption, failures)


def _failures(costs: Iterable[tuple[CriterionResult, Fraction]], doubtful: bool) -> tuple[Failure, ...]:
    return tuple(
        Failure(result, checked, loses, not doubtful and states == {State.FAIL})
        for result, loses in costs
        for checked, states in zip(result.checked, _possible(result), strict=True)
        if State.FAIL in states
    )


def _must_apply(results: Iterable[CriterionResult]) -> bool:
    return any(State.NOT_APPLICABLE not in states for r in results for states in _possible(r))


def _may_apply(results: Iterable[CriterionResult]) -> bool:
    return any(states != {State.NOT_APPLICABLE} for r in results for states in _possible(r))


def _passed(result: CriterionResult) -> bool:
    """It passes, whatever becomes of what is open."""
    states = _possible(result)
    return all(State.FAIL not in s for s in states) and any(s == _PASSED for s in states)


def _may_pass(result: CriterionResult) -> bool:
    states = _possible(result)
    return all(s != {State.FAIL} for s in states) and any(State.PASS in s for s in states)


def awarded(judged: Judged) -> tuple[bool, bool]:
    """Of a bonus item: whether it is won for certain, and whether it can be."""
    whole = judged.must_apply and not judged.failures
    certain = whole and any(states == _PASSED for r, _ in judged.costs for states in _possible(r))
    can = any(State.PASS in states for r, _ in judged.costs for states in _possible(r))
    return certain, judged.may_apply and can and not any(f.certain for f in judged.failures)


# ---------------------------------------------------------------------- one defect once


def _once(judged: list[Judged]) -> list[Judged]:
    """Where one defect of one subject bears on several items, it counts where it costs most; of two where it costs
    alike, in a scored item before a deduction, in the first before a later one. A veto is no deduction."""
    ranks = [_ranks(i, j) for i, j in enumerate(judged)]
    first: dict[tuple[tuple[str, str], bool], _Rank] = {}
    for j, rank in zip(judged, ranks, strict=True):
        for f in j.failures if rank else ():
            for certain in {f.certain, False}:
                own = rank[f.result.defect]
                first[f.key, certain] = min(first.get((f.key, certain), own), own)
    return [
        replace(j, failures=tuple(_claimed(f, judged, first, rank) for f in j.failures)) if rank else j
        for j, rank in zip(judged, ranks, strict=True)
    ]


def _claimed(
    failure: Failure,
    judged: Sequence[Judged],
    first: Mapping[tuple[tuple[str, str], bool], _Rank],
    rank: Mapping[str, _Rank],
) -> Failure:
    own, best = rank[failure.result.defect], first.get((failure.key, True))
    claimed_by = judged[best[2]].item.id if best and best < own else ""
    return replace(failure, claimed_by=claimed_by, contested=first[failure.key, False] < own)


def _ranks(index: int, judged: Judged) -> dict[str, _Rank]:
    """How early an item is asked to bear each of its defects, whatever fails; empty where it bears none."""
    if judged.item.kind not in (ItemKind.SCORED, ItemKind.DEDUCTION):
        return {}
    costs: dict[str, Fraction] = {}
    for result, loses in judged.costs:
        costs[result.defect] = max(costs.get(result.defect, _ZERO), loses)
    return {defect: (judged.item.kind is ItemKind.DEDUCTION, -cost, index) for defect, cost in costs.items()}


def _counted(judged: Judged) -> Judged:
    free = [f for f in judged.failures if not f.claimed_by]
    least = _sum(f for f in free if f.certain and not f.contested)
    return replace(judged, least=min(judged.item.points, least), most=min(judged.item.points, _sum(free)))


def _sum(failures: Iterable[Failure]) -> Fraction:
    costs: dict[str, Fraction] = {}
    for f in failures:
        costs[f.result.defect] = max(costs.get(f.result.defect, _ZERO), f.loses)
    return sum(costs.values(), _ZERO)


# ---------------------------------------------------------------------- groups


def _in_groups(judged: Iterable[Judged]) -> list[Judged]:
    found = list(judged)
    groups: dict[str, list[int]] = {}
    for i, j in enumerate(found):
        if j.item.group:
            groups.setdefault(j.item.group, []).append(i)
    for members in groups.values():
        gravest = max(members, key=lambda i: (found[i].most, found[i].must_apply))
        surest = max(members, key=lambda i: (found[i].least, found[i].must_apply))
        least, most = found[surest].least, found[gravest].most
        # Only of an item that stays in the sum that counts is it sure that none of the others can cost more.
        sure = found[gravest].must_apply or found[gravest].item.kind is ItemKind.DEDUCTION
        bearer = gravest if sure else surest
        for i in members:
            lost = replace(found[i], least=least if i == bearer else _ZERO)
            if sure and i != bearer and lost.most:
                lost = replace(lost, most=_ZERO, instead=found[bearer].item.id, waits=least != most)
            found[i] = lost
    return found
