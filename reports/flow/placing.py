"""Where the boxes of a flow chart stand: lanes from top to bottom, in a lane rows that are read from left to right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from checker.flow import FlowChart

COLUMNS: Final = 4
Cell = tuple[int, int]
"""Row and column."""


@dataclass(frozen=True, slots=True)
class Band:
    """Rows of the chart under one heading."""

    title: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Places:
    cells: dict[int, Cell]
    bands: tuple[Band, ...]

    @property
    def rows(self) -> int:
        return self.bands[-1].last + 1


def place(chart: FlowChart) -> Places:
    """Every box its cell. Small lanes that follow each other share a row."""
    ways = [(a.first, a.then) for a in chart.shown]
    cells: dict[int, Cell] = {}
    bands: list[Band] = []
    row = 0
    for titles, boxes in _joined(chart):
        inside = _Lane(boxes, ways).cells()
        cells |= {box: (row + r, c) for box, (r, c) in inside.items()}
        height = max(r for r, _ in inside.values()) + 1
        bands.append(Band("、".join(titles), row, row + height - 1))
        row += height
    return Places(cells, tuple(bands))


def _joined(chart: FlowChart) -> list[tuple[list[str], list[int]]]:
    joined: list[tuple[list[str], list[int]]] = []
    for lane in chart.lanes:
        if joined and len(joined[-1][1]) + len(lane.boxes) <= COLUMNS:
            joined[-1][0].append(lane.title)
            joined[-1][1].extend(lane.boxes)
        else:
            joined.append(([lane.title], list(lane.boxes)))
    return joined


class _Lane:
    """Chains of steps are laid in rows: each begins beside or below the step it comes from."""

    def __init__(self, boxes: Sequence[int], ways: Iterable[tuple[int, int]]) -> None:
        self.boxes = boxes
        place = {box: i for i, box in enumerate(boxes)}
        # ways back are drawn, but do not place
        inside = [(a, b) for a, b in ways if a in place and b in place and place[a] < place[b]]
        self.after = {box: [b for a, b in inside if a == box] for box in boxes}
        self.before = {box: [a for a, b in inside if b == box] for box in boxes}
        self.length: dict[int, int] = {}
        for box in reversed(boxes):
            self.length[box] = 1 + max((self.length[b] for b in self.after[box]), default=0)

    def cells(self) -> dict[int, Cell]:
        cells: dict[int, Cell] = {}
        row = 0
        while len(cells) < len(self.boxes):
            head = next(b for b in self.boxes if b not in cells and all(a in cells for a in self.before[b]))
            chain = self._chain(head, cells)
            start = self._start(head, len(chain), row, cells)
            row = start[0]
            self._lay(chain, start, cells)
        return cells

    def _chain(self, head: int, cells: dict[int, Cell]) -> list[int]:
        """A way on over steps of which all that come before are placed: the first that does not end at once."""
        chain = [head]
        while True:
            ready = [
                b
                for b in self.after[chain[-1]]
                if b not in cells and all(a in cells or a in chain for a in self.before[b])
            ]
            if not ready:
                return chain
            chain.append(next((b for b in ready if self.length[b] > 1), ready[0]))

    def _start(self, head: int, length: int, row: int, cells: dict[int, Cell]) -> Cell:
        taken = set(cells.values())
        before = [cells[a] for a in self.before[head]]
        latest = max(before, default=(row, -1))
        columns = range(COLUMNS)
        if before and latest[1] + 1 < COLUMNS:
            preferred = [latest[1] + 1, latest[1], *columns]
        else:
            preferred = [max(latest[1], 0), *columns]
        at = latest[0]
        while True:
            for column in preferred:
                beside = at > latest[0] or column > latest[1]
                room = [(at, column + i) for i in range(min(length, COLUMNS))]
                if beside and all(c < COLUMNS and (r, c) not in taken for r, c in room):
                    return at, column
            at += 1

    def _lay(self, chain: list[int], start: Cell, cells: dict[int, Cell]) -> None:
        taken = set(cells.values())
        row, column = start
        for box in chain:
            while column == COLUMNS or (row, column) in taken:
                row, column = (row, column + 1) if column < COLUMNS - 1 else (row + 1, 0)
            cells[box] = (row, column)
            column += 1
