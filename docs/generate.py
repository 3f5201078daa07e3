"""Writes the generated pages: `python -m docs.generate`. A test keeps them equal to the catalogue."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from checker.catalog.catalogue import Catalogue
from checker.cli.common import DEFAULT_LAYER
from checker.opening import every_checker
from docs.coverage import coverage
from docs.criterion import index, page
from docs.opinion_guide import opinion_template
from reports.json_report import schema

DOCS = Path(__file__).parent


def pages(*catalogues: Catalogue) -> Iterator[tuple[Path, str]]:
    """Every generated page: its path and its text. The first catalogue is the one for cases."""
    yield DOCS / "coverage.md", coverage(*catalogues)
    yield DOCS / "opinion_template.md", opinion_template(catalogues[0])
    yield DOCS / "report.schema.json", json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"
    yield DOCS / "criteria" / "README.md", index(*catalogues)
    for catalogue in catalogues:
        for criterion in catalogue.criteria:
            yield DOCS / "criteria" / f"{criterion.entry.id}.md", page(catalogue, criterion)


def write() -> None:
    """Writes every page and removes those of criteria that are no more."""
    texts = dict(pages(*(ready.catalogue for ready in every_checker(DEFAULT_LAYER))))
    for old in (DOCS / "criteria").glob("*.md"):
        if old not in texts:
            old.unlink()
    for path, text in texts.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
