"""Every case of the casebook, and that the casebook shows each criterion to pass and to fail."""

from __future__ import annotations

import pytest

from checker.cli.common import DEFAULT_LAYER
from checker.states import State
from tests.rules.casebook import (
    CASES,
    ROOTS,
    Bench,
    Benches,
    Case,
    alarm_mates,
    alarms,
    basis,
    states,
    subjects,
)
from tests.rules.trees import EXAMPLES, CaseError, Tree


def test_names_are_unique() -> None:
    names = [c.name for c in CASES]
    assert len(names) == len(set(names))


@pytest.fixture(scope="session")
def benches() -> Benches:
    return Benches(DEFAULT_LAYER)


@pytest.fixture(scope="session")
def bench(benches: Benches) -> Bench:
    return benches.at(ROOTS[0])


@pytest.mark.parametrize("case", CASES)
def test_case(case: Case, benches: Benches) -> None:
    bench = benches.of(case)
    named = [*case.part("expect"), *case.part("holds"), *case.part("subjects"), *case.part("basis")]
    if unknown := set(named) - set(bench.criteria):
        raise CaseError(f"no criterion {sorted(unknown)}")
    report, tree = bench.changed(case)
    found = states(report)
    errors = {c.id: c.reason for c in report.criteria if c.state is State.ERROR}
    assert not errors
    expected = dict(case.part("expect"))
    if rest := case.data.get("all_else"):
        assert found == {id_: expected.get(id_, rest) for id_ in bench.criteria}
    elif "expect" in case.data:
        base = bench.base(case.base)
        assert not {id_ for id_, state in expected.items() if base[id_] == state}, "not a change: use holds"
        assert {id_: found[id_] for id_ in expected} == expected
        assert alarms(report, base) <= set(expected) | alarm_mates(bench, expected)
    assert {id_: found[id_] for id_ in case.part("holds")} == case.part("holds")
    for criterion, wanted in case.part("subjects").items():
        got = subjects(report, criterion, tree)
        assert {name: got.get(name) for name in wanted} == wanted, criterion
    assert {id_: basis(report, id_) for id_ in case.part("basis")} == {
        id_: set(norms) for id_, norms in case.part("basis").items()
    }
    for deadline, text in case.part("deadlines").items():
        outcomes = [
            " ".join(
                [
                    d.subject,
                    d.text,
                    *(t for r in d.readings for t in (r.text, r.due, r.working)),
                    *(m.label for m in d.missing),
                ]
            )
            for d in report.deadlines
            if d.id == deadline
        ]
        assert any(text in outcome for outcome in outcomes), f"{deadline}: {outcomes}"


@pytest.mark.parametrize("case", CASES[::20])
def test_the_oracle_agrees(case: Case, benches: Benches) -> None:
    bench = benches.of(case)
    report = bench.run(bench.tree(case), case.data.get("as_of", ""), cross_check=True)
    assert [c.id for c in report.criteria if c.state is State.ERROR] == []


# ---------------------------------------------------------------------------------------------- coverage


def shown(benches: Benches) -> dict[str, set[str]]:
    """The states that cases claim of each criterion, for the whole or for a subject."""
    found: dict[str, set[str]] = {id_: set() for bench in benches.all() for id_ in bench.criteria}
    for case in CASES:
        for part in ("expect", "holds"):
            for id_, state in case.part(part).items():
                found[id_].add(state)
        for id_, by_subject in case.part("subjects").items():
            found[id_] |= set(by_subject.values())
    return found


def test_every_mechanical_criterion_is_shown_to_pass_and_to_fail(benches: Benches) -> None:
    claimed = shown(benches)
    criteria = [c.entry for bench in benches.all() for c in bench.checker.catalogue.criteria]
    mechanical = [e.id for e in criteria if e.requires is not None]
    assert not {id_: sorted(claimed[id_]) for id_ in mechanical if not {"pass", "fail"} <= claimed[id_]}


def test_every_question_is_shown_open_and_answered(benches: Benches) -> None:
    claimed = shown(benches)
    asked = [c.entry.id for bench in benches.all() for c in bench.checker.catalogue.criteria if c.entry.question]
    assert not {id_: sorted(claimed[id_]) for id_ in asked if "manual" not in claimed[id_]}


def test_a_path_that_does_not_exist_fails_loudly(bench: Bench) -> None:
    if not (EXAMPLES / "penalty-clean.yaml").exists():
        pytest.fail("examples/penalty-clean.yaml is missing")
    for change in (
        {"set": {"measures[m99].amount": "1"}},
        {"set": {"measures[m3f].amonut": "1"}},
        {"set": {"parties[person].hearing.held_on": "2022-06-10"}},
        {"set": {"parties[unit].credit_code.x": "1"}},
        {"set": {"parties[unit].withholding_notified_on": "null"}},
        {"remove": ["documents[d-none]"]},
        {"redate": {"1999-01-01": "1999-01-02"}},
        {"incomplete": ["parties[unit].steps"]},
    ):
        tree = Tree.of("penalty-clean", bench.schema)
        with pytest.raises(CaseError):
            tree.change(change)
