"""Articles: which are in force on a day, how they are written, how grave a failure their reading supports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from checker.catalog.models import Citation, Norm
from checker.results import Basis
from checker.states import Severity

_CAP = {"V": Severity.VETO, "VP": Severity.MAJOR, "S": Severity.MINOR, "M": Severity.MINOR, "U": Severity.ADVICE}


def in_force(citations: Iterable[Citation], day: date, norms: Mapping[str, Norm]) -> tuple[Citation, ...]:
    """Those that are the basis on `day`: within their own dates and those of their norm."""
    return tuple(c for c in citations if max(c.first, norms[c.norm].first) <= day <= min(c.last, norms[c.norm].last))


def basis_of(
    citations: Iterable[Citation], day: date, norms: Mapping[str, Norm], layers: Mapping[str, str]
) -> tuple[Basis, ...]:
    """The articles in force on `day`, ready to show."""
    return tuple(basis(c, norms[c.norm], layers[c.norm]) for c in in_force(citations, day, norms))


def basis(citation: Citation, norm: Norm, layer: str) -> Basis:
    first, last = max(citation.first, norm.first), min(citation.last, norm.last)
    return Basis(
        norm.id,
        cite(norm, citation.article),
        norm.title,
        norm.number,
        first.isoformat() if first > date.min else "",
        last.isoformat() if last < date.max else "",
        citation.mark or norm.mark,
        layer,
        tuple(citation.article.split("、")),
    )


def cap(mark: str, settled: bool) -> Severity:
    """The gravest severity that a reading of this confidence allows; `settled` lifts the cap."""
    return Severity.VETO if settled else _CAP[mark]


def capped(severity: Severity, citations: Iterable[Citation], norms: Mapping[str, Norm]) -> Severity:
    """`severity`, held down by the surest reading among `citations`."""
    caps = [cap(c.mark or norms[c.norm].mark, c.settled) for c in citations]
    return max(severity, min(caps, key=lambda s: s.rank), key=lambda s: s.rank) if caps else severity


def cite(norm: Norm, article: str) -> str:
    """For example 《行政处罚法》（2021年修订）第六十四条第一项."""
    version = f"（{norm.version}）" if norm.version else ""
    return f"《{norm.short}》{version}{article_name(article)}"


@cache
def article_name(article: str) -> str:
    """`64`, `64(2)` (款) and `64(1)(2)` (款, 项), several separated by 、 in Chinese; other texts stay as they are."""
    return "、".join(_one(part) for part in article.split("、"))


def _one(article: str) -> str:
    found = re.fullmatch(r"(\d+)(?:\((\d+)\))?(?:\((\d+)\))?", article)
    if not found:
        return article
    names = zip(found.groups(), ("条", "款", "项"), strict=True)
    return "".join(
        f"第{chinese(int(n))}{unit}" if unit != "项" else f"第（{chinese(int(n))}）项" for n, unit in names if n
    )


def chinese(number: int) -> str:
    """A number below a thousand in Chinese numerals."""
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (digits[ones] if ones else "")
