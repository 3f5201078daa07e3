"""Putting the facts of one case file to the engine, and reading its silence as unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from rules import language as lang
from rules.arithmetic import Workdays
from rules.compiler import Atom, Compiled, Compiler, Property, Tree, project
from rules.derive import Catalogue, Deriver, is_constant
from rules.engine import Judgement, Scalar, Test
from rules.language import Condition, Value, children
from rules.outcomes import imprecise
from rules.paths import Scope
from rules.values import Outcome, Provider, Reading, Slot, unknown

T = TypeVar("T")
_INAPPLICABLE = frozenset({"not_applicable"})


class Judge(Protocol):
    """What decides: the engine, or in tests one that says nothing."""

    def judge(self, name: str, facts: Mapping[str, Scalar], /) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Rule:
    """A criterion as the rules see it."""

    id: str
    applies: Condition
    requires: Condition


class Program:
    """All criteria and named conditions of a catalogue, compiled; independent of any case file."""

    def __init__(
        self, catalogue: Catalogue, rules: tuple[Rule, ...], others: tuple[Value | Condition, ...] = ()
    ) -> None:
        self.catalogue = catalogue
        self.compiler = Compiler(catalogue.tables, self._can_be_judged)
        self._judged: dict[Value | Condition, bool] = {}
        self.criteria = {r.id: self.compiler.criterion(r.id, r.applies, r.requires) for r in rules}
        self.conditions: dict[int, Compiled] = {}
        self._seen: set[int] = set()
        for form in (*catalogue.definitions.values(), *others):
            self._hoist(form)
        for compiled in self.criteria.values():
            self._hoist_all(compiled)

    def _can_be_judged(self, form: Value | Condition) -> bool:
        """Whether a form can end in a judgement: a look-up, a deadline, a ratio, or one value out of several."""
        if form not in self._judged:
            self._judged[form] = False  # while a definition is being followed
            self._judged[form] = self._source_of_judgement(form) or any(map(self._can_be_judged, children(form)))
        return self._judged[form]

    def _source_of_judgement(self, form: Value | Condition) -> bool:
        if not isinstance(form, lang.Path):
            return isinstance(form, lang.Lookup | lang.RatioPct)
        resolved = self.catalogue.resolved(form)
        last = resolved.steps[-1]
        if last.kind == "fact":
            return resolved.many or self._can_be_judged(self.catalogue.definitions[(last.entity, last.name)])
        return resolved.many or last.kind == "provider"

    @property
    def judgements(self) -> Iterator[Judgement]:
        for compiled in {c.name: c for c in (*self.criteria.values(), *self.conditions.values())}.values():
            yield compiled.judgement
            if compiled.open:
                yield compiled.open

    def _hoist_all(self, compiled: Compiled) -> None:
        for form, _ in compiled.properties.values():
            self._hoist(form)

    def _hoist(self, form: Value | Condition) -> None:
        if id(form) in self._seen:
            return
        self._seen.add(id(form))
        if for_engine(form):
            compiled = self.compiler.condition(form)  # type: ignore[arg-type]
            self.conditions[id(form)] = compiled
            self._hoist_all(compiled)
        else:
            for child in children(form):
                self._hoist(child)


def for_engine(form: Value | Condition) -> bool:
    """Conditions that the engine decides; the evaluator computes the rest."""
    match form:
        case lang.All() | lang.Any() | lang.Not():
            return True
        case lang.Compare(_, op, right):
            return op != "has" and is_constant(right)
        case _:
            return False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the engine said of one criterion for one subject.

    `outcomes` is empty when it kept silent; then `could_be` says which of pass, fail and not_applicable remain
    possible by three-valued evaluation, and `missing` what would settle it.
    """

    outcomes: frozenset[str]
    readings: tuple[Reading, ...]
    """What the requirement read; for a criterion that does not apply, what its applicability read."""
    context: tuple[Reading, ...]
    """What else was read to find that the criterion applies."""
    could_be: frozenset[str]
    missing: tuple[Slot, ...] = ()
    judgement: str = ""


class Evaluation:
    """One case file under one program."""

    def __init__(self, program: Program, engine: Judge, provider: Provider, workdays: Workdays) -> None:
        self.program, self.engine = program, engine
        self.deriver = Deriver(program.catalogue, self._judge, provider, workdays)

    def verdict(self, criterion: str, scope: Scope) -> Verdict:
        """The engine's answer for a criterion and a subject, with what was read and what is missing."""
        compiled = self.program.criteria[criterion]
        facts = self._facts(compiled.first, scope)
        outcomes = self.engine.judge(compiled.name, facts)
        if outcomes != _INAPPLICABLE:
            facts |= self._facts(compiled.rest, scope)
            outcomes = self._asked(compiled, facts, scope)
        around = self._read(compiled.read["applies"], scope)
        if outcomes == _INAPPLICABLE:
            return Verdict(outcomes, tuple(around.values()), (), outcomes)
        applies, requires = compiled.tree["applies"], compiled.tree["requires"]
        read = self._read(compiled.read["requires"], scope)
        readings, context = tuple(read.values()), tuple(r for key, r in around.items() if key not in read)
        if outcomes and outcomes != {"manual"}:
            return Verdict(outcomes, readings, context, outcomes)
        applicable = self.possible(compiled, applies, facts)
        could_be = {"not_applicable"} if False in applicable else set()
        if True in applicable:
            could_be |= {"pass" if value else "fail" for value in self.possible(compiled, requires, facts)}
        open_ = [o for t in (requires, applies) for o in self._undecided(compiled, t, facts, scope)]
        missing = _unique(s for o in open_ for s in o.missing)
        judgement = next((o.judgement for o in open_ if o.judgement), "")
        return Verdict(outcomes, readings, context, frozenset(could_be), missing, judgement)

    def inapplicable(self, criterion: str, scope: Scope) -> bool:
        """Whether a criterion is known not to apply to a subject, without saying why."""
        compiled = self.program.criteria[criterion]
        return self.engine.judge(compiled.name, self._facts(compiled.first, scope)) == _INAPPLICABLE

    def _asked(self, compiled: Compiled, facts: Mapping[str, Scalar], scope: Scope) -> frozenset[str]:
        """The outcomes that fired; whether a judgement is open is asked only where nothing is decided."""
        outcomes = self.engine.judge(compiled.name, facts)
        if outcomes or not compiled.open:
            return outcomes
        doubts = self._facts(compiled.doubts, scope)
        return self.engine.judge(compiled.open.name, {**facts, **doubts}) if doubts else outcomes

    def _judge(self, condition: Condition, scope: Scope) -> Outcome:
        """The engine's answer for a hoisted condition."""
        compiled = self.program.conditions[id(condition)]
        facts = self._facts(compiled.rest, scope)
        outcomes = self._asked(compiled, facts, scope)
        tree = compiled.tree["condition"]
        readings = tuple(self._read(compiled.read["condition"], scope).values())
        if outcomes in ({"true"}, {"false"}):
            return Outcome("known", outcomes == {"true"}, readings)
        open_ = self._undecided(compiled, tree, facts, scope)
        if outcomes == {"manual"}:
            return Outcome("judgement", None, readings, judgement=next((o.judgement for o in open_ if o.judgement), ""))
        return Outcome("unknown", None, readings, _unique(s for o in open_ for s in o.missing))

    def _facts(self, properties: Iterable[Property], scope: Scope) -> dict[str, Scalar]:
        facts: dict[str, Scalar] = {}
        known, outcome_of = self.deriver.memory(scope), self.deriver.outcome
        for name, form, aspect in properties:
            outcome = known.get(id(form)) or outcome_of(form, scope)
            if aspect == "row":
                row, _ = self.deriver.row(form, scope) if outcome.known else (None, None)  # type: ignore[arg-type]
                value: Scalar | None = row.id if row else None
            else:
                value = project(aspect, outcome)
            if value is not None:
                facts[name] = value
        return facts

    # ------------------------------------------------------------------ explaining

    def possible(self, compiled: Compiled, tree: Tree, facts: Mapping[str, Scalar]) -> frozenset[bool]:
        """The truth values that a tree can still take (three-valued, strong Kleene)."""
        if isinstance(tree, Atom):
            for value, polarity in ((True, "true"), (False, "false")):
                if any(all(_holds(t, facts) for t in c) for c in compiled.spread.rules(tree, polarity)):  # type: ignore[arg-type]
                    return frozenset({value})
            return frozenset({True, False})
        sides = [self.possible(compiled, p, facts) for p in tree.parts]
        if tree.kind == "not":
            return frozenset(not v for v in sides[0])
        decisive = tree.kind == "any"
        if any(s == {decisive} for s in sides):
            return frozenset({decisive})
        return frozenset({not decisive} | ({decisive} if any(decisive in s for s in sides) else set()))

    def _undecided(self, compiled: Compiled, tree: Tree, facts: Mapping[str, Scalar], scope: Scope) -> list[Outcome]:
        """The outcomes behind the atoms that keep a tree undecided."""
        if len(self.possible(compiled, tree, facts)) < 2:
            return []
        if isinstance(tree, Atom):
            forms = (tree.form, tree.lookup) if tree.lookup else (tree.form,)
            outcomes = [self.deriver.outcome(f, scope) for f in forms]
            open_ = [o for o in outcomes if o.missing or o.judgement]
            return open_ or [unknown(*imprecise(outcomes))]
        return [o for p in tree.parts for o in self._undecided(compiled, p, facts, scope)]

    def _read(self, forms: Iterable[Value | Condition], scope: Scope) -> dict[tuple[str, str, int], Reading]:
        """What stands behind some forms, each reading once: the same field at the same place."""
        known, outcome_of = self.deriver.memory(scope), self.deriver.outcome
        read: dict[tuple[str, str, int], Reading] = {}
        for form in forms:
            for r in (known.get(id(form)) or outcome_of(form, scope)).readings:
                read[r.label, r.place, id(r.value)] = r
        return read


def _holds(test: Test, facts: Mapping[str, Scalar]) -> bool:
    value = facts.get(test.property)
    if value is None:
        return False
    match test.op:
        case "==":
            return value == test.value
        case "!=":
            return value != test.value
        case ">=":
            return value >= test.value  # type: ignore[operator]
        case ">":
            return value > test.value  # type: ignore[operator]
        case "<=":
            return value <= test.value  # type: ignore[operator]
        case _:
            return value < test.value  # type: ignore[operator]


def _unique(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))
