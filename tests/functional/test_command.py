"""The command as users type it: exit codes, files written, and one clear line for whatever cannot be read."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.functional.conftest import EXAMPLES, Command


def test_a_clean_file_gives_0_and_a_workbook(anjuan: Command, tmp_path: Path) -> None:
    code, out, err = anjuan("check", EXAMPLES / "penalty-clean.yaml", "-o", tmp_path / "f.xlsx", "--cross-check")
    assert (code, out) == (0, "")
    assert "已写出" in err
    assert len(load_workbook(tmp_path / "f.xlsx").sheetnames) == 8


@pytest.mark.parametrize(("fail_on", "code"), [("veto", 1), ("minor", 1), ("never", 0)])
def test_findings_give_1_from_the_chosen_severity(anjuan: Command, fail_on: str, code: int) -> None:
    assert anjuan("check", EXAMPLES / "penalty-defective.yaml", "--fail-on", fail_on)[0] == code


def test_open_questions_give_4(anjuan: Command) -> None:
    assert anjuan("check", EXAMPLES / "penalty-draft.yaml")[0] == 4


def test_json_on_stdout_is_nothing_but_json(anjuan: Command) -> None:
    code, out, _ = anjuan("check", EXAMPLES / "penalty-clean.yaml", "--json", "-")
    report = json.loads(out)
    assert code == 0
    assert report["version"]
    assert sum(report["counts"].values()) == len(report["criteria"])


def test_several_files_go_into_a_folder_and_a_bad_one_stops_nothing(anjuan: Command, tmp_path: Path) -> None:
    bad = tmp_path / "a.yaml"
    bad.write_text("number: [", encoding="utf-8")
    code, _, err = anjuan(
        "check", bad, EXAMPLES / "penalty-clean.yaml", "-o", tmp_path / "out", "--json", tmp_path / "out"
    )
    assert code == 2
    assert err.count("a.yaml:2:1") == 1
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "penalty-clean.yaml.json",
        "penalty-clean.yaml.xlsx",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ["文件是空的"]),
        ("a: b: c", ["bad.yaml:1:5", "不是正确的YAML"]),
        ("- 1", ["bad.yaml:1:1", "应由“字段: 值”组成"]),
        ("number: 1\nnumber: 2", ["bad.yaml:2:1", "写了两次", "bad.yaml:1:1"]),
        ("number: 1\n案卷编号: 2", ["写了两次"]),
        ("numbr: 1", ["bad.yaml:1:1", "没有“numbr”", "是否想写“number”？"]),
        ("as_of: 2022-02-30", ["bad.yaml:1:8", "没有“2022-02-30”这一日期"]),
        ("as_of: 明天", ["bad.yaml:1:8", "不是日期"]),
        ("procedure: 普通程式", ["是否想写“普通程序”？"]),
        ("parties: 张三", ["bad.yaml:1:10", "应是清单"]),
        ("parties: [{id: a, kind: 单位}, {id: a}]", ["编号“a”重复"]),
        ("measures: [{party: x}]", ["没有编号为“x”的当事人"]),
        ("measures: [{amount: 十万}]", ["不是金额"]),
        ("清单已填全: [当事入]", ["不是", "当事人"]),
        ("a: &x 1\nb: *x", ["不支持引用"]),
        ("a: !!python/object:os.system 1", ["不支持标签"]),
        ("a: " + "[" * 100, ["嵌套太深"]),
        ("number: 1\n---\nnumber: 2", ["不止一份"]),
        ("number: \x07", ["不是正确的YAML"]),
    ],
)
def test_what_cannot_be_read_is_one_line_with_its_place(
    anjuan: Command, tmp_path: Path, text: str, words: list[str]
) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(text, encoding="utf-8")
    code, out, err = anjuan("check", bad, "-o", tmp_path / "f.xlsx")
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    assert all(word in err for word in words), err
    assert len(err.strip().splitlines()) == 1
    assert not (tmp_path / "f.xlsx").exists()


def test_every_fault_of_a_file_is_reported_in_one_run(anjuan: Command, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("numbr: 1\nas_of: x\nmeasures: [{amount: y}]", encoding="utf-8")
    _, _, err = anjuan("check", bad)
    assert [line.split()[0] for line in err.strip().splitlines()] == ["bad.yaml:1:1", "bad.yaml:2:8", "bad.yaml:3:21"]


def test_files_that_cannot_be_opened(anjuan: Command, tmp_path: Path) -> None:
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("案号: 一".encode("gbk"))
    for path, word in [(tmp_path / "none.yaml", "文件不存在"), (tmp_path, "文件夹"), (latin, "UTF-8")]:
        code, _, err = anjuan("check", path)
        assert code == 2
        assert word in err
        assert len(err.strip().splitlines()) == 1


def test_json_faults_have_a_place(anjuan: Command, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    for text, word in [
        ("{", "bad.json:1:2"),
        ('{"a": 1, "a": 2}', "写了两次"),
        ('{"parties": [{"nam": 1}]}', "bad.json:parties[0].nam"),
    ]:
        bad.write_text(text)
        code, _, err = anjuan("check", bad)
        assert code == 2
        assert word in err


def test_an_output_that_cannot_be_written_leaves_nothing(anjuan: Command, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    code, _, err = anjuan("check", EXAMPLES / "penalty-clean.yaml", "-o", blocked / "f.xlsx")
    assert code == 2
    assert "不能写出" in err
    assert list(tmp_path.iterdir()) == [blocked]


def test_explain_shows_values_places_and_the_working(anjuan: Command) -> None:
    code, out, _ = anjuan("explain", EXAMPLES / "penalty-clean.yaml", "P2-101")
    assert code == 0
    assert "penalty-clean.yaml:" in out
    assert "第六十四条" in out
    assert "届满日2022-06-09" in out  # 2022-06-01 and five working days; 06-03 to 06-05 were the Dragon Boat holiday
    assert anjuan("explain", EXAMPLES / "penalty-clean.yaml", "P2-11")[0] == 2


def test_catalog_commands(anjuan: Command) -> None:
    assert anjuan("catalog", "check")[0] == 0
    assert "P2-091" in anjuan("catalog", "list")[1]
    assert "national" in anjuan("catalog", "show", "P2-091")[1]
    code, _, err = anjuan("catalog", "show", "P2-09")
    assert code == 2
    assert "是否想写" in err


def test_an_unknown_layer_or_day_is_one_line(anjuan: Command) -> None:
    for words in (["--layer", "lingchun"], ["--as-of", "2022-13-01"], ["--as-of", "2022-01"]):
        code, _, err = anjuan("check", EXAMPLES / "penalty-clean.yaml", *words)
        assert code == 2
        assert len(err.strip().splitlines()) == 1


def test_a_faulty_year_file_is_one_line_with_its_place(anjuan: Command, tmp_path: Path) -> None:
    (tmp_path / "layer.yaml").write_text("title: 试\nextends: lingchuan\n", encoding="utf-8")
    (tmp_path / "calendar").mkdir()
    year = tmp_path / "calendar" / "2030.yaml"
    year.write_text("year: 2030\n", encoding="utf-8")
    code, _, err = anjuan("check", EXAMPLES / "penalty-clean.yaml", "--layer", tmp_path)
    assert code == 2
    assert err == f"{year}:1:1 缺少 source\n"
