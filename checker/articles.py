"""By which day a criterion is judged on one subject, and which articles are its basis on that day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from checker.catalog.catalogue import Catalogue, Criterion
from checker.catalog.citing import basis, capped, in_force
from checker.catalog.models import Citation
from checker.results import Basis
from checker.states import Severity
from rules.derive import Deriver
from rules.paths import Scope
from rules.values import Moment


@dataclass(frozen=True, slots=True)
class JudgedOn:
    """The day that settles which version of the law applies. `doubtful`: an earlier-listed day is not known, and the
    known ones lie on both sides of a version boundary."""

    moment: Moment | None
    label: str
    basis: tuple[Citation, ...]
    others: tuple[Citation, ...] | None

    @property
    def doubtful(self) -> bool:
        return self.others is not None


class Articles:
    """The articles of the criteria of one case file; what many subjects share is found once."""

    def __init__(self, catalogue: Catalogue, deriver: Deriver) -> None:
        self.catalogue, self.deriver = catalogue, deriver
        self._citations: dict[tuple[str, frozenset[int], date], tuple[Citation, ...]] = {}
        self._shown: dict[tuple[str, int], tuple[Severity, tuple[Basis, ...], tuple[Citation, ...]]] = {}
        """The citations are kept with what is shown of them, so that no others get their `id`."""

    def judged_on(self, criterion: Criterion, scope: Scope) -> JudgedOn:
        """The first known day by which to judge, and whether one listed before it could change the law."""
        outcomes = [self.deriver.outcome(p, scope) for p in criterion.judged_on]
        known = [(i, o, o.value) for i, o in enumerate(outcomes) if isinstance(o.value, Moment)]
        if not known:
            return JudgedOn(None, "", (), None)
        first, chosen, moment = known[0]
        label = chosen.readings[0].label if chosen.readings else ""
        left_out = self._left_out(criterion, scope)
        current = self._in_force(criterion, left_out, moment.first_day)
        days = [moment.first_day, moment.last_day]
        # absent is not unknown: what does not exist has no date
        if any(o.state == "unknown" for o in outcomes[:first]):
            last_resort = len(outcomes) - 1
            days += [d for i, _, m in known if i != last_resort for d in (m.first_day, m.last_day)]
        sides = [self._in_force(criterion, left_out, d) for d in days]
        return JudgedOn(moment, label, current, next((s for s in sides if s != current), None))

    def _left_out(self, criterion: Criterion, scope: Scope) -> frozenset[int]:
        """The articles, by their place, that are no basis for this subject whatever the day."""
        judged = {i: self.deriver.outcome(when, scope) for i, when in criterion.basis_when.items()}
        return frozenset(i for i, o in judged.items() if o.value is False)

    def _in_force(self, criterion: Criterion, left_out: frozenset[int], day: date) -> tuple[Citation, ...]:
        key = criterion.entry.id, left_out, day
        if key not in self._citations:
            citations = (c for i, c in enumerate(criterion.entry.basis) if i not in left_out)
            self._citations[key] = in_force(citations, day, self.catalogue.norms)
        return self._citations[key]

    def shown(self, criterion: Criterion, citations: tuple[Citation, ...]) -> tuple[Severity, tuple[Basis, ...]]:
        """How grave a failure these articles support, and the articles ready to show."""
        key = criterion.entry.id, id(citations)
        if key not in self._shown:
            severity = capped(criterion.entry.severity, citations, self.catalogue.norms)
            self._shown[key] = severity, tuple(self.basis(c) for c in citations), citations
        return self._shown[key][:2]

    def basis(self, citation: Citation) -> Basis:
        """An article ready to show."""
        return basis(citation, self.catalogue.norms[citation.norm], self.catalogue.norm_layers[citation.norm])
