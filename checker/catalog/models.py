"""The entries of a catalogue as their YAML says them. Language forms stay plain data here; `build` parses them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from checker.states import Severity
from rules.schema import FieldType, ValueType

Id = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.\-]*$", max_length=80)]
Texts = Annotated[tuple[str, ...], BeforeValidator(lambda v: (v,) if isinstance(v, str) else v)]
Form = Any


class Entry(BaseModel):
    """What every entry has: an id whose meaning never changes, and the duties (ids of the register) it answers."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    id: Id
    covers: Texts = ()


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Dated(Part):
    """Valid from one day until another, both included; open where not said."""

    first: date = Field(date.min, alias="from")
    last: date = Field(date.max, alias="until")

    @model_validator(mode="after")
    def _in_order(self) -> Dated:
        if self.first > self.last:
            raise ValueError(f"until（{self.last}）早于 from（{self.first}）")
        return self


Mark = Literal["V", "VP", "S", "M", "U"]


class Citation(Dated):
    """An article, for the days on which it is the basis. `mark`: how surely it was read; `settled` lifts its cap."""

    norm: str
    article: str = ""
    mark: Mark | None = None
    settled: bool = False


class Norm(Entry, Dated):
    title: str
    short: str
    version: str = ""
    number: str = ""
    level: Literal["law", "regulation", "local_regulation", "rule", "local_rule", "judicial", "normative"]
    mark: Mark
    note: str = ""


class Member(Part):
    id: str
    label: str


class Values(Entry):
    title: str
    members: tuple[Member, ...]


class FieldEntry(Part):
    id: Id
    label: str
    type: FieldType
    of: str = ""
    absent_is: str = ""
    stage: str = ""
    hint: str = ""


class ViewEntry(Part):
    id: Id
    label: str
    source: str
    by: str = ""
    group: str = ""
    where_field: str = ""
    where_in: tuple[str, ...] = ()


class EntityEntry(Entry):
    label: str
    key: Texts = ("id",)
    fields: tuple[FieldEntry, ...]
    views: tuple[ViewEntry, ...] = ()


class Stage(Entry):
    """`order` for comparing stages; `gate`: the order a file must have reached before this stage's checks count."""

    label: str
    order: int
    gate: int
    moves: bool


class Point(Entry):
    title: str


class RowEntry(Dated):
    key: Texts = ()
    value: Annotated[tuple[str, ...] | str | None, Field(default=None)]
    basis: Citation | None = None
    note: str = ""
    unset: bool = False


class TableEntry(Entry):
    title: str
    type: ValueType = "number"
    of: str = ""
    unit: str = ""
    keys: Texts = ()
    rows: tuple[RowEntry, ...] = Field(min_length=1)
    otherwise: tuple[str, ...] | str | None = Field(None, alias="else")
    local_unset: str = ""
    """How the bureau sets this parameter, where no source settles it (未设定)."""


class FactEntry(Entry):
    title: str
    subject: str
    holds: Form = Field(None, alias="is")
    value: Form = None

    @model_validator(mode="after")
    def _one(self) -> FactEntry:
        if (self.holds is None) == (self.value is None):
            raise ValueError("is 与 value 应恰好写一个")
        return self


class Remedy(Part):
    before: str
    after: str = ""


class CriterionBasis(Citation):
    """An article that a criterion rests on; with `when`, only for subjects of which this is not known to be false."""

    when: Form = None


class CriterionEntry(Entry):
    title: str
    point: str
    subject: str
    stage: str
    applies: Form = None
    requires: Form = None
    question: str = ""
    judged_on: Texts = Field(min_length=1)
    severity: Severity
    void: bool = False
    same_defect: str = ""
    basis: tuple[CriterionBasis, ...] = Field(min_length=1)
    finding: str = ""
    remedy: Remedy | None = None
    status: Literal["verified", "unverified"]
    note: str = ""

    @model_validator(mode="after")
    def _says_what(self) -> CriterionEntry:
        if self.requires is None and not self.question:
            raise ValueError("requires 与 question 至少写一个")
        if self.requires is not None and not (self.finding and self.remedy):
            raise ValueError("有 requires 就要有 finding 和 remedy")
        return self


class ReadingEntry(Part):
    unit: Literal["workday", "day", "month", "year", "hour"]
    roll: Literal["none", "next_day", "next_workday"] = "none"
    clear: bool = False
    basis: Citation
    note: str = ""


class CountingRow(Dated):
    readings: tuple[ReadingEntry, ...] = Field(min_length=1, max_length=2)


class Counting(Entry):
    """How days are counted: one reading, or the two that the law allows, by date."""

    title: str
    rows: tuple[CountingRow, ...] = Field(min_length=1)


class DeadlineEntry(Entry):
    """`within`: no later than N after `from`. `at_least`: no later than N before it. `wait`: only once N are over."""

    title: str
    subject: str
    applies: Form = None
    start: str = Field(alias="from")
    due: str
    within: Form = None
    at_least: Form = None
    wait: Form = None
    counting: str
    counted_on: str = ""
    owner: Literal["agency", "party", "party_duty"] = "agency"
    """Whose it is: ours to keep, a right of the party that ends, or a duty of the party."""
    basis: tuple[Citation, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_kind(self) -> DeadlineEntry:
        if sum(x is not None for x in (self.within, self.at_least, self.wait)) != 1:
            raise ValueError("within、at_least、wait 应恰好写一个")
        return self


class ProcessStep(Part):
    id: Id
    title: str
    stage: str
    per: str = ""
    """The kind of record that takes it; '' for the whole file."""
    done: str = ""
    """The path of the day on which the step was taken; a step without one stands in flow charts alone."""
    when: Form = None
    """Where this is known to be false, the step was taken in another file's act and does not move this file on."""


class DrawnEdge(Part):
    """How the work goes on from one step to another: in flow charts, where `says` is its condition in words."""

    first: str = Field(alias="from")
    then: str = Field(alias="to")
    says: str = ""


class ProcessEdge(DrawnEdge):
    """An order that is checked: `first` is not later than `then` (earlier, if strict)."""

    order: Literal["strict", "same_day"] = "same_day"
    when: Form = None
    mark: Mark
    basis: tuple[Citation, ...] = ()


class ProcessEntry(Entry):
    """The steps of an action, or of something that several actions share (`action` left out)."""

    title: str
    action: str = ""
    chart: bool = True
    """Whether it has a flow chart: not if it is but a list of orders that no criterion of their own checks."""
    steps: tuple[ProcessStep, ...]
    edges: tuple[ProcessEdge, ...]
    drawn: tuple[DrawnEdge, ...] = ()
    """Where no criterion orders the two steps: drawn, never checked."""
    periods: Texts = ()
    """Deadlines between days of documents of any kind that flow charts show; those of its own days they find."""
    remarks: Texts = ()
    """What else a flow chart must state, as head：text; parameters in braces."""


class Exclusion(Entry):
    """Why nothing checks the duties it covers."""

    covers: Texts = Field(min_length=1)
    reason: str
