"""The page on the template of the opinion: its marks, variables and fields."""

from __future__ import annotations

from checker.catalog.catalogue import Catalogue
from reports.opinion.context import Opinion, documented
from reports.opinion.record import shown
from rules.schema import Field

TEMPLATE_GUIDE = """# 法制审核意见书的模板

`anjuan opinion --export-template 模板.docx` 写出自带的模板；在 Word 或者 WPS 里改好，再套用：
`anjuan opinion 案卷 --template 模板.docx -o 意见书.docx`。

模板是普通的 .docx，机器填写的地方写成标记：

| 写法 | 意思 |
|---|---|
| `{{ 案件.案件名称 }}` | 写出一个变量 |
| `{{ 案件.案由 or '（未填）' }}` | 为空时写别的 |
| `{%p if 阶段提示 %}` …… `{%p endif %}` | 条件成立才有其间的段落；两个标记各占一段，写出时去掉 |
| `{%p for 项 in 提请注意 %}` …… `{%p endfor %}` | 逐项写出其间的段落 |
| `{%tr for 问题 in 问题清单 %}` …… `{%tr endfor %}` | 逐项写出其间的表格行；两个标记各占一行 |
| `{% for 项 in 结论选项 %}☐ {{ 项 }}　{% endfor %}` | 在一段之内逐项写出 |

- 只能写变量、判断和循环，以及 `join`、`length`、`count`、`first`、`last`。不能调用函数，不能计算。
- 页眉须有“草稿”二字；“同意”前的方框须为空框。审核结论和签名由人填写，没有变量可以写出。
- 模板里不能有宏、控件、嵌入的文件、外部图片、取用外部内容的域；超链接可以有。
- 写错的变量会被指出，不会写出半份文件。
"""


def opinion_template(catalogue: Catalogue) -> str:
    """The variables of the opinion's template, and the fields of a case file that it can show."""
    lines = [
        TEMPLATE_GUIDE,
        "## 变量",
        "",
        "“›”之后的属于清单中的每一项，在循环里写，如 `{%tr for 问题 in 问题清单 %}` 之后写 `{{ 问题.序号 }}`。",
        "",
        "| 变量 | 内容 |",
        "|---|---|",
        *(f"| {name} | {doc} |" for name, doc in documented(Opinion)),
        "",
        "## 案卷的字段",
        "",
        "“案件”之下是字段字典的各字段（审核意见除外），按中文名称；没有填的为空，填“无”的写“无”，多项的用顿号连接。"
        "名称中有括号的写成 `{{ 救济['裁决期限（日）'] }}`。",
    ]
    for entity in catalogue.schema.entities.values():
        named = {f.label: _inner(catalogue, f) for f in shown(entity.name, catalogue.schema)}
        if entity.name == catalogue.schema.root:
            named |= {v.label: "各项" for v in entity.views.values() if v.where_field}
        lines += ["", f"**{entity.label}**：{'、'.join(k + (f'（{v}）' if v else '') for k, v in named.items())}"]
    return "\n".join(lines) + "\n"


def _inner(catalogue: Catalogue, field: Field) -> str:
    """Where the members of a field are listed, if it has any."""
    if field.element != "records" or field.type in ("ref", "refs"):
        return ""
    return f"{'各项' if field.type == 'list' else '一项'}，见{catalogue.schema.entities[field.of].label}"
