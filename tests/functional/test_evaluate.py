"""`anjuan evaluate`: the same cells whatever the order, jobs and interruptions; bad input costs itself alone."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from benchmarks.year import YEAR, write_files, write_lines
from checker.catalog.catalogue import Catalogue
from checker.check import Checker
from checker.evaluation.one import Setting, evaluate
from checker.evaluation.record import Packed
from checker.evaluation.run import evaluated, prepared
from checker.evaluation.sources import Source, find
from checker.evaluation.store import Store, store_path
from reports.evaluation import folder_of, score_books, write_evaluation
from tests.functional.conftest import EXAMPLES, ROOT, Command
from tests.functional.making import example, member, opened

DAY = "2026-01-10"
SETTING = Setting("lingchuan", "penalty_file", YEAR, date.fromisoformat(DAY), DAY)
Cells = dict[str, list[list[object]]]


def cells(path: Path) -> Cells:
    """All that a reader sees, the workbooks in the folder beside it included."""
    found: Cells = {}
    for file in [path, *sorted(folder_of(path).glob("*.xlsx"))]:
        for sheet in openpyxl.load_workbook(file):
            found[f"{file.name}!{sheet.title}"] = [list(row) for row in sheet.iter_rows(values_only=True)]
    return {name.replace(path.stem, "*"): rows for name, rows in found.items()}


def column(found: Cells, sheet: str, name: str) -> list[object]:
    rows = next(r for n, r in found.items() if n.endswith(f"!{sheet}"))
    header = next(i for i, row in enumerate(rows) if name in row)
    return [row[rows[header].index(name)] for row in rows[header + 1 :]]


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Path:
    folder = tmp_path_factory.mktemp("year")
    write_files(folder, 10, 7, catalogue.schema)
    shutil.copy(EXAMPLES / "penalty-clean.yaml", folder / "clean.yaml")
    return folder


@pytest.fixture(scope="session")
def wanted(year: Path, tmp_path_factory: pytest.TempPathFactory) -> Cells:
    """What one process, in order, writes."""
    output = tmp_path_factory.mktemp("wanted") / "year.xlsx"
    run(find([year]), output, jobs=1)
    return cells(output)


def run(
    sources: list[Source],
    output: Path,
    jobs: int,
    setting: Setting = SETTING,
    work: Callable[[Source], Packed] | None = None,
) -> int:
    """Returns how many files were known from an interrupted run."""
    known = []
    with Store(output) as store:
        done = evaluated(sources, prepared(setting), store, jobs, lambda _: None, lambda n, _: known.append(n), work)
        write_evaluation(done, output)
    store.remove()
    return sum(known)


# ---------------------------------------------------------------------- the same cells


def test_order_and_jobs_make_no_difference(year: Path, wanted: Cells, tmp_path: Path) -> None:
    sources = find([year])
    random.Random(3).shuffle(sources)
    run(sources, tmp_path / "year.xlsx", jobs=2)
    assert cells(tmp_path / "year.xlsx") == wanted


def test_the_command_gives_the_same_for_its_paths_in_any_order(
    anjuan: Command, year: Path, wanted: Cells, tmp_path: Path
) -> None:
    output = tmp_path / "year.xlsx"
    paths = sorted(year.iterdir(), reverse=True)
    code, out, err = anjuan("evaluate", *paths, year, "--year", YEAR, "--as-of", DAY, "-o", output, "--quiet")
    assert (code, out) == (0, "")
    assert "已评" in err
    assert cells(output) == wanted
    assert not store_path(output).exists()


def test_a_killed_run_goes_on_and_gives_the_same(year: Path, wanted: Cells, tmp_path: Path) -> None:
    output = tmp_path / "year.xlsx"
    command: list[str | Path] = [
        sys.executable, "-c", "from checker.cli.main import run; run()", "evaluate", year, "--year", str(YEAR),
        "--as-of", DAY, "-o", output, "--jobs", "1", "--quiet",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while _stored(output, tmp_path) < 3 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.2)
    process.kill()
    process.wait()
    assert not output.exists()
    assert _ended(process.pid), "the workers of a killed run go on"
    known = run(find([year]), output, jobs=2)
    assert 3 <= known < len(find([year]))
    assert cells(output) == wanted
    assert not store_path(output).exists()


def _stored(output: Path, folder: Path) -> int:
    """How many files the store of a running evaluation holds; looked at in a copy, for the run has it to itself."""
    copy = folder / "looked-at.xlsx"
    with suppress(OSError):
        for ending in ("", "-journal"):
            source = Path(f"{store_path(output)}{ending}")
            Path(f"{store_path(copy)}{ending}").unlink(missing_ok=True)
            if source.exists():
                shutil.copy(source, f"{store_path(copy)}{ending}")
    if not store_path(copy).exists():
        return 0
    with suppress(Exception), Store(copy) as store:
        return len(store.fingerprints())
    return 0


def _ended(group: int) -> bool:
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.2)
    os.killpg(group, signal.SIGKILL)
    return False


def test_an_interrupted_run_says_how_to_go_on(year: Path, tmp_path: Path) -> None:
    output = tmp_path / "year.xlsx"
    command: list[str | Path] = [
        sys.executable, "-c", "from checker.cli.main import run; run()", "evaluate", year, "--year", str(YEAR),
        "-o", output, "--jobs", "1", "--quiet",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 120
    while _stored(output, tmp_path) < 1 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.2)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "接着评查" in said
    assert str(store_path(output)) in said
    assert "Traceback" not in said
    assert not output.exists()


def test_what_has_changed_is_checked_again(year: Path, wanted: Cells, tmp_path: Path) -> None:
    """A store of the same files, one of which was edited since, and of one that is gone."""
    folder = tmp_path / "files"
    shutil.copytree(year, folder)
    gone = folder / "gone.yaml"
    shutil.copy(folder / "clean.yaml", gone)
    text = (folder / "clean.yaml").read_text("utf-8")
    (folder / "clean.yaml").write_text(text.replace("陵审罚案〔2022〕3号", "陵审罚案〔2022〕99号"), "utf-8")
    output = tmp_path / "year.xlsx"
    with Store(output) as store:
        evaluated(find([folder]), prepared(SETTING), store, 2, lambda _: None, lambda *_: None)
    gone.unlink()
    (folder / "clean.yaml").write_text(text, "utf-8")
    assert run(find([folder]), output, 1) == len(find([folder])) - 1
    found = cells(output)
    assert sorted(map(str, column(found, "评查汇总", "案卷编号"))) == sorted(
        map(str, column(wanted, "评查汇总", "案卷编号"))
    )


def test_another_setting_does_not_use_what_is_known(year: Path, tmp_path: Path) -> None:
    output, sources = tmp_path / "year.xlsx", find([year])[:1]
    with Store(output) as store:
        evaluated(sources, prepared(SETTING), store, 1, lambda _: None, lambda *_: None)
    other = Setting("lingchuan", "audit_quality", YEAR, date.fromisoformat(DAY), DAY)
    assert run(sources, output, 1, other) == 0


def test_json_lines_are_the_same_cases(catalogue: Catalogue, year: Path, wanted: Cells, tmp_path: Path) -> None:
    lines = tmp_path / "cases.jsonl"
    write_lines(lines, 10, 7, catalogue.schema)
    output = tmp_path / "year.xlsx"
    run(find([lines, year / "clean.yaml"]), output, jobs=2)
    for name in ("案卷编号", "得分", "名次", "等次"):
        assert column(cells(output), "评查汇总", name) == column(wanted, "评查汇总", name)


# ---------------------------------------------------------------------- bad input


def _deadly(source: Source, setting: Setting) -> Packed:
    if source.path.endswith("000004.json"):
        os.kill(os.getpid(), signal.SIGKILL)
    return evaluate(source, setting)


def test_a_file_that_kills_its_worker_is_listed_and_the_rest_goes_on(year: Path, wanted: Cells, tmp_path: Path) -> None:
    output = tmp_path / "year.xlsx"
    run(find([year]), output, 2, work=partial(_deadly, setting=SETTING))
    found = cells(output)
    (reason,) = [r for r, s in zip(column(found, "未评案卷", "原因"), column(found, "未评案卷", "情况"), strict=True)
                 if s == "检查出错"]  # fmt: skip
    assert "进程中止" in str(reason)
    scored, before = (set(column(c, "评查汇总", "案卷文件")) for c in (found, wanted))
    assert before - scored == {next(s for s in before if str(s).endswith("000004.json"))}


def test_what_is_wrong_with_files_is_said_and_the_rest_goes_on(anjuan: Command, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    (folder / "inner" / ".hidden").mkdir(parents=True)
    clean = (EXAMPLES / "penalty-clean.yaml").read_text("utf-8")
    (folder / "clean.yaml").write_text(clean, "utf-8")
    (folder / "inner" / "twin.yaml").write_text(clean, "utf-8")
    (folder / "inner" / ".hidden" / "clean.yaml").write_text(clean, "utf-8")
    (folder / "broken.yaml").write_text("案卷编号: [", "utf-8")
    (folder / "empty.json").write_text("", "utf-8")
    (folder / "not-a-book.xlsx").write_bytes(b"PK")
    (folder / "~$open.xlsx").write_bytes(b"")
    (folder / "clean.answers.yaml").write_text("答复与豁免: []", "utf-8")
    (folder / "readme.txt").write_text("x", "utf-8")
    (folder / "lines.jsonl").write_text('{"number": "a"}\n\nnot json\n', "utf-8")
    shutil.copy(EXAMPLES / "penalty-2019.yaml", folder / "old.yaml")
    anjuan("check", folder / "clean.yaml", "-o", folder / "findings.xlsx")
    output = folder / "year.xlsx"
    code, _, err = anjuan("evaluate", folder, "--year", 2022, "-o", output, "--quiet", "--jobs", 2)
    assert code == 2
    assert "Traceback" not in err
    found = cells(output)
    states = {Path(str(f)).name: s for f, s in zip(column(found, "未评案卷", "案卷文件"),
                                                  column(found, "未评案卷", "情况"), strict=True)}  # fmt: skip
    assert states == {
        "broken.yaml": "不能读取",
        "empty.json": "不能读取",
        "not-a-book.xlsx": "不能读取",
        "lines.jsonl:1": "不能确定年度",
        "lines.jsonl:3": "不能读取",
        "old.yaml": "不属于本年度",
        "findings.xlsx": "不是案卷",
    }
    assert all(column(found, "未评案卷", "原因"))
    assert len(column(found, "评查汇总", "案卷文件")) == 2
    assert column(found, "文号核对", "情况")[0] == "案卷编号重复"
    assert "文号重复" in column(found, "文号核对", "情况")
    again = cells(output)
    code, _, _ = anjuan("evaluate", folder, "--year", 2022, "-o", output, "--quiet", "--jobs", 1)
    assert cells(output) == again, "its own output is not read as a case file"


@pytest.mark.parametrize("digits", ["9" * 30, "9" * 5000])
def test_a_number_of_too_many_digits_costs_nothing(anjuan: Command, tmp_path: Path, digits: str) -> None:
    tree = example("penalty-clean")
    member(tree, "文书", "d-decision-unit")["文号"] = f"陵审决〔2022〕{digits}号"
    (tmp_path / "case.json").write_text(json.dumps(tree, ensure_ascii=False), "utf-8")
    shutil.copy(EXAMPLES / "penalty-clean.yaml", tmp_path / "clean.yaml")
    output = tmp_path / "out" / "year.xlsx"
    code, _, err = anjuan("evaluate", tmp_path, "--year", 2022, "-o", output, "--quiet", "--jobs", 1)
    assert (code, "已评2件" in err) == (0, True), err


def test_what_is_found_in_two_files_with_one_number_is_kept_apart(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        shutil.copy(EXAMPLES / "penalty-defective.yaml", tmp_path / name)
    output = tmp_path / "out" / "year.xlsx"
    output.parent.mkdir()
    run(find([tmp_path]), output, jobs=1)
    found = cells(output)
    for sheet in ("问题清单", "整改台账"):
        named = {str(n) for n in column(found, sheet, "案卷编号")}
        assert {n.rpartition("/")[2] for n in named} == {"a.yaml）", "b.yaml）"}


def test_nothing_to_evaluate_is_said(anjuan: Command, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    output = tmp_path / "year.xlsx"
    code, _, err = anjuan("evaluate", tmp_path / "empty", "--year", 2022, "-o", output)
    assert (code, output.exists()) == (2, False)
    assert "没有找到案卷" in err
    code, _, err = anjuan("evaluate", tmp_path / "missing", "--year", 2022, "-o", output)
    assert code == 2
    assert "没有这个文件或者文件夹" in err
    code, _, err = anjuan("evaluate", EXAMPLES, "--year", 2022, "-o", output, "--standard", "nonsense")
    assert code == 2
    assert "评分标准" in err
    assert not store_path(output).exists()


def test_many_score_sheets_stand_in_a_workbook_for_each_section(
    year: Path, wanted: Cells, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(score_books, "MOST_WITHIN", 2)
    monkeypatch.setattr(score_books, "_MOST_SHEETS", 2)
    output = tmp_path / "year.xlsx"
    run(find([year]), output, jobs=2)
    sections = [str(s) for s in column(wanted, "评查汇总", "承办股室")]
    books = {b.stem: len(openpyxl.load_workbook(b).sheetnames) for b in folder_of(output).iterdir()}
    assert sum(books.values()) == len(sections)
    assert {name.partition("（")[0] for name in books} == set(sections)
    assert max(books.values()) <= 2


def test_no_sheet_of_an_earlier_run_is_left_to_be_signed(
    year: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "year.xlsx"
    monkeypatch.setattr(score_books, "MOST_WITHIN", 1)
    run(find([year]), output, jobs=2)
    folder = folder_of(output)
    (folder / "会议记录.xlsx").write_bytes(b"not ours")
    fewer = find([year / "clean.yaml", next(year.glob("**/000001.json"))])
    run(fewer, output, jobs=1)
    sheets = [s for b in folder.glob("*.xlsx") if b.stem != "会议记录" for s in openpyxl.load_workbook(b).sheetnames]
    assert len(sheets) == 2
    monkeypatch.setattr(score_books, "MOST_WITHIN", 60)
    run(fewer, output, jobs=1)
    assert [f.name for f in folder.iterdir()] == ["会议记录.xlsx"], "what others put there stays"


def test_sections_whose_names_make_one_file_name_have_a_book_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(score_books, "MOST_WITHIN", 1)
    for number, section in enumerate(("一股", "一/股", "股" * 200)):
        tree = example("penalty-clean") | {"承办股室": section}
        (tmp_path / f"{number}.json").write_text(json.dumps(tree, ensure_ascii=False), "utf-8")
    output = tmp_path / "out" / "year.xlsx"
    output.parent.mkdir()
    run(find([tmp_path]), output, jobs=1)
    assert len(list(folder_of(output).glob("*.xlsx"))) == 3


def test_text_of_a_case_is_never_a_formula(anjuan: Command, tmp_path: Path) -> None:
    tree = example("penalty-clean") | {"案件名称": "=1+1", "承办股室": "@SUM(A1)/[x]:*?"}
    (tmp_path / "case.json").write_text(json.dumps(tree, ensure_ascii=False), "utf-8")
    output = tmp_path / "year.xlsx"
    anjuan("evaluate", tmp_path / "case.json", "--year", 2022, "-o", output, "--quiet", "--jobs", 1)
    book = openpyxl.load_workbook(output)
    values = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value == "=1+1"]
    assert values
    assert all(c.data_type != "f" for sheet in book for row in sheet.iter_rows() for c in row)


def test_the_annual_tables_say_what_may_be_wrong_with_them(tmp_path: Path) -> None:
    """The clean file has a confiscation and a fine: two decisions. A copy of it counts them again; a file that
    cannot be read counts nothing. A party of whose payment nothing is known may have paid a surcharge."""
    shutil.copy(EXAMPLES / "penalty-clean.yaml", tmp_path / "clean.yaml")
    shutil.copy(EXAMPLES / "penalty-clean.yaml", tmp_path / "copy.yaml")
    (tmp_path / "broken.yaml").write_text("案卷编号: [", "utf-8")
    output = tmp_path / "out" / "year.xlsx"
    output.parent.mkdir()
    run(find([tmp_path]), output, jobs=1)
    rows = next(r for n, r in cells(output).items() if n.endswith("!年度统计表"))
    said = "".join(str(row[0]) for row in rows)
    assert "按2件案卷统计" in said
    assert "另有1件不能读取" in said
    assert "计了两次" in said
    assert next(r[1] for r in rows if r[0] == "合计（宗）") == 4

    tree = example("penalty-clean")
    member(tree, "当事人", "person").pop("缴款")
    (tmp_path / "case.json").write_text(json.dumps(tree, ensure_ascii=False), "utf-8")
    run(find([tmp_path / "case.json"]), output, jobs=1)
    rows = next(r for n, r in cells(output).items() if n.endswith("!年度统计表"))
    assert "不能读取" not in "".join(str(row[0]) for row in rows)
    assert "计了两次" not in "".join(str(row[0]) for row in rows)
    (surcharge,) = [r for r in rows if r[0] == "加处罚款或者滞纳金"]
    total = [r for r in rows if r[0] == "合计（宗）"][1]
    assert (surcharge[2], total[2]) == ("另有1处不能确定", "另有1处不能确定")


def test_each_section_gets_its_feedback_on_pages_of_its_own_and_charts_begin_at_zero(
    year: Path, wanted: Cells, tmp_path: Path
) -> None:
    output = tmp_path / "year.xlsx"
    run(find([year]), output, jobs=2)
    book = openpyxl.load_workbook(output)
    sections = {str(s) for s in column(wanted, "评查汇总", "承办股室")}
    feedback = book["反馈意见"]
    breaks = [b.id for b in feedback.row_breaks.brk]
    assert len(breaks) == len(sections) - 1
    assert all(str(feedback.cell(row + 2, 1).value).removesuffix("：") in sections for row in breaks)
    for name in ("共性问题", "股室汇总"):
        (chart,) = book[name]._charts  # type: ignore[attr-defined]
        assert chart.y_axis.scaling.min == 0, "bars of 12 and 13 must look alike"
        assert chart.anchor._from.row - 1 in [b.id for b in book[name].row_breaks.brk] or name == "股室汇总"


# ---------------------------------------------------------------------- reviewers


def test_two_reviewers_who_differ(anjuan: Command, ready: Checker, tmp_path: Path) -> None:
    _, report = opened(ready, example("penalty-defective"))
    first, second = [q for q in report.questions if q.binding][:2]
    shutil.copy(EXAMPLES / "penalty-defective.yaml", tmp_path / "case.yaml")
    for reviewer, conclusion in (("甲", "符合"), ("乙", "不符合")):
        folder = tmp_path / "answers" / reviewer
        folder.mkdir(parents=True)
        answers = [_answer(first, conclusion, reviewer), _answer(second, "符合", reviewer)]
        (folder / "case.answers.yaml").write_text(json.dumps(answers, ensure_ascii=False), "utf-8")
    output = tmp_path / "year.xlsx"
    code, _, err = anjuan(
        "evaluate", tmp_path / "case.yaml", "--year", 2022, "-o", output, "--quiet", "--jobs", 1,
        "--answers", tmp_path / "answers",
    )  # fmt: skip
    assert code == 0, err
    found = cells(output)
    assert column(found, "评查员差异", "编号") == [first.criterion]
    (views,) = column(found, "评查员差异", "各评查员的结论")
    assert "甲" in str(views)
    assert "乙" in str(views)
    (open_,) = column(found, "评查汇总", "未定事项")
    assert f"待判断{len(report.questions) - 1}项" in str(open_), "the one they agree on is used, the other is not"


def _answer(question: Any, conclusion: str, name: str) -> dict[str, str]:
    told = {"规则编号": question.criterion, "对象编号": question.subject_id, "绑定": question.binding}
    return {k: v for k, v in told.items() if v} | {"结论": conclusion, "理由": "已核对", "答复人": name}


# ---------------------------------------------------------------------- what reviewers type


def typed(source: Path, target: Path, name: str, said: Callable[[str, str], str]) -> None:
    """A reviewer's copy of the workbook of open items; `said` gives the conclusion on a file and an item."""
    book = openpyxl.load_workbook(source)
    sheet: Any = book["待评条目"]
    rows = [[c.value for c in row] for row in sheet.iter_rows()]
    top = next(i for i, row in enumerate(rows) if "结论" in row)
    at = {str(heading): i + 1 for i, heading in enumerate(rows[top])}
    for number, row in enumerate(rows[top + 1 :], top + 2):
        conclusion = said(str(row[at["案卷文件"] - 1]), str(row[at["规则编号"] - 1]))
        if conclusion:
            for heading, value in (("结论", conclusion), ("理由", "已查看原件"), ("答复人", name)):
                sheet.cell(number, at[heading]).value = value
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)


def test_what_a_reviewer_types_in_excel_is_read_back(anjuan: Command, tmp_path: Path) -> None:
    """The clean file takes part with 76 points; one that loses J12 (2 points) has 50 + 50 x 74/76 = 98.68. Its twin
    has the same number, and loses nothing. A line of JSON Lines is answered like a file."""
    files = tmp_path / "files"
    files.mkdir()
    for name in ("a.yaml", "b.yaml"):
        shutil.copy(EXAMPLES / "penalty-clean.yaml", files / name)
    tree = example("penalty-clean") | {"案卷编号": "陵审罚案〔2022〕9号"}
    (files / "lines.jsonl").write_text(json.dumps(tree, ensure_ascii=False) + "\n", "utf-8")
    output, answers = tmp_path / "year.xlsx", tmp_path / "answers"
    command = ["evaluate", files, "--year", 2022, "-o", output, "--quiet", "--jobs", 1]
    assert anjuan(*command)[0] == 0
    asked = tmp_path / "year-待评条目.xlsx"
    typed(
        asked, answers / "待评条目 甲.xlsx", "甲", lambda f, i: "不符合" if ("a.yaml" in f and "J12" in i) else "符合"
    )
    code, _, err = anjuan(*command, "--answers", answers)
    assert code == 0, err
    found = cells(output)
    points = {Path(str(f)).name: p for f, p in zip(column(found, "评查汇总", "案卷文件"),
                                                  column(found, "评查汇总", "得分"), strict=True)}  # fmt: skip
    assert points == {"a.yaml": "98.68", "b.yaml": "100", "lines.jsonl:1": "100"}
    assert not asked.exists(), "nothing is left to be judged"


def test_answers_that_fit_nothing_or_are_not_whole_are_told(anjuan: Command, tmp_path: Path) -> None:
    shutil.copy(EXAMPLES / "penalty-clean.yaml", tmp_path / "case.yaml")
    output, answers = tmp_path / "out" / "year.xlsx", tmp_path / "answers"
    command = ["evaluate", tmp_path / "case.yaml", "--year", 2022, "-o", output, "--quiet", "--jobs", 1]
    anjuan(*command)
    asked = output.with_name("year-待评条目.xlsx")
    typed(asked, answers / "甲" / "待评条目.xlsx", "", lambda _, item: "符合" if item.endswith("J12") else "")
    typed(asked, answers / "乙" / "待评条目.xlsx", "乙", lambda _, item: "符合" if item.endswith("K09") else "")
    typed(asked, answers / "丙" / "待评条目.xlsx", "丙", lambda _, item: "符合" if item.endswith("K09") else "")
    anjuan(*command, "--answers", answers)
    told = "".join(str(v) for rows in cells(output).values() for row in rows for v in row)
    assert told.count("未采用的答复") == 1, "two reviewers who agree are no trouble"
    assert "penalty_file/J12" in told
    (tmp_path / "case.yaml").rename(tmp_path / "renamed.yaml")
    command[1] = tmp_path / "renamed.yaml"
    anjuan(*command, "--answers", answers)
    assert "没有用上的答复" in "".join(str(v) for rows in cells(output).values() for row in rows for v in row)


def test_what_was_typed_beside_the_output_is_not_written_over(anjuan: Command, tmp_path: Path) -> None:
    shutil.copy(EXAMPLES / "penalty-clean.yaml", tmp_path / "case.yaml")
    output = tmp_path / "year.xlsx"
    command = ["evaluate", tmp_path / "case.yaml", "--year", 2022, "-o", output, "--quiet", "--jobs", 1]
    anjuan(*command)
    asked = tmp_path / "year-待评条目.xlsx"
    typed(asked, asked, "甲", lambda *_: "符合")
    before = asked.read_bytes()
    code, _, err = anjuan(*command)
    assert (code, asked.read_bytes() == before) == (2, True)
    assert "--answers" in err
