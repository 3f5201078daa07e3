"""The template that ships with the program: `python -m reports.opinion.build_template` writes it anew."""

from __future__ import annotations

from pathlib import Path

from docx.enum.text import WD_ALIGN_PARAGRAPH

from reports.opinion.word import Page, mark, row, wide


def build() -> bytes:
    """The template; always the same bytes for the same libraries."""
    page = Page()
    for part in (_head, _case, _points, _problems, _open, _conclusion):
        part(page)
    return page.bytes("法制审核意见书模板")


def _head(page: Page) -> None:
    page.line("{% if 机关名称 %}{{ 机关名称 }}{% endif %}法制审核意见书", "Title")
    page.line("编号：＿＿＿＿＿＿＿＿＿＿", align=WD_ALIGN_PARAGRAPH.RIGHT)
    page.line("{%p if 阶段提示 %}")
    page.line("【注意】{{ 阶段提示 }}", "Heading 2")
    page.line("{%p endif %}")


def _case(page: Page) -> None:
    page.line("一、案件基本情况", "Heading 1")
    table = page.table(26, 52, 26, 52)
    blank = " or '（未填）' }}"
    rows = (
        ("案件名称", "{{ 案件.案件名称" + blank, "案卷编号", "{{ 案件.案卷编号" + blank),
        ("案由", "{{ 案件.案由" + blank, "案件来源", "{{ 案件.案件来源" + blank),
        ("承办股室", "{{ 案件.承办股室" + blank, "承办人", "{{ 承办人" + blank),
        ("执法行为", "{{ 执法行为" + blank, "办案阶段", "{{ 办案阶段 }}"),
        ("送审日期", "{{ 案件.法制审核.送审日期" + blank, "材料齐全日期", "{{ 案件.法制审核.材料齐全日期" + blank),
        ("审核人员", "{{ 审核人员" + blank, "审核届满日", "{{ 审核期限届满日 or '（审核期限未设定）' }}"),
    )
    for texts in rows:
        row(table, *texts, keys=(0, 2))
    wide(table, "送审材料", "{{ 案件.法制审核.送审材料" + blank)
    mark(table, "for 人 in 当事人")
    wide(table, "当事人", "{{ 人 }}")
    mark(table, "endfor")
    mark(table, "for 行为 in 违法事实")
    act = "{{ 行为.名称 }}。{{ 行为.事实 }}\n定性依据：{{ 行为.依据" + blank + "\n证据：{{ 行为.证据" + blank
    wide(table, "违法事实{{ 行为.序号 }}", act)
    mark(table, "endfor")

    page.line("{%p if 处理处罚 %}")
    page.line("（一）处理处罚", "Heading 2")
    table = page.table(18, 33, 50, 22, 33)
    row(table, "阶段", "当事人", "种类、内容和依据", "金额", "裁量", head=True)
    mark(table, "for 措施 in 处理处罚")
    row(
        table,
        "{{ 措施.阶段 }}",
        "{{ 措施.当事人 }}",
        "{{ 措施.种类 }}\n{{ 措施.依据 or '（依据未填）' }}",
        "{{ 措施.金额 or '（未填）' }}",
        "{{ 措施.裁量 }}",
    )
    mark(table, "endfor")
    page.line("{%p endif %}")

    page.line("{%p if 程序经过 %}")
    page.line("（二）程序经过", "Heading 2")
    table = page.table(22, 49, 47, 21, 17)
    row(table, "日期", "事项", "当事人", "方式", "页码", head=True)
    mark(table, "for 事 in 程序经过")
    row(table, "{{ 事.日期 or '（未填）' }}", "{{ 事.事项 }}", "{{ 事.当事人 }}", "{{ 事.方式 }}", "{{ 事.页码 }}")
    mark(table, "endfor")
    page.line("{%p endif %}")

    page.line("{%p if 期限 %}")
    page.line("（三）期限", "Heading 2")
    table = page.table(44, 52, 25, 35)
    row(table, "期限", "对象", "届满日", "结果", head=True)
    mark(table, "for 项 in 期限")
    row(table, "{{ 项.名称 }}", "{{ 项.对象 }}", "{{ 项.届满日 }}", "{{ 项.结果 }}")
    mark(table, "endfor")
    page.line("{%p endif %}")


def _points(page: Page) -> None:
    page.line("二、逐项审核", "Heading 1")
    table = page.table(30, 94, 32)
    row(table, "审核要点", "检查情况（机器检查，供参考）", "审核人员意见", head=True)
    for name in ("审核要点", "其他要点"):
        mark(table, f"for 点 in {name}")
        row(table, "{{ 点.名称 }}", "{{ 点.检查 }}\n{{ 点.发现 }}{{ 点.待定 }}", "", keys=(0,), height=16)
        mark(table, "endfor")


def _problems(page: Page) -> None:
    page.line("三、问题和建议", "Heading 1")
    page.line("{{ 问题概述 }}")
    page.line("{%p if 问题清单 %}")
    table = page.table(14, 142)
    row(table, "问题", "具体表现、依据和建议", head=True)
    mark(table, "for 问题 in 问题清单")
    row(
        table,
        "{{ 问题.序号 }}\n{{ 问题.程度 }}",
        "【{{ 问题.要点 }}】{{ 问题.表现 }}（{{ 问题.对象 }}{% if 问题.位置 %}；{{ 问题.位置 }}{% endif %}）\n"
        "依据：{{ 问题.依据 }}。建议：{{ 问题.建议 }}",
        keys=(0,),
    )
    mark(table, "endfor")
    page.line("{%p endif %}")


def _open(page: Page) -> None:
    page.line("四、尚待明确的事项", "Heading 1")
    page.line("{%p if not 需人工判断 and not 数据缺失 %}")
    page.line("没有须由人判断的问题，也没有缺失的数据。")
    page.line("{%p endif %}")
    page.line("{%p if 需人工判断 %}")
    table = page.table(12, 108, 36)
    row(table, "判断", "须由审核人员判断的问题", "判断和理由", head=True)
    mark(table, "for 问 in 需人工判断")
    row(table, "{{ 问.序号 }}", "【{{ 问.要点 }}】{{ 问.问题 }}（{{ 问.对象 }}；{{ 问.依据 }}）", "", keys=(0,))
    mark(table, "endfor")
    page.line("{%p endif %}")
    page.line("{%p if 数据缺失 %}")
    table = page.table(30, 126)
    row(table, "数据缺失", "须补充的内容", head=True)
    mark(table, "for 缺 in 数据缺失")
    wide(table, "{{ 缺.后果 }}\n（{{ 缺.数量 }}处）", "{{ 缺.内容 }}")
    mark(table, "endfor")
    page.line("{%p endif %}")
    page.line("{%p if 人工意见 %}")
    page.line("已经作出的答复和豁免", "Heading 2")
    page.line("{%p endif %}")
    page.line("{%p for 项 in 人工意见 %}")
    page.line("【{{ 项.要点 }}】{{ 项.要求 }}（{{ 项.对象 }}）：{{ 项.内容 }}", "表内文字")
    page.line("{%p endfor %}")


def _conclusion(page: Page) -> None:
    page.line("五、审核结论（由审核人员勾选、填写）", "Heading 1")
    table = page.table(34, 122)
    options = "{% for 项 in 结论选项 %}☐ {{ 项 }}　　{% endfor %}"
    advice = (
        "存在问题的，建议：☐ 补充调查或者补正材料　☐ 变更定性、法律适用或者裁量　☐ 纠正程序或者文书"
        "　☐ 移送有权机关处理　☐ 不同意拟作出的决定"
    )
    sign = "\n签名：＿＿＿＿＿＿＿＿＿　　　　＿＿＿＿年＿＿月＿＿日"
    row(table, "审核意见", f"{options}\n{advice}", keys=(0,))
    row(table, "问题和建议", "\n\n", keys=(0,), height=30)
    row(table, "审核人员", "法律职业资格：☐ 有　☐ 无\n" + sign, keys=(0,), height=20)
    row(table, "审核机构负责人", "\n" + sign, keys=(0,), height=20)
    row(table, "承办股室采纳情况（不采纳的写明理由）", "\n" + sign, keys=(0,), height=26)
    row(table, "机关负责人意见", "\n" + sign, keys=(0,), height=26)
    row(table, "附件", "", keys=(0,), height=10)
    for paragraph in (p for line in table.rows[:-1] for cell in line.cells for p in cell.paragraphs):
        paragraph.paragraph_format.keep_with_next = True  # the page that is signed is one page
    page.line("{%p for 项 in 提请注意 %}")
    page.line("提请注意：{{ 项 }}", "说明文字")
    page.line("{%p endfor %}")
    page.line(
        "机器检查的结果不是法律意见；“未发现不符合”只就已设的检查项和案卷所填内容而言。{{ 生成说明 }}", "说明文字"
    )


if __name__ == "__main__":
    (Path(__file__).parent / "template.docx").write_bytes(build())
