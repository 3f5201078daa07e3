"""What two reviewers answered differently about one file (评查员差异). Which of them is right, people decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checker.answers import ITEM_MARK
from checker.casefile.answers import AnswerFile
from checker.evaluation.record import Difference, View
from checker.findings import CaseReport
from checker.scores import ScoreSheet
from rules.naming import value_text
from rules.schema import Schema
from rules.values import Record


def differences(
    answers: Mapping[str, Sequence[AnswerFile]], report: CaseReport, sheet: ScoreSheet, schema: Schema
) -> tuple[Difference, ...]:
    """`answers` are those given to the questions of one file and of its standard, by reviewer ('' : those that no
    reviewer's folder has).

    Waivers are no answers to a question.
    """
    found: dict[tuple[str, str], dict[View, str]] = {}
    for reviewer, files in answers.items():
        for record in (r for file in files for r in file.records):
            conclusion = str(record.value("conclusion") or "")
            if conclusion and conclusion != "waived":
                key = str(record.value("criterion") or ""), str(record.value("subject") or "")
                found.setdefault(key, {})[_view(reviewer, record, schema)] = conclusion
    titles = {c.id: c.title for c in report.criteria}
    titles |= {f"{sheet.standard}{ITEM_MARK}{item.id}": item.title for item in sheet.items}
    subjects = {(c.id, s.subject_id): s.subject for c in report.criteria for s in c.checked}
    return tuple(
        Difference(criterion, titles.get(criterion, ""), subjects.get((criterion, subject), subject), tuple(views))
        for (criterion, subject), views in sorted(found.items())
        if len(set(views.values())) > 1
    )


def refused(report: CaseReport) -> tuple[str, ...]:
    """The answers that were not used, each with the reason; not those that agree with one that was."""
    used = {(a.item, ""): a.answer.conclusion for a in report.item_answers}
    used |= {(c.id, s.subject_id): s.answer.conclusion for c in report.criteria for s in c.checked if s.answer}
    return tuple(
        f"未采用的答复：{u.bound.criterion or '（未写规则编号）'} {u.answer.place}，{u.why}。{u.advice}"
        for u in report.unused_answers
        if used.get((u.bound.criterion, u.subject_id)) != u.answer.conclusion
    )


def _view(reviewer: str, record: Record, schema: Schema) -> View:
    choice = schema.choices[schema.entities[record.entity].fields["conclusion"].of]

    def text(field: str) -> str:
        return value_text(record.value(field)) if record.value(field) is not None else ""

    return View(
        reviewer or text("name"),
        choice.members.get(text("conclusion"), text("conclusion")),
        text("reason"),
        text("name"),
        text("date"),
        record.place,
    )
