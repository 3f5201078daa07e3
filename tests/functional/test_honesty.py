"""The engine is no fig leaf, and no law stands in Python."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Mapping

import pytest

from checker.catalog.catalogue import Catalogue
from checker.check import Checker
from checker.marked import Map, Marked, Seq, Text
from checker.states import State
from checker.workdays import Calendar
from rules.engine import Scalar
from tests.functional.conftest import ROOT, Report, states


class Silent:
    """An engine that fires nothing, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def judge(self, name: str, facts: Mapping[str, Scalar], /) -> frozenset[str]:
        self.asked.add(name)
        return frozenset()


@pytest.mark.parametrize("example", ["penalty-clean", "penalty-defective", "penalty-2019", "agency-gaps"])
def test_without_the_engine_nothing_passes_or_fails(catalogue: Catalogue, agency: Catalogue, example: str) -> None:
    from datetime import date

    from checker.casefile.load import load_case

    silent = Silent()
    catalogue = agency if example.startswith("agency") else catalogue
    case = load_case(ROOT / "examples" / f"{example}.yaml", catalogue.schema)
    report = Checker(catalogue, Calendar({}), silent).check(case, example, date(2022, 8, 31), "测试")
    found = states(report)
    assert not {State.PASS, State.FAIL, State.MANUAL, State.WAIVED} & set(found.values())
    reached = [id_ for id_ in found if id_ in silent.asked]
    assert len(reached) > len(found) / 2
    assert {found[id_] for id_ in reached} == {State.UNKNOWN}


def test_states_add_up(report: Report, catalogue: Catalogue) -> None:
    for example in ("penalty-clean", "penalty-defective", "penalty-draft", "penalty-for-review", "penalty-2019"):
        assert report(example).counts.total() == len(catalogue.criteria)


def _scalars(node: Marked) -> Iterator[str]:
    match node:
        case Text(value):
            yield value
        case Seq(items):
            for item in items:
                yield from _scalars(item)
        case Map(entries):
            for entry in entries.values():
                yield from _scalars(entry)


DEFINITIONS = {"per cent": "100"}
"""Numbers that are no law."""


def test_no_law_stands_in_python(catalogue: Catalogue, agency: Catalogue) -> None:
    """No norm code, criterion id, date, or number above 99 of the catalogue is a token of the program."""
    both = (catalogue, agency)
    scalars = {s for c in both for placed in c.sources.values() for p in placed for s in _scalars(p.tree)}
    words = {id_ for c in both for id_ in (*c.norms, *c.deadlines, *(x.entry.id for x in c.criteria))}
    dates = {s for s in scalars if re.fullmatch(r"\d{4}-\d\d-\d\d", s)}
    numbers = {s for s in scalars if re.fullmatch(r"\d{3,}", s)} - set(DEFINITIONS.values())
    assert len(words) > 50
    assert len(dates) > 20
    assert len(numbers) > 5
    found = []
    for path in sorted(p for top in ("rules", "checker", "reports") for p in (ROOT / top).rglob("*.py")):
        for line, token in _tokens(path.read_text()):
            pieces = set(re.findall(r"[A-Za-z0-9_.\-]+", token))
            if pieces & (words | dates) or (token.replace("_", "") in numbers):
                found.append(f"{path.relative_to(ROOT)}:{line} {token}")
    assert found == []


def _tokens(source: str) -> Iterator[tuple[int, str]]:
    """Names, numbers and texts, without comments and docstrings (which may cite the law to explain a choice)."""
    quiet = {
        (node.value.lineno, node.value.col_offset)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in (tokenize.NAME, tokenize.NUMBER, tokenize.STRING) and token.start not in quiet:
            yield token.start[0], token.string
