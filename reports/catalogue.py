"""The catalogue in the terminal: a list of criteria, and one entry with the place and text it was written as."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from checker.catalog.catalogue import Catalogue


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


def shown(catalogue: Catalogue, entry: str, console: Console) -> None:
    """The entry as it stands in its file."""
    for source in catalogue.sources[entry]:
        console.print(f"# {source.place}（{source.layer}）", style="dim", highlight=False)
        console.print(source.text, markup=False, highlight=False)
