"""The page of mutants tells the truth: a sample is tried anew, and whoever survives has a reason."""

from __future__ import annotations

import re
from zlib import crc32

from tests.rules.mutants import PAGE, Killer, mutants

SHARE = 150
"""One mutant in so many is tried; all of them take a quarter of an hour: `python -m tests.rules.mutants`."""


def _listed() -> dict[str, str]:
    text = PAGE.read_text(encoding="utf-8").partition("## 没有发现的改动")[2]
    return dict(re.findall(r"^\| (.+?) \| (.+?) \|$", text, re.M))


def test_every_survivor_has_a_reason() -> None:
    assert [name for name, reason in _listed().items() if "尚无理由" in reason] == []


def test_a_sample_of_mutants_is_killed_or_listed() -> None:
    killer = Killer()
    sample = [m for m in mutants(killer.catalogue) if crc32(m.name.encode()) % SHARE == 0]
    assert len(sample) > 10
    assert [m.name for m in sample if not killer.kills(m) and m.name not in _listed()] == []
