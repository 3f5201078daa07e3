"""What is kept of one case file of a year: small, plain, and all that ranking, counting and the sheets need."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from pydantic import TypeAdapter

from checker.scores import ScoreSheet
from checker.states import Severity


class Standing(StrEnum):
    """What became of a file."""

    SCORED = "scored"
    OUTSIDE = "outside"
    UNDATED = "undated"
    OTHER = "other"
    UNREADABLE = "unreadable"
    ERROR = "error"

    @property
    def label(self) -> str:
        return {
            "scored": "已评",
            "outside": "不属于本年度",
            "undated": "不能确定年度",
            "other": "不是案卷",
            "unreadable": "不能读取",
            "error": "检查出错",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Issue:
    """A finding, in the words of its report."""

    criterion: str
    title: str
    point: str
    severity: Severity
    void: bool
    subject: str
    text: str
    remedy: str
    basis: tuple[str, ...]
    places: tuple[str, ...]
    page: str


@dataclass(frozen=True, slots=True)
class Numbered:
    """A document with its number (文号), as it stands in the case file."""

    series: str
    """Id of the catalogue's entry on numbering that it falls under."""
    prefix: str
    year: int
    sequence: int
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Counted:
    """What the file adds to a cell of an annual table: so many, or such an amount (分)."""

    table: str
    column: str
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Uncounted:
    """What could not be told to belong to a cell of an annual table, and what is missing to tell."""

    table: str
    column: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class View:
    """What one reviewer answered."""

    reviewer: str
    conclusion: str
    reason: str
    name: str
    date: str
    place: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A matter that reviewers answered differently, so that none of the answers was used."""

    criterion: str
    title: str
    subject: str
    views: tuple[View, ...]


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """One file of an evaluation. Its score sheet is kept beside it: few outputs need it."""

    source: str
    standing: Standing
    why: str = ""
    """Why it is not scored, in one line."""
    number: str = ""
    title: str = ""
    section: str = ""
    """承办股室."""
    parties: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    day: str = ""
    """That puts it in a year."""
    as_of: str = ""
    stage: str = ""
    grade: str = ""
    vetoes: tuple[str, ...] = ()
    """Titles of the veto items that fail for certain."""
    open_vetoes: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()
    questions: int = 0
    missing: int = 0
    errors: int = 0
    numbers: tuple[Numbered, ...] = ()
    counted: tuple[Counted, ...] = ()
    uncounted: tuple[Uncounted, ...] = ()
    differences: tuple[Difference, ...] = ()
    notices: tuple[str, ...] = ()
    """Which answers were not used, and why."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A record and its sheet as the store keeps them, with what the store looks for. A worker makes it."""

    source: str
    fingerprint: str
    standing: str
    section: str
    number: str
    scores: tuple[str, str, str, str] | None
    """Low and high, and both if no open veto becomes one."""
    vetoed: bool
    open_vetoes: int
    numbers: tuple[Numbered, ...]
    record: bytes
    sheet: bytes


_RECORD: Final = TypeAdapter(CaseRecord)
_SHEET: Final = TypeAdapter(ScoreSheet)


def pack(record: CaseRecord, sheet: ScoreSheet | None, fingerprint: str) -> Packed:
    """JSON, not pickle: a store is a file that others may have written."""
    low_high = sheet and (sheet.low, sheet.high, sheet.low_without_veto, sheet.high_without_veto)
    return Packed(
        record.source,
        fingerprint,
        record.standing.value,
        record.section,
        record.number,
        (str(low_high[0]), str(low_high[1]), str(low_high[2]), str(low_high[3])) if low_high else None,
        bool(record.vetoes),
        len(record.open_vetoes),
        record.numbers,
        _squeeze(_RECORD.dump_json(record)),
        _squeeze(_SHEET.dump_json(sheet)) if sheet else b"",
    )


def unpack(data: bytes) -> CaseRecord:
    """Raises ValueError or zlib.error for what `pack` did not make."""
    return _RECORD.validate_json(zlib.decompress(data))


def unpack_sheet(data: bytes) -> ScoreSheet:
    return _SHEET.validate_json(zlib.decompress(data))


def _squeeze(data: bytes) -> bytes:
    return zlib.compress(data, 1)
