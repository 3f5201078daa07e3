"""The entries behind the documents that are made of a case: its materials, what is published of it, what is masked."""

from __future__ import annotations

import re
from typing import Any

from checker.catalog.catalogue import PLACEHOLDER, Catalogue, Gate, Mask, Material, Published, Sentence
from checker.catalog.forms import Forms
from checker.catalog.layers import Layers, Placed
from checker.catalog.norms import Register
from checker.catalog.output_models import GateEntry, MaskEntry, MaterialEntry, PublishedEntry
from rules.constants import did_you_mean
from rules.language import Condition
from rules.parser import Parser

_DOCUMENT = "document"


class Outputs(Forms):
    def __init__(self, layers: Layers, parser: Parser, register: Register, catalogue: Catalogue) -> None:
        self.layers, self.parser, self.register, self.catalogue = layers, parser, register, catalogue

    def build(self) -> None:
        """Fills the catalogue."""
        self.catalogue.materials = tuple(self._material(p) for p in self.layers.of("materials"))
        self.catalogue.published = tuple(self._published(p) for p in self.layers.of("published"))
        self.catalogue.gates = tuple(self._gate(p) for p in self.layers.of("gates"))
        self.catalogue.masks = tuple(self._mask(p) for p in self.layers.of("masks"))

    def _material(self, placed: Placed) -> Material:
        entry: MaterialEntry = placed.entry
        subject = entry.subject if self._known_subject(placed) else self.catalogue.schema.root
        self._known_stage(placed)
        if entry.point:
            self._known_point(placed)
        self.register.check_basis(entry.basis, placed)
        wanted = [self._path(f"documents.{d}", subject, ("document",)) for d in entry.document]
        if entry.listed:
            wanted.append(self._path(entry.listed, subject, ("listed",)))
        papers = self.catalogue.schema.papers.name
        found = Material(
            entry,
            self._condition(entry.applies, subject, ("applies",)),
            tuple(wanted),
            tuple(self._lookup(c, papers, placed, ("contents", i)) for i, c in enumerate(entry.contents)),
            self._lookup(entry.members, subject, placed, ("members",)) if entry.listed else None,
        )
        self._parsed(placed)
        return found

    def _published(self, placed: Placed) -> Published:
        entry: PublishedEntry = placed.entry
        choice = self.catalogue.schema.choices["publication_content"]
        if entry.content and entry.content not in choice.members:
            hint = did_you_mean(entry.content, choice.members)
            self.layers.fault(f"没有“{entry.content}”这一公示内容", placed.at("content"), hint)
        each = self._path(entry.each, _DOCUMENT, ("each",)) if entry.each else None
        reached = self.parser.resolved.get(each) if each else None
        subject = reached.of if reached and reached.type == "records" else _DOCUMENT
        found = Published(
            entry,
            self._optional(entry.applies, _DOCUMENT, "applies"),
            each,
            self._sentence(entry.text, subject, ("text",)),
        )
        self._parsed(placed)
        return found

    def _gate(self, placed: Placed) -> Gate:
        entry: GateEntry = placed.entry
        self.register.check_basis(entry.basis, placed)
        found = Gate(
            entry,
            self._optional(entry.applies, _DOCUMENT, "applies"),
            self._optional(entry.blocks, _DOCUMENT, "blocks"),
            self._optional(entry.clear, _DOCUMENT, "clear"),
            self._sentence(entry.ground, _DOCUMENT, ("ground",)),
        )
        self._parsed(placed)
        return found

    def _mask(self, placed: Placed) -> Mask:
        entry: MaskEntry = placed.entry
        self.register.check_basis(entry.basis, placed)
        if entry.subject and self._known_subject(placed):
            known = self.catalogue.schema.entities[entry.subject].fields
            for i, name in enumerate(entry.fields):
                if name not in known:
                    self.layers.fault(f"没有“{name}”这一字段", placed.at("fields", i), did_you_mean(name, known))
        patterns = []
        for i, text in enumerate(entry.patterns):
            try:
                patterns.append(re.compile(text, re.IGNORECASE))
            except re.error as error:
                self.layers.fault(f"不是正则表达式：{error}", placed.at("patterns", i))
        unless = self._optional(entry.unless, entry.subject, "unless")
        self._parsed(placed)
        return Mask(entry, unless, tuple(patterns))

    def _optional(self, data: Any, subject: str, key: str) -> Condition | None:
        return None if data is None else self._condition(data, subject, (key,))

    def _sentence(self, text: str, subject: str, loc: tuple[str | int, ...]) -> Sentence:
        return Sentence(text, {name: self._path(name, subject, loc) for name in PLACEHOLDER.findall(text)})
