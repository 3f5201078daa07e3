"""The forms of an entry parsed, their faults placed where the entry wrote them."""

from __future__ import annotations

from typing import Any

from checker.catalog.catalogue import Catalogue
from checker.catalog.layers import Layers, Placed
from checker.catalog.norms import Register
from rules.constants import did_you_mean
from rules.form_reader import FormError
from rules.language import ALWAYS, Condition, Lookup
from rules.language import Path as FieldPath
from rules.parser import Parser


class Forms:
    """What builders of entries share. Faults are collected in `layers`."""

    layers: Layers
    parser: Parser
    register: Register
    catalogue: Catalogue

    def _parsed(self, placed: Placed, *locs: tuple[str | int, ...]) -> None:
        """Moves the parser's faults, with the places of this entry."""
        for error in self.parser.errors:
            self._form_fault(placed, error)
        self.parser.errors.clear()

    def _form_fault(self, placed: Placed, error: FormError) -> None:
        self.layers.fault(error.message, placed.at(*error.loc), error.hint)

    def _scope(self, subject: str) -> tuple[str, ...]:
        root = self.catalogue.schema.root
        return (root,) if subject == root else (root, subject)

    def _condition(self, data: Any, subject: str, loc: tuple[str | int, ...]) -> Condition:
        return ALWAYS if data is None else self.parser.condition(data, self._scope(subject), loc)

    def _path(self, text: str, subject: str, loc: tuple[str | int, ...]) -> FieldPath:
        value = self.parser.value(text, self._scope(subject), loc)
        return value if isinstance(value, FieldPath) else FieldPath(subject, text)

    def _known_subject(self, placed: Placed) -> bool:
        entities = self.catalogue.schema.entities
        if placed.entry.subject in entities:
            return True
        hint = did_you_mean(placed.entry.subject, entities)
        self.layers.fault(f"没有“{placed.entry.subject}”这种对象", placed.at("subject"), hint)
        return False

    def _lookup(self, data: Any, subject: str, placed: Placed, loc: tuple[str | int, ...]) -> Lookup:
        value = self.parser.value(data, self._scope(subject), loc)
        if isinstance(value, Lookup):
            return value
        self.layers.fault("应写参数表的查找（value: 表名）", placed.at(*loc))
        return Lookup("", (), ())

    def _known_point(self, placed: Placed) -> None:
        points = self.catalogue.points
        if placed.entry.point not in points:
            hint = did_you_mean(placed.entry.point, points)
            self.layers.fault(f"没有“{placed.entry.point}”这一审核要点", placed.at("point"), hint)

    def _known_stage(self, placed: Placed) -> None:
        stages = self.catalogue.stages
        if placed.entry.stage not in stages:
            hint = did_you_mean(placed.entry.stage, stages)
            self.layers.fault(f"没有“{placed.entry.stage}”这一阶段", placed.at("stage"), hint)
