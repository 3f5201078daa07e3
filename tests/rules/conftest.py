"""Cases are picked by their file and their Chinese name: `pytest tests/rules -k 听证`."""

import gc

import pytest

from checker.catalog.catalogue import Catalogue
from checker.cli.common import DEFAULT_LAYER, checker
from tests.rules.casebook import Case

gc.set_threshold(100_000)  # as the command does: the default spends a fifth of the time looking through the catalogue


def pytest_make_parametrize_id(val: object) -> str | None:
    return f"{val.file}-{val.name}" if isinstance(val, Case) else None


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return checker(DEFAULT_LAYER).catalogue
