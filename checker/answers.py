"""What people have answered: conclusions on questions and waivers of findings, as the case file states them."""

from __future__ import annotations

from datetime import date

from checker.findings import Answer
from rules.values import Moment, Record


class Answers:
    """The answers of one case file, and which of them were asked for."""

    def __init__(self, case: Record, as_of: date) -> None:
        self.as_of = as_of
        self._answers: dict[tuple[str, str, bool], list[Record]] = {}
        for record in case.records("answers"):
            criterion, subject = (str(record.value(f) or "") for f in ("criterion", "subject"))
            key = (criterion, subject, record.value("conclusion") == "waived")
            self._answers.setdefault(key, []).append(record)
        self._used: set[int] = set()
        self._expired: list[Record] = []

    def conclusion(self, criterion: str, subject: Record) -> Answer | None:
        """The answer (yes or no) to a question about `subject`, if it says why and whose it is."""
        record = self._find(criterion, subject, waiver=False)
        if record is None or record.value("conclusion") not in ("yes", "no"):
            return None
        return self._answer(record, "name") if record.value("reason") and record.value("name") else None

    def waiver(self, criterion: str, subject: Record) -> Answer | None:
        """The waiver of a finding, if it says why and who approved it, and has not expired."""
        record = self._find(criterion, subject, waiver=True)
        if record is None or not (record.value("approver") and record.value("reason")):
            return None
        return self._answer(record, "approver")

    def notices(self) -> tuple[str, ...]:
        """Answers that were not used, and why; answers used without being bound to the facts they rest on."""
        lines = [
            f"答复或者豁免已过期，未采用（{r.place}，检查项 {r.value('criterion')}，有效期至 {r.value('expiry')}）"
            for r in self._expired
        ]
        unused = [r for rs in self._answers.values() for r in rs if id(r) not in self._used and r not in self._expired]
        lines += [
            f"答复未被采用：检查项 {r.value('criterion')} 没有提出这一问题，或者缺少结论、理由、姓名、批准人，"
            f"或者同一事项有不止一份答复（{r.place}）"
            for r in unused
        ]
        if self._used:
            lines.append(f"采用了{len(self._used)}项人工答复；这些答复没有绑定所依据的事实，事实有变动时请重新核对")
        return tuple(lines)

    def _find(self, criterion: str, subject: Record, *, waiver: bool) -> Record | None:
        name = str(subject.value("id") or "") if subject.parent else ""
        if subject.parent and not name:
            return None  # an answer without a subject is about the case, not about whatever has no name
        found = self._answers.get((criterion, name, waiver), [])
        valid = [r for r in found if not self._is_expired(r)]
        self._expired += [r for r in found if r not in valid and r not in self._expired]
        return valid[0] if len(valid) == 1 else None

    def _is_expired(self, record: Record) -> bool:
        expiry = record.value("expiry")
        return isinstance(expiry, Moment) and expiry.last_day < self.as_of

    def _answer(self, record: Record, by: str) -> Answer:
        self._used.add(id(record))
        conclusion, reason, name, day, expiry = (
            str(record.value(f) or "") for f in ("conclusion", "reason", by, "date", "expiry")
        )
        return Answer(conclusion, reason, name, day, record.place, expiry)
