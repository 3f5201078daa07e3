"""Walking a path through a case file: what stands at its end, and what is missing on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from rules.constants import to_constant
from rules.naming import record_name
from rules.schema import Field, Resolved, Schema, Step, View
from rules.values import Items, Leaf, Moment, Outcome, Reading, Record, Scalar, Slot, unknown


@dataclass(frozen=True, slots=True)
class Scope:
    """The record a condition speaks of, and the records that enclose it."""

    record: Record
    parent: Scope | None = None
    key: tuple[int, ...] = field(init=False, compare=False)
    """Tells scopes apart by their records."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", (id(self.record), *(self.parent.key if self.parent else ())))

    def find(self, entity: str) -> Record:
        """The innermost record of `entity`. The parser has checked that there is one."""
        scope: Scope | None = self
        while scope is not None:
            if scope.record.entity == entity:
                return scope.record
            scope = scope.parent
        raise LookupError(entity)

    def at(self, entity: str) -> Scope:
        """This scope, cut back to the innermost record of `entity`."""
        return self if self.record.entity == entity else Scope(self.find(entity), self.parent)


@dataclass(slots=True)
class Found:
    """What a path reached. `open`: a list on the way is not complete. `missing`: what would say more."""

    records: list[Record] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)
    missing: list[Slot] = field(default_factory=list)
    open: list[Slot] = field(default_factory=list)


def viewed(view: View, group: str, record: Record, schema: Schema) -> Found:
    """The members of a view from `record`; members that might belong but do not say so count as missing."""
    found = Found()
    root = record.root
    source = schema.entities[schema.root].fields[view.source]
    entity = schema.entities[source.of]
    listed = root.fields.get(view.source)
    wanted = (group,) if group else view.where_in
    by_field = view.group if group else view.where_field
    kind = schema.choices[entity.fields[by_field].of] if by_field else None
    label = "、".join(kind.members[w] for w in wanted) if kind else source.label
    if not isinstance(listed, Items) or not listed.complete:
        found.open.append(Slot(root.place, f"{source.label}（{label}）" if kind else source.label))
    for member in root.records(view.source):
        unsure = []
        if by_field:
            value = member.value(by_field)
            if value is not None and value not in wanted:
                continue
            if value is None:
                unsure.append(Slot(member.place, of_record(entity.fields[by_field].label, member, schema)))
        if view.by:
            leads = references(member, view.by)
            if leads is None:
                unsure.append(Slot(member.place, of_record(entity.fields[view.by].label, member, schema)))
            elif record not in leads:
                listed_by = member.fields[view.by]
                if isinstance(listed_by, Items) and not listed_by.complete:
                    found.open.append(_slot(entity.fields[view.by], member, schema))
                continue
        if unsure:
            found.missing += unsure
        else:
            found.records.append(member)
    return found


def of_record(label: str, record: Record, schema: Schema) -> str:
    """The name of a field with that of the record it belongs to, where there may be many such records."""
    return label if record.parent is None else f"{record_name(record, schema)} 的{label}"


def references(record: Record, name: str) -> tuple[Record, ...] | None:
    """Where the reference(s) in field `name` lead; None when the field is not stated."""
    node = record.fields.get(name)
    if node is None:
        return None
    if isinstance(node, Items):
        leaves: tuple[Leaf, ...] = tuple(m for m in node.members if isinstance(m, Leaf))
    else:
        leaves = (node,) if isinstance(node, Leaf) else ()
    return tuple(record.targets[str(leaf.value)] for leaf in leaves if leaf.value is not None)


class Walker:
    """Walks through one case file. Many criteria go the same ways, so each is gone once."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self._found: dict[tuple[int, int], tuple[Record, Resolved, Found]] = {}
        self._views: dict[tuple[int, str, str], tuple[Record, Found]] = {}

    def walk(self, record: Record, resolved: Resolved) -> Found:
        """Follow `resolved` from `record` over fields and views (facts and providers are the evaluator's)."""
        key = id(record), id(resolved)
        known = self._found.get(key)
        if known is None:
            known = self._found[key] = record, resolved, self._walk(record, resolved)
        return known[2]

    def _walk(self, record: Record, resolved: Resolved) -> Found:
        found = Found(records=[record])
        for step in resolved.steps:
            if step.kind == "field":
                _field(step, self.schema, found)
                continue
            records, found.records = found.records, []
            for each in records:
                seen = self._view(step, each)
                found.records += seen.records
                found.missing += seen.missing
                found.open += seen.open
        return found

    def _view(self, step: Step, record: Record) -> Found:
        key = id(record), step.name, step.group
        if key not in self._views:
            view = self.schema.entities[record.entity].views[step.name]
            self._views[key] = record, viewed(view, step.group, record, self.schema)
        return self._views[key][1]


def walk(record: Record, resolved: Resolved, schema: Schema) -> Found:
    """One way, gone by itself."""
    return Walker(schema).walk(record, resolved)


def _field(step: Step, schema: Schema, found: Found) -> None:
    spec = schema.entities[step.entity].fields[step.name]
    records, found.records = found.records, []
    for record in records:
        node = record.fields.get(step.name)
        if node is None:
            (found.open if spec.many else found.missing).append(_slot(spec, record, schema))
        elif isinstance(node, Record):
            found.records.append(node)
        elif spec.type in ("ref", "refs"):
            found.records += dict.fromkeys(references(record, step.name) or ())  # twice named is one record still
            if isinstance(node, Items) and not node.complete:
                found.open.append(_slot(spec, record, schema))
        elif isinstance(node, Items):
            found.records += [m for m in node.members if isinstance(m, Record)]
            found.leaves += [m for m in node.members if isinstance(m, Leaf)]
            if not node.complete:
                found.open.append(_slot(spec, record, schema))
        elif spec.element != "records":
            found.leaves.append(node)


def _slot(spec: Field, record: Record, schema: Schema) -> Slot:
    return Slot(record.place, of_record(spec.label, record, schema))


def scalar(found: Found, resolved: Resolved) -> Outcome:
    """The one value at the end of a path. Several different ones are for a person to choose from."""
    known = [leaf for leaf in found.leaves if leaf.value is not None]
    readings = tuple(_reading(leaf, resolved) for leaf in found.leaves)
    if found.missing:
        return unknown(*found.missing, readings=readings)
    if len({_identity(leaf.value) for leaf in known}) == 1:
        return Outcome("known", known[0].value, readings, unit=unit_of(resolved))
    if known:
        why = f"{resolved.label}有{len(known)}个不同的值，须由人确定以哪一个为准"
        return Outcome("judgement", None, readings, judgement=why)
    if found.open:
        return unknown(*found.open)
    if resolved.absent_is:
        constant = to_constant(resolved.absent_is, resolved.type)
        value: Scalar = Moment.on(date.fromordinal(int(constant))) if resolved.type == "date" else constant
        return Outcome("known", value, readings, unit=unit_of(resolved))
    place = found.leaves[0].place if found.leaves else ""
    return Outcome("absent", None, readings, (Slot(place, resolved.label),))


def presence(found: Found, resolved: Resolved) -> Outcome:
    """Whether anything stands at the end of a path: the only reading that sees absence."""
    known: list[Leaf | Record] = [leaf for leaf in found.leaves if leaf.value is not None]
    if resolved.type == "records":
        known += found.records
    readings = tuple(
        _reading(n, resolved) if isinstance(n, Leaf) else Reading(resolved.label, "有", n.place, source=n)
        for n in known
    )
    if known:
        return Outcome("known", True, readings)
    slots = (*found.missing, *found.open)
    return unknown(*slots) if slots else Outcome("known", False, (Reading(resolved.label, None, ""),))


def _reading(leaf: Leaf, resolved: Resolved) -> Reading:
    of = resolved.of if resolved.type == "choice" else ""
    return Reading(resolved.label, leaf.value, leaf.place, unit_of(resolved), of, leaf)


def unit_of(resolved: Resolved) -> str:
    """Of an amount of money; other values have none."""
    return "分" if resolved.type == "money" else ""


def _identity(value: Scalar | None) -> tuple[str, str]:
    return (type(value).__name__, str(value))
