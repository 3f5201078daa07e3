"""The entries by which a year of case files is counted, with their forms parsed."""

from __future__ import annotations

import re
from typing import Any

from checker.catalog.catalogue import Annual, Catalogue, Column, Series
from checker.catalog.forms import Forms
from checker.catalog.layers import Layers, Placed
from checker.catalog.yearly_models import AnnualEntry, SeriesEntry
from rules.constants import did_you_mean
from rules.language import Condition
from rules.parser import Parser


class Yearly(Forms):
    def __init__(self, layers: Layers, parser: Parser, catalogue: Catalogue) -> None:
        self.layers, self.parser, self.catalogue = layers, parser, catalogue

    def build(self) -> None:
        """Fills the catalogue."""
        self.catalogue.annual = tuple(self._annual(p) for p in self.layers.of("annual"))
        self.catalogue.series = tuple(self._series(p) for p in self.layers.of("series"))

    def _annual(self, placed: Placed) -> Annual:
        entry: AnnualEntry = placed.entry
        known = self._known_subject(placed)
        subject = entry.subject if known else self.catalogue.schema.root
        columns = []
        for i, column in enumerate(entry.columns):
            own = column.subject or subject
            if own not in self.catalogue.schema.entities:
                hint = did_you_mean(own, self.catalogue.schema.entities)
                self.layers.fault(f"没有“{own}”这种对象", placed.at("columns", i, "subject"), hint)
                own = subject
            columns.append(
                Column(
                    column,
                    own,
                    self._when(column.when, own, ("columns", i, "when")),
                    self._path(column.day or entry.day, own, ("columns", i, "day") if column.day else ("day",)),
                    tuple(
                        self.parser.value(a, self._scope(own), ("columns", i, "amount", k))
                        for k, a in enumerate(column.amount)
                    ),
                )
            )
        found = Annual(entry, self._when(entry.when, subject, ("when",)), tuple(columns))
        for name in entry.same:
            fields = self.catalogue.schema.entities[subject].fields
            if name not in fields:
                self.layers.fault(f"没有“{name}”这一字段", placed.at("same"), did_you_mean(name, fields))
        self._parsed(placed)
        return found

    def _when(self, data: Any, subject: str, loc: tuple[str | int, ...]) -> Condition | None:
        return None if data is None else self._condition(data, subject, loc)

    def _series(self, placed: Placed) -> Series:
        entry: SeriesEntry = placed.entry
        types = self.catalogue.schema.choices[self.catalogue.schema.entities["document"].fields["type"].of].members
        for i, name in enumerate(entry.types):
            if name not in types:
                self.layers.fault(f"没有“{name}”这种文书", placed.at("types", i), did_you_mean(name, types))
        return Series(entry, re.compile(entry.pattern))
