"""YAML and JSON as a tree of texts that know their place. Nothing is typed here, and nothing is trusted.

YAML's own typing is not used: it turns `on` into true and `010` into 8. Aliases are refused (they multiply memory),
so are duplicate keys, tags, nesting without end and files too large to be a case file.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from checker.errors import CheckerError

MOST_BYTES = 20_000_000
MOST_DEPTH = 40

_PROBLEMS = {
    "mapping values are not allowed": "这里不能有冒号，值里有冒号时请加引号",
    "expected ',' or": "括号没有配对，或者缺少逗号",
    "expected node content": "这里缺少内容，或者括号没有配对",
    "expected key": "缩进不一致，或者缺少键",
    "expected <block end>": "缩进不一致",
    "expected '-' indicator": "缩进不一致，或者缺少 -",
    "expected ':'": "缺少冒号",
    "cannot start any token": "有不能用在这里的字符，如制表符、@、`",
    "unexpected end of stream": "引号没有配对",
    "unknown escape": "双引号里的反斜杠写法不对",
    "block sequence entries": "这里不能有 -",
    "control characters": "有控制字符",
}
"""What the YAML reader says, in part, and what it means to a user."""

_HALF = re.compile("[\ud800-\udfff]")
"""Half of a character of two, which JSON can write and no file can hold."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Text:
    value: str
    place: str


@dataclass(slots=True)
class Seq:
    items: list[Marked]
    place: str


@dataclass(slots=True)
class Map:
    entries: dict[str, Marked] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    """Where each key stands."""
    place: str = ""


Marked = Text | Seq | Map


def read(path: Path, fault: type[CheckerError], name: str = "") -> Marked:
    """The tree of a .yaml, .yml or .json file, called `name` in places. Raises `fault` with the place."""
    data = file_bytes(path, fault)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise fault(f"不是UTF-8编码（第{error.start + 1}个字节）", str(path), "请另存为UTF-8编码") from None
    if not text.strip():
        raise fault("文件是空的", str(path), "请填写后再检查")
    parse = from_json if path.suffix.lower() == ".json" else from_yaml
    return parse(text, name or path.name, fault)


def file_bytes(path: Path, fault: type[CheckerError]) -> bytes:
    """The content of a file that is not too large to be a case file."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise fault(f"文件超过{MOST_BYTES // 1_000_000}MB", str(path), "请确认是否选错了文件")
        return path.read_bytes()
    except OSError as error:
        raise fault(f"无法读取文件（{_reason(error)}）", str(path), "请检查文件名和权限") from None


def _reason(error: OSError) -> str:
    known = {2: "文件不存在", 13: "没有权限", 21: "这是一个文件夹"}
    return known.get(error.errno or 0, error.strerror or "未知原因")


def from_yaml(text: str, name: str, fault: type[CheckerError]) -> Marked:
    """The first document of a YAML text; further documents are an error."""
    stack: list[tuple[Seq | Map, list[Text]]] = []
    root: list[Marked] = []

    def place(mark: Any) -> str:
        return f"{name}:{mark.line + 1}:{mark.column + 1}"

    def add(node: Marked) -> None:
        if not stack:
            if root:
                raise fault("文件里有不止一份内容（---）", node.place, "一个文件只写一份")
            root.append(node)
            return
        parent, key = stack[-1]
        if isinstance(parent, Seq):
            parent.items.append(node)
        elif not key:
            if not isinstance(node, Text):
                raise fault("键必须是文字", node.place)
            if node.value in parent.entries:
                raise fault(f"“{node.value}”写了两次", node.place, f"第一次在 {parent.keys[node.value]}")
            key.append(node)
            parent.keys[node.value] = node.place
            parent.entries[node.value] = node
        else:
            parent.entries[key.pop().value] = node

    try:
        for event in yaml.parse(text, Loader=_Loader):
            match event:
                case yaml.AliasEvent():
                    raise fault("不支持引用（*）", place(event.start_mark), "请把内容写出来")
                case yaml.ScalarEvent():
                    if event.tag not in (None, "!"):
                        raise fault(f"不支持标签 {event.tag}", place(event.start_mark))
                    add(Text(event.value, place(event.start_mark)))
                case yaml.SequenceStartEvent() | yaml.MappingStartEvent() if event.tag not in (None, "!"):
                    raise fault(f"不支持标签 {event.tag}", place(event.start_mark))
                case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                    if len(stack) >= MOST_DEPTH:
                        raise fault("嵌套太深", place(event.start_mark))
                    at = place(event.start_mark)
                    node: Seq | Map = Seq([], at) if isinstance(event, yaml.SequenceStartEvent) else Map(place=at)
                    add(node)
                    stack.append((node, []))
                case yaml.CollectionEndEvent():
                    stack.pop()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = place(mark) if mark else name
        why = next((v for k, v in _PROBLEMS.items() if k in str(error.problem)), "结构有误")
        raise fault(f"不是正确的YAML（{why}）", at, "请检查缩进、冒号和引号") from None
    except yaml.YAMLError:
        raise fault("不是正确的YAML（有控制字符或其他不允许的字符）", name, "请删去这些字符") from None
    if not root:
        raise fault("文件是空的", name, "请填写后再检查")
    return root[0]


class _Pairs(list[tuple[str, Any]]):
    """The members of a JSON object, before duplicates are looked for."""


def from_json(text: str, name: str, fault: type[CheckerError]) -> Marked:
    """A JSON text; places are paths such as `case.json:parties[0].name`."""

    def node(value: Any, at: str, depth: int) -> Marked:
        if depth > MOST_DEPTH:
            raise fault("嵌套太深", f"{name}:{at}")
        if isinstance(value, _Pairs):
            result = Map(place=f"{name}:{at}" if at else name)
            for key, member in value:
                inner = f"{at}.{key}" if at else key
                if key in result.entries:
                    raise fault(f"“{key}”写了两次", f"{name}:{inner}")
                result.keys[key] = f"{name}:{inner}"
                result.entries[key] = node(member, inner, depth + 1)
            return result
        if isinstance(value, list):
            return Seq([node(m, f"{at}[{i}]", depth + 1) for i, m in enumerate(value)], f"{name}:{at}")
        text_value = (
            {True: "true", False: "false"}[value] if isinstance(value, bool) else "" if value is None else value
        )
        if _HALF.search(text_value):
            raise fault("有残缺的字符", f"{name}:{at}", "请重新输入这一处的文字")
        return Text(text_value, f"{name}:{at}")

    try:
        data = json.loads(text, object_pairs_hook=_Pairs, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        raise fault("不是正确的JSON", f"{name}:{error.lineno}:{error.colno}", "请检查引号和逗号") from None
    except RecursionError:
        raise fault("嵌套太深", name) from None
    return node(data, "", 0)


def plain(node: Marked) -> Any:
    """The tree as dicts, lists and texts."""
    match node:
        case Text(value):
            return value
        case Seq(items):
            return [plain(i) for i in items]
        case Map(entries):
            return {k: plain(v) for k, v in entries.items()}


def place_of(node: Marked, loc: tuple[str | int, ...]) -> str:
    """The place of a part of a tree, or of the last part of `loc` that exists."""
    at = node.place
    for step in loc:
        if isinstance(node, Map) and step in node.entries:
            at, node = node.keys[str(step)], node.entries[str(step)]
        elif isinstance(node, Seq) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            at = node.place
        else:
            break
    return at
