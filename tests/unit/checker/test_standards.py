"""Standards are found by name, replaced by a layer, and their slips named with the place (▸) and the word meant."""

from fractions import Fraction
from pathlib import Path

import pytest

from checker.catalog.build import load_catalogue
from checker.catalog.catalogue import Catalogue
from checker.catalog.layers import find_layer
from checker.catalog.standards import find_standard, load_standards
from checker.errors import CheckerError, FaultsError
from checker.scores import ItemKind

MARK = "▸"
OWN = """\
standards:
  - id: own
    title: 某县评分标准
    version: "1"
    from: 2025-01-01
    source: 某县评查组
    base: 50
    proportional: 50
    most_deducted: 20
    grades: [{at_least: 85, title: 优秀}, {at_least: 0, title: 一般}]
    sections:
      - title: 合法性
        kind: veto
        items:
          - {id: L1, title: 人员, decided_by: [P1-021, P1-031]}
      - title: 规范性
        kind: scored
        items:
          - {id: J1, title: 证据, points: 8, decided_by: [P3-011, {criterion: P3-041, loses: 0.5}]}
          - {id: J2, title: 理由, points: 2, question: 是否写明理由？}
      - title: 卷面
        kind: deduction
        items:
          - {id: K1, title: 归档, points: 1, decided_by: [P6-111], group: g}
          - {id: K2, title: 目录, points: 1, decided_by: [P6-112], group: g}
"""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(find_layer("lingchuan"))


def changed(old: str, new: str) -> str:
    assert OWN.count(old) == 1
    return OWN.replace(old, new)


def test_a_standard_of_ones_own_is_found_by_its_file(catalogue: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(OWN, encoding="utf-8")
    for name in (path, tmp_path):
        found = find_standard(str(name), catalogue)
        assert (found.id, found.base, found.most_deducted) == ("own", Fraction(50), Fraction(20))
        assert [i.kind for i in found.items] == [ItemKind.VETO, *[ItemKind.SCORED] * 2, *[ItemKind.DEDUCTION] * 2]
        assert [d.loses for d in found.items[1].deciding] == [8, Fraction(1, 2)]


def test_shipped_standards_are_found_by_id_and_by_title(catalogue: Catalogue) -> None:
    shipped = load_standards(catalogue)
    assert list(shipped) == ["audit_quality", "penalty_file"]
    for id_, standard in shipped.items():
        assert find_standard(id_, catalogue) == find_standard(standard.title, catalogue) == standard
    with pytest.raises(CheckerError, match="penalty_file"):
        find_standard("penalty_fil", catalogue)


def test_shipped_standards_speak_of_the_national_layer_only() -> None:
    """So that they can be used with any bureau's layer."""
    assert load_standards(load_catalogue(find_layer("national")))


def test_the_documents_have_a_hundred_points_together(catalogue: Catalogue) -> None:
    items = load_standards(catalogue)["penalty_file"].items
    assert sum(i.points for i in items if i.kind is ItemKind.SCORED) == 100


def test_what_nobody_checks_is_asked_and_says_so(catalogue: Catalogue) -> None:
    for standard in load_standards(catalogue).values():
        asked = [i for i in standard.items if i.question]
        assert asked
        assert all(i.applies_if for i in asked)


def test_a_layer_replaces_a_standard_by_its_id(tmp_path: Path) -> None:
    (tmp_path / "layer.yaml").write_text("title: 某局\nextends: lingchuan\n", encoding="utf-8")
    text = OWN.replace("id: own", "id: penalty_file")
    (tmp_path / "standard.yaml").write_text(text, encoding="utf-8")
    standards = load_standards(load_catalogue(tmp_path))
    assert standards["penalty_file"].title == "某县评分标准"
    assert standards["penalty_file"].layer == tmp_path.name
    assert "audit_quality" in standards


FAULTS = {
    "unknown criterion": (("[P1-021, P1-031]", "[P1-021, ▸P1-0311]"), "没有“P1-0311”这一检查项", "P1-031"),
    "unknown key": (("source: 某县评查组", "▸sourse: 某县评查组\n    source: 某"), "没有“sourse”这一项", "source"),
    "no source": (("    source: 某县评查组\n", ""), "缺少“source”", ""),
    "twice": (("id: J2", "▸id: J1"), "编号“J1”重复", "own.yaml"),
    "criterion twice": (("[P6-111]", "[P6-111, ▸P6-111]"), "写了两次", ""),
    "light veto": (("[P1-021, P1-031]", "[▸P2-136]"), "级别不够，不能作为否决项的依据", "核对过条文"),
    "more than the item": (("{criterion: P3-041, loses: 0.5}", "{criterion: P3-041, loses: 9}"), "不能多于该项的", ""),
    "no points": (("id: J1, title: 证据, points: 8", "id: J1, title: 证据"), "J1：否决项不写 points", ""),
    "no number": (("points: 8", "▸points: 八"), "“八”不是分数", ""),
    "negative": (("points: 8", "▸points: -8"), "“points”应大于0", ""),
    "undecided": (("question: 是否写明理由？", "note: 无"), "应恰好写一个", ""),
    "lonely group": (("[P6-112], group: g", "[P6-112]"), "互斥组“g”只有一项", ""),
    "grades": (("at_least: 0, title", "at_least: 90, title"), "应从高到低", ""),
    "nothing scored": (("proportional: 50", "proportional: 0"), "应同时有或者同时没有", ""),
    "action": (("    base: 50", "    actions: [▸penaltie]\n    base: 50"), "没有“penaltie”这一执法行为", "penalty"),
    "kind": (("kind: deduction", "▸kind: minus"), "“kind”的值“minus”不对", ""),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_slip_is_named_with_its_place(catalogue: Catalogue, tmp_path: Path, name: str) -> None:
    (old, new), message, hint = FAULTS[name]
    text = changed(old, new)
    path = tmp_path / "own.yaml"
    path.write_text(text.replace(MARK, ""), encoding="utf-8")
    with pytest.raises(CheckerError) as raised:
        find_standard(str(path), catalogue)
    faults = raised.value.faults if isinstance(raised.value, FaultsError) else (raised.value,)
    (fault,) = faults
    assert message in fault.message
    assert hint in fault.hint
    before, marked, _ = text.partition(MARK)
    if marked:
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        assert fault.place.endswith(f"own.yaml:{line}:{column}")


def test_a_folder_with_several_standards_asks_which(catalogue: Catalogue, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(OWN.replace("id: own", f"id: {name}"), encoding="utf-8")
    with pytest.raises(CheckerError, match="应恰好有一个评分标准"):
        find_standard(str(tmp_path), catalogue)
