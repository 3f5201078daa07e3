"""One case file opened under one catalogue: what all that is said about it is asked of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from checker.catalog.catalogue import Catalogue
from checker.duedates import DueDates
from checker.process import CaseStage
from rules.derive import Deriver
from rules.evaluate import Evaluation
from rules.paths import Scope
from rules.values import Record


@dataclass(frozen=True)
class Session:
    """`checker.check.Checker.open` makes it."""

    catalogue: Catalogue
    case: Record
    as_of: date
    as_of_source: str
    evaluation: Evaluation
    due_dates: DueDates
    stage: CaseStage

    @property
    def deriver(self) -> Deriver:
        return self.evaluation.deriver


def scope_of(record: Record) -> Scope:
    """A record of one of the case's lists, or the case itself, as conditions see it."""
    return Scope(record, Scope(record.root)) if record.parent else Scope(record)
