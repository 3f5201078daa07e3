"""The flow chart of a process: the graph that the checks use, with what the catalogue knows of it in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import networkx as nx

from checker.catalog.catalogue import Catalogue, ProcessPaths
from checker.catalog.citing import article_name, cite, in_force
from checker.catalog.models import ProcessEntry, ProcessStep
from checker.catalog.quoting import quoted
from checker.ordered import Demands, Ordering, compatible, demands, parts
from checker.saying import condition, period
from rules.language import ALWAYS, All, Compare, Condition, Const, Present

DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Box:
    """A step; `number` is its place on the chart. `optional`: it is taken under one condition only."""

    id: str
    number: int
    title: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Arrow:
    """From one step (its number) to another. `checked`: criteria compare the days of the two."""

    first: int
    then: int
    checked: bool
    when: str
    sources: tuple[tuple[str, str], ...]
    """Norm and article."""


@dataclass(frozen=True, slots=True)
class Lane:
    """Stages that follow each other, or are not ordered among themselves, and the numbers of their steps."""

    title: str
    boxes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """A period that runs between two steps of the chart."""

    first: int
    then: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class FlowChart:
    """`scope`: a condition that all checked orders share. `arrows` are all; `shown` leaves out what others say."""

    id: str
    title: str
    agency: str
    scope: str
    lanes: tuple[Lane, ...]
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    shown: tuple[Arrow, ...]
    limits: tuple[Limit, ...]
    remarks: tuple[str, ...]
    """What else must be stated, as head：text."""
    layers: tuple[str, ...]
    """Title and hash of each."""
    day: str
    """On which the sources and periods are in force."""


def charts(catalogue: Catalogue) -> dict[str, ProcessEntry]:
    """The processes that have a flow chart."""
    return {p.entry.id: p.entry for p in catalogue.processes.values() if p.entry.chart}


def chosen(text: str, catalogue: Catalogue) -> list[str]:
    """The charts that a word means: the one of this id, or those of this title or action; all for no word."""
    actions = catalogue.schema.choices["action"].members
    known = charts(catalogue)
    if text in known:
        return [text]
    return [p.id for p in known.values() if text in ("", p.title, p.action, actions.get(p.action))]


def flow_chart(catalogue: Catalogue, id_: str, day: date) -> FlowChart:
    process = catalogue.processes[id_]
    entry = process.entry
    lanes, steps = _lanes(entry, catalogue)
    number = {step.id: i for i, step in enumerate(steps, 1)}
    common = _common(process)
    arrows = tuple(_arrows(process, number, common, catalogue, day))
    reasons = _reasons(arrows)
    boxes = tuple(Box(s.id, number[s.id], s.title, number[s.id] in reasons) for s in steps)
    agency = catalogue.tables["agency_name"].rows[0].value if "agency_name" in catalogue.tables else ""
    return FlowChart(
        entry.id,
        entry.title,
        str(agency or ""),
        condition(_scope(common, catalogue), catalogue),
        tuple(Lane(title, tuple(number[s.id] for s in inside)) for title, inside in lanes),
        boxes,
        arrows,
        tuple(a for a in arrows if not _said(a, arrows)),
        tuple(_limits(process, number, catalogue, day)),
        tuple(quoted(r, day, catalogue.tables, catalogue.schema) for r in entry.remarks),
        tuple(f"{layer.title} {layer.sha256[:12]}" for layer in catalogue.layers),
        day.isoformat(),
    )


def _lanes(entry: ProcessEntry, catalogue: Catalogue) -> tuple[list[tuple[str, list[ProcessStep]]], list[ProcessStep]]:
    """The steps by stage, in the order of the stages; stages of one order share a lane."""
    stages = catalogue.stages
    by_order: dict[int, list[ProcessStep]] = {}
    for step in entry.steps:
        by_order.setdefault(stages[step.stage].order, []).append(step)
    lanes = []
    for order in sorted(by_order):
        inside = by_order[order]
        names = dict.fromkeys(stages[s].label for s in stages if any(step.stage == s for step in inside))
        lanes.append(("、".join(names), inside))
    return lanes, [step for _, inside in lanes for step in inside]


def _common(process: ProcessPaths) -> Demands:
    """What all orders ask for: it says what the chart is of."""
    asked = [demands(process.when.get(i, ALWAYS)) for i in range(len(process.entry.edges))]
    paths = [p for p in asked[0] if all(p in other for other in asked)] if asked else []
    return {path: frozenset().union(*(other[path] for other in asked)) for path in paths}


def _scope(common: Demands, catalogue: Catalogue) -> Condition:
    """What is common as one condition, its values in the order of their list."""
    said: list[Condition] = []
    for path, values in common.items():
        resolved = catalogue.resolved(path)
        choice = catalogue.schema.choices.get(resolved.of)
        ordered = [m for m in choice.members if m in values] if choice else sorted(values, key=str)
        constants = tuple(Const(v, resolved.type) for v in ordered)
        said.append(Compare(path, "in" if len(constants) > 1 else "eq", constants))
    return All(tuple(said))


def _arrows(
    process: ProcessPaths, number: dict[str, int], common: Demands, catalogue: Catalogue, day: date
) -> Iterator[Arrow]:
    ordering = Ordering(catalogue)
    for i, edge in enumerate(process.entry.edges):
        # that a step was taken at all is no condition of what follows it
        taken = [Present(process.done[name]) for name in (edge.first, edge.then)]
        own = tuple(
            p
            for p in parts(process.when.get(i, ALWAYS))
            if p not in taken and not (demands(p) and demands(p).items() <= common.items())
        )
        basis = in_force(ordering.cited(process, i), day, catalogue.norms)
        sources = dict.fromkeys((cite(catalogue.norms[c.norm], ""), article_name(c.article)) for c in basis)
        when = edge.says or condition(All(own), catalogue)
        yield Arrow(number[edge.first], number[edge.then], ordering.checked(process, i), when, tuple(sources))
    for drawn in process.entry.drawn:
        yield Arrow(number[drawn.first], number[drawn.then], False, drawn.says, ())


def _reasons(arrows: Iterable[Arrow]) -> dict[int, str]:
    """The condition under which alone a step is taken: that of every way to it, or of the step before."""
    into: dict[int, list[Arrow]] = {}
    for arrow in arrows:
        into.setdefault(arrow.then, []).append(arrow)
    reasons: dict[int, str] = {}
    for _ in into:  # each round reaches a step further; a circle ends with the rounds
        for number, ways in into.items():
            found = {a.when or reasons.get(a.first, "") for a in ways}
            if len(found) == 1 and (reason := found.pop()):
                reasons[number] = reason
    return reasons


def _said(arrow: Arrow, arrows: Iterable[Arrow]) -> bool:
    """Whether other arrows lead from its first step to the other, without a condition that it does not have."""
    others: nx.DiGraph[int] = nx.DiGraph()
    for a in arrows:
        if a.when in ("", arrow.when) and (a.first, a.then) != (arrow.first, arrow.then):
            others.add_edge(a.first, a.then)
    return others.has_node(arrow.first) and others.has_node(arrow.then) and nx.has_path(others, arrow.first, arrow.then)


def _limits(process: ProcessPaths, number: dict[str, int], catalogue: Catalogue, day: date) -> Iterator[Limit]:
    """The periods between two days of the process, and those it names: a day of a document may be that of any kind."""
    ordering = Ordering(catalogue)
    days = {ordering.field(path): number[id_] for id_, path in process.done.items()}
    for deadline in catalogue.deadlines.values():
        start, due = ordering.field(deadline.start), ordering.field(deadline.due)
        named = deadline.entry.id in process.entry.periods
        own = named or (
            compatible(_common(process), demands(deadline.applies))
            and all(group or entity != DOCUMENT for entity, _, group in (start, due))
        )
        if own and start in days and due in days and (text := period(deadline, day, catalogue)):
            ends = (due, start) if deadline.entry.at_least is not None else (start, due)
            yield Limit(days[ends[0]], days[ends[1]], deadline.entry.title, text)
