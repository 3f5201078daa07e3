"""The examples of a sealing say what they are meant to say."""

import re

from checker.states import State
from tests.functional.conftest import EXAMPLES, Report, states


def test_a_good_file_has_nothing_failed_or_open(report: Report) -> None:
    assert set(states(report("sealing-clean")).values()) == {State.PASS, State.NOT_APPLICABLE}


def test_a_file_for_review_leaves_only_questions_and_later_stages(report: Report) -> None:
    found = report("sealing-for-review")
    assert set(states(found).values()) <= {State.PASS, State.MANUAL, State.NOT_APPLICABLE}
    assert found.not_reached


def test_what_fails_in_the_defective_file_is_just_what_is_named_there(report: Report) -> None:
    text = (EXAMPLES / "sealing-defective.yaml").read_text(encoding="utf-8")
    found = states(report("sealing-defective"))
    assert set(re.findall(r"缺陷 (P\d-\d{3})", text)) == {id_ for id_, s in found.items() if s is State.FAIL}
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
