"""The opinion's contents from a report and its case file. Nothing is decided here: conclusion and signatures are
the reviewer's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any, Final

from checker.catalog.catalogue import Catalogue
from checker.findings import CaseReport, Finding, Question, Supply
from checker.results import CriterionResult
from checker.reviewing import Reviewing, reviewing
from checker.states import Severity, State
from reports.opinion import facts
from reports.opinion.context import Given, Lack, Open, Opinion, Point, Problem, Term
from reports.opinion.record import labelled
from reports.order import findings_by_severity, open_checks
from reports.text import clean
from reports.workbook import words
from reports.workbook.overview import points
from rules.values import Record

_MOST_MISSING: Final = 24
"""So many missing fields of one kind are named; a file with more is not ready for review, and the workbook has them."""
_MOST_PLACES: Final = 1
_TERMS: Final = ("overdue", "late", "running", "differ")


def opinion(report: CaseReport, case: Record, catalogue: Catalogue) -> Opinion:
    """Everything that a template can show, as clean text."""
    schema, standing = catalogue.schema, reviewing(report, catalogue)
    problems = _problems(report)
    questions = tuple(_open(n, q, report) for n, q in enumerate(report.questions, 1))
    seven = schema.choices[schema.entities["legal_review"].fields["points_reviewed"].of].members
    told = {id_: _point(id_, title, report, problems) for id_, title in points(report).items()}
    options = schema.choices[schema.entities["legal_review"].fields["concluded"].of].members
    whole = Opinion(
        agency=_agency(catalogue, report.as_of),
        case=labelled(case, schema.root, schema),
        actions="、".join(report.actions),
        stage=f"{report.stage_label}（{report.stage_source}）",
        as_of=report.as_of,
        hint=_hint(report, standing),
        notices=_notices(report),
        handlers=facts.handlers(case, schema),
        reviewers=facts.reviewers(case, schema),
        due="、".join(standing.due),
        parties=facts.parties(case, schema),
        violations=facts.violations(case, schema),
        measures=facts.measures(case, schema),
        events=facts.events(case, schema),
        points=tuple(point for id_, point in told.items() if id_ in seven),
        others=tuple(point for id_, point in told.items() if id_ not in seven),
        problems=tuple(p for _, p in problems),
        problems_summary=_summary(report),
        questions=questions,
        missing=_missing(report.supplies),
        given=_given(report),
        terms=_terms(report),
        options=tuple(options.values()),
        made_from=_made_from(report),
    )
    cleaned: Opinion = _cleaned(whole)
    return cleaned


def _agency(catalogue: Catalogue, as_of: str) -> str:
    """The bureau's name on the day, where its layer of the catalogue says it."""
    table, day = catalogue.tables.get("agency_name"), date.fromisoformat(as_of).toordinal()
    rows = table.candidates((), day, day) if table else ()
    return next((str(r.value) for r in rows if r.value), "")


def _hint(report: CaseReport, standing: Reviewing) -> str:
    match standing.timing:
        case "early":
            return (
                f"本案现处“{report.stage_label}”阶段，尚未到“{standing.stage}”阶段。"
                "以后各阶段的检查项都没有检查，本草稿只供预先核对，不能据以作出审核结论。"
            )
        case "late":
            return (
                f"本案现处“{report.stage_label}”阶段，已经过了“{standing.stage}”阶段。"
                "本草稿按案卷现状生成，包含审核以后各阶段的检查，不是决定作出前的审核意见。"
            )
    return ""


def _notices(report: CaseReport) -> tuple[str, ...]:
    loosened = sum(o.loosens for o in report.overrides)
    warning = f"本地目录替换了否决项或者否决项所依据的内容{loosened}处，见检查结果工作簿《总览》。"
    return ((warning,) if loosened else ()) + report.notices


def _problems(report: CaseReport) -> list[tuple[Finding, Problem]]:
    return [(f, _problem(n, f, report)) for n, f in enumerate(findings_by_severity(report), 1)]


def _problem(number: int, finding: Finding, report: CaseReport) -> Problem:
    also = f"同一疏漏还涉及：{'；'.join(finding.also)}。" if finding.also else ""
    where = [f"案卷第{finding.page}页" if finding.page else "", words.places(finding.places, _MOST_PLACES)]
    return Problem(
        str(number),
        words.severity(finding.severity, finding.void).replace("\n", ""),
        points(report)[finding.point],
        finding.title,
        finding.subject,
        (finding.text or finding.title) + also,
        "，".join(filter(None, where)),
        "；".join(dict.fromkeys(b.citation for b in finding.basis)),
        finding.remedy,
    )


def _open(number: int, question: Question, report: CaseReport) -> Open:
    return Open(
        str(number),
        points(report)[question.point],
        question.subject,
        question.question or question.why,
        "；".join(dict.fromkeys(b.citation for b in question.basis)),
    )


def _point(id_: str, title: str, report: CaseReport, problems: list[tuple[Finding, Problem]]) -> Point:
    counts = report.counts_of(id_)
    here = [c for c in report.criteria if c.point == id_]
    later = sum(c.not_reached for c in here)
    told = [f"{s.label}{n}项" for s in State if (n := counts[s])]
    if later:
        told[-1] += f"（其中尚未到该阶段{later}项）"
    found = tuple(p for f, p in problems if f.point == id_)
    asked = [str(n) for n, q in enumerate(report.questions, 1) if q.point == id_]
    return Point(
        title,
        f"共{len(here)}项：{'，'.join(told)}。" if here else "没有检查项。",
        _found(found, here),
        _pending(asked, counts[State.UNKNOWN], counts[State.ERROR]),
        found,
    )


def _found(problems: tuple[Problem, ...], criteria: list[CriterionResult]) -> str:
    if problems:
        return f"发现问题{len(problems)}个，见问题{'、'.join(p.number for p in problems)}。"
    applying = [c for c in criteria if c.state is not State.NOT_APPLICABLE]
    if not applying:
        return "现阶段没有适用于本案的检查项。"
    if all(c.state in (State.UNKNOWN, State.ERROR, State.MANUAL) for c in applying):
        return "都没有判定。"
    undecided = any(c.state not in (State.PASS, State.WAIVED) for c in applying)
    return "已判定的检查项中未发现不符合。" if undecided else "按案卷所填内容未发现不符合。"


def _pending(questions: list[str], unknown: int, errors: int) -> str:
    told = (
        f"须由人判断{len(questions)}个问题，见判断{'、'.join(questions)}" if questions else "",
        f"数据缺失{unknown}项，没有判定" if unknown else "",
        f"规则出错{errors}项，没有结论" if errors else "",
    )
    text = "；".join(filter(None, told))
    return f"{text}。" if text else ""


def _summary(report: CaseReport) -> str:
    graded = "、".join(
        f"{grade.label}{n}个" for grade in Severity if (n := sum(f.severity is grade for f in report.findings))
    )
    still = [
        f"另有{n}项没有判定，仍可能成为{grade.label}问题。"
        for grade in (Severity.VETO, Severity.MAJOR)
        if (n := open_checks(report, grade))
    ]
    where = "已判定的检查项中" if still else "按案卷所填内容，检查项中"
    return "".join(
        [f"发现问题{len(report.findings)}个：{graded}。" if graded else f"{where}没有发现不符合的。", *still]
    )


def _missing(supplies: Iterable[Supply]) -> tuple[Lack, ...]:
    kinds: dict[str, list[str]] = {"可能成为否决问题": [], "可能不符合": [], "不影响是否符合": []}
    for s in supplies:
        kind = "可能成为否决问题" if s.could_be_veto else "可能不符合" if s.could_fail else "不影响是否符合"
        kinds[kind].append(s.label)
    return tuple(
        Lack(
            kind,
            str(len(labels)),
            "；".join(labels[:_MOST_MISSING])
            + ("等，其余见检查结果工作簿《数据缺失》。" if len(labels) > _MOST_MISSING else "。"),
        )
        for kind, labels in kinds.items()
        if labels
    )


def _given(report: CaseReport) -> tuple[Given, ...]:
    return tuple(
        Given(points(report)[r.point], r.title, c.subject, words.answer(given).removeprefix("人工意见："))
        for r in report.criteria
        for c in r.checked
        for given in (c.answer, c.waiver)
        if given
    )


def _terms(report: CaseReport) -> tuple[Term, ...]:
    running = sorted((d for d in report.deadlines if d.outcome in _TERMS), key=lambda d: _TERMS.index(d.outcome))
    return tuple(
        Term(d.title, d.subject, "、".join(dict.fromkeys(r.due for r in d.readings if r.due)), d.text) for d in running
    )


def _made_from(report: CaseReport) -> str:
    layers = "、".join(f"{layer.title}（{layer.sha256[:8]}）" for layer in report.layers)
    software = "，".join(f"{name} {number}" for name, number in report.software.items())
    day = f"{report.as_of}（{report.as_of_source}）"
    return f"案卷文件：{report.file}；检查基准日：{day}；目录：{layers}；程序：{software}。"


def _cleaned(part: Any) -> Any:
    """The same with every text fit to show."""
    if isinstance(part, str):
        return clean(part)
    if isinstance(part, tuple):
        return tuple(map(_cleaned, part))
    if is_dataclass(part) and not isinstance(part, type):
        return replace(part, **{f.name: _cleaned(getattr(part, f.name)) for f in fields(part)})
    return part
