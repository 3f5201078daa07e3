"""What a template of the opinion can show. The page docs/opinion_template.md is made from these classes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from reports.opinion.record import Content


def _var(name: str, doc: str, of: type | None = None) -> Any:
    """A variable as templates name it, what it holds, and for a list of parts what each of them has."""
    return field(metadata={"name": name, "doc": doc, "of": of})


@dataclass(frozen=True, slots=True)
class Violation:
    number: str = _var("序号", "从1起")
    title: str = _var("名称", "违法行为名称")
    facts: str = _var("事实", "行为人、时间、金额和事实摘要")
    basis: str = _var("依据", "定性所依据的条文")
    evidence: str = _var("证据", "证据名称、种类和案卷页码")


@dataclass(frozen=True, slots=True)
class Measure:
    phase: str = _var("阶段", "拟作出或者决定作出")
    party: str = _var("当事人", "对谁")
    violation: str = _var("违法行为", "因何")
    kind: str = _var("种类", "措施种类和内容")
    amount: str = _var("金额", "以元为单位")
    basis: str = _var("依据", "处理处罚依据的条文")
    discretion: str = _var("裁量", "裁量基准、档次、幅度和情节")


@dataclass(frozen=True, slots=True)
class Event:
    date: str = _var("日期", "送达、收到、提出或者举行之日")
    event: str = _var("事项", "文书种类和文号，或者陈述申辩、听证的环节")
    party: str = _var("当事人", "对谁或者由谁")
    how: str = _var("方式", "送达方式，或者本机关收到")
    page: str = _var("页码", "案卷页码")


@dataclass(frozen=True, slots=True)
class Problem:
    number: str = _var("序号", "同检查结果工作簿《问题清单》的序号")
    severity: str = _var("程度", "否决、重大、一般、提示；后果为无效的另行注明")
    point: str = _var("要点", "所属审核要点")
    title: str = _var("要求", "没有达到的要求")
    subject: str = _var("对象", "当事人、文书、步骤等；整个案件的写“案件”")
    text: str = _var("表现", "具体表现")
    place: str = _var("位置", "案卷页码和案卷文件中的位置")
    basis: str = _var("依据", "当时有效的条文")
    remedy: str = _var("建议", "怎样处理")


@dataclass(frozen=True, slots=True)
class Open:
    number: str = _var("序号", "从1起")
    point: str = _var("要点", "所属审核要点")
    subject: str = _var("对象", "当事人、文书、步骤等")
    question: str = _var("问题", "须由人判断的问题")
    basis: str = _var("依据", "有关条文")


@dataclass(frozen=True, slots=True)
class Lack:
    kind: str = _var("后果", "补齐后可能成为什么")
    number: str = _var("数量", "共几处")
    fields: str = _var("内容", "要补充的字段；太多的写到为止，其余见检查结果工作簿")


@dataclass(frozen=True, slots=True)
class Given:
    point: str = _var("要点", "所属审核要点")
    title: str = _var("要求", "答复或者豁免的审查项")
    subject: str = _var("对象", "当事人、文书、步骤等")
    text: str = _var("内容", "结论、理由、姓名、日期")


@dataclass(frozen=True, slots=True)
class Term:
    title: str = _var("名称", "期限的名称")
    subject: str = _var("对象", "当事人、文书、步骤等")
    due: str = _var("届满日", "两种算法的，两日都写")
    text: str = _var("结果", "剩余或者逾期多少")


@dataclass(frozen=True, slots=True)
class Point:
    title: str = _var("名称", "审核要点的名称")
    checked: str = _var("检查", "检查了几项，各种结论各几项")
    found: str = _var("发现", "发现了哪些问题（以序号指明）；没有发现的，写明还有什么没有判定")
    open: str = _var("待定", "还有几项须由人判断、几项缺数据；没有的为空")
    problems: tuple[Problem, ...] = _var("问题", "该要点的问题，内容同“问题清单”", Problem)


@dataclass(frozen=True, slots=True)
class Opinion:
    agency: str = _var("机关名称", "目录中的本机关名称；没有设定的为空")
    case: Mapping[str, Content] = _var(
        "案件", "案卷的全部字段，按字段字典的中文名称，如 案件.案由、案件.法制审核.送审日期"
    )
    actions: str = _var("执法行为", "本案的执法行为")
    stage: str = _var("办案阶段", "案件办到哪一步，由何得知")
    as_of: str = _var("检查基准日", "以哪一日为准检查")
    hint: str = _var("阶段提示", "案件还没有到或者已经过了法制审核阶段时的提示；正在审核阶段的为空")
    notices: tuple[str, ...] = _var("提请注意", "答复、豁免、目录等须注意的事项，逐条文字")
    handlers: str = _var("承办人", "在本案中的职责为案件承办人的人员")
    reviewers: str = _var("审核人员", "法制审核人员和有无法律职业资格")
    due: str = _var("审核期限届满日", "目录中设有审核期限时的届满日；没有的为空")
    parties: tuple[str, ...] = _var("当事人", "每名当事人一段文字：名称、身份、代码、地址、电话")
    violations: tuple[Violation, ...] = _var("违法事实", "每个违法行为", Violation)
    measures: tuple[Measure, ...] = _var("处理处罚", "每项拟作出的和决定作出的措施", Measure)
    events: tuple[Event, ...] = _var("程序经过", "告知、陈述申辩、听证、送达，依日期先后", Event)
    points: tuple[Point, ...] = _var("审核要点", "法制审核的各个要点", Point)
    others: tuple[Point, ...] = _var("其他要点", "公示、记录、审核等其余各点", Point)
    problems: tuple[Problem, ...] = _var("问题清单", "全部问题，重的在前", Problem)
    problems_summary: str = _var("问题概述", "共几个问题，各种程度各几个；没有问题的，写明还有几项没有判定")
    questions: tuple[Open, ...] = _var("需人工判断", "须由人判断的问题", Open)
    missing: tuple[Lack, ...] = _var("数据缺失", "须补充的数据，可能成为否决问题的在前", Lack)
    given: tuple[Given, ...] = _var("人工意见", "已经作出的答复和豁免", Given)
    terms: tuple[Term, ...] = _var("期限", "正在计算、已经逾期和须由人判断的期限", Term)
    options: tuple[str, ...] = _var("结论选项", "审核意见的各种结论，供审核人员勾选")
    made_from: str = _var("生成说明", "案卷文件、检查基准日、目录和程序版本")


def variables(part: Any) -> Any:
    """The parts as a template sees them: names and contents only, no Python objects."""
    if is_dataclass(part) and not isinstance(part, type):
        return {f.metadata["name"]: variables(getattr(part, f.name)) for f in fields(part)}
    return [variables(p) for p in part] if isinstance(part, tuple) else part


def documented(part: type, inside: str = "") -> Iterator[tuple[str, str]]:
    """Each variable with what it holds; those of a list's members after the list, named like 问题清单 › 序号."""
    for f in fields(part):
        name = f.metadata["name"]
        yield inside + name, f.metadata["doc"]
        if f.metadata["of"] and not inside:
            yield from documented(f.metadata["of"], f"{name} › ")
