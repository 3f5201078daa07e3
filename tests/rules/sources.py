"""What the norms themselves say of the numbers and days of the catalogue: a record that nobody copied from it.

A number is borne out by the words of the article it cites; where no text is at hand, by a row of the reference that
cites the article. A first day is borne out by the register of norms in the reference, or by such a row.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import yaml

from checker.catalog.catalogue import Catalogue
from checker.catalog.citing import chinese, cite
from checker.catalog.models import Norm
from rules.tables import Table
from tests.functional.conftest import ROOT

SHARED = ROOT.parent / "shared"
LAW = SHARED / "law"
TEXTS = yaml.safe_load((ROOT / "tests" / "data" / "norm_texts.yaml").read_text(encoding="utf-8"))
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
KNOWN: dict[str, str] = yaml.safe_load((ROOT / "tests" / "data" / "unsupported.yaml").read_text(encoding="utf-8"))
NUMERAL = "零一二三四五六七八九十百"
UNITS = ((1000, "千"), (100, "百"))
COUNTED = "个?工作日|个?月|小时|日|天|人|名|份|年|时|以上"


def unsupported(catalogue: Catalogue, only: str = "") -> set[str]:
    """What no source bears out: the id of a table or norm (or of `only` one), and which of its rows or days."""
    tables, norms = catalogue.tables, catalogue.norms
    found = {f"{id_} {fault}" for id_ in tables if only in ("", id_) for fault in of_table(tables[id_], catalogue)}
    return found | {f"{id_} {fault}" for id_ in norms if only in ("", id_) for fault in of_norm(norms[id_])}


def of_table(table: Table, catalogue: Catalogue) -> Iterator[str]:
    for number, row in enumerate(table.rows, 1):
        norm, articles = cited(row.source, catalogue)
        if isinstance(row.value, int) and table.type != "date" and not is_borne_out(table, row.value, norm, articles):
            yield f"第{number}行值"
        if norm is None:
            continue
        begun = {n.first.toordinal() for n in catalogue.norms.values() if n.short == norm.short}
        if row.first > 1 and row.first not in begun:
            day = date.fromordinal(row.first).isoformat()
            if day not in " ".join(facts(norm, articles)):
                yield f"第{number}行起"


def of_norm(norm: Norm) -> Iterator[str]:
    listed = [entry for code, entry in register().items() if code == norm.id or re.fullmatch(rf"{code}\d+", norm.id)]
    if not listed:
        return
    starts, ends = (" ".join(days) for days in zip(*listed, strict=True))
    if norm.first != date.min and norm.first.isoformat() not in starts:
        yield "first"
    if norm.last != date.max and norm.last.isoformat() not in ends:
        following = norm.last + timedelta(days=1)
        if following.isoformat() not in starts:  # versions that share a row of the register
            yield "last"


def cited(source: str, catalogue: Catalogue) -> tuple[Norm | None, list[int]]:
    """The norm and the articles (of a notice: the items) of a source as rows carry it."""
    norms = [n for n in catalogue.norms.values() if source.startswith(cite(n, ""))]
    norm = max(norms, key=lambda n: len(cite(n, "")), default=None)
    numbers = {chinese(n): n for n in range(1, 400)}
    found = re.findall(rf"第([{NUMERAL}]+)条|^[^第]*第（([{NUMERAL}]+)）项", source)
    return norm, [numbers[article or item] for article, item in found]


def is_borne_out(table: Table, value: int, norm: Norm | None, articles: list[int]) -> bool:
    if norm is None or (not articles and value < 1000):
        return value == 1  # no number, but that something is so
    if (table.unit == "条" and value in articles) or norm.version.startswith(f"{value}年"):
        return True
    said = [text for n in articles if norm.id in TEXTS and (text := article(norm.id, n))]
    if said or table.unit == "条":
        return any(says(text, table, value) for text in said)
    return any(re.search(rf"(?<![\d.])({figures(table, value)})(?![\d.])", fact) for fact in facts(norm, articles))


def says(text: str, table: Table, value: int) -> bool:
    if table.unit == "款":
        return len([p for p in text.splitlines() if re.match(r"\s*[^\s(（]", p)]) == value
    return bool(re.search(words(table, value), text))


def words(table: Table, value: int) -> str:
    """A pattern of how an article writes the number."""
    if table.type == "money":
        yuan, odd = divmod(value, 100)
        if odd:
            return "(?!)"
        whole, rest = divmod(yuan, 10_000)
        large = rf"{chinese(whole)}万元|{whole}万元" if whole and not rest else "(?!)"
        small = "|".join(f"{chinese(yuan // n)}{unit}元" for n, unit in UNITS if not yuan % n and yuan < 10_000)
        return rf"(?<![{NUMERAL}\d])({large}|{yuan}元|{small or '(?!)'})"
    if table.unit == "%":
        times = rf"|(?<!\d){value // 100}倍|{chinese(value // 100)}倍" if value % 100 == 0 else ""
        return rf"(?<!\d){value}[%％]|百分之{chinese(value)}(?![{NUMERAL}]){times}"
    numeral = "二|两" if value == 2 else chinese(value)
    return rf"(?<![{NUMERAL}\d])({numeral}|{value})({COUNTED})|法》?第{chinese(value)}条"


def figures(table: Table, value: int) -> str:
    """A pattern of how the reference writes the number."""
    amount, odd = divmod(value, 100) if table.type == "money" else (value, 0)
    if odd:
        return "(?!)"
    return f"{amount}|{amount:,}".replace(",", " ?")


@cache
def article(norm: str, number: int) -> str:
    """The words of an article; '' where the text at hand does not hold it."""
    content = (LAW / TEXTS[norm]["file"]).read_text(encoding="utf-8")
    head = "第{}条" if "第一条" in content else "[(（]{}[)）]"
    start, end = head.format(chinese(number)), head.format(f"[{NUMERAL}]+")
    found = re.search(rf"^\W*{start}(.*?)(?=^\W*{end}|\Z)", content, re.M | re.S)
    return unicodedata.normalize("NFKC", found[1]) if found else ""


@cache
def reference() -> tuple[list[str], ...]:
    """The cells of each row of the tables of the reference."""
    lines = [
        line
        for name in ("legal_facts.md", "legal_facts_2.md")
        for line in (SHARED / "reference" / name).read_text(encoding="utf-8").splitlines()
        if line.startswith("| ")
    ]
    return tuple([cell.strip() for cell in line.strip("|").split("|")] for line in lines)


@cache
def register() -> dict[str, tuple[str, str]]:
    """From the register of norms: code → its first days, its last days."""
    return {
        code: (cells[3], cells[4])
        for cells in reference()
        if len(cells) == 7 and not cells[0].startswith(("F-", "G-", "R"))
        for code in cells[0].split(" / ")
    }


def facts(norm: Norm, articles: list[int]) -> list[str]:
    """The rows of the reference that cite the norm (or an earlier text of it) and one of the articles."""
    numbers = rf"(?<!\d)({'|'.join(map(str, articles)) or '(?!)'})(?!\d)"
    code = norm.id.replace("PL17", "PL(17|96)")
    by_code = re.compile(rf"\b{code}\b[^;|]*?{numbers}")
    old = norm.id in ("PL96", "PL17")  # the crosswalk of the two texts of the penalty law: subject, old, new article
    return [
        " | ".join(cells)
        for cells in reference()
        if any(by_code.search(cell) for cell in cells) or (old and len(cells) == 3 and re.match(numbers, cells[1]))
    ]
