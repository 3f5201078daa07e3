"""Scoring: one report under one standard becomes a score sheet."""

from __future__ import annotations

from checker.catalog.standards import Standard
from checker.findings import CaseReport
from checker.scores import ScoreSheet


def score(report: CaseReport, standard: Standard) -> ScoreSheet:
    """The sheet of one case file. Pure: the same report and standard give the same sheet."""
    raise NotImplementedError
