"""The catalogue in the terminal: lists of criteria and of standards of scoring, and one entry with the place and text
it was written as."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

from checker.catalog.catalogue import Catalogue
from checker.catalog.layers import Placed
from checker.catalog.standards import Deciding, Item, Standard
from checker.scores import ItemKind, points_text


def listing(catalogue: Catalogue, console: Console) -> None:
    """One line for each criterion."""
    table = Table("编号", "检查项", "要点", "对象", "阶段", "级别", "层", "核对", box=None)
    for c in catalogue.criteria:
        e = c.entry
        subject = catalogue.schema.entities[e.subject].label
        verified = "已对照条文" if e.status == "verified" else "未核实"
        point = catalogue.points[e.point].title
        table.add_row(
            e.id, e.title, point, subject, catalogue.stages[e.stage].label, e.severity.label, c.layer, verified
        )
    console.print(table)


def standards_listing(standards: Iterable[Standard], console: Console) -> None:
    """One line for each standard of scoring."""
    table = Table("编号", "评分标准", "版本", "施行", "条目", "问人", box=None)
    for s in standards:
        asked = sum(bool(i.question) for i in s.items)
        table.add_row(s.id, s.title, s.version, str(s.first), str(len(s.items)), str(asked))
    console.print(table)


def shown(sources: Iterable[Placed], console: Console) -> None:
    """An entry as it stands in its file, and in those of the layers that replace it."""
    for source in sources:
        console.print(f"# {source.place}（{source.layer}）", style="dim", highlight=False)
        console.print(source.text, markup=False, highlight=False)


def shown_item(item: Item, catalogue: Catalogue, console: Console) -> None:
    """An item of a standard of scoring, with what decides it."""
    titles = {c.entry.id: c.entry.title for c in catalogue.criteria}
    points = "" if item.kind is ItemKind.VETO else f"　{points_text(item.points)}分"
    lines = [f"{item.id}　{item.title}　{item.kind.label}{points}", f"分组：{item.section}"]
    lines += [f"由检查项决定：{d.criterion}　{titles[d.criterion]}　{_cost(d, item)}" for d in item.deciding]
    lines += [f"问人：{item.question}"] if item.question else []
    lines += [f"参评条件：{id_}　{titles[id_]}" for id_ in item.applies_if]
    lines += [f"例外：{e.says}" for e in item.exceptions]
    lines += [f"互斥组：{item.group}"] if item.group else []
    lines += [f"备注：{item.note}"] if item.note else []
    for line in lines:
        console.print(line, markup=False, highlight=False)


def _cost(deciding: Deciding, item: Item) -> str:
    return "否决" if item.kind is ItemKind.VETO else f"{points_text(deciding.loses)}分"
