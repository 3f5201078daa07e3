"""Mutants of the catalogue, each put to the casebook: `python -m tests.rules.mutants` writes docs/mutants.md.

Every number is changed by one unit, every date by one day, every requirement negated, every conjunct of an
applicability dropped, every citation moved to another version of its norm or freed of its condition. A mutant is
killed when a case or a good example no longer comes out as it should; failing that, when the cited article does not
say the number or the day, or the check of the catalogue refuses it. What survives is listed, with its reason from
`tests/data/survivors.yaml`.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from functools import cache, cached_property
from typing import Any

import yaml

from checker.catalog.catalogue import Catalogue, Criterion
from checker.catalog.models import Citation, Dated
from checker.catalog.norms import broken_chains, discontinuities, outside_life
from checker.check import Checker
from checker.cli.common import DEFAULT_LAYER, as_of, checker
from checker.findings import CaseReport
from rules import language as lang
from rules.evaluate import Rule
from rules.language import Condition, Value, children
from rules.tables import Row
from rules.values import Record
from tests.functional.conftest import ROOT
from tests.rules.casebook import CASES, ROOTS, Bench, Case, basis, states, subjects
from tests.rules.sources import KNOWN, unsupported
from tests.rules.trees import NAME

PAGE = ROOT / "docs" / "mutants.md"
SHARES = 60
NO_REASON = "（尚无理由）"
ARTICLE, CHECK = "条文", "目录检查"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
REASONS = ROOT / "tests" / "data" / "survivors.yaml"
GOOD = {
    "case": (
        "penalty-clean",
        "penalty-2019",
        "penalty-for-review",
        "deadline-beyond-calendar",
        "decision-clean",
        "decision-for-review",
    ),
    "agency": ("agency-complete",),
}
KINDS = {
    "number": "数值改一个单位",
    "date": "日期改一日",
    "requires": "要求取反",
    "applies": "去掉一个适用条件",
    "version": "依据换成另一版本",
}


@dataclass(frozen=True)
class Mutant:
    """A changed catalogue, the criteria it may change, and what was changed."""

    kind: str
    name: str
    catalogue: Catalogue

    @property
    def days(self) -> tuple[str, ...]:
        """For a moved date: only a file that holds one of these days can tell the difference."""
        found = DAY.search(self.name)
        if not found:
            return ()
        day = date.fromisoformat(found[0])
        return tuple((day + timedelta(days=step)).isoformat() for step in (-1, 0, 1))


def mutants(catalogue: Catalogue) -> Iterator[Mutant]:
    """Every mutant; its catalogue holds only the criteria that rest on what was changed."""
    for criterion in catalogue.criteria:
        for kind, name, other in of_criterion(criterion, catalogue):
            yield Mutant(kind, f"{criterion.entry.id} {name}", replace(catalogue, criteria=(other,)))
    rests = Rests(catalogue)
    for key, form in catalogue.definitions.items():
        for kind, name, changed in constants(form):
            definitions = catalogue.definitions | {key: changed}
            other_catalogue = replace(catalogue, definitions=definitions, criteria=rests.on(f"fact:{key[1]}"))
            yield Mutant(kind, f"{key[1]} {name}", other_catalogue)
    for table in catalogue.tables.values():
        for kind, name, rows in of_rows(table.rows):
            tables = catalogue.tables | {table.id: replace(table, rows=rows)}
            yield Mutant(
                kind, f"{table.id} {name}", replace(catalogue, tables=tables, criteria=rests.on(f"table:{table.id}"))
            )
    for norm in catalogue.norms.values():
        citing = tuple(c for c in catalogue.criteria if any(b.norm == norm.id for b in c.entry.basis))
        for name, changed_norm in of_dates(norm):
            norms = catalogue.norms | {norm.id: changed_norm}
            yield Mutant("date", f"{norm.id} {name}", replace(catalogue, norms=norms, criteria=citing))


def of_criterion(criterion: Criterion, catalogue: Catalogue) -> Iterator[tuple[str, str, Criterion]]:
    rule, entry = criterion.rule, criterion.entry

    def with_rule(part: str, form: Condition) -> Criterion:
        return replace(
            criterion, rule=Rule(rule.id, **{"applies": rule.applies, "requires": rule.requires, part: form})
        )

    if entry.requires is not None:
        yield "requires", "requires 取反", with_rule("requires", lang.Not(rule.requires))
    for number, changed in enumerate(without_conjunct(rule.applies), 1):
        yield "applies", f"applies 去掉第{number}个条件", with_rule("applies", changed)
    for part in ("applies", "requires"):
        for kind, name, changed in constants(getattr(rule, part)):
            yield kind, f"{part} {name}", with_rule(part, changed)
    for i in criterion.basis_when:
        cited = f"{entry.basis[i].norm} {entry.basis[i].article}"
        always = {k: w for k, w in criterion.basis_when.items() if k != i}
        yield "applies", f"{cited} 不附条件", replace(criterion, basis_when=always)
    for i, citation in enumerate(entry.basis):
        for name, dated in of_dates(citation):
            yield "date", f"{citation.norm} {name}", with_citation(criterion, i, dated)
        for other in versions(citation, catalogue):
            moved = citation.model_copy(update={"norm": other})
            yield "version", f"{citation.norm} {citation.article} 换成 {other}", with_citation(criterion, i, moved)


def with_citation(criterion: Criterion, i: int, citation: Citation) -> Criterion:
    basis = criterion.entry.basis
    return replace(
        criterion, entry=criterion.entry.model_copy(update={"basis": (*basis[:i], citation, *basis[i + 1 :])})
    )


def versions(citation: Citation, catalogue: Catalogue) -> Iterator[str]:
    """The other versions of the cited norm: those of the same short title."""
    short = catalogue.norms[citation.norm].short
    yield from (n.id for n in catalogue.norms.values() if n.short == short and n.id != citation.norm)


def of_dates(entry: Any) -> Iterator[tuple[str, Any]]:
    """A dated entry whose first or last day is one day earlier or later."""
    assert isinstance(entry, Dated)
    for key, unset in (("first", date.min), ("last", date.max)):
        day = getattr(entry, key)
        if day != unset:
            for step in (-1, 1):
                yield f"{key} {day}{step:+}日", entry.model_copy(update={key: day + timedelta(days=step)})


def of_rows(rows: tuple[Row, ...]) -> Iterator[tuple[str, str, tuple[Row, ...]]]:
    """Rows with one number or one boundary changed; neighbours move along, so that no gap opens."""
    for i, row in enumerate(rows):
        label = f"第{i + 1}行"
        if isinstance(row.value, int):
            for step in (-1, 1):
                yield "number", f"{label}值{step:+}", (*rows[:i], replace(row, value=row.value + step), *rows[i + 1 :])
        if row.first > 1:
            for step in (-1, 1):
                moved = tuple(
                    replace(r, last=r.last + step) if r.key == row.key and r.last == row.first - 1 else r for r in rows
                )
                later = replace(row, first=row.first + step)
                yield "date", f"{label}起 {date.fromordinal(row.first)}{step:+}日", (*moved[:i], later, *moved[i + 1 :])


def without_conjunct(form: Condition) -> Iterator[Condition]:
    """The form with one part of one conjunction missing."""
    match form:
        case lang.All(parts):
            for i, part in enumerate(parts):
                yield lang.All((*parts[:i], *parts[i + 1 :]))
                yield from (lang.All((*parts[:i], p, *parts[i + 1 :])) for p in without_conjunct(part))
        case lang.Any(parts):
            for i, part in enumerate(parts):
                yield from (lang.Any((*parts[:i], p, *parts[i + 1 :])) for p in without_conjunct(part))
        case lang.Compare() | lang.Present() | lang.Quantified() | lang.Not():
            return


def constants(form: Any) -> Iterator[tuple[str, str, Any]]:
    """The form with one of its numbers changed by a unit, or one of its dates by a day."""
    for number, (kind, value, changed) in enumerate(_constants(form), 1):
        shown = date.fromordinal(value) if kind == "date" else value
        yield kind, f"第{(number + 1) // 2}个常数 {shown}{'-+'[number % 2 == 0]}1", changed


def _constants(form: Any) -> Iterator[tuple[str, int, Any]]:
    if isinstance(form, lang.Const):
        if form.type in ("number", "money", "date") and isinstance(form.value, int):
            for step in (-1, 1):
                kind = "date" if form.type == "date" else "number"
                yield kind, form.value, replace(form, value=form.value + step)
    elif isinstance(form, tuple):
        for i, part in enumerate(form):
            yield from ((kind, v, (*form[:i], changed, *form[i + 1 :])) for kind, v, changed in _constants(part))
    elif is_dataclass(form) and not isinstance(form, type):
        for spec in fields(form):
            part = getattr(form, spec.name)
            yield from ((kind, v, replace(form, **{spec.name: changed})) for kind, v, changed in _constants(part))


class Rests:
    """Which criteria rest on which facts, tables and deadlines, through facts and deadlines."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._uses = {
            c.entry.id: self._reach(
                c.rule.applies, c.rule.requires, *c.judged_on, *c.texts.values(), *c.basis_when.values()
            )
            for c in catalogue.criteria
        }
        processes = catalogue.processes.values()
        decided = [f for (_, name), f in catalogue.definitions.items() if name == "decision_made"]
        forms = (f for p in processes for f in (*p.done.values(), *p.when.values(), *p.moves_when.values()))
        self._always = self._reach(*decided, *forms)

    def on(self, name: str) -> tuple[Criterion, ...]:
        return tuple(c for c in self.catalogue.criteria if name in self._uses[c.entry.id])

    def pruned(self, catalogue: Catalogue) -> Catalogue:
        """`catalogue` with only those facts and deadlines on which its criteria rest; all else is not computed."""
        used = self._always.union(*(self._uses[c.entry.id] for c in catalogue.criteria))
        return replace(
            catalogue,
            definitions={key: f for key, f in catalogue.definitions.items() if f"fact:{key[1]}" in used},
            deadlines={id_: d for id_, d in catalogue.deadlines.items() if f"deadline:{id_}" in used},
            materials=(),
            published=(),
            gates=(),
            annual=(),
        )

    def _reach(self, *forms: Value | Condition) -> set[str]:
        found: set[str] = set()
        todo = list(forms)
        while todo:
            form = todo.pop()
            todo += children(form)
            if isinstance(form, lang.Lookup):
                found.add(f"table:{form.table}")
            if isinstance(form, lang.Path):
                for step in self.catalogue.resolved(form).steps:
                    if step.kind == "fact" and f"fact:{step.name}" not in found:
                        found.add(f"fact:{step.name}")
                        todo += [f for (_, name), f in self.catalogue.definitions.items() if name == step.name]
                    if step.kind == "provider" and f"deadline:{step.group}" not in found:
                        deadline = self.catalogue.deadlines.get(step.group)
                        found.add(f"deadline:{step.group}")
                        if deadline:
                            todo += [deadline.applies, deadline.number, deadline.start, deadline.due]
                            todo += [deadline.counted_on]
        return found


# ---------------------------------------------------------------------------------------------- killing


class Killer:
    """The casebook, made ready to be run again and again on a few criteria."""

    def __init__(self, root: str) -> None:
        self.bench = Bench(checker(DEFAULT_LAYER, root))
        self.good = GOOD[root]
        self.catalogue = self.bench.checker.catalogue
        self._cases: dict[str, tuple[Record, dict[str, Any]]] = {}
        self._texts: dict[str, str] = {}
        self.rests = Rests(self.catalogue)
        self._truth = {name: self.bench.base(name) for name in self.good}

    @cached_property
    def naming(self) -> dict[str, list[Case]]:
        """The cases that say something of each criterion, those that are quick to differ first."""
        found: dict[str, list[Case]] = {}
        for case in (c for c in CASES if c.root == self.catalogue.schema.root):
            named = {id_ for part in ("expect", "holds", "subjects", "basis") for id_ in case.part(part)}
            for id_ in self.bench.criteria if "all_else" in case.data else named:
                found.setdefault(id_, []).append(case)
        return found

    def kills(self, mutant: Mutant) -> str:
        """What tells the mutant from the catalogue: a case or an example, the article, the check; '' for nothing."""
        if killed := self._case(mutant):
            return killed
        if unsupported(mutant.catalogue, mutant.name.split()[0]) - set(KNOWN):
            return ARTICLE
        return CHECK if refused(mutant.catalogue) else ""

    def _case(self, mutant: Mutant) -> str:
        changed = Checker(self.rests.pruned(mutant.catalogue), self.bench.checker.calendar)
        ids = [c.entry.id for c in mutant.catalogue.criteria]
        for case in {case.name: case for id_ in ids for case in self.naming.get(id_, [])}.values():
            record, tree = self._record(case)
            if mutant.days and not any(day in self._texts[case.name] for day in mutant.days):
                continue
            report = changed.check(record, NAME, *as_of(case.data.get("as_of", ""), record))
            if any(self._differs(case, id_, report, tree) for id_ in ids):
                return case.name
        for name in self.good:
            record, _ = self._record(Case("", name, "", name, {}))
            found = states(changed.check(record, NAME, *as_of("", record)))
            if any(found[id_] != self._truth[name][id_] for id_ in ids):
                return name
        return ""

    def _record(self, case: Case) -> tuple[Record, dict[str, Any]]:
        if case.name not in self._cases:
            self._cases[case.name] = _, tree = self.bench.record(case)
            self._texts[case.name] = json.dumps(tree) + case.data.get("as_of", "")
        return self._cases[case.name]

    def _differs(self, case: Case, id_: str, report: CaseReport, tree: dict[str, Any]) -> bool:
        found = states(report)[id_]
        wanted_states = [case.part(part).get(id_) for part in ("expect", "holds")]
        if not any(wanted_states):
            wanted_states = [case.data.get("all_else")]
        if any(state and state != found for state in wanted_states):
            return True
        wanted = case.part("subjects").get(id_, {})
        if wanted:
            got = subjects(report, id_, tree)
            if {name: got.get(name) for name in wanted} != wanted:
                return True
        return id_ in case.part("basis") and basis(report, id_) != set(case.part("basis")[id_])


def refused(catalogue: Catalogue) -> bool:
    """Whether the check of the catalogue itself would not let it pass."""
    norms = catalogue.norms
    return any(broken_chains(norms.values())) or any(
        any(outside_life(citation, norms[citation.norm]) for citation in c.entry.basis)
        or any(discontinuities(c.entry.basis, norms))
        for c in catalogue.criteria
    )


@cache
def _killer(root: str) -> Killer:
    gc.set_threshold(100_000)
    return Killer(root)


def _work(share: tuple[int, int, str]) -> list[tuple[str, str, str]]:
    """One share of the mutants: kind, name, and the case that killed each."""
    number, shares, only = share
    chosen = [
        (killer, m)
        for killer in map(_killer, ROOTS)
        for m in mutants(killer.catalogue)
        if re.search(only, m.name)
        # what several kinds of file share is tried where something rests on it
        if m.catalogue.criteria or killer.catalogue.schema.root == ROOTS[0]
    ]
    return [(m.kind, m.name, killer.kills(m)) for killer, m in chosen[number::shares]]


def report(results: list[tuple[str, str, str]]) -> str:
    reasons = {f"{re.escape(fault)}.*": reason for fault, reason in KNOWN.items()}
    reasons |= yaml.safe_load(REASONS.read_text(encoding="utf-8"))
    alive = sorted((kind, name) for kind, name, killed in results if not killed)
    ways = Counter((kind, killed if killed in (ARTICLE, CHECK, "") else "案例") for kind, _, killed in results)
    shown = ("案例", ARTICLE, CHECK, "")
    lines = ["# 变异检验", "", "改动目录的一处，看能否发现。由 `python -m tests.rules.mutants` 生成。", ""]
    lines += ["先试规则案例和好的示例；案例没有发现的，再核对所引条文有没有这个数、这一天，再看目录检查是否放行。", ""]
    lines += ["| 改动 | 案例发现 | 条文核对发现 | 目录检查发现 | 没有发现 |", "|---|---|---|---|---|"]
    lines += [f"| {title} | {' | '.join(str(ways[kind, way]) for way in shown)} |" for kind, title in KINDS.items()]
    lines += ["", "## 没有发现的改动", "", "| 改动 | 理由 |", "|---|---|"]
    lines += [f"| {name} | {_reason(name, reasons)} |" for _, name in alive]
    return "\n".join(lines) + "\n"


def _reason(name: str, reasons: dict[str, str]) -> str:
    return next((reason for pattern, reason in reasons.items() if re.fullmatch(pattern, name)), NO_REASON)


def main() -> None:
    """With a pattern: shows what becomes of the mutants of that name. Without: writes the page."""
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    shares = 1 if only else SHARES
    results: list[tuple[str, str, str]] = []
    with multiprocessing.get_context("spawn").Pool() as pool:
        for share in pool.imap_unordered(_work, [(i, shares, only) for i in range(shares)]):
            results += share
            print(f"{len(results)} 已试，{sum(not killed for _, _, killed in results)} 没有发现", file=sys.stderr)
            if not only:
                PAGE.write_text(report(results), encoding="utf-8")
    if only:
        print("\n".join(f"{'杀' if killed else '活'} {name} {killed}" for _, name, killed in sorted(results)))


if __name__ == "__main__":
    main()
