"""公示: what would be published of each decision, what bars it, when it is due, what stands against it.

Every text in the result has gone through the masks: names, numbers and addresses of natural persons are out of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from checker.catalog.catalogue import Gate, Published
from checker.catalog.citing import basis_of
from checker.findings import CaseReport
from checker.masking import Masker
from checker.results import Basis
from checker.sentences import filled
from checker.session import Session, scope_of
from checker.states import State
from rules.language import Path
from rules.naming import record_name
from rules.values import Outcome, Record, Slot

_DECISIONS = "decisions"
_PUBLISHED_ON = "publication.published_on"
_POINT = "publicity"
_AGAINST = (State.ERROR, State.FAIL, State.UNKNOWN, State.MANUAL)
UNKNOWN = "待补"


class Bar(StrEnum):
    """What one gate says; the members stand in the order of weight."""

    BLOCKED = "不得公示"
    OPEN = "待补"
    ASKED = "须人工判断"
    CLEAR = "没有发现"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the form. `text` is 待补 where the case file does not say it."""

    title: str
    content: str
    text: str
    known: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Barred:
    title: str
    bar: Bar
    text: str
    basis: tuple[Basis, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline of the publication; two readings where the law allows two."""

    title: str
    text: str
    days: tuple[str, ...]
    working: str
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class Against:
    """A check of publicity on this decision that is failed or open."""

    criterion: str
    title: str
    state: State
    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One decision addressed to one party."""

    name: str
    rows: tuple[Row, ...]
    gates: tuple[Barred, ...]
    due: tuple[Due, ...]
    against: tuple[Against, ...]

    @property
    def bar(self) -> Bar:
        """The weightiest of the gates; a line that is not known keeps the form open."""
        order = list(Bar)
        bars = [g.bar for g in self.gates] + [Bar.OPEN] * any(not row.known for row in self.rows)
        return min(bars, key=order.index, default=Bar.CLEAR)


@dataclass(frozen=True, slots=True)
class Publication:
    """Of one case file. `without`: parties of whom the file holds no decision; `doubts`: why there may be more."""

    number: str
    title: str
    notices: tuple[Notice, ...]
    without: tuple[str, ...]
    doubts: tuple[str, ...]
    rules: tuple[tuple[str, str, str], ...]
    """The masks that were used: title, basis, note."""


def publication(session: Session, report: CaseReport) -> Publication:
    """The publication of every decision of the case."""
    schema, catalogue = session.catalogue.schema, session.catalogue
    masker = Masker(session)
    view = schema.entities[schema.root].views[_DECISIONS]
    documents = [d for d in session.case.records(view.source) if d.value(view.where_field) in view.where_in]
    doubts = _doubts(session, documents)
    addressed = {id(party) for d in documents for party in d.targets.values() if party.entity == "party"}
    without = [p for p in session.case.records("parties") if id(p) not in addressed]
    rules = [
        (m.entry.title, "；".join(b.citation for b in _basis(session, m.entry.basis)), m.entry.note)
        for m in catalogue.masks
    ]
    return Publication(
        masker.mask(report.number),
        masker.mask(report.title),
        tuple(_notice(session, report, masker, d) for d in documents),
        tuple(masker.mask(record_name(p, schema).partition("：")[2] or "（没有填名称）") for p in without),
        tuple(map(masker.mask, doubts)),
        tuple(rules),
    )


def _doubts(session: Session, documents: list[Record]) -> list[str]:
    """Why the decisions that were found may not be all."""
    schema = session.catalogue.schema
    view = schema.entities[schema.root].views[_DECISIONS]
    listed = session.case.fields.get(view.source)
    doubts = [] if getattr(listed, "complete", False) else ["文书清单没有标明填全，可能还有没有列出的决定书"]
    if any(d.value(view.where_field) is None for d in session.case.records(view.source)):
        doubts.append("有文书没有填种类，可能是决定书")
    doubts += [f"{record_name(d, schema)}没有填当事人，不知是对谁作出" for d in documents if not d.value("to")]
    return doubts


def _notice(session: Session, report: CaseReport, masker: Masker, document: Record) -> Notice:
    rows = (_row(session, masker, line, document) for line in session.catalogue.published)
    gates = (_gate(session, masker, gate, document) for gate in session.catalogue.gates)
    against = (
        Against(c.id, c.title, checked.state, masker.mask(checked.finding or checked.question or checked.reason))
        for c in report.criteria
        if c.point == _POINT
        for checked in c.checked
        if checked.place == document.place and checked.state in _AGAINST
    )
    return Notice(
        masker.mask(record_name(document, session.catalogue.schema).partition("：")[2]),
        tuple(dict.fromkeys(row for row in rows if row)),
        tuple(gate for gate in gates if gate),
        tuple(_due(session, masker, document)),
        tuple(against),
    )


def _row(session: Session, masker: Masker, line: Published, document: Record) -> Row | None:
    scope = scope_of(document)
    applies = session.deriver.outcome(line.applies, scope) if line.applies else None
    if applies and applies.value is False:
        return None
    content = session.catalogue.schema.choices["publication_content"].members.get(line.entry.content, "")
    if applies and not applies.known:
        return Row(line.entry.title, content, UNKNOWN, False, masker.mask(_open(applies)))
    records, missing = [document], list[str]()
    if line.each:
        found = session.deriver.found(line.each, scope)
        records = list({id(r): r for r in found.records}.values())
        missing = [s.label for s in (*found.missing, *found.open)]
    texts = [filled(session, line.sentence, record) for record in records]
    several = next((t.several for t in texts if t.several), "")
    missing += [label for t in texts for label in t.missing]
    if missing or several or not texts:
        note = several or (f"补：{_few(missing)}" if missing else "案卷中没有")
        return Row(line.entry.title, content, UNKNOWN, False, masker.mask(note))
    whole = "\n".join(dict.fromkeys(t.text for t in texts))
    shown = masker.mask(whole)
    hidden = "" if shown == whole else "已隐去个人信息"
    fields = [label.rpartition(" 的")[2] for t in texts for label in t.left_out]
    unfilled = f"没有填{_few(fields)}，有的补上" if fields else ""
    return Row(line.entry.title, content, shown, True, "；".join(filter(None, (hidden, unfilled, line.entry.note))))


def _gate(session: Session, masker: Masker, gate: Gate, document: Record) -> Barred | None:
    def holds(form: object) -> Outcome | None:
        return session.deriver.outcome(form, scope_of(document)) if form else None  # type: ignore[arg-type]

    entry = gate.entry
    applies, blocks, clear = holds(gate.applies), holds(gate.blocks), holds(gate.clear)
    if applies and applies.value is False:
        return None
    open_ = next((o for o in (applies, blocks) if o and not o.known), None)
    if blocks and blocks.value is True:
        bar, text = Bar.BLOCKED, filled(session, gate.ground, document).text
    elif clear and clear.value is True:
        bar, text = Bar.CLEAR, "；".join(dict.fromkeys(f"{r.label}：{_shown(r.value)}" for r in clear.readings))
    elif entry.question:
        bar, text = Bar.ASKED, entry.question
    elif open_:
        bar, text = Bar.OPEN, _open(open_)
    else:
        bar, text = Bar.CLEAR, ""
    return Barred(entry.title, bar, masker.mask(text), _basis(session, entry.basis), entry.note)


def _due(session: Session, masker: Masker, document: Record) -> Iterable[Due]:
    """The catalogue's deadlines for publishing this decision."""
    for id_, deadline in session.catalogue.deadlines.items():
        if deadline.due != Path(document.entity, _PUBLISHED_ON):
            continue
        due = session.due_dates.of(id_, document)
        if not due.outcome:
            continue
        actual = f"公示日期{due.actual.value}" if due.actual.known else ""
        missing = f"补：{_few(s.label for s in due.missing)}" if due.missing else ""
        yield Due(
            deadline.entry.title,
            masker.mask("；".join(filter(None, (due.text, actual, missing))) or UNKNOWN),
            tuple(dict.fromkeys(r.due.isoformat() for r in due.readings if r.due)),
            masker.mask("\n".join(f"{r.source}：{r.working}" for r in due.readings if r.working)),
            _basis(session, deadline.entry.basis),
        )


def _basis(session: Session, citations: Iterable[object]) -> tuple[Basis, ...]:
    catalogue = session.catalogue
    return basis_of(citations, session.as_of, catalogue.norms, catalogue.norm_layers)  # type: ignore[arg-type]


def _open(outcome: Outcome) -> str:
    return outcome.judgement or f"补：{_few(s.label for s in outcome.missing)}"


def _shown(value: object) -> str:
    return "是" if value is True else "有" if value == "有" else str(value)


def _few(labels: Iterable[str | Slot]) -> str:
    found = list(dict.fromkeys(map(str, labels)))
    return "、".join(found[:3]) + (f"等{len(found)}项" if len(found) > 3 else "")
