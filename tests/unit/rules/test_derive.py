"""Each form of the language on a small case file: what is true, what is false, and what stays open and why."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from checker.casefile.load import build_case
from checker.errors import CaseFileError
from checker.marked import from_yaml
from rules.engine import Engine
from rules.evaluate import Evaluation, Program
from rules.language import Condition, Path, Value
from rules.parser import Parser
from rules.paths import Scope
from rules.schema import Choice, Entity, Field, Resolved, Schema, View
from rules.tables import Row, Table
from rules.values import Interval, Moment, Outcome, Record

LAST = date.max.toordinal()
CUT = date(2021, 7, 15).toordinal()
SCHEMA = Schema(
    {
        "case": Entity(
            "case",
            "案件",
            {
                f.name: f
                for f in (
                    Field("n", "人数", "number"),
                    Field("k", "件数", "number"),
                    Field("m", "金额", "money", absent_is="0"),
                    Field("base", "基数", "money"),
                    Field("b", "是否", "yes_no"),
                    Field("kind", "性质", "choice", "kind"),
                    Field("d", "甲日", "date"),
                    Field("e", "乙日", "date"),
                    Field("f", "丙日", "date"),
                    Field("t", "名称", "text"),
                    Field("u", "文号", "text"),
                    Field("tags", "标签", "choices", "kind"),
                    Field("more", "其他标签", "choices", "kind"),
                    Field("plan", "安排", "record", "plan"),
                    Field("items", "项目", "list", "item"),
                    Field("papers", "文书", "list", "paper"),
                )
            },
            {"papers": View("papers", "文书", "papers", group="kind")},
        ),
        "plan": Entity("plan", "安排", {"day": Field("day", "安排日", "date")}),
        "item": Entity(
            "item",
            "项",
            {
                f.name: f
                for f in (
                    Field("id", "编号", "text"),
                    Field("n", "人数", "number"),
                    Field("b", "是否", "yes_no"),
                    Field("d", "日期", "date"),
                    Field("v", "金额", "money"),
                )
            },
        ),
        "paper": Entity(
            "paper",
            "文书",
            {
                "kind": Field("kind", "种类", "choice", "kind"),
                "on": Field("on", "日期", "date"),
                "t": Field("t", "名", "text"),
            },
        ),
    },
    {"kind": Choice("kind", "种类", {"a": "甲", "b": "乙", "c": "丙"})},
    "case",
)
TABLES = {
    "line": Table(
        "line", "标准", "number", "", (), (Row("r1", 3, 1, CUT - 1, (), "旧法"), Row("r2", 5, CUT, LAST, (), "新法"))
    ),
    "cap": Table("cap", "上限", "money", "分", ("kind",), (Row("r1", 500, 1, LAST, ("a",), "甲法"),), 0),
    "one": Table("one", "上限", "money", "分", ("kind",), (Row("r1", 500, 1, LAST, ("a",), "甲法"),)),
    "flag": Table(
        "flag",
        "按是否",
        "number",
        "",
        ("yes_no",),
        (Row("r1", 1, 1, LAST, ("true",), "是"), Row("r2", 2, 1, LAST, ("false",), "否")),
    ),
    "per": Table("per", "按人数", "number", "", ("number",), (Row("r1", 7, 1, LAST, ("2",), "两人"),), 0),
    "open": Table("open", "未定", "number", "", (), (Row("r1", None, 1, LAST, (), "法", "没有规定数额"),)),
    "set": Table("set", "应有", "choice", "", (), (Row("r1", ("a", "b"), 1, LAST, (), "法"),), of="kind"),
    "number": Table("number", "文号", "text", "", (), (Row("r1", r"陵审罚〔\d{4}〕\d+号", 1, LAST, (), "格式"),)),
}


class Catalogue:
    schema, tables = SCHEMA, TABLES

    def __init__(self) -> None:
        self.parser = Parser(SCHEMA, {}, TABLES)
        self.definitions: dict[tuple[str, str], Value | Condition] = {}

    def resolved(self, path: Path) -> Resolved:
        return self.parser.resolved[path]


def case(text: str) -> Record:
    return build_case(from_yaml(text or "{}", "案卷", CaseFileError), SCHEMA)


def no_provider(record: Record, path: str) -> dict[str, Any]:
    raise LookupError(path)


def outcome(form: dict[str, Any] | str, text: str) -> Outcome:
    """The form on the case file in `text`, the engine's comparisons included. A text is a path, a value."""
    catalogue = Catalogue()
    is_value = isinstance(form, str) or not _is_condition(form)
    parse = catalogue.parser.value if is_value else catalogue.parser.condition
    parsed = parse(form, ("case",), ())
    assert catalogue.parser.errors == []
    program = Program(catalogue, (), (parsed,))
    evaluation = Evaluation(program, Engine(program.judgements), no_provider, lambda a, b: (b - a).days)
    return evaluation.deriver.outcome(parsed, Scope(case(text)))


VALUES = ("first_known", "value", "count", "sum", "min", "max", "last", "span", "ratio_pct", "minus", "const")
OPERATORS = ("eq", "ne", "gte", "gt", "lte", "lt", "in", "has")


def _is_condition(form: dict[str, Any]) -> bool:
    return not any(k in VALUES for k in form) or any(k in OPERATORS for k in form)


def truth(form: dict[str, Any], text: str) -> object:
    """True, False, 'unknown' or 'judgement'."""
    found = outcome(form, text)
    return found.value if found.known else found.state


def labels(found: Outcome) -> list[str]:
    return [slot.label for slot in found.missing]


def exactly(number: int) -> Interval:
    return Interval.exactly(number)


# ---------------------------------------------------------------------- paths and absence


def test_a_field_is_known_absent_or_unknown() -> None:
    assert outcome("t", "t: 甲").value == "甲"
    assert outcome("n", "n: 无").state == "absent"
    assert (outcome("n", "").state, labels(outcome("n", ""))) == ("unknown", ["人数"])


def test_absent_counts_as_the_dictionary_says_and_unknown_never_does() -> None:
    assert truth({"m": {"lte": "0"}}, "m: 无") is True
    assert truth({"m": {"lte": "0"}}, "") == "unknown"
    assert truth({"n": {"lte": "0"}}, "n: 无") == "unknown"


def test_negation_never_turns_absence_into_a_number() -> None:
    assert truth({"not": {"n": {"gte": "2"}}}, "n: 无") == "unknown"
    assert truth({"not": {"n": {"gte": "2"}}}, "n: 1") is True


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("d: 2022-03-01", True),
        ("d: 2022-03", True),
        ("d: 无", False),
        ("", "unknown"),
    ],
)
def test_present_sees_absence(text: str, expected: object) -> None:
    assert truth({"present": "d"}, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plan: {day: 2022-03-01}", True),
        ("plan: {day: 无}", False),
        ("plan: 无", False),
        ("plan: {}", "unknown"),
        ("", "unknown"),
    ],
)
def test_present_inside_a_record_that_may_itself_be_absent(text: str, expected: object) -> None:
    assert truth({"present": "plan.day"}, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("papers: [{kind: a, on: 2022-03-01}]", True),
        ("papers: [{kind: b, on: 2022-03-01}]", "unknown"),
        ("complete: [papers]\npapers: [{kind: b, on: 2022-03-01}]", False),
        ("complete: [papers]\npapers: [{on: 2022-03-01}]", "unknown"),
        ("papers: 无", False),
        ("", "unknown"),
    ],
)
def test_a_document_left_out_of_a_complete_list_is_absent(text: str, expected: object) -> None:
    assert truth({"present": "papers.a.on"}, text) == expected


def test_several_documents_with_one_value_have_that_value() -> None:
    found = outcome("papers.a.on", "papers: [{kind: a, on: 2022-03-01}, {kind: a, on: 2022-03-01}]")
    assert found.value == Moment.on(date(2022, 3, 1))
    assert len(found.readings) == 2


def test_several_documents_with_different_values_are_for_a_person_to_choose_from() -> None:
    text = "complete: [papers]\npapers: [{kind: a, on: 2022-03-01}, {kind: a, on: 2022-03-05}]"
    found = outcome("papers.a.on", text)
    assert (found.state, found.missing) == ("judgement", ())
    assert "2个不同的值" in found.judgement
    assert truth({"papers.a.on": {"gte": "2022-01-01"}}, text) == "judgement"


# ---------------------------------------------------------------------- comparisons and dates

DATES = [
    ("2021-07-15", "gte", "2021-07-15", True),
    ("2021-07-14", "gte", "2021-07-15", False),
    ("2021-08", "gte", "2021-07-15", True),
    ("2021-06", "gte", "2021-07-15", False),
    ("2021-07", "gte", "2021-07-15", "unknown"),
    ("2021-07", "gte", "2021-07-01", True),
    ("2021-07", "gt", "2021-07-01", "unknown"),
    ("2021-07", "lte", "2021-07-31", True),
    ("2021-07", "lt", "2021-07-31", "unknown"),
    ("2021-07-15 23:59", "lte", "2021-07-15", True),
    ("2021-07", "eq", "2021-07-15", "unknown"),
    ("2021-08", "eq", "2021-07-15", False),
    ("2021-07", "ne", "2021-07-15", "unknown"),
]


@pytest.mark.parametrize(("day", "op", "constant", "expected"), DATES)
def test_a_date_is_compared_by_its_first_and_last_day(day: str, op: str, constant: str, expected: object) -> None:
    assert truth({"d": {op: constant}}, f"d: {day}") == expected


def test_a_date_that_is_not_exact_enough_is_what_is_missing() -> None:
    found = outcome({"d": {"gte": "2021-07-15"}}, "d: 2021-07")
    assert found.state == "unknown"
    assert any("甲日" in label for label in labels(found))


FIELDS = [
    ("2022-03-01", "lt", "2022-03-02", True),
    ("2022-03-01", "lt", "2022-03-01", "unknown"),
    ("2022-03-01", "lte", "2022-03-01", True),
    ("2022-03-01 09:00", "lt", "2022-03-01 10:00", True),
    ("2022-03-01 10:00", "lt", "2022-03-01 10:00", False),
    ("2022-03", "lte", "2022-03-15", "unknown"),
    pytest.param("2022-03", "eq", "2022-03-15", "unknown"),
    pytest.param("2022-03", "ne", "2022-03-15", "unknown"),
    pytest.param("2022-03", "eq", "2022-03", "unknown"),
    ("2022-03", "eq", "2022-04-15", False),
    pytest.param("2022-03-01 14:30", "eq", "2022-03-01", True),
    ("2022-03-01", "eq", "2022-03-01", True),
]


@pytest.mark.parametrize(("first", "op", "second", "expected"), FIELDS)
def test_two_dates_of_the_file_are_compared_as_exactly_as_they_are_stated(
    first: str, op: str, second: str, expected: object
) -> None:
    assert truth({"d": {op: "e"}}, f"d: {first}\ne: {second}") == expected


ORDERS = [
    ("d: 2022-03-01\ne: 2022-03-02\nf: 2022-03-03", True, True),
    ("d: 2022-03-01\ne: 2022-03-01\nf: 2022-03-03", False, True),
    ("d: 2022-03-01\ne: 2022-03-01\nf: 2022-03-03", True, "unknown"),
    ("d: 2022-03-05\nf: 2022-03-03", True, False),
    ("d: 2022-03-01\nf: 2022-03-03", True, "unknown"),
    ("d: 2022-03-01\ne: 无\nf: 2022-03-03", True, "unknown"),
    ("d: 2022-03\ne: 2022-03-10\nf: 2022-04-01", True, "unknown"),
    ("d: 2022-03-01 09:00\ne: 2022-03-01 09:01\nf: 2022-03-02", True, True),
]


@pytest.mark.parametrize(("text", "strict", "expected"), ORDERS)
def test_order_is_broken_by_two_and_proved_only_by_all(text: str, strict: bool, expected: object) -> None:
    assert truth({"ordered": ["d", "e", "f"], "strict": "true" if strict else "false"}, text) == expected


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ({"kind": "a"}, "kind: 甲", True),
        ({"kind": {"ne": "a"}}, "kind: 乙", True),
        ({"kind": {"in": ["a", "b"]}}, "kind: 丙", False),
        ({"kind": {"in": {"value": "set"}}}, "kind: 乙", True),
        ({"kind": {"in": {"value": "set"}}}, "kind: 丙", False),
        ({"kind": {"ne": "a"}}, "", "unknown"),
        ({"n": {"eq": "2"}}, "n: 2", True),
        ({"n": {"in": ["1", "3"]}}, "n: 2", False),
        ({"n": {"gte": "2", "lt": "5"}}, "n: 5", False),
        ({"b": "true"}, "b: 否", False),
    ],
)
def test_comparisons(form: dict[str, Any], text: str, expected: object) -> None:
    assert truth(form, text) == expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({"all": [{"b": "true"}, {"n": "1"}]}, "unknown"),
        ({"all": [{"b": "false"}, {"n": "1"}]}, False),
        ({"any": [{"b": "true"}, {"n": "1"}]}, True),
        ({"any": [{"b": "false"}, {"n": "1"}]}, "unknown"),
        ({"not": {"n": "1"}}, "unknown"),
    ],
)
def test_an_unknown_part_is_open_unless_another_decides(form: dict[str, Any], expected: object) -> None:
    assert truth(form, "b: 是") == expected


# ---------------------------------------------------------------------- arithmetic


@pytest.mark.parametrize(
    ("part", "op", "limit", "expected"),
    [
        ("304", "lte", "30", False),
        ("304", "gt", "30", True),
        ("304", "gte", "30", True),
        ("304", "lt", "31", True),
        ("304", "eq", "30", False),
        ("304", "ne", "30", True),
        ("304", "in", ["30", "31"], False),
        ("300", "lte", "30", True),
        ("300", "eq", "30", True),
        ("300.01", "lte", "30", False),
        ("299.99", "gte", "30", False),
    ],
)
def test_a_ratio_is_not_rounded(part: str, op: str, limit: str | list[str], expected: bool) -> None:
    assert truth({"ratio_pct": ["m", "base"], op: limit}, f"m: {part}\nbase: 1000") is expected


def test_a_ratio_of_nothing_is_for_a_person() -> None:
    assert truth({"ratio_pct": ["m", "base"], "lte": "30"}, "m: 1\nbase: 0") == "judgement"
    assert truth({"ratio_pct": ["m", "base"], "lte": "30"}, "m: 1") == "unknown"


@pytest.mark.parametrize(
    ("start", "end", "unit", "op", "number", "expected"),
    [
        ("2020-03-01", "2022-03-01", "year", "lte", "2", True),
        ("2020-03-01", "2022-03-02", "year", "lte", "2", False),
        ("2020-03-01", "2022-03-02", "year", "gt", "2", True),
        ("2020-03-01", "2022-02-28", "year", "gte", "2", False),
        ("2020-03-01", "2022-03-02", "year", "eq", "2", False),
        ("2022-01-15", "2022-02-15", "month", "eq", "1", True),
        ("2022-01-15", "2022-02-16", "month", "lte", "1", False),
        ("2022-03-01", "2022-03-08", "day", "eq", "7", True),
        ("2022-03-08", "2022-03-01", "day", "eq", "-7", True),
        ("2020-03", "2022-03-15", "year", "lte", "2", "unknown"),
        ("2020-03", "2022-04-01", "year", "lte", "2", False),
        ("2020-03", "2022-02-28", "year", "lte", "2", True),
        ("2022-03-01 09:00", "2022-03-02 09:00", "hour", "lte", "24", True),
        ("2022-03-01 09:00", "2022-03-02 09:01", "hour", "lte", "24", False),
        ("2022-03-01", "2022-03-02", "hour", "lte", "24", "unknown"),
        ("2022-03-01", "2022-03-04", "hour", "lte", "24", False),
        ("2022-03-01", "2022-03-01", "hour", "lte", "24", True),
    ],
)
def test_a_span_is_not_rounded(start: str, end: str, unit: str, op: str, number: str, expected: object) -> None:
    assert truth({"span": ["d", "e"], "unit": unit, op: number}, f"d: {start}\ne: {end}") == expected


@pytest.mark.parametrize(
    ("start", "end", "unit", "number"),
    [("2020-02-29", "2022-02-28", "year", "2"), ("2022-01-31", "2022-02-28", "month", "1")],
)
def test_where_there_is_no_corresponding_day_a_period_is_over_at_the_end_of_the_month(
    start: str, end: str, unit: str, number: str
) -> None:
    """民法典第202条 (D-04)."""
    assert truth({"span": ["d", "e"], "unit": unit, "gte": number}, f"d: {start}\ne: {end}") is True


def test_a_span_that_is_not_exact_enough_names_the_date() -> None:
    found = outcome({"span": ["d", "e"], "unit": "year", "lte": "2"}, "d: 2020-03\ne: 2022-03-15")
    assert any("甲日" in label for label in labels(found))


def test_minus() -> None:
    assert outcome({"minus": ["m", "base"]}, "m: 3\nbase: 1.5").value == exactly(150)
    assert outcome({"minus": ["m", "base"]}, "m: 3").state == "unknown"


# ---------------------------------------------------------------------- chains and parameters


def test_first_known_is_the_first_that_is_known() -> None:
    form = {"first_known": ["d", "e"]}
    assert outcome(form, "d: 2022-01-01\ne: 2022-02-01").value == Moment.on(date(2022, 1, 1))
    assert outcome(form, "e: 2022-02-01").value == Moment.on(date(2022, 2, 1))
    assert outcome(form, "d: 无\ne: 2022-02-01").value == Moment.on(date(2022, 2, 1))
    assert labels(outcome(form, "")) == ["甲日", "乙日"]
    assert outcome(form, "d: 无\ne: 无").state == "absent"
    assert outcome(form, "d: 无").state == "unknown"


def test_first_known_of_conflicting_documents_is_for_a_person() -> None:
    text = "complete: [papers]\npapers: [{kind: a, on: 2022-03-01}, {kind: a, on: 2022-03-05}]"
    assert outcome({"first_known": ["papers.a.on", "d"]}, text + "\nd: 无").state == "judgement"
    assert outcome({"first_known": ["d", "papers.a.on"]}, text + "\nd: 无").state == "judgement"


def test_first_known_asks_for_the_field_that_settles_a_conflict() -> None:
    text = "complete: [papers]\npapers: [{kind: a, on: 2022-03-01}, {kind: a, on: 2022-03-05}]"
    assert labels(outcome({"first_known": ["d", "papers.a.on"]}, text)) == ["甲日"]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("d: 2021-07-14", exactly(3)),
        ("d: 2021-07-15", exactly(5)),
        ("d: 2021-08", exactly(5)),
        ("d: 2021-07", "unknown"),
        ("", "unknown"),
        ("d: 无", "unknown"),
    ],
)
def test_a_parameter_is_that_of_the_day(days: str, expected: object) -> None:
    found = outcome({"value": "line", "at": "d"}, days)
    assert (found.value if found.known else found.state) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("d: 2021-01-01\ne: 2021-07-14", exactly(3)),
        ("d: 2021-07-15\ne: 2022-01-01", exactly(5)),
        ("d: 2021-07-14\ne: 2021-07-15", "judgement"),
        ("d: 2021-07-14", "unknown"),
    ],
)
def test_between_two_days_the_law_may_have_changed(days: str, expected: object) -> None:
    found = outcome({"value": "line", "at": ["d", "e"]}, days)
    assert (found.value if found.known else found.state) == expected


def test_both_versions_are_shown_where_a_person_must_compare_them() -> None:
    found = outcome({"value": "line", "at": ["d", "e"]}, "d: 2021-07-14\ne: 2021-07-15")
    assert "旧法：3" in found.judgement
    assert "新法：5" in found.judgement


def test_a_parameter_of_a_day_that_a_person_must_choose_is_for_that_person() -> None:
    text = "complete: [papers]\npapers: [{kind: a, on: 2021-07-01}, {kind: a, on: 2021-08-01}]"
    assert outcome({"value": "line", "at": "papers.a.on"}, text).state == "judgement"


def test_a_parameter_by_key() -> None:
    assert outcome({"value": "cap", "key": "kind"}, "kind: a").value == exactly(500)
    assert outcome({"value": "cap", "key": "kind"}, "kind: b").value == exactly(0)
    assert labels(outcome({"value": "cap", "key": "kind"}, "")) == ["性质"]


def test_a_key_without_a_row_is_not_passed_over() -> None:
    assert outcome({"value": "one", "key": "kind"}, "kind: b").state == "judgement"


@pytest.mark.parametrize(("text", "number"), [("b: 是", 1), ("b: 否", 2)])
def test_a_parameter_by_yes_or_no(text: str, number: int) -> None:
    assert outcome({"value": "flag", "key": "b"}, text).value == exactly(number)


def test_a_parameter_by_number() -> None:
    assert outcome({"value": "per", "key": "n"}, "n: 2").value == exactly(7)


def test_a_parameter_by_a_number_that_is_computed() -> None:
    assert outcome({"value": "per", "key": {"minus": ["n", "k"]}}, "n: 3\nk: 1").value == exactly(7)


def test_a_parameter_that_no_source_settles_is_for_a_person() -> None:
    found = outcome({"value": "open"}, "")
    assert found.state == "judgement"
    assert "没有规定数额" in found.judgement


# ---------------------------------------------------------------------- lists

YES, NO, OPEN = "{b: 是}", "{b: 否}", "{}"


def items(*members: str, complete: bool) -> str:
    return ("complete: [items]\n" if complete else "") + f"items: [{', '.join(members)}]"


COUNTS = [
    ((YES, YES), False, "gte", "2", True),
    ((YES,), False, "gte", "2", "unknown"),
    ((YES,), True, "gte", "2", False),
    ((YES, OPEN), True, "gte", "2", "unknown"),
    ((YES, NO), True, "gte", "2", False),
    ((YES, NO), False, "gte", "2", "unknown"),
    ((YES, YES), False, "lt", "2", False),
    ((YES,), False, "lte", "1", "unknown"),
    ((YES,), True, "lte", "1", True),
    ((YES, YES), False, "eq", "2", "unknown"),
    ((YES, YES), True, "eq", "2", True),
    ((), True, "gte", "1", False),
    ((), False, "gte", "1", "unknown"),
]


@pytest.mark.parametrize(("members", "complete", "op", "number", "expected"), COUNTS)
def test_a_count_is_open_upwards_while_its_list_is(
    members: tuple[str, ...], complete: bool, op: str, number: str, expected: object
) -> None:
    form = {"count": "items", "where": {"b": "true"}, op: number}
    assert truth(form, items(*members, complete=complete)) == expected


def test_a_count_of_a_list_nobody_wrote() -> None:
    found = outcome({"count": "items", "gte": "2"}, "")
    assert (found.state, labels(found)) == ("unknown", ["项目"])


def test_a_count_names_the_member_that_is_not_known() -> None:
    found = outcome({"count": "items", "where": {"b": "true"}, "gte": "2"}, items(YES, "{id: 七}", complete=True))
    assert labels(found) == ["项：七 的是否"]


@pytest.mark.parametrize(
    ("form", "members", "complete", "expected"),
    [
        ("sum", ("{v: 1}", "{v: 2.5}"), True, exactly(350)),
        ("sum", (), True, exactly(0)),
        ("sum", ("{v: 1}",), False, "unknown"),
        ("sum", ("{v: 1}", "{}"), True, "unknown"),
        ("min", ("{v: 1}", "{v: 2}"), True, exactly(100)),
        ("max", ("{v: 1}", "{v: 2}"), True, exactly(200)),
        ("max", (), True, "absent"),
    ],
)
def test_sum_min_and_max_need_a_complete_list(
    form: str, members: tuple[str, ...], complete: bool, expected: object
) -> None:
    found = outcome({form: "items", "of": "v"}, items(*members, complete=complete))
    value = found.value
    if found.known and not isinstance(value, Interval):
        value = exactly(int(value)) if isinstance(value, int) else value
    assert (value if found.known else found.state) == expected


def test_only_members_that_belong_are_added() -> None:
    form = {"sum": "items", "of": "v", "where": {"b": "true"}}
    assert outcome(form, items("{v: 1, b: 是}", "{v: 2, b: 否}", complete=True)).value == exactly(100)
    assert outcome(form, items("{v: 1, b: 是}", "{v: 2}", complete=True)).state == "unknown"


LAST_FORM = {"last": "items", "of": "b", "by": "d"}


@pytest.mark.parametrize(
    ("members", "complete", "expected"),
    [
        (("{b: 是, d: 2022-03-01}", "{b: 否, d: 2022-02-01}"), True, True),
        (("{b: 是, d: 2022-03-01}", "{b: 否, d: 2022-02-01}"), False, "unknown"),
        (("{b: 是, d: 2022-03-01}", "{b: 否}"), True, "unknown"),
        (("{b: 是, d: 2022-03-01 09:00}", "{b: 否, d: 2022-03-01 10:00}"), True, False),
        (("{b: 是, d: 2022-03}", "{b: 是, d: 2022-03-15}"), True, True),
    ],
)
def test_the_last_member_by_date(members: tuple[str, ...], complete: bool, expected: object) -> None:
    found = outcome(LAST_FORM, items(*members, complete=complete))
    assert (found.value if found.known else found.state) == expected


@pytest.mark.parametrize(
    "members",
    [
        ("{b: 是, d: 2022-03}", "{b: 否, d: 2022-03-15}"),
        ("{b: 是, d: 2022-03-15}", "{b: 否, d: 2022-03-15}"),
    ],
)
def test_which_member_is_last_may_be_open(members: tuple[str, ...]) -> None:
    assert not outcome(LAST_FORM, items(*members, complete=True)).known


@pytest.mark.parametrize("form", ["min", pytest.param("max")])
def test_the_earliest_of_dates_that_are_not_exact_may_be_open(form: str) -> None:
    dates = items("{d: 2022-03}", "{d: 2022-03-15}", complete=True)
    assert truth({form: "items", "of": "d", "eq": "2022-03-15"}, dates) == "unknown"


QUANTIFIED = [
    ("every", (YES, YES), True, True),
    ("every", (YES, YES), False, "unknown"),
    ("every", (YES, NO), False, False),
    ("every", (YES, OPEN), True, "unknown"),
    ("every", (NO, OPEN), True, False),
    ("every", (), True, True),
    ("every", (), False, "unknown"),
    ("some", (YES,), False, True),
    ("some", (NO,), False, "unknown"),
    ("some", (NO,), True, False),
    ("some", (NO, OPEN), True, "unknown"),
    ("some", (), True, False),
    ("none", (NO,), True, True),
    ("none", (YES, OPEN), False, False),
    ("none", (NO,), False, "unknown"),
    ("none", (NO, OPEN), True, "unknown"),
]


@pytest.mark.parametrize(("form", "members", "complete", "expected"), QUANTIFIED)
def test_quantifiers_over_lists(form: str, members: tuple[str, ...], complete: bool, expected: object) -> None:
    assert truth({form: "items", "hold": {"b": "true"}}, items(*members, complete=complete)) == expected


def test_every_speaks_only_of_the_members_that_belong() -> None:
    form = {"every": "items", "where": {"n": {"gte": "2"}}, "hold": {"b": "true"}}
    assert truth(form, items("{n: 1, b: 否}", "{n: 2, b: 是}", complete=True)) is True
    assert truth(form, items("{n: 2, b: 否}", complete=True)) is False
    assert truth(form, items("{b: 否}", complete=True)) == "unknown"


@pytest.mark.parametrize("form", ["every", "some", "none"])
def test_a_missing_field_names_its_record(form: str) -> None:
    found = outcome({form: "items", "hold": {"b": "true"}}, items("{id: 七}", "{id: 八}", complete=True))
    assert labels(found) == ["项：七 的是否", "项：八 的是否"]


# ---------------------------------------------------------------------- texts and sets


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("陵川县 某某公司", "陵川县某某公司", True),
        ("（２０２２）１号", "(2022)1号", True),
        ("甲", "乙", False),
        ("甲", "", "unknown"),
    ],
)
def test_the_same_text_is_the_same_whatever_its_width_and_spaces(first: str, second: str, expected: object) -> None:
    assert truth({"same": ["t", "u"]}, f"t: {first}\nu: {second}") == expected


def test_two_different_values_are_not_the_same_whatever_the_third() -> None:
    text = "complete: [papers]\nt: 甲\nu: 乙\npapers: [{kind: a}]"
    found = outcome({"same": ["t", "papers.a.t", "u"]}, text)
    assert found.value is False
    assert {r.place for r in found.readings} == {"案卷:2:4", "案卷:3:4"}


SETS = [
    ("subset", "complete: [tags, more]\ntags: [a]\nmore: [a, b]", True),
    ("subset", "complete: [more]\ntags: [c]\nmore: [a, b]", False),
    ("subset", "complete: [tags]\ntags: [c]\nmore: [a, b]", "unknown"),
    ("subset", "complete: [tags]\ntags: [a]\nmore: [a, b]", True),
    ("subset", "complete: [more]\ntags: [a]\nmore: [a, b]", "unknown"),
    ("subset", "tags: 无\nmore: [a]", True),
    ("disjoint", "tags: [a]\nmore: [a]", False),
    ("disjoint", "complete: [tags, more]\ntags: [a]\nmore: [b]", True),
    ("disjoint", "complete: [tags]\ntags: [a]\nmore: [b]", "unknown"),
    ("disjoint", "tags: [a]", "unknown"),
]


@pytest.mark.parametrize(("form", "text", "expected"), SETS)
def test_sets(form: str, text: str, expected: object) -> None:
    assert truth({form: ["tags", "more"]}, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tags: [a, b]", True),
        ("complete: [tags]\ntags: [a]", False),
        ("tags: [a]", "unknown"),
        ("tags: 无", False),
    ],
)
def test_required_contents_stand_in_the_document(text: str, expected: object) -> None:
    assert truth({"subset": [{"value": "set"}, "tags"]}, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("tags: [a]", True), ("tags: [b]", "unknown"), ("complete: [tags]\ntags: [b]", False), ("", "unknown")],
)
def test_a_list_has_a_member(text: str, expected: object) -> None:
    assert truth({"tags": {"has": "a"}}, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("u: 陵审罚〔2022〕3号", True),
        ("u: 陵审罚〔2022〕3号附件", False),
        ("u: 陵审罚[2022]3号", False),
        ("u: 无", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_document_number_has_its_form(text: str, expected: object) -> None:
    assert truth({"matches": ["u", "number"]}, text) == expected


def test_what_is_not_whole_stays_a_fraction() -> None:
    assert outcome({"ratio_pct": ["m", "base"]}, "m: 304\nbase: 1000").value == Interval.exactly(Fraction(152, 5))


def test_a_member_that_may_or_may_not_belong_leaves_the_whole_open() -> None:
    doubtful = {"value": "open", "gte": "1"}
    for form in ({"sum": "items", "of": "v"}, {"min": "items", "of": "d"}):
        found = outcome(form | {"where": doubtful}, "items: [{v: 1, d: 2022-03-01}]\ncomplete: all")
        assert (found.state, found.judgement) == ("judgement", "未定：没有规定数额")
