"""From a condition to flat rules for the engine.

A condition becomes a tree of atoms. An atom is one hoisted form and a comparison with constants; each atom can be
true, false, or (where the law allows two answers) for a person to judge. The tree is spread into disjunctions of
flat conjunctions, one family of rules for each outcome. What would spread too far is hoisted as a condition of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise, product
from math import ceil, floor
from typing import Literal

from rules import language as lang
from rules.engine import Judgement, Rule, Scalar, Test
from rules.language import Condition, Value
from rules.outcomes import normal
from rules.tables import Table
from rules.values import Interval, Moment, Outcome

MOST_RULES = 32
"""More conjunctions than this in one family, and the parts are hoisted instead."""

Aspect = Literal["value", "floor_low", "floor_high", "ceil_low", "ceil_high", "row", "judgement"]
Polarity = Literal["true", "false", "judgement"]
Conjunction = frozenset[Test]


@dataclass(frozen=True, slots=True)
class Atom:
    """A hoisted form compared with constants: `op` in '', eq, in, gte, gt, lte, lt; '' takes the boolean as it is."""

    form: Value | Condition
    op: str = ""
    constants: tuple[bool | int | str, ...] = ()
    lookup: lang.Lookup | None = None
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    kind: Literal["all", "any", "not"]
    parts: tuple[Tree, ...]


Tree = Atom | Node


Property = tuple[str, Value | Condition, Aspect]


@dataclass
class Compiled:
    """A judgement ready for the engine, and how to project facts into its properties."""

    judgement: Judgement
    tree: Mapping[str, Tree]
    """`applies` and `requires` of a criterion, or `condition`."""
    spread: _Spread
    open: Judgement | None = None
    """Fires where nothing is decided but for judgements of the law; it is not asked where something is. None where no
    form can end in a judgement."""
    opening: frozenset[str] = frozenset()
    """The properties that can show that a criterion does not apply: asked first, since it mostly does not."""

    @cached_property
    def first(self) -> tuple[Property, ...]:
        """Those of `opening`, with the form and the aspect of each."""
        return tuple((n, *self.properties[n]) for n in self.properties if n in self.opening)

    @cached_property
    def rest(self) -> tuple[Property, ...]:
        """The others, but for `doubts`."""
        known = self.opening | {n for n, _, _ in self.doubts}
        return tuple((n, *self.properties[n]) for n in self.properties if n not in known)

    @cached_property
    def doubts(self) -> tuple[Property, ...]:
        """Those that say that a judgement of the law is open."""
        return tuple((n, *p) for n, p in self.properties.items() if p[1] == "judgement")

    @cached_property
    def read(self) -> Mapping[str, tuple[Value | Condition, ...]]:
        """The forms behind the atoms of each tree, in their order."""
        return {name: tuple(_forms(tree)) for name, tree in self.tree.items()}

    @property
    def properties(self) -> Mapping[str, tuple[Value | Condition, Aspect]]:
        """For each property of the engine's fact, the form it comes from and the aspect of its value."""
        return self.spread.properties

    @property
    def name(self) -> str:
        return self.judgement.name


class Compiler:
    """Compiles conditions of one catalogue; remembers conditions that it hoisted."""

    def __init__(self, tables: Mapping[str, Table], judged: Callable[[Value | Condition], bool]) -> None:
        """`judged` says whether a form can end in a judgement: only then rules for it are made."""
        self.tables, self.judged = tables, judged
        self._conditions: dict[Condition, Compiled] = {}
        self._gauge = _Spread(tables, judged)

    def criterion(self, name: str, applies: Condition, requires: Condition) -> Compiled:
        """Families pass, fail and not_applicable; manual apart, where a judgement of the law is open."""
        a, r = self._parts((applies, requires))
        held, broken = Node("all", (a, r)), Node("all", (a, Node("not", (r,))))
        families = {"not_applicable": Node("not", (a,)), "pass": held, "fail": broken}
        return self._compile(name, families, (held, broken), {"applies": a, "requires": r})

    def condition(self, condition: Condition) -> Compiled:
        """Families true and false (manual apart) for a hoisted condition or a named fact."""
        if condition not in self._conditions:
            tree = self.tree(condition)
            name = f"condition-{len(self._conditions) + 1}"
            families: dict[str, Tree] = {"true": tree, "false": Node("not", (tree,))}
            self._conditions[condition] = self._compile(name, families, (tree,), {"condition": tree})
        return self._conditions[condition]

    def tree(self, condition: Condition) -> Tree:
        """The condition as a tree of atoms; conditions hoisted into facts become boolean atoms."""
        match condition:
            case lang.All(parts) | lang.Any(parts):
                kind: Literal["all", "any"] = "all" if isinstance(condition, lang.All) else "any"
                return Node(kind, self._parts(parts))
            case lang.Not(part):
                return Node("not", (self.tree(part),))
            case lang.Compare(left, op, (lang.Lookup() as lookup,)) if op != "has":
                positive = {"ne": "eq"}.get(op, op)
                atom = Atom(left, positive, (), lookup, True)
                return Node("not", (atom,)) if op == "ne" else atom
            case lang.Compare(left, op, right) if op != "has" and all(isinstance(v, lang.Const) for v in right):
                constants = tuple(v.value for v in right if isinstance(v, lang.Const))
                numeric = all(isinstance(c, int) and not isinstance(c, bool) for c in constants)
                positive = {"ne": "eq"}.get(op, op)
                atom = Atom(left, "in" if positive == "eq" and not numeric else positive, constants, None, numeric)
                return Node("not", (atom,)) if op == "ne" else atom
            case _:
                return Atom(condition)

    def _parts(self, parts: tuple[Condition, ...]) -> tuple[Tree, ...]:
        """The trees of the parts; the largest become facts of their own until what is left does not spread too far."""
        trees = [self.tree(p) for p in parts]
        sizes = [self._size(t) for t in trees]
        while _product(sizes) > MOST_RULES:
            i = sizes.index(max(sizes))
            if trees[i] == Atom(parts[i]):
                break
            trees[i] = Atom(parts[i])
            sizes[i] = self._size(trees[i])
        return tuple(trees)

    # ------------------------------------------------------------------ rules

    def _compile(
        self, name: str, families: Mapping[str, Tree], possible: tuple[Tree, ...], tree: Mapping[str, Tree]
    ) -> Compiled:
        spread = _Spread(self.tables, self.judged)
        rules = [
            Rule(outcome, _sorted(c)) for outcome, t in families.items() for c in _minimal(spread.rules(t, "true"))
        ]
        manual = {c for t in possible for c in spread.rules(t, "true", with_judgement=True) if spread.judged(c)}
        doubts = tuple(Rule("manual", _sorted(c)) for c in _minimal(manual))
        open_ = Judgement(f"{name}/manual", doubts) if doubts else None
        opening = frozenset(t.property for r in rules if r.outcome == "not_applicable" for t in r.tests)
        return Compiled(Judgement(name, tuple(rules)), tree, spread, open_, opening)

    def _size(self, tree: Tree) -> int:
        return max(self._gauge.count(tree, p) for p in ("true", "false"))


def _forms(tree: Tree) -> Iterator[Value | Condition]:
    if isinstance(tree, Atom):
        yield tree.form
        if tree.lookup:
            yield tree.lookup
    else:
        for part in tree.parts:
            yield from _forms(part)


class _Spread:
    """Spreads trees into flat conjunctions, naming a property for each aspect of a form that a test needs."""

    def __init__(self, tables: Mapping[str, Table], can_be_judged: Callable[[Value | Condition], bool]) -> None:
        self.tables, self.can_be_judged = tables, can_be_judged
        self.properties: dict[str, tuple[Value | Condition, Aspect]] = {}
        self._names: dict[tuple[int, Aspect], str] = {}
        self._atoms: dict[tuple[int, Polarity], tuple[Atom, set[Conjunction]]] = {}

    def rules(self, tree: Tree, polarity: Polarity, with_judgement: bool = False) -> set[Conjunction]:
        """The conjunctions of which at least one holds exactly when `tree` has that truth value.

        `with_judgement`: or could have it, as far as only judgements of the law are open.
        """
        if isinstance(tree, Atom):
            found = self.atom(tree, polarity)
            return found | self.atom(tree, "judgement") if with_judgement else found
        if tree.kind == "not":
            return self.rules(tree.parts[0], "false" if polarity == "true" else "true", with_judgement)
        sides = [self.rules(p, polarity, with_judgement) for p in tree.parts]
        if (tree.kind == "all") == (polarity == "true"):
            return {frozenset().union(*choice) for choice in product(*sides)}
        return set().union(*sides)

    def atom(self, atom: Atom, polarity: Polarity) -> set[Conjunction]:
        """The conjunctions for one atom; remembered, since explaining a verdict asks for them again and again."""
        key = (id(atom), polarity)
        if key not in self._atoms:
            self._atoms[key] = atom, set(self._atom(atom, polarity))
        return self._atoms[key][1]

    def count(self, tree: Tree, polarity: Polarity) -> int:
        """How many conjunctions `rules` would make, at most."""
        if isinstance(tree, Atom):
            return len(self.atom(tree, polarity)) + len(self.atom(tree, "judgement"))
        if tree.kind == "not":
            return self.count(tree.parts[0], "false" if polarity == "true" else "true")
        sides = [self.count(p, polarity) for p in tree.parts]
        return _product(sides) if (tree.kind == "all") == (polarity == "true") else sum(sides)

    def judged(self, conjunction: Conjunction) -> bool:
        return any(self.properties[t.property][1] == "judgement" for t in conjunction)

    def _atom(self, atom: Atom, polarity: Polarity) -> Iterable[Conjunction]:
        if polarity == "judgement":
            forms = (atom.form, atom.lookup) if atom.lookup else (atom.form,)
            return (frozenset({self._test(f, "judgement", "==", True)}) for f in forms if self.can_be_judged(f))
        holds = polarity == "true"
        if not atom.op:
            return (frozenset({self._test(atom.form, "value", "==", holds)}),)
        if atom.lookup is not None:
            return self._by_row(atom, atom.lookup, holds)
        if atom.ordered:
            return self._numbers(atom.form, atom.op, atom.constants, holds)
        if holds:
            return (frozenset({self._test(atom.form, "value", "==", c)}) for c in atom.constants)
        return (frozenset(self._test(atom.form, "value", "!=", c) for c in atom.constants),)

    def _by_row(self, atom: Atom, lookup: lang.Lookup, holds: bool) -> Iterable[Conjunction]:
        table = self.tables[lookup.table]
        rows: list[tuple[str, object]] = [(r.id, r.value) for r in table.rows if r.value is not None]
        if table.otherwise is not None:
            rows.append(("otherwise", table.otherwise))
        for row, value in rows:
            chosen = self._test(lookup, "row", "==", row)
            if isinstance(value, int):
                sides: Iterable[Conjunction] = self._numbers(atom.form, atom.op, (value,), holds)
            else:
                values = value if isinstance(value, tuple) else (str(value),)
                tests = [self._test(atom.form, "value", "==" if holds else "!=", v) for v in values]
                sides = [frozenset({t}) for t in tests] if holds else [frozenset(tests)]
            yield from (side | {chosen} for side in sides)

    def _numbers(
        self, form: Value | Condition, op: str, constants: tuple[Scalar, ...], holds: bool
    ) -> Iterable[Conjunction]:
        """Exact for bounds and fractions: the floor serves >= and <, the ceiling <= and >; the lower bound proves
        "at least", the upper bound disproves it."""
        at_least: Callable[[Scalar], Test] = lambda c: self._test(form, "floor_low", ">=", c)  # noqa: E731
        below: Callable[[Scalar], Test] = lambda c: self._test(form, "floor_high", "<", c)  # noqa: E731
        at_most: Callable[[Scalar], Test] = lambda c: self._test(form, "ceil_high", "<=", c)  # noqa: E731
        above: Callable[[Scalar], Test] = lambda c: self._test(form, "ceil_low", ">", c)  # noqa: E731
        first = constants[0]
        match op, holds:
            case ("gte", True) | ("lt", False):
                return (frozenset({at_least(first)}),)
            case ("gte", False) | ("lt", True):
                return (frozenset({below(first)}),)
            case ("lte", True) | ("gt", False):
                return (frozenset({at_most(first)}),)
            case ("lte", False) | ("gt", True):
                return (frozenset({above(first)}),)
            case (_, True):
                return (frozenset({at_least(c), at_most(c)}) for c in constants)
            case _:
                ordered = sorted(constants)
                gaps = (frozenset({above(a), below(b)}) for a, b in pairwise(ordered))
                return (frozenset({below(ordered[0])}), *gaps, frozenset({above(ordered[-1])}))

    def _test(self, form: Value | Condition, aspect: Aspect, op: str, value: Scalar) -> Test:
        key = (id(form), aspect)  # the parser gives equal forms as one object; hashing a deep form costs too much
        if key not in self._names:
            self._names[key] = f"{'j' if aspect == 'judgement' else 'f'}{len(self._names)}"
            self.properties[self._names[key]] = (form, aspect)
        constant = normal(value) if isinstance(value, str) and aspect == "value" else value
        return Test(self._names[key], op, constant)  # type: ignore[arg-type]


def project(aspect: Aspect, outcome: Outcome) -> Scalar | None:
    """The engine's view of a fact; None leaves the property out, so that nothing can match it. A row is not seen here,
    but where it is looked up."""
    if aspect == "judgement":
        return True if outcome.state == "judgement" else None
    if outcome.state != "known":
        return None
    value = outcome.value
    if isinstance(value, Moment):
        return (value.first_day if aspect in ("floor_low", "ceil_low") else value.last_day).toordinal()
    if aspect == "value":
        return normal(value) if isinstance(value, str) else value if isinstance(value, bool) else None
    bounds = value if isinstance(value, Interval) else Interval.exactly(value) if isinstance(value, int) else None
    bound: Fraction | None = None if bounds is None else bounds.low if aspect.endswith("low") else bounds.high
    return None if bound is None else floor(bound) if aspect.startswith("floor") else ceil(bound)


def _minimal(conjunctions: set[Conjunction]) -> list[Conjunction]:
    """Without conjunctions that another one makes superfluous; in a fixed order."""
    kept = [c for c in conjunctions if not any(other < c for other in conjunctions)]
    return sorted(kept, key=lambda c: [(t.property, t.op, str(t.value)) for t in _sorted(c)])


def _sorted(conjunction: Conjunction) -> tuple[Test, ...]:
    return tuple(sorted(conjunction, key=lambda t: (t.property, t.op, str(t.value))))


def _product(numbers: Iterable[int]) -> int:
    total = 1
    for n in numbers:
        total *= n
    return total
