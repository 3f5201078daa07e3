"""Which criteria check that one step comes before another, and so what the law says of it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import cached_property

import networkx as nx

from checker.catalog.catalogue import Catalogue, Criterion, Deadline, ProcessPaths
from checker.catalog.models import Citation
from rules.language import (
    ALWAYS,
    Aggregate,
    All,
    Compare,
    Condition,
    Const,
    Count,
    Ordered,
    Path,
    Quantified,
    Span,
    Value,
    children,
)

Field = tuple[str, str, str]
"""A field wherever it is read from: its entity, its name, the kind of document it belongs to."""
Sides = tuple[frozenset[Field], frozenset[Field]]
"""What stands before and what stands after, in a comparison of days."""

Demands = dict[Path, frozenset[bool | int | str]]
"""What a condition asks of fields and facts: the values of which each must have one."""


def demands(form: Condition) -> Demands:
    """Those that stand plainly in a condition; what is hidden in alternatives and facts is left out."""
    found: Demands = {}
    for part in parts(form):
        match part:
            case Compare(Path() as left, "eq" | "in", right) if all(isinstance(r, Const) for r in right):
                values = frozenset(r.value for r in right if isinstance(r, Const))
                found[left] = found.get(left, values) & values
    return found


def parts(form: Condition) -> tuple[Condition, ...]:
    return tuple(p for inner in form.parts for p in parts(inner)) if isinstance(form, All) else (form,)


def compatible(one: Demands, other: Demands) -> bool:
    """Whether both can hold at once, as far as they say."""
    return all(one[path] & other[path] for path in one.keys() & other.keys())


class Ordering:
    """The comparisons of days that criteria make, by way of the facts and deadlines they rest on."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._fields_of: dict[tuple[str, str], frozenset[Field]] = {}
        self._sides_of: dict[tuple[str, str], tuple[Sides, ...]] = {}

    def checking(self, process: ProcessPaths, number: int) -> tuple[Criterion, ...]:
        """The criteria that compare the two days of an order of a process, and among them those that compare fewest
        other days with them: what they cite is said of this order."""
        first, then = self._ends(process, number)
        asked = demands(process.when.get(number, ALWAYS))
        found: list[tuple[int, Criterion]] = []
        for c in self.catalogue.criteria:
            sizes = [len(a) + len(b) for a, b in self._compared[c.entry.id] if first in a and then in b]
            if sizes and compatible(asked, demands(c.rule.applies)) and self._concerns(c, process.entry.action):
                found.append((min(sizes), c))
        least = min((size for size, _ in found), default=0)
        return tuple(c for size, c in found if size == least)

    def cited(self, process: ProcessPaths, number: int) -> tuple[Citation, ...]:
        """What is said of an order: its own basis, else that of the criteria that check it. A citation on a condition
        belongs to the order only if the condition asks for the action of the process: else it may be of another."""
        if own := process.entry.edges[number].basis:
            return own
        return tuple(
            citation
            for c in self.checking(process, number)
            for i, citation in enumerate(c.entry.basis)
            if i not in c.basis_when or process.entry.action in self._actions(c.basis_when[i])
        )

    def _concerns(self, criterion: Criterion, action: str) -> bool:
        """Whether a criterion does not ask for files with another action."""
        asked = self._actions(criterion.rule.applies)
        return not action or not asked or action in asked

    def _actions(self, form: Condition) -> set[bool | int | str]:
        """The actions that a condition plainly asks for."""
        return {
            r.value
            for part in parts(form)
            if isinstance(part, Compare) and part.op == "has" and isinstance(part.left, Path)
            if self.catalogue.resolved(part.left).of == "action"
            for r in part.right
            if isinstance(r, Const)
        }

    def checked(self, process: ProcessPaths, number: int) -> bool:
        """Whether any criterion checks an order: by itself, or with all orders of a process."""
        if self.checking(process, number):
            return True
        first, then = self._ends(process, number)
        return any(g.has_node(first) and g.has_node(then) and nx.has_path(g, first, then) for g in self._whole)

    def _ends(self, process: ProcessPaths, number: int) -> tuple[Field, Field]:
        edge = process.entry.edges[number]
        return self.field(process.done[edge.first]), self.field(process.done[edge.then])

    @cached_property
    def _compared(self) -> dict[str, tuple[Sides, ...]]:
        """By criterion."""
        return {
            c.entry.id: tuple(s for form in (c.rule.applies, c.rule.requires) for s in self._sides(form))
            for c in self.catalogue.criteria
        }

    @cached_property
    def _whole(self) -> list[nx.DiGraph[Field]]:
        """The processes of which a criterion requires that all steps are in order."""
        used = {id_ for c in self.catalogue.criteria for id_ in self._required(c.rule.requires)}
        return [
            nx.DiGraph(self._ends(p, i) for i in range(len(p.entry.edges)))
            for id_, p in self.catalogue.processes.items()
            if id_ in used
        ]

    def _required(self, form: Value | Condition) -> Iterator[str]:
        if isinstance(form, Path):
            steps = self.catalogue.paths[form].steps
            yield from (s.group for s in steps if s.kind == "provider" and s.name == "in_order")
        for child in children(form):
            yield from self._required(child)

    def _sides(self, form: Value | Condition, group: str = "") -> Iterator[Sides]:
        """`group`: the kind of document that a list under way is of."""
        match form:
            case Path():
                yield from self._named_sides(form)
            case Ordered(values):
                sides = [frozenset(self._fields(v, group)) for v in values]
                yield from itertools.combinations(sides, 2)
            case Span(a, b):
                yield frozenset(self._fields(a, group)), frozenset(self._fields(b, group))
            case Compare(left, op, right) if op in ("gt", "gte", "lt", "lte"):
                one, other = frozenset(self._fields(left, group)), frozenset(self._fields(right[0], group))
                yield (one, other) if op in ("lt", "lte") else (other, one)
        for child in children(form):
            yield from self._sides(child, self._group(form, group))

    def _named_sides(self, path: Path) -> tuple[Sides, ...]:
        key = self._name(path)
        if key is None:
            return ()
        if key not in self._sides_of:
            self._sides_of[key] = ()  # a circle is a fault of the catalogue, found elsewhere
            if key[0] == "deadlines":
                d = self.catalogue.deadlines[key[1]]
                start, due = frozenset(self._fields(d.start)), frozenset(self._fields(d.due))
                own: tuple[Sides, ...] = ((due, start) if d.entry.at_least is not None else (start, due),)
            else:
                own = ()
            self._sides_of[key] = own + tuple(s for form in self._forms(key) for s in self._sides(form))
        return self._sides_of[key]

    def _fields(self, form: Value | Condition, group: str = "") -> Iterator[Field]:
        if isinstance(form, Path):
            key = self._name(form)
            if key is None:
                entity, name, own = self.field(form)
                yield entity, name, own or group
            else:
                yield from self._named_fields(key)
        for child in children(form):
            yield from self._fields(child, self._group(form, group))

    def _named_fields(self, key: tuple[str, str]) -> frozenset[Field]:
        if key not in self._fields_of:
            self._fields_of[key] = frozenset()
            self._fields_of[key] = frozenset(f for form in self._forms(key) for f in self._fields(form))
        return self._fields_of[key]

    def _forms(self, key: tuple[str, str]) -> tuple[Value | Condition, ...]:
        if key[0] != "deadlines":
            return (self.catalogue.definitions[key],)
        d: Deadline = self.catalogue.deadlines[key[1]]
        return d.applies, d.start, d.due, d.number, d.counted_on

    def _name(self, path: Path) -> tuple[str, str] | None:
        """The fact or deadline that a path reads, if it is none of the fields of a file."""
        last = self.catalogue.paths[path].steps[-1]
        if last.kind == "fact":
            return last.entity, last.name
        return ("deadlines", last.group) if last.kind == "provider" and last.entity == "deadlines" else None

    def field(self, path: Path) -> Field:
        steps = self.catalogue.paths[path].steps
        return steps[-1].entity, steps[-1].name, next((s.group for s in reversed(steps) if s.group), "")

    def _group(self, form: Value | Condition, group: str) -> str:
        match form:
            case Count(items) | Quantified(_, items) | Aggregate(_, items):
                return self.field(items)[2] or group
        return group
