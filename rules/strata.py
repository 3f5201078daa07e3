"""The order in which named facts can be computed: each after those it uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import networkx as nx


class CycleError(ValueError):
    """Facts that use each other in a circle; `members` names them in order."""

    def __init__(self, members: tuple[str, ...]) -> None:
        super().__init__(f"这些定义互相引用，成了一个圈：{' → '.join((*members, members[0]))}")
        self.members = members


def strata(uses: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """The stratum of each fact: 0 for those that use no other. Raises CycleError."""
    graph = _graph(uses)
    if not nx.is_directed_acyclic_graph(graph):
        raise CycleError(tuple(edge[0] for edge in nx.find_cycle(graph)))
    return ranks(uses)


def ranks(uses: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """As `strata`, where those that use each other in a circle have one rank."""
    graph = _graph(uses)
    circles = nx.condensation(graph)
    generations = enumerate(nx.topological_generations(circles))
    return {fact: rank for rank, nodes in generations for node in nodes for fact in circles.nodes[node]["members"]}


def _graph(uses: Mapping[str, Iterable[str]]) -> nx.DiGraph[str]:
    graph: nx.DiGraph[str] = nx.DiGraph((used, fact) for fact, all_used in uses.items() for used in all_used)
    graph.add_nodes_from(uses)
    return graph
