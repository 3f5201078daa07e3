"""Reading the layers of a catalogue: national, province, agency. A later layer adds entries or replaces one by id."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from checker.catalog.kinds import KINDS, parts
from checker.catalog.models import CriterionEntry
from checker.errors import CatalogError, CheckerError
from checker.findings import LayerInfo, Override
from checker.marked import Map, Marked, Seq, Text, place_of, plain, read
from checker.states import Severity
from rules.constants import did_you_mean

MANIFEST = "layer.yaml"
CALENDAR = "calendar"
"""The folder of year tables, which may lie beside a layer or in it, and is no part of the catalogue."""
_WORDING = {"title", "finding", "remedy", "question", "note", "covers", "same_defect"}
_FOUNDATIONS = {"tables", "facts", "deadlines", "countings", "stages", "values", "entities"}
_SHARED = {"norms", "values", "entities", "tables", "countings"}
"""What every kind of file is checked with; the rest speaks of one kind."""
_FORBIDDEN = {"on", "off", "yes", "no", "y", "n", "true", "false", "null"}
"""Keys that YAML readers take for something else."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry with the layer it comes from and the tree it was written as, for the places of its faults."""

    entry: Any
    layer: str
    tree: Marked

    @property
    def place(self) -> str:
        return self.tree.place

    @property
    def text(self) -> str:
        """The entry as YAML."""
        return yaml.safe_dump(plain(self.tree), allow_unicode=True, sort_keys=False, width=110)

    def at(self, *loc: str | int) -> str:
        return place_of(self.tree, loc)


@dataclass
class Layers:
    """All entries of a chain of layers, and all faults found on the way.

    `roots` are the entities that a whole file can be, a case first; `root` is the one these entries are for.
    """

    roots: tuple[str, ...]
    root: str
    entries: dict[str, dict[str, Placed]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    infos: list[LayerInfo] = field(default_factory=list)
    overrides: list[Override] = field(default_factory=list)
    faults: list[CheckerError] = field(default_factory=list)

    def of(self, kind: str) -> Iterator[Placed]:
        yield from self.entries[kind].values()

    def fault(self, message: str, place: str, hint: str = "") -> None:
        self.faults.append(CatalogError(message, place, hint))


def chain(last: Path) -> list[Path]:
    """The folders of the layers from the first to `last`, by their `extends`."""
    folders: list[Path] = []
    folder = last
    while True:
        if folder in folders:
            raise CatalogError("各层互相继承，成了一个圈", str(folder / MANIFEST))
        folders.insert(0, folder)
        manifest = _manifest(folder)
        parent = manifest.entries.get("extends")
        if not isinstance(parent, Text):
            return folders
        if not re.fullmatch(r"[\w\-]+", parent.value):
            raise CatalogError("extends 应写上一层的文件夹名", parent.place)
        places = (folder.parent / parent.value, BUILTIN / parent.value)
        above = next((p for p in places if (p / MANIFEST).is_file()), None)
        if above is None:
            hint = did_you_mean(parent.value, _shipped()) or f"可用的层：{'、'.join(_shipped())}"
            raise CatalogError(f"没有名为“{parent.value}”的上一层", parent.place, hint)
        folder = above


BUILTIN = Path(__file__).resolve().parents[2] / "catalogs"
"""Where the shipped catalogue lies."""


def find_layer(name: str) -> Path:
    """The folder of a layer: one of those shipped, or a folder of the user's own."""
    for folder in (BUILTIN / name, Path(name)):
        if (folder / MANIFEST).is_file():
            return folder
    hint = did_you_mean(name, _shipped()) or f"可用的层：{'、'.join(_shipped())}，或写文件夹路径"
    raise CatalogError(f"没有名为“{name}”的目录层", "", hint)


def _shipped() -> list[str]:
    return sorted(p.parent.name for p in BUILTIN.glob(f"*/{MANIFEST}"))


def read_layers(last: Path, root: str = "") -> Layers:
    """Reads what the chain of layers that ends in `last` says of files of `root`.

    What is said of the first root, a case, stands anywhere in a layer; what is said of another only in the folder of
    its name. Faults are collected; only an unreadable manifest raises.
    """
    folders = chain(last)
    roots = roots_of(folders[0])
    layers = Layers(roots, root or roots[0])
    for folder in folders:
        manifest = _manifest(folder)
        digest = hashlib.sha256()
        files = [
            (path, home)
            for path in sorted(folder.rglob("*.yaml"))
            if path.name != MANIFEST and path.parent.name != CALENDAR
            if (home := _home(path.relative_to(folder), roots)) in (roots[0], layers.root)
        ]
        for path, home in files:
            digest.update(path.read_bytes())
            try:
                _read_file(path, folder, layers, KINDS.keys() if home == layers.root else _SHARED)
            except CheckerError as error:
                layers.faults.append(error)
        title = manifest.entries.get("title")
        name = title.value if isinstance(title, Text) else folder.name
        layers.infos.append(LayerInfo(folder.name, name, str(folder), len(files), digest.hexdigest()))
    return layers


def read_files(paths: Iterable[Path], layers: Layers, kinds: Collection[str]) -> None:
    """Reads files that belong to no layer. Faults are collected."""
    for path in paths:
        try:
            _read_file(path, path.parent, layers, kinds)
        except CheckerError as error:
            layers.faults.append(error)


def _manifest(folder: Path) -> Map:
    tree = read(folder / MANIFEST, CatalogError, f"{folder.name}/{MANIFEST}")
    if not isinstance(tree, Map):
        raise CatalogError("应写 title 和 extends", tree.place)
    known = ("title", "extends", "roots")
    for key in tree.entries:
        if key not in known:
            raise CatalogError(f"没有“{key}”这一项", tree.keys[key], did_you_mean(key, known))
    return tree


def roots_of(first: Path) -> tuple[str, ...]:
    """The entities that a whole file can be, as the first layer of a chain names them."""
    stated = _manifest(first).entries.get("roots")
    named = [t.value for t in stated.items if isinstance(t, Text)] if isinstance(stated, Seq) else []
    if not named:
        raise CatalogError("第一层应写 roots：整个文件可以是哪几种对象，如 [case]", str(first / MANIFEST))
    return tuple(named)


def _home(path: Path, roots: tuple[str, ...]) -> str:
    """The root whose file a file of a layer speaks of."""
    return path.parts[0] if path.parts[0] in roots[1:] else roots[0]


def _read_file(path: Path, folder: Path, layers: Layers, kinds: Collection[str]) -> None:
    tree = read(path, CatalogError, str(path.relative_to(folder.parent)))
    if not isinstance(tree, Map):
        layers.fault("目录文件应由 criteria、tables 等部分组成", tree.place)
        return
    for kind, section in tree.entries.items():
        if kind not in KINDS:
            layers.fault(f"没有“{kind}”这一部分", tree.keys[kind], did_you_mean(kind, KINDS))
        elif not isinstance(section, Seq):
            layers.fault(f"“{kind}”应是清单（每项以 - 开头）", section.place)
        elif kind in kinds:
            for node in section.items:
                _forbidden(node, layers)
                _add(kind, node, folder.name, layers)


def _forbidden(node: Marked, layers: Layers) -> None:
    if isinstance(node, Map):
        for key, value in node.entries.items():
            if key.lower() in _FORBIDDEN:
                layers.fault(f"键不能叫“{key}”", node.keys[key], "YAML 工具会把它读成真假值")
            _forbidden(value, layers)
    elif isinstance(node, Seq):
        for item in node.items:
            _forbidden(item, layers)


def _add(kind: str, node: Marked, layer: str, layers: Layers) -> None:
    try:
        entry = KINDS[kind].model_validate(plain(node))
    except ValidationError as error:
        faults = error.errors()
        inner = [f["loc"] for f in faults]
        for fault in faults:
            loc = fault["loc"]
            if fault["type"] == "too_short" and any(
                len(other) > len(loc) and other[: len(loc)] == loc for other in inner
            ):
                continue  # it is short only because its members are at fault
            layers.fault(_message(fault), place_of(node, loc), _hint(fault))
        return
    placed = Placed(entry, layer, node)
    before = layers.entries[kind].get(entry.id)
    if before and before.layer == layer:
        layers.fault(f"编号“{entry.id}”重复", placed.at("id"), f"另一处在 {before.at('id')}")
    elif before:
        _override(kind, before, placed, layers)
    layers.entries[kind][entry.id] = placed


def _override(kind: str, before: Placed, after: Placed, layers: Layers) -> None:
    loosens = _may_loosen(kind, before.entry, after.entry)
    if loosens and getattr(before.entry, "void", False):
        layers.fault(f"“{before.entry.id}”的后果是无效，不能由下层改动", after.place, f"上层在 {before.place}")
    layers.overrides.append(Override(kind, after.entry.id, after.layer, before.layer, loosens))


def _may_loosen(kind: str, before: Any, after: Any) -> bool:
    """Whether a veto could become lighter: it is changed in more than its wording, or something it may rest on is."""
    if isinstance(before, CriterionEntry):
        same = before.model_dump(exclude=_WORDING) == after.model_dump(exclude=_WORDING)
        return before.severity is Severity.VETO and not same
    return kind in _FOUNDATIONS


def _message(fault: Any) -> str:
    name = fault["loc"][-1] if fault["loc"] else ""
    match fault["type"]:
        case "missing":
            return f"缺少“{name}”"
        case "extra_forbidden":
            return f"没有“{name}”这一项"
        case "literal_error" | "enum":
            return f"“{name}”的值“{fault['input']}”不对，可用：{fault['ctx']['expected'].replace(' or ', '、')}"
        case "value_error":
            return str(fault["ctx"]["error"])
        case "string_pattern_mismatch":
            return f"编号“{fault['input']}”只能用英文字母、数字、._- 并以字母开头"
        case "too_short":
            return f"“{name}”不能是空的"
        case type_ if type_.startswith("date"):
            return f"“{fault['input']}”不是日期（应写 2022-03-01）"
        case "decimal_parsing" | "decimal_type" | "finite_number" | "decimal_max_places":
            return f"“{fault['input']}”不是分数（应写 2 或 0.5，最多两位小数）"
        case "greater_than" | "greater_than_equal" | "less_than_equal":
            bound = {"greater_than": "大于", "greater_than_equal": "不小于", "less_than_equal": "不大于"}
            return f"“{name}”应{bound[fault['type']]}{next(iter(fault['ctx'].values()))}"
        case type_ if type_.startswith("bool"):
            return f"“{name}”应写 true 或 false"
        case _:
            return f"“{name}”的值不对（{fault['msg']}）"


def _hint(fault: Any) -> str:
    if fault["type"] != "extra_forbidden":
        return ""
    known = {f.alias or n for part in parts() for n, f in part.model_fields.items()}
    return did_you_mean(str(fault["loc"][-1]), known)
