"""The order in which outputs list things, and which open checks could still turn out to be defects."""

from __future__ import annotations

from checker.findings import CaseReport, Finding
from checker.results import Checked, CriterionResult
from checker.states import Severity, State


def findings_by_severity(report: CaseReport) -> list[Finding]:
    """Gravest first, 无效 before other vetoes; the place in this list is the number that every sheet uses."""
    return sorted(report.findings, key=lambda f: (f.severity.rank, not f.void))


def parts(criterion: CriterionResult) -> tuple[Checked, ...]:
    """The subjects of a criterion; those to which it does not apply are drawn together into one."""
    apply = tuple(c for c in criterion.checked if c.state is not State.NOT_APPLICABLE)
    others = len(criterion.checked) - len(apply)
    if apply and not others:
        return apply
    whole = Checked(
        subject=f"{others}个对象" if others > 1 else criterion.checked[-1].subject if others else "（整项）",
        place="",
        page="",
        state=State.NOT_APPLICABLE,
        reason=next((c.reason for c in criterion.checked if c.state is State.NOT_APPLICABLE), criterion.reason),
        severity=criterion.severity,
    )
    return (*apply, whole)


def open_checks(report: CaseReport, severity: Severity) -> int:
    """Criteria not decided yet on which a failure of this severity is still possible."""
    return sum(
        any(part.could_fail and part.severity is severity for part in parts(criterion))
        for criterion in report.criteria
        if not criterion.not_reached
    )
