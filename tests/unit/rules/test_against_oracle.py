"""The engine and the plain reading agree on random catalogues and random case files, absent and unknown included."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.engine import Engine
from rules.evaluate import Evaluation, Program, Rule
from rules.language import Condition, Path, Value
from rules.oracle import Oracle
from rules.parser import Parser
from rules.paths import Scope
from rules.schema import Choice, Entity, Field, Named, Resolved, Schema, View
from rules.tables import Row, Table
from rules.values import Items, Leaf, Moment, Record

EPOCH = date(2021, 1, 1)
KINDS = Choice("kind", "种类", {"a": "甲", "b": "乙", "c": "丙"})
SCALARS = {
    "n": Field("n", "数", "number"),
    "m": Field("m", "金额", "money", absent_is="0"),
    "b": Field("b", "是否", "yes_no"),
    "c": Field("c", "种类", "choice", "kind"),
    "d": Field("d", "日期", "date"),
    "e": Field("e", "另一日期", "date", absent_is="9999-12-31"),
    "t": Field("t", "文字", "text"),
    "tags": Field("tags", "标签", "choices", "kind"),
}
SCHEMA = Schema(
    {
        "case": Entity(
            "case",
            "案件",
            {
                **SCALARS,
                "items": Field("items", "清单", "list", "item"),
                "chosen": Field("chosen", "所选", "ref", "item"),
            },
            {
                "by_kind": View("by_kind", "按种类", "items", group="c"),
                "of_a": View("of_a", "甲类", "items", "", "", "c", ("a",)),
            },
        ),
        "item": Entity(
            "item",
            "项",
            {"id": Field("id", "编号", "text"), **SCALARS, "up": Field("up", "上级", "ref", "item")},
            {"below": View("below", "下级", "items", by="up")},
        ),
    },
    {"kind": KINDS},
    "case",
)
FACTS = {
    ("item", "good"): Named("good", "item", "yes_no", "好"),
    ("case", "total"): Named("total", "case", "number", "合计"),
}


class Catalogue:
    def __init__(self, tables: dict[str, Table]) -> None:
        self.schema, self.tables = SCHEMA, tables
        self.parser = Parser(SCHEMA, FACTS, tables)
        self.definitions: dict[tuple[str, str], Value | Condition] = {}

    def resolved(self, path: Path) -> Resolved:
        return self.parser.resolved[path]


# ---------------------------------------------------------------------- random catalogues

days = st.integers(0, 60).map(lambda n: (EPOCH + timedelta(days=n)).isoformat())
NUMERIC, ORDER = ("n", "m"), ("gte", "gt", "lte", "lt", "eq", "ne")


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Table]:
    """A dated one of numbers, perhaps with a row that no source settles; a keyed one; one of lists."""
    cut = (EPOCH + timedelta(days=draw(st.integers(5, 50)))).toordinal()
    last = date.max.toordinal()

    def number() -> int | None:
        return draw(st.one_of(st.none(), st.integers(-2, 4), st.integers(0, 4)))

    dated = Table(
        "dated",
        "表一",
        "number",
        "",
        (),
        (Row("r1", number(), 1, cut, (), "旧"), Row("r2", number(), cut + 1, last, (), "新")),
    )
    keyed = Table(
        "keyed",
        "表二",
        "number",
        "",
        ("kind",),
        (
            Row("r1", draw(st.integers(0, 3)), 1, last, ("a",), "甲"),
            Row("r2", draw(st.integers(0, 3)), cut, last, ("b",), "乙"),
        ),
        draw(st.sampled_from([None, 0, 1, 2])),
    )
    lists = Table(
        "lists",
        "表三",
        "choice",
        "",
        (),
        (Row("r1", ("a",), 1, cut, (), "旧"), Row("r2", ("a", "b"), cut + 1, last, (), "新")),
        of="kind",
    )
    return {"dated": dated, "keyed": keyed, "lists": lists}


def lookups(scope: str) -> st.SearchStrategy[Any]:
    at = st.sampled_from(["d", "e", "$case.d"])
    return st.one_of(
        st.builds(lambda a: {"value": "dated", "at": a}, st.one_of(at, st.lists(at, min_size=2, max_size=2))),
        st.builds(lambda a, k: {"value": "keyed", "at": a, "key": k}, at, st.sampled_from(["c", "$case.c"])),
    )


def numbers(scope: str, depth: int) -> st.SearchStrategy[Any]:
    """Left sides that are numbers: a field's path, or a form."""
    plain = st.sampled_from(
        [
            {"first_known": ["n", "$case.n"]},
            {"span": ["d", "e"], "unit": "day"},
            {"span": ["d", "$case.d"], "unit": "month"},
            {"minus": ["n", "$case.n"]},
            {"ratio_pct": ["n", "$case.n"]},
        ]
    )
    listed = "items" if scope == "case" else "$case.items"
    where = conditions("item", depth - 1) if depth > 0 else st.just({"b": "true"})
    forms = st.one_of(
        st.builds(lambda w: {"count": listed, "where": w}, where),
        st.builds(
            lambda op, of, w: {op: listed, "of": of, "where": w},
            st.sampled_from(["sum", "min", "max"]),
            st.sampled_from(NUMERIC),
            where,
        ),
    )
    return st.one_of(plain, forms) if depth > 0 else plain


def comparisons(scope: str, depth: int) -> st.SearchStrategy[Any]:
    constant = st.integers(-1, 4).map(str)
    right = st.one_of(constant, lookups(scope))
    ops = st.sampled_from(ORDER)
    choice = st.one_of(
        st.sampled_from(["a", "b", "c"]),
        st.just({"in": ["a", "b"]}),
        st.just({"ne": "c"}),
        st.sampled_from(["d", "e"]).map(lambda a: {"in": {"value": "lists", "at": a}}),
    )
    found: list[st.SearchStrategy[Any]] = [
        st.builds(lambda f, op, r: {f: {op: r}}, st.sampled_from(NUMERIC), ops, right),
        st.builds(
            lambda f, vs: {f: {"in": vs}},
            st.sampled_from(NUMERIC),
            st.lists(constant, min_size=1, max_size=3, unique=True),
        ),
        st.builds(lambda form, op, r: {**form, op: r}, numbers(scope, depth), ops, right),
        st.builds(lambda v: {"b": v}, st.sampled_from(["true", "false"])),
        st.builds(lambda v: {"c": v}, choice),
        st.builds(lambda f, op, v: {f: {op: v}}, st.sampled_from(["d", "e"]), ops, days),
        st.builds(lambda op: {"d": {op: "e"}}, st.sampled_from(["lt", "lte", "gt", "gte"])),
        st.builds(lambda v: {"tags": {"has": v}}, st.sampled_from(["a", "b"])),
        st.sampled_from(
            ["n", "d", "t", "tags", "$case.chosen", "$case.chosen.n", "$case.of_a", "$case.by_kind.b.d"]
        ).map(lambda p: {"present": p}),
        st.builds(lambda s: {"ordered": ["d", "$case.e", "e"], "strict": s}, st.sampled_from(["true", "false"])),
        st.just({"same": ["t", "$case.t"]}),
        st.builds(lambda k: {k: ["tags", "$case.tags"]}, st.sampled_from(["subset", "disjoint"])),
        st.sampled_from(["d", "e"]).map(lambda a: {"subset": [{"value": "lists", "at": a}, "tags"]}),
        st.just({"$case.total": {"gte": "2"}}),
        st.just({"$case.chosen.c": "a"}),
        st.just({"$case.of_a.n": {"gt": "1"}}),
    ]
    if scope == "item":
        found += [
            st.just({"good": "true"}),
            st.just({"up.n": {"gte": "1"}}),
            st.just({"some": "below", "where": {"b": "true"}}),
        ]
    else:
        found += [st.just({"chosen.good": "true"})]
    return st.one_of(found)


def conditions(scope: str, depth: int = 2) -> st.SearchStrategy[Any]:
    if depth <= 0:
        return comparisons(scope, 0)
    inner = conditions(scope, depth - 1)
    parts = st.lists(inner, min_size=1, max_size=3)
    listed = "items" if scope == "case" else "$case.items"
    member = conditions("item", depth - 1)
    return st.one_of(
        comparisons(scope, depth),
        st.builds(lambda k, p: {k: p}, st.sampled_from(["all", "any"]), parts),
        st.builds(lambda p: {"not": p}, inner),
        st.builds(lambda w, h: {"every": listed, "where": w, "hold": h}, member, member),
        st.builds(lambda k, w: {k: listed, "where": w}, st.sampled_from(["some", "none"]), member),
    )


# ---------------------------------------------------------------------- random case files


def moments() -> st.SearchStrategy[Moment]:
    from checker.casefile.convert import moment

    day = st.integers(0, 60).map(lambda n: EPOCH + timedelta(days=n))
    text = st.one_of(
        day.map(str),
        day.map(lambda d: d.isoformat()[:7]),
        st.builds(lambda d, h: f"{d} {h:02d}:30", day, st.integers(0, 23)),
    )
    return text.map(moment)


def leaves(draw: st.DrawFn, record: Record) -> None:
    values: dict[str, st.SearchStrategy[Any]] = {
        "n": st.integers(-1, 4),
        "m": st.integers(0, 4),
        "b": st.booleans(),
        "c": st.sampled_from("abc"),
        "d": moments(),
        "e": moments(),
        "t": st.sampled_from(["x", "Ｘ ", "y"]),
    }
    for name, value in values.items():
        stated = draw(st.sampled_from(["known", "known", "known", "absent", "unknown"]))
        if stated != "unknown":
            record.fields[name] = Leaf(draw(value) if stated == "known" else None, name)
    if draw(st.booleans()):
        tags = draw(st.lists(st.sampled_from("abc"), max_size=2, unique=True))
        record.fields["tags"] = Items(tuple(Leaf(t, "") for t in tags), draw(st.booleans()), "")


@st.composite
def cases(draw: Any) -> Record:
    case = Record("case", "案卷")
    leaves(draw, case)
    members = [Record("item", f"项{i}", case) for i in range(draw(st.integers(0, 3)))]
    for i, member in enumerate(members):
        leaves(draw, member)
        member.fields["id"] = Leaf(str(i), "")
    pointing: list[tuple[Record, str]] = [(case, "chosen"), *((m, "up") for m in members)]
    for record, name in pointing:
        if members and draw(st.booleans()):
            target = draw(st.integers(0, len(members) - 1))
            record.fields[name] = Leaf(str(target), "")
            record.targets[str(target)] = members[target]
    if members or draw(st.booleans()):
        case.fields["items"] = Items(tuple(members), draw(st.booleans()), "")
    return case


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    tables(),
    st.lists(
        st.tuples(conditions("case"), conditions("case"), conditions("item"), conditions("item")),
        min_size=1,
        max_size=2,
    ),
    conditions("item", 1),
    st.lists(cases(), min_size=1, max_size=3),
)
def test_engine_and_oracle_agree(
    drawn: dict[str, Table], rules: list[tuple[Any, Any, Any, Any]], good: Any, files: list[Record]
) -> None:
    catalogue = Catalogue(drawn)
    parser = catalogue.parser
    no_cycle = {"b": "true"} if "good" in str(good) or "total" in str(good) else good
    catalogue.definitions[("item", "good")] = parser.condition(no_cycle, ("case", "item"), ())
    catalogue.definitions[("case", "total")] = parser.value({"sum": "items", "of": "n"}, ("case",), ())
    parsed = []
    for i, (a, r, b, s) in enumerate(rules):
        parsed.append(("case", Rule(f"c{i}", parser.condition(a, ("case",), ()), parser.condition(r, ("case",), ()))))
        scope = ("case", "item")
        parsed.append(("item", Rule(f"i{i}", parser.condition(b, scope, ()), parser.condition(s, scope, ()))))
    assert parser.errors == []
    program = Program(catalogue, tuple(rule for _, rule in parsed))
    engine = Engine(program.judgements)
    for case in files:
        evaluation = Evaluation(program, engine, _no_provider, _no_workdays)
        oracle = Oracle(catalogue, _no_provider, _no_workdays)
        for entity, rule in parsed:
            subjects = [Scope(case)] if entity == "case" else [Scope(m, Scope(case)) for m in case.records("items")]
            for subject in subjects:
                verdict = evaluation.verdict(rule.id, subject)
                expected = oracle.outcome(rule.applies, rule.requires, subject)
                assert verdict.outcomes - {"manual"} == ({expected} if expected else set())
                if expected:
                    assert verdict.could_be == {expected}


def _no_provider(record: Record, path: str) -> dict[str, Any]:
    raise LookupError(path)


def _no_workdays(start: date, end: date) -> int:
    return int(Fraction((end - start).days))
