"""What is said about a case file: the one model that every output reads. It is data; `checker.check` makes it.

As in `checker.results`, texts are Chinese and ready to show, dates are ISO texts, and nothing is decided here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from checker.results import Answer, Basis, CriterionResult, DeadlineResult, Value
from checker.states import Severity, State

REPORT_VERSION = "1.0"


@dataclass(frozen=True, slots=True)
class Bound:
    """What an answer is for: a criterion, and the hash of the raw values that it read of one subject."""

    criterion: str
    binding: str


@dataclass(frozen=True, slots=True)
class UnusedAnswer:
    """An answer that settles nothing: `why`, and what a person can do about it (`advice`)."""

    bound: Bound
    title: str
    subject_id: str
    subject: str
    answer: Answer
    case_number: str
    why: str
    advice: str


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """What a person answered to an item of a scoring standard (`item`: STANDARD/ITEM)."""

    item: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Finding:
    """A defect: the gravest of the failures that share one omission; `also` are the titles of the others.

    A waiver is for all of them: `bound` has one entry for each.
    """

    criterion: str
    title: str
    point: str
    severity: Severity
    void: bool
    subject: str
    text: str
    remedy: str
    basis: tuple[Basis, ...]
    places: tuple[str, ...]
    page: str
    status: str
    also: tuple[str, ...] = ()
    subject_id: str = ""
    bound: tuple[Bound, ...] = ()
    answer: Answer | None = None
    """Where it is a person's 不符合."""
    waiver: Answer | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A judgement that a person must make (state manual) or has made (`answer`)."""

    criterion: str
    title: str
    point: str
    subject: str
    severity: Severity
    question: str
    why: str
    values: tuple[Value, ...]
    basis: tuple[Basis, ...]
    subject_id: str = ""
    binding: str = ""
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Supply:
    """A missing field: the checks it would help to settle, and whether one of them could be a veto."""

    label: str
    place: str
    criteria: tuple[str, ...]
    could_be_veto: bool
    could_fail: bool


@dataclass(frozen=True, slots=True)
class LayerInfo:
    id: str
    title: str
    folder: str
    files: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Override:
    """An entry of a later layer that replaces one of an earlier."""

    kind: str
    id: str
    layer: str
    replaced_layer: str
    loosens: bool
    """The replacement may make a veto lighter, or something that a veto may rest on; shown prominently."""


@dataclass(frozen=True, slots=True)
class Unset:
    """A parameter that no source settles and the bureau has to set: 未设定."""

    id: str
    title: str
    how: str


@dataclass(frozen=True, slots=True)
class CaseReport:
    """Everything that is said about one case file."""

    file: str
    number: str
    title: str
    actions: tuple[str, ...]
    parties: tuple[str, ...]
    stage: str
    stage_label: str
    stage_source: str
    as_of: str
    as_of_source: str
    criteria: tuple[CriterionResult, ...]
    findings: tuple[Finding, ...]
    deadlines: tuple[DeadlineResult, ...]
    questions: tuple[Question, ...]
    supplies: tuple[Supply, ...]
    points: Mapping[str, str]
    """Review points in order: id → Chinese title."""
    layers: tuple[LayerInfo, ...]
    overrides: tuple[Override, ...]
    unset: tuple[Unset, ...]
    notices: tuple[str, ...]
    """Things the reader must know: expired waivers, unused answers, judged by default stage, calendar gaps."""
    calendar: tuple[str, ...]
    software: Mapping[str, str]
    """Name → version of the program, the engine and the workday table."""
    answered: tuple[Question, ...] = ()
    """Questions that were asked and answered."""
    waived: tuple[Finding, ...] = ()
    unused_answers: tuple[UnusedAnswer, ...] = ()
    kind: str = ""
    """What else than a case was checked, for example 机关."""
    number_label: str = "案卷编号"
    """What its number is called, by which answers know whose they are."""
    item_answers: tuple[ItemAnswer, ...] = ()
    """They settle nothing here: they are for scoring."""
    version: str = field(default=REPORT_VERSION)

    @property
    def counts(self) -> Counter[State]:
        """Criteria by state; they add up to the number of criteria."""
        return Counter(c.state for c in self.criteria)

    def counts_of(self, point: str) -> Counter[State]:
        return Counter(c.state for c in self.criteria if c.point == point)

    @property
    def not_reached(self) -> tuple[CriterionResult, ...]:
        return tuple(c for c in self.criteria if c.not_reached)


def exit_code(report: CaseReport, fail_on: Severity | None) -> int:
    """0 nothing at or above `fail_on`; 1 findings; 4 no such finding, but an open state that could become one.

    `fail_on` None never fails.
    """
    if fail_on is None:
        return 0
    if any(f.severity.rank <= fail_on.rank for f in report.findings):
        return 1
    grave = [c for r in report.criteria for c in r.checked if c.severity.rank <= fail_on.rank]
    return 4 if any(c.could_fail for c in grave) else 0
