"""A loaded case file written anew: as a workbook, YAML or JSON. What is written says the same, or is not written."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import yaml

from checker.casefile.load import load_case
from checker.casefile.stating import as_tree, same
from checker.catalog.catalogue import Catalogue
from checker.errors import CheckerError, OutputError
from checker.needs import Needs
from reports.files import replace_bytes
from reports.template import write_template
from rules.values import Record

_SUFFIXES: Final = (".xlsx", ".yaml", ".yml", ".json")
_WIDTH: Final = 120


def write_case(case: Record, catalogue: Catalogue, needs: Needs, path: Path) -> None:
    """Write `case` in the form that the ending of `path` names. Raises OSError, and CheckerError for what cannot be."""
    suffix = path.suffix.lower()
    if suffix not in _SUFFIXES:
        raise OutputError(f"不能写成“{path.suffix}”格式", str(path), f"可写成{'、'.join(_SUFFIXES)}")
    with TemporaryDirectory() as folder:
        trial = Path(folder) / f"案卷{suffix}"
        match suffix:
            case ".xlsx":
                write_template(catalogue, needs, trial, case)
            case ".json":
                tree = as_tree(case, catalogue.schema, english=True)
                trial.write_text(json.dumps(tree, ensure_ascii=True, indent=2) + "\n", "utf-8")
            case _:
                trial.write_text(_yaml(as_tree(case, catalogue.schema, english=False)), "utf-8")
        _verify(case, trial, catalogue, path)
        replace_bytes(path, trial.read_bytes())


def _verify(case: Record, trial: Path, catalogue: Catalogue, path: Path) -> None:
    """Read back what was written: nothing may have been lost on the way."""
    try:
        kept = same(case, load_case(trial, catalogue.schema), catalogue.schema)
    except CheckerError:
        kept = False
    if not kept:
        raise OutputError(
            "案卷里有这种格式写不下的内容，没有写出", str(path), "请改用另一种格式，或检查案卷中的特殊字符"
        )


class _Dumper(yaml.SafeDumper):
    """Every scalar is text to the reader of case files, so none needs quotes for looking like a date or a number."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 (so named and read by PyYAML)


def _list(dumper: yaml.SafeDumper, items: list[Any]) -> yaml.Node:
    flow = all(isinstance(item, str) and "\n" not in item for item in items)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=flow)


_Dumper.add_representer(list, _list)


def _yaml(tree: dict[str, Any]) -> str:
    return str(
        yaml.dump(tree, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=False, width=_WIDTH)
    )
