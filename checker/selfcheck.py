"""送审前自查表: every criterion reached so far as one line of a form that the case handler prints and signs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checker.findings import CaseReport
from checker.results import Checked, CriterionResult
from checker.session import Session
from checker.states import State
from rules.naming import field_text, record_name
from rules.schema import Schema
from rules.values import Items, Record

_NAMED = 3
"""So many places, pages or missing fields in one cell; the findings workbook has them all."""


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion, rolled up over its subjects."""

    criterion: str
    title: str
    state: State
    where: str
    pages: str
    """案卷页码 of the documents and evidence that were read, where the file states them."""
    note: str


@dataclass(frozen=True, slots=True)
class Section:
    """The lines of one review point; `not_applicable` criteria are only counted."""

    title: str
    lines: tuple[Line, ...]
    not_applicable: int


@dataclass(frozen=True, slots=True)
class SelfCheck:
    sections: tuple[Section, ...]
    not_reached: tuple[tuple[str, int], ...]
    """Stages that the file has not reached, with their number of criteria."""

    def count(self, state: State) -> int:
        return sum(line.state is state for section in self.sections for line in section.lines)

    @property
    def not_applicable(self) -> int:
        return sum(section.not_applicable for section in self.sections)


def self_check(session: Session, report: CaseReport) -> SelfCheck:
    """The form for one case file; its lines, folded and not reached criteria add up to all criteria."""
    places = {place: _at(record, session.catalogue.schema) for place, record in _places(session.case, None)}
    sections = []
    for point, title in report.points.items():
        reached = [c for c in report.criteria if c.point == point and not c.not_reached]
        shown = [c for c in reached if c.state is not State.NOT_APPLICABLE]
        shown.sort(key=lambda c: (c.state.rank, c.severity.rank))
        sections.append(Section(title, tuple(_line(c, places) for c in shown), len(reached) - len(shown)))
    stages = session.catalogue.stages.values()
    waiting = ((s.label, sum(c.stage == s.id for c in report.not_reached)) for s in stages)
    return SelfCheck(tuple(sections), tuple((label, n) for label, n in waiting if n))


def _line(criterion: CriterionResult, places: dict[str, tuple[str, str]]) -> Line:
    concerned = [c for c in criterion.checked if c.state is criterion.state]
    own = [places[c.place] for c in concerned if c.place in places]
    read = [places[v.place] for c in concerned for v in (*c.values, *c.context) if v.place in places]
    where = own or [at for at in read if at[1]]
    return Line(
        criterion.id,
        criterion.title,
        criterion.state,
        _few((name for name, _ in where), "处"),
        _few((page for _, page in (*own, *read)), "处", "\n"),
        _note(criterion, concerned),
    )


def _note(criterion: CriterionResult, concerned: list[Checked]) -> str:
    if criterion.state is State.UNKNOWN:
        fields = _few((m.label for c in concerned for m in c.missing), "项")
        text = f"补：{fields}" if fields else criterion.reason
        return text if any(c.could_fail for c in concerned) else f"{text}（补齐后也不会成为“否”）"
    if criterion.state is State.PASS:
        return _few((c.reason for c in concerned if c.answer), "处")
    texts = {State.FAIL: "finding", State.MANUAL: "question"}
    return _few((getattr(c, texts.get(c.state, "reason")) or c.reason for c in concerned), "处", "\n")


def _few(texts: Iterable[str], counter: str, joint: str = "、") -> str:
    found = list(dict.fromkeys(filter(None, texts)))
    rest = ("\n" if joint == "\n" else "") + f"等{len(found)}{counter}" if len(found) > _NAMED else ""
    return joint.join(found[:_NAMED]) + rest


def _places(record: Record, member: Record | None) -> Iterator[tuple[str, Record]]:
    """Every place of the file with the member of a list of the case that it belongs to."""
    for node in record.fields.values():
        parts = node.members if isinstance(node, Items) else (node,)
        for part in parts:
            if isinstance(part, Record):
                inner = member or (part if isinstance(node, Items) else None)
                yield from _places(part, inner)
            elif member:
                yield part.place, member
    if member:
        yield record.place, member


def _at(record: Record, schema: Schema) -> tuple[str, str]:
    """The name of a record in short, for a narrow column, and its pages."""
    entity = schema.entities[record.entity]
    pages = field_text(record, "pages", schema) if "pages" in entity.fields else ""
    named = next((text for name in entity.key if (text := field_text(record, name, schema))), "")
    return named or record_name(record, schema), pages
