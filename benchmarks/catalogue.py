"""Reading and compiling the catalogue, against only parsing the same YAML: `python -m benchmarks.catalogue`."""

from __future__ import annotations

import argparse
import gc
import statistics
import time
from pathlib import Path

import yaml

from checker.catalog.build import load_catalogue
from checker.catalog.layers import find_layer
from checker.cli.common import AGENCY, DEFAULT_LAYER

CATALOGS = Path(__file__).resolve().parents[1] / "catalogs"
PARTS = ("parse", "load", "compile")


def once(layer: str) -> dict[str, float]:
    """Seconds that each part took."""
    start = time.perf_counter()
    for path in (p for p in sorted(CATALOGS.rglob("*.yaml")) if AGENCY not in p.parts):
        yaml.load(path.read_bytes(), Loader=yaml.CBaseLoader)
    parsed = time.perf_counter()
    catalogue = load_catalogue(find_layer(layer))
    loaded = time.perf_counter()
    catalogue.program()
    return dict(zip(PARTS, (parsed - start, loaded - parsed, time.perf_counter() - loaded), strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--layer", default=DEFAULT_LAYER)
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    gc.set_threshold(65_536)  # as the command does
    once(options.layer)
    runs = [once(options.layer) for _ in range(options.runs)]
    print(f"{'part':<16}{'median ms':>10}{'fastest':>9}{'ratio':>8}")
    for part in PARTS:
        ratio = statistics.median(run[part] / run["parse"] for run in runs)
        times = [run[part] * 1000 for run in runs]
        print(f"{part:<16}{statistics.median(times):>10.0f}{min(times):>9.0f}{ratio:>8.2f}")
    total = statistics.median((run["load"] + run["compile"]) * 1000 for run in runs)
    print(f"load and compile: {total:.0f} ms; aim: 1000")


if __name__ == "__main__":
    main()
