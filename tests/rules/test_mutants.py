"""A sample of the mutants is tried again, and every survivor on the page has its reason."""

from zlib import crc32

import pytest

from checker.catalog.catalogue import Catalogue
from tests.rules.casebook import ROOTS
from tests.rules.mutants import NO_REASON, PAGE, Killer
from tests.rules.mutations import Mutant, mutants
from tests.rules.sources import LAW

ONE_IN = 150


@pytest.mark.skipif(not LAW.is_dir(), reason=f"法律文本不在 {LAW}，没有试变异")
def test_a_sample_of_the_mutants_is_killed_or_listed(catalogue: Catalogue) -> None:
    killer, page = Killer(ROOTS[0]), PAGE.read_text(encoding="utf-8")

    def lives(mutant: Mutant) -> bool:
        return not killer.kills(mutant) and f"| {mutant.name} |" not in page

    sample = [m for m in mutants(catalogue) if crc32(m.name.encode()) % ONE_IN == 0]
    assert len(sample) > len(list(mutants(catalogue))) / ONE_IN / 2
    assert [m.name for m in sample if lives(m)] == []


def test_every_survivor_has_its_reason() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert "## 没有发现的改动" in page
    assert NO_REASON not in page
