"""The template that ships with the program: `python -m reports.opinion.build_template` writes it anew.

Layout after GB/T 9704: A4 with its margins, 小标宋 for the title, 黑体 for headings, 仿宋 for the body. Every style and every
run names its East Asian font: Word and WPS otherwise take one of their own choice.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
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
    "Header": (HEI, 10.5, 0, 14),
    "Footer": (SONG, 14, 0, 18),
    "表内文字": (FANG, 10.5, 1, 15),
    "表内标题": (HEI, 10.5, 1, 15),
    "说明文字": (FANG, 9, 1, 13),
}
"""Name → font, size, space before and after, height of a line, in points."""
_WIDTH: Final = 156
_EPOCH: Final = datetime(2000, 1, 1)
_NOT_NEEDED: Final = ("stylesWithEffects", "customXml", "numbering", "webSettings", "thumbnail")
"""What python-docx puts into every document."""
_GREY: Final = "EDEDED"


class _Page:
    """The document while it is being written."""

    def __init__(self) -> None:
        self.document: WordDocument = Document()
        _clean_styles(self.document)

    def line(self, text: str, style: str = "Normal", align: Any = None) -> Paragraph:
        paragraph = self.document.add_paragraph(style=style)
        paragraph.alignment = align
        _write(paragraph, text)
        return paragraph

    def table(self, *widths: int) -> Table:
        assert sum(widths) == _WIDTH
        table = self.document.add_table(rows=0, cols=len(widths), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        return table


def _row(table: Table, *texts: str, head: bool = False, keys: tuple[int, ...] = (), height: int = 0) -> list[_Cell]:
    """A row of texts; `head` is repeated on each page, `keys` are the cells that name what stands beside them."""
    row = table.add_row()
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
    if height:
        row.height = Mm(height)
    cells = list(row.cells)
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
            cell.vertical_alignment = 1
    return cells


def _mark(table: Table, mark: str) -> None:
    """A row that only says where a loop or a condition begins or ends; it goes when the template is filled in."""
    cells = _row(table, *[f"{{%tr {mark} %}}", *[""] * (len(table.columns) - 1)])
    cells[0].merge(cells[-1])


def _write(paragraph: Paragraph, text: str) -> None:
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
    for name, (font, size, space, height) in _STYLES.items():
        style: Any = (
            styles[name] if name in [s.name for s in styles] else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        )
        properties = style.element.get_or_add_rPr()
        for child in list(properties):
            properties.remove(child)
        _fonts(properties, font)
        style.font.size = Pt(size)
        form = style.paragraph_format
        form.space_before = form.space_after = Pt(space)
        form.line_spacing = Pt(height)
        for border in style.element.findall(f".//{qn('w:pBdr')}"):
            border.getparent().remove(border)
    for name in ("Heading 1", "Heading 2"):
        styles[name].paragraph_format.keep_with_next = True  # type: ignore[attr-defined]
    styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER  # type: ignore[attr-defined]
    for style in styles:
        if style.type != WD_STYLE_TYPE.LIST:
            _fonts(style.element.get_or_add_rPr(), _STYLES.get(str(style.name), (FANG,))[0])


def _field(paragraph: Paragraph, code: str) -> None:
    """A field such as the page number, with a value that stands until the program works it out."""
    for kind in ("begin", code, "separate", "1", "end"):
        run = paragraph.add_run("1" if kind == "1" else "")
        _fonts(run._r.get_or_add_rPr(), SONG)
        if kind == code:
            run._r.append(parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve"> {code} </w:instrText>'))
        elif kind != "1":
            run._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'))


def _page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(22), Mm(24)
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    header.style, footer.style = "Header", "Footer"
    header.alignment = footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(header, "草　稿　　机器生成，供审核人员修改；未经审核人员签名，不是审核意见")
    header._p.get_or_add_pPr().append(
        parse_xml(f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="6" w:space="3" w:color="000000"/></w:pBdr>')
    )
    _write(footer, "— ")
    _field(footer, "PAGE")
    _write(footer, " —")


def build() -> bytes:
    """The template; always the same bytes for the same libraries."""
    page = _Page()
    _page(page.document)
    _head(page)
    _case(page)
    _points(page)
    _problems(page)
    _open(page)
    _conclusion(page)
    for owner in (page.document.part, page.document.part.package):
        for key, link in list(owner.rels.items()):
            if link.reltype.rsplit("/", 1)[1] in _NOT_NEEDED:
                del owner.rels[key]
    properties = page.document.core_properties
    properties.title, properties.author, properties.comments = "法制审核意见书模板", "anjuan", ""
    properties.last_modified_by, properties.created, properties.modified = "anjuan", _EPOCH, _EPOCH
    saved = BytesIO()
    page.document.save(saved)
    parts = unpacked(saved.getvalue())
    parts["word/fontTable.xml"] = _font_table()
    return packed(parts)


def _head(page: _Page) -> None:
    page.line("{% if 机关名称 %}{{ 机关名称 }}{% endif %}法制审核意见书", "Title")
    page.line("编号：＿＿＿＿＿＿＿＿＿＿", align=WD_ALIGN_PARAGRAPH.RIGHT)
    page.line("{%p if 阶段提示 %}")
    page.line("【注意】{{ 阶段提示 }}", "Heading 2")
    page.line("{%p endif %}")


def _case(page: _Page) -> None:
    page.line("一、案件基本情况", "Heading 1")
    table = page.table(25, 53, 25, 53)
    blank = " or '（未填）' }}"
    rows = (
        ("案件名称", "{{ 案件.案件名称" + blank, "案卷编号", "{{ 案件.案卷编号" + blank),
        ("案由", "{{ 案件.案由" + blank, "案件来源", "{{ 案件.案件来源" + blank),
        ("承办股室", "{{ 案件.承办股室" + blank, "承办人", "{{ 承办人" + blank),
        ("执法行为", "{{ 执法行为" + blank, "办案阶段", "{{ 办案阶段 }}"),
        ("送审日期", "{{ 案件.法制审核.送审日期" + blank, "材料齐全日期", "{{ 案件.法制审核.材料齐全日期" + blank),
        ("审核人员", "{{ 审核人员" + blank, "审核期限", "{{ 审核期限届满日 or '（目录没有设定）' }}"),
    )
    for row in rows:
        _row(table, *row, keys=(0, 2))
    for key, text in (("送审材料", "{{ 案件.法制审核.送审材料" + blank),):
        cells = _row(table, key, text, "", "", keys=(0,))
        cells[1].merge(cells[3])
    _mark(table, "for 人 in 当事人")
    cells = _row(table, "当事人", "{{ 人 }}", "", "", keys=(0,))
    cells[1].merge(cells[3])
    _mark(table, "endfor")
    _mark(table, "for 行为 in 违法事实")
    cells = _row(
        table,
        "违法事实{{ 行为.序号 }}",
        "{{ 行为.名称 }}。{{ 行为.事实 }}\n定性依据：{{ 行为.依据" + blank + "\n证据：{{ 行为.证据" + blank,
        "",
        "",
        keys=(0,),
    )
    cells[1].merge(cells[3])
    _mark(table, "endfor")

    page.line("{%p if 处理处罚 %}")
    page.line("（一）处理处罚", "Heading 2")
    table = page.table(17, 30, 42, 25, 42)
    _row(table, "阶段", "当事人", "种类、内容和依据", "金额", "裁量", head=True)
    _mark(table, "for 措施 in 处理处罚")
    _row(
        table,
        "{{ 措施.阶段 }}",
        "{{ 措施.当事人 }}",
        "{{ 措施.种类 }}\n{{ 措施.依据 or '（依据未填）' }}",
        "{{ 措施.金额 or '（未填）' }}",
        "{{ 措施.裁量 }}",
    )
    _mark(table, "endfor")
    page.line("{%p endif %}")

    page.line("{%p if 程序经过 %}")
    page.line("（二）程序经过", "Heading 2")
    table = page.table(25, 56, 38, 22, 15)
    _row(table, "日期", "事项", "当事人", "方式", "页码", head=True)
    _mark(table, "for 事 in 程序经过")
    _row(table, "{{ 事.日期 or '（未填）' }}", "{{ 事.事项 }}", "{{ 事.当事人 }}", "{{ 事.方式 }}", "{{ 事.页码 }}")
    _mark(table, "endfor")
    page.line("{%p endif %}")

    page.line("{%p if 期限 %}")
    page.line("（三）期限", "Heading 2")
    table = page.table(44, 52, 25, 35)
    _row(table, "期限", "对象", "届满日", "结果", head=True)
    _mark(table, "for 项 in 期限")
    _row(table, "{{ 项.名称 }}", "{{ 项.对象 }}", "{{ 项.届满日 }}", "{{ 项.结果 }}")
    _mark(table, "endfor")
    page.line("{%p endif %}")


def _points(page: _Page) -> None:
    page.line("二、逐项审核", "Heading 1")
    table = page.table(26, 86, 44)
    _row(table, "审核要点", "检查情况（机器检查，供参考）", "审核人员意见", head=True)
    for name in ("审核要点", "其他要点"):
        _mark(table, f"for 点 in {name}")
        _row(table, "{{ 点.名称 }}", "{{ 点.检查 }}\n{{ 点.发现 }}{{ 点.待定 }}", "", keys=(0,), height=16)
        _mark(table, "endfor")


def _problems(page: _Page) -> None:
    page.line("三、问题和建议", "Heading 1")
    page.line("{{ 问题概述 }}")
    page.line("{%p if 问题清单 %}")
    table = page.table(16, 140)
    _row(table, "问题", "具体表现、依据和建议", head=True)
    _mark(table, "for 问题 in 问题清单")
    _row(
        table,
        "{{ 问题.序号 }}\n{{ 问题.程度 }}",
        "【{{ 问题.要点 }}】{{ 问题.表现 }}（{{ 问题.对象 }}{% if 问题.位置 %}；{{ 问题.位置 }}{% endif %}）\n"
        "依据：{{ 问题.依据 }}\n建议：{{ 问题.建议 }}",
        keys=(0,),
    )
    _mark(table, "endfor")
    page.line("{%p endif %}")


def _open(page: _Page) -> None:
    page.line("四、尚待明确的事项", "Heading 1")
    page.line("{%p if not 需人工判断 and not 数据缺失 %}")
    page.line("没有须由人判断的问题，也没有缺失的数据。")
    page.line("{%p endif %}")
    page.line("{%p if 需人工判断 %}")
    table = page.table(16, 96, 44)
    _row(table, "判断", "须由审核人员判断的问题", "审核人员判断和理由", head=True)
    _mark(table, "for 问 in 需人工判断")
    _row(table, "{{ 问.序号 }}", "【{{ 问.要点 }}】{{ 问.问题 }}（{{ 问.对象 }}）\n依据：{{ 问.依据 }}", "", keys=(0,))
    _mark(table, "endfor")
    page.line("{%p endif %}")
    page.line("{%p for 缺 in 数据缺失 %}")
    page.line("数据缺失，{{ 缺 }}", "表内文字")
    page.line("{%p endfor %}")
    page.line("{%p if 人工意见 %}")
    page.line("已经作出的答复和豁免", "Heading 2")
    page.line("{%p endif %}")
    page.line("{%p for 项 in 人工意见 %}")
    page.line("【{{ 项.要点 }}】{{ 项.要求 }}（{{ 项.对象 }}）：{{ 项.内容 }}", "表内文字")
    page.line("{%p endfor %}")


def _conclusion(page: _Page) -> None:
    page.line("五、审核结论（由审核人员勾选、填写）", "Heading 1")
    table = page.table(34, 122)
    options = "{% for 项 in 结论选项 %}☐ {{ 项 }}　　{% endfor %}"
    advice = "存在问题的，建议：☐ 补充调查或者补正材料　☐ 变更定性、法律适用或者裁量　☐ 纠正程序或者文书　☐ 移送有权机关处理　☐ 不同意拟作出的决定"
    sign = "\n签名：＿＿＿＿＿＿＿＿＿　　　　＿＿＿＿年＿＿月＿＿日"
    _row(table, "审核意见", f"{options}\n{advice}", keys=(0,))
    _row(table, "问题和建议", "\n\n", keys=(0,), height=30)
    _row(table, "审核人员", "法律职业资格：☐ 有　☐ 无\n" + sign, keys=(0,), height=20)
    _row(table, "审核机构负责人", "\n" + sign, keys=(0,), height=20)
    _row(table, "承办股室采纳情况（不采纳的写明理由）", "\n" + sign, keys=(0,), height=26)
    _row(table, "机关负责人意见", "\n" + sign, keys=(0,), height=26)
    _row(table, "附件", "", keys=(0,), height=10)
    page.line("{%p for 项 in 提请注意 %}")
    page.line("提请注意：{{ 项 }}", "说明文字")
    page.line("{%p endfor %}")
    page.line(
        "机器检查的结果不是法律意见；“未发现不符合”只就已设的检查项和案卷所填内容而言。{{ 生成说明 }}", "说明文字"
    )


def _font_table() -> bytes:
    fonts = "".join(_font(name, *fallback) for name, fallback in _FALLBACK.items())
    latin = f'<w:font w:name="{LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/></w:font>'
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f"{head}<w:fonts {nsdecls('w')}>{latin}{fonts}</w:fonts>".encode()


def _font(name: str, others: str, family: str) -> str:
    """Character set 134 is GB2312: a machine without the font takes another Chinese one."""
    return (
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/><w:family w:val="{family}"/></w:font>'
    )


if __name__ == "__main__":
    (Path(__file__).parent / "template.docx").write_bytes(build())
