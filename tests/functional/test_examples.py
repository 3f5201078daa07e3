"""The examples say what they are meant to say."""

import re

import pytest

from checker.states import State
from tests.functional.conftest import EXAMPLES, Report, states


@pytest.mark.parametrize(
    "name", ["penalty-clean", "penalty-2019", "deadline-beyond-calendar", "inspection-clean", "decision-clean"]
)
def test_a_good_file_has_nothing_failed_or_open(report: Report, name: str) -> None:
    assert set(states(report(name)).values()) == {State.PASS, State.NOT_APPLICABLE}


def test_a_file_for_review_leaves_only_questions_and_later_stages(report: Report) -> None:
    found = report("penalty-for-review")
    assert set(states(found).values()) == {State.PASS, State.MANUAL, State.NOT_APPLICABLE}
    assert {"P2-062", "P2-101", "P2-131", "P2-161"} <= {c.id for c in found.not_reached}


def test_an_audit_for_review_leaves_only_questions_and_later_stages(report: Report) -> None:
    found = report("inspection-for-review")
    asked = {c.id for c in found.criteria if c.state is State.MANUAL}
    assert set(states(found).values()) == {State.PASS, State.MANUAL, State.NOT_APPLICABLE}
    assert asked == {"P2-508", "P2-515"}
    assert {"P2-221", "P2-511", "P2-513", "P6-501"} <= {c.id for c in found.not_reached}


def test_a_decision_for_review_leaves_only_questions_and_later_stages(report: Report) -> None:
    found = report("decision-for-review")
    assert set(states(found).values()) == {State.PASS, State.MANUAL, State.NOT_APPLICABLE}
    assert {"P2-601", "P2-604", "P6-061", "P6-601"} <= {c.id for c in found.not_reached}


def test_a_draft_passes_nothing_but_what_it_states(report: Report) -> None:
    found = states(report("penalty-draft"))
    assert [id_ for id_, state in found.items() if state is State.PASS] == ["P0-001"]
    assert State.FAIL not in found.values()
    assert {id_ for id_, state in found.items() if state is State.UNKNOWN} >= {"P1-021", "P1-031", "P2-021"}


@pytest.mark.parametrize("name", ["penalty-defective", "inspection-defective", "decision-defective"])
def test_what_fails_in_the_defective_file_is_just_what_is_named_there(report: Report, name: str) -> None:
    text = (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8")
    named = set(re.findall(r"缺陷 (P\d-\d{3})", text))
    failed = {id_ for id_, state in states(report(name)).items() if state is State.FAIL}
    assert named == failed
    assert len(named) >= 24


def test_deadlines_beyond_the_workday_tables_name_the_year(report: Report) -> None:
    found = {d.id: d for d in report("deadline-beyond-calendar").deadlines if "虚石岭" in d.subject}
    for id_ in ("payment", "reconsideration", "litigation"):
        assert "2027年" in found[id_].text
        assert not any(r.due for r in found[id_].readings if "2027年" in r.text)
    assert found["hearing_request"].text == "期满未行使"
