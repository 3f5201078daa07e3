"""The engine says what a plain reading of the same rules says, or nothing; and refuses what it would misread."""

import operator
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import engine as engine_module
from rules.engine import Engine, EngineError, Judgement, Rule, Scalar, Test, _satisfied

INT64 = 2**63 - 1
OPERATORS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def plainly(judgement: Judgement, facts: Mapping[str, Scalar]) -> set[str]:
    """The same question without any engine."""
    return {
        rule.outcome
        for rule in judgement.rules
        if all(test.property in facts and OPERATORS[test.op](facts[test.property], test.value) for test in rule.tests)
    }


def rule(outcome: str, *tests: tuple[str, str, Scalar]) -> Rule:
    return Rule(outcome, tuple(Test(*test) for test in tests))  # type: ignore[arg-type]


def engine(*rules: Rule, remember: int = 100_000) -> Engine:
    return Engine([Judgement("听证告知", rules)], remember=remember)


def judge(rules: list[Rule], **facts: Scalar) -> set[str]:
    return set(engine(*rules).judge("听证告知", facts))


def ruleset(tested: Engine) -> Any:
    _, shape = tested._judgements["听证告知"]
    return engine_module._RULESETS[shape]


HEARING = [
    rule("not_applicable", ("intended_fine", "<", 10_000_000), ("kind", "==", "unit")),
    rule("pass", ("intended_fine", ">=", 10_000_000), ("kind", "==", "unit"), ("hearing_told", "==", True)),
    rule("fail", ("intended_fine", ">=", 10_000_000), ("kind", "==", "unit"), ("hearing_told", "==", False)),
]
TOLD: dict[str, Scalar] = {"intended_fine": 10_000_000, "kind": "unit", "hearing_told": True}


class TestSemantics:
    def test_a_unit_fined_100_000_yuan_untold_fails(self) -> None:
        assert judge(HEARING, intended_fine=10_000_000, kind="unit", hearing_told=False) == {"fail"}

    def test_told_passes(self) -> None:
        assert judge(HEARING, intended_fine=10_000_000, kind="unit", hearing_told=True) == {"pass"}

    def test_a_smaller_fine_is_out_of_scope_whatever_else_is_known(self) -> None:
        assert judge(HEARING, intended_fine=9_999_999, kind="unit") == {"not_applicable"}

    def test_silence_when_a_needed_fact_is_missing(self) -> None:
        assert judge(HEARING, intended_fine=10_000_000, kind="unit") == set()
        assert judge(HEARING) == set()

    def test_every_outcome_that_holds_fires(self) -> None:
        assert judge([rule("pass", ("a", ">", 1)), rule("fail", ("b", ">", 1))], a=2, b=2) == {"pass", "fail"}

    def test_one_of_several_rules_is_enough_and_says_it_once(self) -> None:
        rules = [rule("pass", ("a", "==", 1)), rule("pass", ("b", "==", 1)), rule("pass", ("a", "==", 1))]
        assert judge(rules, a=1, b=1) == judge(rules, b=1) == {"pass"}

    @pytest.mark.parametrize("facts", [{}, {"a": 1}])
    def test_an_empty_conjunction_always_fires(self, facts: dict[str, Scalar]) -> None:
        assert judge([rule("manual")], **facts) == {"manual"}

    def test_no_rules_say_nothing(self) -> None:
        assert judge([], a=1) == set()

    def test_not_equal_does_not_match_a_missing_property(self) -> None:
        assert judge([rule("pass", ("a", "!=", 1))]) == set()

    @pytest.mark.parametrize("op", OPERATORS)
    @pytest.mark.parametrize("value", [-6, -5, -4, 0])
    def test_each_comparison(self, op: str, value: Any) -> None:
        assert judge([rule("pass", ("a", op, -5))], a=value) == ({"pass"} if OPERATORS[op](value, -5) else set())

    def test_properties_that_no_rule_mentions_are_left_out(self) -> None:
        assert judge([rule("pass", ("a", "==", 1))], a=1, id="x", sid="y", b=1.5) == {"pass"}  # type: ignore[arg-type]

    def test_facts_leave_no_trace_for_the_next(self) -> None:
        tested = engine(*HEARING, remember=0)
        for _ in range(3):
            assert tested.judge("听证告知", TOLD) == {"pass"}
            assert tested.judge("听证告知", {"kind": "unit"}) == set()

    def test_judgements_do_not_hear_each_other(self) -> None:
        two = Engine([Judgement(name, (rule(name, ("a", "==", 1)),)) for name in ("甲", "乙")])
        assert two.judge("甲", {"a": 1}) == {"甲"}
        assert two.judge("乙", {"a": 1}) == {"乙"}

    @pytest.mark.parametrize(
        "text", ["", "a", 'a"', "a'", "a\\", "a\n", "\0", "单位", "😀", 'a","b":1', "%s%n", "字" * 10_000]
    )
    def test_texts_equal_only_themselves(self, text: str) -> None:
        rules = [rule("same", ("a", "==", text)), rule("other", ("a", "!=", text))]
        for value in {text, text[:-1], text[1:], (text + "b")[:10_000], text[:9_999] + '"', " "}:
            assert judge(rules, a=value) == ({"same"} if value == text else {"other"})

    @pytest.mark.parametrize("constant", [INT64, INT64 - 1, -INT64, 2**53 + 1, 2**31, -(2**31) - 1])
    def test_large_numbers_are_exact(self, constant: Any) -> None:
        rules = [rule(op, ("a", op, constant)) for op in OPERATORS]
        for value in (constant - 1, constant, constant + 1):
            if abs(value) <= INT64:
                assert judge(rules, a=value) == {op for op in OPERATORS if OPERATORS[op](value, constant)}

    def test_names_the_engine_might_confuse_are_only_names(self) -> None:
        names = ["partition", "m", "p0", "p1", "all", "a.b", "金额", 'a"b', "", " "]
        rules = [rule(name, (name, "==", number)) for number, name in enumerate(names)]
        for number, name in enumerate(names):
            assert judge(rules, **{name: number}) == {name}
            assert judge(rules, **dict.fromkeys(names, number)) == {name}


class TestTypes:
    @pytest.mark.parametrize(
        ("constant", "value"),
        [(1, True), (1, "1"), (1, 1.0), (True, 1), (True, "true"), ("1", 1), ("true", True), (1, None), ("a", ["a"])],
    )
    def test_a_value_of_another_type_is_refused(self, constant: Any, value: Any) -> None:
        with pytest.raises(EngineError, match=r"听证告知.*a"):
            judge([rule("pass", ("a", "==", constant))], a=value)

    def test_a_property_has_one_type(self) -> None:
        with pytest.raises(EngineError, match=r"听证告知.*既与整数又与真假值比较"):
            engine(rule("pass", ("a", "==", 1)), rule("fail", ("a", "==", True)))

    @pytest.mark.parametrize("value", ["b", True])
    @pytest.mark.parametrize("op", ["<", "<=", ">", ">="])
    def test_only_numbers_have_an_order(self, value: Any, op: str) -> None:
        with pytest.raises(EngineError, match=r"听证告知.*是否相等"):
            engine(rule("pass", ("a", op, value)))

    @pytest.mark.parametrize("value", [1.5, None, [1]])
    def test_other_constants_are_refused(self, value: Any) -> None:
        with pytest.raises(EngineError, match="听证告知"):
            engine(rule("pass", ("a", "==", value)))

    def test_an_unknown_comparison_is_refused(self) -> None:
        with pytest.raises(EngineError, match="听证告知"):
            engine(rule("pass", ("a", "=~", "x")))

    @pytest.mark.parametrize("value", [INT64 + 1, -INT64 - 1, 10**20])
    def test_numbers_out_of_range_are_refused(self, value: Any) -> None:
        with pytest.raises(EngineError, match=r"听证告知.*整数范围"):
            engine(rule("pass", ("a", "==", value)))
        with pytest.raises(EngineError, match=r"听证告知.*整数范围"):
            judge([rule("pass", ("a", ">", 1))], a=value)

    def test_a_number_out_of_range_is_refused_although_its_rank_is_remembered(self) -> None:
        tested = engine(rule("pass", ("a", ">", 1)))
        tested.judge("听证告知", {"a": 2})
        with pytest.raises(EngineError, match="整数范围"):
            tested.judge("听证告知", {"a": INT64 + 1})

    @pytest.mark.parametrize("value", ["字" * 10_001, "\ud800"])
    def test_texts_the_engine_cannot_hold_are_refused(self, value: Any) -> None:
        with pytest.raises(EngineError, match=r"听证告知.*文本"):
            engine(rule("pass", ("a", "==", value)))
        with pytest.raises(EngineError, match=r"听证告知.*文本"):
            judge([rule("pass", ("a", "==", "x"))], a=value)


class TestLimits:
    def test_names_are_unique(self) -> None:
        with pytest.raises(EngineError, match=r"听证告知.*重复"):
            Engine([Judgement("听证告知", ()), Judgement("听证告知", ())])

    def test_an_unknown_judgement(self) -> None:
        with pytest.raises(EngineError, match="送达"):
            engine().judge("送达", {})

    @pytest.mark.parametrize("name", ["id", "sid", "$s", "$and"])
    def test_reserved_names(self, name: str) -> None:
        with pytest.raises(EngineError, match=r"听证告知.*保留"):
            engine(rule("pass", (name, "==", 1)))

    def test_64_conditions_may_wait_but_not_65(self) -> None:
        rules = [rule(f"o{number}", (f"a{number}", "==", 1)) for number in range(65)]
        facts = {f"a{number}": 1 for number in range(65)}
        assert judge(rules[:64], **facts) == {f"o{number}" for number in range(64)}
        with pytest.raises(EngineError, match=r"听证告知.*65 个条件等待"):
            engine(*rules)

    def test_conditions_that_exclude_each_other_do_not_wait_together(self) -> None:
        rules = [rule(f"o{number}", ("cause", "==", f"c{number}"), ("fine", ">", number)) for number in range(200)]
        assert judge(rules, cause="c150", fine=151) == {"o150"}

    def test_branches_of_the_levels_above_are_counted(self) -> None:
        rules = [rule(f"o{number}", (f"a{number}", "==", 1)) for number in range(40)]
        rules += [rule(f"p{number}", ("a0", "==", 1), (f"b{number}", "==", 1)) for number in range(26)]
        with pytest.raises(EngineError, match=r"听证告知.*65 个条件等待"):
            engine(*rules)
        facts = {f"{letter}{number}": 1 for letter in "ab" for number in range(40)}
        assert len(judge(rules[:-1], **facts)) == 65

    def test_251_properties_but_not_252(self) -> None:
        tests = [(f"a{number}", "==", 1) for number in range(252)]
        assert judge([rule("pass", *tests[:251])], **{name: 1 for name, _, _ in tests}) == {"pass"}
        with pytest.raises(EngineError, match=r"听证告知.*252 个属性"):
            engine(rule("pass", *tests))

    def test_511_branches_but_not_512(self) -> None:
        rules = [rule(f"o{number}", ("a", "==", number)) for number in range(512)]
        assert judge(rules[:511], a=510) == {"o510"}
        with pytest.raises(EngineError, match=r"听证告知.*分支"):
            engine(*rules)

    def test_255_outcomes_of_one_condition_but_not_256(self) -> None:
        rules = [rule(f"o{number}", ("a", "==", 1)) for number in range(256)]
        assert len(judge(rules[:255], a=1)) == 255
        with pytest.raises(EngineError, match=r"听证告知.*结论"):
            engine(*rules)

    def test_4096_rules_but_not_4097(self) -> None:
        rules = [rule("pass", ("a", "==", number % 64), ("b", "==", number // 64)) for number in range(4097)]
        assert judge(rules[:4096], a=63, b=63) == {"pass"}
        with pytest.raises(EngineError, match=r"听证告知.*4097 条规则"):
            engine(*rules)

    def test_a_long_conjunction(self) -> None:
        assert judge([rule("pass", *(("a", "!=", number) for number in range(400)))], a=-1) == {"pass"}


class TestMemory:
    RULES = (rule("pass", ("a", ">", 10), ("a", "<=", 20)), rule("fail", ("a", "==", 30), ("b", "==", "x")))

    def counted(self, *facts: Mapping[str, Scalar], remember: int = 100_000) -> tuple[int, int]:
        tested = engine(*self.RULES, remember=remember)
        for each in facts:
            assert tested.judge("听证告知", each) == plainly(Judgement("", self.RULES), each)
        return tested.hits, tested.misses

    def test_numbers_of_the_same_rank_are_one_question(self) -> None:
        assert self.counted({"a": 11}, {"a": 19}, {"a": 12}) == (2, 1)
        assert self.counted({"a": -5}, {"a": 9}) == (1, 1)
        assert self.counted({"a": 31}, {"a": INT64}) == (1, 1)

    def test_every_rank_is_a_question_of_its_own(self) -> None:
        assert self.counted(*({"a": value} for value in (9, 10, 11, 20, 21, 30, 31))) == (0, 7)

    def test_missing_is_a_question_of_its_own(self) -> None:
        assert self.counted({}, {"a": 0}, {"b": "x"}, {"a": 0, "b": "x"}, {"b": ""}) == (0, 5)

    def test_what_no_rule_mentions_does_not_count(self) -> None:
        assert self.counted({"a": 11}, {"a": 11, "c": 1}) == (1, 1)

    def test_judgements_do_not_share_answers(self) -> None:
        two = Engine([Judgement(name, (rule(name, ("a", "==", 1)),)) for name in ("甲", "乙")])
        assert two.judge("甲", {"a": 1}) == {"甲"}
        assert two.judge("乙", {"a": 1}) == {"乙"}
        assert (two.hits, two.misses) == (0, 2)

    def test_the_least_recently_used_is_forgotten_first(self) -> None:
        low, middle, high = {"a": 1}, {"a": 11}, {"a": 21}
        assert self.counted(low, middle, low, high, low, middle, remember=2) == (2, 4)

    def test_switched_off(self) -> None:
        assert self.counted({"a": 11}, {"a": 11}, remember=0) == (0, 2)


class TestFaults:
    @pytest.fixture
    def tested(self) -> Engine:
        tested = engine(*HEARING, remember=0)
        assert tested.judge("听证告知", TOLD) == {"pass"}
        return tested

    def after_one_error(self, tested: Engine) -> None:
        with pytest.raises(EngineError, match=r"听证告知.*规则引擎出错") as caught:
            tested.judge("听证告知", TOLD)
        assert "\n" not in str(caught.value)
        assert tested.judge("听证告知", TOLD) == {"pass"}

    def test_a_real_error_of_the_engine(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A fact half stored (error 303): durable would call the same fact already observed from then on."""
        monkeypatch.setattr(engine_module, "_MAX_WAITING", 1000)
        tested = engine(*(rule("pass", (f"a{number}", "==", 1)) for number in range(70)))
        everything = {f"a{number}": 1 for number in range(70)}
        for _ in range(2):
            with pytest.raises(EngineError, match=r"听证告知.*303"):
                tested.judge("听证告知", everything)
            assert tested.judge("听证告知", {"a0": 1}) == {"pass"}
        assert tested.hits == 1  # what came of an error is not remembered

    def test_a_fact_left_behind(self, tested: Engine) -> None:
        ruleset(tested)._host.assert_fact("judgement", {"id": "fact", "partition": "judgement", "i0": 1, "s1": "unit"})
        self.after_one_error(tested)

    def test_an_action_that_raises(self, tested: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        class Broken(set[str]):
            def add(self, _: str) -> None:
                raise KeyError("第一行\n第二行")

        monkeypatch.setattr(ruleset(tested), "_fired", Broken())
        self.after_one_error(tested)

    @pytest.mark.parametrize("method", ["assert_fact", "retract_fact"])
    def test_an_engine_that_raises_or_never_answers(
        self, tested: Engine, monkeypatch: pytest.MonkeyPatch, method: str
    ) -> None:
        def refuse(*_: object) -> None:
            raise OSError

        for broken in (refuse, lambda *_: None):
            monkeypatch.setattr(ruleset(tested)._host, method, broken)
            self.after_one_error(tested)

    def test_a_match_without_an_action(self, tested: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        host = ruleset(tested)._host
        monkeypatch.setattr(host, "assert_fact", lambda name, fact, complete: complete(None, None))
        self.after_one_error(tested)

    def test_an_interruption_passes_through_and_leaves_a_clean_memory(
        self, tested: Engine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(ruleset(tested)._host, "retract_fact", interrupt)
        with pytest.raises(KeyboardInterrupt):
            tested.judge("听证告知", TOLD)
        assert tested.judge("听证告知", TOLD) == {"pass"}

    def test_silence_of_the_engine_is_an_empty_answer(self, tested: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        host = ruleset(tested)._host
        unhandled = engine_module.MessageNotHandledException({})  # type: ignore[attr-defined]  # durable stays behind the engine
        monkeypatch.setattr(host, "assert_fact", lambda name, fact, complete: complete(unhandled, None))
        assert tested.judge("听证告知", TOLD) == set()

    def test_no_threads_are_started(self, tested: Engine) -> None:
        assert not hasattr(ruleset(tested)._host, "_d_timer")


NUMBERS = st.integers(-6, 6) | st.integers(738_000, 738_400) | st.integers(-INT64, INT64)
TEXTS = st.sampled_from(["unit", "person", "其他", ""]) | st.text(max_size=4)
VALUES: dict[str, st.SearchStrategy[Scalar]] = {
    "a": NUMBERS,
    "b": NUMBERS,
    "c": st.booleans(),
    "d": st.booleans(),
    "e": TEXTS,
    "f": TEXTS,
}


@st.composite
def a_test(draw: st.DrawFn) -> Test:
    name = draw(st.sampled_from(sorted(VALUES)))
    return Test(name, draw(st.sampled_from(list(OPERATORS) if name in "ab" else ["==", "!="])), draw(VALUES[name]))


RULES = st.builds(
    Rule, st.sampled_from(["pass", "fail", "not_applicable", "manual"]), st.lists(a_test(), max_size=4).map(tuple)
)
JUDGEMENTS = st.lists(RULES, max_size=8).map(lambda rules: Judgement("随机", tuple(rules)))
FACTS = st.fixed_dictionaries({}, optional=VALUES)


def near(judgement: Judgement, facts: dict[str, Scalar]) -> Iterator[dict[str, Scalar]]:
    """The facts, and for each constant the same facts with the value on it and next to it."""
    yield facts
    for test in (test for rule in judgement.rules for test in rule.tests):
        yield {**facts, test.property: test.value}
        if type(test.value) is int:
            yield from (
                {**facts, test.property: value} for value in (test.value - 1, test.value + 1) if abs(value) <= INT64
            )
    for name in facts:
        yield {key: value for key, value in facts.items() if key != name}


@settings(max_examples=400, deadline=None)
@given(JUDGEMENTS, st.lists(FACTS, min_size=1, max_size=6))
def test_the_engine_says_what_the_rules_say(judgement: Judgement, many_facts: list[dict[str, Scalar]]) -> None:
    remembering, forgetful = Engine([judgement], remember=20), Engine([judgement], remember=0)
    for facts in chain.from_iterable(near(judgement, each) for each in many_facts):
        expected = plainly(judgement, facts)
        assert forgetful.judge("随机", facts) == expected
        assert remembering.judge("随机", facts) == expected


@given(st.sets(st.tuples(st.sampled_from(list(OPERATORS)), st.integers(-3, 3)), min_size=1))
def test_tests_satisfied_together_are_counted_right(tests: set[tuple[str, int]]) -> None:
    counted = _satisfied([Test("n", op, value) for op, value in tests])  # type: ignore[arg-type]
    assert counted == max(sum(OPERATORS[op](v, value) for op, value in tests) for v in range(-5, 6))
