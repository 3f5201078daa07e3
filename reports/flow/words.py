"""What stands below a flow chart, shared by its forms."""

from __future__ import annotations

from checker.flow import FlowChart

CHECKED, DRAWN = "有检查项对照日期的次序", "通常的走法"
WHEN, OPTIONAL = "符合所标条件的（圈内为条件编号）", "视情况才有的步骤"


def heading(chart: FlowChart) -> str:
    return f"{chart.agency}{chart.title}流程图"


def conditions(chart: FlowChart) -> dict[str, int]:
    """The conditions of arrows with their numbers, in the order in which they are met."""
    return {when: i for i, when in enumerate(dict.fromkeys(a.when for a in chart.shown if a.when), 1)}


def notes(chart: FlowChart) -> list[tuple[str, str]]:
    """Head and text of each note."""
    found = [("适用", chart.scope)] if chart.scope else []
    remarks = [(head, text) for head, _, text in (r.partition("：") for r in chart.remarks)]
    numbered = "　".join(f"{circled(i)}{when}" for when, i in conditions(chart).items())
    limits = "；".join(f"{a.first}→{a.then} {a.title}：{a.text}" for a in chart.limits)
    norms: dict[str, dict[str, list[str]]] = {}
    for arrow in chart.arrows:
        for norm, article in arrow.sources:
            norms.setdefault(norm, {}).setdefault(article, []).append(f"{arrow.first}→{arrow.then}")
    sources = "；".join(
        norm + "，".join(f"{article}（{'、'.join(ways)}）" for article, ways in articles.items())
        for norm, articles in norms.items()
    )
    rest = [(head, text) for head, text in (("条件", numbered), ("期限", limits), ("依据", sources)) if text]
    return [*found, *remarks, *rest]


def circled(number: int) -> str:
    """① to ⑳; beyond, there are no such characters in every font."""
    return chr(ord("①") + number - 1) if number <= 20 else f"（{number}）"


def foot(chart: FlowChart) -> str:
    return f"依据和期限以{chart.day}有效的规定为准。规则目录：{'；'.join(chart.layers)}"
