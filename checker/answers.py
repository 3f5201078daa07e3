"""What people have answered: conclusions on questions and waivers of findings, held against what is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from checker.binding import UNNAMED
from checker.casefile.answers import ANSWERS, NUMBER, AnswerFile
from checker.catalog.catalogue import Catalogue
from checker.findings import Bound, ItemAnswer, UnusedAnswer
from checker.results import Answer, Checked, CriterionResult
from rules.constants import did_you_mean
from rules.naming import value_text
from rules.outcomes import normal
from rules.values import Moment, Record

ITEM_MARK = "/"
"""In what an answer is about where that is an item of a scoring standard (STANDARD/ITEM), and no criterion."""
_WAIVED = "waived"
_NEEDED = {_WAIVED: ("reason", "approver")}
_NEEDED_OF_ANSWERS = ("conclusion", "reason", "name")
_TEXTS = ("conclusion", "reason", "name", "date", "approver", "expiry")
_AGAIN = "请按现在的情况重新判断，填在新的检查结果工作簿里"


@dataclass(eq=False, slots=True)
class _Given:
    """An answer as given. `why` (and `advice`) are said once it is known that it cannot be used."""

    record: Record
    file: str
    number: str
    why: str = ""
    advice: str = ""
    used: bool = False
    repeats: bool = False
    """Used, but says nothing that another answer does not say."""

    def text(self, field: str) -> str:
        return value_text(self.record.value(field)) if self.record.value(field) is not None else ""

    def refuse(self, why: str, advice: str) -> None:
        self.why, self.advice = why, advice

    @property
    def of_item(self) -> bool:
        return ITEM_MARK in self.text("criterion")

    @property
    def identity(self) -> tuple[str, ...]:
        return (normal(self.number), *(self.text(f) for f in ("criterion", "subject", "binding")), *self.content)

    @property
    def content(self) -> tuple[str, ...]:
        return tuple(normal(self.text(f)) for f in _TEXTS)


class Answers:
    """The answers to what is asked about one case file, from the file itself and from `files`."""

    def __init__(self, case: Record, name: str, files: Iterable[AnswerFile], catalogue: Catalogue, as_of: date) -> None:
        self.catalogue = catalogue
        number = str(case.value(NUMBER) or "")
        sources = [AnswerFile(name, number, tuple(case.records(ANSWERS))), *files]
        read = [_Given(record, file.name, file.number) for file in sources for record in file.records]
        # One text may come on two ways, as from the file beside the case and from the workbook made with it.
        self._given = list({g.identity: g for g in reversed(read)}.values())[::-1]
        self._asked: dict[tuple[str, str, bool], list[_Given]] = {}
        for given in self._given:
            self._examine(given, number, as_of)
            if not given.why:
                waiver = given.record.value("conclusion") == _WAIVED
                self._asked.setdefault((given.text("criterion"), given.text("subject"), waiver), []).append(given)

    def conclusion(self, criterion: str, subject: str, binding: str) -> Answer | None:
        """The answer to a question about `subject`, unless it rests on other facts."""
        return self._find(criterion, subject, binding, waiver=False)

    def waiver(self, criterion: str, subject: str, binding: str) -> Answer | None:
        """The waiver of a finding about `subject`, unless it rests on other facts."""
        return self._find(criterion, subject, binding, waiver=True)

    def on_items(self) -> tuple[ItemAnswer, ...]:
        """The answers to items of scoring standards, which nothing here asks."""
        found = []
        for item in dict.fromkeys(g.text("criterion") for g in self._given if g.of_item and not g.why):
            if answer := self._find(item, "", "", waiver=False):
                found.append(ItemAnswer(item, answer))
        return tuple(found)

    def notices(self, unused: Iterable[UnusedAnswer]) -> tuple[str, ...]:
        """What was used, from where; what is not bound to facts; each answer that was not used."""
        if not self._given:
            return ()
        used = [g for g in self._given if g.used]
        files = "；".join(
            f"{name}：共{sum(g.file == name for g in self._given)}项，采用{sum(g.file == name for g in used)}项"
            for name in dict.fromkeys(g.file for g in self._given)
        )
        lines = [f"采用了{len(used)}项人工答复（{files}）"]
        if unbound := [g for g in used if not g.repeats and not g.of_item and not g.text("binding")]:
            which = "、".join(f"{_name(g.text('criterion'), g.text('subject'))} {g.record.place}" for g in unbound)
            lines.append(f"有{len(unbound)}项答复没有绑定所依据的事实，事实有变动时请重新核对：{which}")
        for u in unused:
            name = _name(u.bound.criterion or "（未写规则编号）", u.subject)
            lines.append(f"未采用的答复：{name} {u.answer.place}，{u.why}。{u.advice}")
        return tuple(lines)

    def unused(self, results: Iterable[CriterionResult]) -> tuple[UnusedAnswer, ...]:
        """The answers that settled nothing in `results`, with the reason."""
        by_id = {r.id: r for r in results}
        return tuple(self._unused(g, by_id) for g in self._given if not g.used)

    # ------------------------------------------------------------------ one answer

    def _examine(self, given: _Given, number: str, as_of: date) -> None:
        """Refuse what cannot be used whatever is asked."""
        record = given.record
        criterion = given.text("criterion")
        needed = _NEEDED.get(str(record.value("conclusion")), _NEEDED_OF_ANSWERS)
        fields = self.catalogue.schema.entities[record.entity].fields
        lacks = [fields[f].label for f in needed if not given.text(f)]
        expiry = record.value("expiry")
        known = [c.entry.id for c in self.catalogue.criteria]
        if given.number and number and normal(given.number) != normal(number):
            why = f"这是另一案卷（{given.number}）的答复，本案卷是{number}"
            given.refuse(why, "请核对是否选错了文件；确属本案的，请重新填写")
        elif not criterion:
            label = fields["criterion"].label
            given.refuse(f"没有{label}，不知道答复的是哪一项", "请写在问题所在的那一行；一个问题占几行的，写在第一行")
        elif lacks:
            given.refuse(f"没有填完，缺少{'、'.join(lacks)}", "请补填后再检查一次")
        elif ITEM_MARK not in criterion and criterion not in known:
            given.refuse("目录里没有这一检查项", did_you_mean(criterion, known) or "请核对规则编号")
        elif isinstance(expiry, Moment) and expiry.last_day < as_of:
            kind = "豁免" if record.value("conclusion") == _WAIVED else "答复"
            given.refuse(f"{kind}已过期（有效期至{expiry}）", "仍然需要的，请重新批准，并填写新的有效期")

    def _find(self, criterion: str, subject: str, binding: str, *, waiver: bool) -> Answer | None:
        valid = []
        for given in self._asked.get((criterion, subject, waiver), ()):
            stated = given.text("binding")
            if stated and stated != binding:
                given.refuse("答复以后，所依据的事实有变动", _AGAIN)
            else:
                valid.append(given)
        valid.sort(key=lambda g: not g.text("binding"))
        for given in valid:
            other = next((g for g in valid if g.record.value("conclusion") != given.record.value("conclusion")), None)
            if other:
                given.refuse(
                    f"与另一份答复（{other.record.place}）结论相反，两份都没有采用",
                    "请核对后只保留一份（答复文件可用 anjuan answers 更新）",
                )
        if not valid or valid[0].why:
            return None
        first, *rest = valid
        for given in rest:
            given.used = given.repeats = given.content == first.content
            given.refuse(f"同一事项已采用另一份结论相同的答复（{first.record.place}）", "两份的文字不同，请只保留一份")
        first.used = True
        return self._answer(first)

    def _answer(self, given: _Given) -> Answer:
        choice = self.catalogue.schema.choices[
            self.catalogue.schema.entities[given.record.entity].fields["conclusion"].of
        ]
        conclusion = choice.members.get(given.text("conclusion"), "")
        reason, name, day, expiry, approver = (given.text(f) for f in ("reason", "name", "date", "expiry", "approver"))
        return Answer(
            conclusion, reason, name, day, given.record.place, expiry, approver, bound=bool(given.text("binding"))
        )

    # ------------------------------------------------------------------ what is said back

    def _unused(self, given: _Given, results: dict[str, CriterionResult]) -> UnusedAnswer:
        criterion, subject_id = given.text("criterion"), given.text("subject")
        result = results.get(criterion)
        found = [c for c in result.checked if c.subject_id == subject_id] if result else []
        if given.of_item and not given.why:
            given.refuse(*self._of_item(given))
        elif result and not given.why:
            given.refuse(*self._not_asked(given, result, found))
        subject = found[0].subject if found else subject_id
        bound = Bound(criterion, given.text("binding"))
        title = result.title if result else ""
        return UnusedAnswer(
            bound, title, subject_id, subject, self._answer(given), given.number, given.why, given.advice
        )

    def _of_item(self, given: _Given) -> tuple[str, str]:
        if given.record.value("conclusion") == _WAIVED:
            return "评分标准的条目不能豁免", "请答复符合或者不符合"
        return "评分标准的条目只对整个案卷答复", "请删去对象编号"

    def _not_asked(self, given: _Given, result: CriterionResult, found: list[Checked]) -> tuple[str, str]:
        entry = next(c.entry for c in self.catalogue.criteria if c.entry.id == result.id)
        label = self.catalogue.schema.entities[entry.subject].label
        subject = given.text("subject")
        if result.not_reached:
            return f"没有提出这一问题：{result.reason}", "请到该阶段再答复"
        if entry.subject != self.catalogue.schema.root and not subject:
            return f"这一检查项对每个{label}分别判断，答复没有写明对象", "请写明对象编号"
        if subject.startswith(UNNAMED) and not found:
            return f"这个没有编号的{label}已有变动，或者已不在案卷里", f"请给{label}编号，再重新答复"
        if not found:
            return f"案卷里没有编号为“{subject}”的{label}", "请核对对象编号；对象已删去的，请删去这份答复"
        if given.record.value("conclusion") == _WAIVED:
            return f"没有可以豁免的问题：该项现为{found[0].state.label}", "不再需要的，请删去这份豁免"
        return f"没有提出这一问题：该项现为{found[0].state.label}", "不再需要的，请删去这份答复"


def _name(criterion: str, subject: str) -> str:
    return f"{criterion}（{subject}）" if subject else criterion
