"""The entries behind the documents that are made of a case, as their YAML says them."""

from __future__ import annotations

from pydantic import Field, model_validator

from checker.catalog.models import Citation, Entry, Form, Texts


class MaterialEntry(Entry):
    """What a case file must hold for its actions at a stage: a document (one of several kinds), or what a list names.

    `applies` and `contents` as the law puts them; where `applies` is not settled, whether it is needed is open.
    """

    subject: str
    stage: str
    point: str = ""
    """The review point it is listed under, where materials are listed by points."""
    document: Texts = ()
    applies: Form = None
    contents: tuple[Form, ...] = ()
    """Look-ups of what the document must state, seen from the document."""
    listed: str = ""
    members: Form = None
    basis: tuple[Citation, ...] = Field(min_length=1)
    note: str = ""

    @model_validator(mode="after")
    def _one_kind(self) -> MaterialEntry:
        if bool(self.document) == bool(self.listed) or bool(self.listed) != (self.members is not None):
            raise ValueError("document 与（listed、members）应恰好写一种")
        return self


class PublishedEntry(Entry):
    """A line of the publication form of a decision (公示表).

    `text` has paths in braces, seen from the decision, or from each record that `each` leads to; a part in square
    brackets is left out where its paths lead to nothing.
    """

    title: str
    content: str = ""
    """Which of the contents that must be published (publication_content) it gives."""
    applies: Form = None
    each: str = ""
    text: str
    note: str = ""


class GateEntry(Entry):
    """Why a decision must not be published: `blocks`; where no field tells, `question` is asked unless
    `clear` holds."""

    title: str
    applies: Form = None
    blocks: Form = None
    clear: Form = None
    ground: str
    question: str = ""
    basis: tuple[Citation, ...] = ()
    note: str = ""


class MaskEntry(Entry):
    """What is never published: the values of `fields` wherever they occur, and whatever the `patterns` match.

    Where `unless` holds, the values of the fields are no personal data.
    """

    title: str
    subject: str = ""
    fields: Texts = ()
    unless: Form = None
    like: str = ""
    """Where a field holds other things too: only what has this form in whole."""
    patterns: Texts = ()
    shown: str = ""
    """What stands in its place; nothing: the family name, followed by 某."""
    basis: tuple[Citation, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _says_what(self) -> MaskEntry:
        if not (self.fields or self.patterns) or bool(self.fields) != bool(self.subject):
            raise ValueError("应写 patterns，或者 subject 和 fields")
        return self
