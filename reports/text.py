"""Text from a case file made fit to show: in a cell, on a terminal, in JSON."""

from __future__ import annotations

import re
from typing import Final

# Beyond what XML 1.0 forbids: C1 controls steer terminals, and direction marks change the order of what is printed.
_UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


_PLACE: Final = re.compile(r"^[^:]+\.(?:ya?ml|json|xls[xm]):(.+)$")
_LINE: Final = re.compile(r"^(\d+):\d+$")


def place(text: str) -> str:
    """A place in the case file, whose name stands at the head of every page: 第697行, a path, sheet and cell."""
    found = _PLACE.match(text)
    if not found:
        return text
    line = _LINE.match(found[1])
    return f"第{line[1]}行" if line else found[1]


def clean(text: str) -> str:
    """The text with one kind of line end, and □ for every character that cannot be shown."""
    return _UNFIT.sub("□", text.replace("\r\n", "\n").replace("\r", "\n"))
