"""Workbooks that are written row by row: split before a sheet is full, the same bytes for the same cells."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from reports.evaluation.stream import Table, new_stream, save_stream


def _write(path: Path, rows: int, most: int) -> None:
    book = new_stream()
    table = Table(book, "问题清单", {"序号": 6.0, "问题": 20.0}, ["说明"], most=most)
    for number in range(1, rows + 1):
        table.row([number, "=1+1"])
    table.end(empty="没有问题。")
    save_stream(book, path, "年度", "2026-01-10")


def test_a_long_table_goes_on_in_another_sheet_with_its_heading(tmp_path: Path) -> None:
    _write(tmp_path / "a.xlsx", rows=10, most=7)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["问题清单", "问题清单（2）", "问题清单（3）"]
    numbers = []
    for sheet in book:
        assert [c.value for c in sheet[3]] == ["序号", "问题"]
        assert sheet.freeze_panes == "A4"
        assert sheet.print_title_rows == "$3:$3"
        assert sheet.auto_filter.ref == f"A3:B{sheet.max_row}"
        assert sheet.max_row <= 7
        numbers += [row[0].value for row in sheet.iter_rows(min_row=4)]
        assert all(row[1].data_type == "s" for row in sheet.iter_rows(min_row=4))
    assert numbers == list(range(1, 11))


def test_an_empty_table_says_so(tmp_path: Path) -> None:
    _write(tmp_path / "a.xlsx", rows=0, most=7)
    (sheet,) = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert sheet["A4"].value == "没有问题。"


def test_the_same_cells_give_the_same_bytes(tmp_path: Path) -> None:
    _write(tmp_path / "a.xlsx", rows=3, most=9)
    _write(tmp_path / "b.xlsx", rows=3, most=9)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
