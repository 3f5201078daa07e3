"""The unfinished deadlines as an iCalendar file (RFC 5545), one all-day event for each due day."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from checker.docket import Docket, Due
from reports.files import replace_bytes
from reports.text import clean

_OCTETS: Final = 75  # of a line, without its end


def write_calendar(docket: Docket, path: Path) -> None:
    """Write the calendar; the same docket gives the same bytes. Raises OSError where it cannot be written."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//anjuan//ZH", "CALSCALE:GREGORIAN"]
    for due in docket.dues:
        lines += _event(due) if due.outcome != "open" else ()
    lines.append("END:VCALENDAR")
    replace_bytes(path, "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode())


def _event(due: Due) -> Iterator[str]:
    day = date.fromisoformat(due.due[:10])
    key = "\0".join((due.number or due.file, due.deadline_id, due.subject, due.source))
    yield "BEGIN:VEVENT"
    yield f"UID:{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}@anjuan"
    yield f"DTSTAMP:{date.fromisoformat(due.as_of):%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(f'{due.deadline}（{due.number or due.file}）')}"
    said = (f"{due.case}，{due.subject}", f"{due.text}（以{due.as_of}计）", due.source, due.basis)
    yield f"DESCRIPTION:{_text(chr(10).join(filter(None, said)))}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(text: str) -> str:
    for char in ("\\", ";", ","):
        text = text.replace(char, f"\\{char}")
    return clean(text).replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """The line in parts of at most 75 octets, no character split; a further part begins with a space."""
    part, size = "", 0
    for char in line:
        octets = len(char.encode("utf-8", "replace"))
        if size + octets > _OCTETS:
            yield part
            part, size = " ", 1
        part, size = part + char, size + octets
    yield part
