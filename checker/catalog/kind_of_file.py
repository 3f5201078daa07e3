"""What kind of file a file is: found out only when it cannot be read as the kind that was asked for."""

from __future__ import annotations

from pathlib import Path

from checker.casefile.load import load_case
from checker.catalog.build import load_catalogue
from checker.catalog.catalogue import Catalogue
from checker.errors import CheckerError, FaultsError
from rules.schema import Schema


def other_kind(path: Path, catalogue: Catalogue, error: CheckerError) -> Schema | None:
    """The dictionary under which a file has fewer faults than under that of `catalogue`, where it gave `error`."""
    least = _number(error)
    for root in catalogue.roots:
        if root == catalogue.schema.root:
            continue
        schema = load_catalogue(Path(catalogue.layers[-1].folder), root).schema
        try:
            load_case(path, schema)
        except CheckerError as fault:
            if _number(fault) >= least:
                continue
        return schema
    return None


def _number(error: CheckerError) -> int:
    return len(error.faults) if isinstance(error, FaultsError) else 1
