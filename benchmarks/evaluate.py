"""A year evaluated, against parsing the same JSON and writing the same cells: `python -m benchmarks.evaluate`."""

from __future__ import annotations

import argparse
import json
import pickle
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from openpyxl import Workbook, load_workbook

from benchmarks.year import YEAR, write_files
from checker.catalog.build import load_catalogue
from checker.catalog.layers import find_layer

_COMMAND: Final = "import sys; from checker.cli.main import run; sys.argv[0] = 'anjuan'; run()"
_SELF: Final = Path(__file__).resolve().parents[1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--files", type=int, nargs="+", default=[100, 1000], help="numbers of files (default: 100 1000)"
    )
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2], help="numbers of processes (default: 1 2)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--layer", default="lingchuan")
    parser.add_argument("--floor", nargs=2, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.floor:
        return _floor(*options.floor)
    schema = load_catalogue(find_layer(options.layer)).schema
    print(
        "| files | run | seconds | files/s | to floor | CPU s | peak MB of a process |\n|---|---|---|---|---|---|---|"
    )
    for count in options.files:
        with TemporaryDirectory() as name:
            folder = Path(name)
            write_files(folder / "files", count, options.seed, schema)
            runs = {f"jobs {j}": _evaluate(folder, j, options.layer) for j in options.jobs}
            _keep_cells(folder / f"{options.jobs[-1]}.xlsx", folder / "cells")
            words = ["-m", "benchmarks.evaluate", "--floor", folder / "files", folder / "cells"]
            floor = _timed([sys.executable, *words])
            for run, (seconds, cpu, peak) in {"floor": floor, **runs}.items():
                ratio = f"{seconds / floor[0]:.1f}"
                rate = f"{count / seconds:.1f}"
                print(f"| {count} | {run} | {seconds:.1f} | {rate} | {ratio} | {cpu:.1f} | {peak:.0f} |", flush=True)
    return 0


def _evaluate(folder: Path, jobs: int, layer: str) -> tuple[float, float, float]:
    words = ["evaluate", folder / "files", "--year", str(YEAR), "--as-of", "2026-01-10", "--layer", layer]
    words += ["--jobs", str(jobs), "--quiet", "-o", folder / f"{jobs}.xlsx"]
    return _timed([sys.executable, "-c", _COMMAND, *words])


def _timed(command: list[Any]) -> tuple[float, float, float]:
    """Seconds, processor seconds, and the most memory (MB) that any one of its processes had."""
    watcher = (
        "import json, resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stderr=subprocess.DEVNULL);"
        "u = resource.getrusage(resource.RUSAGE_CHILDREN); print(json.dumps([u.ru_utime + u.ru_stime, u.ru_maxrss]))"
    )
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", watcher, *map(str, command)], cwd=_SELF, check=True, capture_output=True, text=True
    )
    seconds = time.perf_counter() - start
    cpu, kilobytes = json.loads(done.stdout.splitlines()[-1])
    return seconds, cpu, kilobytes / 1024


def _keep_cells(output: Path, cells: Path) -> None:
    """The values of all cells that a run wrote, a file for each workbook."""
    cells.mkdir()
    for number, book in enumerate([output, *sorted(output.with_name(f"{output.stem}-评分表").glob("*.xlsx"))]):
        sheets = load_workbook(book, read_only=True)
        values = [(s.title, [list(row) for row in s.iter_rows(values_only=True)]) for s in sheets]
        (cells / str(number)).write_bytes(pickle.dumps(values))


def _floor(files: Path, cells: Path) -> int:
    """Nothing but reading the same JSON and writing the same values, row by row."""
    for path in sorted(files.rglob("*.json")):
        json.loads(path.read_bytes())
    for kept in sorted(cells.iterdir()):
        book = Workbook(write_only=True)
        for title, rows in pickle.loads(kept.read_bytes()):
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        book.save(files.parent / f"floor-{kept.name}.xlsx")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
