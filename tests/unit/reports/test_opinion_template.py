"""A bureau's own template: what it may say, and the one clear line for whatever it may not."""

import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document

from checker.errors import CheckerError
from reports.opinion import build_template
from reports.opinion.package import packed, read_template, unpacked
from reports.opinion.render import rendered

CONTEXT: dict[str, Any] = {
    "案件": {"案由": "违规收费", "法制审核": {"送审日期": "2022-06-13"}, "裁决期限（日）": "60"},
    "问题清单": [{"序号": str(n), "表现": f"问题{n}"} for n in range(1, 31)],
    "结论选项": ["甲", "乙"],
    "空": "",
}
SHIPPED = Path(build_template.__file__).with_name("template.docx")
Template = Callable[..., Path]


@pytest.fixture
def template(tmp_path: Path) -> Template:
    """A template of these paragraphs, with further parts or with parts changed."""

    def make(*lines: str, header: str = "草稿", parts: dict[str, bytes] | None = None) -> Path:
        document = Document()
        document.sections[0].header.paragraphs[0].text = header
        for line in lines:
            document.add_paragraph(line)
        saved = BytesIO()
        document.save(saved)
        kept = {n: d for n, d in unpacked(saved.getvalue()).items() if "thumbnail" not in n}
        kept["_rels/.rels"] = kept["_rels/.rels"].replace(b"docProps/thumbnail.jpeg", b"docProps/app.xml")
        path = tmp_path / "模板.docx"
        path.write_bytes(packed(kept | (parts or {})))
        return path

    return make


def filled(path: Path, context: dict[str, Any] = CONTEXT) -> str:
    data = rendered(read_template(path), path.name, context, "标题", "2022-06-14")
    return "\n".join(p.text for p in Document(BytesIO(data)).paragraphs)


def refused(path: Path, context: dict[str, Any] = CONTEXT) -> str:
    with pytest.raises(CheckerError) as error:
        filled(path, context)
    line = str(error.value)
    assert line.startswith("模板.docx")
    assert "\n" not in line
    return line


# ---------------------------------------------------------------------------------------------- what it may say


def test_variables_conditions_and_loops(template: Template) -> None:
    text = filled(
        template(
            "{{ 案件.案由 }}，{{ 案件.法制审核.送审日期 }}，{{ 案件['裁决期限（日）'] }}，{{ 空 or '（未填）' }}",
            "{%p for 问题 in 问题清单 %}",
            "{%p if loop.index < 3 %}",
            "{{ 问题.序号 }}：{{ 问题.表现 }}",
            "{%p endif %}",
            "{%p endfor %}",
            "{% for 项 in 结论选项 %}☐ {{ 项 }}{% endfor %}",
        )
    )
    assert text.split("\n") == ["违规收费，2022-06-13，60，（未填）", "1：问题1", "2：问题2", "☐ 甲☐ 乙"]


def test_text_of_the_case_stays_text(template: Template) -> None:
    hostile = "<w:p>&amp; {{ 7*7 }} {% for x in y %} ]]> \"'"
    assert hostile in filled(template("{{ 案件 }}"), {"案件": hostile})


# ---------------------------------------------------------------------------------------------- what it may not


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{{ 问题请单 }}", "没有变量“问题请单”。是否想写“问题清单”？"),
        ("{{ 案件.案油 }}", "没有“案油”"),
        ("{% if 空 %}{{ 没有 }}{% endif %}", "没有变量“没有”"),
        ("{{ ''.__class__ }}", "不能使用“__class__”"),
        ("{{ ''.upper() }}", "不能使用函数"),
        ("{{ ''['__class__'] }}", "没有“__class__”"),
        ("{{ 结论选项.append }}", "没有“append”"),
        ("{{ 案件|attr('__class__') }}", "不能使用“attr”"),
        ("{{ 'a'*999999999 }}", "不能使用“Mul”"),
        ("{{ 9**9**9 }}", "不能使用“Pow”"),
        ("{{ range(9) }}", "不能使用函数"),
        ("{{ 'a'|center(999999999) }}", "不能使用“center”"),
        ("{% set a = 1 %}", "不能使用“Assign”"),
        ("{% macro a() %}{% endmacro %}", "不能使用“Macro”"),
        ("{% include '/etc/passwd' %}", "不能使用“Include”"),
        ("{% import 'os' as o %}", "不能使用“Import”"),
        ("{{ 案件 }}", "请用循环"),
        ("{{ 案件.案由 ", "写得不对"),
        ("{% if 空 %}", "写得不对"),
        ("{{ " + "(" * 5000 + " }}", "嵌套太深"),
    ],
)
def test_a_wrong_or_hostile_mark_is_named(template: Template, line: str, words: str) -> None:
    assert words in refused(template(line))


@pytest.mark.parametrize("body", ["", "很长的文字" * 200])
def test_loops_in_loops_come_to_an_end(template: Template, body: str) -> None:
    loop, end = "{% for 项 in 问题清单 %}", "{% endfor %}"
    start = time.monotonic()
    assert "太多" in refused(template(loop * 12 + body + end * 12))
    assert time.monotonic() - start < 10


def test_a_condition_across_a_table_is_no_half_document(template: Template) -> None:
    parts = unpacked(template("前{% if 空 %}", "后").read_bytes())
    table = (
        "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:p><w:r><w:t>{% endif %}格</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    before, end, after = parts["word/document.xml"].partition(b"</w:p>")
    parts["word/document.xml"] = before + end + table.encode() + after
    assert "结构不完整" in refused(template(parts=parts))


@pytest.mark.parametrize("mark", ["☑ 同意", "√同意", "☒　同意"])
def test_a_ticked_conclusion_is_refused(template: Template, mark: str) -> None:
    assert "同意”已经勾选" in refused(template(mark))


def test_every_page_says_draft(template: Template) -> None:
    assert "页眉没有“草稿”" in refused(template("{{ 空 }}", header="某某县审计局"))


# ---------------------------------------------------------------------------------------------- what is no template


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "不是 Word 文档"),
        (b"%PDF-1.7", "不是 Word 文档"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "设有密码"),
        (b"PK\x03\x04" + b"\0" * 600, "不是 Word 文档"),
        (packed({"a.xml": b""}), "不是 Word 文档"),
        (packed({"word/document.xml": b"<a/>"}), "不是完整的 Word 文档"),
    ],
)
def test_what_is_no_word_file(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "模板.docx"
    path.write_bytes(data)
    assert words in refused(path)


RELATIONS = "word/_rels/document.xml.rels"


def relation(kind: str, target: str, mode: str = "") -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
        added = f'<Relationship Id="rId99" Type="{base}{kind}" Target="{target}" {mode}/></Relationships>'
        parts[RELATIONS] = parts[RELATIONS].replace(b"</Relationships>", added.encode())

    return change


def field(code: str) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        added = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{code}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        body = parts["word/document.xml"]
        parts["word/document.xml"] = body.replace(b"</w:p>", f"{added}</w:p>".encode(), 1)

    return change


def macro_type(parts: dict[str, bytes]) -> None:
    name = "[Content_Types].xml"
    parts[name] = parts[name].replace(b"officedocument.wordprocessingml.document.main", b"macroEnabled.main")


def doctype(parts: dict[str, bytes]) -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "ha">]><w:document'
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:document", bomb, 1)


def sixteen_bits(parts: dict[str, bytes]) -> None:
    parts["word/document.xml"] = parts["word/document.xml"].decode().encode("utf-16")


EXTERNAL = 'TargetMode="External"'


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda parts: parts.update({"word/vbaProject.bin": b"x"}), "vbaProject.bin"),
        (lambda parts: parts.update({"word/embeddings/a.xlsx": b"x"}), "a.xlsx"),
        (lambda parts: parts.update({"word/a.xml": b" " * 1_500_000}), "太大"),
        (macro_type, "宏"),
        (relation("oleObject", "a.xml"), "嵌入"),
        (relation("aFChunk", "a.xml"), "嵌入"),
        (relation("image", "http://x/y.png", EXTERNAL), "外部文件"),
        (relation("attachedTemplate", "file:///x.dotm", EXTERNAL), "外部文件"),
        (
            field("<w:r><w:instrText> DDE</w:instrText></w:r><w:r><w:instrText>AUTO c cmd</w:instrText></w:r>"),
            "DDEAUTO",
        ),
        (field("<w:r><w:instrText>INCLUDETEXT x</w:instrText></w:r>"), "INCLUDETEXT"),
        (doctype, "不能使用的内容"),
        (sixteen_bits, "UTF-8"),
    ],
)
def test_what_reaches_outside_the_template_is_refused(
    template: Template, change: Callable[[dict[str, bytes]], None], words: str
) -> None:
    parts = unpacked(template("{{ 案件.案由 }}").read_bytes())
    change(parts)
    assert words in refused(template(parts=parts))


def test_a_case_cannot_put_a_field_into_a_template(template: Template) -> None:
    parts = unpacked(template("{{ 案件 }}").read_bytes())
    field("<w:r><w:instrText>{{ 空 }}</w:instrText></w:r>")(parts)
    assert "INCLUDETEXT" in refused(template(parts=parts), {"案件": "", "空": "INCLUDETEXT c:/x"})


def test_a_link_and_a_page_number_are_welcome(template: Template) -> None:
    parts = unpacked(template("{{ 案件.案由 }}").read_bytes())
    relation("hyperlink", "http://www.gov.cn", EXTERNAL)(parts)
    field("<w:r><w:instrText> PAGE </w:instrText></w:r>")(parts)
    assert "违规收费" in filled(template(parts=parts))


def test_a_zip_bomb_stays_small(tmp_path: Path) -> None:
    path = tmp_path / "模板.docx"
    with ZipFile(path, "w", 8) as bomb:
        bomb.writestr("word/document.xml", b"\0" * 30_000_000)
    assert "太大" in refused(path)


# ---------------------------------------------------------------------------------------------- the shipped one


def test_the_shipped_template_is_what_the_script_makes() -> None:
    """Run `python -m reports.opinion.build_template` when this fails."""
    assert unpacked(SHIPPED.read_bytes()) == unpacked(build_template.build())
