"""The lists that an agency publishes, checked against the rest of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from checker.catalog.catalogue import Catalogue
from checker.catalog.layers import Layers, Placed
from checker.catalog.list_models import GuideEntry, ItemEntry
from checker.catalog.norms import Register
from checker.catalog.quoting import faults
from rules.constants import did_you_mean
from rules.tables import Row, Table

KINDS = ("items", "reviewed", "recorded", "random_checks", "guides")
ITEM_NAMES = "enforcement_items"


def item_names(layers: Layers) -> dict[str, Table]:
    """The names of the items of enforcement as a parameter that a criterion can look up."""
    titles = tuple(p.entry.title for p in layers.of("items"))
    row = Row("row1", titles, 1, date.max.toordinal(), (), "行政执法事项清单")
    return {ITEM_NAMES: Table(ITEM_NAMES, "行政执法事项清单", "text", "", (), (row,))} if titles else {}


class Listings:
    def __init__(self, layers: Layers, register: Register, catalogue: Catalogue) -> None:
        self.layers, self.register, self.catalogue = layers, register, catalogue

    def build(self) -> None:
        """Fills the catalogue."""
        choices = self.catalogue.schema.choices
        for kind in KINDS:
            for placed in self.layers.of(kind):
                self._texts(placed)
                if not isinstance(placed.entry, GuideEntry):
                    self.register.check_basis(placed.entry.basis, placed)
                for key, values in (("action", "action"), ("actions", "action"), ("category", "item_category"),
                                    ("scene", "recording_scene")):  # fmt: skip
                    if values in choices:
                        self._known(placed, key, choices[values].members)
        self._items()
        self.catalogue.lists = {kind: tuple(p.entry for p in self.layers.of(kind)) for kind in KINDS}

    def _texts(self, placed: Placed) -> None:
        for key, value in placed.entry:
            for message, hint in faults(value, self.catalogue.tables) if isinstance(value, str) else ():
                self.layers.fault(message, placed.at(key), hint)

    def _known(self, placed: Placed, key: str, members: Mapping[str, Any]) -> None:
        stated = getattr(placed.entry, key, "")
        for value in (stated,) if isinstance(stated, str) else stated:
            if value and value not in members:
                self.layers.fault(f"没有“{value}”", placed.at(key), did_you_mean(value, members))

    def _items(self) -> None:
        """Their numbers and names are their own, and every action of a case file carries out one of them."""
        seen: dict[object, Placed] = {}
        for placed in self.layers.of("items"):
            item: ItemEntry = placed.entry
            for key, value in (("number", item.number), ("title", item.title)):
                if value in seen:
                    self.layers.fault(f"“{value}”与另一事项重复", placed.at(key), f"另一处在 {seen[value].place}")
                seen[value] = placed
        if not seen:
            return
        carried = {p.entry.action for p in self.layers.of("items")}
        for action, label in self.catalogue.schema.choices["action"].members.items():
            if action not in carried:
                self.layers.fault(f"执法行为“{label}”没有对应的执法事项", next(iter(seen.values())).place)
