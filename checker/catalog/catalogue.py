"""A catalogue, ready for use: everything the checker knows of the law."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from checker.catalog.layers import Placed
from checker.catalog.models import (
    Counting,
    CriterionEntry,
    DeadlineEntry,
    Entry,
    Exclusion,
    Norm,
    Point,
    ProcessEntry,
    Stage,
    TableEntry,
)
from checker.catalog.output_models import GateEntry, MaskEntry, MaterialEntry, PublishedEntry
from checker.catalog.yearly_models import AnnualEntry, ColumnEntry, SeriesEntry
from checker.findings import LayerInfo, Override
from rules.derive import Deriver
from rules.evaluate import Program, Rule
from rules.language import Condition, Lookup, Value
from rules.language import Path as FieldPath
from rules.paths import Scope
from rules.schema import Named, Resolved, Schema
from rules.tables import Table

PLACEHOLDER = re.compile(r"{([^{}]*)}")
"""A path in a sentence, in whose place its value is written."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion with its forms parsed."""

    entry: CriterionEntry
    layer: str
    place: str
    rule: Rule
    judged_on: tuple[FieldPath, ...]
    texts: Mapping[str, FieldPath]
    """The paths in the braces of its sentences."""
    dated: bool
    """Whether its applicability hangs on a dated parameter."""
    deadlines: tuple[str, ...]
    """The deadlines that its conditions read."""
    basis_when: Mapping[int, Condition]
    """What its articles hang on, by their place in its basis."""


@dataclass(frozen=True, slots=True)
class Deadline:
    entry: DeadlineEntry
    layer: str
    applies: Condition
    start: FieldPath
    due: FieldPath
    number: Value
    counting: Counting
    counted_on: FieldPath


@dataclass(frozen=True, slots=True)
class ProcessPaths:
    entry: ProcessEntry
    done: Mapping[str, FieldPath]
    when: Mapping[int, Condition]
    moves_when: Mapping[str, Condition]
    """What the steps that move the file only under a condition hang on."""


@dataclass(frozen=True, slots=True)
class Material:
    """What a case file must hold, with its forms parsed: `wanted` leads to the documents, or to the list that names."""

    entry: MaterialEntry
    applies: Condition
    wanted: tuple[FieldPath, ...]
    contents: tuple[Lookup, ...]
    members: Lookup | None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text with paths in braces; a part in square brackets is left out where its paths lead to nothing."""

    text: str
    paths: Mapping[str, FieldPath]


@dataclass(frozen=True, slots=True)
class Published:
    """A line of the publication form."""

    entry: PublishedEntry
    applies: Condition | None
    each: FieldPath | None
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Gate:
    """A reason not to publish."""

    entry: GateEntry
    applies: Condition | None
    blocks: Condition | None
    clear: Condition | None
    ground: Sentence


@dataclass(frozen=True, slots=True)
class Mask:
    """Something that is never published."""

    entry: MaskEntry
    unless: Condition | None
    patterns: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an annual table. Without `when` it holds for whatever the table is about."""

    entry: ColumnEntry
    subject: str
    when: Condition | None
    day: FieldPath
    amount: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Annual:
    """A table of the annual statistics."""

    entry: AnnualEntry
    when: Condition | None
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """Documents that are numbered one after another each year."""

    entry: SeriesEntry
    pattern: re.Pattern[str]


@dataclass
class Catalogue:
    """Everything the checker knows of the law. Treated as frozen once built."""

    schema: Schema
    tables: dict[str, Table]
    definitions: dict[tuple[str, str], Value | Condition] = field(default_factory=dict)
    facts: dict[tuple[str, str], Named] = field(default_factory=dict)
    paths: dict[FieldPath, Resolved] = field(default_factory=dict)
    criteria: tuple[Criterion, ...] = ()
    deadlines: dict[str, Deadline] = field(default_factory=dict)
    processes: dict[str, ProcessPaths] = field(default_factory=dict)
    materials: tuple[Material, ...] = ()
    published: tuple[Published, ...] = ()
    gates: tuple[Gate, ...] = ()
    masks: tuple[Mask, ...] = ()
    standards: tuple[Placed, ...] = ()
    """Those that its layers add or replace; the shipped ones are read when a file is scored (`standards`)."""
    annual: tuple[Annual, ...] = ()
    series: tuple[Series, ...] = ()
    lists: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    """The entries of the lists that an agency publishes, by section."""
    norms: dict[str, Norm] = field(default_factory=dict)
    norm_layers: dict[str, str] = field(default_factory=dict)
    stages: dict[str, Stage] = field(default_factory=dict)
    points: dict[str, Point] = field(default_factory=dict)
    exclusions: tuple[Exclusion, ...] = ()
    unset: tuple[TableEntry, ...] = ()
    layers: tuple[LayerInfo, ...] = ()
    roots: tuple[str, ...] = ()
    """The kinds of file that its layers speak of; this catalogue is for one of them, the root of its schema."""
    overrides: tuple[Override, ...] = ()
    sources: dict[str, list[Placed]] = field(default_factory=dict)
    _by_identity: dict[int, tuple[FieldPath, Resolved]] = field(default_factory=dict, repr=False)

    def resolved(self, path: FieldPath) -> Resolved:
        known = self._by_identity.get(id(path))  # hashing a path takes longer than all else here
        if known is None:
            known = self._by_identity[id(path)] = path, self.paths[path]
        return known[1]

    def decided(self, deriver: Deriver, scope: Scope) -> bool:
        """Whether the decision exists, so that advice comes too late to prevent it: the named fact `decision_made`."""
        form = self.definitions.get((self.schema.root, "decision_made"))
        return form is not None and deriver.outcome(form, Scope(scope.find(self.schema.root))).value is True

    def program(self) -> Program:
        """The criteria and hoisted conditions, compiled for the engine."""
        others: list[Value | Condition] = []
        for d in self.deadlines.values():
            others += [d.applies, d.number]
        others += [w for p in self.processes.values() for w in (*p.when.values(), *p.moves_when.values())]
        others += [w for c in self.criteria for w in c.basis_when.values()]
        others += [m.applies for m in self.materials]
        others += [f for g in self.gates for f in (g.applies, g.blocks, g.clear) if f]
        others += [f for f in (*(p.applies for p in self.published), *(m.unless for m in self.masks)) if f]
        others += [f for a in self.annual for f in (a.when, *(c.when for c in a.columns)) if f]
        return Program(self, tuple(c.rule for c in self.criteria), tuple(others))
