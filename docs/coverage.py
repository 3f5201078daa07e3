"""覆盖情况: each duty of the register with what checks it, and the articles that were cited unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from checker.catalog.catalogue import Catalogue
from checker.catalog.models import Citation, CriterionEntry, Entry, Exclusion

TEXTS = Path(__file__).parents[1] / "tests" / "data" / "norm_texts.yaml"
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


def coverage(*catalogues: Catalogue) -> str:
    """Each duty with the criteria that check it, or the reason why none does; and what was cited unseen."""
    covered: dict[str, list[str]] = {}
    for entry in answering(*catalogues):
        name = f"[{entry.id}](criteria/{entry.id}.md)" if isinstance(entry, CriterionEntry) else f"`{entry.id}`"
        for id_ in entry.covers:
            names = covered.setdefault(id_, [])
            names += [] if name in names else [name]
    reasons = {id_: e.reason for c in catalogues for e in c.exclusions for id_ in e.covers}
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
    lines += [f"| {norm} | {article} | {'、'.join(ids)} |" for norm, article, ids in unseen(*catalogues)]
    return "\n".join(lines) + "\n"


def answering(*catalogues: Catalogue) -> list[Entry]:
    """The entries that say which duties they answer."""
    entries = (placed.entry for c in catalogues for same_id in c.sources.values() for placed in same_id)
    return [e for e in entries if e.covers and not isinstance(e, Exclusion)]


def unseen(*catalogues: Catalogue) -> list[tuple[str, str, list[str]]]:
    """The cited articles of which no text was at hand: norm, article, and who cites them."""
    texts = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    found: dict[tuple[str, str], list[str]] = {}
    norms = {id_: norm for c in catalogues for id_, norm in c.norms.items()}
    for id_, citation in (pair for c in catalogues for pair in citations(c)):
        text = texts.get(citation.norm) or {"whole": False, "articles": []}
        numbers = article_numbers(citation.article)
        if not text["whole"] and not (numbers and set(numbers) <= set(text["articles"])):
            norm = norms[citation.norm]
            ids = found.setdefault((f"《{norm.short}》{norm.version}", citation.article or "（整部）"), [])
            if id_ not in ids:
                ids.append(id_)
    return [(norm, article, ids) for (norm, article), ids in sorted(found.items())]


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
