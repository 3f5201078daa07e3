"""Answers and waivers on their way: out as cells of the workbook, typed, sorted and mangled by people, and back."""

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from checker.casefile.answers import answer_files
from checker.casefile.load import load_case
from checker.check import Checker
from checker.errors import CheckerError
from checker.findings import CaseReport, exit_code
from checker.needs import needs
from checker.results import Checked
from checker.states import Severity, State
from reports.casefile import write_case
from reports.json_report import to_json
from reports.workbook import write_workbook
from tests.functional.conftest import EXAMPLES, Command

QUESTION, OTHER_QUESTION = ("P4-082", "m5f"), ("P2-291", "")
FINDING = ("P2-091", "person")
YES = {"结论": "符合", "理由": "没有适用的基准", "答复人": "原思敏", "答复日期": "2022年8月30日"}
NO = {**YES, "结论": "不符合", "理由": "应当适用而没有适用"}
WAIVED = {"结论": "豁免", "理由": "另案补正", "答复人": "原思敏", "豁免批准人": "苏振华", "有效期至": "2022.12.31"}
Edit = Callable[[Any], None]


def columns(ws: Any) -> tuple[int, dict[str, int]]:
    row = next(row for row in ws.iter_rows(max_row=10) if "规则编号" in {c.value for c in row})
    return row[0].row, {str(c.value): c.column for c in row if c.value}


def type_in(book: Any, about: tuple[str, str], cells: dict[str, Any]) -> None:
    """What a person does: finds the row of a criterion and a subject, and types into it."""
    for ws in book:
        if ws.title not in ("需人工判断", "问题清单", "未采用的答复"):
            continue
        header, at = columns(ws)
        for row in range(header + 1, ws.max_row + 1):
            ids = str(ws.cell(row, at["规则编号"]).value).split("、")
            if about[0] in ids and (ws.cell(row, at["对象编号"]).value or "") == about[1]:
                for name, value in cells.items():
                    ws.cell(row, at[name]).value = value
                return
    raise LookupError(about)


class Desk:
    """A case file on somebody's desk, with its workbooks."""

    def __init__(self, ready: Checker, folder: Path, example: str = "penalty-defective") -> None:
        self.ready, self.folder = ready, folder
        self.case = folder / "案卷.yaml"
        copy(EXAMPLES / f"{example}.yaml", self.case)

    def check(self, answers: Path | None = None, day: date | None = None) -> CaseReport:
        schema = self.ready.catalogue.schema
        case = load_case(self.case, schema)
        stated: Any = case.value("as_of")
        given = answer_files(self.case, answers, schema)
        return self.ready.check(case, self.case.name, day or stated.day, "测试", answers=given)

    def workbook(self, report: CaseReport, *typed: tuple[tuple[str, str], dict[str, Any]], name: str = "f") -> Path:
        path = self.folder / f"{name}.xlsx"
        write_workbook(report, path)
        self.edit(path, *(lambda book, t=t: type_in(book, *t) for t in typed))
        return path

    def edit(self, path: Path, *edits: Edit) -> None:
        book = load_workbook(path)
        for edit in edits:
            edit(book)
        book.save(path)

    def change(self, old: str, new: str) -> None:
        text = self.case.read_text(encoding="utf-8")
        assert old in text
        self.case.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def desk(ready: Checker, tmp_path: Path) -> Desk:
    return Desk(ready, tmp_path)


def checked(report: CaseReport, about: tuple[str, str]) -> Checked:
    result = next(c for c in report.criteria if c.id == about[0])
    return next(c for c in result.checked if c.subject_id == about[1])


def state(report: CaseReport, about: tuple[str, str]) -> State:
    return checked(report, about).state


def asked(report: CaseReport) -> list[tuple[str, str]]:
    return [(q.criterion, q.subject_id) for q in report.questions]


def why(report: CaseReport) -> list[str]:
    return [u.why for u in report.unused_answers]


def test_what_is_typed_comes_back_with_its_author(desk: Desk) -> None:
    first = desk.check()
    assert state(first, QUESTION) is state(first, OTHER_QUESTION) is State.MANUAL
    typed = desk.workbook(first, (QUESTION, YES), (OTHER_QUESTION, NO), (FINDING, WAIVED))
    report = desk.check(typed)
    assert (state(report, QUESTION), state(report, OTHER_QUESTION)) == (State.PASS, State.FAIL)
    assert state(report, FINDING) is State.WAIVED
    assert "没有适用的基准（原思敏 2022-08-30）" in checked(report, QUESTION).reason
    assert any("应当适用而没有适用（原思敏 2022-08-30）" in f.text for f in report.findings)
    assert "苏振华" in checked(report, FINDING).reason
    assert FINDING not in [(f.criterion, f.subject_id) for f in report.findings]
    assert report.unused_answers == ()
    assert not any("没有绑定" in n for n in report.notices)
    assert sum(report.counts.values()) == len(report.criteria)


def test_the_next_workbook_holds_the_answers_and_they_still_bind(desk: Desk) -> None:
    typed = desk.workbook(desk.check(), (QUESTION, YES), (OTHER_QUESTION, NO), (FINDING, WAIVED))
    second = desk.check(typed)
    third = desk.check(desk.workbook(second, name="g"))
    assert [c.state for r in third.criteria for c in r.checked] == [c.state for r in second.criteria for c in r.checked]
    assert third.unused_answers == ()
    given, waiver = checked(third, QUESTION).answer, checked(third, FINDING).waiver
    assert given
    assert waiver
    assert (given.reason, given.name, given.date, given.bound) == ("没有适用的基准", "原思敏", "2022-08-30", True)
    assert (waiver.approver, waiver.expiry, waiver.name) == ("苏振华", "2022-12-31", "原思敏")
    assert given.place.startswith("g.xlsx:需人工判断!")


def test_an_answer_is_written_as_its_own_text_however_long_or_odd(desk: Desk) -> None:
    for text in ("核对" * 600, "一\n二", "'+1+1 按公式", "_x0041_", "@甲", "1/2", "否"):
        stored = text.replace("_x", "_x005F_x")  # as Excel does
        typed = desk.workbook(desk.check(), (QUESTION, {**YES, "理由": stored}))
        again = desk.check(desk.workbook(desk.check(typed), name="g"))
        given = checked(again, QUESTION).answer
        assert given
        assert given.reason == text
        assert again.unused_answers == ()


@pytest.mark.parametrize("suffix", [".json", ".xlsx"])
def test_answers_outlive_the_form_of_the_file(desk: Desk, suffix: str) -> None:
    typed = desk.workbook(desk.check(), (QUESTION, YES), (OTHER_QUESTION, NO), (FINDING, WAIVED))
    before = desk.check(typed)
    case = load_case(desk.case, desk.ready.catalogue.schema)
    desk.case = desk.folder / f"案卷{suffix}"
    write_case(case, desk.ready.catalogue, needs(desk.ready), desk.case)
    after = desk.check(typed)
    assert after.unused_answers == ()
    assert [(c.state, c.binding) for r in after.criteria for c in r.checked] == [
        (c.state, c.binding) for r in before.criteria for c in r.checked
    ]


class TestWhatPeopleDo:
    def test_sorted_filtered_and_with_columns_moved_and_inserted(self, desk: Desk) -> None:
        def mangle(book: Any) -> None:
            ws = book["需人工判断"]
            header, _ = columns(ws)
            ws.insert_cols(3)
            ws.cell(header, 3).value = "我的备注"
            ws.insert_rows(1)
            rows = [[c.value for c in row] for row in ws.iter_rows(min_row=header + 2)]
            for n, row in enumerate(reversed(rows), header + 2):
                for c, value in enumerate(row, 1):
                    ws.cell(n, c).value = value
                ws.row_dimensions[n].hidden = True
            ws.title = "判断"
            del book["总览"]

        typed = desk.workbook(desk.check(), (QUESTION, YES))
        desk.edit(typed, mangle)
        report = desk.check(typed)
        assert state(report, QUESTION) is State.PASS
        assert report.unused_answers == ()

    @pytest.mark.parametrize(
        "day", ["2022年8月30日", "2022.8.30", "２０２２-08-30", datetime(2022, 8, 30), "2022/8/30"]
    )
    def test_dates_as_they_come(self, desk: Desk, day: Any) -> None:
        given = checked(desk.check(desk.workbook(desk.check(), (QUESTION, {**YES, "答复日期": day}))), QUESTION).answer
        assert given
        assert given.date == "2022-08-30"

    @pytest.mark.parametrize(
        ("cells", "said"),
        [
            ({**YES, "答复日期": "下周"}, "不是日期"),
            ({**YES, "结论": "基本符合"}, "不在可选值之内"),
            ({**YES, "理由": "=A1"}, "公式"),
        ],
    )
    def test_what_cannot_be_read_is_said_with_sheet_and_cell(self, desk: Desk, cells: Any, said: str) -> None:
        typed = desk.workbook(desk.check(), (QUESTION, cells))
        with pytest.raises(CheckerError, match=rf"f\.xlsx:需人工判断![A-Z]+\d+ .*{said}"):
            desk.check(typed)

    def test_hidden_columns_deleted(self, desk: Desk) -> None:
        def delete(book: Any) -> None:
            ws = book["需人工判断"]
            ws.delete_cols(columns(ws)[1]["规则编号"])

        typed = desk.workbook(desk.check(), (QUESTION, YES))
        desk.edit(typed, delete)
        with pytest.raises(CheckerError, match="缺少隐藏的“规则编号”一栏"):
            desk.check(typed)

    def test_an_answer_below_its_row_is_not_lost(self, desk: Desk) -> None:
        def below(book: Any) -> None:
            ws = book["需人工判断"]
            ws.cell(ws.max_row + 2, columns(ws)[1]["理由"]).value = "写错了行"

        typed = desk.workbook(desk.check())
        desk.edit(typed, below)
        [unused] = desk.check(typed).unused_answers
        assert unused.answer.reason == "写错了行"
        assert "不知道答复的是哪一项" in unused.why

    def test_a_workbook_that_is_none_of_ours(self, desk: Desk, tmp_path: Path) -> None:
        Workbook().save(tmp_path / "x.xlsx")
        with pytest.raises(CheckerError, match="没有填写答复的表"):
            desk.check(tmp_path / "x.xlsx")


class TestNotUsed:
    def test_facts_that_changed_reopen_the_question_and_keep_the_text(self, desk: Desk) -> None:
        typed = desk.workbook(desk.check(), (QUESTION, YES), (FINDING, WAIVED))
        desk.change("名称或者姓名: 路明川", "名称或者姓名: 路明山")
        report = desk.check(typed)
        assert (state(report, FINDING), state(report, QUESTION)) == (State.FAIL, State.PASS)
        [unused] = report.unused_answers
        assert (unused.bound.criterion, unused.subject_id) == FINDING
        assert "所依据的事实有变动" in unused.why
        assert "f.xlsx:问题清单!" in unused.answer.place
        assert any("P2-091" in n and "f.xlsx:问题清单!" in n for n in report.notices)
        book = load_workbook(desk.workbook(report, name="g"))
        kept = [c.value for row in book["未采用的答复"].iter_rows() for c in row]
        assert {"另案补正", "苏振华", "原思敏", datetime(2022, 12, 31)} <= set(kept)
        desk.change("名称或者姓名: 路明山", "名称或者姓名: 路明川")
        assert state(desk.check(desk.folder / "g.xlsx"), FINDING) is State.WAIVED

    def test_other_facts_do_not_matter(self, desk: Desk) -> None:
        typed = desk.workbook(desk.check(), (FINDING, WAIVED))
        desk.change("案件名称:", "# 一行说明\n案件名称:")
        assert state(desk.check(typed), FINDING) is State.WAIVED

    def test_an_expired_waiver(self, desk: Desk) -> None:
        typed = desk.workbook(desk.check(), (FINDING, {**WAIVED, "有效期至": "2022-08-30"}))
        report = desk.check(typed)
        assert state(report, FINDING) is State.FAIL
        assert why(report) == ["豁免已过期（有效期至2022-08-30）"]

    def test_a_question_that_is_no_longer_asked(self, desk: Desk) -> None:
        typed = desk.workbook(desk.check(), (OTHER_QUESTION, YES))
        text = desk.case.read_text("utf-8")
        clean = (EXAMPLES / "penalty-clean.yaml").read_text("utf-8")
        number = next(line for line in text.splitlines() if line.startswith("案卷编号"))
        old = next(line for line in clean.splitlines() if line.startswith("案卷编号"))
        desk.case.write_text(clean.replace(old, number), "utf-8")
        report = desk.check(typed)
        assert len(report.unused_answers) == 1
        assert "没有提出这一问题" in why(report)[0]

    def test_answers_that_contradict_each_other_settle_nothing(self, desk: Desk) -> None:
        first = desk.workbook(desk.check(), (QUESTION, YES))
        bound = checked(desk.check(), QUESTION).binding
        beside = desk.folder / "案卷.answers.yaml"
        beside.write_text(
            f"- {{规则编号: {QUESTION[0]}, 对象编号: {QUESTION[1]}, 绑定: {bound}, "
            "结论: 不符合, 理由: 不同意, 答复人: 甲}\n",
            "utf-8",
        )
        report = desk.check(first)
        assert state(report, QUESTION) is State.MANUAL
        assert len(report.unused_answers) == 2
        assert all("结论相反" in w for w in why(report))
        assert {u.answer.place.split(":")[0] for u in report.unused_answers} == {"f.xlsx", "案卷.answers.yaml"}

    @pytest.mark.parametrize("missing", ["结论", "理由", "答复人"])
    def test_a_half_finished_answer_can_be_finished_where_it_is_kept(self, desk: Desk, missing: str) -> None:
        half = {k: v for k, v in YES.items() if k != missing}
        report = desk.check(desk.workbook(desk.check(), (QUESTION, half)))
        assert state(report, QUESTION) is State.MANUAL
        assert why(report) == [f"没有填完，缺少{missing}"]
        again = desk.workbook(report, name="g")

        def finish(book: Any) -> None:
            del book["需人工判断"]
            type_in(book, QUESTION, {missing: YES[missing]})

        desk.edit(again, finish)
        assert state(desk.check(again), QUESTION) is State.PASS

    def test_the_answers_of_another_case(self, desk: Desk, ready: Checker, tmp_path: Path) -> None:
        typed = desk.workbook(desk.check(), (QUESTION, YES))
        desk.change(desk.check().number, "陵审罚案〔2030〕9号")
        report = desk.check(typed)
        assert state(report, QUESTION) is State.MANUAL
        assert "另一案卷" in why(report)[0]

    def test_what_is_not_used_does_not_multiply(self, desk: Desk) -> None:
        beside = desk.folder / "案卷.answers.yaml"
        beside.write_text("- {规则编号: P9-999, 结论: 符合, 理由: 无据, 答复人: 甲}\n", "utf-8")
        report = desk.check()
        for name in ("g", "h"):
            report = desk.check(desk.workbook(report, name=name))
        assert len(report.unused_answers) == 1


def test_a_waiver_is_for_all_that_is_folded_into_a_finding(desk: Desk) -> None:
    first = desk.check()
    finding = next(f for f in first.findings if f.also)
    typed = desk.workbook(first, ((finding.criterion, finding.subject_id), WAIVED))
    report = desk.check(typed)
    assert {state(report, (b.criterion, finding.subject_id)) for b in finding.bound} == {State.WAIVED}
    assert len(report.findings) == len(first.findings) - 1
    [waived] = report.waived
    assert (waived.also, waived.bound) == (finding.also, finding.bound)
    assert desk.check(desk.workbook(report, name="g")).waived[0].bound == finding.bound


def test_a_no_is_a_defect_that_counts_and_can_be_waived(desk: Desk) -> None:
    first = desk.check()
    second = desk.check(desk.workbook(first, (QUESTION, NO)))
    assert len(second.findings) == len(first.findings) + 1
    assert exit_code(second, Severity.MINOR) == 1
    third = desk.check(desk.workbook(second, (QUESTION, WAIVED), name="g"))
    assert state(third, QUESTION) is State.WAIVED
    assert checked(third, QUESTION).answer
    fourth = desk.check(desk.workbook(third, name="h"))
    assert (len(fourth.answered), len(fourth.waived), fourth.unused_answers) == (1, 1, ())
    assert state(fourth, QUESTION) is State.WAIVED


def test_a_half_finished_file(ready: Checker, tmp_path: Path) -> None:
    desk = Desk(ready, tmp_path, "penalty-for-review")
    first = desk.check()
    about = asked(first)[0]
    report = desk.check(desk.workbook(first, (about, YES)))
    assert state(report, about) is State.PASS
    before, after = ({r.id: r.state for r in x.criteria} for x in (first, report))
    assert {id for id in before if before[id] is not after[id]} <= {about[0]}


def test_an_unbound_answer_is_used_and_reported(desk: Desk) -> None:
    (desk.folder / "案卷.answers.yaml").write_text(
        f"答复与豁免:\n  - {{规则编号: {QUESTION[0]}, 对象编号: {QUESTION[1]}, 结论: 符合, 理由: 核对, 答复人: 甲}}\n",
        "utf-8",
    )
    report = desk.check()
    assert state(report, QUESTION) is State.PASS
    assert any("案卷.answers.yaml：共1项，采用1项" in n for n in report.notices)
    assert any("没有绑定" in n and QUESTION[0] in n for n in report.notices)
    bound = desk.check(desk.workbook(report))
    assert not any("没有绑定" in n for n in bound.notices)


def test_the_json_report_shows_answer_and_binding(desk: Desk) -> None:
    report = desk.check(desk.workbook(desk.check(), (QUESTION, YES)))
    document = json.loads(to_json(report))
    [question] = document["answered"]
    assert question["answer"]["name"] == "原思敏"
    assert question["answer"]["bound"]
    assert question["binding"] == checked(report, QUESTION).binding


class TestCommand:
    @pytest.fixture
    def case(self, tmp_path: Path) -> Path:
        copy(EXAMPLES / "penalty-defective.yaml", tmp_path / "案卷.yaml")
        return tmp_path / "案卷.yaml"

    def test_there_and_back(self, anjuan: Command, case: Path, tmp_path: Path) -> None:
        book = tmp_path / "f.xlsx"
        anjuan("check", case, "-o", book)
        typed = load_workbook(book)
        type_in(typed, QUESTION, YES)
        typed.save(book)
        code, _, err = anjuan("check", case, "--answers", book, "-o", book)
        assert code == 1
        assert "采用了1项人工答复（f.xlsx：共1项，采用1项）" in err.replace("\n", "")
        code, _, err = anjuan("answers", book, "-o", tmp_path / "案卷.answers.yaml")
        assert (code, "1项答复" in err) == (0, True)
        _, _, err = anjuan("check", case, tmp_path / "案卷.answers.yaml")
        assert "案卷.answers.yaml：共1项，采用1项" in err.replace("\n", "")
        assert "没有绑定" not in err

    def test_answers_kept_before_are_not_lost(self, anjuan: Command, case: Path, tmp_path: Path) -> None:
        book, kept = tmp_path / "f.xlsx", tmp_path / "案卷.answers.yaml"
        kept.write_text("- {规则编号: P2-291, 结论: 符合, 理由: 已备案, 答复人: 甲}\n", "utf-8")
        anjuan("check", case, "-o", book)
        typed = load_workbook(book)
        type_in(typed, QUESTION, YES)
        type_in(typed, OTHER_QUESTION, {"结论": None, "理由": None, "答复人": None})
        typed.save(book)
        anjuan("answers", book, "-o", kept)
        text = kept.read_text("utf-8")
        assert "已备案" in text
        assert "没有适用的基准" in text

    def test_a_folder_of_answers_for_several_files(self, anjuan: Command, case: Path, tmp_path: Path) -> None:
        copy(EXAMPLES / "penalty-clean.yaml", tmp_path / "清.yaml")
        anjuan("check", case, tmp_path / "清.yaml", "-o", tmp_path / "out")
        book = tmp_path / "out" / "案卷.yaml.xlsx"
        typed = load_workbook(book)
        type_in(typed, QUESTION, YES)
        typed.save(book)
        _, _, err = anjuan("check", case, tmp_path / "清.yaml", "--answers", tmp_path / "out")
        assert err.replace("\n", "").count("采用了1项人工答复") == 1
        code, _, err = anjuan("check", case, tmp_path / "清.yaml", "--answers", book)
        assert (code, "--answers 应是文件夹" in err) == (2, True)

    @pytest.mark.parametrize(
        ("name", "text", "said"),
        [
            ("a.yaml", "案卷名: 甲\n", "a.yaml:1:1 答复文件里没有“案卷名”这一项"),
            ("a.json", "3", "答复文件应由“字段: 值”组成"),
            ("a.yaml", "- {规则编号: P1, 结沦: 符合}\n", "“答复与豁免”没有“结沦”这一字段"),
            ("a.xlsx", "not a workbook", "不是Excel工作簿"),
            ("没有.xlsx", None, "文件不存在"),
        ],
    )
    def test_a_bad_file_of_answers_is_one_line(
        self, anjuan: Command, case: Path, tmp_path: Path, name: str, text: str | None, said: str
    ) -> None:
        if text is not None:
            (tmp_path / name).write_text(text, "utf-8")
        code, _, err = anjuan("check", case, "--answers", tmp_path / name, "-o", tmp_path / "f.xlsx")
        assert code == 2
        assert said in err
        assert err.count("\n") == 1
        assert not (tmp_path / "f.xlsx").exists()
