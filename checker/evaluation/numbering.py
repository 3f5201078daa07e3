"""Numbers of documents (文号): read from each file, then looked at over the year for gaps and repeats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from checker.evaluation.record import Numbered
from checker.session import Session

_MOST_DIGITS: Final = 9
"""Of a number in a series; what is longer is a slip, and more than the store can hold."""


def numbers(session: Session) -> tuple[Numbered, ...]:
    """The numbers of the documents of a file that the catalogue wants numbered one after another; each once."""
    schema = session.catalogue.schema
    labels = schema.choices[schema.entities["document"].fields["type"].of].members
    found = []
    for series in session.catalogue.series:
        for document in session.case.records("documents"):
            type_, text = document.value("type"), document.value("number")
            if type_ not in series.entry.types or not isinstance(text, str):
                continue
            if (match := series.pattern.search(text)) and len(match["sequence"]) <= _MOST_DIGITS:
                parts = match["prefix"].strip(), int(match["year"]), int(match["sequence"])
                found.append(Numbered(series.entry.id, *parts, text.strip(), labels[str(type_)]))
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Repeat:
    """One number on several documents."""

    text: str
    uses: tuple[tuple[str, str], ...]
    """Source and kind of document."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers that no file has, between others of one year that some have."""

    prefix: str
    first: int
    last: int
    used: int
    missing: str
    """For example 3、5至7."""
    count: int


def repeats(uses: Iterable[tuple[Numbered, str]]) -> Iterator[Repeat]:
    """`uses` come in the order of prefix, year and sequence; the second of each is its source."""
    for _, same in groupby(uses, key=lambda u: (u[0].series, u[0].prefix, u[0].year, u[0].sequence)):
        found = sorted({(source, number.kind): number.text for number, source in same}.items())
        if len(found) > 1:
            yield Repeat(found[0][1], tuple(use for use, _ in found))


def gaps(uses: Iterable[tuple[Numbered, str]], year: int) -> Iterator[Gap]:
    """Of the numbers of `year`. `uses` as in `repeats`."""
    for (_, prefix), same in groupby((n for n, _ in uses if n.year == year), key=lambda n: (n.series, n.prefix)):
        spans, used, last = [], 0, 0
        for sequence in (n.sequence for n in same):
            if sequence > last + 1:
                spans.append((last + 1, sequence - 1))
            used += sequence != last
            last = sequence
        if spans:
            missing = "、".join(str(a) if a == b else f"{a}至{b}" for a, b in spans)
            yield Gap(prefix, 1, last, used, missing, sum(b - a + 1 for a, b in spans))
