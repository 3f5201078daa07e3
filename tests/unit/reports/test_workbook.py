"""The findings workbook, read back as a reviewer's spreadsheet program would."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from checker.catalog.build import load_catalogue
from checker.catalog.layers import find_layer
from checker.findings import Bound, CaseReport, Finding, UnusedAnswer
from checker.results import Answer
from checker.states import Severity, State
from reports.workbook import answer_cells, measure, write_workbook
from tests.unit.reports.conftest import CONTROL, FORMULAS

SHEETS = ["总览", "审查意见", "问题清单", "期限核算", "需人工判断", "数据缺失", "依据", "说明"]
TABLES = SHEETS[1:7]
LONGEST_ROW = 409  # points; Excel shows no more


@pytest.fixture(scope="module")
def book(report: CaseReport, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return written(report, tmp_path_factory.mktemp("book"))


def written(report: CaseReport, folder: Path) -> Any:
    write_workbook(report, folder / "问题.xlsx")
    return load_workbook(folder / "问题.xlsx")


def cells(book: Any) -> Iterator[Any]:
    for ws in book:
        for row in ws.iter_rows():
            yield from (cell for cell in row if cell.value is not None)


def texts(ws: Any) -> list[str]:
    return [str(cell.value) for row in ws.iter_rows() for cell in row if cell.value is not None]


def below(ws: Any, name: str) -> list[Any]:
    """The cells of a column under its heading."""
    heading = next(cell for row in ws.iter_rows() for cell in row if cell.value == name)
    return [ws.cell(row, heading.column) for row in range(heading.row + 1, ws.max_row + 1)]


def row_of(ws: Any, first: str) -> list[Any]:
    return next([c.value for c in row] for row in ws.iter_rows() if row[0].value == first)


def test_eight_sheets_in_their_order(book: Any) -> None:
    assert book.sheetnames == SHEETS


class TestOverview:
    def test_the_states_add_up_to_the_number_of_criteria(self, book: Any, report: CaseReport) -> None:
        numbers = row_of(book["总览"], "审查项数")[1:]
        assert numbers == [*(report.counts[s] for s in State), len(report.criteria)]
        assert sum(numbers[:-1]) == numbers[-1]
        assert any(f"等于本次审查项总数{len(report.criteria)}项" in text for text in texts(book["总览"]))

    def test_the_points_add_up_to_the_states_and_none_vanishes(self, book: Any, report: CaseReport) -> None:
        rows = [row_of(book["总览"], title)[1:] for title in (*report.points.values(), "unlisted")]
        assert [sum(column) for column in zip(*rows, strict=True)] == row_of(book["总览"], "审查项数")[1:]

    def test_vetoes_stand_before_majors_with_the_numbers_of_the_list(self, book: Any) -> None:
        listed = [text for text in texts(book["总览"]) if "】" in text]
        assert listed[0].startswith("1. 【否决·后果为无效】")
        assert listed[1].startswith("2. 【重大】")

    def test_an_open_check_that_could_be_a_veto_is_said(self, book: Any) -> None:
        assert any("仍可能成为否决问题" in text for text in texts(book["总览"]))

    def test_it_is_no_legal_opinion_and_nobody_has_signed(self, book: Any) -> None:
        assert any("检查结果为机器意见，不是法律意见" in text for text in texts(book["总览"]))
        for who in ("承办人（签名）", "法制审核人员（签名）"):
            assert [v for v in row_of(book["总览"], who) if v] == [who, "日期"]

    def test_a_loosened_veto_is_shown(self, book: Any) -> None:
        assert any("放宽了国家层级的否决项" in text and "P2-031" in text for text in texts(book["总览"]))


class TestText:
    def test_nothing_from_the_case_is_a_formula_or_an_error(self, book: Any) -> None:
        assert {cell.data_type for cell in cells(book)} == {"s", "n"}
        assert all(isinstance(cell.value, int) for cell in cells(book) if cell.data_type == "n")

    def test_text_that_looks_like_a_formula_stays_text_when_edited(self, book: Any) -> None:
        looks = [cell for cell in cells(book) if str(cell.value).startswith(("=", "+", "-", "@", "\t", "\n"))]
        assert {str(cell.value)[0] for cell in looks} == {"=", "+", "-", "@", "\t", "\n"}
        assert all(cell.quotePrefix for cell in looks)

    def test_control_characters_become_boxes(self, book: Any) -> None:
        assert any("甲□乙□[31m丙□" in text for text in texts(book["问题清单"]))

    def test_text_like_an_escape_of_the_file_format_is_kept(self, report: CaseReport, tmp_path: Path) -> None:
        book = written(replace(report, notices=("_x0041_",)), tmp_path)
        assert "● _x005F_x0041_" in texts(book["总览"])

    def test_a_text_longer_than_a_cell_is_cut_and_says_so(self, report: CaseReport, tmp_path: Path) -> None:
        ws = written(replace(report, notices=("长" * 40_000,)), tmp_path)["总览"]
        assert any("以下从略" in text for text in texts(ws))

    def test_a_text_longer_than_a_row_goes_on_below_without_loss(self, book: Any, report: CaseReport) -> None:
        ws, longest = book["问题清单"], max(report.findings, key=lambda f: len(f.text))
        rows = [row for row in ws.iter_rows() if row[1].value == longest.criterion]
        assert len(rows) > 1
        assert "".join(str(row[5].value).removeprefix("（续）") for row in rows) == longest.text
        assert len({row[0].value for row in rows}) == 1

    def test_every_row_is_high_enough_and_none_too_high(self, book: Any) -> None:
        for ws in book:
            merged = {r.min_row: r for r in ws.merged_cells.ranges}
            for row in ws.iter_rows():
                height = ws.row_dimensions[row[0].row].height
                assert height <= LONGEST_ROW
                for cell in row:
                    if (
                        row[0].row in merged
                        or not cell.alignment.wrap_text
                        or ws.column_dimensions[cell.column_letter].hidden
                    ):
                        continue
                    width = ws.column_dimensions[cell.column_letter].width
                    lines = measure.wrap(str(cell.value or ""), width, cell.font.size)
                    assert measure.height(len(lines), cell.font.size) <= height + 0.1


class TestPaper:
    @pytest.mark.parametrize("name", SHEETS)
    def test_a4_one_page_wide_with_titles_and_page_numbers(self, book: Any, name: str) -> None:
        ws = book[name]
        assert str(ws.page_setup.paperSize) == "9"
        assert ws.sheet_properties.pageSetUpPr.fitToPage
        assert ws.page_setup.fitToWidth == 1
        assert ws.print_title_rows
        assert ws.freeze_panes
        assert "&P" in ws.oddFooter.center.text
        assert "&N" in ws.oddFooter.center.text
        assert ws.oddFooter.right.text == "&F"

    @pytest.mark.parametrize("name", TABLES)
    def test_tables_have_filters_over_all_columns(self, book: Any, name: str) -> None:
        assert book[name].auto_filter.ref.startswith("A3:")

    def test_an_ampersand_in_the_title_is_no_code(self, book: Any) -> None:
        assert "规定 && 拒绝" in book["总览"].oddHeader.left.text

    def test_chinese_fonts_by_name(self, book: Any) -> None:
        assert {cell.font.name for cell in cells(book)} == {"宋体", "黑体"}
        assert book._fonts[0].name == "宋体"

    def test_each_state_is_said_in_words_on_its_colour(self, book: Any) -> None:
        shown = {(c.value, c.fill.fgColor.rgb[-6:]) for c in below(book["审查意见"], "结论") if c.value}
        assert shown == {(state.label, state.colour) for state in State}


class TestReview:
    @staticmethod
    def rows(book: Any) -> list[tuple[str, str, bool]]:
        ws = book["审查意见"]
        return [(row[0].value, row[3].value, ws.row_dimensions[row[0].row].hidden)
                for row in ws.iter_rows(min_row=4) if row[3].value]  # fmt: skip

    def test_every_criterion_is_there(self, book: Any, report: CaseReport) -> None:
        assert {id for id, _, _ in self.rows(book)} == {c.id for c in report.criteria}

    def test_attention_is_shown_and_the_rest_folded(self, book: Any) -> None:
        shown = Counter(label for _, label, hidden in self.rows(book) if not hidden)
        folded = {label for _, label, hidden in self.rows(book) if hidden}
        assert set(shown) == {"规则出错", "不符合", "数据缺失", "需人工判断", "已豁免"}
        assert shown["数据缺失"] == 2  # one that can fail, one unfinished list
        assert folded == {"数据缺失", "符合", "不适用"}

    def test_errors_and_failures_first_within_a_point(self, book: Any) -> None:
        procedure = [label for id, label, hidden in self.rows(book) if id.startswith("P2-") and not hidden]
        assert procedure == ["规则出错", "不符合", "数据缺失"]

    def test_stages_not_reached_are_folded_apart(self, book: Any) -> None:
        assert sum(text.strip().startswith("＋ 尚未到该阶段") for text in texts(book["审查意见"])) == 11

    def test_a_waiver_names_who_and_until_when(self, book: Any) -> None:
        assert any("李四，2024-06-01，有效期至2024-12-31" in text for text in texts(book["审查意见"]))


class TestQuestions:
    def test_answers_are_bound_by_hidden_columns(self, book: Any, report: CaseReport) -> None:
        ws = book["需人工判断"]
        for name, expected in (
            ("规则编号", [q.criterion for q in report.questions]),
            ("对象编号", [q.subject_id for q in report.questions]),
            ("绑定", [q.binding for q in report.questions]),
            ("案卷编号", [report.number] * len(report.questions)),
        ):
            column = below(ws, name)
            assert ws.column_dimensions[column[0].column_letter].hidden
            assert [cell.value for cell in column] == expected

    def test_conclusion_is_chosen_and_nothing_is_answered(self, book: Any) -> None:
        ws = book["需人工判断"]
        (choice,) = (v for v in ws.data_validations.dataValidation if v.type == "list")
        assert choice.formula1 == '"符合,不符合"'
        for name in ("结论", "理由", "答复人", "答复日期"):
            answers = below(ws, name)
            assert all(cell.value is None for cell in answers)
        assert all(cell.coordinate in choice.sqref for cell in below(ws, "结论"))


def test_deadlines_that_are_over_come_first_and_two_readings_have_two_rows(book: Any) -> None:
    results = [str(cell.value) for cell in below(book["期限核算"], "结果")]
    assert results[0] == "逾期1个工作日"
    assert [text.splitlines()[0] for text in results if "综合" in text] == ["按期，余1日", "逾期1日"]
    assert any("调休上班" in str(cell.value) for cell in below(book["期限核算"], "计算过程"))


def test_what_could_be_a_veto_is_to_be_supplied_first(book: Any) -> None:
    ws = book["数据缺失"]
    results = [str(cell.value).replace("\n", "") for cell in below(ws, "可能结果") if cell.value]
    assert results == ["可能否决", "可能不符合", "无影响"]
    assert ws.row_dimensions[ws.max_row].hidden


def test_findings_gravest_first_and_void_is_marked(book: Any, report: CaseReport) -> None:
    grades = [str(cell.value) for cell in below(book["问题清单"], "程度")]
    assert grades[0] == "否决\n（无效）"
    order = [Severity.VETO.label, Severity.MAJOR.label, Severity.MINOR.label, Severity.ADVICE.label]
    places = [order.index(grade[:2]) for grade in grades]
    assert places == sorted(places)
    assert len({cell.value for cell in below(book["问题清单"], "序号")}) == len(report.findings)


def test_norms_name_version_article_and_how_well_they_were_read(book: Any) -> None:
    row = row_of(book["依据"], "中华人民共和国行政处罚法")
    assert row[2:5] == ["2021-07-15", "现行有效", "第六十四条第一款第（一）项"]
    assert row[6:] == ["全文核对", "国家"]


def test_notes_name_hashes_versions_and_what_is_not_set(book: Any, report: CaseReport) -> None:
    said = texts(book["说明"])
    assert {layer.sha256 for layer in report.layers} <= set(said)
    assert {"未设定", "2.0.28", *(state.label for state in State)} <= set(said)


def test_a_report_without_anything_is_a_workbook_too(empty: CaseReport, tmp_path: Path) -> None:
    book = written(empty, tmp_path)
    assert book.sheetnames == SHEETS
    assert "未发现否决问题。" in texts(book["总览"])


def test_the_same_report_gives_the_same_bytes_without_a_clock(report: CaseReport, tmp_path: Path) -> None:
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    write_workbook(report, first)
    write_workbook(report, second)
    assert first.read_bytes() == second.read_bytes()
    with ZipFile(first) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"2024-06-03T00:00:00Z") == 2


def test_a_failure_leaves_nothing_half_written(report: CaseReport, tmp_path: Path) -> None:
    taken = tmp_path / "问题.xlsx"
    taken.mkdir()
    with pytest.raises(OSError, match="问题"):
        write_workbook(report, taken)
    assert list(tmp_path.iterdir()) == [taken]
    with pytest.raises(FileNotFoundError):
        write_workbook(report, tmp_path / "没有的文件夹" / "问题.xlsx")


def test_a_long_chinese_file_name_is_no_obstacle(report: CaseReport, tmp_path: Path) -> None:
    path = tmp_path / ("案" * 80 + ".xlsx")
    write_workbook(report, path)
    assert list(tmp_path.iterdir()) == [path]


def test_hundreds_of_findings_are_all_listed(report: CaseReport, tmp_path: Path) -> None:
    many: tuple[Finding, ...] = tuple(replace(report.findings[1], criterion=f"P9-{n:03}") for n in range(300))
    book = written(replace(report, findings=many), tmp_path)
    assert len(below(book["问题清单"], "编号")) == 300


class TestUnusedAnswers:
    @pytest.fixture(scope="class")
    @staticmethod
    def sheet(report: CaseReport, tmp_path_factory: pytest.TempPathFactory) -> Any:
        unused = tuple(
            UnusedAnswer(
                Bound("P3-001", "b1-0"),
                "证据",
                "u",
                text,
                Answer("符合", text, text, text, "案卷.yaml:3:1"),
                "",
                "有变动",
                "重填",
            )
            for text in (*FORMULAS, CONTROL, "长" * 5_000)
        )
        book = written(replace(report, unused_answers=unused), tmp_path_factory.mktemp("unused"))
        assert book.sheetnames.index("未采用的答复") == book.sheetnames.index("需人工判断") + 1
        return book["未采用的答复"]

    def test_their_text_is_kept_whole_and_is_no_formula(self, sheet: Any) -> None:
        reasons = [c for c in below(sheet, "理由") if c.value]
        assert all(c.data_type == "s" for c in reasons)
        assert [c.value.lstrip("\t\n") for c in reasons[: len(FORMULAS)]] == [f.strip("\t\r") for f in FORMULAS]
        long = [c.value for c in reasons[len(FORMULAS) + 1 :]]
        assert long[0] == "长" * 5_000
        assert all(text.startswith("（续）") and text[3:] in long[0] for text in long[1:])  # for those who print

    def test_every_row_can_be_shown(self, sheet: Any) -> None:
        assert all(d.height <= LONGEST_ROW for d in sheet.row_dimensions.values() if d.height)

    def test_it_is_on_no_sheet_when_all_were_used(self, book: Any) -> None:
        assert "未采用的答复" not in book.sheetnames


def test_the_headings_of_answers_are_those_of_the_dictionary() -> None:
    """By them they are read back."""
    schema = load_catalogue(find_layer("lingchuan")).schema
    answer, case = schema.entities["answer"], schema.entities[schema.root]
    labels = {f.label for f in answer.fields.values()} | {case.fields["number"].label}
    used = {answer_cells.CONCLUSION, answer_cells.REASON, answer_cells.NAME, answer_cells.DATE}
    assert used | {answer_cells.APPROVER, answer_cells.EXPIRY, *answer_cells.KEYS} == labels
    choices = schema.choices[answer.fields["conclusion"].of].members.values()
    assert set(choices) == {"符合", "不符合", "豁免"}
