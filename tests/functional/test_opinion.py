"""The draft of the legal-review opinion, read back as a reviewer would read it."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from docx import Document
from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.shared import Mm

from checker.casefile.load import load_case
from checker.check import Checker
from checker.cli.main import run
from checker.findings import CaseReport
from checker.reviewing import reviewing
from checker.states import State
from reports.opinion import write_opinion
from rules.values import Record
from tests.functional.conftest import EXAMPLES
from tests.rules.casebook import Bench, read_cases

NAMES = ("penalty-draft", "penalty-for-review", "penalty-clean", "penalty-defective", "penalty-2019")
Drafted = tuple[Word, CaseReport]
Draft = Callable[..., Drafted]


@pytest.fixture
def draft(ready: Checker, tmp_path: Path) -> Draft:
    """The opinion on an example or a case file, and the report that it was made from."""

    def make(case: str | Path | Record) -> Drafted:
        if not isinstance(case, Record):
            path = EXAMPLES / f"{case}.yaml" if isinstance(case, str) else case
            case = load_case(path, ready.catalogue.schema)
        day: Any = case.value("as_of")
        report = ready.check(case, "案卷.yaml", day.day, "案卷写明")
        target = tmp_path / "意见书.docx"
        write_opinion(report, case, ready.catalogue, target)
        return Document(str(target)), report

    return make


def text(document: Word) -> str:
    paragraphs = document.element.body.iter(qn("w:p"))
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"), qn("w:br"))) for p in paragraphs)


def rows(document: Word, heading: str) -> Iterator[list[str]]:
    """The rows of the table whose first cell is `heading`, without the headings."""
    table = next(t for t in document.tables if t.cell(0, 0).text == heading)
    for row in table.rows[1:]:
        yield [cell.text for cell in row.cells]


# ---------------------------------------------------------------------------------------------- what it must not do


@pytest.mark.parametrize("name", NAMES)
def test_conclusion_and_signatures_are_left_to_the_reviewer(draft: Draft, name: str) -> None:
    document, _ = draft(name)
    told = text(document)
    assert not re.search("[☑☒✓✔√■]", told)
    options = document.tables[-1].cell(0, 1).text
    assert re.findall("(.) (同意|存在问题|不同意)", options) == [("☐", "同意"), ("☐", "存在问题"), ("☐", "不同意")]
    blank, *signed, enclosures = rows(document, "审核意见")
    assert (blank[1].strip(), enclosures[1]) == ("", "")
    assert len(signed) == 4
    for cells in signed:
        assert re.sub("法律职业资格：☐ 有　☐ 无", "", cells[1]).split() == [
            "签名：＿＿＿＿＿＿＿＿＿",
            "＿＿＿＿年＿＿月＿＿日",
        ]


@pytest.mark.parametrize("name", NAMES)
def test_every_page_says_that_it_is_a_draft(draft: Draft, name: str) -> None:
    document, _ = draft(name)
    for section in document.sections:
        header = section.header.paragraphs[0].text
        assert "草　稿" in header
        assert "机器生成，供审核人员修改" in header
        assert not section.different_first_page_header_footer


def test_a_recorded_conclusion_is_not_repeated(draft: Draft) -> None:
    """The clean file says that the reviewer agreed; the machine does not say it after him."""
    document, _ = draft("penalty-clean")
    assert "审核意见：同意" not in text(document)


# ---------------------------------------------------------------------------------------------- what it says


@pytest.mark.parametrize("name", NAMES)
def test_each_point_says_what_was_checked(draft: Draft, name: str) -> None:
    document, report = draft(name)
    found = {cells[0]: cells[1] for cells in rows(document, "审核要点")}
    assert list(found) == list(report.points.values())
    for point, title in report.points.items():
        counts = report.counts_of(point)
        assert f"共{counts.total()}项" in found[title]
        assert all(f"{state.label}{number}项" in found[title] for state, number in counts.items())
        if counts[State.FAIL]:
            assert "发现问题" in found[title]
        elif counts[State.UNKNOWN] or counts[State.MANUAL]:
            assert "按案卷所填内容未发现不符合" not in found[title]


def test_every_defect_stands_with_place_basis_and_advice(draft: Draft) -> None:
    document, report = draft("penalty-defective")
    problems = list(rows(document, "问题"))
    assert len(problems) == len(report.findings) == 30
    for finding in report.findings:
        (told,) = [cells[1] for cells in problems if finding.text in cells[1] and finding.subject in cells[1]]
        assert f"建议：{finding.remedy}" in told
        assert all(b.citation in told for b in finding.basis)
        assert f"案卷第{finding.page}页" in told or not finding.page
    assert [cells[0].split("\n")[1] for cells in problems[:16]] == ["否决"] * 16
    numbers = re.findall(r"见问题([\d、]+)", text(document))
    assert sorted(int(n) for part in numbers for n in part.split("、")) == list(range(1, 31))


def test_every_question_is_asked_with_room_to_answer(draft: Draft) -> None:
    document, report = draft("penalty-defective")
    asked = list(rows(document, "判断"))
    assert len(asked) == len(report.questions)
    for question, cells in zip(report.questions, asked, strict=True):
        assert question.question in cells[1]
        assert cells[2] == ""


def test_a_file_ready_for_review(draft: Draft) -> None:
    document, _ = draft("penalty-for-review")
    told = text(document)
    assert "【注意】" not in told
    assert "没有发现不符合的" in told
    cells = [cell.text for table in document.tables[:1] for row in table.rows for cell in row.cells]
    for key, value in (
        ("案由", "违规收取费用，会计资料与实际不符"),
        ("承办人", "秦书平、郎晓燕"),
        ("送审日期", "2022-06-13"),
        ("审核人员", "原思敏（是否取得法律职业资格：是）"),
        ("送审材料", "情况说明或者调查报告、决定代拟稿、依据材料、证据材料"),
        ("审核届满日", "（审核期限未设定）"),
    ):
        assert cells[cells.index(key) + 1] == value
    measures = list(rows(document, "阶段"))
    assert ["拟作出", "路明川", "罚款\n《审计法实施条例》（2010）第49条第1款", "5,000元"] in [m[:4] for m in measures]
    events = list(rows(document, "日期"))
    assert ["2022-06-01", "审计听证告知书 陵审听告〔2022〕1号"] in [e[:2] for e in events]
    assert [e[0] for e in events] == sorted(e[0] for e in events)


def test_a_file_too_early_for_review_says_so_and_what_is_missing(draft: Draft) -> None:
    document, report = draft("penalty-draft")
    told = text(document)
    assert "尚未到“复核审理、法制审核”阶段" in told
    assert "不能据以作出审核结论" in told
    veto, could_fail, *harmless = rows(document, "数据缺失")
    assert f"（{sum(s.could_be_veto for s in report.supplies)}处）" in veto[0]
    grave = [s.label for s in report.supplies if s.could_be_veto]
    assert [label in veto[1] for label in grave] == sorted((label in veto[1] for label in grave), reverse=True)
    assert all(label in veto[1] for label in grave) or "其余见检查结果工作簿" in veto[1]
    assert "其余见检查结果工作簿" in could_fail[1]
    assert bool(harmless) == any(not s.could_fail for s in report.supplies)
    assert all("不影响" in row[0] for row in harmless)


def test_a_file_past_review_says_so(draft: Draft) -> None:
    assert "已经过了“复核审理、法制审核”阶段" in text(draft("penalty-clean")[0])


def test_three_parties_are_all_named(draft: Draft, ready: Checker) -> None:
    case = next(c for c in read_cases() if c.name == "第二名责任人员告知齐全")
    record, _ = Bench(ready).record(case)
    document, _ = draft(record)
    table = document.tables[0]
    parties = [row.cells[1].text for row in table.rows if row.cells[0].text == "当事人"]
    assert [p.split("。")[0] for p in parties] == ["陵川县清沁源供水有限公司", "路明川", "侯立新"]
    assert any(cells[2] == "侯立新" for cells in rows(document, "日期"))
    assert any(cells[1] == "侯立新" for cells in rows(document, "阶段"))


def test_the_due_day_of_the_review_is_that_of_the_deadline_it_reads(ready: Checker, report: Callable[..., Any]) -> None:
    found = report("penalty-clean")
    assert reviewing(found, ready.catalogue).due == ()
    deadline = next(d for d in found.deadlines if d.readings[0].due)
    of_review = next(c for c in found.criteria if c.point == "review")
    others = tuple(c for c in found.criteria if c is not of_review)
    changed = replace(found, criteria=(replace(of_review, deadlines=(deadline.id,)), *others))
    assert deadline.readings[0].due in reviewing(changed, ready.catalogue).due


# ---------------------------------------------------------------------------------------------- how it looks


@pytest.mark.parametrize("name", NAMES)
def test_every_style_and_run_names_its_east_asian_font(draft: Draft, name: str) -> None:
    document, _ = draft(name)
    parts = [document.element, *(s.header._element for s in document.sections)]
    parts += [s.footer._element for s in document.sections]
    runs = [run for part in parts for run in part.iter(qn("w:r"))]
    assert len(runs) > 100
    styled = [s.element for s in document.styles if s.element.get(qn("w:type")) != "numbering"]
    for element in (*runs, *styled):
        fonts = element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        assert fonts is not None
        assert fonts.get(qn("w:eastAsia")) in ("仿宋", "黑体", "宋体", "方正小标宋简体")
        assert fonts.get(qn("w:hint")) == "eastAsia"
        assert not any("Theme" in key for key in fonts.attrib)


def test_pages_are_a4_with_the_margins_of_the_standard_and_headings_repeat(draft: Draft) -> None:
    document, _ = draft("penalty-defective")
    section = document.sections[0]
    sizes = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert [round((s or 0) / Mm(1)) for s in sizes] == [210, 297, 37, 28]
    long = [t for t in document.tables if t.cell(0, 0).text in ("审核要点", "问题", "判断", "阶段", "日期")]
    assert len(long) == 5
    for table in long:
        assert table._tbl.tr_lst[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert all(tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for tr in table._tbl.tr_lst)
    assert "PAGE" in "".join(section.footer._element.itertext())


# ---------------------------------------------------------------------------------------------- hostile text


def test_text_of_the_case_stays_text(draft: Draft, tmp_path: Path) -> None:
    hostile = "甲</w:t><w:p>&amp;{{ 7*7 }}{%p endfor %}{% raw %}\x07\x1b[31m乙\u202e丙"
    tree = yaml.safe_load((EXAMPLES / "penalty-for-review.yaml").read_text(encoding="utf-8"))
    tree["案由"] = tree["违法行为"][0]["事实摘要"] = tree["当事人"][1]["名称或者姓名"] = hostile
    tree["案件名称"] = "长" * 16_000
    path = tmp_path / "案卷.json"
    path.write_text(json.dumps(tree, ensure_ascii=False, default=str), encoding="utf-8")
    document, _ = draft(path)
    told = text(document)
    shown = "甲</w:t><w:p>&amp;{{ 7*7 }}{%p endfor %}{% raw %}□□[31m乙□丙"
    assert told.count(shown) >= 3
    assert "长" * 16_000 in told


def test_the_same_case_gives_the_same_bytes(draft: Draft, tmp_path: Path) -> None:
    draft("penalty-for-review")
    first = (tmp_path / "意见书.docx").read_bytes()
    draft("penalty-for-review")
    assert (tmp_path / "意见书.docx").read_bytes() == first


# ---------------------------------------------------------------------------------------------- the command


@pytest.fixture
def anjuan(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    def command(*words: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["anjuan", "opinion", *map(str, words)])
        with pytest.raises(SystemExit) as stopped:
            run()
        return int(stopped.value.code or 0), capsys.readouterr().err

    return command


def test_the_shipped_template_can_be_written_out_and_used(anjuan: Any, tmp_path: Path) -> None:
    template, target = tmp_path / "模板.docx", tmp_path / "意见书.docx"
    assert anjuan("--export-template", template)[0] == 0
    code, err = anjuan(EXAMPLES / "penalty-for-review.yaml", "--template", template, "-o", target)
    assert code == 0
    assert "草稿" in err
    assert "法制审核意见书" in text(Document(str(target)))


def test_a_refused_template_leaves_the_old_file_alone(anjuan: Any, tmp_path: Path) -> None:
    template, target = tmp_path / "模板.docx", tmp_path / "意见书.docx"
    template.write_bytes(b"no docx")
    target.write_bytes(b"old")
    code, err = anjuan(EXAMPLES / "penalty-for-review.yaml", "--template", template, "-o", target)
    assert code == 2
    assert err.strip().count("\n") == 0
    assert "模板.docx 不是 Word 文档" in err
    assert target.read_bytes() == b"old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["意见书.docx", "模板.docx"]


@pytest.mark.parametrize("target", ["没有的文件夹/a.docx", "."])
def test_what_cannot_be_written_is_one_line(anjuan: Any, tmp_path: Path, target: str) -> None:
    code, err = anjuan(EXAMPLES / "penalty-for-review.yaml", "-o", tmp_path / target)
    assert code == 2
    assert "不能写出" in err
