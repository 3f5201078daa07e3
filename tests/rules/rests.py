"""What rests on what in the catalogue, so that a change is tried only on the criteria that it can reach."""

from __future__ import annotations

from dataclasses import replace

from checker.catalog.catalogue import Catalogue, Criterion
from rules import language as lang
from rules.language import Condition, Value, children


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
