"""From the results of all criteria to what a reader works with: findings, questions, what to supply, deadlines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from checker.catalog.catalogue import Catalogue
from checker.catalog.citing import basis_of
from checker.duedates import DueDate, DueDates
from checker.findings import Bound, Finding, Question, Supply
from checker.results import Checked, CriterionResult, DeadlineResult, Missing, ReadingResult
from checker.states import Severity, State
from rules.naming import record_name, value_text
from rules.values import Moment, Outcome, Record

Pair = tuple[CriterionResult, Checked]
_OWNERS = {"agency": "本机关", "party": "当事人的权利", "party_duty": "当事人的义务"}


def _in_state(results: Iterable[CriterionResult], state: State) -> Iterator[Pair]:
    return ((r, c) for r in results for c in r.checked if c.state is state)


def findings(results: tuple[CriterionResult, ...], state: State = State.FAIL) -> tuple[Finding, ...]:
    """One finding for one omission: failures that share a defect and a subject stand under the gravest of them.

    With the state waived: those that are waived, apart where they are waived apart.
    """
    groups: dict[tuple[str, ...], list[Pair]] = {}
    for result, checked in _in_state(results, state):
        waiver = checked.waiver.place if checked.waiver else ""
        groups.setdefault((result.defect, checked.key, waiver), []).append((result, checked))
    found = []
    for pairs in groups.values():
        (result, checked), *rest = sorted(pairs, key=lambda pair: pair[1].severity.rank)
        places = tuple(dict.fromkeys((checked.place, *(v.place for _, c in pairs for v in c.values if v.stated))))
        found.append(
            Finding(
                result.id,
                result.title,
                result.point,
                checked.severity,
                result.void,
                checked.subject,
                checked.finding,
                checked.remedy,
                checked.basis,
                places,
                checked.page,
                result.status,
                tuple(r.title for r, _ in rest),
                checked.subject_id,
                tuple(Bound(r.id, c.binding) for r, c in ((result, checked), *rest)),
                checked.answer,
                checked.waiver,
            )
        )
    return tuple(sorted(found, key=lambda f: (not f.void, f.severity.rank)))


def questions(results: tuple[CriterionResult, ...]) -> tuple[Question, ...]:
    return tuple(_question(r, c) for r, c in _in_state(results, State.MANUAL))


def answered(results: tuple[CriterionResult, ...]) -> tuple[Question, ...]:
    return tuple(_question(r, c) for r in results for c in r.checked if c.answer)


def _question(result: CriterionResult, checked: Checked) -> Question:
    return Question(
        result.id,
        result.title,
        result.point,
        checked.subject,
        checked.severity,
        checked.question,
        checked.reason,
        checked.values or checked.context,
        checked.basis,
        checked.subject_id,
        checked.binding,
        checked.answer,
    )


def supplies(results: tuple[CriterionResult, ...]) -> tuple[Supply, ...]:
    """The missing fields; first those of which a veto may hang, then those that settle most checks."""
    wanted: dict[Missing, list[Pair]] = {}
    for result, checked in _in_state(results, State.UNKNOWN):
        for missing in checked.missing:
            wanted.setdefault(missing, []).append((result, checked))
    found = []
    for missing, pairs in wanted.items():
        grave = [c for _, c in pairs if State.FAIL in c.could_be]
        veto = any(c.severity is Severity.VETO for c in grave)
        found.append(
            Supply(missing.label, missing.place, tuple(dict.fromkeys(r.id for r, _ in pairs)), veto, bool(grave))
        )
    return tuple(sorted(found, key=lambda s: (not s.could_be_veto, not s.could_fail, -len(s.criteria))))


def deadline_results(due_dates: DueDates, case: Record, catalogue: Catalogue) -> tuple[DeadlineResult, ...]:
    return tuple(_deadline(d, catalogue) for d in due_dates.all(case))


def _deadline(due: DueDate, catalogue: Catalogue) -> DeadlineResult:
    entry = due.deadline.entry
    readings = tuple(
        ReadingResult(r.source, r.working, r.due.isoformat() if r.due else "", r.outcome, r.text) for r in due.readings
    )
    day = due.start.value.first_day if isinstance(due.start.value, Moment) else date.max
    start, actual = (_shown(o) for o in (due.start, due.actual))
    names = [catalogue.resolved(p).label for p in (due.deadline.start, due.deadline.due)]
    return DeadlineResult(
        entry.id,
        entry.title,
        record_name(due.record, catalogue.schema),
        _OWNERS[entry.owner],
        names[0],
        *start,
        names[1],
        *actual,
        due.outcome,
        due.text,
        readings,
        basis_of(entry.basis, day, catalogue.norms, catalogue.norm_layers),
        tuple(Missing(s.label, s.place) for s in due.missing),
    )


def _shown(outcome: Outcome) -> tuple[str, str]:
    text = "" if outcome.state == "unknown" else value_text(outcome.value)
    return text, outcome.readings[0].place if outcome.readings else ""
