"""Word pages after GB/T 9704: A4 with its margins, 小标宋 for the title, 黑体 for headings, 仿宋 for the body.

Every style and every run names its East Asian font: Word and WPS otherwise take one of their own choice.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any, Final, cast

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from reports.opinion.package import packed, unpacked

SONG, HEI, FANG, TITLE, LATIN = "宋体", "黑体", "仿宋", "方正小标宋简体", "Times New Roman"
_FALLBACK: Final = {
    FANG: ("仿宋_GB2312,FangSong,华文仿宋", "modern"),
    HEI: ("SimHei,思源黑体", "modern"),
    SONG: ("SimSun,新宋体", "auto"),
    TITLE: ("方正小标宋_GBK,华文中宋,宋体", "auto"),
}
"""What takes the place of a font that a machine lacks; a character missing in GB2312 comes from the next."""
_STYLES: Final = {
    "Normal": (FANG, 12, 3, 20),
    "Title": (TITLE, 22, 6, 32),
    "Heading 1": (HEI, 14, 4, 24),
    "Heading 2": (HEI, 12, 3, 20),
    "Header": (HEI, 10.5, 0, 22),
    "Footer": (SONG, 14, 0, 18),
    "表内文字": (FANG, 10.5, 0.5, 14),
    "表内标题": (HEI, 10.5, 0.5, 14),
    "说明文字": (FANG, 9, 1, 13),
}
"""Name → font, size, space before and after, height of a line, in points."""
_LEFT, _RIGHT = 28, 26
_WIDTH: Final = 210 - _LEFT - _RIGHT
"""Between the margins, in millimetres."""
_EPOCH: Final = datetime(2000, 1, 1)
_NOT_NEEDED: Final = ("stylesWithEffects", "customXml", "numbering", "webSettings", "thumbnail")
"""What python-docx puts into every document."""
_MARGINS: Final = "".join(
    f'<w:{side} w:w="{width}" w:type="dxa"/>'
    for side, width in (("top", 20), ("left", 70), ("bottom", 20), ("right", 70))
)
"""Of a cell, in twentieths of a point."""
_GREY: Final = "EDEDED"


class Page:
    """The document while it is being written."""

    def __init__(self) -> None:
        self.document: WordDocument = Document()
        _clean_styles(self.document)
        _set_up(self.document)

    def line(self, text: str, style: str = "Normal", align: Any = None) -> Paragraph:
        paragraph = self.document.add_paragraph(style=style)
        paragraph.alignment = align
        _write(paragraph, text)
        return paragraph

    def table(self, *widths: int) -> Table:
        assert sum(widths) == _WIDTH
        table: Table = self.document.add_table(rows=0, cols=len(widths), style="Table Grid")
        table.autofit = False
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table._tbl.tblPr.append(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{_MARGINS}</w:tblCellMar>"))
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        return table

    def bytes(self, title: str) -> bytes:
        """The finished file; always the same for the same libraries."""
        for owner in (self.document.part, self.document.part.package):
            for key, link in list(owner.rels.items()):
                if link.reltype.rsplit("/", 1)[1] in _NOT_NEEDED:
                    del owner.rels[key]
        properties = self.document.core_properties
        properties.title, properties.author, properties.comments = title, "anjuan", ""
        properties.last_modified_by, properties.created, properties.modified = "anjuan", _EPOCH, _EPOCH
        saved = BytesIO()
        self.document.save(saved)
        return packed(unpacked(saved.getvalue()) | {"word/fontTable.xml": _font_table()})


def row(
    table: Table, *texts: str, head: bool = False, keys: tuple[int, ...] = (), height: int = 0, whole: bool = True
) -> list[_Cell]:
    """A row of texts; `head` is repeated on each page, `keys` are the cells that name what stands beside them."""
    made = cast(Any, table).add_row()
    properties = made._tr.get_or_add_trPr()
    if whole:
        properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
    if height:
        made.height = Mm(height)
    cells: list[_Cell] = list(made.cells)
    for number, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        named = head or number in keys
        cell.width = table.columns[number].width
        for i, piece in enumerate(text.split("\n")):
            paragraph = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
            paragraph.style = "表内标题" if named else "表内文字"
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if named else None
            _write(paragraph, piece)
        if named:
            cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="{_GREY}"/>'))
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    return cells


def wide(table: Table, key: str, text: str) -> None:
    """A row of two cells: what it says, and the rest of the width. It may run over a page's end."""
    cells = row(table, key, text, *[""] * (len(table.columns) - 2), keys=(0,), whole=False)
    cells[1].merge(cells[-1])


def mark(table: Table, words: str) -> None:
    """A row that only says where a loop or a condition begins or ends; it goes when the template is filled in."""
    cells = row(table, f"{{%tr {words} %}}", *[""] * (len(table.columns) - 1))
    cells[0].merge(cells[-1])


def _write(paragraph: Paragraph, text: str) -> None:
    if not text:
        return
    run = paragraph.add_run(text)
    _fonts(run._r.get_or_add_rPr(), _STYLES[str(paragraph.style.name)][0] if paragraph.style else FANG)


def _fonts(properties: Any, name: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    latin = name if name == HEI else LATIN
    for key, value in (("hint", "eastAsia"), ("ascii", latin), ("hAnsi", latin), ("eastAsia", name), ("cs", LATIN)):
        fonts.set(qn(f"w:{key}"), value)


def _clean_styles(document: WordDocument) -> None:
    """Only the styles in use, each with its fonts by name: theme fonts become Japanese ones on some machines."""
    styles = document.styles
    kept = {*_STYLES, "Default Paragraph Font", "Normal Table", "No List", "Table Grid"}
    for style in list(styles):
        if style.name not in kept:
            style.delete()
    defaults = styles.element.find(qn("w:docDefaults"))
    assert defaults is not None
    run = defaults.find(f".//{qn('w:rPr')}")
    assert run is not None
    _fonts(run, FANG)
    language = run.find(qn("w:lang"))
    assert language is not None
    for key, value in (("val", "en-US"), ("eastAsia", "zh-CN")):
        language.set(qn(f"w:{key}"), value)
    names = [style.name for style in styles]
    for name, (_, size, space, height) in _STYLES.items():
        if name not in names:
            styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        own: Any = styles[name]
        properties = own.element.get_or_add_rPr()
        for child in list(properties):
            properties.remove(child)
        own.font.size = Pt(size)
        form = own.paragraph_format
        form.space_before = form.space_after = Pt(space)
        form.line_spacing = Pt(height)
        form.widow_control = True
        form.keep_with_next = name.startswith("Heading") or None
        form.alignment = WD_ALIGN_PARAGRAPH.CENTER if name in ("Title", "Header", "Footer") else None
        for border in own.element.findall(f".//{qn('w:pBdr')}"):
            border.getparent().remove(border)
    for other in styles:
        if other.type != WD_STYLE_TYPE.LIST:
            _fonts(other.element.get_or_add_rPr(), _STYLES.get(str(other.name), (FANG,))[0])


def _field(paragraph: Paragraph, code: str) -> None:
    """A field such as the page number, with a value that stands until the program works it out."""
    for kind in ("begin", code, "separate", "1", "end"):
        run = paragraph.add_run("1" if kind == "1" else "")
        _fonts(run._r.get_or_add_rPr(), SONG)
        if kind == code:
            run._r.append(parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve"> {code} </w:instrText>'))
        elif kind != "1":
            run._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'))


def _set_up(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(_LEFT), Mm(_RIGHT)
    section.header_distance, section.footer_distance = Mm(22), Mm(24)
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    header.style, footer.style = "Header", "Footer"
    _write(header, "草　稿")
    header.runs[0].font.size = Pt(18)
    _write(header, "　　机器生成，供审核人员修改；未经审核人员签名，不是审核意见")
    header._p.get_or_add_pPr().append(
        parse_xml(f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="6" w:space="3" w:color="000000"/></w:pBdr>')
    )
    _write(footer, "— ")
    _field(footer, "PAGE")
    _write(footer, " —")


def _font_table() -> bytes:
    fonts = "".join(_font(name, *fallback) for name, fallback in _FALLBACK.items())
    latin = f'<w:font w:name="{LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/></w:font>'
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f"{head}<w:fonts {nsdecls('w')}>{latin}{fonts}</w:fonts>".encode()


def _font(name: str, others: str, family: str) -> str:
    """Character set 134 (hexadecimal 86) is GB2312: a machine without the font takes another Chinese one."""
    others, charset = f'<w:altName w:val="{others}"/>', '<w:charset w:val="86"/>'
    return f'<w:font w:name="{name}">{others}{charset}<w:family w:val="{family}"/></w:font>'
