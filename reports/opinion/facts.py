"""What the opinion says of the case itself: parties, acts found, what is to be decided, and what was done so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reports.opinion.context import Event, Measure, Violation
from reports.opinion.record import name_of, stated, text_of
from rules.schema import Schema
from rules.values import Record

_PARTY = (
    "role",
    "org_type",
    "position",
    "credit_code",
    "identity_number",
    "legal_representative",
    "address",
    "contact",
)
_ACT = ("actors", "act_from", "act_until", "amount", "gains", "corrected_on")
_LIMITS = ("minimum", "maximum")
_DEPARTURE = ("direction", "deviated", "deviation_reason")
_CASE_OFFICER, _LEGAL_REVIEWER = "case_officer", "legal_reviewer"
_RIGHTS = ("statement", "hearing")
_DAYS = ("served_on", "received_on", "made_on")
"""What dates a document here: the first that it has."""


def parties(case: Record, schema: Schema) -> tuple[str, ...]:
    told = ((name_of(p, schema), stated(p, _PARTY, schema)) for p in case.records("parties"))
    return tuple("。".join(filter(None, pair)) for pair in told)


def handlers(case: Record, schema: Schema) -> str:
    return "、".join(name_of(o, schema) for o in _officers(case, _CASE_OFFICER))


def reviewers(case: Record, schema: Schema) -> str:
    label = schema.entities["officer"].fields["legal_qualification"].label
    named = ((name_of(o, schema), text_of(o, "legal_qualification", schema)) for o in _officers(case, _LEGAL_REVIEWER))
    return "、".join(f"{name}（{label}：{qualified or '未填'}）" for name, qualified in named)


def _officers(case: Record, duty: str) -> Iterator[Record]:
    for officer in case.records("officers"):
        if any(getattr(leaf, "value", None) == duty for leaf in officer.items("duties")):
            yield officer


def violations(case: Record, schema: Schema) -> tuple[Violation, ...]:
    return tuple(
        Violation(
            str(number),
            name_of(violation, schema),
            "。".join(filter(None, (text_of(violation, "facts", schema), stated(violation, _ACT, schema)))),
            "；".join(_article(basis, schema) for basis in violation.records("bases")),
            "；".join(_evidence(violation, schema)),
        )
        for number, violation in enumerate(case.records("violations"), 1)
    )


def _evidence(violation: Record, schema: Schema) -> Iterator[str]:
    label = schema.entities["evidence"].fields["pages"].label
    for leaf in violation.items("evidence"):
        evidence = violation.targets.get(str(getattr(leaf, "value", "")))
        if evidence is None:
            yield str(getattr(leaf, "value", ""))
            continue
        pages = text_of(evidence, "pages", schema)
        notes = (text_of(evidence, "kind", schema), f"{label}{pages}" if pages else "")
        noted = "，".join(filter(None, notes))
        yield name_of(evidence, schema) + (f"（{noted}）" if noted else "")


def measures(case: Record, schema: Schema) -> tuple[Measure, ...]:
    """One that was decided as it was intended stands once."""
    found: dict[Measure, list[str]] = {}
    for measure in case.records("measures"):
        told = Measure(
            "",
            text_of(measure, "party", schema),
            text_of(measure, "violation", schema),
            "：".join(filter(None, (text_of(measure, "kind", schema), text_of(measure, "content", schema)))),
            text_of(measure, "amount", schema),
            "；".join(_article(b, schema) for b in _bases(measure)),
            _discretion(measure, schema),
        )
        found.setdefault(told, []).append(text_of(measure, "phase", schema))
    return tuple(replace(told, phase="、".join(dict.fromkeys(phases))) for told, phases in found.items())


def _discretion(measure: Record, schema: Schema) -> str:
    record = _record(measure, "discretion")
    if record is None:
        return ""
    benchmark, tier, *limits = (text_of(record, n, schema).removeprefix("无") for n in ("benchmark", "tier", *_LIMITS))
    if any(limits):
        tier += f"（{'至'.join(filter(None, limits))}）"
    rest = _DEPARTURE if record.value("deviated") is True else _DEPARTURE[:1]
    return "；".join(filter(None, (benchmark, tier, stated(record, rest, schema))))


def events(case: Record, schema: Schema) -> tuple[Event, ...]:
    """What passed between the bureau and the parties, by day; what has no day comes last."""
    found = [*_letters(case, schema), *_rights(case, schema)]
    return tuple(sorted(found, key=lambda e: (not e.date, e.date)))


def _letters(case: Record, schema: Schema) -> Iterator[Event]:
    """Documents to or from a party."""
    fields = schema.entities["document"].fields
    for document in case.records("documents"):
        if document.value("to") is None:
            continue
        texts = {name: text_of(document, name, schema).removeprefix("无") for name in (*_DAYS, "type", "number")}
        day = next((name for name in _DAYS if texts[name]), _DAYS[-1])
        service = _record(document, "service")
        how = text_of(service, "method", schema) if service and day == _DAYS[0] else ""
        yield Event(
            texts[day],
            " ".join(filter(None, (texts["type"], texts["number"]))),
            text_of(document, "to", schema),
            how or fields[day].label.removesuffix("日期"),
            text_of(document, "pages", schema),
        )


def _rights(case: Record, schema: Schema) -> Iterator[Event]:
    """The dated events of the parties' rights to be heard."""
    for party in case.records("parties"):
        for name in _RIGHTS:
            record = _record(party, name)
            if record is None:
                continue
            entity = schema.entities[record.entity]
            for field in entity.fields.values():
                day = text_of(record, field.name, schema) if field.type == "date" else ""
                if day not in ("", "无"):
                    yield Event(day, entity.label, name_of(party, schema), field.label.removesuffix("日期"), "")


def _bases(measure: Record) -> list[Record]:
    first = _record(measure, "basis")
    return [*([first] if first else []), *measure.records("bases")]


def _article(basis: Record, schema: Schema) -> str:
    """For example 《审计法实施条例》（2010）第49条第1款, as the file writes it."""
    fields = schema.entities[basis.entity].fields
    texts = {n: text_of(basis, n, schema).removeprefix("无") for n in fields}
    parts = "".join(f"第{texts[n]}{fields[n].label}" for n in ("article", "paragraph", "item") if texts[n])
    version = f"（{texts['version']}）" if texts["version"] else ""
    return f"《{texts['title'] or texts['norm']}》{version}{parts}"


def _record(owner: Record, name: str) -> Record | None:
    node = owner.fields.get(name)
    return node if isinstance(node, Record) else None
