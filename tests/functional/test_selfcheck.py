"""The self-check that a case handler prints and signs, read back from the workbook as the command writes it."""

import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from checker.check import Checker
from checker.cli.main import run
from checker.materials import Materials, Presence, materials
from checker.selfcheck import self_check
from checker.states import State
from tests.functional.conftest import EXAMPLES, Report
from tests.functional.making import LISTS, example, member, opened, three_parties

FORM, LIST = "送审前自查表", "送审材料清单"


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Workbook]:
    folder, found = tmp_path_factory.mktemp("selfcheck"), {}
    for name in ("draft", "for-review", "clean", "defective"):
        path = folder / f"{name}.xlsx"
        words = ["anjuan", "selfcheck", str(EXAMPLES / f"penalty-{name}.yaml"), "-o", str(path)]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "argv", words)
            with pytest.raises(SystemExit) as stopped:
                run()
        assert not stopped.value.code
        found[name] = load_workbook(path)
    return found


def rows(sheet: Worksheet, first: str) -> dict[str, tuple[Any, ...]]:
    """The rows below the header whose first cell is `first`, by the value of that cell."""
    every = [tuple(c or "" for c in row) for row in sheet.iter_rows(values_only=True)]
    start = next(i for i, row in enumerate(every) if row[0] == first)
    return {str(row[0]): row for row in every[start + 1 :] if row[1]}


def texts(sheet: Worksheet) -> str:
    return "\n".join(str(c) for row in sheet.iter_rows(values_only=True) for c in row if c)


def test_the_form_says_yes_no_and_where(books: dict[str, Workbook]) -> None:
    found = rows(books["defective"][FORM], "编号")
    hearing = found["P2-101"]
    assert hearing[2] == "否"
    assert "陵川县清沁源供水有限公司" in hearing[3]
    assert "123-126" in hearing[4]
    assert "期限未满" in hearing[5]
    assert found["P1-111"][2] == "是"


def test_a_question_leaves_a_blank_and_is_marked(books: dict[str, Workbook]) -> None:
    asked = [row for row in rows(books["for-review"][FORM], "编号").values() if "须人工判断" in row[2]]
    assert asked
    assert all("□是" in row[2] and row[5] for row in asked)


def test_what_is_not_known_is_to_be_supplied_and_never_a_yes(books: dict[str, Workbook], report: Report) -> None:
    found = rows(books["draft"][FORM], "编号")
    unknown = {c.id for c in report("penalty-draft").criteria if c.state is State.UNKNOWN}
    assert unknown
    assert {id_ for id_, row in found.items() if row[2] == "待补"} == unknown
    assert all("补：" in found[id_][5] for id_ in unknown)


@pytest.mark.parametrize("name", ["draft", "for-review", "clean", "defective"])
def test_no_criterion_is_lost(name: str, ready: Checker, report: Report) -> None:
    session, result = opened(ready, example(f"penalty-{name}"))
    form = self_check(session, result)
    listed = sum(len(s.lines) for s in form.sections)
    assert listed + form.not_applicable + sum(n for _, n in form.not_reached) == len(result.criteria)
    for state in set(State) - {State.NOT_APPLICABLE}:
        assert form.count(state) == result.counts[state]


def test_folded_ones_are_counted_in_words(books: dict[str, Workbook], report: Report) -> None:
    said = texts(books["for-review"][FORM])
    counts = report("penalty-for-review")
    later = len(counts.not_reached)
    assert f"不适用{counts.counts[State.NOT_APPLICABLE] - later}项，尚未到阶段{later}项" in said
    assert f"本次不查的检查项共{later}项" in said
    assert "不逐项列出" in said


def test_it_is_ready_to_print_and_sign(books: dict[str, Workbook]) -> None:
    for book in books.values():
        assert book.sheetnames == [FORM, LIST]
        for sheet in book:
            assert str(sheet.page_setup.paperSize) == "9"
            assert sheet.page_setup.fitToWidth == 1
            assert sheet.print_title_rows
            assert texts(sheet).count("（签名）") == 3


def test_text_from_the_case_is_never_a_formula(ready: Checker, tmp_path: Path) -> None:
    from reports.selfcheck import write_self_check

    tree = example("penalty-for-review") | {"案件名称": "=1+1"}
    member(tree, "当事人", "unit")["名称或者姓名"] = '=HYPERLINK("http://x")'
    session, result = opened(ready, tree)
    write_self_check(result, self_check(session, result), materials(session), tmp_path / "f.xlsx")
    for sheet in load_workbook(tmp_path / "f.xlsx"):
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


# ------------------------------------------------------------------ 送审材料清单


def of(found: Materials, title: str, subject: str = "") -> list[Presence]:
    papers = (*found.submitted, *found.papers)
    return [p.presence for p in papers if p.title == title and (not subject or p.subject == subject)]


def needed(ready: Checker, tree: Any) -> Materials:
    return materials(opened(ready, tree)[0])


def test_documents_are_listed_with_number_day_and_pages(books: dict[str, Workbook]) -> None:
    found = {row[1:3]: row for row in rows(books["for-review"][LIST], "序号").values()}
    notice = found[("处罚事先告知书", "路明川")]
    assert notice[3:7] == ("有", "陵审罚告〔2022〕3-2号", "2022-05-31", "119-122")
    assert found[("决定代拟稿", "")][3] == "有"
    assert {row[3] for row in found.values()} == {"有"}


def test_a_document_not_in_a_complete_list_is_missing(ready: Checker) -> None:
    tree = example("penalty-for-review")
    tree["文书"] = [d for d in tree["文书"] if d.get("编号") != "d-audit-plan"]
    assert of(needed(ready, tree), "审计实施方案") == [Presence.MISSING]


def test_a_document_not_in_an_incomplete_list_is_open(ready: Checker) -> None:
    tree = example("penalty-for-review")
    tree["文书"] = [d for d in tree["文书"] if d.get("编号") != "d-audit-plan"]
    tree[LISTS] = [name for name in tree[LISTS] if name != "文书"]
    found = needed(ready, tree)
    assert of(found, "审计实施方案") == [Presence.OPEN]
    assert found.count(Presence.MISSING) == 0


def test_a_notice_that_does_not_state_a_right_is_incomplete(ready: Checker) -> None:
    tree = example("penalty-for-review")
    notice = next(d for d in tree["文书"] if d.get("文号") == "陵审罚告〔2022〕3-2号")
    notice["载明事项"].remove("陈述申辩的权利")
    found = needed(ready, tree)
    assert of(found, "处罚事先告知书", "路明川") == [Presence.INCOMPLETE]
    assert of(found, "处罚事先告知书", "陵川县清沁源供水有限公司") == [Presence.PRESENT]
    assert "陈述申辩的权利" in next(p.note for p in found.papers if p.presence is Presence.INCOMPLETE)


def test_contents_that_may_not_be_all_are_open(ready: Checker) -> None:
    tree = example("penalty-for-review")
    notice = next(d for d in tree["文书"] if d.get("文号") == "陵审罚告〔2022〕3-2号")
    notice["载明事项"].remove("陈述申辩的权利")
    notice[LISTS].remove("载明事项")
    assert of(needed(ready, tree), "处罚事先告知书", "路明川") == [Presence.OPEN]


def test_each_party_needs_its_own_notice(ready: Checker) -> None:
    found = needed(ready, three_parties())
    assert of(found, "处罚事先告知书", "路明川") == [Presence.PRESENT]
    assert of(found, "处罚事先告知书", "路立新") == [Presence.MISSING]
    assert of(found, "审计决定书", "路立新") == [Presence.PRESENT]


def test_what_later_stages_need_is_only_counted(ready: Checker) -> None:
    found = needed(ready, example("penalty-for-review"))
    assert not of(found, "审计报告")
    assert [label for label, _ in found.later] == ["决定"]


def test_submitted_materials_come_from_the_table(ready: Checker) -> None:
    tree = example("penalty-for-review")
    tree["法制审核"]["送审材料"].remove("证据材料")
    assert of(needed(ready, tree), "证据材料") == [Presence.MISSING]
    del tree["法制审核"][LISTS]
    assert of(needed(ready, tree), "证据材料") == [Presence.OPEN]


def test_a_file_that_cannot_be_read_gives_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "a.yaml"
    bad.write_text("案卷编号: [", encoding="utf-8")
    for command in ("selfcheck", "publication"):
        monkeypatch.setattr(sys, "argv", ["anjuan", command, str(bad), "-o", str(tmp_path / "f.xlsx")])
        with pytest.raises(SystemExit) as stopped:
            run()
        err = capsys.readouterr().err.strip()
        assert stopped.value.code == 2
        assert "a.yaml:" in err
        assert "\n" not in err
        assert not (tmp_path / "f.xlsx").exists()
