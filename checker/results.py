"""What was found of one criterion on one subject, and of one deadline, with all that it rests on. It is data.

All texts are Chinese and ready to show. Dates are ISO texts. Nothing here decides anything that is not decided already.
"""

from __future__ import annotations

from dataclasses import dataclass

from checker.states import Severity, State


@dataclass(frozen=True, slots=True)
class Value:
    """A value that a check read, and where it stands (`文件:行:列`, `表!单元格`); of the law's, its source."""

    label: str
    value: str
    place: str
    stated: bool = True
    """It stands in the case file."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A field that a person can type to settle a check."""

    label: str
    place: str


@dataclass(frozen=True, slots=True)
class Basis:
    """An article in force on the day that a check is judged by."""

    norm: str
    citation: str
    """For example 《行政处罚法》（2021年修订）第六十四条第一项."""
    title: str
    number: str
    first: str
    last: str
    mark: str
    """Confidence of the reading: V read in full, VP in part, S second-hand, M from memory, U not settled."""
    layer: str
    articles: tuple[str, ...]
    """As the catalogue writes them: `64(1)(2)` is 第六十四条第一款第（二）项."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person answered to a question, or the waiver of a finding."""

    conclusion: str
    """符合, 不符合 or 豁免; '' where an unused answer has none."""
    reason: str
    name: str
    date: str
    place: str
    expiry: str = ""
    approver: str = ""
    """Who approved a waiver."""
    bound: bool = False
    """Whether it says which facts it rests on, so that it is not used when they change."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One criterion on one subject."""

    subject: str
    """For example 当事人：陵川县某某公司; 案件 for the case as a whole."""
    place: str
    page: str
    """案卷页码, where the file states it."""
    state: State
    reason: str
    severity: Severity
    judged_on: str = ""
    judged_on_label: str = ""
    basis: tuple[Basis, ...] = ()
    values: tuple[Value, ...] = ()
    """What the requirement read (for not_applicable: what its applicability read)."""
    context: tuple[Value, ...] = ()
    """What else was read to find that the criterion applies."""
    missing: tuple[Missing, ...] = ()
    could_be: tuple[State, ...] = ()
    finding: str = ""
    remedy: str = ""
    question: str = ""
    answer: Answer | None = None
    waiver: Answer | None = None
    subject_id: str = ""
    """Its 编号, or a key made of what it holds; '' for the case itself."""
    binding: str = ""
    """Hash of the raw values read, where an answer is asked for, possible or given."""
    pages_read: tuple[str, ...] = ()
    """案卷页码 of what was read, of a check that is not passed."""
    unlisted: bool = False
    """It stands for members that a list not marked complete may lack, so there may be none."""

    @property
    def key(self) -> str:
        """Of what is judged; two criteria that share a defect share it for one subject."""
        return self.place + self.subject

    @property
    def could_fail(self) -> bool:
        """Not decided yet, and a defect is among what it can become."""
        if self.state is State.UNKNOWN:
            return State.FAIL in self.could_be
        return self.state in (State.ERROR, State.MANUAL)


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One criterion over all its subjects. `not_reached`: its stage lies after the file's (尚未到该阶段)."""

    id: str
    title: str
    point: str
    """Id of the review point (R1 … R7, publicity, recording, review, file)."""
    covers: tuple[str, ...]
    stage: str
    severity: Severity
    void: bool
    status: str
    """verified or unverified by its writer against the article; legal sign-off is separate and empty so far."""
    same_defect: str
    layer: str
    place: str
    state: State
    reason: str
    not_reached: bool
    checked: tuple[Checked, ...]
    deadlines: tuple[str, ...] = ()
    """Ids of the deadlines that its conditions read."""

    @property
    def defect(self) -> str:
        """The omission that a failure is; criteria may share it."""
        return self.same_defect or self.id


@dataclass(frozen=True, slots=True)
class ReadingResult:
    """One reading of a deadline: how it counts, by which source, and what follows."""

    source: str
    working: str
    due: str
    outcome: str
    """on_time, late, overdue, running, early, unused, open or unknown; of a whole deadline also differ."""
    text: str
    """For example 逾期1个工作日, 剩余2个工作日, 期满未行使."""


@dataclass(frozen=True, slots=True)
class DeadlineResult:
    """A deadline of one subject with its arithmetic; two readings where the law allows two."""

    id: str
    title: str
    subject: str
    owner: str
    start_label: str
    start: str
    start_place: str
    actual_label: str
    actual: str
    actual_place: str
    outcome: str
    text: str
    readings: tuple[ReadingResult, ...]
    basis: tuple[Basis, ...]
    missing: tuple[Missing, ...] = ()
