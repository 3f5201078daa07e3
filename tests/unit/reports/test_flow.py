"""Placing and routing, whatever the graph: boxes do not overlap, lines keep to the channels between them."""

from itertools import pairwise
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from checker.flow import Arrow, Box, FlowChart, Lane
from reports.flow.mermaid import mermaid
from reports.flow.placing import COLUMNS, place
from reports.flow.routing import Router
from reports.flow.svg import svg


def chart(lanes: list[int], ways: list[tuple[int, int, str]], title: str = "步骤") -> FlowChart:
    count = sum(lanes)
    numbers = iter(range(1, count + 1))
    arrows = tuple(dict.fromkeys(Arrow(a, b, True, when, ()) for a, b, when in ways if a != b and max(a, b) <= count))
    inside = tuple(Lane(f"阶段{i}", tuple(next(numbers) for _ in range(n))) for i, n in enumerate(lanes))
    boxes = tuple(Box(f"b{i}", i, title, False) for i in range(1, count + 1))
    return FlowChart("x", "试", "某局", "", inside, boxes, arrows, arrows, (), (), ("国家层 abc",), "2026-01-01")


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(1, 20), st.integers(1, 20), st.sampled_from(["", "有的", "没有的"])), max_size=30),
)
def test_boxes_do_not_overlap_and_no_line_crosses_one(lanes: list[int], ways: list[tuple[int, int, str]]) -> None:
    one = chart(lanes, ways)
    places = place(one)
    assert len(set(places.cells.values())) == sum(lanes)
    assert all(column < COLUMNS for _, column in places.cells.values())
    drawing = Router(places, one.shown, dict.fromkeys(places.cells, 8.0)).draw()
    for line in drawing.lines:
        for (x0, y0), (x1, y1) in pairwise(line.points):
            for box in drawing.boxes.values():
                within_x = max(x0, x1) > box.x + 0.01 and min(x0, x1) < box.x + box.width - 0.01
                within_y = max(y0, y1) > box.y + 0.01 and min(y0, y1) < box.y + box.height - 0.01
                assert not (within_x and within_y)


def test_steps_stand_in_the_order_of_their_lanes() -> None:
    places = place(chart([2, 9], [(1, 2, ""), (2, 3, ""), (3, 4, "")]))
    assert places.cells[1] < places.cells[2] < places.cells[3]
    assert places.cells[4] == (places.cells[3][0], places.cells[3][1] + 1)


def test_whatever_a_title_holds_is_text() -> None:
    """A catalogue of one's own may hold anything: neither form lets it become markup."""
    hostile = '<script>"]\nend %% click s1 & x\x00'
    one = chart([2], [(1, 2, hostile)], hostile)
    root = ElementTree.fromstring(svg(one))
    assert not [e for e in root.iter() if "script" in e.tag]
    assert not any("<script>" in line for line in mermaid(one).splitlines() if not line.startswith("%% "))
    assert all(line.lstrip().startswith(("%%", "flowchart", "subgraph", "end", "s1", "s2", "class"))
               for line in mermaid(one).splitlines())  # fmt: skip
