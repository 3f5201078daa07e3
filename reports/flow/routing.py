"""Lines between boxes that never cross a box: down into the channel between two rows, along it, and through the gutter
between two columns. Lines in one channel or gutter run beside each other on tracks of their own.

All lengths are millimetres.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import networkx as nx

from checker.flow import Arrow
from reports.flow.placing import COLUMNS, Places

LABEL: Final = 10.0  # the column of the headings of lanes
BOX: Final = 33.0
GUTTERS: Final = (7.0, 11.0, 11.0, 11.0, 4.0)
WIDTH: Final = LABEL + COLUMNS * BOX + sum(GUTTERS)
HEAD: Final = 2.0  # length of an arrow head
MARK: Final = 1.6  # radius of the circle that bears the number of a condition
_TRACK: Final = 1.7
_ABOVE: Final = 2.2  # of a channel, before its first track
_MOST: Final = 9.0  # added to a channel where the page has room
_BESIDE: Final = 5.5  # of a gutter, kept for the heads of arrows to a neighbour
_CLOSE: Final = 0.9  # lines nearer than this look like one

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rect:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    arrow: Arrow
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    boxes: Mapping[int, Rect]
    lines: tuple[Line, ...]
    bands: tuple[tuple[str, float, float], ...]
    """Title, top and bottom."""
    height: float


@dataclass
class _Run:
    """A stretch of a line along a channel. `upper`, `lower`: where it comes from above, and goes to below."""

    channel: int
    start: float
    end: float
    upper: tuple[float, ...] = ()
    lower: tuple[float, ...] = ()
    track: int = 0


@dataclass
class _Route:
    arrow: Arrow
    leaves: str  # right, bottom or top
    start: float = 0.0
    end: float = 0.0
    gutter: int = -1
    x: float = 0.0
    runs: list[_Run] = field(default_factory=list)


def gutter_left(gutter: int) -> float:
    return LABEL + gutter * BOX + sum(GUTTERS[:gutter])


def box_left(column: int) -> float:
    return gutter_left(column) + GUTTERS[column]


class Router:
    def __init__(self, places: Places, arrows: Iterable[Arrow], heights: Mapping[int, float]) -> None:
        """`heights` of the boxes."""
        self.places, self.heights = places, heights
        self.routes = [_Route(a, self._leaves(a)) for a in arrows]

    def draw(self, room: float = 0.0) -> Drawing:
        """`room`: height that may be spread between the rows."""
        self._choose_gutters()
        self._spread_ports()
        self._spread_gutters()
        self._make_runs()
        for channel in range(self.places.rows + 1):
            _stack([run for route in self.routes for run in route.runs if run.channel == channel])
        return self._measured(0.0 if room <= 0 else min(room / (self.places.rows + 1), _MOST))

    def _leaves(self, arrow: Arrow) -> str:
        (row, column), (to_row, to_column) = self.places.cells[arrow.first], self.places.cells[arrow.then]
        if row == to_row and to_column == column + 1:
            return "right"
        return "bottom" if to_row > row else "top"

    def _channels(self, route: _Route) -> tuple[int, int]:
        """The channel that a line enters first, and the one above the box it leads to."""
        row, to_row = self.places.cells[route.arrow.first][0], self.places.cells[route.arrow.then][0]
        return (row + 1 if route.leaves == "bottom" else row), to_row

    def _choose_gutters(self) -> None:
        """The gutter with the least way round; of equals the emptier."""
        load = [0] * len(GUTTERS)
        for route in self.routes:
            first, last = self._channels(route)
            if route.leaves == "right" or first == last:
                continue
            a, b = (box_left(self.places.cells[n][1]) + BOX / 2 for n in (route.arrow.first, route.arrow.then))
            middles = [gutter_left(g) + GUTTERS[g] / 2 for g in range(len(GUTTERS))]
            route.gutter = min(
                range(len(GUTTERS)), key=lambda g: (abs(a - middles[g]) + abs(middles[g] - b) + 6 * load[g], g)
            )
            load[route.gutter] += 1

    def _spread_ports(self) -> None:
        """Lines that leave or enter a box on one side stand beside each other, in the order of where they go."""
        sides: dict[tuple[int, str], list[tuple[float, _Route, str]]] = {}
        for route in self.routes:
            if route.leaves == "right":
                continue
            first, then = route.arrow.first, route.arrow.then
            via = gutter_left(route.gutter) + GUTTERS[route.gutter] / 2 if route.gutter >= 0 else None
            goes = box_left(self.places.cells[then][1]) + BOX / 2 if via is None else via
            comes = box_left(self.places.cells[first][1]) + BOX / 2 if via is None else via
            sides.setdefault((first, route.leaves), []).append((goes, route, "start"))
            sides.setdefault((then, "top"), []).append((comes, route, "end"))
        for (box, _), ends in sides.items():
            left = box_left(self.places.cells[box][1])
            ends.sort(key=lambda end: (end[0], end[1].arrow.first, end[1].arrow.then))
            for i, (_, route, name) in enumerate(ends, 1):
                setattr(route, name, left + BOX * i / (len(ends) + 1))
        for route in self.routes:  # straight down where nothing else stands there
            if route.leaves == "bottom" and route.gutter < 0 and abs(route.start - route.end) < BOX:
                others = [e for _, r, n in sides[(route.arrow.then, "top")] if r is not route for e in [getattr(r, n)]]
                inside = box_left(self.places.cells[route.arrow.then][1])
                free = all(abs(route.start - x) > 2 * MARK for x in others)
                if free and inside < route.start < inside + BOX:
                    route.end = route.start

    def _spread_gutters(self) -> None:
        for gutter, width in enumerate(GUTTERS):
            routes = [r for r in self.routes if r.gutter == gutter]
            tracks: list[list[tuple[int, int]]] = []
            of: dict[int, int] = {}
            for route in sorted(routes, key=lambda r: sorted(self._channels(r))):
                low, high = sorted(self._channels(route))
                free = next((i for i, t in enumerate(tracks) if all(high < a or b < low for a, b in t)), len(tracks))
                if free == len(tracks):
                    tracks.append([])
                tracks[free].append((low, high))
                of[id(route)] = free
            room = width - (_BESIDE if 0 < gutter < COLUMNS else 1.5)
            step = min(_TRACK, room / max(len(tracks), 1))
            for route in routes:
                route.x = gutter_left(gutter) + 1 + of[id(route)] * step

    def _make_runs(self) -> None:
        for route in self.routes:
            if route.leaves == "right":
                continue
            first, last = self._channels(route)
            below = () if route.leaves == "bottom" else (route.start,)
            above = (route.start,) if route.leaves == "bottom" else ()
            if route.gutter < 0:
                route.runs = [_Run(first, route.start, route.end, above, (*below, route.end))]
                continue
            down = first < last
            turn = (route.x,)
            route.runs = [
                _Run(
                    first, route.start, route.x, above if down else (*above, *turn), (*below, *(turn if down else ()))
                ),
                _Run(last, route.x, route.end, turn if down else (), (route.end,) if down else (*turn, route.end)),
            ]

    def _measured(self, more: float) -> Drawing:
        rows = self.places.rows
        tops, y = [0.0] * rows, 0.0
        channel_top = [0.0] * (rows + 1)
        highest = [max(self.heights[b] for b, (r, _) in self.places.cells.items() if r == row) for row in range(rows)]
        for row in range(rows + 1):
            channel_top[row] = y
            runs = [run for route in self.routes for run in route.runs if run.channel == row]
            tracks = max((run.track for run in runs), default=-1) + 1
            marked = any(r.arrow.when and self._channels(r)[1] == row for r in self.routes if r.leaves != "right")
            y += more + _ABOVE + tracks * _TRACK + (HEAD + 2 * MARK if marked else HEAD if runs else 0)
            if row < rows:
                tops[row] = y
                y += highest[row]
        boxes = {
            box: Rect(box_left(c), tops[r] + (highest[r] - self.heights[box]) / 2, BOX, self.heights[box])
            for box, (r, c) in self.places.cells.items()
        }
        lines = tuple(Line(r.arrow, tuple(self._points(r, boxes, channel_top))) for r in self.routes)
        bands = tuple((b.title, channel_top[b.first] + 1, channel_top[b.last + 1] + 1) for b in self.places.bands)
        return Drawing(boxes, lines, bands, y)

    def _points(self, route: _Route, boxes: Mapping[int, Rect], tops: Sequence[float]) -> Iterable[Point]:
        first, then = boxes[route.arrow.first], boxes[route.arrow.then]
        if route.leaves == "right":
            middle = first.y + first.height / 2
            return [(first.x + first.width, middle), (then.x, middle)]
        ys = [tops[run.channel] + _ABOVE + (run.track + 0.5) * _TRACK for run in route.runs]
        points = [(route.start, first.y + first.height if route.leaves == "bottom" else first.y)]
        for run, y in zip(route.runs, ys, strict=True):
            points += [(run.start, y), (run.end, y)]
        return _smooth([*points, (route.end, then.y)])


def _stack(runs: list[_Run]) -> None:
    """Tracks for the lines of a channel: none overlaps another, and no line coming from above meets one going down."""
    order: nx.DiGraph[int] = nx.DiGraph()
    order.add_nodes_from(range(len(runs)))
    for i, one in enumerate(runs):
        for j, other in enumerate(runs):
            if i != j and any(abs(a - b) < _CLOSE for a in one.upper for b in other.lower):
                order.add_edge(i, j)
    try:
        sequence = list(nx.lexicographical_topological_sort(order, key=lambda i: (-_span(runs[i])[1], i)))
    except nx.NetworkXUnfeasible:  # two lines want each other's place: they will touch, which is ugly and no fault
        order.clear_edges()
        sequence = list(range(len(runs)))
    tracks: list[list[tuple[float, float]]] = []
    for i in sequence:
        low, high = _span(runs[i])
        least = max((runs[j].track + 1 for j in order.predecessors(i)), default=0)
        while least < len(tracks) and any(low < b + _CLOSE and a < high + _CLOSE for a, b in tracks[least]):
            least += 1
        while len(tracks) <= least:
            tracks.append([])
        tracks[least].append((low, high))
        runs[i].track = least


def _span(run: _Run) -> tuple[float, float]:
    return min(run.start, run.end), max(run.start, run.end)


def _smooth(points: list[Point]) -> list[Point]:
    """Without points on a straight way."""
    kept = [points[0]]
    for before, point, after in zip(points, points[1:], points[2:], strict=False):
        straight = before[0] == point[0] == after[0] or before[1] == point[1] == after[1]
        if not straight and point != kept[-1]:
            kept.append(point)
    return [*kept, points[-1]]
