"""What went wrong most often in a year (共性问题), over all files and in each section."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from checker.evaluation.record import CaseRecord
from checker.states import Severity

_EXAMPLES = 3


@dataclass(slots=True)
class Common:
    """A criterion that failed in some file."""

    criterion: str
    title: str
    severity: Severity
    files: int = 0
    findings: int = 0
    by_section: Counter[str] = field(default_factory=Counter)
    """Files."""
    examples: dict[str, list[str]] = field(default_factory=dict)
    """Numbers of the first files that have it, by section."""

    def first(self, section: str | None = None) -> str:
        """Some files that have it; of one section, if it is named."""
        named = [self.examples[section]] if section is not None else self.examples.values()
        return "、".join([number for numbers in named for number in numbers][:_EXAMPLES])


@dataclass(slots=True)
class CommonProblems:
    _found: dict[str, Common] = field(default_factory=dict)

    def add(self, record: CaseRecord) -> None:
        seen = set()
        for issue in record.issues:
            common = self._found.get(issue.criterion)
            if common is None:
                common = self._found[issue.criterion] = Common(issue.criterion, issue.title, issue.severity)
            common.findings += 1
            if issue.criterion not in seen:
                seen.add(issue.criterion)
                common.files += 1
                common.by_section[record.section] += 1
                examples = common.examples.setdefault(record.section, [])
                if len(examples) < _EXAMPLES:
                    examples.append(record.number or record.source)
            if issue.severity.rank < common.severity.rank:
                common.severity = issue.severity

    def ordered(self, section: str | None = None) -> list[Common]:
        """Most frequent first, then gravest; of one section, if it is named."""
        found = [c for c in self._found.values() if section is None or c.by_section[section]]
        return sorted(
            found,
            key=lambda c: (-(c.files if section is None else c.by_section[section]), c.severity.rank, c.criterion),
        )
