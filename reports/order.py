"""The order in which outputs list things, and which open checks could still turn out to be defects."""

from __future__ import annotations

from checker.findings import CaseReport, Checked, CriterionResult, Finding
from checker.states import Severity, State


def findings_by_severity(report: CaseReport) -> list[Finding]:
    """Gravest first, 无效 before other vetoes; the place in this list is the number that every sheet uses."""
    return sorted(report.findings, key=lambda f: (f.severity.rank, not f.void))


def could_fail(checked: Checked) -> bool:
    """Not decided yet, and a defect is among what it can become."""
    match checked.state:
        case State.ERROR | State.MANUAL:
            return True
        case State.UNKNOWN:
            return State.FAIL in checked.could_be
        case _:
            return False


def parts(criterion: CriterionResult) -> tuple[Checked, ...]:
    """The subjects of a criterion; with a part for the whole where its state is none of theirs (an unfinished list)."""
    if any(c.state is criterion.state for c in criterion.checked):
        return criterion.checked
    whole = Checked(
        subject="（整项）",
        place=criterion.place,
        page="",
        state=criterion.state,
        reason=criterion.reason,
        severity=criterion.severity,
        could_be=(State.PASS, State.FAIL) if criterion.state is State.UNKNOWN else (),
    )
    return (whole, *criterion.checked)


def open_checks(report: CaseReport, severity: Severity) -> int:
    """Criteria not decided yet on which a failure of this severity is still possible."""
    return sum(
        any(could_fail(part) and part.severity is severity for part in parts(criterion))
        for criterion in report.criteria
        if not criterion.not_reached
    )
