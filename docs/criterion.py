"""One page for each criterion, and their index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import yaml

from checker.catalog.catalogue import PLACEHOLDER, Catalogue, Criterion
from checker.catalog.citing import cite
from reports.wording import Wording
from rules import language as lang
from rules.language import Condition, Value, children
from rules.naming import value_text
from rules.tables import Row, Table
from rules.values import Interval
from tests.rules.casebook import CASES, Case

CHANGES = ("as_of", "redate", "copy", "add", "remove", "set", "incomplete")


def index(*catalogues: Catalogue) -> str:
    lines = ["# 检查项", "", "由目录生成，每个检查项一页。", ""]
    for catalogue, point in ((c, p) for c in catalogues for p in c.points.values()):
        of_point = [c.entry for c in catalogue.criteria if c.entry.point == point.id]
        lines += [f"## {point.title}（{len(of_point)}项）", ""]
        lines += [f"- [{e.id}]({e.id}.md) {e.title}（{e.severity.label}）" for e in of_point]
        lines.append("")
    return "\n".join(lines)


def page(catalogue: Catalogue, criterion: Criterion) -> str:
    """What is required, of whom, when; articles by date; fields read; a good and a bad example; what to do."""
    e, wording = criterion.entry, Wording(catalogue, criterion.entry.subject)
    subject = catalogue.schema.entities[e.subject].label
    staged = len(catalogue.stages) > 1
    verified = "已对照条文" if e.status == "verified" else "未核实"
    lines = [
        f"# {e.id} {e.title}",
        "",
        f"{catalogue.points[e.point].title}　·　{e.severity.label}　·　{verified}　·　目录层 {criterion.layer}",
        "",
        "## 对谁、什么时候",
        "",
        (f"每个{subject}，自{catalogue.stages[e.stage].label}阶段起。" if staged else f"每个{subject}。")
        + f"以哪一日的规定为准：{'，否则'.join(wording.value(p) for p in criterion.judged_on)}。",
    ]
    if e.applies is not None:
        lines += ["", "适用条件：", "", *wording.lines(criterion.rule.applies)]
    lines += ["", "## 要求", ""]
    lines += wording.lines(criterion.rule.requires) if e.requires is not None else []
    lines += [f"由人判断：{_blanks(criterion, wording, e.question)}"] if e.question else []
    facts = list(_facts(catalogue, criterion.rule.applies, criterion.rule.requires))
    for (entity, name), form in facts:
        fact = catalogue.facts[entity, name]
        inner = Wording(catalogue, entity)
        lines += ["", f"其中“{fact.label}”（{catalogue.schema.entities[entity].label}）：", ""]
        lines += inner.lines(form) if isinstance(form, Condition) else [f"- {inner.value(form)}"]
    lines += ["", "## 依据", "", "| 条文 | 施行 | 至 |", "|---|---|---|"]
    for c in e.basis:
        norm = catalogue.norms[c.norm]
        first, last = max(c.first, norm.first), min(c.last, norm.last)
        lines.append(
            f"| {cite(norm, c.article)} | {first if first.year > 1 else ''} | {last if last.year < 9999 else '今'} |"
        )
    forms = (criterion.rule.applies, criterion.rule.requires, *(form for _, form in facts))
    lines += _parameters(catalogue, forms)
    lines += ["", "## 读取的字段", "", "、".join(_fields(catalogue, forms)) or "无"]
    lines += ["", "## 例子", "", *_examples(e.id, bool(e.question))]
    lines += ["", "## 怎样处理", ""]
    if e.remedy:
        lines += [f"- {'决定作出前：' if staged else ''}{_blanks(criterion, wording, e.remedy.before)}"]
        lines += [f"- 决定作出后：{_blanks(criterion, wording, e.remedy.after)}"] if e.remedy.after else []
    else:
        lines += ["由审核人员判断并写明理由。"]
    return "\n".join(lines) + "\n"


def _facts(catalogue: Catalogue, *forms: Value | Condition) -> Iterator[tuple[tuple[str, str], Value | Condition]]:
    """The named facts that forms rest on, and those that these rest on."""
    seen: set[tuple[str, str]] = set()
    todo = list(forms)
    while todo:
        form = todo.pop(0)
        todo += children(form)
        if isinstance(form, lang.Path):
            last = catalogue.resolved(form).steps[-1]
            key = (last.entity, last.name)
            if last.kind == "fact" and key not in seen:
                seen.add(key)
                todo.append(catalogue.definitions[key])
                yield key, catalogue.definitions[key]


def _blanks(criterion: Criterion, wording: Wording, text: str) -> str:
    """A sentence with the names of the fields in place of their values."""
    return PLACEHOLDER.sub(lambda found: wording.value(criterion.texts[found[1]]), text)


def _parameters(catalogue: Catalogue, forms: Iterable[Value | Condition]) -> list[str]:
    """The rows of the dated parameters that forms look up."""
    names = {form.table: None for form in _all(forms) if isinstance(form, lang.Lookup)}
    if not names:
        return []
    lines = ["", "## 参数", "", "| 参数 | 适用于 | 施行 | 至 | 值 | 出处 |", "|---|---|---|---|---|---|"]
    for name in names:
        table = catalogue.tables[name]
        for row in table.rows:
            value = _row_value(catalogue, table, row)
            first, last = (date.fromordinal(day) for day in (row.first, row.last))
            dates = f"{first if first.year > 1 else ''} | {last if last.year < 9999 else '今'}"
            key = "、".join(_label(catalogue, of, part) for of, part in zip(table.keys, row.key, strict=True))
            lines.append(f"| {table.title} | {key} | {dates} | {value} | {row.source} |")
    return lines


def _row_value(catalogue: Catalogue, table: Table, row: Row) -> str:
    match row.value:
        case None:
            return f"未设定（{row.note}）" if row.note else "未设定"
        case int():
            return value_text(Interval.exactly(row.value), table.unit)
        case tuple():
            return "、".join(_label(catalogue, table.of, v) for v in row.value)
        case text:
            return _label(catalogue, table.of, text)


def _label(catalogue: Catalogue, of: str, value: str) -> str:
    choice = catalogue.schema.choices.get(of)
    return choice.members.get(value, value) if choice else value


def _all(forms: Iterable[Value | Condition]) -> Iterator[Value | Condition]:
    """Forms and everything inside them."""
    todo = list(forms)
    while todo:
        form = todo.pop(0)
        yield form
        todo += children(form)


def _fields(catalogue: Catalogue, forms: Iterable[Value | Condition]) -> list[str]:
    """The raw fields that forms read, with the record they stand in."""
    found: dict[str, None] = {}
    for form in _all(forms):
        if isinstance(form, lang.Path):
            last = catalogue.resolved(form).steps[-1]
            if last.kind == "field":
                entity = catalogue.schema.entities[last.entity]
                found[f"{entity.label}·{entity.fields[last.name].label}"] = None
    return list(found)


def _examples(criterion: str, question: bool) -> list[str]:
    good, bad = ("manual" if question else "pass"), "fail"
    names = {"pass": "符合", "fail": "不符合", "manual": "须由人判断"}
    lines = []
    for state in (good, bad):
        case = next((c for c in CASES if _says(c, criterion, state)), None)
        if case:
            lines += [f"**{names[state]}**：{case.name}（{case.source}）", "", *_changes(case), ""]
    return lines[:-1]


def _says(case: Case, criterion: str, state: str) -> bool:
    told: list[Any] = [case.part(part).get(criterion) for part in ("expect", "holds")]
    return state in told or state in case.part("subjects").get(criterion, {}).values()


def _changes(case: Case) -> list[str]:
    changes = {key: case.part(key) for key in CHANGES if case.part(key)}
    if not changes:
        return [f"示例 `examples/{case.base}.yaml` 原样。"]
    text = yaml.safe_dump(changes, allow_unicode=True, sort_keys=False, width=110).rstrip()
    return [f"在示例 `examples/{case.base}.yaml` 上改动：", "", "```yaml", text, "```"]
