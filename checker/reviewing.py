"""Where a file stands against its legal review: too early, in time or too late for one, and when it is due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from checker.catalog.catalogue import Catalogue
from checker.findings import CaseReport

_RECORD, _SUBMITTED, _POINT = "legal_review", "submitted_on", "review"


@dataclass(frozen=True, slots=True)
class Reviewing:
    """`stage` is the Chinese name of the stage in which files are reviewed; `due` the days that are known, if any."""

    timing: Literal["early", "now", "late"]
    stage: str
    due: tuple[str, ...]


def reviewing(report: CaseReport, catalogue: Catalogue) -> Reviewing:
    """The stage is that in which the dictionary has the day of submission filled in; the due days are those of the
    deadlines that the checks on legal review read."""
    stages = catalogue.stages
    review = stages[catalogue.schema.entities[_RECORD].fields[_SUBMITTED].stage]
    order = stages[report.stage].order
    timing: Literal["early", "now", "late"] = (
        "early" if order < review.order else "now" if order == review.order else "late"
    )
    read = {id_ for c in report.criteria if c.point == _POINT for id_ in c.deadlines}
    due = (r.due for d in report.deadlines if d.id in read for r in d.readings if r.due)
    return Reviewing(timing, review.label, tuple(sorted(set(due))))
