"""What is known of an evaluation so far, on disk beside its output: an interrupted run goes on where it stopped, and
ranking and counting need not hold the year in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Final

from checker.errors import OutputError
from checker.evaluation.ranking import Entry, in_order
from checker.evaluation.record import CaseRecord, Numbered, Packed, Standing, unpack, unpack_sheet
from checker.scores import ScoreSheet

_SUFFIX: Final = ".part.sqlite"
_LAYOUT: Final = "2"
_EVERY: Final = 1.0  # seconds between commits: so much work is lost at most
_TABLES: Final = """
create table if not exists about (name text primary key, value text) without rowid;
create table if not exists files (
  source text primary key, fingerprint text, standing text, section text, number text, sorted text,
  low text, high text, low_open text, high_open text, vetoed integer, open_vetoes integer, record blob, sheet blob
);
create table if not exists numbers (
  series text, prefix text, year integer, sequence integer, text text, kind text, source text
);
create index if not exists by_number on numbers (series, prefix, year, sequence, source, kind);
create index if not exists numbers_of on numbers (source);
create index if not exists by_section on files (standing, section, sorted, source);
"""


def store_path(output: Path) -> Path:
    return output.with_name(output.name + _SUFFIX)


class Store:
    """The store of one output. Used by one process at a time; as a context manager it is closed."""

    def __init__(self, output: Path) -> None:
        """Raises OutputError where it cannot be written or another run has it."""
        self.path = store_path(output)
        try:
            self._db = sqlite3.connect(self.path, isolation_level=None)
            self._db.execute("pragma locking_mode = exclusive")
            self._db.execute("pragma synchronous = normal")
            self._begin()
            self.is_about()  # a table of another make is found out now
        except sqlite3.DatabaseError as error:
            hint = "请确认没有另一次评查正在写同一个输出；没有的，请删去这个文件重新开始"
            raise OutputError(f"不能使用评查的中间结果（{error}）", str(self.path), hint) from None

    def _begin(self) -> None:
        self._db.execute("begin exclusive")
        for line in _TABLES.split(";"):
            self._db.execute(line)
        self._committed = monotonic()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._db.commit()
        self._db.close()

    def remove(self) -> None:
        """Once the output is written."""
        self._db.close()
        for path in (self.path, self.path.with_name(self.path.name + "-journal")):
            path.unlink(missing_ok=True)

    # ------------------------------------------------------------------ what it is about

    def about(self, name: str) -> str:
        row = self._db.execute("select value from about where name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def start(self, **about: str) -> None:
        """Forget everything; from now on it is about this."""
        for table in ("about", "files", "numbers"):
            self._db.execute(f"delete from {table}")
        self._db.executemany("insert into about values (?, ?)", sorted({"layout": _LAYOUT, **about}.items()))
        self._commit()

    def is_about(self, **about: str) -> bool:
        return all(self.about(name) == value for name, value in {"layout": _LAYOUT, **about}.items())

    # ------------------------------------------------------------------ files

    def fingerprints(self) -> dict[str, bytes]:
        """Of the files that need not be checked again, by name. What went wrong is tried again."""
        rows = self._db.execute("select source, fingerprint from files where standing <> ?", (Standing.ERROR,))
        return {source: bytes.fromhex(known) for source, known in rows}

    def forget(self, source: str) -> None:
        self._db.execute("delete from files where source = ?", (source,))
        self._db.execute("delete from numbers where source = ?", (source,))

    def add(self, packed: Packed) -> None:
        p = packed
        self.forget(p.source)
        scores = p.scores or (None,) * 4
        row = (
            p.source,
            p.fingerprint,
            p.standing,
            p.section,
            p.number,
            in_order(p.number),
            *scores,
            p.vetoed,
            p.open_vetoes,
        )
        self._db.execute(f"insert into files values ({', '.join('?' * 14)})", (*row, p.record, p.sheet))
        self._db.executemany(
            "insert into numbers values (?, ?, ?, ?, ?, ?, ?)",
            ((n.series, n.prefix, n.year, n.sequence, n.text, n.kind, p.source) for n in p.numbers),
        )
        if monotonic() - self._committed > _EVERY:
            self._commit()

    def _commit(self) -> None:
        self._db.commit()
        self._db.execute("begin exclusive")
        self._committed = monotonic()

    # ------------------------------------------------------------------ what is asked at the end

    def counts(self) -> dict[Standing, int]:
        rows = self._db.execute("select standing, count(*) from files group by standing")
        return {Standing(standing): count for standing, count in rows}

    def entries(self) -> Iterator[Entry]:
        """What ranking needs of each scored file."""
        rows = self._db.execute(
            "select source, section, number, low, high, low_open, high_open, vetoed, open_vetoes from files"
            " where standing = ? order by source",
            (Standing.SCORED,),
        )
        for source, section, number, low, high, low_open, high_open, vetoed, open_vetoes in rows:
            yield Entry(
                source, section, number, Fraction(low), Fraction(high), Fraction(low_open), Fraction(high_open),
                bool(vetoed), open_vetoes,
            )  # fmt: skip

    def record(self, source: str) -> CaseRecord:
        row = self._db.execute("select record from files where source = ?", (source,)).fetchone()
        return unpack(row[0])

    def sheet(self, source: str) -> ScoreSheet:
        row = self._db.execute("select sheet from files where source = ?", (source,)).fetchone()
        return unpack_sheet(row[0])

    def records(self, *standings: Standing) -> Iterator[CaseRecord]:
        """Those of these standings, or all: by section, then by number (2 before 10), then by name."""
        wanted = standings or tuple(Standing)
        marks = ", ".join("?" * len(wanted))
        rows = self._db.execute(
            f"select record from files where standing in ({marks}) order by section, sorted, source", wanted
        )
        return (unpack(row[0]) for row in rows)

    def sections(self) -> list[str]:
        rows = self._db.execute(
            "select distinct section from files where standing = ? order by section", (Standing.SCORED,)
        )
        return [row[0] for row in rows]

    def sources(self, section: str) -> list[str]:
        """The scored files of a section, by number."""
        rows = self._db.execute(
            "select source from files where standing = ? and section = ? order by sorted, source",
            (Standing.SCORED, section),
        )
        return [row[0] for row in rows]

    def twins(self) -> Iterator[tuple[str, list[str]]]:
        """Case numbers that several files have, with the files."""
        rows = self._db.execute(
            "select number, source from files where number <> '' and number in"
            " (select number from files where number <> '' group by number having count(*) > 1)"
            " order by number, source"
        )
        number = ""
        found: list[str] = []
        for next_number, source in rows:
            if next_number != number and found:
                yield number, found
                found = []
            number = next_number
            found.append(source)
        if found:
            yield number, found

    def numbers(self) -> Iterator[tuple[Numbered, str]]:
        """Each numbered document with its file, in the order of numbers."""
        rows = self._db.execute(
            "select series, prefix, year, sequence, text, kind, source from numbers"
            " order by series, prefix, year, sequence, source, kind"
        )
        for series, prefix, year, sequence, text, kind, source in rows:
            yield Numbered(series, prefix, year, sequence, text, kind), source


def digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()
