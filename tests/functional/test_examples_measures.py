"""The examples of the measures taken during an audit, and of transfers, say what they are meant to say."""

import re

import pytest

from checker.states import State
from tests.functional.conftest import EXAMPLES, Report, states

ACTIONS = ["suspension", "freeze", "transfer", "registration"]


@pytest.mark.parametrize("action", ACTIONS)
def test_a_good_file_has_nothing_failed_or_open(report: Report, action: str) -> None:
    assert set(states(report(f"{action}-clean")).values()) == {State.PASS, State.NOT_APPLICABLE}


@pytest.mark.parametrize("action", ACTIONS)
def test_a_file_for_review_leaves_only_questions_and_later_stages(report: Report, action: str) -> None:
    found = report(f"{action}-for-review")
    assert set(states(found).values()) <= {State.PASS, State.MANUAL, State.NOT_APPLICABLE}
    assert found.not_reached


@pytest.mark.parametrize("action", ACTIONS)
def test_what_fails_in_a_defective_file_is_just_what_is_named_there(report: Report, action: str) -> None:
    text = (EXAMPLES / f"{action}-defective.yaml").read_text(encoding="utf-8")
    named = set(re.findall(r"缺陷 (P\d-\d{3})", text))
    found = states(report(f"{action}-defective"))
    assert named == {id_ for id_, state in found.items() if state is State.FAIL}
    assert not {State.UNKNOWN, State.ERROR} & set(found.values())
