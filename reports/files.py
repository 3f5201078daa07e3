"""Writing a file whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path


def replace_file(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a file beside `path`, then rename it; whatever fails, the old `path` stays as it was.

    Raises what `write` raises, and OSError where the folder or the file cannot be written (on Windows also when the
    workbook is open in Excel).
    """
    # A name of its own: that of a case in Chinese may already be as long as a file system takes.
    beside = path.with_name(f".anjuan-{os.getpid()}.tmp")
    try:
        write(beside)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def replace_bytes(path: Path, data: bytes) -> None:
    """`replace_file` for content that is ready."""

    def write(beside: Path) -> None:
        beside.write_bytes(data)

    replace_file(path, write)
