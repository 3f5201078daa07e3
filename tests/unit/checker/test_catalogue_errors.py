"""A lawyer's slip in a catalogue is named with its place, its reason and, where there is one, the word that was meant.

In the YAML of these tests ▸ stands right before the place that the fault must name.
"""

from pathlib import Path

import pytest

from checker.catalog.build import load_catalogue
from checker.catalog.catalogue import Catalogue
from checker.catalog.layers import find_layer
from checker.errors import CatalogError, CheckerError, FaultsError
from checker.marked import MOST_BYTES, MOST_DEPTH

MARK = "▸"
CRITERION = """\
criteria:
  - id: P9-901
    title: 当事人有名称
    point: R1
    subject: party
    stage: S1
    requires: {present: name}
    judged_on: [$case.as_of]
    severity: major
    basis: [{norm: PL21, article: "42(1)"}]
    finding: 没有写明名称
    remedy: {before: 补上名称}
    status: verified
"""


def criterion(old: str = "", new: str = "", text: str = CRITERION) -> str:
    """The criterion with one part rewritten."""
    assert not old or text.count(old) == 1
    return text.replace(old, new) if old else text


def requiring(form: str, subject: str = "party") -> str:
    return criterion("requires: {present: name}", f"requires: {form}").replace("subject: party", f"subject: {subject}")


def write(folder: Path, files: dict[str, str], extends: str = "lingchuan") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "layer.yaml").write_text(f"title: 本地层\nextends: {extends}\n", encoding="utf-8")
    for name, text in files.items():
        (folder / name).write_text(text.replace(MARK, ""), encoding="utf-8")
    return folder


def place(text: str, file: str = "mine/rules.yaml") -> str:
    """The place that ▸ marks."""
    before, found, _ = text.partition(MARK)
    assert found
    return f"{file}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def faults(layer: Path) -> list[CheckerError]:
    try:
        load_catalogue(layer)
    except FaultsError as error:
        return list(error.faults)
    except CatalogError as error:
        return [error]
    return []


def said(tmp_path: Path, text: str) -> list[tuple[str, str, str]]:
    layer = write(tmp_path / "mine", {"rules.yaml": text})
    return [(f.place, f.message, f.hint) for f in faults(layer)]


def test_a_layer_without_faults_loads(tmp_path: Path) -> None:
    catalogue = load_catalogue(write(tmp_path / "mine", {"rules.yaml": criterion()}))
    assert "P9-901" in {c.entry.id for c in catalogue.criteria}
    assert [layer.id for layer in catalogue.layers] == ["national", "shanxi", "lingchuan", "mine"]


NAMES = [
    (
        criterion("    subject", "    ▸covrs: [R1-01]\n    subject"),
        "没有“covrs”这一项",
        "是否想写“covers”？",
    ),
    pytest.param(
        criterion("basis: [{norm: PL21,", "basis: [{norm: PL21, ▸artcle: x,"), "没有“artcle”这一项", "是否想写"
    ),
    ("▸criterias:\n  - id: P9-901\n", "没有“criterias”这一部分", "是否想写“criteria”？"),
    (criterion("    subject", "    ▸title: 又一个\n    subject"), "“title”写了两次", "第一次在 mine/rules.yaml:3:5"),
    (
        "points:\n  - {id: X9, title: 甲}\n  - {▸id: X9, title: 乙}\n",
        "编号“X9”重复",
        "另一处在 mine/rules.yaml:2:6",
    ),
    (requiring("{▸present: namee}"), "“当事人”没有“namee”这一字段（写的是 namee）", "是否想写“name”？"),
    (requiring("{▸kindd: unit}"), "“当事人”没有“kindd”这一字段（写的是 kindd）", "是否想写“kind”？"),
    (
        requiring("{▸present: $case.projct}"),
        "“案件”没有“projct”这一字段（写的是 $case.projct）",
        "是否想写“project”？",
    ),
    (
        requiring("{▸present: documents.prior_penalty_notise.served_on}"),
        "“文书种类”没有“prior_penalty_notise”这一字段（写的是 documents.prior_penalty_notise.served_on）",
        "是否想写“prior_penalty_notice”？",
    ),
    (
        requiring("{count: $case.officers, gte: {▸value: officers_minimun, at: $case.as_of}}"),
        "没有名为“officers_minimun”的表",
        "是否想写“officers_minimum”？",
    ),
    (criterion("{norm: PL21,", "{▸norm: PL211,"), "没有“PL211”这一规范", "是否想写“PL21”？"),
    (criterion("stage: S1", "▸stage: S77"), "没有“S77”这一阶段", "是否想写“S7”？"),
    (criterion("point: R1", "▸point: R11"), "没有“R11”这一审核要点", "是否想写“R1”？"),
    (
        requiring("{present: title}").replace("subject: party", "▸subject: partyy"),
        "没有“partyy”这种对象",
        "是否想写“party”？",
    ),
    pytest.param(requiring("{▸precent: name}"), "“当事人”没有“precent”这一字段（写的是 precent）", "是否想写"),
    (
        requiring("{span: [{▸frst_known: [$case.as_of]}, $case.as_of], unit: day, lte: 3}"),
        "没有“frst_known”这种取值形式",
        "是否想写“first_known”？",
    ),
    (
        criterion("finding: 没有写明名称", "▸finding: “{namee}”没有写明"),
        "“当事人”没有“namee”这一字段",
        "是否想写“name”？",
    ),
]


@pytest.mark.parametrize(("text", "message", "hint"), NAMES)
def test_an_unknown_or_doubled_name_is_one_fault_with_its_place_and_what_was_meant(
    tmp_path: Path, text: str, message: str, hint: str
) -> None:
    [(at, found, near)] = said(tmp_path, text)
    assert at == place(text)
    assert found.startswith(message)
    assert near.startswith(hint) if hint else near == ""


WRONG = [
    (requiring("{kind: {▸gte: unit}}"), "“gte”只用于数字、金额、日期"),
    (requiring("{name: {▸lt: 甲}}"), "“lt”只用于数字、金额、日期"),
    (requiring("{kind: {▸has: unit}}"), "has 只用于清单"),
    (requiring("{▸hearing: unit}"), "记录不能与值比较"),
    (requiring("{▸kind: unitt}"), "“unitt”不是可选值。是否想写“unit”？"),
    (requiring("{kind: {in: [unit, ▸persn]}}"), "“persn”不是可选值。是否想写“person”？"),
    (requiring("{count: $case.officers, ▸gte: 两人}"), "“两人”不是整数"),
    (requiring("{amount: {▸gte: 5万}}", "violation"), "“5万”不是整数（金额以分为单位）"),
    (requiring("{documents.prior_penalty_notice.served_on: {▸gte: 2021-13-01}}"), "“2021-13-01”不是日期"),
    (requiring("{▸public_official: 是}"), "“是”应写 true 或 false"),
    (requiring("{ordered: [▸name, $case.as_of]}"), "ordered 只能比较日期"),
    (requiring("{span: [$case.as_of, $case.as_of], ▸unit: week, lte: 3}"), "span 的单位应是"),
    (criterion("severity: major", "▸severity: grave"), "“severity”的值“grave”不对"),
    (
        criterion("judged_on: [$case.as_of]", "▸judged_on: [documents.prior_penalty_notice.served_on]"),
        "judged_on 的最后一项应是 $case.as_of",
    ),
    (
        criterion("{norm: PL21,", "{norm: PL17,").replace("severity: major", "▸severity: major"),
        "依据的把握程度最高只到“一般”，不能定为“重大”",
    ),
    (
        criterion("{norm: PL21,", "{norm: PL96,").replace("severity: major", "▸severity: veto"),
        "依据的把握程度最高只到“重大”，不能定为“否决”",
    ),
    (
        criterion("{norm: PL21,", "{norm: PL21, mark: M,").replace("severity: major", "▸severity: veto"),
        "依据的把握程度最高只到“一般”，不能定为“否决”",
    ),
    (criterion("{norm: PL21,", "{norm: PL21, ▸from: 2021-01-01,"), "行政处罚法（PL21）2021-07-15才施行"),
    (
        criterion("{norm: PL21,", "{norm: PL17, ▸until: 2022-01-01,")
        .replace("major", "minor")
        .replace("verified", "unverified"),
        "行政处罚法（PL17）2021-07-14已停止施行",
    ),
    (
        criterion("requires: {present: name}", "applies: {present: name}").replace("- id", "- ▸id"),
        "requires 与 question",
    ),
    (
        criterion("    remedy: {before: 补上名称}\n", "").replace("- id", "- ▸id"),
        "有 requires 就要有 finding 和 remedy",
    ),
    (criterion("    title: 当事人有名称\n", "").replace("- id", "- ▸id"), "缺少“title”"),
    pytest.param(criterion("basis: [{norm: PL21,", "basis: [{norm: PL21, ▸from: 今年,"), "“今年”不是日期"),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_what_cannot_be_meant_is_one_fault_at_its_place(tmp_path: Path, text: str, message: str) -> None:
    [(at, found, _)] = said(tmp_path, text)
    assert at == place(text)
    assert found.startswith(message)


@pytest.mark.parametrize("severity", ["veto", "major", "minor", "advice"])
def test_an_article_read_in_full_carries_any_severity(tmp_path: Path, severity: str) -> None:
    assert said(tmp_path, criterion("severity: major", f"severity: {severity}")) == []


def test_a_settled_reading_lifts_the_cap(tmp_path: Path) -> None:
    text = criterion("{norm: PL21,", "{norm: PL96, settled: true,").replace("severity: major", "severity: veto")
    assert said(tmp_path, text) == []


# ---------------------------------------------------------------------- tables

TABLE = "tables:\n  - ▸id: t9\n    title: 测试表\n    keys: [party_kind]\n    rows:\n"
TABLES = [
    (
        "tables:\n  - id: t9\n    title: 表\n    rows:\n"
        '      - {until: 2020-12-31, value: "1"}\n      - ▸{from: 2020-12-01, value: "2"}\n',
        "“t9”的有效期重叠（2020-12-01前后）",
    ),
    (
        "tables:\n  - id: t9\n    title: 表\n    rows:\n"
        '      - {until: 2020-12-31, value: "1"}\n      - ▸{from: 2021-01-02, value: "2"}\n',
        "“t9”的有效期有空档（2020-12-31前后）",
    ),
    (TABLE + '      - {key: unit, value: "1"}\n', "“t9”没有“person”的值"),
    (
        TABLE.replace(MARK, "") + '      - {▸key: unitt, value: "1"}\n    else: "0"\n',
        "“unitt”不是当事人性质",
    ),
    (
        TABLE.replace(MARK, "").replace("party_kind", "▸party_kinds") + '      - {key: unit, value: "1"}\n',
        "没有“party_kinds”这一值表",
    ),
    (TABLE.replace(MARK, "") + '      - {▸key: [unit, x], value: "1"}\n    else: "0"\n', "key 应有 1 项"),
    ("tables:\n  - id: t9\n    title: 表\n    rows: [{▸value: 一}]\n", "“一”不是整数"),
    (
        "tables:\n  - id: t9\n    title: 表\n    rows: [▸{from: 2021-01-02, until: 2021-01-01, value: 1}]\n",
        "until（2021-01-01）早于 from（2021-01-02）",
    ),
    ("tables:\n  - id: t9\n    title: 表\n    rows: [▸{from: 2021-01-02}]\n", "value 与 unset: true 应恰好写一个"),
]


@pytest.mark.parametrize(("text", "message"), TABLES)
def test_a_table_with_a_hole_or_two_answers_is_a_fault(tmp_path: Path, text: str, message: str) -> None:
    found = said(tmp_path, text)
    assert (place(text), message) in [(at, m) for at, m, _ in found]


def test_a_row_for_each_day_and_key_is_no_fault(tmp_path: Path) -> None:
    rows = '      - {key: unit, until: 2020-12-31, value: "1"}\n      - {key: unit, from: 2021-01-01, value: "2"}\n'
    assert said(tmp_path, TABLE + rows + '    else: "0"\n') == []
    assert said(tmp_path, TABLE + rows + '      - {key: person, value: "0"}\n') == []


def test_a_table_keyed_by_yes_or_no_has_a_row_for_both(tmp_path: Path) -> None:
    found = said(tmp_path, TABLE.replace("party_kind", "yes_no") + '      - {key: "true", value: "1"}\n')
    assert len(found) == 1


def test_the_value_list_of_a_table_exists(tmp_path: Path) -> None:
    text = "tables:\n  - {id: t9, title: 表, type: choice, ▸of: party_kinds, rows: [{value: unit}]}\n"
    found = said(tmp_path, text)
    assert [(at, hint) for at, _, hint in found] == [(place(text), "是否想写“party_kind”？")]


# ---------------------------------------------------------------------- norms

NORM = "  - {{id: {0}, title: 测试规定, short: 测试规定, level: rule, mark: V, {1}}}\n"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("until: 2020-12-31", "▸from: 2020-06-01"),
        ("from: 2019-01-01, until: 2020-12-31", "▸from: 2020-06-01"),
        ("from: 2019-01-01, until: 2020-12-31", "▸from: 2021-01-02"),
        ("from: 2019-01-01", "▸from: 2021-01-01"),
    ],
)
def test_versions_of_one_norm_follow_each_other_without_gap_or_overlap(tmp_path: Path, first: str, second: str) -> None:
    text = "norms:\n" + NORM.format("T1", first) + NORM.format("T2", second)
    assert said(tmp_path, text) == [(place(text), "T1 与 T2 的施行期不衔接", "")]


def test_versions_of_one_norm_that_follow_each_other_are_no_fault(tmp_path: Path) -> None:
    dates = "from: 2019-01-01, until: 2020-12-31", "from: 2021-01-01"
    assert said(tmp_path, "norms:\n" + NORM.format("T1", dates[0]) + NORM.format("T2", dates[1])) == []


CITED = """\
norms:
  - {id: T1, title: 测试规定, short: 测试规定, level: rule, mark: V, until: 2018-12-31}
  - {id: T2, title: 测试规定, short: 测试规定, level: rule, mark: V, from: 2019-01-01, until: 2020-12-31}
  - {id: T3, title: 测试规定, short: 测试规定, level: rule, mark: V, from: 2021-01-01}
"""


def citing(*citations: str) -> str:
    basis = "".join(f"\n      - {c}" for c in citations)
    return CITED + criterion(' [{norm: PL21, article: "42(1)"}]', basis)


@pytest.mark.parametrize(
    ("citations", "message"),
    [
        pytest.param(
            ("{norm: T1, article: 4}", "▸{norm: T3, article: 4}"),
            "测试规定从2019-01-01至2020-12-31没有依据",
            id="a hole",
        ),
        pytest.param(("{norm: T2, article: 4}", "▸{norm: T2, article: 4}"), "T2第4条写了两次", id="twice"),
    ],
)
def test_the_versions_cited_leave_no_hole_and_say_nothing_twice(
    tmp_path: Path, citations: tuple[str, ...], message: str
) -> None:
    text = citing(*citations)
    assert said(tmp_path, text) == [(place(text), message, "")]


@pytest.mark.parametrize(
    "citations",
    [
        pytest.param(("{norm: T1, article: 4}", "{norm: T2, article: 5}", "{norm: T3, article: 5}"), id="renumbered"),
        pytest.param(("{norm: T1, article: 4}",), id="repealed for good"),
        pytest.param(("{norm: T2, article: 4}", "{norm: T2, article: 5}"), id="two articles"),
        pytest.param(
            ("{norm: T1, article: 4, until: 2018-06-30}", "{norm: T3, article: 4}"), id="overtaken in mid-life"
        ),
    ],
)
def test_versions_cited_one_after_the_other_are_no_fault(tmp_path: Path, citations: tuple[str, ...]) -> None:
    assert said(tmp_path, citing(*citations)) == []


# ---------------------------------------------------------------------- circles


def test_facts_in_a_circle_are_named(tmp_path: Path) -> None:
    text = (
        "facts:\n"
        "  - {id: a9, subject: case, title: 甲, is: {b9: true}}\n"
        "  - {id: b9, subject: case, title: 乙, is: {c9: true}}\n"
        "  - {id: c9, subject: case, title: 丙, is: {a9: true}}\n"
    )
    [(at, message, _)] = said(tmp_path, text)
    assert message.startswith("这些定义互相引用，成了一个圈：")
    assert all(name in message for name in ("a9", "b9", "c9"))
    named = message.partition("：")[2][:2]
    assert at == f"mine/rules.yaml:{'abc'.index(named[0]) + 2}:5"


def test_a_fact_that_uses_itself_is_named(tmp_path: Path) -> None:
    text = "facts:\n  - ▸{id: a9, subject: case, title: 甲, is: {not: {a9: true}}}\n"
    assert said(tmp_path, text) == [(place(text), "这些定义互相引用，成了一个圈：a9 → a9", "")]


def test_a_fact_and_a_deadline_in_a_circle_are_named(tmp_path: Path) -> None:
    text = (
        "facts:\n"
        "  - {id: a9, subject: document, title: 甲, is: {deadlines.d9.met: true}}\n"
        "deadlines:\n"
        "  - {id: d9, title: 乙, subject: document, applies: {a9: true}, from: made_on, due: served_on,\n"
        "     within: {value: service_window, at: made_on}, counting: workdays, basis: [{norm: PL21}]}\n"
    )
    [(_, message, _)] = said(tmp_path, text)
    assert "a9" in message
    assert "d9" in message


@pytest.mark.parametrize("key", ["on", "off", "yes", "no", "y", "n", "true", "false", "null", "No"])
def test_keys_that_yaml_reads_as_something_else_are_refused(tmp_path: Path, key: str) -> None:
    text = criterion("    subject", f"    ▸{key}: x\n    subject")
    assert (place(text), f"键不能叫“{key}”", "YAML 工具会把它读成真假值") in said(tmp_path, text)


# ---------------------------------------------------------------------- layers over layers

FORMS_ONLY = "only applies, requires and severity are compared"
PL21 = '{norm: PL21, article: "42(1)"}'
VOID = criterion("    severity: major", "    severity: veto\n    void: true")


def over(tmp_path: Path, before: str, after: str) -> Catalogue:
    write(tmp_path / "base", {"rules.yaml": before})
    return load_catalogue(write(tmp_path / "mine", {"rules.yaml": after}, "base"))


def test_a_lower_layer_cannot_lighten_what_makes_a_decision_void(tmp_path: Path) -> None:
    after = criterion("- id", "- ▸id", VOID).replace("severity: veto", "severity: advice")
    with pytest.raises(FaultsError) as caught:
        over(tmp_path, VOID, after)
    [fault] = caught.value.faults
    assert fault.place == place(after)
    assert fault.message == "“P9-901”的后果是无效，不能由下层改动"
    assert fault.hint == "上层在 base/rules.yaml:2:5"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    requires: {present: name}", "    applies: {kind: unit}\n    requires: {present: name}"),
        ("requires: {present: name}", "requires: {any: [{present: name}, {kind: person}]}"),
        pytest.param("stage: S1", "stage: S12"),
        pytest.param("subject: party", "subject: officer"),
        pytest.param("    void: true\n", ""),
        pytest.param(PL21, '{norm: PL21, article: "42(1)", from: 2099-01-01}'),
    ],
)
def test_nor_can_it_reach_the_same_by_another_way(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(FaultsError, match="不能由下层改动"):
        over(tmp_path, VOID, criterion(old, new, VOID))


VETO = criterion("severity: major", "severity: veto")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("severity: veto", "severity: advice"),
        ("    requires: {present: name}", "    applies: {kind: unit}\n    requires: {present: name}"),
        pytest.param("stage: S1", "stage: S12"),
        pytest.param(PL21, '{norm: PL21, article: "42(1)", from: 2099-01-01}'),
    ],
)
def test_a_loosened_veto_is_reported(tmp_path: Path, old: str, new: str) -> None:
    [found] = [o for o in over(tmp_path, VETO, criterion(old, new, VETO)).overrides if o.id == "P9-901"]
    assert (found.kind, found.layer, found.replaced_layer, found.loosens) == ("criteria", "mine", "base", True)


def test_a_sentence_rewritten_loosens_nothing(tmp_path: Path) -> None:
    catalogue = over(tmp_path, VETO, criterion("finding: 没有写明名称", "finding: 名称空缺", VETO))
    assert [o.loosens for o in catalogue.overrides if o.id == "P9-901"] == [False]


def test_a_parameter_that_a_veto_rests_on_is_not_loosened_unseen(tmp_path: Path) -> None:
    """P1-021 (veto) demands officers_minimum officers; one officer would satisfy a layer that sets it to one."""
    text = 'tables:\n  - {id: officers_minimum, title: 最少人数, unit: 人, rows: [{value: "1"}]}\n'
    catalogue = load_catalogue(write(tmp_path / "mine", {"rules.yaml": text}))
    assert [o.loosens for o in catalogue.overrides if o.id == "officers_minimum"] == [True]


def test_layers_that_extend_each_other_in_a_circle(tmp_path: Path) -> None:
    write(tmp_path / "a", {}, "b")
    layer = write(tmp_path / "b", {}, "a")
    [fault] = faults(layer)
    assert fault.message == "各层互相继承，成了一个圈"
    assert Path(fault.place.partition(":")[0]).name == "layer.yaml"


def test_a_layer_that_extends_itself_by_another_path(tmp_path: Path) -> None:
    layer = write(tmp_path / "a", {}, f"../{tmp_path.name}/a")
    [fault] = faults(layer)
    assert fault.message == "extends 应写上一层的文件夹名"


def test_an_unknown_upper_layer_is_named_where_it_is_written(tmp_path: Path) -> None:
    [fault] = faults(write(tmp_path / "mine", {}, "lingchaun"))
    assert fault.place.endswith("mine/layer.yaml:2:10")
    assert "lingchuan" in fault.hint


def test_an_unknown_key_of_a_layer_is_named(tmp_path: Path) -> None:
    layer = write(tmp_path / "mine", {})
    (layer / "layer.yaml").write_text("title: 本地层\nextend: lingchuan\n", encoding="utf-8")
    [fault] = faults(layer)
    assert fault.place.endswith("mine/layer.yaml:2:1")
    assert "extends" in fault.hint


def test_an_unknown_layer_is_named_with_the_one_meant() -> None:
    with pytest.raises(CatalogError) as caught:
        find_layer("lingchaun")
    assert str(caught.value) == "没有名为“lingchaun”的目录层。是否想写“lingchuan”？"


# ---------------------------------------------------------------------- all at once


def test_all_faults_of_all_files_are_reported_in_one_run(tmp_path: Path) -> None:
    first = criterion("stage: S1", "▸stage: S77")
    second = (
        CRITERION.replace("P9-901", "P9-902")
        .replace("requires: {present", "requires: {▸present")
        .replace(": name}", ": namee}")
    )
    third = "tables:\n  - id: t9\n    title: 表\n    keys: [▸party_kinds]\n    rows: [{key: x, value: 1}]\n"
    layer = write(tmp_path / "mine", {"a.yaml": first, "b.yaml": second, "c.yaml": third})
    assert {f.place for f in faults(layer)} == {
        place(first, "mine/a.yaml"),
        place(second, "mine/b.yaml"),
        place(third, "mine/c.yaml"),
    }


def test_a_broken_file_does_not_hide_the_faults_of_another(tmp_path: Path) -> None:
    broken, wrong = "points:\n  - {id: X9, ▸id: X9}\n", criterion("    subject", "    ▸covrs: x\n    subject")
    layer = write(tmp_path / "mine", {"a.yaml": broken, "b.yaml": wrong})
    assert [f.place for f in faults(layer)] == [place(broken, "mine/a.yaml"), place(wrong, "mine/b.yaml")]


def test_several_faults_of_one_entry_are_reported_together(tmp_path: Path) -> None:
    text = requiring("{all: [{kindd: unit}, {present: namee}, {kind: unitt}]}").replace("stage: S1", "stage: S77")
    assert len(said(tmp_path, text)) == 4


# ---------------------------------------------------------------------- nothing is silently left out


@pytest.mark.parametrize(
    "form",
    [
        "{all: [{present: name}], ▸where: {kind: unit}}",
        "{not: {present: name}, ▸hold: {kind: unit}}",
        "{present: name, ▸where: {kind: unit}}",
        "{every: measures, hold: {kind: fine}, ▸strict: true}",
        "{count: measures, ▸hold: {kind: fine}, gte: 1}",
        "{sum: measures, of: amount, ▸by: amount, gte: 1}",
    ],
)
def test_a_word_that_a_form_does_not_know_is_not_passed_over(tmp_path: Path, form: str) -> None:
    text = requiring(form)
    assert [at for at, _, _ in said(tmp_path, text)] == [place(text)]


@pytest.mark.parametrize("word", ["yes", "是", "True"])
def test_strict_is_true_or_false(tmp_path: Path, word: str) -> None:
    text = requiring(f"{{ordered: [$case.as_of, $case.as_of], ▸strict: {word}}}")
    assert [at for at, _, _ in said(tmp_path, text)] == [place(text)]


def test_a_parameter_is_looked_up_by_a_date(tmp_path: Path) -> None:
    text = requiring("{count: $case.officers, gte: {value: officers_minimum, ▸at: name}}")
    assert [at for at, _, _ in said(tmp_path, text)] == [place(text)]


def test_a_parameter_is_looked_up_by_a_key_of_its_own_kind(tmp_path: Path) -> None:
    text = (
        'tables:\n  - {id: t9, title: 表, keys: [party_kind], rows: [{key: unit, value: "1"}], else: "0"}\n'
        + requiring("{count: measures, gte: {value: t9, ▸key: role}}")
    )
    assert [at for at, _, _ in said(tmp_path, text)] == [place(text)]


@pytest.mark.parametrize("form", ["span: [name, $case.as_of], unit: day", "ratio_pct: [name, kind]"])
def test_arithmetic_is_done_with_what_can_be_reckoned(tmp_path: Path, form: str) -> None:
    assert len(said(tmp_path, requiring(f"{{{form}, lte: 3}}"))) == 1


def test_a_pattern_that_is_no_pattern(tmp_path: Path) -> None:
    text = "tables:\n  - {id: p9, title: 表, type: text, rows: [{value: '陵审('}]}\n" + requiring(
        "{matches: [name, ▸p9]}"
    )
    assert [at for at, _, _ in said(tmp_path, text)] == [place(text)]


def test_what_rests_on_an_unsettled_reading_alone_is_only_asked(tmp_path: Path) -> None:
    text = criterion("{norm: PL21,", "{norm: LZ54,").replace("severity: major", "severity: advice")
    text = text.replace("status: verified", "status: unverified")
    assert len(said(tmp_path, text)) == 1


@pytest.mark.parametrize("norm", ["{norm: PL17,", "{norm: PL21, mark: M,"])
def test_what_rests_on_hearsay_alone_is_not_verified(tmp_path: Path, norm: str) -> None:
    text = criterion("{norm: PL21,", norm).replace("severity: major", "severity: minor")
    assert said(tmp_path, text.replace("status: verified", "status: unverified")) == []
    assert len(said(tmp_path, text)) == 1


def test_a_view_over_a_list_that_does_not_exist(tmp_path: Path) -> None:
    text = (
        "entities:\n  - id: gadget\n    label: 物\n    fields: [{id: id, label: 号, type: text}]\n"
        "    views: [{id: v, label: 看, ▸source: documentss}]\n"
    )
    assert [at for at, _, _ in said(tmp_path, text)] == [place(text)]


def test_what_absent_counts_as_is_a_value_of_the_field(tmp_path: Path) -> None:
    text = "entities:\n  - {id: gadget, label: 物, fields: [{id: b, label: 是否, type: yes_no, ▸absent_is: maybe}]}\n"
    assert [at for at, _, _ in said(tmp_path, text)] == [place(text)]


# ---------------------------------------------------------------------- files that are no catalogue

SCALARS = "tags are refused on scalars only"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("points:\n  - &a {id: X9, title: 甲}\n  - ▸*a\n", "不支持引用（*）"),
        ("points:\n  - {id: X9, title: ▸!!python/name:os.system ''}\n", "不支持标签"),
        pytest.param("points:\n  - ▸!!python/object:os.system {id: X9, title: 甲}\n", "不支持标签"),
        pytest.param("points: ▸!!set [{id: X9, title: 甲}]\n", "不支持标签"),
        ("points:\n  - {? {▸[a]: b} : c}\n".replace("{▸[a]: b}", "▸[a]"), "键必须是文字"),
        ("points:\n  - {id: X9, title: 甲}\n▸---\npoints: []\n".replace("▸---\np", "---\n▸p"), "文件里有不止一份内容"),
        ("points:\n  - {id: X9, title: 甲▸: 乙: 丙}\n", "不是正确的YAML"),
        ("▸- id: X9\n", "目录文件应由 criteria、tables 等部分组成"),
        ("▸points: X9\n".replace("▸points: ", "points: ▸"), "“points”应是清单"),
    ],
)
def test_a_file_that_is_not_plain_yaml_is_refused_at_its_place(tmp_path: Path, text: str, message: str) -> None:
    [(at, found, _)] = said(tmp_path, text)
    assert found.startswith(message)
    assert at == place(text)


def test_nesting_without_end_is_refused(tmp_path: Path) -> None:
    [(at, message, _)] = said(tmp_path, "points: " + "[" * 100_000)
    assert (at, message) == (f"mine/rules.yaml:1:{len('points: ') + MOST_DEPTH}", "嵌套太深")


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    layer = write(tmp_path / "mine", {"rules.yaml": "points: []\n"})
    with (layer / "rules.yaml").open("ab") as file:
        file.truncate(MOST_BYTES + 1)
    [fault] = faults(layer)
    assert fault.message == "文件超过20MB"
    assert fault.place.endswith("mine/rules.yaml")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "文件是空的"),
        (b"  \n", "文件是空的"),
        ("节".encode("gbk"), "不是UTF-8编码"),
        (b"a: \x01", "不是正确的YAML"),
    ],
)
def test_an_unreadable_file_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    layer = write(tmp_path / "mine", {})
    (layer / "rules.yaml").write_bytes(data)
    [fault] = faults(layer)
    assert fault.message.startswith(message)
    assert "rules.yaml" in fault.place
