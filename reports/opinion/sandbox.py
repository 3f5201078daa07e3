"""The template language, cut down to showing: names, members, conditions and loops; bounded in time and size.

A template is as untrusted as a case file. Nothing in it can be called, computed or set, and no Python object is
reached: members are looked up in the contents alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from jinja2 import StrictUndefined, Template, Undefined, meta, nodes
from jinja2.exceptions import TemplateError, TemplateRuntimeError, TemplateSyntaxError, UndefinedError
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment

from rules.constants import did_you_mean

_NODES: Final = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem, nodes.For,
    nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Filter, nodes.Test,
)  # fmt: skip
_FILTERS: Final = ("join", "length", "count", "first", "last")
_TESTS: Final = ("defined", "undefined", "none")
_LOOP: Final = ("index", "index0", "first", "last", "length")
_TICK: Final = "_一圈"
MOST_ROUNDS: Final = 2**14
MOST_OUTPUT: Final = 20 * 2**20


class Refused(TemplateError):
    """The template asks for something that it may not have; the message is for its author."""


class _Missing(StrictUndefined):
    """Says in Chinese what is not there."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        return f"没有{self._undefined_name}"


class _Rounds:
    """Counts the rounds of loops: it stands in the body of each and shows as nothing."""

    def __init__(self) -> None:
        self.left = MOST_ROUNDS

    def __html__(self) -> str:
        self.left -= 1
        if self.left < 0:
            raise Refused("循环的次数太多")
        return ""


class _Bounded(Template):
    def render(self, *args: Any, **kwargs: Any) -> str:
        pieces, size = [], 0
        for piece in self.generate(*args, **kwargs, **{_TICK: _Rounds()}):
            size += len(piece)
            if size > MOST_OUTPUT:
                raise Refused("写出的内容太多")
            pieces.append(piece)
        return "".join(pieces)


class TemplateLanguage(SandboxedEnvironment):
    """`names` are the variables that there are."""

    template_class = _Bounded

    def __init__(self, names: frozenset[str]) -> None:
        super().__init__(autoescape=True, undefined=_Missing, finalize=_shown)
        self.globals.clear()
        self.names = names

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, LoopContext) and argument in _LOOP:
            return getattr(obj, argument)
        if isinstance(obj, Mapping) and argument in obj:
            return obj[argument]
        if isinstance(obj, list) and isinstance(argument, int) and argument < len(obj):
            return obj[argument]
        known = [str(key) for key in obj] if isinstance(obj, Mapping) else []
        return self.undefined(name=f"“{argument}”。{did_you_mean(str(argument), known) or ''}".rstrip("。"))

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(nodes.Node):
            self._check(node)
        if unknown := sorted(meta.find_undeclared_variables(tree) - self.names):
            hint = did_you_mean(unknown[0], sorted(self.names))
            raise Refused(f"没有变量“{'”、“'.join(unknown)}”" + (f"。{hint}" if hint else ""))
        for loop in tree.find_all(nodes.For):
            loop.body.insert(0, nodes.Output([nodes.Name(_TICK, "load")], lineno=loop.lineno))
        return tree

    def _check(self, node: nodes.Node) -> None:
        allowed = isinstance(node, _NODES)
        if isinstance(node, nodes.Filter):
            allowed = node.name in _FILTERS
        elif isinstance(node, nodes.Test):
            allowed = node.name in _TESTS
        elif isinstance(node, nodes.Getattr):
            allowed = not node.attr.startswith("_")
        if not allowed:
            raise Refused(f"不能使用{_named(node)}，只能写变量、判断（if）和循环（for）")


def _named(node: nodes.Node) -> str:
    match node:
        case nodes.Filter() | nodes.Test():
            return f"“{node.name}”"
        case nodes.Getattr():
            return f"“{node.attr}”"
        case nodes.Call():
            return "函数"
        case _:
            return f"“{type(node).__name__}”"


def _shown(value: Any) -> Any:
    if isinstance(value, str | int | _Rounds | Undefined):
        return value
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return "、".join(value)
    raise Refused("有一处变量是一组内容，不能直接写出，请用循环（for）逐项写出")


def explained(error: Exception) -> str:
    """An error of the template language in Chinese, for the author of the template."""
    match error:
        case Refused():
            return str(error.message)
        case UndefinedError():
            return str(error.message)
        case TemplateSyntaxError():
            return "有一处标记写得不对（括号、if、for、endif、endfor 是否成对）"
        case TemplateRuntimeError() | RecursionError():
            return "有一处标记不能计算"
    return "有一处标记不能使用"
