"""What is still to be done in many case files, by the day it is due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from checker.findings import CaseReport
from checker.results import DeadlineResult, ReadingResult

_UNFINISHED = ("running", "overdue", "open")


@dataclass(frozen=True, slots=True)
class Due:
    """A day on which something is due, by one reading of the law, and how it stands at the day of the check."""

    file: str
    number: str
    case: str
    deadline_id: str
    deadline: str
    subject: str
    owner: str
    due: str
    outcome: str
    """running, overdue, or open: a waiting period is over, and nothing is due."""
    text: str
    """For example 剩余2个工作日."""
    source: str
    """Of the reading."""
    basis: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Docket:
    """`dues` soonest first, those where nothing is due any more last.

    `unknown` counts the deadlines whose day cannot be computed, `broken` names files.
    """

    dues: tuple[Due, ...]
    unknown: int
    broken: tuple[str, ...] = ()


def docket(reports: Iterable[CaseReport], broken: Iterable[str] = ()) -> Docket:
    """The unfinished deadlines of all reports. Where the law has two readings, each has a line of its own."""
    dues: list[Due] = []
    unknown = 0
    for report in reports:
        for deadline in report.deadlines:
            unknown += deadline.outcome == "unknown" or any(_dayless(r) for r in deadline.readings)
            dues += _dues(report, deadline)
    dues.sort(key=lambda d: (d.outcome == "open", d.due, d.number, d.deadline_id, d.subject, d.source))
    return Docket(tuple(dues), unknown, tuple(broken))


def _dayless(reading: ReadingResult) -> bool:
    """It runs, but until when lies beyond the known working days."""
    return reading.outcome in _UNFINISHED and not reading.due


def _dues(report: CaseReport, deadline: DeadlineResult) -> list[Due]:
    basis = "；".join(dict.fromkeys(b.citation for b in deadline.basis))
    return [
        Due(
            report.file,
            report.number,
            report.title,
            deadline.id,
            deadline.title,
            deadline.subject,
            deadline.owner,
            reading.due,
            reading.outcome,
            reading.text,
            reading.source,
            basis,
            report.as_of,
        )
        for reading in deadline.readings
        if reading.outcome in _UNFINISHED and reading.due
    ]
