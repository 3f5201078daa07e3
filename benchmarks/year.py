"""A year of made-up case files: the penalty examples with facts changed at random, the same for the same seed."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from checker.casefile.load import load_case
from checker.casefile.stating import as_tree
from rules.schema import Schema

YEAR: Final = 2022
_EXAMPLES: Final = Path(__file__).resolve().parents[1] / "examples"
_BASES: Final = {"penalty-clean": 6, "penalty-defective": 3, "penalty-for-review": 1}
"""Examples, and how often each is taken."""
_SECTIONS: Final = (
    "经济责任与企业审计股",
    "行政事业审计股",
    "农业与资源环保审计股",
    "社会保障审计股",
    "固定资产投资审计股",
)
_DROPPED, _MOVED, _CHANGED = 0.01, 0.03, 0.03
"""Shares of what is stated that is left out, of days that are moved, of amounts that are changed."""
_KEPT: Final = {"id", "type", "kind", "phase", "stage", "actions", "number", "complete", "as_of", "made_on"}
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_AMOUNT: Final = re.compile(r"\d+(\.\d\d)?")
_SERIES: Final = re.compile(r"(?<=〔2022〕)\d+(?=号)")


def case_files(count: int, seed: int, schema: Schema) -> Iterator[dict[str, Any]]:
    """So many case files as trees."""
    chance = random.Random(seed)
    bases = {n: as_tree(load_case(_EXAMPLES / f"{n}.yaml", schema), schema, english=True) for n in _BASES}
    for number in range(1, count + 1):
        name = chance.choices(list(bases), list(_BASES.values()))[0]
        tree = _varied(bases[name], chance, number)
        yield tree | {
            "number": f"陵审罚案〔{YEAR}〕{number}号",
            "title": f"陵川县虚构{number}号单位违规收取费用案",
            "handling_unit": chance.choice(_SECTIONS),
        }


def write_files(folder: Path, count: int, seed: int, schema: Schema) -> None:
    """As JSON, a hundred in each folder."""
    for number, tree in enumerate(case_files(count, seed, schema)):
        path = folder / f"{number // 100:04d}" / f"{number:06d}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")


def write_lines(path: Path, count: int, seed: int, schema: Schema) -> None:
    """As JSON Lines."""
    with path.open("w", encoding="utf-8") as lines:
        for tree in case_files(count, seed, schema):
            lines.write(json.dumps(tree, ensure_ascii=False) + "\n")


def _varied(node: Any, chance: random.Random, number: int) -> Any:
    if isinstance(node, dict):
        kept = {k: v for k, v in node.items() if k in _KEPT or isinstance(v, dict | list) or chance.random() > _DROPPED}
        return {k: _numbered(v, number) if k in _KEPT else _varied(v, chance, number) for k, v in kept.items()}
    if isinstance(node, list):
        return [_varied(member, chance, number) if isinstance(member, dict) else member for member in node]
    if _DAY.fullmatch(node) and chance.random() < _MOVED:
        return str(date.fromisoformat(node) + timedelta(chance.randint(-9, 9)))
    if _AMOUNT.fullmatch(node) and len(node) > 3 and chance.random() < _CHANGED:
        return str(round(float(node) * chance.uniform(0.5, 2)))
    return _numbered(node, number)


def _numbered(text: Any, number: int) -> Any:
    """Numbers of documents of its own in every file, the same wherever the file says them."""
    return _SERIES.sub(lambda m: str(number * 10 + int(m[0]) % 10), text) if isinstance(text, str) else text
