"""A standard by which case files are scored, as its YAML says it."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from checker.catalog.models import Dated, Entry, Id, Part, Texts
from checker.scores import ItemKind

Points = Annotated[Decimal, Field(gt=0, le=1000, decimal_places=2)]
NotLess = Annotated[Decimal, Field(ge=0, le=1000, decimal_places=2)]


def _criterion(data: Any) -> Any:
    return {"criterion": data} if isinstance(data, str) else data


class DecidingEntry(Part):
    """A criterion that decides an item; `loses`: what its failure costs, the whole item unless said."""

    criterion: str
    loses: Points | None = None


class ExceptionEntry(Part):
    """When the item is not lost after all: where all of `if_passed` pass; without them, for the reviewer to mind."""

    says: str
    if_passed: Texts = ()


class ItemEntry(Part):
    """An item: decided by criteria, or asked of a person (`question`) where none of them can decide it."""

    id: Id
    title: str
    points: Points | None = None
    decided_by: tuple[Annotated[DecidingEntry, BeforeValidator(_criterion)], ...] = ()
    question: str = ""
    applies_if: Texts = ()
    """Criteria of which one at least must apply, or the item does not."""
    exceptions: tuple[ExceptionEntry, ...] = ()
    group: str = ""
    """Of the items of one group only the one that loses most is deducted."""
    note: str = ""

    @model_validator(mode="after")
    def _decided(self) -> ItemEntry:
        if bool(self.decided_by) == bool(self.question):
            raise ValueError("decided_by（由检查项决定）与 question（问人）应恰好写一个")
        if self.points is not None and any(d.loses and d.loses > self.points for d in self.decided_by):
            raise ValueError(f"loses 不能多于该项的 points（{self.points}）")
        return self


class SectionEntry(Part):
    title: str
    kind: ItemKind
    items: tuple[ItemEntry, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _pointed(self) -> SectionEntry:
        for item in self.items:
            if (item.points is None) != (self.kind is ItemKind.VETO):
                raise ValueError(f"{item.id}：否决项不写 points，其他各项都要写")
            if item.group and self.kind not in (ItemKind.SCORED, ItemKind.DEDUCTION):
                raise ValueError(f"{item.id}：互斥组（group）只用于计分项和扣分项")
            partly = any(d.loses for d in item.decided_by)
            if partly and self.kind not in (ItemKind.SCORED, ItemKind.DEDUCTION):
                raise ValueError(f"{item.id}：loses 只用于计分项和扣分项")
        return self


class GradeEntry(Part):
    at_least: NotLess
    title: str


class StandardEntry(Entry, Dated):
    """Score = `base` + `proportional` × Σ得分 ÷ Σ参评标准分 - deductions + bonus, never below 0; a veto makes it 0.

    Without `proportional`: plain deduction from `base`, and no scored items.
    """

    title: str
    version: str
    source: str = Field(min_length=1)
    note: str = ""
    actions: Texts = ()
    """The actions whose files it is made for; of a file with none of them the sheet says so."""
    base: Points
    proportional: NotLess = Decimal(0)
    most_deducted: Points | None = None
    """Cap on what all deduction items take together."""
    most_bonus: Points | None = None
    grades: tuple[GradeEntry, ...] = Field(min_length=1)
    sections: tuple[SectionEntry, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _fits(self) -> StandardEntry:
        if any(a.at_least <= b.at_least for a, b in pairwise(self.grades)) or self.grades[-1].at_least:
            raise ValueError("等次（grades）应从高到低，最后一等从 0 分起")
        if bool(self.proportional) != any(s.kind is ItemKind.SCORED for s in self.sections):
            raise ValueError("proportional（按得分率折算的分）与计分项（scored）应同时有或者同时没有")
        return self
