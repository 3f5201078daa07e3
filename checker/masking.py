"""What must not be published, taken out of whatever text it occurs in: names, numbers, addresses of natural persons."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from checker.catalog.catalogue import Mask
from checker.session import Session, scope_of
from rules.values import Items, Record

_WIDE = "０１２３４５６７８９" + "".join(map(chr, (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))))
_NARROW = {ord(wide): unicodedata.normalize("NFKC", wide) for wide in _WIDE}
_ORDINALS = "甲乙丙丁戊己庚辛壬癸"
_ALREADY = re.compile(r"[*＊×某]")


class Masker:
    """Takes out of texts what the catalogue's `masks` name, by the values of one case file and by their form."""

    def __init__(self, session: Session) -> None:
        self._session = session
        surnames = session.catalogue.tables.get("compound_surnames")
        self._surnames = tuple(
            str(s) for row in (surnames.rows if surnames else ()) if isinstance(row.value, tuple) for s in row.value
        )
        spared: set[str] = set()
        shown: dict[str, str] = {}
        for mask in session.catalogue.masks:
            for value, is_spared in self._values(mask):
                spared.add(value) if is_spared else shown.setdefault(value, mask.entry.shown)
        self._spared = spared
        named = [v for v, text in shown.items() if not text and v not in spared and not _ALREADY.search(v)]
        masked = {v: text for v, text in shown.items() if text} | self._names(named)
        self._masked = {_bare(v): text for v, text in masked.items()}
        longest = sorted(self._masked, key=len, reverse=True)
        forms = "|".join(_spaced(v) for v in longest if len(v) > 1)
        self._known = re.compile(forms, re.IGNORECASE) if forms else None
        self._forms = tuple((p, m.entry.shown) for m in session.catalogue.masks for p in m.patterns)

    @property
    def values(self) -> frozenset[str]:
        """What is masked: small letters, half-width, without spaces."""
        return frozenset(self._masked)

    def mask(self, text: str) -> str:
        """The text without what must not be published."""
        text = folded(text)
        if _bare(text) in self._masked:
            return self._masked[_bare(text)]
        if self._known:
            text = self._known.sub(lambda m: self._masked[_bare(m[0])], text)
        for pattern, shown in self._forms:
            text = pattern.sub(lambda m, shown=shown: m[0] if self._is_spared(m[0]) else shown, text)  # type: ignore[misc]
        return text

    def _is_spared(self, found: str) -> bool:
        return any(found in folded(value) for value in self._spared)

    def _values(self, mask: Mask) -> Iterator[tuple[str, bool]]:
        """The stated values of its fields; whether each is spared, as that of no natural person."""
        for record in _records(self._session.case):
            if record.entity != mask.entry.subject:
                continue
            outcome = self._session.deriver.outcome(mask.unless, scope_of(record)) if mask.unless else None
            is_spared = outcome is not None and outcome.value is True
            for name in mask.entry.fields:
                value = record.value(name)
                text = folded(str(value)).strip() if isinstance(value, str) else ""
                if text and (not mask.entry.like or re.fullmatch(mask.entry.like, text)):
                    yield text, is_spared

    def _names(self, names: list[str]) -> dict[str, str]:
        """Family name and 某; persons who would then be the same are told apart by 甲, 乙, …"""
        short = {
            n: f"{next((s for s in self._surnames if n.startswith(s) and len(n) > len(s)), n[0])}某" for n in names
        }
        result = {}
        for name, text in short.items():
            same = [n for n, t in short.items() if t == text]
            place = same.index(name)
            tail = "" if len(same) == 1 else _ORDINALS[place] if place < len(_ORDINALS) else str(place + 1)
            result[name] = text + tail
        return result


def folded(text: str) -> str:
    """Full-width letters and digits as half-width ones, and without characters that nobody sees."""
    return "".join(c for c in text if unicodedata.category(c) != "Cf").translate(_NARROW)


def _spaced(value: str) -> str:
    """The value, whatever spaces or hyphens stand between its characters."""
    return r"[\s·-]*".join(re.escape(c) for c in _bare(value))


def _bare(text: str) -> str:
    return re.sub(r"[\s·-]", "", text).lower()


def _records(record: Record) -> Iterator[Record]:
    yield record
    for node in record.fields.values():
        for part in node.members if isinstance(node, Items) else (node,):
            if isinstance(part, Record):
                yield from _records(part)
