"""What a finding says of a fact that the file does not state."""

from __future__ import annotations

from tests.rules.casebook import Benches
from tests.rules.trees import Tree


def said(criterion: str, **review: str) -> str:
    bench = Benches("lingchuan").at("case")
    tree = Tree.of("decision-clean", bench.schema).data
    tree["legal_review"] |= review
    return next(c for c in bench.run(tree).criteria if c.id == criterion).reason


def test_nothing_is_bracketed_twice() -> None:
    assert "审核同意的结论（存在问题，无）。" in said("P2-601", concluded="存在问题", concluded_on="无")
