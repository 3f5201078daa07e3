"""What the case handler prints, fills in and signs before submitting a case for legal review."""

from __future__ import annotations

from pathlib import Path

from checker.findings import CaseReport
from checker.materials import Materials
from checker.selfcheck import SelfCheck
from reports.selfcheck import checklist, submission
from reports.workbook.book import new_book, save


def write_self_check(report: CaseReport, form: SelfCheck, needed: Materials, path: Path) -> None:
    """Write the workbook. Raises OSError; `path` is then as it was."""
    book = new_book()
    checklist.write(book, report, form)
    submission.write(book, report, needed)
    save(book, path, f"{checklist.NAME}：{report.title}", report.as_of)
