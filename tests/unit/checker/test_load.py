"""What a case file says, what it says there is not, and what it leaves open are three different things."""

from pathlib import Path

import pytest

from checker.casefile.load import build_case, load_case
from checker.catalog.build import load_catalogue
from checker.catalog.layers import find_layer
from checker.errors import CaseFileError, CheckerError, FaultsError
from checker.marked import MOST_BYTES, from_yaml
from rules.schema import Schema
from rules.values import Items, Leaf, Moment, Record

EXAMPLES = sorted((Path(__file__).resolve().parents[3] / "examples").glob("[!a]*.yaml"))  # of cases, not agency-*


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_catalogue(find_layer("lingchuan")).schema


def case(text: str, schema: Schema) -> Record:
    return build_case(from_yaml(text, "案卷.yaml", CaseFileError), schema)


def faults(text: str, schema: Schema) -> list[CheckerError]:
    try:
        case(text, schema)
    except FaultsError as error:
        return list(error.faults)
    except CaseFileError as error:
        return [error]
    return []


def listed(record: Record, name: str) -> tuple[int, bool] | None:
    node = record.fields.get(name)
    return (len(node.members), node.complete) if isinstance(node, Items) else None


# ---------------------------------------------------------------------- known, absent, not known


def test_a_field_is_known_absent_or_not_known(schema: Schema) -> None:
    record = case("title: 甲案\nfiled_on: 无\ncause:\n", schema)
    assert record.fields["title"] == Leaf("甲案", "案卷.yaml:1:8")
    assert record.fields["filed_on"] == Leaf(None, "案卷.yaml:2:11")
    assert "cause" not in record.fields
    assert "number" not in record.fields


def test_keys_and_labels_are_the_same_names(schema: Schema) -> None:
    chinese = case("案件名称: 甲案\n当事人: [{名称或者姓名: 甲, 当事人性质: 单位}]\n", schema)
    english = case("title: 甲案\nparties: [{name: 甲, kind: unit}]\n", schema)
    for record in (chinese, english):
        [party] = record.records("parties")
        assert (record.value("title"), party.value("name"), party.value("kind")) == ("甲案", "甲", "unit")


def test_values_are_typed_by_the_dictionary_and_not_by_yaml(schema: Schema) -> None:
    record = case("number: 010\ntitle: on\nfiled_on: 2022-03\nviolations: [{amount: 12万元, minor: 否}]\n", schema)
    [violation] = record.records("violations")
    assert (record.value("number"), record.value("title")) == ("010", "on")
    assert (violation.value("amount"), violation.value("minor")) == (12_000_000, False)
    filed = record.value("filed_on")
    assert isinstance(filed, Moment)
    assert filed.precision == "month"


def test_a_list_said_not_to_exist_is_empty_and_complete(schema: Schema) -> None:
    assert listed(case("officers: 无\n", schema), "officers") == (0, True)


def test_a_record_said_not_to_exist_is_absent(schema: Schema) -> None:
    [party] = case("parties: [{name: 甲, hearing: 无}]\n", schema).records("parties")
    assert party.leaf("hearing") == Leaf(None, "案卷.yaml:1:30")


@pytest.mark.parametrize("blank", ["", "''", "'  '"])
def test_a_blank_is_not_known(schema: Schema, blank: str) -> None:
    record = case(f"title: {blank}\nofficers: {blank}\nfiled_on: {blank}\n", schema)
    assert record.fields == {}


def test_a_blank_row_of_a_list_states_nothing(schema: Schema) -> None:
    assert listed(case("items: [甲, '']\n", schema), "items") == (1, False)


# ---------------------------------------------------------------------- completeness


def test_a_list_is_not_complete_unless_it_is_said(schema: Schema) -> None:
    record = case("officers: [{name: 甲}]\n", schema)
    assert listed(record, "officers") == (1, False)
    assert listed(record, "parties") is None


@pytest.mark.parametrize(
    "mark", ["complete: [officers]", "清单已填全: [执法人员]", "complete: officers", "清单已填全: 执法人员"]
)
def test_a_list_is_complete_when_it_is_named(schema: Schema, mark: str) -> None:
    record = case(
        f"{mark}\nofficers: [{{name: 甲, certificates: [{{number: 一}}]}}]\nparties: [{{name: 乙}}]\n", schema
    )
    assert listed(record, "officers") == (1, True)
    assert listed(record, "parties") == (1, False)
    [officer] = record.records("officers")
    assert listed(officer, "certificates") == (1, False)


def test_a_list_named_complete_and_not_written_is_empty(schema: Schema) -> None:
    record = case("清单已填全: [封存]\n封存:\n", schema)
    assert listed(record, "seals") == (0, True)


@pytest.mark.parametrize("mark", ["complete: all", "清单已填全: 全部"])
def test_all_means_every_list_of_the_record_and_of_those_inside(schema: Schema, mark: str) -> None:
    record = case(f"{mark}\nofficers: [{{name: 甲, certificates: [{{number: 一}}]}}]\nproject: {{name: 乙}}\n", schema)
    lists = [f.name for f in schema.entities["case"].fields.values() if f.many]
    assert {listed(record, name) for name in lists} == {(0, True), (1, True)}
    [officer] = record.records("officers")
    assert listed(officer, "certificates") == (1, True)
    assert listed(officer, "duties") == (0, True)


def test_all_inside_a_record_says_nothing_of_the_lists_outside(schema: Schema) -> None:
    text = "officers:\n  - {name: 甲, 清单已填全: 全部}\n  - {name: 乙}\n"
    record = case(text, schema)
    first, second = record.records("officers")
    assert listed(record, "officers") == (2, False)
    assert listed(first, "certificates") == (0, True)
    assert listed(second, "certificates") is None


def test_all_leaves_fields_that_are_no_lists_open(schema: Schema) -> None:
    record = case("清单已填全: 全部\n", schema)
    assert all(isinstance(node, Items) for node in record.fields.values())


def test_a_list_that_is_named_wrongly_is_a_fault(schema: Schema) -> None:
    [fault] = faults("清单已填全: [执法人]\n", schema)
    assert str(fault) == "案卷.yaml:1:9 “清单已填全”里的“执法人”不是案件的清单。是否想写“执法人员”？"


def test_a_field_that_is_no_list_cannot_be_complete(schema: Schema) -> None:
    [fault] = faults("清单已填全: [案件名称]\n", schema)
    assert fault.message == "“清单已填全”里的“案件名称”不是案件的清单"


# ---------------------------------------------------------------------- references


def test_a_reference_leads_to_the_record_of_that_name(schema: Schema) -> None:
    record = case("parties: [{id: u, name: 甲}]\ndocuments: [{type: audit_notice, to: u}]\n", schema)
    [party], [document] = record.records("parties"), record.records("documents")
    assert document.targets["u"] is party


def test_a_reference_may_stand_before_its_record_and_be_padded(schema: Schema) -> None:
    record = case("documents: [{type: audit_notice, to: ' u '}]\nparties: [{id: u}]\n", schema)
    [document] = record.records("documents")
    assert document.targets["u"].entity == "party"


def test_a_reference_to_nothing_is_a_fault_with_the_name_meant(schema: Schema) -> None:
    [fault] = faults("parties: [{id: unit1}]\ndocuments: [{to: unit2}]\n", schema)
    assert str(fault) == "案卷.yaml:2:18 没有编号为“unit2”的当事人。是否想写“unit1”？"


def test_a_reference_does_not_lead_to_a_record_of_another_kind(schema: Schema) -> None:
    [fault] = faults("officers: [{id: o1}]\ndocuments: [{to: o1}]\n", schema)
    assert fault.message == "没有编号为“o1”的当事人"


def test_two_records_of_one_kind_with_one_id_are_a_fault(schema: Schema) -> None:
    [fault] = faults("parties:\n  - {id: u}\n  - {id: u}\n", schema)
    assert str(fault) == "案卷.yaml:3:5 当事人编号“u”重复。另一处在 案卷.yaml:2:5"


def test_records_of_different_kinds_may_share_an_id(schema: Schema) -> None:
    assert faults("parties: [{id: x1}]\nofficers: [{id: x1}]\n", schema) == []


# ---------------------------------------------------------------------- faults


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("案件名字: 甲\n", "案卷.yaml:1:1 “案件”没有“案件名字”这一字段。是否想写“案件名称”？"),
        ("parties:\n  - naem: 甲\n", "案卷.yaml:2:5 “当事人”没有“naem”这一字段。是否想写“name”？"),
        ("title: 甲\n案件名称: 乙\n", "案卷.yaml:2:1 “案件名称”与“title”是同一字段，写了两次"),
        ("title: 甲\ntitle: 乙\n", "案卷.yaml:2:1 “title”写了两次。第一次在 案卷.yaml:1:1"),
        ("parties: 甲\n", "案卷.yaml:1:10 “当事人”应是清单（每项以 - 开头）"),
        ("parties: {name: 甲}\n", "案卷.yaml:1:10 “当事人”应是清单（每项以 - 开头）"),
        ("parties: [甲]\n", "案卷.yaml:1:11 “当事人”应由“字段: 值”组成"),
        ("title: [甲]\n", "案卷.yaml:1:8 “案件名称”应是一个值"),
        ("stage: 决订\n", "案卷.yaml:1:8 办案阶段：“决订”不在可选值之内"),
        ("filed_on: 2022-02-30\n", "案卷.yaml:1:11 立案日期：没有“2022-02-30”这一日期"),
        ("- 甲\n", "案卷.yaml:1:1 案卷文件应由“字段: 值”组成。请参照 examples 里的示例"),
    ],
)
def test_a_slip_is_one_line_with_its_place(schema: Schema, text: str, line: str) -> None:
    [fault] = faults(text, schema)
    assert str(fault).startswith(line)


def test_all_slips_are_reported_in_one_run(schema: Schema) -> None:
    text = "案件名字: 甲\nfiled_on: 昨天\nparties: [{kind: 公司}, {id: u}, {id: u}]\ndocuments: [{to: x}]\n"
    assert [f.place for f in faults(text, schema)] == [
        "案卷.yaml:1:1",
        "案卷.yaml:2:11",
        "案卷.yaml:3:18",
        "案卷.yaml:3:32",
        "案卷.yaml:4:18",
    ]


def test_a_json_file_names_the_path_of_its_slip(schema: Schema, tmp_path: Path) -> None:
    path = tmp_path / "案卷.json"
    path.write_text('{"title": null, "parties": [{"name": "甲"}, {"kind": "公司"}]}', encoding="utf-8")
    with pytest.raises(FaultsError) as caught:
        load_case(path, schema)
    assert caught.value.faults[0].place == "案卷.json:parties[1].kind"


def test_half_a_character_is_refused_where_it_stands(schema: Schema, tmp_path: Path) -> None:
    path = tmp_path / "案卷.json"
    path.write_text('{"parties": [{"name": "某\\ud842公司"}]}', encoding="utf-8")
    with pytest.raises(CaseFileError, match="残缺的字符") as caught:
        load_case(path, schema)
    assert caught.value.place == "案卷.json:parties[0].name"


def test_a_json_file_says_the_same_as_a_yaml_file(schema: Schema, tmp_path: Path) -> None:
    path = tmp_path / "案卷.json"
    path.write_text(
        '{"title": "甲", "violations": [{"amount": 120000.50, "minor": true}], "cause": null}', encoding="utf-8"
    )
    record = load_case(path, schema)
    [violation] = record.records("violations")
    assert (record.value("title"), violation.value("amount"), violation.value("minor")) == ("甲", 12_000_050, True)
    assert "cause" not in record.fields


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("parties: &a [{name: 甲}]\nofficers: *a\n", "不支持引用（*）"),
        ("title: !!int 3\n", "不支持标签"),
        pytest.param("parties: !!set {甲: }\n", "不支持标签"),
        ("title: 甲\n---\ntitle: 乙\n", "文件里有不止一份内容（---）"),
        ("parties: " + "[" * 60 + "\n", "嵌套太深"),
    ],
)
def test_a_file_that_is_not_plain_is_refused(schema: Schema, text: str, message: str) -> None:
    [fault] = faults(text, schema)
    assert fault.message.startswith(message)
    assert fault.place.startswith("案卷.yaml:")


def test_a_huge_file_is_refused(schema: Schema, tmp_path: Path) -> None:
    path = tmp_path / "案卷.yaml"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(CaseFileError, match="文件超过20MB"):
        load_case(path, schema)


def test_a_missing_file_is_one_line(schema: Schema, tmp_path: Path) -> None:
    with pytest.raises(CaseFileError, match="无法读取文件（文件不存在）"):
        load_case(tmp_path / "没有.yaml", schema)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_the_examples_load(schema: Schema, path: Path) -> None:
    assert load_case(path, schema).entity == "case"


def test_no_choice_is_called_none(schema: Schema) -> None:
    """无 is the statement that there is none; a choice of that name could never be typed."""
    assert [c.name for c in schema.choices.values() if "无" in c.members.values()] == []
