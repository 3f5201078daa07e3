"""A Word file taken apart and put together again: what comes from outside is held against what a template may be."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from checker.errors import CheckerError

_MOST_BYTES: Final = 20 * 2**20
_MOST_PARTS: Final = 256
_MOST_TEXT: Final = 2**20
"""Of one part with text: docxtpl searches it with expressions whose time grows with its square."""
_MOST_BRACES: Final = 2**12
_MAIN: Final = "word/document.xml"
_PICTURES: Final = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emf", ".wmf")
_HINT: Final = "请在 Word 或者 WPS 里去掉后，另存为 .docx"
_ACTIVE: Final = re.compile(r"macroEnabled|vbaProject|activeX|oleObject|aFChunk|/package\"|/subDocument|/control\"")
_EXTERNAL: Final = re.compile(r"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>")
_LINK: Final = re.compile(r"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']")
_FIELD: Final = re.compile(
    r"<w:fldSimple\b[^>]*w:instr=\"\s*([^\"]*)|<w:instrText\b[^>]*>([^<]*)|<w:fldChar\b[^>]*\"(begin|separate|end)\""
)
_FIELDS: Final = {
    "", "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "DATE", "TIME", "PRINTDATE", "SAVEDATE", "STYLEREF", "REF",
    "PAGEREF", "NOTEREF", "TOC", "SEQ", "HYPERLINK",
}  # fmt: skip
"""Fields that take nothing from outside the document."""


def read_template(path: Path) -> dict[str, bytes]:
    """The parts of a template that may be used. Raises CheckerError with the template's name."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise CheckerError("模板太大", path.name, f"请用不超过{_MOST_BYTES // 2**20}MB的模板")
        parts = _unpacked(path)
    except OSError as error:
        raise CheckerError(f"不能读取模板（{error.strerror}）", str(path)) from None
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise CheckerError("不是 Word 文档（.docx），或者已损坏、设有密码", path.name, "请另存为 .docx") from None
    for name, data in parts.items():
        _check(name, data, path.name)
    return parts


def _unpacked(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as source:
        entries = [e for e in source.infolist() if not e.is_dir()]
        if len(entries) > _MOST_PARTS or sum(e.file_size for e in entries) > _MOST_BYTES:
            raise CheckerError("模板展开后太大", path.name, f"请用不超过{_MOST_BYTES // 2**20}MB的模板")
        if len({e.filename for e in entries}) < len(entries) or _MAIN not in source.namelist():
            raise BadZipFile
        return {e.filename: source.read(e) for e in entries}


def _check(name: str, data: bytes, template: str) -> None:
    suffix = name.lower()[name.rfind(".") :]
    if suffix in _PICTURES:
        return
    if suffix not in (".xml", ".rels"):
        raise CheckerError(f"模板含有不能使用的内容（{name}）", template, _HINT)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise CheckerError(f"模板的内容（{name}）不是 UTF-8 编码", template, "请在 Word 里另存为 .docx") from None
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise CheckerError(f"模板含有不能使用的内容（{name}）", template, _HINT)
    if len(text) > _MOST_TEXT or text.count("{") + text.count("}") > _MOST_BRACES:
        raise CheckerError(f"模板的内容（{name}）太大，或者标记太多", template, "请简化模板")
    if suffix == ".rels" or name == "[Content_Types].xml":
        if any(not _LINK.search(r) for r in _EXTERNAL.findall(text)):
            raise CheckerError("模板含有指向外部文件的链接", template, _HINT)
        if _ACTIVE.search(text):
            raise CheckerError("模板含有宏、控件或者嵌入的文件", template, _HINT)


def check_fields(parts: dict[str, bytes], template: str) -> None:
    """Refuses fields that fetch from elsewhere; on the finished document, since contents may stand in a field."""
    for name, data in parts.items():
        code = ""
        for simple, piece, mark in _FIELD.findall(data.decode("utf-8") if name.endswith(".xml") else ""):
            code = simple if simple else "" if mark == "begin" else code + piece
            if (simple or mark in ("separate", "end")) and (word := (code.split() or [""])[0].upper()) not in _FIELDS:
                raise CheckerError(f"模板含有不能使用的域（{word[:20]}）", template, _HINT)


def packed(parts: dict[str, bytes]) -> bytes:
    """A Word file; the same parts give the same bytes."""
    result = BytesIO()
    with ZipFile(result, "w") as target:
        for name, data in sorted(parts.items(), key=lambda part: (part[0] != "[Content_Types].xml", part[0])):
            entry = ZipInfo(name)  # 1980-01-01
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, data)
    return result.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """The parts of a Word file that this program has made itself."""
    with ZipFile(BytesIO(data)) as source:
        return {name: source.read(name) for name in source.namelist()}
