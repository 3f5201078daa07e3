"""Which case files an evaluation is about: files, folders with all that is in them, and lines of JSON Lines."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from checker.casefile.answers import is_answers
from checker.errors import CheckerError

_LINES: Final = ".jsonl"
_ENDINGS: Final = (".xlsx", ".xlsm", ".yaml", ".yml", ".json", _LINES)
_NOT_OURS: Final = (".", "~$")
"""How the names of hidden files, and of those that Excel keeps beside an open workbook, begin."""


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """One case: a file, or a line of one (`line` from 1; its bytes from `start`, so many)."""

    path: str
    line: int = 0
    start: int = 0
    length: int = 0

    @property
    def name(self) -> str:
        """As messages and reports call it."""
        return f"{self.path}:{self.line}" if self.line else self.path

    def read(self) -> bytes:
        """Its content. Raises OSError."""
        with Path(self.path).open("rb") as file:
            file.seek(self.start)
            return file.read(self.length if self.line else -1)


def find(paths: Iterable[Path], leave_out: Iterable[Path] = ()) -> list[Source]:
    """The cases under `paths`, each once, in the order of their names; nothing of what lies under `leave_out`.

    Raises CheckerError for a path that does not exist, and where there is no case at all.
    """
    left_out = [p.resolve() for p in leave_out]
    found: dict[Path, Path] = {}
    given = list(paths)
    for path in sorted(given, key=str):
        if not path.exists():
            raise CheckerError("没有这个文件或者文件夹", str(path), "请检查写法")
        for file in _files(path) if path.is_dir() else [path]:
            real = file.resolve()
            if not any(real == out or out in real.parents for out in left_out):
                found.setdefault(real, file)
    sources = sorted(s for file in found.values() for s in _cases(file))
    if not sources:
        where = "、".join(map(str, given))
        raise CheckerError("没有找到案卷", where, f"案卷文件的扩展名是 {'、'.join(_ENDINGS)}，请检查文件夹")
    return sources


def _files(folder: Path) -> Iterator[Path]:
    for top, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(_NOT_OURS)]
        for name in names:
            path = Path(top, name)
            if name.lower().endswith(_ENDINGS) and not name.startswith(_NOT_OURS) and not is_answers(path):
                yield path


def _cases(file: Path) -> Iterator[Source]:
    if file.suffix.lower() != _LINES:
        yield Source(str(file))
        return
    start = 0
    try:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield Source(str(file), number, start, len(line))
                start += len(line)
    except OSError:
        yield Source(str(file))  # whoever reads it says why it cannot be read
