"""A worker that dies costs only what it was working on."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.evaluation.pool import Failed, spread

_begun = 0


def _begin(start: int) -> None:
    global _begun
    _begun = start


def _work(item: int) -> tuple[int, int]:
    if item == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    if item == 5:
        os._exit(7)
    if item == 6:
        raise ValueError("six")
    return item, _begun + item


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(Path(__file__).parent), *sys.path])


@pytest.mark.parametrize("jobs", [1, 2])
def test_each_item_has_a_result_whatever_becomes_of_its_process(jobs: int) -> None:
    found = dict(spread(_work, range(9), jobs, _begin, 100))
    assert found.keys() == set(range(9))
    assert {i for i, r in found.items() if isinstance(r, Failed)} == {3, 5, 6}
    assert all(r == (i, 100 + i) for i, r in found.items() if not isinstance(r, Failed))
    assert "进程中止" in str(found[3])
    assert "ValueError" in str(found[6])


def test_items_are_taken_as_they_are_needed() -> None:
    taken = []

    def items() -> Iterator[int]:
        for item in range(10, 200):
            taken.append(item)
            yield item

    results = spread(_work, items(), 1, _begin, 0)
    next(results)
    assert len(taken) < 20
    results.close()  # type: ignore[attr-defined]
