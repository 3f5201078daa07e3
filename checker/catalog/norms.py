"""The register of norms: what citations must fit, and how the versions of one norm follow each other."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from checker.catalog.citing import cite
from checker.catalog.layers import Layers, Placed
from checker.catalog.models import Citation, Norm
from rules.constants import did_you_mean


class Register:
    """The norms of all layers. Faults are collected in `layers`."""

    def __init__(self, layers: Layers) -> None:
        self.layers = layers
        self.norms: dict[str, Norm] = {p.entry.id: p.entry for p in layers.of("norms")}

    def check(self, citation: Citation, placed: Placed, loc: tuple[str | int, ...]) -> None:
        if citation.norm not in self.norms:
            hint = did_you_mean(citation.norm, self.norms)
            self.layers.fault(f"没有“{citation.norm}”这一规范", placed.at(*loc, "norm"), hint)
        elif fault := outside_life(citation, self.norms[citation.norm]):
            key, message = fault
            self.layers.fault(message, placed.at(*loc, key))

    def check_basis(self, basis: Sequence[Citation], placed: Placed) -> None:
        """Each citation by itself, and those of the versions of one norm together."""
        for i, citation in enumerate(basis):
            self.check(citation, placed, ("basis", i))
        for i, message in discontinuities(basis, self.norms):
            self.layers.fault(message, placed.at("basis", i))

    def cite(self, citation: Citation) -> str:
        norm = self.norms.get(citation.norm)
        return cite(norm, citation.article) if norm else citation.norm

    def check_chains(self) -> None:
        places = {p.entry.id: p for p in self.layers.of("norms")}
        for earlier, later in broken_chains(self.norms.values()):
            self.layers.fault(f"{earlier.id} 与 {later.id} 的施行期不衔接", places[later.id].at("from"))


def outside_life(citation: Citation, norm: Norm) -> tuple[str, str] | None:
    """The key and the fault of a citation whose own dates reach beyond those of its norm."""
    if citation.first < norm.first and citation.first != date.min:
        return "from", f"{norm.short}（{norm.id}）{norm.first}才施行"
    if citation.last > norm.last and citation.last != date.max:
        return "until", f"{norm.short}（{norm.id}）{norm.last}已停止施行"
    return None


def discontinuities(basis: Sequence[Citation], norms: Mapping[str, Norm]) -> Iterator[tuple[int, str]]:
    """Where the cited versions of one norm leave days uncovered between them, or an article is cited twice for a day.

    A citation with dates of its own may end or begin early: a higher norm can overtake an article in mid-life.
    """
    families: dict[str, list[tuple[date, date, int]]] = {}
    for i, citation in enumerate(basis):
        if norm := norms.get(citation.norm):
            life = max(citation.first, norm.first), min(citation.last, norm.last), i
            families.setdefault(norm.short, []).append(life)
    for short, lives in families.items():
        for (_, end, a), (start, _, b) in itertools.pairwise(sorted(lives)):
            undated = basis[a].last == date.max and basis[b].first == date.min
            if undated and end < date.max and end + timedelta(days=1) < start:
                yield b, f"{short}从{end + timedelta(days=1)}至{start - timedelta(days=1)}没有依据"
            elif start <= end and basis[a].article == basis[b].article:
                yield b, f"{basis[b].norm}第{basis[b].article}条写了两次"


def broken_chains(norms: Iterable[Norm]) -> Iterator[tuple[Norm, Norm]]:
    """Neighbouring versions of one norm of which the later does not begin the day after the earlier ends."""
    by_short: dict[str, list[Norm]] = {}
    for norm in norms:
        if norm.first != date.min or norm.last != date.max:
            by_short.setdefault(norm.short, []).append(norm)
    for versions in by_short.values():
        for a, b in itertools.pairwise(sorted(versions, key=lambda n: n.first)):
            if a.last == date.max or a.last + timedelta(days=1) != b.first:
                yield a, b
