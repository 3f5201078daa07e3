"""A template filled in: docxtpl with the restricted template language, and the checks on what comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, time
from io import BytesIO
from typing import Any, Final

from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2.exceptions import TemplateError
from lxml.etree import XMLSyntaxError, fromstring, tostring

from checker.errors import CheckerError
from reports.opinion.package import check_fields, packed, unpacked
from reports.opinion.sandbox import TemplateLanguage, explained

DRAFT: Final = "草稿"
_TICKED: Final = re.compile(r"[☑☒✓✔√■][\s　]*同意")
_SHOWN: Final = 30
_SAVE_AGAIN: Final = "请在 Word 或者 WPS 里打开并另存"


class _Template(DocxTemplate):  # type: ignore[misc]  # docxtpl ships no type information
    """docxtpl repairs broken XML in silence and loses text by it; here that is an error."""

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        xml: str = super().render_xml_part(src_xml, part, context, jinja_env)
        fromstring(xml.encode("utf-8"))
        return xml

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        """The properties are set by `rendered`."""


def rendered(parts: dict[str, bytes], name: str, context: Mapping[str, Any], title: str, day: str) -> bytes:
    """The template `name` filled in with `context`; the same input gives the same bytes. Raises CheckerError."""
    template = _opened(parts, name)
    try:
        template.render(dict(context), TemplateLanguage(frozenset(context)), autoescape=True)
    except TemplateError as error:
        raise CheckerError(
            f"模板：{explained(error)}{_near(error)}", name, "可用的变量见 docs/opinion_template.md"
        ) from None
    except RecursionError:
        raise CheckerError("模板的标记嵌套太深", name, "请简化模板") from None
    except XMLSyntaxError:
        raise CheckerError(
            "套用模板后文档结构不完整",
            name,
            "整段、整行的 if 和 for 请用 {%p … %}、{%tr … %}，并且开头和结尾各占一段或者一行",
        ) from None
    except (KeyError, AttributeError, ValueError, TypeError) as error:  # docxtpl, on tables without a grid and the like
        raise CheckerError("模板的结构或者标记不能使用", name, _SAVE_AGAIN) from error
    document: WordDocument = template.docx
    properties = document.core_properties
    properties.author = properties.last_modified_by = "anjuan"
    properties.title, properties.comments = title[:255], "机器生成的草稿"
    properties.created = properties.modified = datetime.combine(datetime.fromisoformat(day), time.min)
    result = BytesIO()
    document.save(result)
    finished = unpacked(result.getvalue())
    check_fields(finished, name)
    return packed(finished)


def _opened(parts: dict[str, bytes], name: str) -> _Template:
    template = _Template(BytesIO(packed(parts)))
    try:
        template.init_docx()
        _check_marked(template.docx, name)
    except (PackageNotFoundError, XMLSyntaxError, KeyError, AttributeError, ValueError, TypeError) as error:
        raise CheckerError("不是完整的 Word 文档（.docx）", name, _SAVE_AGAIN) from error
    return template


def _check_marked(document: WordDocument, name: str) -> None:
    """Every page says that it is a draft, and no conclusion is ticked before a person has come to one."""
    if not all(DRAFT in "".join(text.split()) for text in _headers(document)):
        raise CheckerError(f"模板的页眉没有“{DRAFT}”字样", name, "机器生成的意见书每页都要注明，请在页眉写上")
    if _TICKED.search(_text(document.element)):
        raise CheckerError("模板中“同意”已经勾选", name, "审核结论只能由审核人员作出，请改为空框 ☐")


def _headers(document: WordDocument) -> Iterator[str]:
    """The text of each header that a page can show; also that of a drawn watermark."""
    for section in document.sections:
        headers = [section.header]
        if section.different_first_page_header_footer:
            headers.append(section.first_page_header)
        if document.settings.odd_and_even_pages_header_footer:
            headers.append(section.even_page_header)
        for header in headers:
            yield _text(header._element) + tostring(header._element, encoding="unicode")


def _text(element: Any) -> str:
    return "".join(t.text or "" for t in element.iter(qn("w:t")))


def _near(error: TemplateError) -> str:
    """Where in the template, by its text."""
    lines = [line.strip() for line in getattr(error, "docx_context", ())]
    text = "".join(line for line in lines[3:5] if "{" in line) or "".join(line for line in lines if "{" in line)
    return f"（在“{text[:_SHOWN]}”附近）" if text else ""
