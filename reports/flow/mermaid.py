"""A flow chart as Mermaid text."""

from __future__ import annotations

from collections.abc import Iterator

from checker.flow import FlowChart
from reports.flow.words import foot, heading, notes
from reports.text import clean


def mermaid(chart: FlowChart) -> str:
    """Solid arrows are checked, thin ones are drawn only, dotted ones have a condition."""
    return "\n".join(_lines(chart)) + "\n"


def _lines(chart: FlowChart) -> Iterator[str]:
    yield f"%% {_plain(heading(chart))}"
    for head, text in notes(chart):
        yield f"%% {_plain(f'{head}：{text}')}"
    yield f"%% {_plain(foot(chart))}"
    yield "flowchart TD"
    boxes = {box.number: box for box in chart.boxes}
    for i, lane in enumerate(chart.lanes, 1):
        yield f'  subgraph stage{i}["{_quoted(lane.title)}"]'
        for number in lane.boxes:
            yield f'    s{number}["{number} {_quoted(boxes[number].title)}"]'
        yield "  end"
    thin = []
    for i, arrow in enumerate(chart.shown):
        line = f'-. "{_quoted(arrow.when)}" .->' if arrow.when else "-->"
        yield f"  s{arrow.first} {line} s{arrow.then}"
        if not arrow.checked:
            thin.append(str(i))
    optional = ",".join(f"s{box.number}" for box in chart.boxes if box.optional)
    yield "  classDef optional stroke-dasharray:4 3"
    if optional:
        yield f"  class {optional} optional"
    if thin:
        yield f"  linkStyle {','.join(thin)} stroke-width:1px,stroke:#777"


def _plain(text: str) -> str:
    return " ".join(clean(text).split())


def _quoted(text: str) -> str:
    """Within quotes Mermaid knows entity codes, which begin with #."""
    return _plain(text).replace("#", "#35;").replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;")
