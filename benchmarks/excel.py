"""How long reading a case file from Excel takes, beside opening the same workbook with openpyxl."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

from openpyxl import load_workbook

from checker.casefile.load import load_case
from checker.catalog.build import load_catalogue
from checker.catalog.catalogue import Catalogue
from checker.catalog.layers import find_layer
from checker.needs import Needs
from checker.workbooks import open_workbook
from reports.casefile import write_case

ROOT: Final = Path(__file__).resolve().parents[1]
CASE: Final = ROOT / "examples" / "penalty-defective.yaml"
AIM: Final = 3.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", nargs="?", type=Path, default=CASE, help="case file; an example where it is left out")
    parser.add_argument("--layer", default="lingchuan")
    parser.add_argument("--repeat", type=int, default=15, help="times that each is done (default: 15)")
    parser.add_argument("--at-most", type=float, metavar="RATIO", default=AIM, help="exit with 1 where it is higher")
    options = parser.parse_args()
    catalogue = load_catalogue(find_layer(options.layer))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "案卷.xlsx"
        write_case(load_case(options.case, catalogue.schema), catalogue, Needs({}, limited=False), path)
        times = _measure(_tasks(path, catalogue), options.repeat)
    ratio = _print(times)
    return int(ratio > options.at_most)


def _tasks(path: Path, catalogue: Catalogue) -> dict[str, Callable[[], object]]:
    """What is timed, the measure of the others first."""
    return {
        "openpyxl.load_workbook": lambda: load_workbook(path),
        "opened safely": lambda: open_workbook(path),
        "case file": lambda: load_case(path, catalogue.schema),
    }


def _measure(tasks: dict[str, Callable[[], object]], repeat: int) -> dict[str, list[float]]:
    """Seconds of each run. The tasks take turns, so that a machine that becomes slower slows all of them."""
    times: dict[str, list[float]] = {name: [] for name in tasks}
    for turn in range(repeat + 1):
        for name in list(tasks) if turn % 2 else reversed(tasks):
            start = perf_counter()
            tasks[name]()
            if turn:  # the first round fills caches
                times[name].append(perf_counter() - start)
    return times


def _print(times: dict[str, list[float]]) -> float:
    """The table of the README; returns the ratio of the last task to the first."""
    base = next(iter(times.values()))
    ratio = 0.0
    print("| task | median ms | fastest | slowest | ratio |\n|---|---|---|---|---|")
    for name, seconds in times.items():
        ratio = median(s / b for s, b in zip(seconds, base, strict=True))
        low, high = min(seconds), max(seconds)
        print(f"| {name} | {median(seconds) * 1e3:.0f} | {low * 1e3:.0f} | {high * 1e3:.0f} | {ratio:.2f} |")
    return ratio


if __name__ == "__main__":
    raise SystemExit(main())
