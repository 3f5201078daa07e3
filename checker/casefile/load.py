"""A case file from its tree: names checked against the field dictionary, texts converted, references resolved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from checker.casefile.convert import ABSENT, convert
from checker.casefile.excel import read_workbook
from checker.casefile.layout import COMPLETE_HEADING
from checker.errors import CaseFileError, CheckerError, FaultsError
from checker.marked import Map, Marked, Seq, Text, read
from checker.workbooks import is_workbook
from rules.constants import did_you_mean
from rules.schema import Entity, Field, Schema
from rules.values import Items, Leaf, Record

COMPLETE = ("complete", COMPLETE_HEADING)
"""The key, in any record, that names its lists from which nothing is missing."""
EVERYTHING = ("全部", "all")
"""Said instead of names: nothing is missing from any list of the record, nor from those inside it."""


def load_case(path: Path, schema: Schema) -> Record:
    """The case file at `path`. Raises CaseFileError, or FaultsError with all that is wrong in it."""
    if is_workbook(path):
        tree, faults = read_workbook(path, schema)
        return build_case(tree, schema, faults)
    return build_case(read(path, CaseFileError), schema)


def build_case(tree: Marked, schema: Schema, faults: Sequence[CheckerError] = ()) -> Record:
    """The case file in a tree. Raises FaultsError with all that is wrong in it, `faults` among them."""
    builder = _Builder(schema, list(faults))
    if not isinstance(tree, Map):
        raise CaseFileError("案卷文件应由“字段: 值”组成", tree.place, "请参照 examples 里的示例")
    case = builder.record(tree, schema.entities[schema.root], None)
    builder.connect()
    if builder.faults:
        raise FaultsError(builder.faults)
    return case


@dataclass
class _Builder:
    schema: Schema
    faults: list[CheckerError] = field(default_factory=list)
    named: dict[tuple[str, str], Record] = field(default_factory=dict)
    links: list[tuple[Record, Field, Text]] = field(default_factory=list)

    def fault(self, message: str, place: str, hint: str = "") -> None:
        self.faults.append(CaseFileError(message, place, hint))

    def record(self, node: Map, entity: Entity, parent: Record | None, all_complete: bool = False) -> Record:
        record = Record(entity.name, node.place, parent)
        complete = self._complete(node, entity, all_complete)
        all_complete |= self._says_all(node)
        names = {**{f.label: f for f in entity.fields.values()}, **entity.fields}
        for key, value in node.entries.items():
            if key in COMPLETE:
                continue
            spec = names.get(key)
            if spec is None:
                self.fault(
                    f"“{entity.label}”没有“{key}”这一字段", node.keys[key], did_you_mean(key, [*names, *COMPLETE])
                )
            elif spec.name in record.fields:
                self.fault(f"“{key}”与“{spec.name}”是同一字段，写了两次", node.keys[key])
            else:
                self._field(record, spec, value, spec.name in complete, all_complete)
        for name in complete - record.fields.keys():
            record.fields[name] = Items((), True, node.place)
        return record

    def _says_all(self, node: Map) -> bool:
        marks = (node.entries.get(key) for key in COMPLETE)
        texts = [t for m in marks for t in (m.items if isinstance(m, Seq) else [m])]
        return any(isinstance(text, Text) and text.value.strip() in EVERYTHING for text in texts)

    def _complete(self, node: Map, entity: Entity, all_complete: bool) -> set[str]:
        """The names of the lists of a record that are complete."""
        lists = {f.name: f for f in entity.fields.values() if f.many}
        if all_complete or self._says_all(node):
            return set(lists)
        names = {**{f.label: n for n, f in lists.items()}, **{n: n for n in lists}}
        found = set()
        for key in COMPLETE:
            mark = node.entries.get(key)
            for text in mark.items if isinstance(mark, Seq) else [mark] if mark else []:
                if not isinstance(text, Text) or text.value not in names:
                    word = text.value if isinstance(text, Text) else "…"
                    self.fault(f"“{key}”里的“{word}”不是{entity.label}的清单", text.place, did_you_mean(word, names))
                else:
                    found.add(names[text.value])
        return found

    def _field(self, record: Record, spec: Field, value: Marked, complete: bool, all_complete: bool) -> None:
        if isinstance(value, Text) and not value.value.strip():
            return
        if isinstance(value, Text) and value.value.strip() == ABSENT:
            record.fields[spec.name] = Items((), True, value.place) if spec.many else Leaf(None, value.place)
            return
        if spec.many:
            if not isinstance(value, Seq):
                self.fault(f"“{spec.label}”应是清单（每项以 - 开头）", value.place)
                return
            members = [m for m in (self._member(record, spec, v, all_complete) for v in value.items) if m is not None]
            if not members and not complete:
                return  # an empty list of which nobody says that it is complete says nothing
            record.fields[spec.name] = Items(tuple(members), complete, value.place)
        else:
            member = self._member(record, spec, value, all_complete)
            if member is not None:
                record.fields[spec.name] = member

    def _member(self, record: Record, spec: Field, value: Marked, all_complete: bool) -> Leaf | Record | None:
        if spec.type in ("record", "list"):
            if not isinstance(value, Map):
                self.fault(f"“{spec.label}”应由“字段: 值”组成", value.place)
                return None
            member = self.record(value, self.schema.entities[spec.of], record, all_complete)
            self._name(member)
            return member
        if not isinstance(value, Text):
            self.fault(f"“{spec.label}”应是一个值", value.place)
            return None
        if not value.value.strip():
            return None
        if spec.type in ("ref", "refs"):
            self.links.append((record, spec, value))
            return Leaf(value.value.strip(), value.place)
        choices = self.schema.choices[spec.of].members if spec.element == "choice" else None
        try:
            return Leaf(convert(value.value, spec.element, choices), value.place)
        except ValueError as error:
            self.fault(f"{spec.label}：{error}", value.place)
            return None

    def _name(self, record: Record) -> None:
        name = record.value("id")
        if name is None:
            return
        key = (record.entity, str(name))
        if key in self.named:
            label = self.schema.entities[record.entity].label
            self.fault(f"{label}编号“{name}”重复", record.place, f"另一处在 {self.named[key].place}")
        self.named[key] = record

    def connect(self) -> None:
        """Leads each reference to its record."""
        for record, spec, text in self.links:
            target = self.named.get((spec.of, text.value.strip()))
            if target is None:
                known = [name for entity, name in self.named if entity == spec.of]
                label = self.schema.entities[spec.of].label
                self.fault(f"没有编号为“{text.value}”的{label}", text.place, did_you_mean(text.value, known))
            else:
                record.targets[text.value.strip()] = target
