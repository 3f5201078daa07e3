"""Standards by which case files are scored: read, checked against the catalogue, found by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checker.catalog.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Standard:
    """A score sheet as data."""

    id: str
    title: str
    version: str


def load_standards(catalogue: Catalogue) -> Mapping[str, Standard]:
    """All standards that are shipped and that the layers of a catalogue add, by id. Raises FaultsError."""
    raise NotImplementedError


def find_standard(name: str, catalogue: Catalogue) -> Standard:
    """The standard of this id or title, or in this YAML file or folder of the user's own. Raises CheckerError."""
    raise NotImplementedError
