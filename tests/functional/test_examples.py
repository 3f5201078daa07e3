"""The examples say what they are meant to say."""

import re

import pytest

from checker.states import State
from tests.functional.conftest import EXAMPLES, Report, states

CLEAN, FOR_REVIEW, DEFECTIVE = (
    sorted(p.stem for p in EXAMPLES.glob(f"*-{kind}.yaml")) for kind in ("clean", "for-review", "defective")
)


@pytest.mark.parametrize("name", [*CLEAN, "penalty-2019", "deadline-beyond-calendar"])
def test_a_good_file_has_nothing_failed_or_open(report: Report, name: str) -> None:
    assert set(states(report(name)).values()) == {State.PASS, State.NOT_APPLICABLE}


@pytest.mark.parametrize("name", FOR_REVIEW)
def test_a_file_for_review_leaves_only_questions_and_later_stages(report: Report, name: str) -> None:
    found = report(name)
    assert set(states(found).values()) <= {State.PASS, State.MANUAL, State.NOT_APPLICABLE}
    assert found.not_reached


def test_what_a_file_for_review_has_not_reached_and_is_asked(report: Report) -> None:
    later = {name: {c.id for c in report(name).not_reached} for name in FOR_REVIEW}
    assert later["penalty-for-review"] >= {"P2-062", "P2-101", "P2-131", "P2-161"}
    assert later["inspection-for-review"] >= {"P2-221", "P2-511", "P2-513", "P6-501"}
    assert later["decision-for-review"] >= {"P2-601", "P2-604", "P6-061", "P6-601"}
    asked = {c.id for c in report("inspection-for-review").criteria if c.state is State.MANUAL}
    assert asked == {"P2-508", "P2-515"}


def test_a_draft_passes_nothing_but_what_it_states(report: Report) -> None:
    found = states(report("penalty-draft"))
    assert [id_ for id_, state in found.items() if state is State.PASS] == ["P0-001"]
    assert State.FAIL not in found.values()
    assert {id_ for id_, state in found.items() if state is State.UNKNOWN} >= {"P1-021", "P1-031", "P2-021"}


@pytest.mark.parametrize("name", DEFECTIVE)
def test_what_fails_in_the_defective_file_is_just_what_is_named_there(report: Report, name: str) -> None:
    text = (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8")
    named = set(re.findall(r"缺陷 (P\d-\d{3})", text))
    found = states(report(name))
    assert named == {id_ for id_, state in found.items() if state is State.FAIL}
    assert named
    assert not {State.UNKNOWN, State.ERROR} & set(found.values())


def test_of_two_sealings_each_has_its_own_defects(report: Report) -> None:
    failed = {
        c.id: {k.subject for k in c.checked if k.state is State.FAIL}
        for c in report("sealing-defective").criteria
        if c.state is State.FAIL
    }
    assert failed["P5-301"] == {"封存：z1"}
    assert failed["P2-315"] == {"封存：z2"}
    assert failed["P2-247"] == {"封存：z1", "封存：z2"}


def test_deadlines_beyond_the_workday_tables_name_the_year(report: Report) -> None:
    found = {d.id: d for d in report("deadline-beyond-calendar").deadlines if "虚石岭" in d.subject}
    for id_ in ("payment", "reconsideration", "litigation"):
        assert "2027年" in found[id_].text
        assert not any(r.due for r in found[id_].readings if "2027年" in r.text)
    assert found["hearing_request"].text == "期满未行使"


def test_a_question_that_is_not_yet_asked_may_still_be_answered_with_no(report: Report) -> None:
    [found] = [c for c in report("penalty-draft").criteria if c.id == "P1-113"]
    assert found.state is State.UNKNOWN
    assert all(State.FAIL in c.could_be for c in found.checked)
