"""Every article that the catalogue cites exists in the text of its norm.

The texts are not part of the project; where they are absent these tests are skipped, and say so.
"""

import re
from pathlib import Path

import pytest
import yaml

from checker.catalog.catalogue import Catalogue
from checker.catalog.citing import chinese
from docs.coverage import article_numbers, citations, unseen
from docs.generate import DOCS
from tests.functional.conftest import ROOT

LAW = ROOT.parent / "shared" / "law"
TEXTS = yaml.safe_load((ROOT / "tests" / "data" / "norm_texts.yaml").read_text(encoding="utf-8"))
needs_law = pytest.mark.skipif(not LAW.is_dir(), reason=f"法律文本不在 {LAW}，未核对所引条文是否存在")


@needs_law
def test_cited_articles_exist(catalogue: Catalogue, agency: Catalogue) -> None:
    wrong, checked = [], 0
    for entry, citation in (*citations(catalogue), *citations(agency)):
        text = TEXTS.get(citation.norm)
        if not text or not text["whole"]:
            continue
        content = (LAW / text["file"]).read_text(encoding="utf-8")
        for number in article_numbers(citation.article):
            checked += 1
            if f"第{chinese(number)}条" not in content:
                wrong.append(f"{entry}: {citation.norm} {citation.article}")
    assert wrong == []
    assert checked > 60


@needs_law
def test_articles_read_in_part_stand_in_their_text() -> None:
    wrong = []
    for norm, text in TEXTS.items():
        content = (LAW / text["file"]).read_text(encoding="utf-8")
        wrong += [
            f"{norm} {n}"
            for n in text.get("articles", [])
            if not re.search(rf"第{chinese(n)}条|^\| {n} \|", content, re.M)
        ]
    assert wrong == []


@needs_law
def test_every_text_lies_where_the_register_says() -> None:
    assert [f for f in (t["file"] for t in TEXTS.values()) if not (LAW / f).is_file()] == []


def test_unseen_articles_are_listed(catalogue: Catalogue, agency: Catalogue) -> None:
    """未见原文: a citation without its text at hand shows on the page of coverage, never in silence."""
    page = (DOCS / "coverage.md").read_text(encoding="utf-8")
    found = unseen(catalogue, agency)
    assert [(norm, article) for norm, article, _ in found if f"| {norm} | {article} |" not in page] == []
    assert {"《审计听证规定》2000年公布", "《行政处罚法》2017年修正"} <= {norm for norm, _, _ in found}


def test_the_skip_is_loud(tmp_path: Path) -> None:
    assert "未核对" in str(needs_law.mark.kwargs["reason"])
