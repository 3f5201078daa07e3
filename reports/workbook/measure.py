"""How many lines a text takes in a column: nothing fits rows to wrapped text when a program writes the workbook."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final
from unicodedata import combining, east_asian_width

from reports.workbook.style import BODY_SIZE

# Half-width units lost to the padding of a cell (5 pixels of 7), and a little for fonts that are not quite 宋体.
_PADDING: Final = 1.3
# Points per line of 10.5-point text. 宋体 needs 13, the Noto fonts of a Linux desktop 15.2.
_LINE: Final = 15.4
_ROW_PADDING: Final = 4
_TAB: Final = 8
# Excel shows at most 409 points of a row.
MAX_LINES: Final = 24
# A row that goes on in others is cut into low ones, which leave less of a page empty.
LINES_IF_SPLIT: Final = 12

_CLOSING: Final = "，。、；：！？）》〉”’】〕」』％,.;:!?)"
_OPENING: Final = "（《〈“‘【〔「『("
# What stays together on a line: a Latin word or number, or one character; with the marks that may not begin a line
# after it and those that may not end one before it.
_UNIT: Final = re.compile(
    rf"[{re.escape(_OPENING)}]*(?:[0-9A-Za-z_/\\.:@%#&=+'-]+|.)[{re.escape(_CLOSING)}]*| +", re.DOTALL
)


def units(text: str) -> int:
    """Width in half-width units. What is ambiguous (“ ” — ·) is as wide as a Chinese character in 宋体."""
    return sum(map(_width, text))


@cache
def _width(character: str) -> int:
    if character == "\t":
        return _TAB
    return 0 if combining(character) else 2 if east_asian_width(character) in "WFA" else 1


@lru_cache(4096)
def wrap(text: str, width: float, size: float = BODY_SIZE) -> list[str]:
    """The lines of a text in a column of this width; joined, they are the text again."""
    return wrap_units(text, (width - _PADDING) * BODY_SIZE / size)


def wrap_units(text: str, room: float) -> list[str]:
    """The lines of a text where so many half-width units have room."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for piece in _pieces(paragraph, room):
            wide = units(piece)
            if line and used + wide > room:
                lines.append(line)
                line, used = "", 0
            line += piece
            used += wide
        lines.append(line + "\n")
    lines[-1] = lines[-1].removesuffix("\n")
    return lines


def height(lines: int, size: float = BODY_SIZE) -> float:
    """Points of a row with so many lines."""
    return round(lines * _LINE * size / BODY_SIZE + _ROW_PADDING, 1)


def _pieces(text: str, room: float) -> list[str]:
    """Units that a line is made of; one longer than a line (a hash, a path) is broken anywhere."""
    pieces: list[str] = []
    for unit in _UNIT.findall(text):
        pieces.extend(unit if units(unit) > room else [unit])
    return pieces
