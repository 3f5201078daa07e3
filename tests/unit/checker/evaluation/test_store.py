"""What an interrupted evaluation left is used again, or refused in one line; never misread."""

import sqlite3
from pathlib import Path

import pytest

from checker.errors import OutputError
from checker.evaluation.store import Store, store_path


def test_a_store_is_about_what_it_was_started_for(tmp_path: Path) -> None:
    output = tmp_path / "评查.xlsx"
    with Store(output) as store:
        store.start(key="甲")
    with Store(output) as store:
        assert store.is_about(key="甲")
        assert not store.is_about(key="乙")


@pytest.mark.parametrize(
    "table", ["create table about (key text)", "create table files (source text)", "create table numbers (text text)"]
)
def test_tables_of_another_make_are_refused(tmp_path: Path, table: str) -> None:
    output = tmp_path / "评查.xlsx"
    with sqlite3.connect(store_path(output)) as db:
        db.execute(table)
    db.close()
    with pytest.raises(OutputError, match="不能使用评查的中间结果"):
        Store(output)


def test_what_is_no_database_is_refused_and_stays(tmp_path: Path) -> None:
    output = tmp_path / "评查.xlsx"
    store_path(output).write_text("别人的文件" * 200, encoding="utf-8")
    with pytest.raises(OutputError, match="请删去这个文件重新开始"):
        Store(output)
    assert store_path(output).is_file()
