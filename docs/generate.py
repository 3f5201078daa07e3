"""Writes the generated pages: `python -m docs.generate`. A test keeps them equal to the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from checker.catalog.catalogue import PLACEHOLDER, Catalogue, Criterion
from checker.catalog.citing import cite
from checker.catalog.models import Citation, CriterionEntry, Entry, Exclusion
from checker.cli.common import DEFAULT_LAYER, checker
from reports.opinion.context import Opinion, documented
from reports.opinion.record import shown
from reports.wording import Wording
from rules import language as lang
from rules.language import Condition, Value, children
from rules.naming import value_text
from rules.schema import Field
from rules.tables import Row, Table
from rules.values import Interval
from tests.rules.casebook import CASES, Case

DOCS = Path(__file__).parent
TEXTS = DOCS.parent / "tests" / "data" / "norm_texts.yaml"
FAMILIES = {
    r"R\d-\d+": "审查要点的分项",
    r"F-[A-Z]\d+|G-\d+": "法律义务",
    r"4\.1 ": "应有的文书",
    r"4\.3 ": "文书应载明的内容",
    r"5\.\d ": "步骤的先后",
    r"D-\d+": "期间计算",
    r"[AN]-\d+": "三项制度实施方案与国家规定的机关职责",
}
"""The kinds of ids that `covers` names, and their headings."""
TEMPLATE_GUIDE = """# 法制审核意见书的模板

`anjuan opinion --export-template 模板.docx` 写出自带的模板；在 Word 或者 WPS 里改好，再套用：
`anjuan opinion 案卷 --template 模板.docx -o 意见书.docx`。

模板是普通的 .docx，机器填写的地方写成标记：

| 写法 | 意思 |
|---|---|
| `{{ 案件.案件名称 }}` | 写出一个变量 |
| `{{ 案件.案由 or '（未填）' }}` | 为空时写别的 |
| `{%p if 阶段提示 %}` …… `{%p endif %}` | 条件成立才有其间的段落；两个标记各占一段，写出时去掉 |
| `{%p for 项 in 提请注意 %}` …… `{%p endfor %}` | 逐项写出其间的段落 |
| `{%tr for 问题 in 问题清单 %}` …… `{%tr endfor %}` | 逐项写出其间的表格行；两个标记各占一行 |
| `{% for 项 in 结论选项 %}☐ {{ 项 }}　{% endfor %}` | 在一段之内逐项写出 |

- 只能写变量、判断和循环，以及 `join`、`length`、`count`、`first`、`last`。不能调用函数，不能计算。
- 页眉须有“草稿”二字；“同意”前的方框须为空框。审核结论和签名由人填写，没有变量可以写出。
- 模板里不能有宏、控件、嵌入的文件、外部图片、取用外部内容的域；超链接可以有。
- 写错的变量会被指出，不会写出半份文件。
"""
CHANGES = ("as_of", "redate", "copy", "add", "remove", "set", "incomplete")


def pages(catalogue: Catalogue) -> Iterator[tuple[Path, str]]:
    """Every generated page: its path and its text."""
    yield DOCS / "coverage.md", coverage(catalogue)
    yield DOCS / "opinion_template.md", opinion_template(catalogue)
    yield DOCS / "criteria" / "README.md", index(catalogue)
    for criterion in catalogue.criteria:
        yield DOCS / "criteria" / f"{criterion.entry.id}.md", page(catalogue, criterion)


# ---------------------------------------------------------------------------------------------- coverage


def coverage(catalogue: Catalogue) -> str:
    """Each duty with the criteria that check it, or the reason why none does; and what was cited unseen."""
    covered: dict[str, list[str]] = {}
    for entry in answering(catalogue):
        name = f"[{entry.id}](criteria/{entry.id}.md)" if isinstance(entry, CriterionEntry) else f"`{entry.id}`"
        for id_ in entry.covers:
            covered.setdefault(id_, []).append(name)
    reasons = {id_: e.reason for e in catalogue.exclusions for id_ in e.covers}
    lines = [
        "# 覆盖情况",
        "",
        "由目录的 covers 和 exclusions 生成：每一项职责由哪些检查项检查；没有检查项的，写明理由。",
    ]
    for pattern, heading in FAMILIES.items():
        ids = sorted((i for i in covered | reasons if re.match(pattern, i)), key=_natural)
        with_criterion = sum(i in covered for i in ids)
        lines += [
            "",
            f"## {heading}（{len(ids)}项，{with_criterion}项有回答）",
            "",
            "| 编号 | 由何检查，或者为何不查 |",
            "|---|---|",
        ]
        lines += [f"| {i} | {'、'.join(covered[i]) if i in covered else reasons[i]} |" for i in ids]
    lines += ["", "## 未见原文", "", "所引条文没有见到原文（只见到转述或者节选），核对时须先取得原文：", ""]
    lines += ["| 规范 | 条 | 检查项和参数 |", "|---|---|---|"]
    lines += [f"| {norm} | {article} | {'、'.join(ids)} |" for norm, article, ids in unseen(catalogue)]
    return "\n".join(lines) + "\n"


def answering(catalogue: Catalogue) -> list[Entry]:
    """The entries that say which duties they answer."""
    entries = (placed.entry for same_id in catalogue.sources.values() for placed in same_id)
    return [e for e in entries if e.covers and not isinstance(e, Exclusion)]


def unseen(catalogue: Catalogue) -> list[tuple[str, str, list[str]]]:
    """The cited articles of which no text was at hand: norm, article, and who cites them."""
    texts = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    found: dict[tuple[str, str], list[str]] = {}
    for id_, citation in citations(catalogue):
        text = texts.get(citation.norm) or {"whole": False, "articles": []}
        numbers = article_numbers(citation.article)
        if not text["whole"] and not (numbers and set(numbers) <= set(text["articles"])):
            norm = catalogue.norms[citation.norm]
            ids = found.setdefault((f"《{norm.short}》{norm.version}", citation.article or "（整部）"), [])
            if id_ not in ids:
                ids.append(id_)
    return [(norm, article, ids) for (norm, article), ids in sorted(found.items())]


def opinion_template(catalogue: Catalogue) -> str:
    """The variables of the opinion's template, and the fields of a case file that it can show."""
    lines = [
        TEMPLATE_GUIDE,
        "## 变量",
        "",
        "“›”之后的属于清单中的每一项，在循环里写，如 `{%tr for 问题 in 问题清单 %}` 之后写 `{{ 问题.序号 }}`。",
        "",
        "| 变量 | 内容 |",
        "|---|---|",
        *(f"| {name} | {doc} |" for name, doc in documented(Opinion)),
        "",
        "## 案卷的字段",
        "",
        "“案件”之下是字段字典的各字段（审核意见除外），按中文名称；没有填的为空，填“无”的写“无”，多项的用顿号连接。"
        "名称中有括号的写成 `{{ 救济['裁决期限（日）'] }}`。",
    ]
    for entity in catalogue.schema.entities.values():
        named = {f.label: _inner(catalogue, f) for f in shown(entity.name, catalogue.schema)}
        if entity.name == catalogue.schema.root:
            named |= {v.label: "各项" for v in entity.views.values() if v.where_field}
        lines += ["", f"**{entity.label}**：{'、'.join(k + (f'（{v}）' if v else '') for k, v in named.items())}"]
    return "\n".join(lines) + "\n"


def _inner(catalogue: Catalogue, field: Field) -> str:
    """Where the members of a field are listed, if it has any."""
    if field.element != "records" or field.type in ("ref", "refs"):
        return ""
    return f"{'各项' if field.type == 'list' else '一项'}，见{catalogue.schema.entities[field.of].label}"


def citations(catalogue: Catalogue) -> Iterator[tuple[str, Citation]]:
    """Every citation of the catalogue with the id of the entry that makes it."""
    for criterion in catalogue.criteria:
        yield from ((criterion.entry.id, c) for c in criterion.entry.basis)
    for deadline in catalogue.deadlines.values():
        yield from ((deadline.entry.id, c) for c in deadline.entry.basis)
        for row in deadline.counting.rows:
            yield from ((deadline.counting.id, r.basis) for r in row.readings)
    for placed in (p for entries in catalogue.sources.values() for p in entries):
        for row in getattr(placed.entry, "rows", ()):
            if isinstance(basis := getattr(row, "basis", None), Citation):
                yield placed.entry.id, basis


def article_numbers(article: str) -> list[int]:
    return [int(found[0]) for part in article.split("、") if (found := re.match(r"\d+", part))]


def _natural(text: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", text)]


# ---------------------------------------------------------------------------------------------- one page a criterion


def index(catalogue: Catalogue) -> str:
    lines = ["# 检查项", "", "由目录生成，每个检查项一页。", ""]
    for point in catalogue.points.values():
        of_point = [c.entry for c in catalogue.criteria if c.entry.point == point.id]
        lines += [f"## {point.title}（{len(of_point)}项）", ""]
        lines += [f"- [{e.id}]({e.id}.md) {e.title}（{e.severity.label}）" for e in of_point]
        lines.append("")
    return "\n".join(lines)


def page(catalogue: Catalogue, criterion: Criterion) -> str:
    """What is required, of whom, when; articles by date; fields read; a good and a bad example; what to do."""
    e, wording = criterion.entry, Wording(catalogue, criterion.entry.subject)
    subject = catalogue.schema.entities[e.subject].label
    verified = "已对照条文" if e.status == "verified" else "未核实"
    lines = [
        f"# {e.id} {e.title}",
        "",
        f"{catalogue.points[e.point].title}　·　{e.severity.label}　·　{verified}　·　目录层 {criterion.layer}",
        "",
        "## 对谁、什么时候",
        "",
        f"每个{subject}，自{catalogue.stages[e.stage].label}阶段起。"
        f"以哪一日的规定为准：{'，否则'.join(wording.value(p) for p in criterion.judged_on)}。",
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
        lines += [f"- 决定作出前：{_blanks(criterion, wording, e.remedy.before)}"]
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
    changes = {
        k: case.part(k) for k in ("as_of", "redate", "copy", "add", "remove", "set", "incomplete") if case.part(k)
    }
    if not changes:
        return [f"示例 `examples/{case.base}.yaml` 原样。"]
    text = yaml.safe_dump(changes, allow_unicode=True, sort_keys=False, width=110).rstrip()
    return [f"在示例 `examples/{case.base}.yaml` 上改动：", "", "```yaml", text, "```"]


def write() -> None:
    """Writes every page and removes those of criteria that are no more."""
    texts = dict(pages(checker(DEFAULT_LAYER).catalogue))
    for old in (DOCS / "criteria").glob("*.md"):
        if old not in texts:
            old.unlink()
    for path, text in texts.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
