"""What an answer is bound to: a criterion, a subject, and the raw values that the criterion read of it.

A binding does not change when the file is sorted, converted or written in other words: a value counts by its path in
the dictionary and by the 编号 of the records on the way, never by its line. A record without 编号 counts by what was
read of it.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rules.outcomes import normal
from rules.values import Interval, Items, Leaf, Node, Reading, Record

UNNAMED = "无编号-"
"""Begins the key of a subject that has no 编号; what follows is a hash of all that the file says of it."""
_VERSION = "b1-"
_AS_OF = ("as_of",)  # the day of the check, which is no fact of the case


@dataclass(frozen=True, slots=True)
class _Step:
    """A field on the way to a node, and the member of its list, where it is one of records."""

    field: str
    member: Record | None = None


_Way = tuple[_Step, ...]


class Bindings:
    """The keys of one case file's subjects, and the bindings of what is asked about them."""

    def __init__(self, case: Record) -> None:
        self.case = case
        self._ways: dict[int, _Way] = {id(case): ()}
        self._ways |= {id(node): way for node, way in _walk(case, ())}
        self._unnamed: dict[int, str] = {}

    def subject(self, record: Record) -> str | None:
        """The key of a subject: '' for the case itself, None for a record that does not stand in the file."""
        if record is self.case:
            return ""
        if id(record) not in self._ways:
            return None
        return str(record.value("id") or "") or self._unnamed_key(record)

    def of(self, criterion: str, record: Record, readings: Iterable[Reading]) -> str:
        """The binding of an answer to `criterion` about `record`."""
        facts = list(self._facts(readings))
        read_of: dict[int, list[str]] = defaultdict(list)
        for way, fact in facts:
            for i, step in enumerate(way):
                if step.member and not step.member.value("id"):
                    read_of[id(step.member)].append(".".join(s.field for s in way[i + 1 :]) + fact)
        lines = [".".join(_segment(step, read_of) for step in way) + fact for way, fact in facts]
        return _VERSION + _digest([criterion, self.subject(record), sorted(lines)], 16)

    def _facts(self, readings: Iterable[Reading]) -> Iterator[tuple[_Way, str]]:
        """Each raw value once, with the way to it. Nothing computed, which may change with the day of the check."""
        seen = set()
        for reading in readings:
            node = reading.source
            if node is None and reading.value is not None:
                continue
            way = self._ways.get(id(node), ())
            # of a record it was read that it is there, or how many it has: its label says which
            name = "" if isinstance(node, Leaf) else f"·{reading.label}"
            fact = f"{name}={_text(reading.value)}"
            key = id(node), fact
            if key not in seen and tuple(s.field for s in way) != _AS_OF:
                seen.add(key)
                yield way, fact

    def _unnamed_key(self, record: Record) -> str:
        if id(record) not in self._unnamed:
            field = self._ways[id(record)][-1].field
            found: dict[str, int] = defaultdict(int)
            for member in self.case.records(field):
                if not member.value("id"):
                    key = UNNAMED + _digest(_content(member), 12)
                    found[key] += 1
                    twin = f"-{found[key]}" if found[key] > 1 else ""
                    self._unnamed[id(member)] = key + twin
        return self._unnamed[id(record)]


def _walk(record: Record, way: _Way) -> Iterator[tuple[Node, _Way]]:
    for name, node in record.fields.items():
        if isinstance(node, Items):
            for member in node.members:
                at = (*way, _Step(name, member if isinstance(member, Record) else None))
                yield member, at
                if isinstance(member, Record):
                    yield from _walk(member, at)
        else:
            at = (*way, _Step(name))
            yield node, at
            if isinstance(node, Record):
                yield from _walk(node, at)


def _segment(step: _Step, read_of: dict[int, list[str]]) -> str:
    if step.member is None:
        return step.field
    name = step.member.value("id") or "~" + _digest(sorted(read_of[id(step.member)]), 12)
    return f"{step.field}[{name}]"


def _content(record: Record) -> object:
    """All that is said of a record, in no order."""
    found: dict[str, object] = {}
    for name, node in sorted(record.fields.items()):
        if isinstance(node, Items):
            members = [json.dumps(_value(m), ensure_ascii=False, sort_keys=True) for m in node.members]
            found[name] = sorted(members)
        else:
            found[name] = _value(node)
    return found


def _value(node: Node) -> object:
    return _content(node) if isinstance(node, Record) else _text(node.value if isinstance(node, Leaf) else None)


def _text(value: object) -> str:
    if isinstance(value, Interval):
        return f"{value.low}～{'' if value.high is None else value.high}"
    return "无" if value is None else normal(value)


def _digest(content: object, length: int) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]
