"""One criterion on one subject: the engine's verdict becomes a state with its reason, basis, values and advice."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from checker.answers import Answers
from checker.articles import Articles, JudgedOn
from checker.binding import Bindings
from checker.catalog.catalogue import PLACEHOLDER, Catalogue, Criterion
from checker.pages import pages_by_place
from checker.results import Checked, Missing, Value
from checker.session import scope_of
from checker.states import State
from checker.texts import reading_text
from rules.engine import EngineError
from rules.evaluate import Evaluation, Verdict
from rules.language import Path
from rules.naming import field_text, record_name, value_text
from rules.oracle import Oracle
from rules.paths import Scope
from rules.values import Outcome, Reading, Record

_GAPS = {"unknown": "未填", "absent": "无"}
_POSSIBLE = (State.FAIL, State.PASS, State.NOT_APPLICABLE)


class Judging:
    """Judges the criteria of one case file."""

    def __init__(
        self,
        catalogue: Catalogue,
        evaluation: Evaluation,
        answers: Answers,
        bindings: Bindings,
        cross_check: bool,
        brief: bool = False,
    ) -> None:
        self.catalogue, self.evaluation, self.answers, self.bindings = catalogue, evaluation, answers, bindings
        self.articles = Articles(catalogue, evaluation.deriver)
        self.brief = brief and not cross_check
        self._subjects: dict[int, tuple[Record, Scope, Callable[..., Checked]]] = {}
        self._values: dict[int, tuple[Reading, Value]] = {}
        self._pages: dict[str, str] | None = None
        self.oracle = (
            Oracle(catalogue, evaluation.deriver.provider, evaluation.deriver.workdays) if cross_check else None
        )

    def one(self, criterion: Criterion, record: Record) -> Checked:
        """`criterion` on `record`. A crash is the state error, never silence."""
        scope, checked = self._subject(record)
        try:
            return self._judged(criterion, record, scope, checked)
        except (EngineError, ArithmeticError, LookupError, TypeError, ValueError, AssertionError) as error:
            return checked(State.ERROR, f"规则出错：{type(error).__name__} {error}", criterion.entry.severity)

    def _subject(self, record: Record) -> tuple[Scope, Callable[..., Checked]]:
        """A record as conditions see it; and Checked but for what is found of it. Made once for all criteria."""
        known = self._subjects.get(id(record))
        if known is None:
            schema = self.catalogue.schema
            page = field_text(record, "pages", schema) if "pages" in schema.entities[record.entity].fields else ""
            subject_id = self.bindings.subject(record) or ""
            checked = partial(Checked, record_name(record, schema), record.place, page, subject_id=subject_id)
            known = self._subjects[id(record)] = record, scope_of(record), checked
        return known[1:]

    def unlisted(self, criterion: Criterion, case: Record, missing: Missing, listed: int) -> Checked | None:
        """What an incomplete list leaves open: a member that nobody has listed, of which nothing is known.

        None when the criterion would not apply to it whatever it was.
        """
        phantom = Record(criterion.entry.subject, case.place, case)
        checked = self.one(criterion, phantom)
        if checked.state is State.NOT_APPLICABLE:
            return None
        label = self.catalogue.schema.entities[criterion.entry.subject].label
        reason = f"已列{listed}项，{label}清单未标明完整" if listed else f"没有列出{label}，也未标明清单完整"
        could_be = checked.could_be or _POSSIBLE
        return replace(
            checked,
            subject=f"{label}（未列出的）",
            state=State.UNKNOWN,
            reason=reason,
            values=(),
            context=(),
            finding="",
            remedy="",
            question="",
            answer=None,
            binding="",
            missing=(missing,),
            could_be=could_be,
            unlisted=True,
        )

    # ------------------------------------------------------------------ one verdict

    def _judged(
        self, criterion: Criterion, record: Record, scope: Scope, on_subject: Callable[..., Checked]
    ) -> Checked:
        entry = criterion.entry
        if self.brief and not criterion.dated and self.evaluation.inapplicable(entry.id, scope):
            return on_subject(State.NOT_APPLICABLE, "不符合适用条件", entry.severity)
        day = self.articles.judged_on(criterion, scope)
        severity, bases = self.articles.shown(criterion, day.basis)
        dated = {"severity": severity, "judged_on": str(day.moment or ""), "judged_on_label": day.label}
        if day.moment and not day.basis and not day.doubtful:
            reason = f"判断日{day.moment}没有施行中的依据"
            return on_subject(State.NOT_APPLICABLE, reason, **dated)
        verdict = self.evaluation.verdict(entry.id, scope)
        state, reason = self._state(criterion, verdict, day)
        if self.oracle and state is not State.ERROR:
            state, reason = self._cross_checked(criterion, scope, verdict, state, reason)
        open_ = state is State.UNKNOWN
        values = self._shown_values(verdict.readings)
        troubled = state in (State.FAIL, State.MANUAL, State.UNKNOWN)
        checked = on_subject(
            state,
            reason,
            basis=bases,
            values=values,
            context=self._shown_values(verdict.context),
            missing=tuple(Missing(s.label, s.place) for s in verdict.missing) if open_ else (),
            could_be=_could_be(verdict, asks=bool(entry.question)) if open_ else (),
            question=self._filled(entry.question, criterion, scope),
            pages_read=self._pages_read(values, record) if troubled else (),
            **dated,
        )
        if state not in (State.MANUAL, State.FAIL) or self.bindings.subject(record) is None:
            return checked
        checked = replace(checked, binding=self._binding(criterion, record, scope, verdict))
        answered = self._answered if state is State.MANUAL else self._failed
        return answered(criterion, scope, checked)

    def _binding(self, criterion: Criterion, record: Record, scope: Scope, verdict: Verdict) -> str:
        """Over all that the criterion read: for its verdict, for the day of judgement, and for its sentences, which
        are what a person read before answering."""
        paths = (*criterion.judged_on, *criterion.texts.values())
        told = (r for p in paths for r in self.evaluation.deriver.outcome(p, scope).readings if r.source)
        return self.bindings.of(criterion.entry.id, record, (*verdict.readings, *verdict.context, *told))

    def _pages_read(self, values: tuple[Value, ...], record: Record) -> tuple[str, ...]:
        if self._pages is None:
            self._pages = pages_by_place(record.root, self.catalogue.schema)
        return tuple(dict.fromkeys(self._pages[v.place] for v in values if v.stated and v.place in self._pages))

    def _shown_values(self, readings: tuple[Reading, ...]) -> tuple[Value, ...]:
        return tuple(map(self._value, readings))

    def _value(self, reading: Reading) -> Value:
        """A reading as it is shown; many criteria read the same."""
        known = self._values.get(id(reading))
        if known is None:
            text = reading_text(reading, self.catalogue.schema)
            value = Value(reading.label, text, reading.place, reading.source is not None)
            known = self._values[id(reading)] = reading, value
        return known[1]

    def _state(self, criterion: Criterion, verdict: Verdict, day: JudgedOn) -> tuple[State, str]:
        entry = criterion.entry
        outcomes = verdict.outcomes
        if len(outcomes) > 1:
            return State.ERROR, f"规则出错：引擎同时得出{'、'.join(sorted(outcomes))}"
        outcome = next(iter(outcomes), "")
        if outcome == "not_applicable" and not (day.doubtful and criterion.dated):
            return State.NOT_APPLICABLE, self._inapplicable(verdict)
        if not outcome:
            return State.UNKNOWN, "缺少作出判断所需的数据"
        if day.doubtful:
            sides = "；".join(
                "、".join(self.articles.basis(c).citation for c in cs) or "没有依据"
                for cs in (day.basis, day.others or ())
            )
            return State.MANUAL, f"判断日未填，已知日期分处新旧规定施行前后，须先确定以哪一日为准（{sides}）"
        if outcome == "manual":
            return State.MANUAL, verdict.judgement or "须由人判断"
        if outcome == "pass":
            return (State.MANUAL, "须由人判断") if entry.question else (State.PASS, "符合")
        return State.FAIL, "不符合"

    def _inapplicable(self, verdict: Verdict) -> str:
        read = "；".join(f"{v.label}：{v.value}" for v in self._shown_values(verdict.readings[:3]))
        return f"不符合适用条件（{read}）" if read else "不符合适用条件"

    def _answered(self, criterion: Criterion, scope: Scope, asked: Checked) -> Checked:
        asked = replace(asked, question=asked.question or asked.reason)
        answer = self.answers.conclusion(criterion.entry.id, asked.subject_id, asked.binding)
        if answer is None:
            return asked
        said = f"人工判断：{answer.reason}（{' '.join(filter(None, (answer.name, answer.date)))}）"
        if answer.conclusion == State.PASS.label:
            return replace(asked, state=State.PASS, reason=said, answer=answer)
        finding = f"{criterion.entry.title}：{said}"
        failed = replace(asked, state=State.FAIL, reason=said, answer=answer, finding=finding)
        return self._failed(criterion, scope, failed)

    def _failed(self, criterion: Criterion, scope: Scope, failed: Checked) -> Checked:
        entry = criterion.entry
        finding = failed.finding or self._filled(entry.finding, criterion, scope)
        remedy = ""
        if entry.remedy:
            decided = self.catalogue.decided(self.evaluation.deriver, scope)
            sentence = (entry.remedy.after or entry.remedy.before) if decided else entry.remedy.before
            remedy = self._filled(sentence, criterion, scope)
        failed = replace(failed, reason=failed.reason if failed.answer else finding, finding=finding, remedy=remedy)
        waiver = self.answers.waiver(entry.id, failed.subject_id, failed.binding)
        if waiver is None:
            return failed
        reason = f"已豁免：{waiver.reason}（{' '.join(filter(None, (waiver.approver, waiver.date)))}）"
        return replace(failed, state=State.WAIVED, reason=reason, waiver=waiver)

    # ------------------------------------------------------------------ sentences

    def _filled(self, sentence: str, criterion: Criterion, scope: Scope) -> str:
        def said(found: re.Match[str]) -> str:
            before = sentence[: found.start()]
            bare = before.count("（") > before.count("）")
            return self._placeholder(found[1], criterion.texts, scope, bare=bare)

        return PLACEHOLDER.sub(said, sentence)

    def _placeholder(self, name: str, texts: Mapping[str, Path], scope: Scope, *, bare: bool) -> str:
        """`bare`: it stands between brackets already, and what is not known needs none of its own."""
        path = texts[name]
        outcome: Outcome = self.evaluation.deriver.outcome(path, scope)
        resolved = self.catalogue.resolved(path)
        if not outcome.known:
            gap = _GAPS.get(outcome.state, "有多个值")
            return gap if bare else f"（{gap}）"
        choice = self.catalogue.schema.choices.get(resolved.of) if resolved.type == "choice" else None
        return value_text(outcome.value, outcome.unit, choice)

    # ------------------------------------------------------------------ the oracle

    def _cross_checked(
        self, criterion: Criterion, scope: Scope, verdict: Verdict, state: State, reason: str
    ) -> tuple[State, str]:
        assert self.oracle is not None
        expected = self.oracle.outcome(criterion.rule.applies, criterion.rule.requires, scope)
        found = next(iter(verdict.outcomes - {"manual"}), None)
        if expected == found:
            return state, reason
        return State.ERROR, f"规则出错：引擎得出{found or '未知'}，对照计算得出{expected or '未知'}"


def _could_be(verdict: Verdict, *, asks: bool) -> tuple[State, ...]:
    """What an unknown may become; where a person would then be asked, that person may find a failure."""
    found = {s for s in _POSSIBLE if s.value in verdict.could_be}
    if asks and State.PASS in found:
        found.add(State.FAIL)
    return tuple(s for s in _POSSIBLE if s in found)
