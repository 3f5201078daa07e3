"""The entries behind the lists that an agency publishes, as their YAML says them.

An element that is left out is one that the agency fills in. Texts have parameters in braces, `{table}` or
`{table:key,key}`, in whose place stands the value in force.
"""

from __future__ import annotations

from pydantic import Field

from checker.catalog.models import Citation, Entry, Texts


class ItemEntry(Entry):
    """An item of enforcement (行政执法事项)."""

    number: int
    title: str
    category: str
    action: str = ""
    """The action of a case file that carries it out, if one does."""
    duty: str
    power: str
    unit: str = ""
    basis: tuple[Citation, ...] = Field(min_length=1)
    note: str = ""


class ReviewedEntry(Entry):
    """A kind of decision that is not made without legal review (重大执法决定)."""

    title: str
    actions: Texts = Field(min_length=1)
    level: str = ""
    field: str = ""
    amounts: str = ""
    basis: tuple[Citation, ...] = Field(min_length=1)
    note: str = ""


class RecordedEntry(Entry):
    """What is recorded by sound and picture (音像记录事项). `whole`: from beginning to end."""

    title: str
    scene: str
    whole: bool = False
    contents: str = ""
    key_steps: str = ""
    method: str = ""
    place: str = ""
    basis: tuple[Citation, ...] = Field(min_length=1)
    note: str = ""


class RandomCheckEntry(Entry):
    """What is checked at random (随机抽查事项)."""

    title: str
    objects: str = ""
    contents: str = ""
    share: str = ""
    method: str = ""
    frequency: str = ""
    basis: tuple[Citation, ...] = Field(min_length=1)
    note: str = ""


class GuideEntry(Entry):
    """A service guide (服务指南) for the items of an action."""

    title: str
    action: str
    receiver: str = ""
    conditions: str = ""
    preferences: str = ""
    materials: str = ""
    supervision: str = ""
    accountability: str = ""
    remedies: str = ""
    hours: str = ""
    address: str = ""
    phone: str = ""
