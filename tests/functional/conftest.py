"""What the functional tests share: the shipped catalogue made ready once, and the example files."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from checker.casefile.load import load_case
from checker.catalog.build import load_catalogue
from checker.catalog.catalogue import Catalogue
from checker.catalog.layers import find_layer
from checker.check import Checker
from checker.cli.main import run
from checker.findings import CaseReport
from checker.states import State
from checker.workdays import Calendar
from rules.values import Record

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(find_layer("lingchuan"))


@pytest.fixture(scope="session")
def agency() -> Catalogue:
    """What the bureau checks itself with."""
    return load_catalogue(find_layer("lingchuan"), "agency")


@pytest.fixture(scope="session")
def ready(catalogue: Catalogue) -> Checker:
    return Checker(catalogue, Calendar({}))


Report = Callable[..., CaseReport]
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def anjuan(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs the command with these words: exit code, stdout, stderr."""

    def command(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["anjuan", *map(str, words)])
        with pytest.raises(SystemExit) as stopped:
            run()
        out, err = capsys.readouterr()
        return int(stopped.value.code or 0), out, err

    return command


@pytest.fixture(scope="session")
def report(ready: Checker) -> Report:
    """Checks an example by name, or a case file in memory, as at the day it names."""

    def check(case: str | Record, as_of: date | None = None, **options: Any) -> CaseReport:
        record = load_case(EXAMPLES / f"{case}.yaml", ready.catalogue.schema) if isinstance(case, str) else case
        stated: Any = record.value("as_of")
        return ready.check(record, "case", as_of or stated.day, "测试", **options)

    return check


def states(report: CaseReport) -> dict[str, State]:
    return {c.id: c.state for c in report.criteria}
