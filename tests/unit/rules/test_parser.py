"""What the parser makes of each form, and what it says of one that it cannot read."""

from typing import Any

import pytest

from rules import language as lang
from rules.constants import did_you_mean, to_constant
from rules.language import Const, Path
from rules.parser import Parser
from rules.schema import Choice, Entity, Field, Schema
from rules.tables import Row, Table

CASE = (
    ("n", "人数", "number"),
    ("m", "金额", "money"),
    ("d", "甲日", "date"),
    ("e", "乙日", "date"),
    ("t", "名称", "text"),
)
SCHEMA = Schema(
    {
        "case": Entity(
            "case",
            "案件",
            {
                **{name: Field(name, label, type_) for name, label, type_ in CASE},  # type: ignore[arg-type]
                "b": Field("b", "是否", "yes_no"),
                "kind": Field("kind", "性质", "choice", "kind"),
                "tags": Field("tags", "标签", "choices", "kind"),
                "items": Field("items", "项目", "list", "item"),
            },
        ),
        "item": Entity(
            "item",
            "项",
            {
                "b": Field("b", "是否", "yes_no"),
                "v": Field("v", "金额", "money"),
                "d": Field("d", "日期", "date"),
                "parts": Field("parts", "分项", "list", "item"),
            },
        ),
    },
    {"kind": Choice("kind", "种类", {"a": "甲", "b": "乙"})},
    "case",
)
TABLES = {
    "line": Table(
        "line", "标准", "number", "", (), (Row("r1", 3, 1, 10, (), "旧"), Row("r2", 5, 11, 3_652_059, (), "新"))
    ),
    "cap": Table("cap", "上限", "money", "分", ("kind",), (Row("r1", 5, 1, 3_652_059, ("a",), "法"),), 0),
    "form": Table("form", "格式", "text", "", (), (Row("r1", "[0-9]+", 1, 3_652_059, (), "格式"),)),
}
N, D, E, ITEMS = Path("case", "n"), Path("case", "d"), Path("case", "e"), Path("case", "items")
GOOD = lang.Compare(Path("item", "b"), "eq", (Const(True, "yes_no"),))


def number(value: int) -> Const:
    return Const(value, "number")


def parser() -> Parser:
    return Parser(SCHEMA, {}, TABLES)


VALUES: list[tuple[Any, lang.Value]] = [
    ("n", N),
    ("$case.n", N),
    ({"const": "7"}, number(7)),
    ({"const": "甲"}, Const("甲", "text")),
    ({"first_known": ["d", "e"]}, lang.FirstKnown((D, E))),
    ({"value": "line", "at": "d"}, lang.Lookup("line", (D,), ())),
    ({"value": "line", "at": ["d", "e"]}, lang.Lookup("line", (D, E), ())),
    ({"value": "cap", "key": "kind"}, lang.Lookup("cap", (), (Path("case", "kind"),))),
    ({"count": "items"}, lang.Count(ITEMS, None)),
    ({"count": "items", "where": {"b": "true"}}, lang.Count(ITEMS, GOOD)),
    ({"sum": "items", "of": "v"}, lang.Aggregate("sum", ITEMS, Path("item", "v"), None)),
    ({"min": "items", "of": "d", "where": {"b": "true"}}, lang.Aggregate("min", ITEMS, Path("item", "d"), GOOD)),
    (
        {"last": "items", "of": "v", "by": "d"},
        lang.Aggregate("last", ITEMS, Path("item", "v"), None, Path("item", "d")),
    ),
    ({"span": ["d", "e"], "unit": "month"}, lang.Span(D, E, "month")),
    ({"ratio_pct": ["m", "n"]}, lang.RatioPct(Path("case", "m"), N)),
    ({"minus": ["n", {"const": "1"}]}, lang.Minus(N, number(1))),
]


@pytest.mark.parametrize(("data", "form"), VALUES)
def test_value_forms(data: Any, form: lang.Value) -> None:
    found = parser()
    assert found.value(data, ("case",), ()) == form
    assert found.errors == []


MORE = lang.Compare(N, "gte", (number(2),))
CONDITIONS: list[tuple[Any, lang.Condition]] = [
    ({"n": "2"}, lang.Compare(N, "eq", (number(2),))),
    ({"n": {"gte": "2"}}, MORE),
    ({"n": {"gte": "2", "lt": "5"}}, lang.All((MORE, lang.Compare(N, "lt", (number(5),))))),
    ({"n": {"in": ["1", "2"]}}, lang.Compare(N, "in", (number(1), number(2)))),
    ({"n": {"gte": {"value": "line", "at": "d"}}}, lang.Compare(N, "gte", (lang.Lookup("line", (D,), ()),))),
    ({"d": {"lt": "e"}}, lang.Compare(D, "lt", (E,))),
    ({"d": {"gte": "1970-01-01"}}, lang.Compare(D, "gte", (Const(719_163, "date"),))),
    ({"m": {"gte": "$case.n"}}, lang.Compare(Path("case", "m"), "gte", (N,))),
    ({"kind": "a"}, lang.Compare(Path("case", "kind"), "eq", (Const("a", "choice"),))),
    ({"tags": {"has": "a"}}, lang.Compare(Path("case", "tags"), "has", (Const("a", "choice"),))),
    ({"count": "items", "gte": "2"}, lang.Compare(lang.Count(ITEMS, None), "gte", (number(2),))),
    ({"all": [{"n": {"gte": "2"}}, {"n": "2"}]}, lang.All((MORE, lang.Compare(N, "eq", (number(2),))))),
    ({"any": [{"n": {"gte": "2"}}]}, MORE),
    ({"not": {"n": {"gte": "2"}}}, lang.Not(MORE)),
    ({"every": "items", "hold": {"b": "true"}}, lang.Quantified("every", ITEMS, GOOD)),
    ({"some": "items", "where": {"b": "true"}}, lang.Quantified("some", ITEMS, GOOD)),
    ({"none": "items", "hold": {"b": "true"}}, lang.Not(lang.Quantified("some", ITEMS, GOOD))),
    ({"every": "items", "where": {"b": "true"}, "hold": {"b": "true"}},
     lang.Quantified("every", ITEMS, lang.Any((lang.Not(GOOD), GOOD)))),
    ({"present": "d"}, lang.Present(D)),
    ({"ordered": ["d", "e"]}, lang.Ordered((D, E), False)),
    ({"ordered": ["d", "e"], "strict": "true"}, lang.Ordered((D, E), True)),
    ({"same": ["t", "n"]}, lang.Same((Path("case", "t"), N))),
    ({"disjoint": ["tags", "kind"]}, lang.Sets("disjoint", Path("case", "tags"), Path("case", "kind"))),
    ({"matches": ["t", "form"]}, lang.Matches(Path("case", "t"), "[0-9]+")),
]  # fmt: skip


@pytest.mark.parametrize(("data", "form"), CONDITIONS)
def test_condition_forms(data: Any, form: lang.Condition) -> None:
    found = parser()
    assert found.condition(data, ("case",), ()) == form
    assert found.errors == []


def test_a_form_written_twice_is_one_form() -> None:
    found = parser()
    first, second = (found.condition({"n": {"gte": "2"}}, ("case",), ()) for _ in range(2))
    assert first is second


WRONG: list[tuple[Any, tuple[str | int, ...], str, str]] = [
    ({}, (), "条件应写成“字段: 值”", ""),
    ("n", (), "条件应写成“字段: 值”", ""),
    ({"nn": "2"}, ("nn",), "“案件”没有“nn”这一字段", "是否想写“n”？"),
    ({"$party.n": "2"}, ("$party.n",), "这里没有“", "可用：$case"),
    ({"all": []}, ("all",), "这里应是非空清单", ""),
    ({"all": [{"n": "2"}], "n": "2"}, ("n",), "“all”旁边不能写“n”", "多个条件请放在 all 之下"),
    ({"every": "items", "where": {"b": "true"}}, (), "every 需要 hold", ""),
    ({"some": "items"}, (), "“some”需要 where 或 hold", ""),
    ({"some": "tags", "where": {"b": "true"}}, ("some",), "“tags”不是记录的清单", ""),
    ({"some": "items", "where": {"bb": "true"}}, ("where", "bb"), "“项”没有“bb”这一字段", "是否想写“b”？"),
    (
        {"some": "items", "where": {"some": "parts", "where": {"$item.b": "true"}}},
        ("where", "where", "$item.b"),
        "“$item”既可以指清单中的一条，也可以指外层的一条",
        "把内层的条件另写成命名的事实",
    ),
    ({"count": "items"}, (), "比较需要恰好一个运算符", ""),
    ({"count": "items", "gte": "1", "lt": "3"}, (), "比较需要恰好一个运算符", ""),
    ({"sum": "items", "gte": "1"}, (), "“sum”需要 of", ""),
    ({"last": "items", "of": "v", "gte": "1"}, (), "“last”需要 of和 by", ""),
    ({"minus": ["n"], "gte": "1"}, ("minus",), "这里应恰好有两项", ""),
    ({"n": {"gte": {"value": "lime", "at": "d"}}}, ("n", "gte", "value"), "没有名为“lime”的表", "是否想写“line”？"),
    ({"n": {"gte": {"value": "line"}}}, ("n", "gte"), "表“line”的值随时间变化，需要 at", ""),
    ({"m": {"gte": {"value": "cap"}}}, ("m", "gte"), "表“cap”的 key 应有 1 项，写了 0 项", ""),
    ({"d": {"gte": {"value": "line", "at": "d"}}}, ("d", "gte"), "类型不同", ""),
    ({"kind": {"gte": "a"}}, ("kind", "gte"), "“gte”只用于数字、金额、日期", ""),
    ({"n": {"has": "1"}}, ("n", "has"), "has 只用于清单", ""),
    ({"kind": {"in": ["a", "c"]}}, ("kind", "in", 1), "“c”不是可选值", ""),
    ({"matches": ["t", "from"]}, ("matches", 1), "没有名为“from”的表", "是否想写“form”？"),
    ({"items": "x"}, ("items",), "记录不能与值比较", "请写到具体字段"),
]


@pytest.mark.parametrize(("data", "loc", "message", "hint"), WRONG)
def test_a_form_that_cannot_be_read_is_one_fault(
    data: Any, loc: tuple[str | int, ...], message: str, hint: str
) -> None:
    found = parser()
    found.condition(data, ("case",), ())
    [error] = found.errors
    assert error.loc == loc
    assert error.message.startswith(message)
    assert error.hint.startswith(hint) if hint else error.hint == ""


def test_a_fault_in_one_part_does_not_hide_those_in_others() -> None:
    found = parser()
    found.condition({"all": [{"nn": "2"}, {"not": {"kk": "2"}}, {"any": [{"n": "x"}]}]}, ("case",), ("requires",))
    assert [e.loc[:3] for e in found.errors] == [("requires", "all", i) for i in range(3)]


@pytest.mark.parametrize(
    ("text", "type_", "value"),
    [
        ("12", "number", 12),
        ("-1", "money", -1),
        ("true", "yes_no", True),
        ("false", "yes_no", False),
        ("0001-01-01", "date", 1),
        ("甲", "text", "甲"),
        ("010", "number", 10),
    ],
)
def test_constants(text: str, type_: Any, value: object) -> None:
    assert to_constant(text, type_) == value


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("1.5", "number"),
        ("1e3", "money"),
        ("True", "yes_no"),
        ("2022-02-30", "date"),
        ("2022-03", "date"),
        ("", "number"),
    ],
)
def test_what_is_no_constant_of_its_type_is_refused(text: str, type_: Any) -> None:
    with pytest.raises(ValueError, match=f"“{text}”"):
        to_constant(text, type_)


def test_the_nearest_word_is_offered_and_a_far_one_is_not() -> None:
    assert did_you_mean("penality", ["penalty", "party"]) == "是否想写“penalty”？"
    assert did_you_mean("xyz", ["penalty", "party"]) == ""


@pytest.mark.parametrize(
    ("data", "hint"), [({"precent": "d"}, "present"), ({"evry": "items", "hold": {"b": "true"}}, "every")]
)
def test_a_form_that_is_misspelt_is_recognised(data: Any, hint: str) -> None:
    found = parser()
    found.condition(data, ("case",), ())
    assert found.errors[0].hint == f"是否想写“{hint}”？"
