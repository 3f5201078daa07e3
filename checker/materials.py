"""送审材料清单: what the catalogue wants in a case file of these actions at this stage, and what of it is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from checker.catalog.catalogue import Material
from checker.catalog.citing import basis_of
from checker.results import Basis
from checker.session import Session, scope_of
from rules.naming import field_text, record_name
from rules.paths import Found
from rules.values import Items, Leaf, Record, Slot


class Presence(StrEnum):
    """Of one material; the members stand in the order of attention."""

    MISSING = "缺"
    INCOMPLETE = "不全"
    OPEN = "待核"
    PRESENT = "有"


@dataclass(frozen=True, slots=True)
class Paper:
    """A wanted material of one subject: one document of it, or that there is none."""

    title: str
    subject: str
    """The party (or registration) whose own it is; '' for one that belongs to the case."""
    presence: Presence
    number: str = ""
    day: str = ""
    pages: str = ""
    note: str = ""
    basis: tuple[Basis, ...] = ()
    point: str = ""
    """The review point it is listed under."""
    wanted: tuple[str, ...] = ()
    """What it must state."""
    lacking: tuple[str, ...] = ()
    """What of it is not, or not known to be, stated."""
    remark: str = ""
    """What the catalogue says of it."""


@dataclass(frozen=True, slots=True)
class Materials:
    """`submitted` names what goes with the submission itself, `papers` the documents of the file."""

    submitted: tuple[Paper, ...]
    papers: tuple[Paper, ...]
    later: tuple[tuple[str, int], ...]
    """Stages that the file has not reached, with their number of kinds of material."""

    def count(self, presence: Presence) -> int:
        return sum(p.presence is presence for p in (*self.submitted, *self.papers))


def materials(session: Session) -> Materials:
    """What the case needs by the catalogue's section `materials`."""
    submitted: list[Paper] = []
    papers: list[Paper] = []
    later: dict[str, int] = {}
    for material in session.catalogue.materials:
        stage = session.catalogue.stages[material.entry.stage]
        if stage.gate > session.stage.order:
            later[stage.label] = later.get(stage.label, 0) + 1
        elif material.members:
            submitted += _listed(session, material)
        else:
            papers += _documents(session, material)
    return Materials(tuple(submitted), tuple(papers), tuple(later.items()))


def _documents(session: Session, material: Material) -> Iterator[Paper]:
    schema = session.catalogue.schema
    types = schema.choices[schema.papers.fields["type"].of].members
    title = "或者".join(types[t] for t in material.entry.document)
    for record in _subjects(session, material):
        whose = record_name(record, schema).partition("：")[2] if record.parent else ""
        needed = session.deriver.outcome(material.applies, scope_of(record))
        if needed.value is False:
            continue
        found = _found(session, material, record)
        if found.records:
            yield from (_present(session, material, document, whose) for document in found.records)
        elif not needed.known:
            why = needed.judgement or f"是否需要不能确定，补：{_labels(needed.missing)}"
            yield _absent(session, material, title, whose, Presence.OPEN, why)
        elif slots := (*found.missing, *found.open):
            yield _absent(session, material, title, whose, Presence.OPEN, f"没有列出；补：{_labels(slots)}")
        else:
            yield _absent(session, material, title, whose, Presence.MISSING, "")


def _subjects(session: Session, material: Material) -> Iterable[Record]:
    schema = session.catalogue.schema
    subject = material.entry.subject
    return [session.case] if subject == schema.root else session.case.records(schema.list_of(subject).name)


def _found(session: Session, material: Material, record: Record) -> Found:
    """The documents of any of the wanted kinds, each once."""
    every = [session.deriver.found(path, scope_of(record)) for path in material.wanted]
    documents = list({id(r): r for found in every for r in found.records}.values())
    missing = list(dict.fromkeys(s for found in every for s in found.missing))
    return Found(documents, [], missing, list(dict.fromkeys(s for found in every for s in found.open)))


def _present(session: Session, material: Material, document: Record, whose: str) -> Paper:
    schema = session.catalogue.schema
    lacking, open_ = _contents(session, material, document)
    presence, notes = Presence.PRESENT, []
    if lacking:
        presence = Presence.INCOMPLETE
        notes.append(f"没有载明：{'、'.join(lacking)}")
    elif open_:
        presence = Presence.OPEN
        notes.append(f"有文书，载明事项待核：{'、'.join(open_)}")
    if material.entry.note and presence is not Presence.PRESENT:
        notes.append(material.entry.note)
    day = next((text for name in ("made_on", "received_on") if (text := field_text(document, name, schema))), "")
    return Paper(
        field_text(document, "type", schema),
        whose or field_text(document, "to", schema),
        presence,
        field_text(document, "number", schema),
        day,
        field_text(document, "pages", schema),
        "；".join(notes),
        _basis(session, material),
        material.entry.point,
        _contents_labels(session, material, document),
        tuple(lacking or open_),
        material.entry.note,
    )


def _contents(session: Session, material: Material, document: Record) -> tuple[list[str], list[str]]:
    """What the document must state and does not; what is not known to be in it."""
    members = session.catalogue.schema.choices[session.catalogue.schema.papers.fields["contents"].of].members
    stated, complete = _choices(document.fields.get("contents"))
    rest = [members[w] for w in _wanted(session, material, document) if w not in stated]
    return (rest, []) if complete else ([], rest)


def _contents_labels(session: Session, material: Material, record: Record) -> tuple[str, ...]:
    members = session.catalogue.schema.choices[session.catalogue.schema.papers.fields["contents"].of].members
    return tuple(members[w] for w in _wanted(session, material, record))


def _wanted(session: Session, material: Material, record: Record) -> list[str]:
    """What a document must state."""
    wanted: list[str] = []
    for lookup in material.contents:
        row, _ = session.deriver.row(lookup, scope_of(record))
        wanted += map(str, row.value) if row and isinstance(row.value, tuple) else ()
    return list(dict.fromkeys(wanted))


def _listed(session: Session, material: Material) -> Iterator[Paper]:
    """The members that a list of the case has to name."""
    assert material.members is not None
    scope = scope_of(session.case)
    needed = session.deriver.outcome(material.applies, scope)
    if needed.value is False:
        return
    table = session.catalogue.tables[material.members.table]
    labels = session.catalogue.schema.choices[table.of].members
    row, _ = session.deriver.row(material.members, scope)
    found = session.deriver.found(material.wanted[0], scope)
    stated = {str(leaf.value) for leaf in found.leaves if leaf.value is not None}
    open_ = (*found.missing, *found.open)
    for member in map(str, row.value) if row and isinstance(row.value, tuple) else ():
        if member in stated:
            yield _absent(session, material, labels[member], "", Presence.PRESENT, "送审材料已列")
        elif not needed.known:
            why = needed.judgement or f"是否需要不能确定，补：{_labels(needed.missing)}"
            yield _absent(session, material, labels[member], "", Presence.OPEN, why)
        elif open_:
            yield _absent(session, material, labels[member], "", Presence.OPEN, f"没有列出；补：{_labels(open_)}")
        else:
            yield _absent(session, material, labels[member], "", Presence.MISSING, "")


def _absent(session: Session, material: Material, title: str, whose: str, presence: Presence, why: str) -> Paper:
    notes = [why] if presence is Presence.PRESENT else [why, material.entry.note]
    always = all(not lookup.at and not lookup.key for lookup in material.contents)
    wanted = _contents_labels(session, material, session.case) if always else ()
    return Paper(
        title,
        whose,
        presence,
        note="；".join(filter(None, notes)),
        basis=_basis(session, material),
        point=material.entry.point,
        wanted=wanted,
        lacking=wanted if presence is Presence.MISSING else (),
        remark=material.entry.note,
    )


def _basis(session: Session, material: Material) -> tuple[Basis, ...]:
    catalogue = session.catalogue
    return basis_of(material.entry.basis, session.as_of, catalogue.norms, catalogue.norm_layers)


def _choices(node: object) -> tuple[frozenset[str], bool]:
    """The members of a list of choices, and whether nothing is missing from it."""
    if isinstance(node, Items):
        leaves = (m for m in node.members if isinstance(m, Leaf))
        return frozenset(str(leaf.value) for leaf in leaves), node.complete
    return frozenset(), isinstance(node, Leaf) and node.value is None


def _labels(slots: Iterable[Slot]) -> str:
    found = list(dict.fromkeys(s.label for s in slots))
    return "、".join(found[:3]) + (f"等{len(found)}项" if len(found) > 3 else "")
