"""Sentences of the catalogue filled with what a case file says, and what of it is not known."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from checker.catalog.catalogue import PLACEHOLDER, Sentence
from checker.session import Session, scope_of
from rules.language import Path
from rules.naming import value_text
from rules.paths import unit_of
from rules.values import Record

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Filled:
    """`missing` are the labels of what is not known, `several` says why a person must choose.

    `left_out`: what is not known of the parts in square brackets, which are then left out.
    """

    text: str
    missing: tuple[str, ...] = ()
    several: str = ""
    left_out: tuple[str, ...] = ()


def filled(session: Session, sentence: Sentence, record: Record) -> Filled:
    """The sentence as seen from `record`. What is stated not to exist reads 无, or goes with its square brackets."""
    left_out: list[str] = []

    def optional(match: re.Match[str]) -> str:
        part = _piece(session, Sentence(match[1], sentence.paths), record)
        left_out.extend(part.missing)
        return part.text if not (part.missing or part.several or part.left_out) else ""

    whole = _piece(session, replace(sentence, text=_OPTIONAL.sub(optional, sentence.text)), record)
    return replace(whole, left_out=tuple(dict.fromkeys(left_out)))


def _piece(session: Session, sentence: Sentence, record: Record) -> Filled:
    """A part without brackets; its `left_out` names what does not exist."""
    values = {name: _value(session, sentence.paths[name], record) for name in PLACEHOLDER.findall(sentence.text)}
    return Filled(
        PLACEHOLDER.sub(lambda m: values[m[1]].text or "无", sentence.text),
        tuple(dict.fromkeys(label for v in values.values() for label in v.missing)),
        next((v.several for v in values.values() if v.several), ""),
        tuple(name for name, v in values.items() if not v.text),
    )


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
