"""The three commands of the desk: a template out, a filled-in workbook checked, case files converted."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.functional.conftest import EXAMPLES, Command


def verdicts(anjuan: Command, file: Path) -> list[tuple[str, str]]:
    _, out, _ = anjuan("check", file, "--json", "-")
    return [(c["id"], c["state"]) for c in json.loads(out)["criteria"]]


@pytest.mark.parametrize("name", ["penalty-defective", "penalty-draft", "penalty-for-review"])
def test_a_converted_case_gets_the_same_verdicts(anjuan: Command, tmp_path: Path, name: str) -> None:
    source, sheet, back = EXAMPLES / f"{name}.yaml", tmp_path / "案卷.xlsx", tmp_path / "案卷.json"
    assert anjuan("convert", source, "-o", sheet)[0] == 0
    assert anjuan("convert", sheet, "-o", back)[0] == 0
    assert verdicts(anjuan, source) == verdicts(anjuan, sheet) == verdicts(anjuan, back)


def test_a_template_filled_in_is_checked_and_places_are_cells(anjuan: Command, tmp_path: Path) -> None:
    path = tmp_path / "案卷.xlsx"
    code, out, err = anjuan("template", "--actions", "penalty", "-o", path)
    assert (code, out) == (0, "")
    assert "已写出" in err
    book = load_workbook(path)
    form = {str(row[0].value).removeprefix("★"): row[1] for row in book["案件"].iter_rows(min_row=3)}
    form["案件名称"].value = "示例水务公司违规收费案"
    form["立案日期"].value = "2022.3.1"
    form["执法行为"].value = "审计处罚"
    book.save(path)
    code, out, _ = anjuan("check", path, "--as-of", "2022-04-01", "--json", "-")
    assert code in (1, 4)
    assert json.loads(out)["title"] == "示例水务公司违规收费案"
    form["立案日期"].value = "三月初"
    book.save(path)
    code, _, err = anjuan("check", path, "-o", tmp_path / "f.xlsx")
    assert code == 2
    assert f"案卷.xlsx:案件!{form['立案日期'].coordinate} 立案日期：“三月初”不是日期" in err
    assert not (tmp_path / "f.xlsx").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("template", "--actions", "罚金", "-o", "t.xlsx"), "--actions：“罚金”不在可选值之内"),
        (("convert", EXAMPLES / "penalty-clean.yaml", "-o", "case.doc"), "不能写成“.doc”格式"),
        (("convert", "没有.yaml", "-o", "case.xlsx"), "文件不存在"),
        (("check", "old.xls"), "另存为.xlsx"),
        (("check", "locked.xlsx"), "打开密码"),
        (("check", "broken.xlsx"), "已损坏"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_2(
    anjuan: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[object, ...], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    (tmp_path / "old.xls").write_bytes(ole)
    (tmp_path / "locked.xlsx").write_bytes(ole + "EncryptedPackage".encode("utf-16-le"))
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04" + b"\0" * 50)
    before = set(tmp_path.iterdir())
    code, out, err = anjuan(*words)
    assert (code, out) == (2, "")
    assert told in err
    assert len(err.strip().splitlines()) == 1
    assert set(tmp_path.iterdir()) == before
