"""Mutants of the catalogue, each put to the casebook: `python -m tests.rules.mutants` writes docs/mutants.md.

Every number is changed by one unit, every date by one day, every requirement negated, every conjunct of an
applicability dropped, every citation moved to another version of its norm or freed of its condition. A mutant is
killed when a case or a good example no longer comes out as it should; failing that, when the cited article does not
say the number or the day, or the check of the catalogue refuses it. What survives is listed, with its reason from
`tests/data/survivors.yaml`.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import re
import sys
from collections import Counter
from functools import cache, cached_property
from typing import Any

import yaml

from checker.catalog.catalogue import Catalogue
from checker.catalog.norms import broken_chains, discontinuities, outside_life
from checker.check import Checker
from checker.cli.common import DEFAULT_LAYER, as_of, checker
from checker.findings import CaseReport
from rules.values import Record
from tests.functional.conftest import ROOT
from tests.rules.casebook import CASES, ROOTS, Bench, Case, basis, states, subjects
from tests.rules.mutations import Mutant, mutants
from tests.rules.rests import Rests
from tests.rules.sources import KNOWN, unsupported
from tests.rules.trees import NAME

PAGE = ROOT / "docs" / "mutants.md"
SHARES = 60
NO_REASON = "（尚无理由）"
ARTICLE, CHECK = "条文", "目录检查"
REASONS = ROOT / "tests" / "data" / "survivors.yaml"
GOOD = {
    "case": (
        "penalty-clean",
        "penalty-2019",
        "penalty-for-review",
        "deadline-beyond-calendar",
        "decision-clean",
        "decision-for-review",
    ),
    "agency": ("agency-complete",),
}
KINDS = {
    "number": "数值改一个单位",
    "date": "日期改一日",
    "requires": "要求取反",
    "applies": "去掉一个适用条件",
    "version": "依据换成另一版本",
}


class Killer:
    """The casebook, made ready to be run again and again on a few criteria."""

    def __init__(self, root: str) -> None:
        self.bench = Bench(checker(DEFAULT_LAYER, root))
        self.good = GOOD[root]
        self.catalogue = self.bench.checker.catalogue
        self._cases: dict[str, tuple[Record, dict[str, Any]]] = {}
        self._texts: dict[str, str] = {}
        self.rests = Rests(self.catalogue)
        self._truth = {name: self.bench.base(name) for name in self.good}

    @cached_property
    def naming(self) -> dict[str, list[Case]]:
        """The cases that say something of each criterion, those that are quick to differ first."""
        found: dict[str, list[Case]] = {}
        for case in (c for c in CASES if c.root == self.catalogue.schema.root):
            named = {id_ for part in ("expect", "holds", "subjects", "basis") for id_ in case.part(part)}
            for id_ in self.bench.criteria if "all_else" in case.data else named:
                found.setdefault(id_, []).append(case)
        return found

    def kills(self, mutant: Mutant) -> str:
        """What tells the mutant from the catalogue: a case or an example, the article, the check; '' for nothing."""
        if killed := self._case(mutant):
            return killed
        if unsupported(mutant.catalogue, mutant.name.split()[0]) - set(KNOWN):
            return ARTICLE
        return CHECK if refused(mutant.catalogue) else ""

    def _case(self, mutant: Mutant) -> str:
        changed = Checker(self.rests.pruned(mutant.catalogue), self.bench.checker.calendar)
        ids = [c.entry.id for c in mutant.catalogue.criteria]
        for case in {case.name: case for id_ in ids for case in self.naming.get(id_, [])}.values():
            record, tree = self._record(case)
            if mutant.days and not any(day in self._texts[case.name] for day in mutant.days):
                continue
            report = changed.check(record, NAME, *as_of(case.data.get("as_of", ""), record))
            if any(self._differs(case, id_, report, tree) for id_ in ids):
                return case.name
        for name in self.good:
            record, _ = self._record(Case("", name, "", name, {}))
            found = states(changed.check(record, NAME, *as_of("", record)))
            if any(found[id_] != self._truth[name][id_] for id_ in ids):
                return name
        return ""

    def _record(self, case: Case) -> tuple[Record, dict[str, Any]]:
        if case.name not in self._cases:
            self._cases[case.name] = _, tree = self.bench.record(case)
            self._texts[case.name] = json.dumps(tree) + case.data.get("as_of", "")
        return self._cases[case.name]

    def _differs(self, case: Case, id_: str, report: CaseReport, tree: dict[str, Any]) -> bool:
        found = states(report)[id_]
        wanted_states = [case.part(part).get(id_) for part in ("expect", "holds")]
        if not any(wanted_states):
            wanted_states = [case.data.get("all_else")]
        if any(state and state != found for state in wanted_states):
            return True
        wanted = case.part("subjects").get(id_, {})
        if wanted:
            got = subjects(report, id_, tree)
            if {name: got.get(name) for name in wanted} != wanted:
                return True
        return id_ in case.part("basis") and basis(report, id_) != set(case.part("basis")[id_])


def refused(catalogue: Catalogue) -> bool:
    """Whether the check of the catalogue itself would not let it pass."""
    norms = catalogue.norms
    return any(broken_chains(norms.values())) or any(
        any(outside_life(citation, norms[citation.norm]) for citation in c.entry.basis)
        or any(discontinuities(c.entry.basis, norms))
        for c in catalogue.criteria
    )


@cache
def _killer(root: str) -> Killer:
    gc.set_threshold(100_000)
    return Killer(root)


def _work(share: tuple[int, int, str]) -> list[tuple[str, str, str]]:
    """One share of the mutants: kind, name, and the case that killed each."""
    number, shares, only = share
    chosen = [
        (killer, m)
        for killer in map(_killer, ROOTS)
        for m in mutants(killer.catalogue)
        if re.search(only, m.name)
        # what several kinds of file share is tried where something rests on it
        if m.catalogue.criteria or killer.catalogue.schema.root == ROOTS[0]
    ]
    return [(m.kind, m.name, killer.kills(m)) for killer, m in chosen[number::shares]]


def report(results: list[tuple[str, str, str]]) -> str:
    reasons = {f"{re.escape(fault)}.*": reason for fault, reason in KNOWN.items()}
    reasons |= yaml.safe_load(REASONS.read_text(encoding="utf-8"))
    alive = sorted((kind, name) for kind, name, killed in results if not killed)
    ways = Counter((kind, killed if killed in (ARTICLE, CHECK, "") else "案例") for kind, _, killed in results)
    shown = ("案例", ARTICLE, CHECK, "")
    lines = ["# 变异检验", "", "改动目录的一处，看能否发现。由 `python -m tests.rules.mutants` 生成。", ""]
    lines += ["先试规则案例和好的示例；案例没有发现的，再核对所引条文有没有这个数、这一天，再看目录检查是否放行。", ""]
    lines += ["| 改动 | 案例发现 | 条文核对发现 | 目录检查发现 | 没有发现 |", "|---|---|---|---|---|"]
    lines += [f"| {title} | {' | '.join(str(ways[kind, way]) for way in shown)} |" for kind, title in KINDS.items()]
    lines += ["", "## 没有发现的改动", "", "| 改动 | 理由 |", "|---|---|"]
    lines += [f"| {name} | {_reason(name, reasons)} |" for _, name in alive]
    return "\n".join(lines) + "\n"


def _reason(name: str, reasons: dict[str, str]) -> str:
    return next((reason for pattern, reason in reasons.items() if re.fullmatch(pattern, name)), NO_REASON)


def main() -> None:
    """With a pattern: shows what becomes of the mutants of that name. Without: writes the page."""
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    shares = 1 if only else SHARES
    results: list[tuple[str, str, str]] = []
    with multiprocessing.get_context("spawn").Pool() as pool:
        for share in pool.imap_unordered(_work, [(i, shares, only) for i in range(shares)]):
            results += share
            print(f"{len(results)} 已试，{sum(not killed for _, _, killed in results)} 没有发现", file=sys.stderr)
            if not only:
                PAGE.write_text(report(results), encoding="utf-8")
    if only:
        print("\n".join(f"{'杀' if killed else '活'} {name} {killed}" for _, name, killed in sorted(results)))


if __name__ == "__main__":
    main()
