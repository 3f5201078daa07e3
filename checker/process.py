"""The process of each action as a graph: which steps were taken, in what order, and what stage the file has reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import networkx as nx

from checker.catalog.catalogue import Catalogue, ProcessPaths
from rules.derive import Deriver
from rules.paths import Scope
from rules.values import Leaf, Moment, Outcome, Reading, Record, is_before, unknown


@dataclass(frozen=True, slots=True)
class CaseStage:
    """The stage a file is judged at. `behind`: its stated stage is earlier than a step it already dates."""

    id: str
    order: int
    source: str
    behind: Outcome


def graph(process: ProcessPaths) -> nx.DiGraph[str]:
    """Steps as nodes (title, stage), order as edges (strict, mark); what checks and flow charts share."""
    result: nx.DiGraph[str] = nx.DiGraph()
    for step in process.entry.steps:
        result.add_node(step.id, title=step.title, stage=step.stage)
    for i, edge in enumerate(process.entry.edges):
        result.add_edge(edge.first, edge.then, strict=edge.order == "strict", mark=edge.mark, number=i)
    return result


class Processes:
    """The processes of one case file."""

    def __init__(self, catalogue: Catalogue, case: Record) -> None:
        self.catalogue, self.case = catalogue, case
        self.deriver: Deriver | None = None

    def facts(self, record: Record, process_id: str) -> Mapping[str, Outcome]:
        """What conditions can ask of a process; see `checker.catalog.provided`."""
        leaf = self.case.leaf("stage")
        stated = Outcome("known", leaf is not None and leaf.value is not None)
        return {
            "in_order": self._in_order(self.catalogue.processes[process_id]),
            "stage_behind": self.stage().behind,
            "stage_stated": stated,
        }

    def stage(self) -> CaseStage:
        """The later of the stated stage and that of the latest dated step of the main act; S1 when neither is known.

        An audit report ends a file that is an audit alone; in a penalty file it is one step before the decision.
        """
        stages = self.catalogue.stages
        stated = self.case.leaf("stage")
        done = [
            (stages[step.stage], reading)
            for process in self.catalogue.processes.values()
            for step in process.entry.steps
            if step.done and stages[step.stage].moves
            for reading in self._dates(process, step.id)
        ]
        latest = max(done, key=lambda pair: pair[0].order, default=None)
        if stated is None or stated.value is None or not stages[str(stated.value)].moves:
            if latest is None:
                first = min(stages.values(), key=lambda s: s.order)
                return CaseStage(first.id, first.order, "案卷未写阶段，也没有已知日期的步骤，按立项处理", unknown())
            stage, reading = latest
            return CaseStage(
                stage.id, stage.order, f"由最后一步推定：{reading.label} {reading.value}", Outcome("known", False)
            )
        own = stages[str(stated.value)]
        readings = (Reading("所处阶段", own.label, stated.place, source=stated),)
        if latest and latest[0].order > own.order:
            stage, reading = latest
            source = f"案卷写明{own.label}，但已有{reading.label}（{reading.value}），按{stage.label}处理"
            return CaseStage(stage.id, stage.order, source, Outcome("known", True, (*readings, reading)))
        return CaseStage(own.id, own.order, "案卷写明", Outcome("known", False, readings))

    def _scopes(self, per: str) -> Iterator[Scope]:
        root = Scope(self.case)
        if per == self.catalogue.schema.root:
            yield root
            return
        yield from (Scope(record, root) for record in self.case.records(self.catalogue.schema.list_of(per).name))

    def _dates(self, process: ProcessPaths, step: str) -> Iterator[Reading]:
        assert self.deriver is not None
        path = process.done[step]
        label = next(s.title for s in process.entry.steps if s.id == step)
        when = process.moves_when.get(step)
        for scope in self._scopes(path.entity):
            if when and self.deriver.outcome(when, scope).value is False:
                continue
            for leaf in self.deriver.found(path, scope).leaves:
                if isinstance(leaf, Leaf) and isinstance(leaf.value, Moment):
                    yield Reading(label, leaf.value, leaf.place, source=leaf)

    def _in_order(self, process: ProcessPaths) -> Outcome:
        """Whether no two dated steps stand in the wrong order. Open while a step that belongs there is not dated."""
        assert self.deriver is not None
        root = self.catalogue.schema.root
        per = {s.id: s.per or root for s in process.entry.steps}
        open_: list[Outcome] = []
        for first_step, then_step, edge in graph(process).edges(data=True):
            subject = next((per[n] for n in (first_step, then_step) if per[n] != root), root)
            for scope in self._scopes(subject):
                when = process.when.get(edge["number"])
                holds = self.deriver.outcome(when, scope) if when else Outcome("known", True)
                if holds.known and not holds.value:
                    continue
                pair = [self.deriver.outcome(process.done[n], scope) for n in (first_step, then_step)]
                first, then = (o.value for o in pair)
                readings = tuple(r for o in pair for r in o.readings)
                if not (isinstance(first, Moment) and isinstance(then, Moment)):
                    open_ += [o for o in pair if o.state == "unknown"]
                    continue
                right = is_before(first, then, strict=edge["strict"])
                if right is False and holds.known:
                    return Outcome("known", False, readings)
        missing = tuple(s for o in open_ for s in o.missing)
        return unknown(*missing) if missing else Outcome("known", True)
