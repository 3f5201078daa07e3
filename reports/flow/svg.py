"""A flow chart as SVG for an A4 page: black on white, so that it reads in grey."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape

from checker.flow import Box, FlowChart
from reports.flow import words
from reports.flow.placing import place
from reports.flow.routing import BOX, HEAD, LABEL, MARK, WIDTH, Drawing, Line, Point, Rect, Router
from reports.text import clean
from reports.workbook import measure

_PAGE, _HIGH, _MARGIN = 210.0, 297.0, 12.0
_FONT: Final = "仿宋,FangSong,宋体,SimSun,'Noto Serif CJK SC',serif"
_BOLD: Final = "黑体,SimHei,'Noto Sans CJK SC',sans-serif"
_TITLE, _TEXT, _SMALL = 6.4, 3.5, 2.6  # heights of characters
_LEADING: Final = 1.3
_PAD: Final = 1.3
_HEADING: Final = 13.0  # room of the title
_LEGEND, _GAP = 6.0, 1.2
_CHECKED, _DRAWN = 'stroke="#000" stroke-width="0.4"', 'stroke="#666" stroke-width="0.25"'
_DASHED: Final = ' stroke-dasharray="1.6 1"'


def svg(chart: FlowChart) -> str:
    """The chart as large as the page allows."""
    texts = {box.number: _balanced(box.title, BOX - 2 * _PAD, _TEXT) for box in chart.boxes}
    heights = {n: len(lines) * _TEXT * _LEADING + 2 * _PAD for n, lines in texts.items()}
    router = Router(place(chart), chart.shown, heights)
    below = [(f"{head}：", _wrapped(f"{head}：{text}", WIDTH, _SMALL)) for head, text in words.notes(chart)]
    below.append(("", _wrapped(words.foot(chart), WIDTH, _SMALL)))
    notes = _LEGEND + sum(_GAP + len(lines) * _SMALL * _LEADING for _, lines in below)
    full = _HIGH - 2 * _MARGIN - _HEADING
    drawing = router.draw(full - notes - router.draw().height)
    scale = min(1.0, full / (drawing.height + notes))
    marks = words.conditions(chart)
    parts = [
        *_bands(drawing),
        *(part for line in drawing.lines for part in _line(line, marks)),
        *(part for box in chart.boxes for part in _box(box, drawing.boxes[box.number], texts[box.number])),
        *_legend(drawing.height + _LEGEND),
    ]
    y = drawing.height + _LEGEND
    for head, lines in below:
        y += _GAP
        for i, line in enumerate(lines):
            y += _SMALL * _LEADING
            parts.append(_text(line, 0, y, _SMALL, anchor="start", bold="" if i else head))
    left = (_PAGE - WIDTH * scale) / 2
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_PAGE:g}mm" height="{_HIGH:g}mm" '
            f'viewBox="0 0 {_PAGE:g} {_HIGH:g}" font-family="{_FONT}">',
            f"<title>{_escaped(words.heading(chart))}</title>",
            f'<rect width="{_PAGE:g}" height="{_HIGH:g}" fill="#fff"/>',
            _text(words.heading(chart), _PAGE / 2, _MARGIN + _TITLE, _TITLE, bold=words.heading(chart)),
            f'<g transform="translate({left:.2f} {_MARGIN + _HEADING:.2f}) scale({scale:.4f})">',
            *parts,
            "</g>",
            "</svg>\n",
        ]
    )


def _wrapped(text: str, width: float, size: float) -> list[str]:
    """The lines of a text that is `size` high; a Chinese character is as wide as it is high."""
    return [line.rstrip("\n") for line in measure.wrap_units(clean(text), 2 * width / size)]


def _balanced(text: str, width: float, size: float) -> list[str]:
    """The lines of a text, about as long as each other."""
    lines = _wrapped(text, width, size)
    while width > size and len(narrower := _wrapped(text, width - size / 2, size)) == len(lines):
        width -= size / 2
        lines = narrower
    return lines


def _bands(drawing: Drawing) -> Iterator[str]:
    for title, top, bottom in drawing.bands:
        yield f'<rect x="0" y="{top:.2f}" width="{WIDTH:g}" height="{bottom - top:.2f}" fill="none" {_DRAWN}/>'
        yield f'<rect x="0" y="{top:.2f}" width="{LABEL - 2:g}" height="{bottom - top:.2f}" fill="#eee" {_DRAWN}/>'
        step = _SMALL * 1.15
        upright = len(title) * step < bottom - top
        parts = list(title) if upright else title.split("、")
        lines = [line for part in parts for line in _balanced(part, LABEL - 2, _SMALL)]
        y = (top + bottom - len(lines) * step) / 2
        yield from (_text(line, (LABEL - 2) / 2, y + k * step - 0.5, _SMALL) for k, line in enumerate(lines, 1))


def _box(box: Box, at: Rect, lines: list[str]) -> Iterator[str]:
    dashed = _DASHED if box.optional else ""
    yield (
        f'<rect x="{at.x:.2f}" y="{at.y:.2f}" width="{at.width:.2f}" height="{at.height:.2f}" rx="0.8" fill="#fff" '
        f"{_CHECKED}{dashed}/>"
    )
    yield f'<rect x="{at.x - 1.6:.2f}" y="{at.y - 1.4:.2f}" width="3.6" height="2.8" rx="0.6" fill="#fff" {_DRAWN}/>'
    yield _text(str(box.number), at.x + 0.2, at.y + 0.8, 2.1)
    for i, line in enumerate(lines):
        y = at.y + _PAD + (i + 0.82) * _TEXT * _LEADING
        yield _text(line, at.x + at.width / 2, y, _TEXT)


def _line(line: Line, marks: dict[str, int]) -> Iterator[str]:
    arrow = line.arrow
    look = (_CHECKED if arrow.checked else _DRAWN) + (_DASHED if arrow.when else "")
    (x0, y0), (x1, y1) = line.points[-2:]
    along = (1.0 if x1 > x0 else -1.0, 0.0) if y0 == y1 else (0.0, 1.0)
    stop = (x1 - along[0] * HEAD, y1 - along[1] * HEAD)
    path = " ".join(f"{x:.2f},{y:.2f}" for x, y in (*line.points[:-1], stop))
    yield f'<polyline points="{path}" fill="none" {look}/>'
    yield _head((x1, y1), along, arrow.checked)
    if arrow.when:
        x, y = stop[0] - along[0] * MARK, stop[1] - along[1] * MARK
        yield f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{MARK - 0.1:g}" fill="#fff" stroke="#000" stroke-width="0.2"/>'
        yield _text(str(marks[arrow.when]), x, y + 0.75, 2.1)


def _head(tip: Point, along: Point, checked: bool) -> str:
    (x, y), (dx, dy), half = tip, along, HEAD * 0.38
    points = ((x, y), (x - dx * HEAD - dy * half, y - dy * HEAD + dx * half),
              (x - dx * HEAD + dy * half, y - dy * HEAD - dx * half))  # fmt: skip
    path = " ".join(f"{a:.2f},{b:.2f}" for a, b in points)
    fill = "#000" if checked else "#fff"
    return f'<polygon points="{path}" fill="{fill}" stroke="{"#000" if checked else "#666"}" stroke-width="0.2"/>'


def _legend(y: float) -> Iterator[str]:
    x = 0.0
    for look, checked, text in ((_CHECKED, True, words.CHECKED), (_DRAWN, False, words.DRAWN),
                                (_CHECKED + _DASHED, True, words.WHEN)):  # fmt: skip
        yield f'<polyline points="{x:.2f},{y - 1:.2f} {x + 8:.2f},{y - 1:.2f}" fill="none" {look}/>'
        yield _head((x + 10, y - 1), (1.0, 0.0), checked)
        yield _text(text, x + 11.5, y, _SMALL, anchor="start")
        x += 14 + measure.units(text) * _SMALL / 2
    yield f'<rect x="{x:.2f}" y="{y - 2.6:.2f}" width="8" height="3.2" fill="#fff" {_CHECKED}{_DASHED}/>'
    yield _text(words.OPTIONAL, x + 9.5, y, _SMALL, anchor="start")


def _text(text: str, x: float, y: float, size: float, *, anchor: str = "middle", bold: str = "") -> str:
    """`bold`: the beginning of the text that is set in 黑体."""
    rest = text.removeprefix(bold) if bold else text
    strong = f'<tspan font-family="{_BOLD}">{_escaped(bold)}</tspan>' if bold else ""
    return f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size:g}" text-anchor="{anchor}">{strong}{_escaped(rest)}</text>'


def _escaped(text: str) -> str:
    return escape(clean(text))
