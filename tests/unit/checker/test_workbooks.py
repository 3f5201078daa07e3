"""What people send as a workbook: read as they see it, or refused with one line."""

from __future__ import annotations

import re
import resource
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from checker.errors import CaseFileError
from checker.workbooks import open_workbook


def saved(tmp_path: Path, fill: Callable[[Workbook], None]) -> Path:
    book = Workbook()
    fill(book)
    path = tmp_path / "案卷.xlsx"
    book.save(path)
    return path


def changed(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The workbook with one of its parts changed, or added."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(CaseFileError) as error:
        open_workbook(path)
    assert "\n" not in str(error.value)
    return str(error.value)


SHEET = "xl/worksheets/sheet1.xml"


def test_values_stand_where_they_stood(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        ws = book.active
        assert ws is not None
        ws.title = "当事人"
        ws["B3"] = "示例公司"
        ws["C3"] = datetime(2022, 3, 1)
        ws["D3"] = 12.5
        ws["D3"].number_format = '0.0"万元"'
        ws["A4"] = "   "
        ws.merge_cells("B3:B5")
        ws.row_dimensions[3].hidden = True
        book.create_sheet("隐藏").sheet_state = "hidden"

    book = open_workbook(saved(tmp_path, fill))
    sheet = book.sheets["当事人"]
    assert {(r, c): cell.value for r, row in sheet.rows.items() for c, cell in row.items()} == {
        (3, 2): "示例公司",
        (3, 3): datetime(2022, 3, 1),
        (3, 4): 12.5,
    }
    assert sheet.rows[3][4].number_format == '0.0"万元"'
    assert sheet.merged == ((3, 2, 5, 2),)
    assert sheet.place(3, 2) == "案卷.xlsx:当事人!B3"
    assert book.sheets["隐藏"].hidden


def test_a_formula_counts_as_its_last_result_and_one_without_says_so(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        ws = book.active
        assert ws is not None
        ws["A1"] = "=1+1"
        ws["A2"] = "=1+2"

    path = saved(tmp_path, fill)
    changed(path, SHEET, lambda xml: re.sub(rb"(<f>1\+1</f>)<v(?: ?/>|></v>)", rb"\1<v>2</v>", xml))
    rows = open_workbook(path).sheets["Sheet"].rows
    assert rows[1][1].value == 2
    assert rows[2][1].value is None
    assert "公式没有保存计算结果" in rows[2][1].fault


def test_a_password_is_told_from_an_old_format(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512
    protected = tmp_path / "案卷.xlsx"
    protected.write_bytes(ole + "EncryptedPackage".encode("utf-16-le"))
    assert "打开密码" in refusal(protected)
    old = tmp_path / "案卷.et"
    old.write_bytes(ole)
    assert "另存为.xlsx" in refusal(old)


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x03\x04" + b"\0" * 100, b"<html></html>", b"\0" * 1000])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "案卷.xlsx"
    path.write_bytes(content)
    assert refusal(path)


def test_every_cut_of_a_workbook_is_refused_with_one_line(tmp_path: Path) -> None:
    whole = saved(tmp_path, lambda book: None).read_bytes()
    for length in range(1, len(whole) - 1, 97):
        path = tmp_path / "cut.xlsx"
        path.write_bytes(whole[:length])
        assert refusal(path)


def test_entities_and_foreign_encodings_are_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, lambda book: None)
    changed(path, SHEET, lambda xml: b'<!DOCTYPE a [<!ENTITY b "c">]>' + xml)
    assert "不允许的XML声明" in refusal(path)
    path = saved(tmp_path, lambda book: None)
    changed(path, SHEET, lambda xml: b'<?xml version="1.0" encoding="cp037"?>' + xml)
    assert "不允许的XML声明" in refusal(path)


def test_a_bomb_is_refused_whatever_its_directory_says(tmp_path: Path) -> None:
    path = saved(tmp_path, lambda book: None)
    changed(path, "xl/more.xml", lambda _: b" " * 150_000_000)
    assert "工作簿过大" in refusal(path)
    data = path.read_bytes().replace(struct.pack("<L", 150_000_000), struct.pack("<L", 1000))
    path.write_bytes(data)
    assert refusal(path)


def test_links_to_other_workbooks_are_not_followed(tmp_path: Path) -> None:
    path = saved(tmp_path, lambda book: None)
    changed(path, "xl/externalLinks/externalLink1.xml", lambda _: b"this is not XML <!DOCTYPE")
    assert open_workbook(path).sheets


def limited(script: str, megabytes: int) -> subprocess.CompletedProcess[str]:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))

    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, preexec_fn=limit, check=False)


ROWS = {
    "a million formatted rows": (b'<row r="%d" s="1" customFormat="1"/>', 1_048_576),
    "formatted cells far down": (b'<row r="%d"><c r="B%d" s="1"/></row>', 600_000),
}


@pytest.mark.parametrize("what", ROWS)
def test_stray_formats_do_not_take_memory(tmp_path: Path, what: str) -> None:
    row, number = ROWS[what]
    path = saved(tmp_path, lambda book: None)
    rows = b"".join(row.replace(b"%d", str(i + 2).encode()) for i in range(number))
    cell = b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'
    changed(path, SHEET, lambda xml: xml.replace(b"<sheetData></sheetData>", cell + rows + b"</sheetData>"))
    script = f"""
from pathlib import Path
from checker.workbooks import open_workbook
print(dict(open_workbook(Path({str(path)!r})).sheets["Sheet"].rows))"""
    done = limited(script, 700)
    assert done.returncode == 0, done.stderr
    assert "'x'" in done.stdout


HUGE = {
    "cells in one row": (SHEET, b"<c/>", 2_000_000),
    "formats": ("xl/styles.xml", b"<xf/>", 350_000),
    "merged ranges": (SHEET, b'<mergeCell ref="A1:B2"/>', 2_000_000),
}


@pytest.mark.parametrize("what", HUGE)
def test_a_huge_part_takes_bounded_memory(tmp_path: Path, what: str) -> None:
    part, piece, number = HUGE[what]
    before, after = {
        "cells in one row": (b"<sheetData></sheetData>", b"<sheetData><row>%s</row></sheetData>"),
        "formats": (b"</cellXfs>", b"%s</cellXfs>"),
        "merged ranges": (b"<sheetData></sheetData>", b"<sheetData/><mergeCells>%s</mergeCells>"),
    }[what]
    path = saved(tmp_path, lambda book: None)

    def fill(xml: bytes) -> bytes:
        assert before in xml
        return xml.replace(before, after.replace(b"%s", piece * number))

    changed(path, part, fill)
    script = f"""
from pathlib import Path
from checker.errors import CheckerError
from checker.workbooks import open_workbook
try:
    open_workbook(Path({str(path)!r}))
except CheckerError as error:
    print(error)"""
    done = limited(script, 1000)
    assert done.returncode == 0, done.stderr
    assert "\\n" not in done.stdout.strip()
