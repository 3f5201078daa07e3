"""Cases worked out from the articles by hand: a base file, a change of raw fields, the criteria whose state changes.

`expect` names criteria whose rolled-up state differs from the base; `holds`, criteria that must keep a state although a
boundary was met. No other criterion may raise an alarm of its own: become an error, a question, or the head of a
finding (one omission is one finding). `all_else` instead gives the state of every criterion that `expect` does not
name. `subjects` gives states by id of the subject, `basis` the norms under which a criterion was judged. Changes are
raw fields by path, list members by id: `measures[m3i].amount`. `like` names a case of the same file whose base and
changes are made first, and none of whose expectations is taken over. `years` at last moves every day of the file by
whole years. A case without `expect` speaks only of the criteria it names. A base may be a file of another kind than a
case (`agency-…`): it is checked with the criteria of its kind.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from checker.casefile.load import COMPLETE, build_case
from checker.catalog.layers import BUILTIN, roots_of
from checker.check import Checker
from checker.cli.common import as_of, checker
from checker.errors import CaseFileError
from checker.findings import CaseReport
from checker.marked import from_json, plain, read
from checker.states import State
from rules.schema import Entity, Field, Schema
from rules.values import Record

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"
ABSENT = "无"
LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
ROOTS = roots_of(BUILTIN / "national")
KEYS = {
    "name", "from", "note", "like", "base", "as_of", "years", "redate", "copy", "add", "remove", "set", "incomplete",
    "expect", "holds", "subjects", "basis", "all_else", "deadlines",
}  # fmt: skip
SEGMENT = re.compile(r"(?P<name>\w+)(?:\[(?P<member>[^\]]+)\])?")
NAME = "case.json"


class CaseError(ValueError):
    """A case that says something about a field, record, criterion or key that does not exist."""


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
DATES: dict[str, dict[str, str]] = yaml.load((HERE / "dates.yaml").read_text(encoding="utf-8"), Loader=LOADER)


# ---------------------------------------------------------------------------------------------- changing a tree


@dataclass
class Tree:
    """A case file as plain data under English keys, and the changes a case makes to it."""

    data: dict[str, Any]
    schema: Schema

    @classmethod
    def of(cls, base: str, schema: Schema) -> Tree:
        if base == "none":
            return cls({}, schema)
        tree = plain(read(EXAMPLES / f"{base}.yaml", CaseFileError))
        return cls(_english(tree, schema.entities[schema.root], schema), schema)

    def change(self, case: Case) -> None:
        self._redate(case.part("redate"))
        for one in case.part("copy"):
            self._copy(one["from"], one["with"])
        for name, records in case.part("add").items():
            spec = self._root.fields.get(name)
            if spec is None or spec.type != "list":
                raise CaseError(f"no list {name}")
            held = self.data.setdefault(name, [])
            if held == ABSENT:
                held = self.data[name] = []
            held += [_english(r, self.schema.entities[spec.of], self.schema) for r in records]
        for path in case.part("remove"):
            self._remove(path)
        for path, value in case.part("set").items():
            self._set(path, value)
        for path in case.part("incomplete"):
            self._incomplete(path)
        self._move(int(case.data.get("years", 0)))

    @property
    def _root(self) -> Entity:
        return self.schema.entities[self.schema.root]

    def _move(self, years: int) -> None:
        """Every date of the file as many years later."""
        for node, key in self._dates() if years else ():
            node[key] = f"{int(node[key][:4]) + years}{node[key][4:]}"

    def _redate(self, days: dict[str, str]) -> None:
        """Each of these days, wherever it stands in a field of type date, becomes the other.

        `as` names a table of `dates.yaml` that the rest of `days` adds to.
        """
        days = dict(days)
        if table := days.pop("as", ""):
            days = DATES[table] | days
        used: set[str] = set()
        for node, key in self._dates():
            day, rest = node[key][:10], node[key][10:]
            if day in days:
                used.add(day)
                node[key] = days[day] + rest
        if missing := set(days) - used:
            raise CaseError(f"no field holds the days {sorted(missing)}")

    def _dates(self) -> list[tuple[dict[str, Any], str]]:
        """Each record and key under which a date stands."""
        found: list[tuple[dict[str, Any], str]] = []

        def walk(node: Any, entity: Entity) -> None:
            for key, value in node.items():
                spec = entity.fields.get(key)
                if spec is None:
                    continue
                if spec.type == "date" and isinstance(value, str) and value != ABSENT:
                    found.append((node, key))
                elif spec.type == "record" and isinstance(value, dict):
                    walk(value, self.schema.entities[spec.of])
                elif spec.type == "list" and isinstance(value, list):
                    for member in value:
                        walk(member, self.schema.entities[spec.of])

        walk(self.data, self._root)
        return found

    def _copy(self, path: str, changes: dict[str, Any]) -> None:
        [(holder, key, entity)] = list(self._places(path))
        if not isinstance(holder, list):
            raise CaseError(f"{path}: only a list member can be copied")
        record = copy.deepcopy(holder[key])
        inner = Tree(record, self.schema)
        for sub, value in changes.items():
            inner._set(sub, value, entity)
        holder.append(record)

    def _remove(self, path: str) -> None:
        for holder, key, _ in reversed(list(self._places(path))):
            del holder[key]

    def _set(self, path: str, value: Any, entity: Entity | None = None) -> None:
        *owner, name = path.split(".")
        if name == COMPLETE[0]:
            places = (
                [(h[k], name, None) for h, k, _ in self._places(".".join(owner))]
                if owner
                else [(self.data, name, None)]
            )
        else:
            places = list(self._places(path, entity or self._root, new=True))
        for holder, key, spec in places:
            if value in ("null", ""):
                if key not in holder:
                    raise CaseError(f"{path}: nothing there to remove")
                del holder[key]
            else:
                holder[key] = _english_value(value, spec, self.schema) if isinstance(spec, Field) else value

    def _incomplete(self, path: str) -> None:
        """The list at `path` is no longer marked complete."""
        *owner, name = path.split(".")
        holders = [h[k] for h, k, _ in self._places(".".join(owner))] if owner else [self.data]
        for record in holders:
            listed = record.get(COMPLETE[0], [])
            if name not in listed:
                raise CaseError(f"{path}: not marked complete")
            record[COMPLETE[0]] = [n for n in listed if n != name]

    def _places(self, path: str, entity: Entity | None = None, *, new: bool = False) -> Iterator[tuple[Any, Any, Any]]:
        """(holder, key, field or entity) of each place that `path` names. `new`: the last field need not be there."""
        entity = entity or self._root
        nodes: list[tuple[Any, Any, Any]] = [(None, None, entity)]
        values: list[Any] = [self.data]
        for number, segment in enumerate(path.split(".")):
            last = number == path.count(".")
            match = SEGMENT.fullmatch(segment)
            if not match:
                raise CaseError(f"{path}: cannot read {segment!r}")
            nodes, values = self._step(nodes, values, match["name"], match["member"], path, new and last)
        yield from nodes

    def _step(
        self, nodes: list[Any], values: list[Any], name: str, member: str | None, path: str, new: bool
    ) -> tuple[list[Any], list[Any]]:
        found: list[tuple[Any, Any, Any]] = []
        reached: list[Any] = []
        for (_, _, entity), value in zip(nodes, values, strict=True):
            if not isinstance(entity, Entity) or not isinstance(value, dict):
                raise CaseError(f"{path}: nothing to enter before {name!r} ({value!r})")
            spec = entity.fields.get(name)
            if spec is None:
                raise CaseError(f"{path}: {entity.name} has no field {name!r}")
            if name not in value and not (new and member is None):
                raise CaseError(f"{path}: {name!r} is not there")
            inside = value.get(name)
            target = self.schema.entities[spec.of] if spec.type in ("record", "list") else spec
            if member is None:
                found.append((value, name, target if spec.type == "record" and not new else spec))
                reached.append(inside)
                continue
            if not isinstance(inside, list):
                raise CaseError(f"{path}: {name!r} is no list")
            for index, one in enumerate(inside):
                id_ = one.get("id") if isinstance(one, dict) else one
                if member in ("*", id_, str(index)):
                    found.append((inside, index, target))
                    reached.append(one)
        if not found:
            raise CaseError(f"{path}: no member {member!r}")
        return found, reached


def _english(node: dict[str, Any], entity: Entity, schema: Schema) -> dict[str, Any]:
    """The record under the English keys of the field dictionary."""
    labels = {f.label: f.name for f in entity.fields.values()}
    result: dict[str, Any] = {}
    for key, value in node.items():
        if key in COMPLETE:
            names = value if isinstance(value, list) else [value]
            result[COMPLETE[0]] = [labels.get(n, n) for n in names]
            continue
        name = labels.get(key, key)
        if name not in entity.fields:
            raise CaseError(f"{entity.name} has no field {key!r}")
        result[name] = _english_value(value, entity.fields[name], schema)
    return result


def _english_value(value: Any, spec: Field, schema: Schema) -> Any:
    if spec.type == "record" and isinstance(value, dict):
        return _english(value, schema.entities[spec.of], schema)
    if spec.type == "list" and isinstance(value, list):
        return [_english(v, schema.entities[spec.of], schema) for v in value]
    return value


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
        tree.change(case)
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
