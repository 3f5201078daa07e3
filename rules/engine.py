"""The rule engine behind one small interface: which outcomes of a judgement fire on given facts.

The only module that imports durable-rules. Used freely it crashes, forgets facts and mixes cases; used as below it
agreed with plain Python on millions of evaluations. The subset: one antecedent per rule, a flat conjunction that
starts with an equality on a partition name (its own state message matches every rule without one); one working memory
and no session ids; assert one fact, collect what fires, retract it; no background threads; every limit checked first.
"""

import re
import struct
import threading
from bisect import bisect_left, bisect_right
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, ClassVar, Final, Literal

from durable.engine import Host, MessageNotHandledException

Scalar = bool | int | str

_ENGINE_OPERATORS: Final = {"!=": "$neq", "<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte"}
_OPERATORS: Final = ("==", *_ENGINE_OPERATORS)
_TYPE_NAMES: Final = {bool: "真假值", int: "整数", str: "文本"}
_TYPE_LETTERS: Final = {bool: "b", int: "i", str: "s"}

# The limits of durable-rules 2.0.28, from its C sources and tried out; beyond them it fails late or reads wild memory.
_MAX_WAITING: Final = 64  # alpha nodes on the stack while one fact is matched
_MAX_BRANCHES: Final = 511  # different comparisons that follow the same beginning
_MAX_OUTCOMES: Final = 255  # outcomes of one and the same conjunction
_MAX_RULES: Final = 4096
_MAX_PROPERTIES: Final = 254 - 3  # the fact's id, the session id and the partition are properties too
_MAX_TEXT: Final = 10_000  # a text's length is held in 16 bits and counts bytes after escaping, up to 6 a character
_CONSTANT_MAX: Final = 2 ** (8 * struct.calcsize("l") - 1) - 1  # constants are read with atol (32 bits on Windows) …
_FACT_MAX: Final = 2**63 - 1  # … facts with atoll
_SURROGATE: Final = re.compile("[\ud800-\udfff]")  # half a character, which cannot be encoded
_RESERVED: Final = ("id", "sid")

_RULESET: Final = "judgement"
_PARTITION: Final = {"partition": _RULESET}
_FACT_ID: Final = {"id": "fact"}  # always the same: a fact that was not retracted makes the next assertion fail


class EngineError(Exception):
    """A judgement the engine cannot take, a fact it would misread, or a fault of the engine. One line, in Chinese."""


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison of a property of the fact with a constant; a missing property matches nothing, `!=` included."""

    __test__: ClassVar = False  # pytest: not a class of tests

    property: str
    op: Literal["==", "!=", "<", "<=", ">", ">="]
    value: Scalar


@dataclass(frozen=True, slots=True)
class Rule:
    """A flat conjunction and the outcome it stands for; an empty conjunction always fires."""

    outcome: str
    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """All the rules that decide one question, such as a criterion. The name is unique and appears in messages."""

    name: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    """A property as the engine sees it. Names are replaced: the engine tells properties apart by a 32-bit hash."""

    property: str
    alias: str
    """Begins with the letter of its type, so that equal shapes have equal types: to Python 1 and True are one."""
    kind: type[Scalar]
    constants: tuple[Any, ...]  # sorted, each once


class _QuietHost(Host):  # type: ignore[misc]  # durable is untyped, so its Host is Any
    def _run(self) -> None:
        """Starts no threads: they would run the actions of a fact that is still being matched."""


class Engine:
    """Judges facts, and remembers what it found. Safe to share by threads.

    A judgement's ruleset is built when it is first asked (0.4 ms each), one ruleset per judgement: grouping ten saves
    25 ms and 26 MB over a catalogue of 250, but then a fault takes ten judgements with it. Judgements that differ only
    in the names of their properties share one, and all engines share theirs.
    """

    def __init__(self, judgements: Iterable[Judgement], *, remember: int = 65_536) -> None:
        """`remember` bounds the memory of earlier results, least recently used out first; 0 switches it off."""
        self.hits = 0
        self.misses = 0
        self._remember = remember
        self._memory: OrderedDict[tuple[Scalar | None, ...], frozenset[str]] = OrderedDict()
        self._judgements: dict[str, tuple[tuple[_Column, ...], _Shape]] = {}
        for judgement in judgements:
            if judgement.name in self._judgements:
                raise _error(judgement.name, "名称重复")
            columns = _columns(judgement)
            _check_limits(judgement, len(columns))
            self._judgements[judgement.name] = columns, _shape(judgement, columns)

    def judge(self, name: str, facts: Mapping[str, Scalar]) -> frozenset[str]:
        """The outcomes that fire. `facts` may hold more than the judgement mentions, and may lack some of it.

        An empty result means that nothing is known. Raises EngineError for an unknown judgement, for a value of another
        type than the constants it is compared with, and for a fault of the engine, after which it starts afresh.
        """
        if name not in self._judgements:
            raise _error(name, "没有这个判定")
        columns, shape = self._judgements[name]
        key = _key(name, columns, facts)
        with _LOCK:
            if self._remember and key in self._memory:
                self.hits += 1
                self._memory.move_to_end(key)
                return self._memory[key]
            self.misses += 1
            try:
                outcomes = _fired(shape, {c.alias: facts[c.property] for c in columns if c.property in facts})
            except Exception as error:
                reason = f"规则引擎出错，已弃用其工作内存（{type(error).__name__} {error}）"
                raise _error(name, reason) from error
            if self._remember:
                self._memory[key] = outcomes
                if len(self._memory) > self._remember:
                    self._memory.popitem(last=False)
            return outcomes


_Shape = tuple[tuple[str, tuple[Test, ...]], ...]
"""The rules of a judgement, each once, with the aliases of their properties."""


class _Ruleset:
    """Rules in durable's terms, with their working memory."""

    def __init__(self, shape: _Shape) -> None:
        self._fired: set[str] = set()
        definition = {}
        for number, (outcome, tests) in enumerate(shape):
            conjunction = [_PARTITION, *map(_condition, tests)]
            definition[f"r{number}"] = {"all": [{"m": {"$and": conjunction}}], "run": self._says(outcome)}
        self._host = _QuietHost()
        self._host.register_rulesets({_RULESET: definition})

    def _says(self, outcome: str) -> Callable[[object], None]:
        def run(_: object) -> None:  # durable counts the parameters: exactly one
            self._fired.add(outcome)

        return run

    def fire(self, fact: Mapping[str, Scalar]) -> frozenset[str]:
        """Asserts the fact, collects, retracts. After any exception this working memory is not to be used again."""
        self._fired.clear()
        if not self._tell(self._host.assert_fact, {**_FACT_ID, **_PARTITION, **fact}):
            return frozenset()
        outcomes = frozenset(self._fired)
        if not outcomes:  # for instance when the clock leapt: actions are leased by wall-clock time
            raise RuntimeError("matched, but no action ran")
        self._tell(self._host.retract_fact, dict(_FACT_ID))
        return outcomes

    def _tell(self, act: Callable[..., object], message: Mapping[str, Scalar]) -> bool:
        """Whether any rule took the message. durable reports through a callback, and hides what actions raise."""
        answers: list[tuple[Any, Any]] = []
        act(_RULESET, message, lambda error, state: answers.append((error, state)))
        if len(answers) != 1:
            raise RuntimeError(f"{len(answers)} answers to one message")
        error, state = answers[0]
        if isinstance(error, MessageNotHandledException):
            return False
        if error is not None:
            raise error if isinstance(error, BaseException) else RuntimeError(error)
        if state and "exception" in state:
            raise RuntimeError(state["exception"])
        return True


_RULESETS: Final[dict[_Shape, _Ruleset]] = {}
"""Of the whole process: durable gives the memory of a ruleset (0.4 MB) never back."""
_LOCK: Final = threading.Lock()


def _fired(shape: _Shape, fact: Mapping[str, Scalar]) -> frozenset[str]:
    ruleset = _RULESETS.pop(shape, None) or _Ruleset(shape)
    outcomes = ruleset.fire(fact)
    _RULESETS[shape] = ruleset  # only after an evaluation without fault
    return outcomes


def _shape(judgement: Judgement, columns: tuple[_Column, ...]) -> _Shape:
    aliases = {c.property: c.alias for c in columns}
    return tuple(
        (outcome, tuple(Test(aliases[t.property], t.op, t.value) for t in tests))
        for outcome, tests in _distinct(judgement)
    )


def _condition(test: Test) -> dict[str, Any]:
    plain = {test.property: test.value}
    return plain if test.op == "==" else {_ENGINE_OPERATORS[test.op]: plain}


def _columns(judgement: Judgement) -> tuple[_Column, ...]:
    """The properties that the judgement mentions, each with its one type: to the engine '1', 1 and True are equal."""
    constants: dict[str, set[Scalar]] = {}
    kinds: dict[str, type[Scalar]] = {}
    for test in (test for rule in judgement.rules for test in rule.tests):
        name, kind = test.property, type(test.value)
        if name in _RESERVED or name.startswith("$"):
            raise _error(judgement.name, f"属性名“{name}”为规则引擎保留，请改名")
        if kind not in _TYPE_NAMES or test.op not in _OPERATORS:
            raise _error(judgement.name, f"属性“{name}”的比较无法使用：{test.op} {test.value!r}")
        if kinds.setdefault(name, kind) is not kind:
            raise _error(judgement.name, f"属性“{name}”既与{_TYPE_NAMES[kinds[name]]}又与{_TYPE_NAMES[kind]}比较")
        if kind is not int and test.op not in ("==", "!="):  # the engine orders texts by what follows them in the JSON
            raise _error(judgement.name, f"属性“{name}”是{_TYPE_NAMES[kind]}，只能比较是否相等")
        _check_value(judgement.name, name, test.value, _CONSTANT_MAX)
        constants.setdefault(name, set()).add(test.value)
    return tuple(
        _Column(name, f"{_TYPE_LETTERS[kinds[name]]}{number}", kinds[name], tuple(sorted(values)))
        for number, (name, values) in enumerate(constants.items())
    )


def _key(name: str, columns: tuple[_Column, ...], facts: Mapping[str, Scalar]) -> tuple[Scalar | None, ...]:
    """Refuses what the engine would misread, and gives what of the facts can make a difference to the judgement.

    A number is replaced by its rank among the constants (odd on one, even between): no rule can tell more. The key
    holds no types: each place has one, and None for missing.
    """
    key: list[Scalar | None] = [name]
    for column in columns:
        if column.property not in facts:
            key.append(None)
            continue
        value: Any = facts[column.property]
        if type(value) is not column.kind:
            expected = _TYPE_NAMES[column.kind]
            raise _error(name, f"属性“{column.property}”应为{expected}，却是 {type(value).__name__}：{value!r:.60}")
        if column.kind is not bool:
            _check_value(name, column.property, value, _FACT_MAX)
        if column.kind is int:
            value = bisect_left(column.constants, value) + bisect_right(column.constants, value)
        key.append(value)
    return tuple(key)


def _check_value(name: str, property: str, value: Scalar, most: int) -> None:
    if isinstance(value, int):
        if not -most <= value <= most:
            raise _error(name, f"属性“{property}”的数值超出规则引擎的整数范围（±{most}）")
    elif len(value) > _MAX_TEXT or _SURROGATE.search(value):
        raise _error(name, f"属性“{property}”的文本超过 {_MAX_TEXT} 字或含无效字符")


def _check_limits(judgement: Judgement, properties: int) -> None:
    if properties > _MAX_PROPERTIES:
        raise _error(judgement.name, f"涉及 {properties} 个属性，超过 {_MAX_PROPERTIES} 个，请拆分")
    if len(judgement.rules) > _MAX_RULES:
        raise _error(judgement.name, f"展开为 {len(judgement.rules)} 条规则，超过 {_MAX_RULES} 条，请拆分")
    if len(judgement.rules) <= min(_MAX_WAITING, _MAX_BRANCHES, _MAX_OUTCOMES):
        return  # each node that waits leads to a rule of its own
    waiting = _waiting(judgement)
    if waiting > _MAX_WAITING:
        raise _error(judgement.name, f"可能同时有 {waiting} 个条件等待比较，超过 {_MAX_WAITING} 个，请拆分")


def _distinct(judgement: Judgement) -> list[tuple[str, tuple[Test, ...]]]:
    return list(dict.fromkeys((rule.outcome, rule.tests) for rule in judgement.rules))


def _waiting(judgement: Judgement) -> int:
    """How many alpha nodes could wait at once while one fact is matched; never too low.

    Rules with the same beginning share its nodes. Of the nodes that compare one property only those wait that one value
    can satisfy together; and while one branch is followed, the others of each level above wait.
    """
    most = 0
    levels = [(0, _distinct(judgement))]
    while levels:
        above, rules = levels.pop()
        branches: dict[Test, list[tuple[str, tuple[Test, ...]]]] = {}
        for outcome, tests in rules:
            if tests:
                branches.setdefault(tests[0], []).append((outcome, tests[1:]))
        if len(branches) > _MAX_BRANCHES or sum(not tests for _, tests in rules) > _MAX_OUTCOMES:
            reason = f"同一条件之下的分支超过 {_MAX_BRANCHES} 个或结论超过 {_MAX_OUTCOMES} 个，请拆分"
            raise _error(judgement.name, reason)
        here = 0
        for property in {test.property for test in branches}:
            here += _satisfied([test for test in branches if test.property == property])
        most = max(most, above + here)
        levels += [(above + here - 1, rest) for rest in branches.values()]
    return most


def _satisfied(tests: list[Test]) -> int:
    """How many different tests of one property a single value can satisfy, at most."""
    if not isinstance(tests[0].value, int) or isinstance(tests[0].value, bool):
        unequal = {test.value for test in tests if test.op == "!="}
        return len(unequal) + any(test.op == "==" and test.value not in unequal for test in tests)
    changes: Counter[int] = Counter()
    for test in tests:
        first = int(test.value) + (test.op in (">", "<="))  # where what the test says of a value changes
        if test.op in ("==", "!="):
            changes[first] += 1 if test.op == "==" else -1
            changes[first + 1] -= 1 if test.op == "==" else -1
        else:
            changes[first] += 1 if test.op in (">", ">=") else -1
    below_all = sum(test.op in ("<", "<=", "!=") for test in tests)
    return below_all + max(0, *accumulate(changes[value] for value in sorted(changes)))


def _error(name: str, reason: str) -> EngineError:
    return EngineError(" ".join(f"判定“{name}”：{reason}".split()))
