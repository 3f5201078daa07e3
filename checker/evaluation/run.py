"""The use case: the files of a year, checked and scored by several processes, as a store that outputs read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path

from checker.catalog.catalogue import Catalogue
from checker.catalog.standards import Standard, find_standard
from checker.check import Checker, software
from checker.evaluation.one import Setting, begin, evaluate, fingerprint
from checker.evaluation.open_items import Key, key_of, typed_answers
from checker.evaluation.pool import Failed, spread
from checker.evaluation.ranking import Rank, ranked
from checker.evaluation.record import CaseRecord, Packed, Standing, pack
from checker.evaluation.sources import Source
from checker.evaluation.store import Store, digest
from checker.opening import checker

Work = Callable[[Source], Packed]


@dataclass(frozen=True)
class Year:
    """An evaluation that is done, for outputs to read."""

    setting: Setting
    catalogue: Catalogue
    standard: Standard
    store: Store
    files: int
    ranks: list[Rank]
    twins: frozenset[str]
    """Numbers that several of the files have."""
    unplaced: tuple[Key, ...]
    """What answers in reviewers' workbooks of open items are about, and no file that was scored."""


@dataclass(frozen=True)
class Prepared:
    """What is at fault in the catalogue or the standard is found before anything is written."""

    setting: Setting
    checker: Checker
    standard: Standard
    answered: frozenset[Key]
    """The cases that reviewers' workbooks of open items have answers for."""


def prepared(setting: Setting) -> Prepared:
    """Raises CheckerError."""
    made = checker(setting.layer)
    standard = find_standard(setting.standard, made.catalogue)
    typed = typed_answers(setting.answers, made.catalogue.schema)
    return Prepared(setting, made, standard, frozenset(key for cases in typed.values() for key in cases))


def evaluated(
    sources: list[Source],
    given: Prepared,
    store: Store,
    jobs: int,
    tick: Callable[[int], None],
    resumed: Callable[[int, date], None],
    work: Work | None = None,
) -> Year:
    """Check and score all `sources` that the store does not know yet. `tick` is told how many more are done, `resumed`
    how many were known, and the day that the run goes on with.

    `work` is what the processes do; `evaluate` unless said.
    """
    setting, made, standard = given.setting, given.checker, given.standard
    key = _key(setting, made, standard)
    if store.is_about(key=key):
        setting = replace(setting, today=date.fromisoformat(store.about("today")))
    else:
        store.start(key=key, today=setting.today.isoformat())
    left = _left(sources, store, partial(_skip, tick, resumed, setting.today))
    do = work or partial(evaluate, setting=setting)
    for source, result in spread(do, left, jobs, begin, setting):
        if isinstance(result, Failed):
            result = pack(CaseRecord(source.name, Standing.ERROR, result.reason), None, "")
        store.add(result)
        tick(1)
    twins = frozenset(number for number, _ in store.twins())
    ranks = ranked(store.entries())
    scored = {key_of(r.entry.source, r.entry.number) for r in ranks}
    unplaced = tuple(sorted(given.answered - scored))
    return Year(setting, made.catalogue, standard, store, len(sources), ranks, twins, unplaced)


def _skip(tick: Callable[[int], None], resumed: Callable[[int, date], None], today: date, count: int) -> None:
    if count:
        resumed(count, today)
        tick(count)


def _left(sources: list[Source], store: Store, skip: Callable[[int], None]) -> Iterator[Source]:
    """What is not known; what is known of other files is forgotten."""
    known = store.fingerprints()
    unchanged = {s.name for s in sources if s.name in known and _fingerprint(s) == known[s.name]}
    for name in known.keys() - unchanged:
        store.forget(name)
    skip(len(unchanged))
    return (s for s in sources if s.name not in unchanged)


def _fingerprint(source: Source) -> bytes | None:
    try:
        return bytes.fromhex(fingerprint(source))
    except OSError:
        return None


def _key(setting: Setting, made: Checker, standard: Standard) -> str:
    """Tells runs apart that may say different things about one file."""
    return digest(
        repr(replace(setting, today=date.min)),
        *(layer.sha256 for layer in made.catalogue.layers),
        made.calendar.digest,
        repr(standard),
        repr(software()),
        _content(Path(setting.answers).rglob("*") if setting.answers else ()),
    )


def _content(paths: Iterable[Path]) -> str:
    found = sha256()
    for path in sorted(p for p in paths if p.is_file()):
        found.update(f"{path}\0".encode() + sha256(path.read_bytes()).digest())
    return found.hexdigest()
