"""A catalogue is for one kind of file: a case, or what else the first layer names. What is said of the other is not
even read."""

from pathlib import Path

import pytest

from checker.casefile.load import load_case
from checker.catalog.build import load_catalogue
from checker.catalog.kind_of_file import other_kind
from checker.catalog.layers import find_layer
from checker.errors import CheckerError, FaultsError

CRITERION = """
criteria:
  - id: {id}
    title: 写明名称
    point: {point}
    subject: {subject}
    stage: {stage}
    requires: {{present: title}}
    judged_on: [as_of]
    severity: advice
    basis: [{{norm: SEED, article: 二（一）1}}]
    finding: 没有写名称。
    remedy: {{before: 写明。}}
    status: verified
"""
OF_CASES = CRITERION.format(id="P0-951", point="file", subject="case", stage="S1")
OF_AGENCIES = CRITERION.format(id="P8-951", point="agency_support", subject="agency", stage="A0")


def layer(folder: Path, **files: str) -> Path:
    for name, text in {"layer": "title: 本地层\nextends: lingchuan\n", **files}.items():
        path = folder.joinpath(*name.split("__")).with_suffix(".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_each_root_has_its_own_criteria(tmp_path: Path) -> None:
    mine = layer(tmp_path / "mine", rules=OF_CASES, agency__rules=OF_AGENCIES)
    ids = {root: {c.entry.id for c in load_catalogue(mine, root).criteria} for root in ("case", "agency")}
    assert "P0-951" in ids["case"] - ids["agency"]
    assert "P8-951" in ids["agency"] - ids["case"]
    assert load_catalogue(mine).schema.root == "case"


def test_what_is_said_of_another_root_is_not_even_read(tmp_path: Path) -> None:
    mine = layer(tmp_path / "mine", agency__rules="criteria: [")
    assert load_catalogue(mine).layers[-1].files == 0
    with pytest.raises(FaultsError):
        load_catalogue(mine, "agency")


def test_a_criterion_of_another_root_stands_in_its_folder(tmp_path: Path) -> None:
    with pytest.raises(FaultsError) as found:
        load_catalogue(layer(tmp_path / "mine", rules=OF_AGENCIES))
    assert "没有“agency”这种对象" in str(found.value)


def test_the_dictionary_of_a_root_holds_only_what_its_files_can_hold() -> None:
    case, agency = (load_catalogue(find_layer("lingchuan"), root).schema.entities for root in ("case", "agency"))
    assert "agency" not in case
    assert "case" not in agency
    assert "violation" not in agency
    assert "answer" in case.keys() & agency.keys()


def test_the_last_resort_of_a_criterion_is_the_day_of_its_own_root(tmp_path: Path) -> None:
    text = OF_AGENCIES.replace("[as_of]", "[$case.as_of]")
    with pytest.raises(FaultsError) as found:
        load_catalogue(layer(tmp_path / "mine", agency__rules=text), "agency")
    assert "$agency.as_of" in str(found.value)


@pytest.mark.parametrize(
    ("text", "root", "other"),
    [
        ("机关名称: 陵川县审计局\n", "case", "agency"),
        ("机关名称: 陵川县审计局\n检察基准日: 2026-01-01\n", "case", "agency"),
        ("案件名称: 甲案\n案由: 乙\n", "agency", "case"),
        ("案由: 乙\n案件名: 甲案\n", "case", None),
        ("甲: [\n", "case", None),
        ("甲\n", "agency", None),
    ],
)
def test_a_file_of_another_kind_is_told_from_a_faulty_one(
    tmp_path: Path, text: str, root: str, other: str | None
) -> None:
    path = tmp_path / "文件.yaml"
    path.write_text(text, encoding="utf-8")
    catalogue = load_catalogue(find_layer("lingchuan"), root)
    with pytest.raises(CheckerError) as error:
        load_case(path, catalogue.schema)
    found = other_kind(path, catalogue, error.value)
    assert (found.root if found else None) == other
