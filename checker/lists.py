"""The lists that an agency publishes, filled from the catalogue; what the agency has to fill in itself is marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from checker.catalog.catalogue import Catalogue
from checker.catalog.citing import article_name, cite, in_force
from checker.catalog.list_models import (
    GuideEntry,
    ItemEntry,
    RandomCheckEntry,
    RecordedEntry,
    ReviewedEntry,
)
from checker.catalog.models import Citation
from checker.catalog.quoting import MISSING as MISSING
from checker.catalog.quoting import quoted
from checker.flow import FlowChart, charts, flow_chart


@dataclass(frozen=True, slots=True)
class Column:
    """`element`: what the list must state, so that a gap counts."""

    title: str
    width: float
    element: bool = True


@dataclass(frozen=True, slots=True)
class Block:
    """Rows under one heading, which may be empty."""

    title: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PublishedList:
    name: str
    columns: tuple[Column, ...]
    blocks: tuple[Block, ...]

    @property
    def rows(self) -> int:
        return sum(len(block.rows) for block in self.blocks)

    @property
    def gaps(self) -> dict[str, int]:
        """The elements with gaps, and how many."""
        found: dict[str, int] = {}
        for block in self.blocks:
            for row in block.rows:
                for column, text in zip(self.columns, row, strict=True):
                    if column.element and MISSING in text:
                        name = column.title if column.title != _CONTENT else row[1]
                        found[name] = found.get(name, 0) + 1
        return found


@dataclass(frozen=True, slots=True)
class PublishedLists:
    agency: str
    lists: tuple[PublishedList, ...]
    layers: tuple[str, ...]
    day: str


_CONTENT = "内容"


def published_lists(catalogue: Catalogue, day: date) -> PublishedLists:
    """All lists, with the norms and numbers in force on a day."""
    writer = _Writer(catalogue, day)
    return PublishedLists(
        writer.agency,
        (writer.items(), writer.reviewed(), writer.recorded(), writer.random_checks(), writer.guides()),
        tuple(f"{layer.title} {layer.sha256[:12]}" for layer in catalogue.layers),
        day.isoformat(),
    )


class _Writer:
    def __init__(self, catalogue: Catalogue, day: date) -> None:
        self.catalogue, self.day = catalogue, day
        self.actions = catalogue.schema.choices["action"].members
        self.agency = self._parameter("agency_name")

    def items(self) -> PublishedList:
        columns = (
            Column("序号", 6, element=False),
            Column("类别", 10, element=False),
            Column("事项名称", 24, element=False),
            Column("执法主体", 14),
            Column("职责", 30),
            Column("权限", 36),
            Column("依据", 34),
            Column("承办单位", 14),
            Column("备注", 20, element=False),
        )
        categories = self.catalogue.schema.choices["item_category"].members
        rows = []
        for item in self._items():
            unit = self._text(item.unit) if item.unit else self._parameter("item_units", item.id)
            rows.append(
                (str(item.number), categories[item.category], item.title, self.agency, self._text(item.duty),
                 self._text(item.power), self._basis(item.basis), unit, item.note)
            )  # fmt: skip
        return PublishedList("行政执法事项清单", columns, (Block("", tuple(rows)),))

    def reviewed(self) -> PublishedList:
        columns = (
            Column("序号", 6, element=False),
            Column("重大执法决定事项", 34, element=False),
            Column("行为类别", 20),
            Column("执法层级", 14),
            Column("所属领域", 20),
            Column("涉案金额", 34),
            Column("依据", 34, element=False),
            Column("备注", 26, element=False),
        )
        rows = []
        for i, entry in enumerate(self._of("reviewed", ReviewedEntry), 1):
            level = self._text(entry.level) if entry.level else self._parameter("agency_own", "level")
            kinds = "、".join(self.actions[a] for a in entry.actions)
            rows.append(
                (str(i), entry.title, kinds, level, self._text(entry.field), self._text(entry.amounts),
                 self._basis(entry.basis), entry.note)
            )  # fmt: skip
        return PublishedList("重大执法决定法制审核目录清单", columns, (Block("", tuple(rows)),))

    def recorded(self) -> PublishedList:
        columns = (
            Column("序号", 6, element=False),
            Column("记录事项", 20),
            Column("记录内容", 40),
            Column("关键环节", 34),
            Column("记录方式", 30),
            Column("记录现场", 24),
            Column("依据", 30, element=False),
            Column("备注", 24, element=False),
        )
        rows = tuple(
            (str(i), e.title, *map(self._text, (e.contents, e.key_steps, e.method, e.place)),
             self._basis(e.basis), "；".join(filter(None, ("全程记录" if e.whole else "", e.note))))
            for i, e in enumerate(self._of("recorded", RecordedEntry), 1)
        )  # fmt: skip
        return PublishedList("音像记录事项清单", columns, (Block("", rows),))

    def random_checks(self) -> PublishedList:
        columns = (
            Column("序号", 6, element=False),
            Column("抽查事项", 24, element=False),
            Column("抽查主体", 16),
            Column("抽查依据", 32),
            Column("抽查对象", 30),
            Column("抽查内容", 30),
            Column("抽查比例", 18),
            Column("抽查方式", 30),
            Column("抽查频次", 18),
        )
        rows = tuple(
            (str(i), e.title, self.agency, self._basis(e.basis),
             *map(self._text, (e.objects, e.contents, e.share, e.method, e.frequency)))
            for i, e in enumerate(self._of("random_checks", RandomCheckEntry), 1)
        )  # fmt: skip
        return PublishedList("随机抽查事项清单", columns, (Block("", rows),))

    def guides(self) -> PublishedList:
        columns = (Column("序号", 6, element=False), Column("要素", 16, element=False), Column(_CONTENT, 120))
        blocks = tuple(
            Block(entry.title, tuple((str(i), *row) for i, row in enumerate(self._guide(entry), 1)))
            for entry in self._of("guides", GuideEntry)
        )
        return PublishedList("服务指南", columns, blocks)

    def _guide(self, entry: GuideEntry) -> Iterator[tuple[str, str]]:
        items = [item for item in self._items() if item.action == entry.action]
        drawn = [flow_chart(self.catalogue, p.id, self.day) for p in charts(self.catalogue).values()
                 if p.action == entry.action]  # fmt: skip
        yield "事项名称", "；".join(item.title for item in items) or MISSING
        yield "依据", self._basis([c for item in items for c in item.basis]) if items else MISSING
        yield "受理机构", self._own(entry, "receiver")
        yield "条件", self._text(entry.conditions)
        yield "优惠政策", self._own(entry, "preferences")
        yield "申请材料", self._text(entry.materials)
        yield "办理流程", "；".join(map(self._steps, drawn)) or MISSING
        yield "办理时限", self._periods(drawn) or MISSING
        yield "监督方式", self._own(entry, "supervision")
        yield "责任追究", self._own(entry, "accountability")
        yield "救济渠道", self._text(entry.remedies)
        yield "办公时间", self._own(entry, "hours")
        yield "办公地址", self._own(entry, "address")
        yield "办公电话", self._own(entry, "phone")

    def _steps(self, chart: FlowChart) -> str:
        main = [box.title for box in chart.boxes if not box.optional]
        return f"{chart.title}：{'→'.join(main)}（视情况才有的步骤见流程图）"

    def _periods(self, drawn: Iterable[FlowChart]) -> str:
        return "；".join(dict.fromkeys(f"{limit.title}：{limit.text}" for chart in drawn for limit in chart.limits))

    def _own(self, entry: GuideEntry, name: str) -> str:
        stated = getattr(entry, name)
        return self._text(stated) if stated else self._parameter("agency_own", name)

    def _text(self, text: str) -> str:
        return quoted(text, self.day, self.catalogue.tables, self.catalogue.schema) if text else MISSING

    def _parameter(self, table: str, *key: str) -> str:
        """What the agency's own layer says of itself; marked where it says nothing."""
        if table not in self.catalogue.tables:
            return MISSING
        day = self.day.toordinal()
        rows = self.catalogue.tables[table].candidates(key, day, day)
        return str(rows[0].value) if rows and rows[0].value is not None else MISSING

    def _basis(self, basis: Iterable[Citation]) -> str:
        norms = self.catalogue.norms
        found: dict[str, dict[str, None]] = {}
        for c in in_force(basis, self.day, norms):
            found.setdefault(cite(norms[c.norm], ""), {})[article_name(c.article)] = None
        return "\n".join(f"{norm}{'、'.join(articles)}" for norm, articles in found.items())

    def _items(self) -> list[ItemEntry]:
        return sorted(self._of("items", ItemEntry), key=lambda item: item.number)

    def _of(self, kind: str, model: type[Any]) -> list[Any]:
        return [e for e in self.catalogue.lists.get(kind, ()) if isinstance(e, model)]
