"""How long judging takes over generated case files that were not seen before: the rule engine without memory, with a
memory filled by other cases, and plain Python closures made from the same rules. All three must agree."""

from __future__ import annotations

import argparse
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from statistics import fmean, median
from time import perf_counter, perf_counter_ns
from typing import Any

from checker.cli.common import DEFAULT_LAYER, checker
from rules.engine import Engine, Judgement, Scalar, Test

Facts = Mapping[str, Scalar]
Case = tuple[Facts, ...]
"""What the engine is shown of one case file: a projection for each judgement, in their order."""
Closure = Callable[[Facts], frozenset[str]]
Judge = Callable[[str, Facts], frozenset[str]]

_COLD, _FILLED, _PLAIN = "engine, no memory", "engine, memory filled", "Python closures"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--layer", default=DEFAULT_LAYER)
    parser.add_argument("--cases", type=int, default=300, help="cases measured (default: 300)")
    parser.add_argument("--others", type=int, default=1000, help="other cases, that fill the memory (default: 1000)")
    parser.add_argument("--deviations", type=float, default=0.05, help="share of values that are not the usual one")
    parser.add_argument("--missing", type=float, default=0.02, help="share of values that are missing")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    program = checker(options.layer).program
    judgements = tuple(program.judgements)
    maker = CaseMaker(judgements, Random(options.seed), options.deviations, options.missing)
    others = [maker.case() for _ in range(options.others)]
    seen = set(map(_identity, others))
    cases = list(_unseen(maker, options.cases, seen))

    judges, engine, building = _judges(judgements)
    for case in others:
        _judge(engine.judge, judgements, case)
    before = engine.hits, engine.misses
    times = _measure(judges, judgements, cases)
    hits, misses = engine.hits - before[0], engine.misses - before[1]

    rules = sum(len(j.rules) for j in judgements)
    print(f"{len(program.criteria)} criteria, {len(judgements)} judgements, {rules} rules; built in {building:.0f} ms")
    print(
        f"{len(cases)} unseen cases after {len(others)} others; {options.deviations:.0%} of the values deviate, "
        f"{options.missing:.0%} are missing; seed {options.seed}"
    )
    print(f"all {len(cases) * len(judgements)} verdicts agree; found in memory: {hits / max(hits + misses, 1):.1%}\n")
    _print(times, len(judgements))


class CaseMaker:
    """Makes cases as a year's files are: of each property most cases share one usual value (of a number: one side of
    the same constants, each case with a number of its own), a few deviate, and a few do not say."""

    def __init__(self, judgements: Iterable[Judgement], random: Random, deviations: float, missing: float) -> None:
        self.random, self.deviations, self.missing = random, deviations, missing
        self.properties = [[self._property(*p) for p in _constants(j).items()] for j in judgements]

    def case(self) -> Case:
        return tuple(dict(self._values(properties)) for properties in self.properties)

    def _property(self, name: str, constants: tuple[Any, ...]) -> Property:
        if isinstance(constants[0], int) and not isinstance(constants[0], bool):
            return Property(name, constants, self.random.choice(_near(constants)))
        choices = (True, False) if isinstance(constants[0], bool) else (*constants, "other")
        return Property(name, choices, self.random.choice(choices))

    def _values(self, properties: Iterable[Property]) -> Iterator[tuple[str, Scalar]]:
        for property in properties:
            draw = self.random.random()
            if draw >= self.missing + self.deviations:
                yield property.name, self._usual(property)
            elif draw >= self.missing:
                number = type(property.usual) is int
                yield property.name, self.random.choice(_near(property.choices) if number else property.choices)

    def _usual(self, property: Property) -> Scalar:
        """The usual value; of a number, any that lies between the same constants."""
        usual, constants = property.usual, property.choices
        if type(usual) is not int or usual in constants:
            return usual
        place = bisect_left(constants, usual)
        room = max(30, abs(usual) // 2)  # a month, or half an amount
        low = constants[place - 1] + 1 if place else usual - room
        high = constants[place] - 1 if place < len(constants) else usual + room
        return self.random.randint(low, high)


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a judgement: the constants it is compared with (of what is no number: all values it can take)."""

    name: str
    choices: tuple[Any, ...]
    usual: Scalar


def _constants(judgement: Judgement) -> dict[str, tuple[Any, ...]]:
    found: dict[str, set[Any]] = {}
    for test in (t for rule in judgement.rules for t in rule.tests):
        found.setdefault(test.property, set()).add(test.value)
    return {name: tuple(sorted(values)) for name, values in found.items()}


def _near(constants: Iterable[int]) -> list[int]:
    return [near for constant in constants for near in (constant - 1, constant, constant + 1)]


def _unseen(maker: CaseMaker, number: int, seen: set[object]) -> Iterator[Case]:
    for _ in range(100 * number):
        case = maker.case()
        identity = _identity(case)
        if identity not in seen:
            seen.add(identity)
            yield case
            number -= 1
        if not number:
            return
    sys.exit("too few different cases: raise --deviations, or measure fewer")


def _identity(case: Case) -> object:
    return tuple(frozenset(facts.items()) for facts in case)


# ---------------------------------------------------------------------- judging


def _judges(judgements: tuple[Judgement, ...]) -> tuple[dict[str, Judge], Engine, float]:
    """The three judges, the engine with a memory, and the milliseconds that an engine with all its rulesets takes."""
    start = perf_counter()
    cold = Engine(judgements, remember=0)
    for judgement in judgements:  # a ruleset is built when it is first asked
        cold.judge(judgement.name, {})
    building = 1000 * (perf_counter() - start)
    filled = Engine(judgements)
    closures = {j.name: closure(j) for j in judgements}

    def plain(name: str, facts: Facts) -> frozenset[str]:
        return closures[name](facts)

    judges: dict[str, Judge] = {_COLD: cold.judge, _FILLED: filled.judge, _PLAIN: plain}
    return judges, filled, building


def closure(judgement: Judgement) -> Closure:
    """The rules of a judgement as nested functions, as one would write them without an engine."""
    rules = tuple((rule.outcome, tuple(map(_holds, rule.tests))) for rule in judgement.rules)

    def judge(facts: Facts) -> frozenset[str]:
        fired = set()
        for outcome, tests in rules:
            for holds in tests:
                if not holds(facts):
                    break
            else:
                fired.add(outcome)
        return frozenset(fired)

    return judge


def _holds(test: Test) -> Callable[[Facts], bool]:
    """A missing property matches nothing."""
    name = test.property
    value: Any = test.value  # the engine has refused judgements that order anything but numbers
    match test.op:
        case "==":
            return lambda facts: name in facts and facts[name] == value
        case "!=":
            return lambda facts: name in facts and facts[name] != value
        case "<":
            return lambda facts: name in facts and facts[name] < value
        case "<=":
            return lambda facts: name in facts and facts[name] <= value
        case ">":
            return lambda facts: name in facts and facts[name] > value
        case ">=":
            return lambda facts: name in facts and facts[name] >= value


def _judge(judge: Judge, judgements: tuple[Judgement, ...], case: Case) -> list[frozenset[str]]:
    return [judge(judgement.name, facts) for judgement, facts in zip(judgements, case, strict=True)]


def _measure(
    judges: dict[str, Judge], judgements: tuple[Judgement, ...], cases: Iterable[Case]
) -> dict[str, list[float]]:
    """Microseconds of each case. For each one the judges take turns, another one first each time."""
    times: dict[str, list[float]] = {name: [] for name in judges}
    order = list(judges)
    for case in cases:
        order = [*order[1:], order[0]]
        verdicts = {}
        for name in order:
            start = perf_counter_ns()
            verdicts[name] = _judge(judges[name], judgements, case)
            times[name].append((perf_counter_ns() - start) / 1000)
        for judgement, facts, *said in zip(judgements, case, *verdicts.values(), strict=True):
            if len(set(said)) > 1:
                sys.exit(f"{judgement.name}: {dict(zip(verdicts, said, strict=True))} for {dict(facts)}")
    return times


def _print(times: dict[str, list[float]], judgements: int) -> None:
    plain, cold = median(times[_PLAIN]), median(times[_COLD])
    print(f"{'':<24}{'median µs':>10}{'mean µs':>10}{'µs per':>11}{'to':>11}{'to engine,':>13}")
    print(f"{'':<24}{'per case':>10}{'per case':>10}{'judgement':>11}{'closures':>11}{'no memory':>13}")
    for name, taken in times.items():
        middle = median(taken)
        print(
            f"{name:<24}{middle:10.0f}{fmean(taken):10.0f}{middle / judgements:11.1f}"
            f"{middle / plain:11.2f}{middle / cold:13.2f}"
        )


if __name__ == "__main__":
    main()
