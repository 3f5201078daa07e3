"""Every article that the catalogue cites exists in the text of its norm.

The texts are not part of the project; where they are absent these tests are skipped, and say so.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from checker.catalog.catalogue import Catalogue
from checker.catalog.citing import chinese
from checker.catalog.models import Citation
from tests.functional.conftest import ROOT

LAW = ROOT.parent / "shared" / "law"
TEXTS = yaml.safe_load((ROOT / "tests" / "data" / "norm_texts.yaml").read_text(encoding="utf-8"))
needs_law = pytest.mark.skipif(not LAW.is_dir(), reason=f"法律文本不在 {LAW}，未核对所引条文是否存在")


def _citations(catalogue: Catalogue) -> Iterator[tuple[str, Citation]]:
    for criterion in catalogue.criteria:
        yield from ((criterion.entry.id, c) for c in criterion.entry.basis)
    for deadline in catalogue.deadlines.values():
        yield from ((deadline.entry.id, c) for c in deadline.entry.basis)
        for row in deadline.counting.rows:
            yield from ((deadline.counting.id, r.basis) for r in row.readings)
    for placed in (p for entries in catalogue.sources.values() for p in entries):
        for row in getattr(placed.entry, "rows", ()):
            if isinstance(basis := getattr(row, "basis", None), Citation):
                yield placed.entry.id, basis


def _numbers(article: str) -> list[int]:
    return [int(found[0]) for part in article.split("、") if (found := re.match(r"\d+", part))]


@needs_law
def test_cited_articles_exist(catalogue: Catalogue) -> None:
    wrong, checked = [], 0
    for entry, citation in _citations(catalogue):
        text = TEXTS.get(citation.norm)
        if not text or not text["whole"]:
            continue
        content = (LAW / text["file"]).read_text(encoding="utf-8")
        for number in _numbers(citation.article):
            checked += 1
            if f"第{chinese(number)}条" not in content:
                wrong.append(f"{entry}: {citation.norm} {citation.article}")
    assert wrong == []
    assert checked > 60


@needs_law
def test_every_text_lies_where_the_register_says() -> None:
    assert [f for f in (t["file"] for t in TEXTS.values()) if not (LAW / f).is_file()] == []


def test_every_cited_norm_has_a_text_or_is_known_to_have_none(catalogue: Catalogue) -> None:
    """未见原文: cited without a whole text at hand; a new one must be added here with eyes open."""
    unseen = {c.norm for _, c in _citations(catalogue) if not TEXTS.get(c.norm, {}).get("whole")}
    assert unseen == {"AH00", "AH21", "AL06", "CPL17", "PL17", "PL96"}


def test_the_skip_is_loud(tmp_path: Path) -> None:
    assert "未核对" in str(needs_law.mark.kwargs["reason"])
