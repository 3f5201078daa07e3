"""The generated pages are those of this catalogue, and no duty of the register is forgotten in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest

from checker.catalog.catalogue import Catalogue
from docs.coverage import answering
from docs.generate import DOCS, pages
from tests.functional.conftest import ROOT

REGISTER = ROOT.parent / "shared" / "reference"
HEADINGS = ("from", "document", "document (Chinese)")
needs_register = pytest.mark.skipif(not REGISTER.is_dir(), reason=f"登记表不在 {REGISTER}，未核对各项职责都有检查项")


def test_generated_pages_are_up_to_date(catalogue: Catalogue, agency: Catalogue) -> None:
    """Run `python -m docs.generate` when this fails."""
    wanted = dict(pages(catalogue, agency))
    stale = [path.name for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text]
    assert stale == []
    assert set((DOCS / "criteria").glob("*.md")) <= set(wanted)


def test_a_duty_is_checked_or_excluded_never_both(catalogue: Catalogue, agency: Catalogue) -> None:
    covered = {id_ for e in answering(catalogue, agency) for id_ in e.covers}
    excluded = [id_ for c in (catalogue, agency) for e in c.exclusions for id_ in e.covers]
    assert len(excluded) == len(set(excluded))
    assert covered & set(excluded) == set()


def _registered() -> Iterator[str]:
    """The ids of the register: sub-items, facts, day rules, duties of the seed, and the rows of §4.1, §4.3 and §5."""
    section = ""
    for name in ("legal_facts.md", "legal_facts_2.md"):
        for line in (REGISTER / name).read_text(encoding="utf-8").splitlines():
            if heading := re.match(r"#+ (\d+(?:\.\d+)?)", line):
                section = heading[1] if name == "legal_facts.md" else ""
            if line.startswith("Simple procedure branch"):
                chain = re.findall(r"[a-z_]+", re.findall(r"`([^`]+)`", line)[0])
                yield from (f"5.3 {a} -> {b}" for a, b in pairwise(chain))
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if (
                not line.startswith("|")
                or cells[0] in ("from", "document", "document (Chinese)")
                or set(cells[0]) <= set("-: ")
            ):
                continue
            if re.fullmatch(r"R\d-\d+|[FG]-[A-Z]?\d+|[DAN]-\d+", cells[0]):
                yield cells[0]
            elif section == "4.1":
                yield from (f"4.1 {type_}" for type_ in re.findall(r"`([a-z_*]+)`", cells[1]))
            elif section == "4.3":
                yield f"4.3 {cells[0]}"
            elif section in ("5.1", "5.2", "5.3", "5.4"):
                yield f"{section} {cells[0]} -> {cells[1]}"


@needs_register
def test_every_duty_of_the_register_is_answered_or_has_a_reason(catalogue: Catalogue, agency: Catalogue) -> None:
    answered = {id_ for e in answering(catalogue, agency) for id_ in e.covers}
    answered |= {id_ for c in (catalogue, agency) for e in c.exclusions for id_ in e.covers}
    registered = list(_registered())
    assert len(registered) > 500
    assert [id_ for id_ in dict.fromkeys(registered) if id_ not in answered] == []


@needs_register
def test_nothing_claims_a_duty_that_the_register_does_not_know(catalogue: Catalogue, agency: Catalogue) -> None:
    registered = set(_registered())
    claimed = {id_ for e in answering(catalogue, agency) for id_ in e.covers}
    claimed |= {id_ for c in (catalogue, agency) for e in c.exclusions for id_ in e.covers}
    assert sorted(id_ for id_ in claimed - registered if not re.match(r"5\.[5-8] |6\.", id_)) == []


def test_the_skip_is_loud() -> None:
    assert "未核对" in str(needs_register.mark.kwargs["reason"])
