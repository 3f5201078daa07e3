import json
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter

from checker.findings import REPORT_VERSION, CaseReport
from checker.states import State
from reports.json_report import schema, to_json, write_json

PUBLISHED = Path(__file__).parents[3] / "docs" / "report.schema.json"


def test_the_published_schema_is_that_of_the_report() -> None:
    assert PUBLISHED.read_text(encoding="utf-8") == json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def test_the_json_has_the_keys_of_the_schema_and_gives_the_report_back(report: CaseReport) -> None:
    document = json.loads(to_json(report))
    assert list(document) == list(schema()["properties"]) == schema()["required"]
    assert document["version"] == REPORT_VERSION
    del document["counts"]
    assert TypeAdapter(CaseReport).validate_python(document) == report


def test_counts_name_every_state_and_add_up(report: CaseReport, empty: CaseReport) -> None:
    counts = json.loads(to_json(report))["counts"]
    assert list(counts) == [state.value for state in State]
    assert sum(counts.values()) == len(report.criteria)
    assert set(json.loads(to_json(empty))["counts"].values()) == {0}


def test_chinese_is_readable_and_the_text_stable(report: CaseReport, tmp_path: Path) -> None:
    write_json(report, tmp_path / "a.json")
    assert (tmp_path / "a.json").read_bytes().decode("utf-8") == to_json(report) == to_json(report)
    assert "行政执法公示" in to_json(report)
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_half_a_surrogate_pair_does_not_stop_the_report(report: CaseReport) -> None:
    assert json.loads(to_json(replace(report, title="案\ud800")))["title"] == "案?"
