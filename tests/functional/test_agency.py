"""The bureau checks itself: examples, workbook, template, and files of the wrong kind."""

import json
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from checker.casefile.load import load_case
from checker.catalog.catalogue import Catalogue
from checker.check import Checker
from checker.findings import CaseReport
from checker.materials import Presence, materials
from checker.needs import needs
from checker.opening import as_of
from checker.states import State
from checker.workdays import Calendar
from reports.casefile import write_case
from tests.functional.conftest import EXAMPLES, Command, states

COMPLETE, GAPS = EXAMPLES / "agency-complete.yaml", EXAMPLES / "agency-gaps.yaml"


@pytest.fixture(scope="module")
def ready(agency: Catalogue) -> Checker:
    return Checker(agency, Calendar({}))


def checked(path: Path, ready: Checker) -> CaseReport:
    record = load_case(path, ready.catalogue.schema)
    return ready.check(record, path.name, *as_of("", record), cross_check=True)


def test_a_complete_bureau_is_left_with_a_few_questions(ready: Checker) -> None:
    report = checked(COMPLETE, ready)
    assert set(states(report).values()) == {State.PASS, State.MANUAL, State.NOT_APPLICABLE}
    assert len(report.questions) <= 10
    assert report.counts.total() == len(ready.catalogue.criteria)
    assert {c.point for c in report.criteria} == set(report.points)


def test_the_gaps_are_just_those_that_the_example_names(ready: Checker) -> None:
    named = set(re.findall(r"缺陷 (P\d-\d{3})", GAPS.read_text(encoding="utf-8")))
    found = states(checked(GAPS, ready))
    assert {id_ for id_, state in found.items() if state is State.FAIL} == named
    assert {id_ for id_, state in found.items() if state is State.UNKNOWN} == {"P8-059"}


def test_both_dates_of_the_annual_data_are_shown(ready: Checker) -> None:
    found = {d.id: d.text for d in checked(GAPS, ready).deadlines}
    assert found["data_published"] == "按期"
    assert found["data_published_local"] == "逾期6日"


def test_nothing_is_late_against_a_plan_printed_after_its_own_dates(ready: Checker) -> None:
    report = checked(GAPS, ready)
    slips = next(f for f in report.findings if f.criterion == "P8-174")
    assert slips.severity.label == "提示"
    assert {states(report)[id_] for id_ in ("P8-171", "P8-172", "P8-173")} == {State.PASS}


def test_the_lists_have_as_many_elements_as_the_plan_names(agency: Catalogue) -> None:
    wanted = {
        "publicity_system_contents": 7,
        "item_list_contents": 4,
        "random_check_contents": 7,
        "service_guide_contents": 14,
        "recording_system_contents": 4,
        "equipment_contents": 3,
        "recording_list_contents": 5,
        "review_system_contents": 5,
        "review_catalogue_contents": 4,
        "review_flow_contents": 6,
    }
    for name, number in wanted.items():
        (row,) = agency.tables[name].rows
        assert isinstance(row.value, tuple)
        assert len(set(row.value)) == number, name


def test_every_system_is_listed_with_what_it_lacks(ready: Checker) -> None:
    record = load_case(GAPS, ready.catalogue.schema)
    listed = materials(ready.open(record, *as_of("", record)))
    papers = {p.title: p for p in listed.papers}
    assert len(papers) == len(listed.papers) == len(ready.catalogue.materials)
    assert papers["行政执法公示制度"].lacking == ("监督方式", "保障措施")
    assert papers["行政执法服务指南"].presence is Presence.INCOMPLETE
    assert papers["全过程记录信息调阅监督制度"].presence is Presence.MISSING
    assert {p.point for p in listed.papers} <= set(ready.catalogue.points)


def test_where_the_list_is_open_nothing_counts_as_missing(ready: Checker, tmp_path: Path) -> None:
    path = tmp_path / "机关.yaml"
    path.write_text("机关名称: 虚构县审计局\n", encoding="utf-8")
    record = load_case(path, ready.catalogue.schema)
    listed = materials(ready.open(record, *as_of("2026-03-31", record)))
    assert {p.presence for p in listed.papers} == {Presence.OPEN}


def test_the_command_writes_a_workbook_and_json(anjuan: Command, tmp_path: Path) -> None:
    book, out = tmp_path / "机关自查.xlsx", tmp_path / "out.json"
    code, _, _ = anjuan("agency", GAPS, "-o", book, "--json", out)
    assert code == 1
    assert json.loads(out.read_text(encoding="utf-8"))["kind"] == "机关"
    sheets = load_workbook(book)
    assert sheets.sheetnames[:2] == ["总览", "制度建设完整性"]
    cells = {str(c.value) for row in sheets["制度建设完整性"].iter_rows() for c in row if c.value is not None}
    assert {"行政执法公示制度", "5/7", "监督方式、保障措施", "不全", "缺"} <= cells
    assert not any("阶段" in str(c.value) for row in sheets["总览"].iter_rows(max_row=6) for c in row if c.value)


def test_answers_are_read_back_from_the_workbook(anjuan: Command, ready: Checker, tmp_path: Path) -> None:
    book = tmp_path / "机关自查.xlsx"
    assert anjuan("agency", COMPLETE, "-o", book)[0] == 0
    sheets = load_workbook(book)
    sheet = sheets["需人工判断"]
    heading = next(row for row in sheet.iter_rows() if any(c.value == "结论" for c in row))
    columns = {str(c.value): number for number, c in enumerate(heading, 1)}
    assert "自查编号" in columns
    first = int(heading[0].row or 0) + 1
    for name, value in {"结论": "符合", "理由": "有会议记录", "答复人": "苏振华", "答复日期": "2026-03-31"}.items():
        sheet.cell(first, columns[name], value)
    sheets.save(book)
    again = tmp_path / "again.json"
    anjuan("agency", COMPLETE, "--answers", book, "--json", again)
    assert len(json.loads(again.read_text(encoding="utf-8"))["answered"]) == 1
    kept = tmp_path / "机关.answers.yaml"
    assert anjuan("answers", book, "-o", kept)[0] == 0
    assert "自查编号: 陵审自查〔2026〕1号" in kept.read_text(encoding="utf-8")
    anjuan("agency", COMPLETE, "--answers", kept, "--json", again)
    assert len(json.loads(again.read_text(encoding="utf-8"))["answered"]) == 1


def test_the_template_is_filled_in_and_read_back(anjuan: Command, ready: Checker, tmp_path: Path) -> None:
    blank = tmp_path / "机关.xlsx"
    assert anjuan("template", "--agency", "-o", blank)[0] == 0
    code, _, err = anjuan("agency", blank)
    assert (code, "规则出错" in err) == (4, False)
    for example in (COMPLETE, GAPS):
        filled = tmp_path / f"{example.stem}.xlsx"
        write_case(load_case(example, ready.catalogue.schema), ready.catalogue, needs(ready), filled)
        assert states(checked(filled, ready)) == states(checked(example, ready))


def test_convert_and_explain_know_the_kind_of_a_file(anjuan: Command, tmp_path: Path) -> None:
    target = tmp_path / "机关.xlsx"
    assert anjuan("convert", COMPLETE, "-o", target)[0] == 0
    code, out, _ = anjuan("explain", target, "P8-112")
    assert code == 0
    assert "法制审核人员" in out


@pytest.mark.parametrize(("command", "name"), [("check", "agency-complete"), ("agency", "penalty-clean")])
def test_a_file_of_the_other_kind_is_refused_in_one_line(anjuan: Command, command: str, name: str) -> None:
    code, _, err = anjuan(command, EXAMPLES / f"{name}.yaml")
    assert code == 2
    assert len(err.strip().splitlines()) == 1
    assert f"请用 anjuan {'agency' if command == 'check' else 'check'}" in err


def test_a_case_is_not_checked_with_the_criteria_of_the_bureau(catalogue: Catalogue, agency: Catalogue) -> None:
    ours, theirs = ({c.entry.id for c in c.criteria} for c in (catalogue, agency))
    assert ours & theirs == set()
    assert "agency" not in catalogue.schema.entities
