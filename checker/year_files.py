"""The years a user has typed in: files of a folder `calendar`, one for each year's notice of the State Council."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final

import yaml

from checker.errors import CheckerError
from checker.workdays import YearTable, days_of

_MAX_BYTES: Final = 65_536  # a year table is some twenty lines; anything larger is not one
_KEYS: Final = ("year", "source", "off", "worked")


class CalendarFileError(CheckerError):
    """A file of catalogs/calendar that cannot be used: where (file, line and column from 1) and why, in one line."""

    def __init__(self, path: Path, line: int, column: int, reason: str) -> None:
        self.path = path
        self.line = line
        self.column = column
        self.reason = reason
        super().__init__(reason, f"{path}:{line}:{column}")


def load_year_tables(folder: Path) -> dict[int, YearTable]:
    """The year tables a user has typed in, by year: every *.yaml and *.yml file of `folder`; none if it is missing.

    Raises CalendarFileError at the first thing that cannot be used.
    """
    tables: dict[int, YearTable] = {}
    if not folder.is_dir():
        return tables
    for path in sorted(p for p in folder.iterdir() if p.suffix in (".yaml", ".yml")):
        table = _File(path).table()
        if table.year in tables:
            raise CalendarFileError(path, 1, 1, f"{table.year}年已有另一个文件，每年只能有一个")
        tables[table.year] = table
    return tables


class _File:
    """One year file, read from PyYAML's nodes: all scalars stay text, and every complaint has its line and column."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.year = 0

    def table(self) -> YearTable:
        root = self._compose()
        fields = self._fields(root)
        year_node, source_node = self._need(fields, "year", root), self._need(fields, "source", root)
        off_node, worked_node = self._need(fields, "off", root), fields.get("worked")
        text = self._text(year_node)
        if not re.fullmatch(r"[1-9][0-9]{3}", text):
            raise self._error(year_node, f"year 应为四位数的年份，现为“{_shown(text)}”")
        self.year = int(text)
        if re.fullmatch(r"[0-9]{4}", self.path.stem) and self.path.stem != text:
            raise self._error(year_node, f"文件名是{self.path.stem}年，year 却是{text}年")
        source = " ".join(self._text(source_node).split())
        if not source:
            raise self._error(source_node, "source 不能为空：写明通知的名称和文号")
        names = self._off(off_node)
        if not names:
            raise self._error(off_node, "off 不能为空：列出通知规定的放假日")
        worked = self._worked(worked_node, names) if worked_node is not None else frozenset()
        return YearTable(self.year, source, frozenset(names), worked, {d: name for d, name in names.items() if name})

    def _off(self, node: yaml.Node) -> dict[date, str]:
        groups: list[tuple[str, yaml.Node]] = [("", node)]
        if isinstance(node, yaml.MappingNode):
            groups = [(" ".join(self._text(key).split()), value) for key, value in node.value]
        names: dict[date, str] = {}
        for name, value in groups:
            for scalar, d in self._dates(value):
                if d in names:
                    raise self._error(scalar, f"{d} 在 off 中写了两次")
                names[d] = name
        return names

    def _worked(self, node: yaml.Node, off: Mapping[date, str]) -> frozenset[date]:
        worked: set[date] = set()
        for scalar, d in self._dates(node):
            if d in off:
                raise self._error(scalar, f"{d} 既列为放假（off），又列为上班（worked）")
            if d in worked:
                raise self._error(scalar, f"{d} 在 worked 中写了两次")
            if d.weekday() < 5:
                raise self._error(scalar, f"{d} 不是周六、周日，本来就是工作日，不应列入 worked")
            worked.add(d)
        return frozenset(worked)

    def _dates(self, node: yaml.Node) -> Iterator[tuple[yaml.Node, date]]:
        if isinstance(node, yaml.ScalarNode) and not node.value.strip():
            return
        for item in node.value if isinstance(node, yaml.SequenceNode) else [node]:
            first, dots, last = self._text(item).partition("..")
            start = self._date(item, first)
            end = self._date(item, last) if dots else start
            if end < start:
                raise self._error(item, f"起止日期颠倒：“{_shown(self._text(item))}”")
            for d in days_of(start, end):
                yield item, d

    def _date(self, node: yaml.Node, text: str) -> date:
        try:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip()):
                raise ValueError
            d = date.fromisoformat(text.strip())
        except ValueError:
            form = f"应写作 {self.year}-01-01，连续多日写作 {self.year}-01-01..{self.year}-01-03"
            raise self._error(node, f"“{_shown(text)}”不是日期：{form}") from None
        if d.year != self.year:
            raise self._error(node, f"{d} 不在{self.year}年：应写入 {d.year}.yaml")
        return d

    def _fields(self, root: yaml.Node | None) -> dict[str, yaml.Node]:
        if not isinstance(root, yaml.MappingNode):
            raise self._error(root, "应有 year、source、off、worked 四项")
        fields: dict[str, yaml.Node] = {}
        for key, value in root.value:
            name = self._text(key)
            if name not in _KEYS:
                raise self._error(key, f"不认识“{_shown(name)}”：只能有 year、source、off、worked")
            if name in fields:
                raise self._error(key, f"{name} 写了两次")
            fields[name] = value
        return fields

    def _need(self, fields: Mapping[str, yaml.Node], name: str, root: yaml.Node | None) -> yaml.Node:
        if name not in fields:
            raise self._error(root, f"缺少 {name}")
        return fields[name]

    def _text(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise self._error(node, "此处应是一个值，而不是列表或者对照表")
        return str(node.value)

    def _compose(self) -> yaml.Node | None:
        try:
            with self.path.open("rb") as stream:
                data = stream.read(_MAX_BYTES + 1)
            if len(data) > _MAX_BYTES:
                raise CalendarFileError(self.path, 1, 1, "文件过大，不像是一年的节假日安排")
            return yaml.compose(data.decode("utf-8-sig"), Loader=yaml.SafeLoader)
        except OSError as error:
            raise CalendarFileError(self.path, 1, 1, f"无法读取文件（{error.strerror}）") from error
        except UnicodeDecodeError as error:
            raise CalendarFileError(self.path, 1, 1, "文件不是 UTF-8 编码") from error
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            raise CalendarFileError(
                self.path, line, column, f"YAML 写法有误（{_shown(error.problem or '')}）"
            ) from error
        except (yaml.YAMLError, RecursionError) as error:
            raise CalendarFileError(self.path, 1, 1, "YAML 写法有误：有不允许的字符，或者嵌套过深") from error

    def _error(self, node: yaml.Node | None, reason: str) -> CalendarFileError:
        line, column = (node.start_mark.line + 1, node.start_mark.column + 1) if node is not None else (1, 1)
        return CalendarFileError(self.path, line, column, reason)


def _shown(text: str) -> str:
    """The file's own words, made fit for one line of an error message."""
    line = "".join(c if c.isprintable() else " " for c in text).strip()
    return line if len(line) <= 40 else line[:40] + "…"
