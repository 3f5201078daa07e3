"""How the records of a case file lie on the sheets of a workbook; all of it follows from the field dictionary.

The case and its single records are forms: a field a row. Lists, and single records of their members, are tables: a
record a row, which names its owner. The template, the reader of workbooks and `convert` share this one arrangement.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from checker.casefile.convert import ABSENT
from rules.schema import Entity, Field, Schema

FORMAT: Final = 1
"""Of the arrangement itself. A workbook with a higher number was made by a later version of the program."""
NOTES_SHEET: Final = "填写说明"
LISTS_SHEET: Final = "选项"
"""Hidden: the version, and the values of the drop-down lists."""
VERSION_LABEL: Final = "版本"

ROW_HEADING: Final = "行次"
COMPLETE_HEADING: Final = "清单已填全"
SHEET_COMPLETE: Final = "本表清单已填全"
FIELD_HEADING, VALUE_HEADING = "字段", "内容"
EXAMPLE: Final = "示例"
EXISTS: Final = "有"
OWN_LISTS: Final = "是"
"""Said of a record: the lists in cells of its row are complete. Its lists on other sheets are marked there."""

_NOT_IN_TITLES: Final = re.compile(r"[\[\]:*?/\\']")
_LONGEST_TITLE: Final = 31


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and what stands under it; in a form, a row."""

    role: Literal["row", "owner", "field", "complete"]
    heading: str
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet. `field` is the one of the owner's entity that holds its records; the case itself has no owner."""

    title: str
    entity: Entity
    path: tuple[str, ...]
    owner: Table | None = None
    field: Field | None = None
    is_form: bool = False

    @property
    def is_list(self) -> bool:
        return self.field is not None and self.field.many

    @property
    def owned_by_row(self) -> bool:
        """Whether each row has to say to which row of the owner's sheet it belongs."""
        return self.owner is not None and not self.owner.is_form

    @property
    def owner_heading(self) -> str:
        return f"所属{self.owner.title}" if self.owner else ""

    @property
    def columns(self) -> tuple[Column, ...]:
        head = [] if self.is_form else [Column("row", ROW_HEADING)]
        if self.owned_by_row:
            head.append(Column("owner", self.owner_heading))
        fields = [Column("field", f.label, f) for f in self.entity.fields.values() if f.type != "list"]
        tail = [Column("complete", COMPLETE_HEADING)] if any(f.many for f in self.entity.fields.values()) else []
        return (*head, *fields, *tail)

    @property
    def cell_lists(self) -> tuple[Field, ...]:
        """The lists that stand in one cell of the record's row."""
        return tuple(f for f in self.entity.fields.values() if f.many and f.type != "list")


def layout(schema: Schema) -> tuple[Table, ...]:
    """All sheets, each owner before what it owns. Titles are the labels of the dictionary."""
    taken = {fold(NOTES_SHEET), fold(LISTS_SHEET)}

    def title(label: str, owner: Table | None) -> str:
        plain = _NOT_IN_TITLES.sub("－", label)
        wanted = [plain, *([f"{owner.title}·{plain}"] if owner else []), *(f"{plain}{n}" for n in range(2, 1_000))]
        found = next(w for w in (w[-_LONGEST_TITLE:] for w in wanted) if fold(w) not in taken)
        taken.add(fold(found))
        return found

    def below(owner: Table) -> Iterator[Table]:
        for field in owner.entity.fields.values():
            if field.type not in ("record", "list"):
                continue
            entity = schema.entities[field.of]
            if owner.path.count(field.name) > 1:
                raise ValueError(f"“{entity.label}”层层包含自己，不能排成工作表")
            is_form = owner.is_form and field.type == "record"
            table = Table(title(field.label, owner), entity, (*owner.path, field.name), owner, field, is_form)
            yield table
            yield from below(table)

    root = schema.entities[schema.root]
    first = Table(title(root.label, None), root, (), is_form=True)
    tables = [first, *below(first)]
    return tuple(tables)


def choice_texts(schema: Schema, field: Field) -> frozenset[str]:
    """What may be written for a choice; nothing for other fields."""
    members = schema.choices[field.of].members if field.element == "choice" else {}
    return frozenset([*members, *members.values()])


def version(schema: Schema) -> str:
    """Changes when a sheet or heading does."""
    told = [(t.title, [(c.heading, c.field.type if c.field else "") for c in t.columns]) for t in layout(schema)]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:12]


def fold(text: str) -> str:
    """A heading or title as it is compared: without width, spaces and closing colons."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).rstrip(":").removeprefix("*").removeprefix("★")


# ---------------------------------------------------------------------- lists in one cell

_RULE: Final = "----"
_SEPARATORS: Final = re.compile(r"([、,，;；])")


def split(text: str, known: frozenset[str], lines_only: bool = False) -> list[str]:
    """The members of a list written into one cell. Members that are `known` may contain a separator themselves."""
    lines = [line.strip() for line in text.strip().split("\n")]
    if _RULE in lines:
        parts = re.split(rf"(?m)^\s*{_RULE}\s*$", text)
        return [p.strip() for p in parts if p.strip()]
    if lines_only:
        return [line for line in lines if line]
    return [part for line in lines for part in _split_line(line, known)]


def _split_line(line: str, known: frozenset[str]) -> Iterator[str]:
    """The longest known beginning, again and again; else up to the next separator."""
    pieces = _SEPARATORS.split(line)
    start = 0
    while start < len(pieces):
        ends = range(len(pieces), start, -1)
        end = next((e for e in ends if "".join(pieces[start:e]).strip() in known), start + 1)
        if part := "".join(pieces[start:end]).strip():
            yield part
        start = end + 1 if end % 2 else end


def join(members: list[str], known: frozenset[str], lines_only: bool = False) -> str | None:
    """The members in one cell so that `split` finds them again; None where that cannot be."""
    first = "\n" if lines_only else "、"
    ways = (first.join(members), first.join([*members, ""]), "\n".join(members), f"\n{_RULE}\n".join(["", *members]))
    return next((w for w in ways if w.strip() != ABSENT and split(w, known, lines_only) == members), None)
