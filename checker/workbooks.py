"""Excel workbooks that people send us, as cells that know their place. Every workbook is hostile until read.

openpyxl is given a copy that holds only what was inflated here within bounds, so a false directory, a bomb or a link
cannot lead it astray; sheets are read row by row and only cells that hold something are kept.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Final
from xml.etree.ElementTree import Element
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from openpyxl import load_workbook
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet._reader import FORMULA_TAG, MERGE_TAG, ROW_TAG, WorkSheetParser
from openpyxl.xml.functions import iterparse

from checker.errors import CaseFileError, CheckerError
from checker.marked import file_bytes

WORKBOOK_SUFFIXES: Final = (".xlsx", ".xlsm")
MOST_PARTS: Final = 2_000
MOST_INFLATED: Final = 100_000_000
MOST_CELLS: Final = 1 << 18
MOST_MERGED: Final = 1 << 12
_MOST_MARKS: Final = 2_500_000  # of a sheet: a row of a million that is only formatted takes one or two
_MOST_OTHER_MARKS: Final = 400_000  # of any other part, whose every element openpyxl makes an object of
_CHUNK: Final = 1 << 16

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_DECLARED: Final = re.compile(rb"""^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_ESCAPE: Final = re.compile("_x([0-9A-Fa-f]{4})_")  # openpyxl resolves these in shared strings, but not in cells
_PLAIN_ENCODINGS: Final = (b"utf-8", b"us-ascii")

CellValue = str | int | float | bool | datetime | date | time | timedelta


@dataclass(frozen=True, slots=True)
class BookCell:
    """What a cell holds. A formula counts as its last result; `fault` says why there is no value to be had."""

    value: CellValue | None
    number_format: str = "General"
    fault: str = ""


@dataclass(frozen=True, slots=True)
class BookSheet:
    """A sheet: for each row that holds anything its cells by column, both counted from 1. Hidden ones are there too."""

    book: str
    title: str
    hidden: bool
    rows: Mapping[int, Mapping[int, BookCell]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """First row, first column, last row, last column."""

    def cell(self, row: int, column: int) -> BookCell | None:
        """What stands there, or None where nothing does. Of a merged range only the first cell holds something."""
        return self.rows.get(row, {}).get(column)

    def place(self, row: int, column: int) -> str:
        return f"{self.book}:{self.title}!{get_column_letter(column)}{row}"


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook by the titles of its sheets, in their order."""

    name: str
    sheets: Mapping[str, BookSheet] = field(default_factory=dict)


def is_workbook(path: Path) -> bool:
    """Whether the name says that this is a spreadsheet, be it one that cannot be read."""
    return path.suffix.lower() in (*WORKBOOK_SUFFIXES, ".xls", ".xlsb", ".xlt", ".et", ".ett", ".ods")


def open_workbook(path: Path, fault: type[CheckerError] = CaseFileError) -> Book:
    """The cells of an .xlsx file. Raises `fault`, with one line, where it cannot be read or is not to be trusted."""
    data = file_bytes(path, fault)
    _refuse_others(data, path, fault)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of extensions it leaves out
            return _read(_trusted_copy(data, path, fault), path, fault)
    except CheckerError:
        raise
    except Exception:  # openpyxl and zipfile fail in many ways on a damaged file, all of which mean just that
        raise fault("工作簿已损坏，不能读取", str(path), "请用Excel或WPS打开并另存为.xlsx") from None


def _refuse_others(data: bytes, path: Path, fault: type[CheckerError]) -> None:
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise fault("工作簿有打开密码", str(path), "请在Excel或WPS中取消密码后另存")
    if data.startswith(_OLE) or path.suffix.lower() not in WORKBOOK_SUFFIXES:
        raise fault("不是.xlsx格式的工作簿（如.xls、.et）", str(path), "请用Excel或WPS另存为.xlsx")
    if not data.startswith(b"PK"):
        raise fault("不是Excel工作簿", str(path), "请确认是否选错了文件")


def _trusted_copy(data: bytes, path: Path, fault: type[CheckerError]) -> IO[bytes]:
    """The XML parts of a workbook, inflated within bounds. Pictures, macros and the like are left out."""

    def huge() -> CheckerError:
        return fault("工作簿过大", str(path), "请删除与案卷无关的内容、空白行和空白列后再试")

    copy = BytesIO()
    room = MOST_INFLATED
    seen: set[str] = set()
    with ZipFile(BytesIO(data)) as archive, ZipFile(copy, "w", ZIP_STORED) as out:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(p.file_size for p in parts if _wanted(p)) > MOST_INFLATED:
            raise huge()
        for part in filter(_wanted, parts):
            if part.flag_bits & 1:
                raise fault("工作簿有打开密码", str(path), "请在Excel或WPS中取消密码后另存")
            if part.filename in seen:
                raise fault("工作簿已损坏（内部文件重复）", str(path), "请用Excel或WPS打开并另存为.xlsx")
            seen.add(part.filename)
            text = bytearray()
            with archive.open(part) as stream:
                while chunk := stream.read(_CHUNK):
                    text += chunk
                    if len(text) > room:
                        raise huge()
            room -= len(text)
            most = _MOST_MARKS if "worksheets/" in part.filename else _MOST_OTHER_MARKS
            if text.count(b"<") > most:
                raise huge()
            if _can_multiply(text):
                raise fault("工作簿里有不允许的XML声明", str(path), "请用Excel或WPS打开并另存为.xlsx")
            out.writestr(part.filename, text)
    copy.seek(0)
    return copy


def _wanted(part: ZipInfo) -> bool:
    return part.filename.endswith((".xml", ".rels")) and not part.filename.startswith("xl/externalLinks/")


def _can_multiply(text: bytearray) -> bool:
    """Whether an XML text declares entities, or is encoded so that one could not see whether it does."""
    declared = _DECLARED.match(text[:200])
    encoded = declared is not None and declared[1].lower() not in _PLAIN_ENCODINGS
    return encoded or b"\0" in text[:4] or text.startswith((b"\xff\xfe", b"\xfe\xff")) or b"<!DOCTYPE" in text


def _read(copy: IO[bytes], path: Path, fault: type[CheckerError]) -> Book:
    book: Any = load_workbook(copy, read_only=True, data_only=True, keep_links=False)
    sheets: dict[str, BookSheet] = {}
    formats = [book._number_formats, book._cell_styles]
    left = MOST_CELLS
    for ws in book.worksheets:
        with ws._get_source() as source:
            parser = _Parser(
                source,
                ws._shared_strings,
                data_only=True,
                epoch=book.epoch,
                date_formats=book._date_formats,
                timedelta_formats=book._timedelta_formats,
            )
            rows: dict[int, dict[int, BookCell]] = {}
            for row, cells in parser.rows():
                held = {c["column"]: _cell(c, formats) for c in cells if _holds(c)}
                if held:
                    rows.setdefault(row, {}).update(held)
                    left -= len(held)
                if left < 0 or len(parser.merged) > MOST_MERGED:
                    at = f"{path.name}:{ws.title}!A{row}"
                    raise fault(f"工作簿超过{MOST_CELLS}个有内容的单元格", at, "请确认是否选错了文件")
        if len(parser.merged) > MOST_MERGED:
            raise fault(f"工作表“{ws.title}”的合并单元格超过{MOST_MERGED}处", str(path), "请取消合并后再试")
        sheets[ws.title] = BookSheet(path.name, ws.title, ws.sheet_state != "visible", rows, tuple(parser.merged))
    return Book(path.name, sheets)


class _Parser(WorkSheetParser):
    """openpyxl's reader of a sheet, for values and merged ranges alone, and without keeping what it has read."""

    def rows(self) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        self.merged: list[tuple[int, int, int, int]] = []
        for _, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                yield self.parse_row(element)
                self.row_dimensions.clear()
                element.clear()
            elif element.tag == MERGE_TAG:
                self._merged(element)
                element.clear()

    def _merged(self, element: Element) -> None:
        for range_ in element:
            if len(self.merged) > MOST_MERGED:
                return
            first_column, first_row, last_column, last_row = range_boundaries(range_.get("ref", ""))
            self.merged.append((first_row or 1, first_column or 1, last_row or 1, last_column or 1))

    def parse_cell(self, element: Element) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["value"] is None and cell["data_type"] != "str" and element.find(FORMULA_TAG) is not None:
            cell["data_type"] = "f"
        elif element.get("t") == "inlineStr" and isinstance(cell["value"], str):
            cell["value"] = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), cell["value"])
        return cell


def _holds(cell: dict[str, Any]) -> bool:
    value = cell["value"]
    return cell["data_type"] == "f" or (value is not None and not (isinstance(value, str) and not value.strip()))


def _cell(cell: dict[str, Any], formats: list[Any]) -> BookCell:
    if cell["data_type"] == "f":
        return BookCell(None, fault="公式没有保存计算结果，请用Excel或WPS打开后保存，或者改填数值")
    if cell["data_type"] == "e":
        return BookCell(None, fault=f"单元格是错误值{cell['value']}，请改正公式或者改填数值")
    number_formats, styles = formats
    id_ = styles[cell["style_id"]].numFmtId if cell["style_id"] else 0
    custom = id_ - BUILTIN_FORMATS_MAX_SIZE
    known = number_formats[custom] if 0 <= custom < len(number_formats) else BUILTIN_FORMATS.get(id_, "General")
    return BookCell(cell["value"], known)
