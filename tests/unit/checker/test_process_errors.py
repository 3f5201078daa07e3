"""What a process cannot mean is refused at its place; what it leaves unsaid is said from the dictionary."""

from datetime import date
from pathlib import Path

import pytest

from checker.catalog.build import load_catalogue
from checker.catalog.catalogue import Catalogue
from checker.errors import FaultsError
from checker.flow import flow_chart

PROCESS = """processes:
  - id: own
    title: 自定
    action: penalty
    steps:
      - {id: a, title: 甲, stage: S3, done: filed_on}
      - {id: b, title: 乙, stage: S3, done: clue_found_on}
      - {id: c, title: 丙, stage: S3}
    edges:
      - {from: a, to: b, mark: V, when: {procedure: simple}}
    drawn:
      - {from: b, to: c}
"""


def own(folder: Path, text: str) -> Catalogue:
    folder.mkdir()
    (folder / "layer.yaml").write_text("title: 试\nextends: lingchuan\n", encoding="utf-8")
    (folder / "process.yaml").write_text(text, encoding="utf-8")
    return load_catalogue(folder)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("action: penalty", "action: penalties", 4, "没有“penalties”这种执法行为"),
        ("drawn:\n      - {from: b, to: c}", "drawn:\n      - {from: b, to: d}", 12, "没有“d”这一步"),
        ("{from: a, to: b,", "{from: a, to: c,", 10, "“c”没有日期（done），不能检查次序"),
        ("stage: S3, done: filed_on", "stage: S33, done: filed_on", 6, "没有“S33”这一阶段"),
        ("    drawn:", "    periods: [paymant]\n    drawn:", 11, "没有“paymant”这一期限"),
        ("mark: V, when", "mark: V, basis: [{norm: PL22, article: x}], when", 10, "没有“PL22”这一规范"),
    ],
)
def test_what_cannot_be_meant_is_one_fault_at_its_place(
    tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    assert old in PROCESS
    with pytest.raises(FaultsError) as refused:
        own(tmp_path / "own", PROCESS.replace(old, new))
    [fault] = refused.value.faults
    assert fault.message.startswith(said)
    assert f"process.yaml:{line}:" in fault.place


def test_a_condition_without_words_is_said_from_the_dictionary(tmp_path: Path) -> None:
    """One that all orders share says what the chart is of; one of its own stands at its arrow."""
    two = (
        "      - {from: a, to: b, mark: V, when: {all: [{procedure: simple}, {discussion_required: true}]}}\n    drawn:"
    )
    catalogue = own(tmp_path / "own", PROCESS.replace("    drawn:", two))
    chart = flow_chart(catalogue, "own", date(2026, 1, 1))
    assert chart.scope == "处罚程序是简易程序"
    first, second, drawn = chart.arrows
    assert first.when == ""
    assert second.when
    assert "简易" not in second.when
    assert not drawn.checked
