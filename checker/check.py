"""The use case: one case file under one catalogue, as at one day, becomes a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from importlib.metadata import PackageNotFoundError, version

from checker.answers import Answers
from checker.binding import Bindings
from checker.casefile.answers import AnswerFile
from checker.catalog.catalogue import Catalogue, Criterion
from checker.deadlines import workdays_between
from checker.duedates import DueDates
from checker.findings import CaseReport, Unset
from checker.judging import Judging
from checker.process import CaseStage, Processes
from checker.results import Checked, CriterionResult, Missing
from checker.session import Session
from checker.states import State, roll_up
from checker.summing_up import answered, deadline_results, findings, questions, supplies
from checker.workdays import Calendar
from rules.engine import Engine
from rules.evaluate import Evaluation, Judge, Program
from rules.naming import field_text, record_name, value_text
from rules.values import Items, Leaf, Moment, Outcome, Record


@dataclass
class Checker:
    """A catalogue made ready: checks any number of case files. `calendar` counts working days."""

    catalogue: Catalogue
    calendar: Calendar
    engine: Judge | None = None

    @cached_property
    def program(self) -> Program:
        return self.catalogue.program()

    @cached_property
    def judge(self) -> Judge:
        return self.engine or Engine(self.program.judgements)

    def check(
        self,
        case: Record,
        name: str,
        as_of: date,
        as_of_source: str,
        *,
        answers: Iterable[AnswerFile] = (),
        cross_check: bool = False,
    ) -> CaseReport:
        """Everything there is to say about `case`. `as_of` replaces the day that the file itself names.

        `answers` are those that stand outside the file. `cross_check` also asks the oracle and turns every difference
        into the state error.
        """
        session = self.open(case, as_of, as_of_source)
        return self.report(session, name, answers=answers, cross_check=cross_check)

    def open(self, case: Record, as_of: date, as_of_source: str) -> Session:
        """The case file made ready to be asked about. `as_of` replaces the day that the file itself names."""
        place = leaf.place if (leaf := case.leaf("as_of")) else as_of_source
        case.fields["as_of"] = Leaf(Moment.on(as_of), place)
        due_dates = DueDates(self.catalogue, self.calendar, as_of)
        processes = Processes(self.catalogue, case)
        providers = {"deadlines": due_dates.facts, "process": processes.facts}

        def provide(record: Record, path: str) -> Mapping[str, Outcome]:
            prefix, _, id_ = path.partition(".")
            return providers[prefix](record, id_)

        count = partial(_workdays, self.calendar)
        evaluation = Evaluation(self.program, self.judge, provide, count)
        due_dates.deriver = processes.deriver = evaluation.deriver
        return Session(self.catalogue, case, as_of, as_of_source, evaluation, due_dates, processes.stage())

    def report(
        self,
        session: Session,
        name: str,
        *,
        answers: Iterable[AnswerFile] = (),
        cross_check: bool = False,
        brief: bool = False,
    ) -> CaseReport:
        """Everything there is to say about the case of a session. `answers` and `cross_check` as in `check`.

        `brief`: of what does not apply only that, not why; it is most of what is judged.
        """
        given = Answers(session.case, name, answers, self.catalogue, session.as_of)
        judging = Judging(self.catalogue, session.evaluation, given, Bindings(session.case), cross_check, brief)
        results = tuple(self._criterion(c, session.case, session.stage, judging) for c in self.catalogue.criteria)
        return self._report(session, name, results, given)

    def _criterion(self, criterion: Criterion, case: Record, stage: CaseStage, judging: Judging) -> CriterionResult:
        reached = self.catalogue.stages[criterion.entry.stage].gate <= stage.order
        checked = self._subjects(criterion, case, judging) if reached else ()
        state = roll_up([c.state for c in checked])
        if not reached:
            reason = f"尚未到该阶段（{self.catalogue.stages[criterion.entry.stage].label}）"
        elif not checked:
            reason = "案卷中没有这类对象，且清单已填全"
        else:
            reason = next(c.reason for c in checked if c.state is state)
        entry = criterion.entry
        return CriterionResult(
            entry.id,
            entry.title,
            entry.point,
            tuple(entry.covers),
            entry.stage,
            entry.severity,
            entry.void,
            entry.status,
            entry.same_defect,
            criterion.layer,
            criterion.place,
            state,
            reason,
            not reached,
            checked,
            criterion.deadlines,
        )

    def _subjects(self, criterion: Criterion, case: Record, judging: Judging) -> tuple[Checked, ...]:
        schema = self.catalogue.schema
        if criterion.entry.subject == schema.root:
            return (judging.one(criterion, case),)
        field = schema.list_of(criterion.entry.subject)
        checked = [judging.one(criterion, record) for record in case.records(field.name)]
        listed = case.fields.get(field.name)
        if not (isinstance(listed, Items) and listed.complete):
            place = listed.place if listed else case.place
            rest = judging.unlisted(criterion, case, Missing(f"{field.label}（清单是否填全）", place), len(checked))
            checked += [rest] if rest else []
        return tuple(checked)

    def _report(
        self,
        session: Session,
        name: str,
        results: tuple[CriterionResult, ...],
        answers: Answers,
    ) -> CaseReport:
        case, stage, due_dates, schema = session.case, session.stage, session.due_dates, self.catalogue.schema
        used = {
            due.year
            for d in due_dates.all(case)
            for r in d.readings
            if (due := r.due) and self.calendar.covers(due.year)
        }
        on_items = answers.on_items()
        unused = answers.unused(results)
        return CaseReport(
            file=name,
            number=field_text(case, "number", schema),
            title=field_text(case, "title", schema),
            actions=tuple(
                value_text(m.value, choice=schema.choices[schema.entities[case.entity].fields["actions"].of])
                for m in case.items("actions")
                if isinstance(m, Leaf)
            ),
            parties=tuple(record_name(p, schema).partition("：")[2] for p in case.records("parties")),
            stage=stage.id,
            stage_label=self.catalogue.stages[stage.id].label,
            stage_source=stage.source,
            as_of=session.as_of.isoformat(),
            as_of_source=session.as_of_source,
            criteria=results,
            findings=findings(results),
            deadlines=deadline_results(due_dates, case, self.catalogue),
            questions=questions(results),
            supplies=supplies(results),
            points={p.id: p.title for p in self.catalogue.points.values()},
            layers=self.catalogue.layers,
            overrides=self.catalogue.overrides,
            unset=tuple(Unset(t.id, t.title, t.local_unset) for t in self.catalogue.unset),
            notices=answers.notices(unused),
            calendar=tuple(f"{year}年：{self.calendar.source(year)}" for year in sorted(used)),
            software=software(),
            answered=answered(results),
            waived=findings(results, State.WAIVED),
            unused_answers=unused,
            number_label=schema.entities[schema.root].fields["number"].label,
            kind="" if schema.root == self.catalogue.roots[0] else schema.entities[schema.root].label,
            item_answers=on_items,
        )


def _workdays(calendar: Calendar, start: date, end: date) -> int:
    return workdays_between(start, end, calendar) if start <= end else -workdays_between(end, start, calendar)


def software() -> dict[str, str]:
    """Versions of what the result rests on."""
    names = {"anjuan": "案卷", "durable-rules": "规则引擎 durable-rules", "chinesecalendar": "工作日表 chinesecalendar"}
    found = {}
    for package, label in names.items():
        try:
            found[label] = version(package)
        except PackageNotFoundError:
            found[label] = "未安装"
    return found
