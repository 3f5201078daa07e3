"""Standards by which case files are scored: read, checked against the catalogue, found by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from checker.catalog.catalogue import Catalogue
from checker.catalog.layers import BUILTIN, Layers, Placed, read_files
from checker.catalog.standard_models import ItemEntry, StandardEntry
from checker.errors import CatalogError, FaultsError
from checker.scores import ItemKind
from checker.states import Severity
from rules.constants import did_you_mean

FOLDER = "standards"
"""Where the shipped standards lie, beside the layers; a layer may hold `standards` of its own anywhere."""


@dataclass(frozen=True, slots=True)
class Deciding:
    """A criterion that decides an item, and what its failure costs."""

    criterion: str
    loses: Fraction


@dataclass(frozen=True, slots=True)
class Exemption:
    """An exception of an item: text for the reviewer, and the criteria that make it hold by passing."""

    says: str
    if_passed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a standard; `question` instead of `deciding` where a person must say."""

    id: str
    title: str
    section: str
    kind: ItemKind
    points: Fraction
    deciding: tuple[Deciding, ...]
    question: str = ""
    applies_if: tuple[str, ...] = ()
    exceptions: tuple[Exemption, ...] = ()
    group: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Grade:
    at_least: Fraction
    title: str


@dataclass(frozen=True, slots=True)
class Standard:
    """A score sheet as data. The formula stands at `StandardEntry`."""

    id: str
    title: str
    version: str
    first: date
    last: date
    source: str
    note: str
    actions: tuple[str, ...]
    """Labels of the actions whose files it is made for; of all, where empty."""
    base: Fraction
    proportional: Fraction
    most_deducted: Fraction | None
    most_bonus: Fraction | None
    grades: tuple[Grade, ...]
    """Best first; the last begins at 0."""
    items: tuple[Item, ...]
    layer: str = ""
    place: str = ""


def load_standards(catalogue: Catalogue) -> dict[str, Standard]:
    """All standards that are shipped and that the layers of a catalogue add or replace, by id.

    Raises FaultsError with every fault found.
    """
    return _built(_read(sorted((BUILTIN / FOLDER).glob("*.yaml")), catalogue), catalogue)


def standard_sources(catalogue: Catalogue) -> dict[str, list[Placed]]:
    """Where each standard is written, by id; one that a layer replaces comes before that which replaces it."""
    found: dict[str, list[Placed]] = {}
    own = _read(sorted((BUILTIN / FOLDER).glob("*.yaml")), catalogue)
    for placed in (*own.of("standards"), *catalogue.standards):
        found.setdefault(placed.entry.id, []).append(placed)
    return found


def find_standard(name: str, catalogue: Catalogue) -> Standard:
    """The standard of this id or title; or the one in this YAML file, or folder, of the user's own.

    Raises CheckerError.
    """
    known = load_standards(catalogue)
    for standard in known.values():
        if name in (standard.id, standard.title):
            return standard
    path = Path(name)
    if not path.exists():
        titles = "、".join(f"{s.id}（{s.title}）" for s in known.values())
        hint = did_you_mean(name, [*known, *(s.title for s in known.values())])
        raise CatalogError(f"没有名为“{name}”的评分标准", "", hint or f"可用的标准：{titles}，或写标准文件的路径")
    own = _read(sorted(path.glob("*.yaml")) if path.is_dir() else [path], catalogue)
    if not own.faults and len(own.entries["standards"]) != 1:
        found = "、".join(own.entries["standards"]) or "没有"
        raise CatalogError(f"应恰好有一个评分标准（standards），实有：{found}", str(path), "请写出是哪一个文件")
    return next(iter(_built(own, catalogue).values()))


def _read(files: Iterable[Path], catalogue: Catalogue) -> Layers:
    layers = Layers(catalogue.roots, catalogue.schema.root)
    read_files(files, layers, ("standards",))
    return layers


def _built(own: Layers, catalogue: Catalogue) -> dict[str, Standard]:
    if own.faults:
        raise FaultsError(own.faults)
    placed = {p.entry.id: p for p in (*own.of("standards"), *catalogue.standards)}
    for each in placed.values():
        _check(each, catalogue, own)
    if own.faults:
        raise FaultsError(own.faults)
    return {id_: _standard(p, catalogue) for id_, p in placed.items()}


# ---------------------------------------------------------------------- faults


def _items(entry: StandardEntry) -> Iterator[tuple[ItemEntry, ItemKind, tuple[str | int, ...]]]:
    """Each item with its kind and where it stands in its entry."""
    for i, section in enumerate(entry.sections):
        for j, item in enumerate(section.items):
            yield item, section.kind, ("sections", i, "items", j)


def _check(placed: Placed, catalogue: Catalogue, layers: Layers) -> None:
    """Ids that are used twice, criteria that do not exist or cannot carry a veto, groups that exclude nothing."""
    criteria = {c.entry.id: c.entry for c in catalogue.criteria}
    for i, action in enumerate(placed.entry.actions):
        if action not in (known := _actions(catalogue)):
            layers.fault(f"没有“{action}”这一执法行为", placed.at("actions", i), did_you_mean(action, known))
    seen: dict[str, str] = {}
    groups: dict[str, list[tuple[ItemKind, str]]] = {}
    for item, kind, loc in _items(placed.entry):
        if item.id in seen:
            layers.fault(f"编号“{item.id}”重复", placed.at(*loc, "id"), f"另一处在 {seen[item.id]}")
        seen.setdefault(item.id, placed.at(*loc, "id"))
        named = [(d.criterion, (*loc, "decided_by", i)) for i, d in enumerate(item.decided_by)]
        others = [(c, (*loc, "applies_if", i)) for i, c in enumerate(item.applies_if)]
        others += [(c, (*loc, "exceptions", i)) for i, e in enumerate(item.exceptions) for c in e.if_passed]
        for id_, at in (*named, *others):
            if id_ not in criteria:
                layers.fault(f"没有“{id_}”这一检查项", placed.at(*at), did_you_mean(id_, criteria))
        deciding = [c for c, _ in named]
        for i, id_ in enumerate(deciding):
            if id_ in deciding[:i]:
                layers.fault(f"检查项“{id_}”在这一项里写了两次", placed.at(*loc, "decided_by", i))
            elif kind is ItemKind.VETO and id_ in criteria and not _grave(criteria[id_]):
                layers.fault(
                    f"“{id_}”级别不够，不能作为否决项的依据",
                    placed.at(*loc, "decided_by", i),
                    "否决项只能由核对过条文、级别为否决或者重大的检查项决定",
                )
        if item.group:
            groups.setdefault(item.group, []).append((kind, placed.at(*loc, "group")))
    for group, members in groups.items():
        if len(members) == 1:
            layers.fault(f"互斥组“{group}”只有一项", members[0][1])
        elif len({kind for kind, _ in members}) > 1:
            layers.fault(f"互斥组“{group}”的各项应同为计分项或者同为扣分项", members[-1][1])


def _actions(catalogue: Catalogue) -> Mapping[str, str]:
    """The actions that a case can name, with their labels."""
    schema = catalogue.schema
    return schema.choices[schema.entities[schema.root].fields["actions"].of].members


def _grave(entry: object) -> bool:
    severity, status = getattr(entry, "severity", None), getattr(entry, "status", "")
    return severity in (Severity.VETO, Severity.MAJOR) and status == "verified"


# ---------------------------------------------------------------------- models


def _standard(placed: Placed, catalogue: Catalogue) -> Standard:
    entry: StandardEntry = placed.entry
    actions = _actions(catalogue)
    return Standard(
        entry.id,
        entry.title,
        entry.version,
        entry.first,
        entry.last,
        entry.source,
        entry.note,
        tuple(actions[a] for a in entry.actions),
        Fraction(entry.base),
        Fraction(entry.proportional),
        Fraction(entry.most_deducted) if entry.most_deducted else None,
        Fraction(entry.most_bonus) if entry.most_bonus else None,
        tuple(Grade(Fraction(g.at_least), g.title) for g in entry.grades),
        tuple(_item(item, section.title, section.kind) for section in entry.sections for item in section.items),
        placed.layer,
        placed.place,
    )


def _item(entry: ItemEntry, section: str, kind: ItemKind) -> Item:
    points = Fraction(entry.points or 0)
    return Item(
        entry.id,
        entry.title,
        section,
        kind,
        points,
        tuple(Deciding(d.criterion, Fraction(d.loses) if d.loses else points) for d in entry.decided_by),
        entry.question,
        entry.applies_if,
        tuple(Exemption(e.says, e.if_passed) for e in entry.exceptions),
        entry.group,
        entry.note,
    )
