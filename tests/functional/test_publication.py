"""The publication form: what it shows, what bars it, and that no personal data is anywhere in the file."""

import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from checker.check import Checker
from checker.cli.main import run
from checker.masking import folded
from checker.publication import Bar, Notice, Publication, publication
from reports.publication import write_publication
from tests.functional.conftest import EXAMPLES
from tests.functional.making import LISTS, example, member, opened, three_parties

UNIT = "陵川县清沁源供水有限公司"


def published(ready: Checker, tree: Any) -> Publication:
    return publication(*opened(ready, tree))


def notice(found: Publication, number: str) -> Notice:
    return next(n for n in found.notices if number in n.name)


def row(found: Notice, title: str) -> str:
    return next(r.text for r in found.rows if r.title == title)


def gate(found: Notice, title: str) -> Bar:
    return next(g.bar for g in found.gates if g.title == title)


def decision(tree: Any) -> Any:
    return member(tree, "文书", "d-decision-person")


@pytest.mark.parametrize("name", ["draft", "for-review", "clean", "defective"])
def test_the_command_writes_two_sheets_ready_to_print(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "p.xlsx"
    monkeypatch.setattr(sys, "argv", ["anjuan", "publication", str(EXAMPLES / f"penalty-{name}.yaml"), "-o", str(path)])
    with pytest.raises(SystemExit) as stopped:
        run()
    assert not stopped.value.code
    book = load_workbook(path)
    assert book.sheetnames == ["公示表", "公示前审核"]
    assert all(sheet.page_setup.fitToWidth == 1 and sheet.print_title_rows for sheet in book)
    said = "\n".join(str(c.value) for sheet in book for r in sheet.iter_rows() for c in r if c.value)
    assert ("没有可以公示的决定信息" in said) == (name in ("draft", "for-review"))


def test_one_form_for_each_decision(ready: Checker) -> None:
    found = published(ready, three_parties())
    assert [row(n, "行政相对人名称") for n in found.notices] == [UNIT, "路某甲", "路某乙"]
    assert found.without == ()


def test_the_unit_is_named_with_code_and_what_was_decided(ready: Checker) -> None:
    found = notice(published(ready, example("penalty-clean")), "5号")
    assert row(found, "统一社会信用代码") == "91140524MA0K00000A"
    assert row(found, "执法类别") == "行政处罚"
    assert row(found, "处理处罚内容").splitlines()[0] == "罚款120,000元（处违法所得二倍的罚款）"
    assert row(found, "处理处罚依据") == "审计法实施条例（2010）第49条第1款"
    assert row(found, "罚款和没收违法所得合计") == "180,000元"
    assert {r.content for r in found.rows} >= {"执法机关", "执法对象", "执法类别", "执法结论"}
    assert "3000000元" in row(found, "违法事实")


def test_of_a_person_no_code_no_address_and_only_the_family_name(ready: Checker) -> None:
    found = notice(published(ready, example("penalty-clean")), "6号")
    assert row(found, "行政相对人名称") == "路某"
    assert not {"统一社会信用代码", "单位地址"} & {r.title for r in found.rows}


def test_an_unfilled_line_is_to_be_supplied_and_holds_the_form_back(ready: Checker) -> None:
    tree = example("penalty-clean")
    del member(tree, "当事人", "unit")["统一社会信用代码"]
    found = notice(published(ready, tree), "5号")
    assert row(found, "统一社会信用代码") == "待补"
    assert found.bar is Bar.OPEN


def test_the_due_day_is_seven_working_days_after_the_decision(ready: Checker) -> None:
    found = notice(published(ready, example("penalty-clean")), "5号")
    assert [d.days for d in found.due] == [("2022-06-29",)]
    assert "公示日期2022-06-24" in found.due[0].text


def test_a_clean_decision_on_a_unit_is_held_back_by_nothing(ready: Checker) -> None:
    assert notice(published(ready, example("penalty-clean")), "5号").bar is Bar.CLEAR


def test_secrets_are_asked_where_nobody_has_checked(ready: Checker) -> None:
    tree = example("penalty-clean")
    del member(tree, "文书", "d-decision-unit")["公示"]["公示前保密审查日期"]
    found = notice(published(ready, tree), "5号")
    assert {gate(found, t) for t in ("国家秘密", "商业秘密", "工作秘密")} == {Bar.ASKED}
    assert found.bar is Bar.ASKED
    assert "P2-235" in {a.criterion for a in found.against}


def test_of_a_person_age_and_name_are_asked(ready: Checker) -> None:
    found = notice(published(ready, example("penalty-clean")), "6号")
    assert gate(found, "未成年人") is Bar.ASKED
    assert found.bar is Bar.ASKED


@pytest.mark.parametrize(
    ("field", "value", "title", "said"),
    [
        ("不予公示的理由", "涉及商业秘密", "载明不予公示", "涉及商业秘密"),
        ("决定被变更撤销日期", "2022-08-01", "决定被变更、撤销、确认违法或者无效", "2022-08-01"),
    ],
)
def test_what_must_not_be_published_is_barred_with_its_ground(
    ready: Checker, tmp_path: Path, field: str, value: str, title: str, said: str
) -> None:
    tree = example("penalty-clean")
    member(tree, "文书", "d-decision-unit")["公示"][field] = value
    session, report = opened(ready, tree)
    found = publication(session, report)
    barred = notice(found, "5号")
    assert gate(barred, title) is Bar.BLOCKED
    assert barred.bar is Bar.BLOCKED
    assert said in next(g.text for g in barred.gates if g.title == title)
    write_publication(report, found, tmp_path / "p.xlsx")
    form = [c for r in load_workbook(tmp_path / "p.xlsx")["公示表"].iter_rows(values_only=True) for c in r if c]
    assert "91140524MA0K00000A" not in form
    assert any(str(c).startswith("不得公示") for c in form)


def test_without_a_day_the_decision_is_not_made(ready: Checker) -> None:
    tree = example("penalty-clean")
    member(tree, "文书", "d-decision-unit")["落款日期"] = "无"
    found = notice(published(ready, tree), "5号")
    assert gate(found, "决定没有作出") is Bar.BLOCKED
    del member(tree, "文书", "d-decision-unit")["落款日期"]
    assert gate(notice(published(ready, tree), "5号"), "决定没有作出") is Bar.OPEN


def test_a_list_that_may_not_be_all_is_said(ready: Checker) -> None:
    tree = example("penalty-clean")
    tree[LISTS].remove("文书")
    assert any("可能还有" in text for text in published(ready, tree).doubts)
    found = published(ready, example("penalty-for-review"))
    assert found.notices == ()
    assert found.without == (UNIT, "路某")


# ------------------------------------------------------------------ masking

RARE = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5, exclude_characters="某")
NAMES = st.text(RARE, min_size=2, max_size=4).map(lambda t: f"龘{t}")
DIGITS = st.text("0123456789", min_size=4, max_size=4)


def spread(text: str, how: int) -> str:
    """The same value as people write it: plain, with spaces, in wide characters, with signs that nobody sees."""
    wide = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
    return [text, " ".join(text), text.translate(wide), "\u200b".join(text)][how]


def bare(text: str) -> str:
    return "".join(folded(text).split()).replace("-", "").replace("·", "").lower()


def everything(path: Path) -> str:
    """All parts of the workbook file, headers and properties too."""
    with ZipFile(path) as book:
        return bare("".join(book.read(name).decode() for name in book.namelist()))


# Not shrunk: each example checks a whole file.
@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    names=st.lists(NAMES, min_size=3, max_size=3, unique=True),
    digits=DIGITS,
    how=st.integers(0, 3),
    glue=st.sampled_from(["", "，", "（", "经办人"]),
)
def test_personal_data_is_nowhere_in_the_file(
    ready: Checker, tmp_path: Path, names: list[str], digits: str, how: int, glue: str
) -> None:
    tree = three_parties()
    identity, phone, account = f"14052419900307{digits}", f"1390000{digits}", f"622202010002{digits}"
    address = f"陵川县崇文镇{names[0][1:]}街龘{digits}院"
    punished, head, officer = names
    member(tree, "当事人", "person").update(
        {"名称或者姓名": punished, "身份证号码": identity, "联系电话": phone, "地址": address}
    )
    member(tree, "当事人", "unit")["法定代表人或者负责人"] = head
    member(tree, "执法人员", "o1")["姓名"] = officer
    values = [*names, identity, phone, account, address]
    secret = glue.join(["", *(spread(v, how) for v in values), ""])
    tree["案件名称"] += secret
    tree["案由"] += secret
    tree["违法行为"][0]["事实摘要"] += secret
    tree["违法行为"][0]["违法行为名称"] += secret
    member(tree, "处理处罚措施", "m3f")["措施内容"] = secret
    decision(tree)["公示"]["不予公示的理由"] = secret
    member(tree, "文书", "d-decision-unit")["文号"] += secret
    session, report = opened(ready, tree)
    write_publication(report, publication(session, report), tmp_path / "p.xlsx")
    written = everything(tmp_path / "p.xlsx")
    assert [value for value in values if bare(value) in written] == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话13912345678联系", "电话［电话已隐去］联系"),
        ("电话0356-6201234", "电话［电话已隐去］"),
        ("身份证140524199003070011号", "身份证［证件号码已隐去］号"),
        ("身份证14052419900307001x", "身份证［证件号码已隐去］"),
        ("账号6222 0201 0002 1234 567转入", "账号［账号已隐去］转入"),
        ("住虚构小区6号楼2单元501室", "［住址已隐去］"),
        ("收费3000000元，13000000000元", "收费3000000元，13000000000元"),
        ("陵审决〔2022〕5号，2022-06-20", "陵审决〔2022〕5号，2022-06-20"),
        ("路明川与郎晓燕", "路某与郎某"),
        (f"{UNIT}，91140524MA0K00000A", f"{UNIT}，91140524MA0K00000A"),
    ],
)
def test_forms_are_masked_and_amounts_and_numbers_of_documents_are_not(ready: Checker, text: str, shown: str) -> None:
    from checker.masking import Masker

    assert Masker(opened(ready, example("penalty-clean"))[0]).mask(text) == shown


def test_a_compound_family_name_stays_whole(ready: Checker) -> None:
    tree = example("penalty-clean")
    member(tree, "当事人", "person")["名称或者姓名"] = "欧阳明川"
    assert row(notice(published(ready, tree), "6号"), "行政相对人名称") == "欧阳某"


def test_a_party_of_whom_it_is_not_known_whether_it_is_a_unit_is_masked(ready: Checker) -> None:
    tree = example("penalty-clean")
    del member(tree, "当事人", "person")["当事人性质"]
    assert row(notice(published(ready, tree), "6号"), "行政相对人名称") == "路某"
