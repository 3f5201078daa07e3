"""Flow charts: what they show is what the checks use, and what they look like can be posted on a wall."""

import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from checker.catalog.catalogue import Catalogue
from checker.catalog.quoting import MISSING
from checker.flow import FlowChart, charts, chosen, flow_chart
from checker.ordered import Ordering
from reports.flow.svg import svg
from reports.flow.words import heading, notes
from tests.functional.conftest import Command

DAY = date(2026, 11, 25)
NS = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def drawn(catalogue: Catalogue) -> dict[str, FlowChart]:
    return {id_: flow_chart(catalogue, id_, DAY) for id_ in charts(catalogue)}


def test_every_edge_of_every_process_is_checked_by_a_criterion(catalogue: Catalogue) -> None:
    """An order that nothing checks belongs to `drawn`: the chart then shows it as the usual way of the work."""
    ordering = Ordering(catalogue)
    unchecked = [
        f"{process.entry.id}: {edge.first} -> {edge.then}"
        for process in catalogue.processes.values()
        for i, edge in enumerate(process.entry.edges)
        if not ordering.checked(process, i)
    ]
    assert unchecked == []


def test_the_legal_review_goes_as_the_guiding_opinion_says(drawn: dict[str, FlowChart]) -> None:
    """国办发〔2018〕118号（十三）（十四）: seven points; agree, or problems, which are dealt with and submitted again;
    a mechanism for disagreement; without agreement no decision."""
    chart = drawn["legal_review"]
    number = {b.id: b.number for b in chart.boxes}
    ways = {(a.first, a.then): a for a in chart.arrows}
    opinion, agreed = number["opinion"], number["concluded"]
    assert ways[opinion, agreed].when == "同意"
    assert ways[opinion, number["handled"]].when == "存在问题"
    assert ways[number["handled"], number["resubmitted"]].checked
    assert ways[agreed, number["decided"]].checked
    # every way to the decision leads through the agreement
    reached, todo = set(), [number["prepared"]]
    while todo:
        at = todo.pop()
        if at != agreed and at not in reached:
            reached.add(at)
            todo += [a.then for a in chart.arrows if a.first == at]
    assert number["decided"] not in reached
    points = next(b.title for b in chart.boxes if b.id == "seven_points")
    for word in ("主体", "人员资格", "程序", "事实证据", "法律适用", "裁量", "权限", "文书", "涉嫌犯罪"):
        assert word in points


def test_the_chart_of_the_legal_review_states_what_the_plan_demands(drawn: dict[str, FlowChart]) -> None:
    """陵审〔2019〕23号二（三）6: 送审材料, 程序, 载体, 时限 (which nobody has set), 协调决策机制, 责任追究."""
    said = dict(notes(drawn["legal_review"]))
    assert "证据材料" in said["送审材料"]
    assert "书面" in said["载体"]
    assert MISSING in said["时限"]
    assert "协调" in said["协调"]
    assert "追究责任" in said["责任"]
    assert MISSING in svg(drawn["legal_review"])


def test_orders_that_others_say_are_not_drawn_again(drawn: dict[str, FlowChart]) -> None:
    chart = drawn["penalty"]
    number = {b.id: b.number for b in chart.boxes}
    shown = {(a.first, a.then) for a in chart.shown}
    assert (number["adjudication_opinion"], number["decided"]) not in shown  # by way of the notice
    assert (number["prior_notice_served"], number["decided"]) in shown  # who does not state a defence goes on directly


def test_sources_are_those_in_force_on_the_day(catalogue: Catalogue) -> None:
    """审计处罚 was told under the law of 1996 and 2017 before 2021-07-15."""
    before = flow_chart(catalogue, "penalty", date(2019, 12, 9))
    now = flow_chart(catalogue, "penalty", DAY)
    norms = [{norm for a in chart.arrows for norm, _ in a.sources} for chart in (before, now)]
    assert "《行政处罚法》（2017年修正）" in norms[0]
    assert "《行政处罚法》（2021年修订）" not in norms[0]
    assert "《行政处罚法》（2017年修正）" not in norms[1]


def test_what_concerns_another_kind_of_transfer_is_not_said(drawn: dict[str, FlowChart]) -> None:
    """移送涉嫌犯罪案件规定第五条第二款: 24 hours, to the police, of a suspected crime; no other transfer has it."""
    crime, other = drawn["transfer"], drawn["transfer_other"]
    assert any("24小时内" in limit.text for limit in crime.limits)
    assert other.limits == ()
    assert not any("移送涉嫌犯罪" in norm for a in other.arrows for norm, _ in a.sources)
    number = {b.id: b.number for b in crime.boxes}
    asked = next(a for a in crime.arrows if (a.first, a.then) == (number["outcome"], number["reconsideration"]))
    assert asked.sources == (("《移送涉嫌犯罪案件规定》（2020年修订）", "第九条第一款"),)


def test_a_chart_says_nothing_of_another_action(drawn: dict[str, FlowChart]) -> None:
    """行政处罚法 governs penalties and what is registered before one (第五十六条); no other action has its periods."""
    for id_ in ("decision", "inspection", "sealing", "freeze", "suspension", "transfer", "transfer_other"):
        said = {norm for arrow in drawn[id_].arrows for norm, _ in arrow.sources}
        assert not any("行政处罚法" in norm for norm in said), id_
        assert not any("处罚" in limit.title.replace("没有处罚", "") for limit in drawn[id_].limits), id_
    assert not any("没有处罚" in limit.title for limit in drawn["penalty"].limits)
    number = {b.id: b.number for b in drawn["penalty"].boxes}
    ways = {(a.first, a.then): {norm for norm, _ in a.sources} for a in drawn["penalty"].arrows}
    for pair in (("decided", "served"), ("served", "archived")):
        assert "《行政处罚法》（2021年修订）" in ways[number[pair[0]], number[pair[1]]]


def test_periods_between_steps_stand_below(drawn: dict[str, FlowChart]) -> None:
    """行政处罚法第六十四条第一项: five days, by 第八十五条 working days."""
    texts = {limit.title: limit.text for limit in drawn["penalty"].limits}
    assert texts["当事人要求听证"] == "5个工作日内"
    assert texts["听证会通知书提前送达"] == "提前7个工作日"


def test_a_chart_is_found_by_id_title_or_action(catalogue: Catalogue) -> None:
    assert chosen("penalty", catalogue) == chosen("审计处罚", catalogue) == ["penalty"]
    assert chosen("移送", catalogue) == ["transfer", "transfer_other"]
    assert chosen("", catalogue) == list(charts(catalogue))
    assert chosen("不存在", catalogue) == []
    assert "file_order" not in charts(catalogue)


def _rects(root: ElementTree.Element) -> list[tuple[float, float, float, float]]:
    return [
        (float(r.get("x", 0)), float(r.get("y", 0)), float(r.get("width", 0)), float(r.get("height", 0)))
        for r in root.iter(f"{NS}rect")
        if r.get("rx") == "0.8"
    ]


def test_no_line_crosses_a_box_and_all_stands_on_the_page(drawn: dict[str, FlowChart]) -> None:
    for id_, chart in drawn.items():
        root = ElementTree.fromstring(svg(chart))
        boxes = _rects(root)
        assert len(boxes) == len(chart.boxes), id_
        for line in root.iter(f"{NS}polyline"):
            points = [tuple(map(float, p.split(","))) for p in line.get("points", "").split()]
            for (x0, y0), (x1, y1) in pairwise(points):
                assert x0 == pytest.approx(x1) or y0 == pytest.approx(y1), id_
                for x, y, w, h in boxes:
                    inside = max(x0, x1) > x + 0.1 and min(x0, x1) < x + w - 0.1
                    assert not (inside and max(y0, y1) > y + 0.1 and min(y0, y1) < y + h - 0.1), id_
        group = next(g for g in root.iter(f"{NS}g"))
        found = re.fullmatch(r"translate\(([\d.]+) ([\d.]+)\) scale\(([\d.]+)\)", group.get("transform", ""))
        assert found
        left, top, scale = map(float, found.groups())
        lowest = max(float(t.get("y", 0)) for t in group.iter(f"{NS}text"))
        assert top + lowest * scale <= 297 - 10, id_
        assert scale > 0.6, id_  # print can still be read
        assert left >= 10


def test_text_of_boxes_stays_in_them(drawn: dict[str, FlowChart]) -> None:
    for chart in drawn.values():
        root = ElementTree.fromstring(svg(chart))
        shown = "".join(t.text or "" for t in root.iter(f"{NS}text"))
        for box in chart.boxes:
            assert box.title in shown
        lines = [t for t in root.iter(f"{NS}text") if t.get("font-size") == "3.5"]
        for line in lines:
            middle, y = float(line.get("x", 0)), float(line.get("y", 0))
            around = next(r for r in _rects(root) if abs(r[0] + r[2] / 2 - middle) < 0.1 and r[1] < y < r[1] + r[3])
            assert len(line.text or "") * 3.5 <= around[2]


def test_the_command_writes_both_forms(anjuan: Command, tmp_path: Path, drawn: dict[str, FlowChart]) -> None:
    code, _, err = anjuan("flow", "审计处罚", "-o", tmp_path / "图", "--as-of", "2026-11-25")
    assert code == 0, err
    name = heading(drawn["penalty"])
    assert name == "陵川县审计局审计处罚流程图"
    assert {p.name for p in (tmp_path / "图").iterdir()} == {f"{name}.svg", f"{name}.mmd"}
    text = (tmp_path / "图" / f"{name}.mmd").read_text()
    assert text.startswith(f"%% {name}")
    assert "flowchart TD" in text
    assert '-. "达到听证标准的" .->' in text
    assert (tmp_path / "图" / f"{name}.svg").read_text() == svg(drawn["penalty"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("处罚罚",), "没有“处罚罚”的流程图"),
        (("penalty", "-o", "x.pdf"), "流程图只能写成 .svg 或 .mmd"),
        (("-o", "all.svg"), "不能写进一个文件"),
        (("penalty", "--as-of", "2026-13-01"), "--as-of"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_one_line(
    anjuan: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = anjuan("flow", *words)
    assert code == 2
    assert said in err
    assert len(err.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
