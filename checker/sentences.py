"""Sentences of the catalogue filled with what a case file says, and what of it is not known."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checker.catalog.catalogue import PLACEHOLDER, Sentence
from checker.session import Session, scope_of
from rules.language import Path
from rules.naming import value_text
from rules.paths import unit_of
from rules.values import Record

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Filled:
    """`missing` are the labels of what is not known, `several` says why a person must choose."""

    text: str
    missing: tuple[str, ...] = ()
    several: str = ""


def filled(session: Session, sentence: Sentence, record: Record) -> Filled:
    """The sentence as seen from `record`. What is stated not to exist reads 无, or goes with its square brackets."""
    missing: list[str] = []
    several: list[str] = []

    def piece(text: str) -> tuple[str, bool]:
        """The text with its values, and whether they all exist."""
        exists = True

        def value(match: re.Match[str]) -> str:
            nonlocal exists
            shown = _value(session, sentence.paths[match[1]], record)
            missing.extend(shown.missing)
            several.extend(filter(None, [shown.several]))
            exists = exists and bool(shown.text)
            return shown.text or "无"

        return PLACEHOLDER.sub(value, text), exists

    def optional(match: re.Match[str]) -> str:
        text, exists = piece(match[1])
        return text if exists else ""

    whole = piece(_OPTIONAL.sub(optional, sentence.text))[0]
    return Filled(whole, tuple(dict.fromkeys(missing)), several[0] if several else "")


def _value(session: Session, path: Path, record: Record) -> Filled:
    resolved = session.catalogue.resolved(path)
    choice = session.catalogue.schema.choices.get(resolved.of) if resolved.type == "choice" else None
    if resolved.steps[-1].kind != "field":
        outcome = session.deriver.outcome(path, scope_of(record))
        text = value_text(outcome.value, outcome.unit, choice) if outcome.known else ""
        return Filled(
            text, tuple(s.label for s in outcome.missing) if outcome.state == "unknown" else (), outcome.judgement
        )
    found = session.deriver.found(path, scope_of(record))
    leaves = [leaf.value for leaf in found.leaves if leaf.value is not None]
    texts = dict.fromkeys(value_text(value, unit_of(resolved), choice) for value in leaves)
    return Filled("、".join(texts), tuple(s.label for s in (*found.missing, *found.open)))
