"""The register of norms: what citations must fit, and how the versions of one norm follow each other."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from checker.catalog.citing import cite
from checker.catalog.layers import Layers, Placed
from checker.catalog.models import Citation, Norm
from rules.parser import did_you_mean


class Register:
    """The norms of all layers. Faults are collected in `layers`."""

    def __init__(self, layers: Layers) -> None:
        self.layers = layers
        self.norms: dict[str, Norm] = {p.entry.id: p.entry for p in layers.of("norms")}

    def check(self, citation: Citation, placed: Placed, loc: tuple[str | int, ...]) -> None:
        norm = self.norms.get(citation.norm)
        if norm is None:
            hint = did_you_mean(citation.norm, self.norms)
            self.layers.fault(f"没有“{citation.norm}”这一规范", placed.at(*loc, "norm"), hint)
        elif citation.first < norm.first and citation.first != date.min:
            self.layers.fault(f"{norm.short}（{norm.id}）{norm.first}才施行", placed.at(*loc, "from"))
        elif citation.last > norm.last and citation.last != date.max:
            self.layers.fault(f"{norm.short}（{norm.id}）{norm.last}已停止施行", placed.at(*loc, "until"))

    def cite(self, citation: Citation) -> str:
        norm = self.norms.get(citation.norm)
        return cite(norm, citation.article) if norm else citation.norm

    def check_chains(self) -> None:
        by_short: dict[str, list[Placed]] = {}
        for p in self.layers.of("norms"):
            by_short.setdefault(p.entry.short, []).append(p)
        for versions in by_short.values():
            dated = sorted(
                (p for p in versions if p.entry.first != date.min or p.entry.last != date.max),
                key=lambda p: p.entry.first,
            )
            for a, b in itertools.pairwise(dated):
                if a.entry.last + timedelta(days=1) != b.entry.first if a.entry.last != date.max else True:
                    self.layers.fault(f"{a.entry.id} 与 {b.entry.id} 的施行期不衔接", b.at("from"))
