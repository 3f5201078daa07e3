"""How long `anjuan check` takes as a whole process, beside a process that only imports the packages it needs."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
CASE: Final = ROOT / "examples" / "penalty-defective.yaml"
AIM: Final = 2.5
_PACKAGES: Final = "durable.engine, yaml, pydantic, networkx, openpyxl, typer, rich.console, chinese_calendar"
_COMMAND: Final = "from checker.cli.main import run; run()"
_JUDGED: Final = (0, 1, 4)  # exit codes of a case file that was checked; 2 and 3 are no run to measure


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", nargs="?", type=Path, default=CASE, help="case file; an example where it is left out")
    parser.add_argument("--layer", default="lingchuan")
    parser.add_argument("--repeat", type=int, default=9, help="runs of each process, at least 7 (default: 9)")
    parser.add_argument("--at-most", type=float, metavar="RATIO", help="exit with 1 where the ratio is higher")
    options = parser.parse_args()
    if options.repeat < 7:
        parser.error("--repeat: fewer than 7 runs say little")
    if not options.case.is_file():
        parser.error(f"no such file: {options.case}")
    with TemporaryDirectory() as folder:
        times = _measure(_processes(options.case.resolve(), options.layer), Path(folder), options.repeat)
    return _print(times, options.at_most)


def _processes(case: Path, layer: str) -> dict[str, list[str]]:
    """What is timed, the measure of the others first."""
    python = [sys.executable, "-c"]
    return {
        "packages": [*python, f"import {_PACKAGES}"],
        "all imports": [*python, f"import {_PACKAGES}; import checker.cli.main, reports.terminal, reports.workbook"],
        "anjuan check": [*python, _COMMAND, "check", str(case), "-o", "findings.xlsx", "--layer", layer],
    }


def _measure(processes: dict[str, list[str]], folder: Path, repeat: int) -> dict[str, list[float]]:
    """Seconds of each run. The processes take turns, in an order that is reversed each time, so that a machine that
    becomes slower or faster slows or speeds all of them."""
    times: dict[str, list[float]] = {name: [] for name in processes}
    environment = _environment(folder)
    for turn in range(repeat + 1):
        for name in list(processes) if turn % 2 else reversed(processes):
            seconds = _seconds(processes[name], folder, environment)
            if turn:  # the first round compiles the modules and fills the disk cache
                times[name].append(seconds)
    return times


def _environment(folder: Path) -> dict[str, str]:
    """Compiled modules are kept, as they are after an installation, but not among the sources."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    return environment | {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(folder / "compiled"), "PYTHONUTF8": "1"}


def _seconds(command: list[str], folder: Path, environment: dict[str, str]) -> float:
    start = perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    seconds = perf_counter() - start
    if done.returncode not in _JUDGED or "Traceback" in done.stderr:
        sys.exit(f"exit code {done.returncode}:\n{done.stderr}")
    return seconds


def _print(times: dict[str, list[float]], at_most: float | None) -> int:
    base = times["packages"]
    ratio = 0.0
    print(f"{'process':<14}{'median ms':>11}{'fastest':>9}{'slowest':>9}{'ratio':>8}")
    for name, seconds in times.items():
        ratio = median(s / b for s, b in zip(seconds, base, strict=True))  # the last one is the command's
        middle, fastest, slowest = (1000 * f(seconds) for f in (median, min, max))
        print(f"{name:<14}{middle:11.0f}{fastest:9.0f}{slowest:9.0f}{ratio:8.2f}")
    print(f"{len(base)} runs each; ratio: median of the runs' ratios to 'packages' in the same round; aim: {AIM}")
    return int(at_most is not None and ratio > at_most)


if __name__ == "__main__":
    sys.exit(main())
