"""`anjuan deadlines`: what is unfinished in many files, as a table, a workbook and a calendar."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from checker.check import Checker
from checker.cli.main import app
from checker.docket import Docket, Due, docket
from checker.findings import CaseReport
from reports.docket.calendar import write_calendar
from tests.functional.conftest import EXAMPLES
from tests.functional.making import example, opened, three_parties


def dues(report: CaseReport) -> list[Due]:
    return list(docket([report]).dues)


@pytest.mark.parametrize("name", ["penalty-draft", "penalty-for-review", "deadline-beyond-calendar"])
def test_what_is_unfinished_is_listed_and_nothing_else(ready: Checker, name: str) -> None:
    _, report = opened(ready, example(name))
    listed = {(d.deadline_id, d.subject) for d in dues(report)}
    unfinished = [(d, r) for d in report.deadlines for r in d.readings if r.outcome in ("running", "overdue", "open")]
    assert listed == {(d.id, d.subject) for d, r in unfinished if r.due}
    without_day = {(d.id, d.subject) for d, r in unfinished if not r.due}
    unknown = {(d.id, d.subject) for d in report.deadlines if d.outcome == "unknown"}
    assert docket([report]).unknown == len(without_day | unknown)


def test_soonest_first_and_each_party_has_its_own(ready: Checker) -> None:
    _, report = opened(ready, three_parties())
    found = dues(report)
    assert [(d.outcome == "open", d.due) for d in found] == sorted((d.outcome == "open", d.due) for d in found)
    assert len({d.subject for d in found}) > 1


def test_a_waiting_period_that_is_over_stands_last_and_is_no_day_to_keep(ready: Checker, tmp_path: Path) -> None:
    _, report = opened(ready, example("penalty-for-review"))
    found = docket([report])
    over = [d.outcome == "open" for d in found.dues]
    assert True in over
    assert over == sorted(over)
    write_calendar(found, tmp_path / "x.ics")
    assert (tmp_path / "x.ics").read_bytes().count(b"BEGIN:VEVENT") == over.count(False)


def test_a_broken_file_is_said_and_the_rest_is_listed(tmp_path: Path) -> None:
    (tmp_path / "坏.yaml").write_text("a: [", encoding="utf-8")
    out, ics = tmp_path / "期限.xlsx", tmp_path / "期限.ics"
    files = [str(EXAMPLES / "penalty-2019.yaml"), str(tmp_path / "坏.yaml")]
    result = CliRunner().invoke(app, ["deadlines", *files, "-o", str(out), "--ics", str(ics)])
    assert result.exit_code == 2
    said = [str(c.value) for row in openpyxl.load_workbook(out)["期限一览"].iter_rows() for c in row if c.value]
    assert any("坏.yaml" in text for text in said)
    assert any("陵审罚案〔2019〕2号" in text for text in said)
    assert ics.read_bytes().count(b"BEGIN:VEVENT\r\n") == sum("期限未届满" in text for text in said)


@pytest.mark.parametrize("name", ["普通；,;\\的名字\n第二行", "很长的名字" * 60])
def test_the_calendar_keeps_to_the_format(tmp_path: Path, name: str) -> None:
    due = Due("f.yaml", "号", name, "D1", name, name, "机关", "2022-03-01", "running", "剩余1日", "", "", "2022-02-28")
    write_calendar(Docket((due,), 0), tmp_path / "x.ics")
    text = (tmp_path / "x.ics").read_bytes()
    lines = text.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    unfolded = text.replace(b"\r\n ", b"").decode()
    escaped = name.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    assert f"SUMMARY:{escaped}（号）\r\n" in unfolded
    assert "DTSTART;VALUE=DATE:20220301\r\nDTEND;VALUE=DATE:20220302\r\n" in unfolded
