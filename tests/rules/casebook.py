"""Cases worked out from the articles by hand: a base file, a change of raw fields, the criteria whose state changes.

`expect` names criteria whose rolled-up state differs from the base; `holds`, criteria that must keep a state although a
boundary was met. No other criterion may raise an alarm of its own: become an error, a question, or the head of a
finding (one omission is one finding). `all_else` instead gives the state of every criterion that `expect` does not
name. `subjects` gives states by id of the subject, `basis` the norms under which a criterion was judged. Changes are
raw fields by path (see `trees`). `like` names a case of the same file whose base and
changes are made first, and none of whose expectations is taken over. `years` at last moves every day of the file by
whole years. A case without `expect` speaks only of the criteria it names. A base may be a file of another kind than a
case (`agency-…`): it is checked with the criteria of its kind.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from checker.casefile.load import build_case
from checker.catalog.layers import BUILTIN, roots_of
from checker.check import Checker
from checker.cli.common import as_of, checker
from checker.errors import CaseFileError
from checker.findings import CaseReport
from checker.marked import from_json
from checker.states import State
from rules.schema import Schema
from rules.values import Record
from tests.rules.trees import LOADER, NAME, CaseError, Tree

HERE = Path(__file__).parent
ROOTS = roots_of(BUILTIN / "national")
KEYS = {
    "name", "from", "note", "like", "base", "as_of", "years", "redate", "copy", "add", "remove", "set", "incomplete",
    "expect", "holds", "subjects", "basis", "all_else", "deadlines",
}  # fmt: skip


# ---------------------------------------------------------------------------------------------- cases


@dataclass(frozen=True)
class Case:
    file: str
    name: str
    source: str
    base: str
    data: dict[str, Any]

    def part(self, key: str) -> Any:
        return self.data.get(key) or {}

    @property
    def root(self) -> str:
        """What kind of file the base is: one whose name begins with that of another root than a case is of that."""
        return next((root for root in ROOTS[1:] if self.base.startswith(f"{root}-")), ROOTS[0])


def read_cases() -> Iterator[Case]:
    for path in sorted((HERE / "cases").glob("*.yaml")):
        above: dict[str, dict[str, Any]] = {}
        for data in yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER):
            if unknown := set(data) - KEYS:
                raise CaseError(f"{path.name}: {data.get('name')}: unknown keys {sorted(unknown)}")
            if like := data.pop("like", None):
                if like not in above:
                    raise CaseError(f"{path.name}: {data['name']}: no case {like!r} above it")
                _take_over(data, above[like])
            above[data["name"]] = data
            yield Case(path.stem, data["name"], data["from"], data.get("base", "penalty-clean"), data)


def _take_over(data: dict[str, Any], other: dict[str, Any]) -> None:
    """`data` with the base and the changes of `other` before its own."""
    for key in ("base", "as_of"):
        if key in other:
            data.setdefault(key, other[key])
    for key in ("redate", "set"):
        if key in other:
            data[key] = {**other[key], **(data.get(key) or {})}
    for key in ("copy", "remove", "incomplete"):
        if key in other:
            data[key] = [*other[key], *(data.get(key) or [])]
    if "add" in other:
        own = data.get("add") or {}
        data["add"] = {name: [*other["add"].get(name, []), *own.get(name, [])] for name in {**other["add"], **own}}


CASES = list(read_cases())


# ---------------------------------------------------------------------------------------------- checking


@dataclass
class Bench:
    """Checks trees with one checker and remembers what the base files came to."""

    checker: Checker
    bases: dict[str, dict[str, str]] = field(default_factory=dict)

    @cached_property
    def schema(self) -> Schema:
        return self.checker.catalogue.schema

    @cached_property
    def criteria(self) -> list[str]:
        return [c.entry.id for c in self.checker.catalogue.criteria]

    def load(self, tree: dict[str, Any]) -> Record:
        return build_case(from_json(json.dumps(tree, ensure_ascii=False), NAME, CaseFileError), self.schema)

    def run(self, tree: dict[str, Any], day: str = "", *, cross_check: bool = False) -> CaseReport:
        case = self.load(tree)
        return self.checker.check(case, NAME, *as_of(day, case), cross_check=cross_check)

    def base(self, name: str) -> dict[str, str]:
        if name not in self.bases:
            self.bases[name] = states(self.run(Tree.of(name, self.schema).data))
        return self.bases[name]

    def tree(self, case: Case) -> dict[str, Any]:
        tree = Tree.of(case.base, self.schema)
        tree.change(case.data)
        return tree.data

    def record(self, case: Case) -> tuple[Record, dict[str, Any]]:
        tree = self.tree(case)
        return self.load(tree), tree

    def changed(self, case: Case) -> tuple[CaseReport, dict[str, Any]]:
        tree = self.tree(case)
        return self.run(tree, case.data.get("as_of", "")), tree


@dataclass
class Benches:
    """A bench for each kind of file, each made when it is first needed."""

    layer: str
    made: dict[str, Bench] = field(default_factory=dict)

    def of(self, case: Case) -> Bench:
        return self.at(case.root)

    def at(self, root: str) -> Bench:
        if root not in self.made:
            self.made[root] = Bench(checker(self.layer, root))
        return self.made[root]

    def all(self) -> list[Bench]:
        return [self.at(root) for root in ROOTS]


def basis(report: CaseReport, criterion: str) -> set[str]:
    """The norms under which a criterion was judged."""
    return {b.norm for checked in next(c for c in report.criteria if c.id == criterion).checked for b in checked.basis}


def states(report: CaseReport) -> dict[str, str]:
    return {c.id: c.state.value for c in report.criteria}


def subjects(report: CaseReport, criterion: str, tree: dict[str, Any]) -> dict[str, str]:
    """State by id of the subject; `case` for the whole case, `unlisted` for what an incomplete list leaves open."""
    found: dict[str, str] = {}
    for checked in next(c for c in report.criteria if c.id == criterion).checked:
        match = re.search(r":(\w+)\[(\d+)\]$", checked.place)
        if "（未列出的）" in checked.subject:
            name = "unlisted"
        else:
            name = tree[match[1]][int(match[2])].get("id", match[2]) if match else "case"
        found[name] = checked.state.value
    return found


def alarms(report: CaseReport, base: dict[str, str]) -> set[str]:
    """The criteria that newly ask for a reader's attention: questions, and the heads of findings."""
    heads = {f.criterion for f in report.findings}
    asked = {id_ for id_, state in states(report).items() if state == State.MANUAL.value}
    return {id_ for id_ in heads | asked if states(report)[id_] != base[id_]}


def alarm_mates(bench: Bench, expected: dict[str, str]) -> set[str]:
    """The criteria under which an expected failure may stand folded."""
    defects = {c.entry.id: c.entry.same_defect for c in bench.checker.catalogue.criteria}
    shared = {defects[id_] for id_, state in expected.items() if state == "fail"} - {""}
    return {id_ for id_, defect in defects.items() if defect in shared}
