"""A case file as plain data, and the changes of raw fields that a case of the casebook makes to it.

Changes are raw fields by path, list members by id: `measures[m3i].amount`.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from checker.casefile.load import COMPLETE
from checker.errors import CaseFileError
from checker.marked import plain, read
from rules.schema import Entity, Field, Schema

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"
ABSENT = "无"
LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
SEGMENT = re.compile(r"(?P<name>\w+)(?:\[(?P<member>[^\]]+)\])?")
NAME = "case.json"
DATES: dict[str, dict[str, str]] = yaml.load((HERE / "dates.yaml").read_text(encoding="utf-8"), Loader=LOADER)


class CaseError(ValueError):
    """A case that says something about a field, record, criterion or key that does not exist."""


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

    def change(self, changes: Mapping[str, Any]) -> None:
        """Makes the changes of a case: `redate`, `copy`, `add`, `remove`, `set`, `incomplete`, `years`."""
        changes = {key: change for key, change in changes.items() if change}
        self._redate(changes.get("redate", {}))
        for one in changes.get("copy", ()):
            self._copy(one["from"], one["with"])
        for name, records in changes.get("add", {}).items():
            spec = self._root.fields.get(name)
            if spec is None or spec.type != "list":
                raise CaseError(f"no list {name}")
            held = self.data.setdefault(name, [])
            if held == ABSENT:
                held = self.data[name] = []
            held += [_english(r, self.schema.entities[spec.of], self.schema) for r in records]
        for path in changes.get("remove", ()):
            self._remove(path)
        for path, value in changes.get("set", {}).items():
            self._set(path, value)
        for path in changes.get("incomplete", ()):
            self._incomplete(path)
        self._move(int(changes.get("years", 0)))

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
