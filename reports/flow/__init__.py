"""Flow charts of the processes: SVG fit for an A4 page, and Mermaid text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from checker.errors import OutputError
from checker.flow import FlowChart
from reports.files import replace_bytes
from reports.flow.mermaid import mermaid
from reports.flow.svg import svg
from reports.flow.words import heading

_FORMS: Final[dict[str, Callable[[FlowChart], str]]] = {".svg": svg, ".mmd": mermaid}


def targets(charts: Sequence[FlowChart], output: Path) -> list[tuple[FlowChart, Path]]:
    """Which chart goes to which file: the one that is named, or all forms of each in a folder."""
    if not output.suffix or output.is_dir():
        return [(c, output / f"{heading(c)}{suffix}") for c in charts for suffix in _FORMS]
    if output.suffix.lower() not in _FORMS:
        raise OutputError("流程图只能写成 .svg 或 .mmd", str(output), "请改后缀，或写文件夹")
    if len(charts) != 1:
        raise OutputError(f"{len(charts)}张流程图不能写进一个文件", str(output), "请写文件夹，或写明哪一种流程图")
    return [(charts[0], output)]


def write_flow(chart: FlowChart, path: Path) -> None:
    """Write a chart in the form that the name of the file says. Raises OSError where it cannot be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_bytes(path, _FORMS[path.suffix.lower()](chart).encode())
