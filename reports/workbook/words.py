"""The texts that several sheets build from the same parts of a report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from checker.materials import Presence
from checker.results import Answer, Basis, Checked, Missing, Value
from checker.states import Severity, State
from reports.text import place

LOOKS: Final = {
    Presence.MISSING: State.FAIL,
    Presence.INCOMPLETE: State.FAIL,
    Presence.OPEN: State.UNKNOWN,
    Presence.PRESENT: State.PASS,
}
"""The state whose colour a document has that is there or not."""
MOST = 10
"""So many values in one cell; a reader who needs them all asks for the criterion's explanation."""
FEW = 4
"""So many places side by side."""


def numbered(lines: Iterable[str]) -> str:
    """One line each, numbered when there are several."""
    texts = [line for line in lines if line]
    return texts[0] if len(texts) == 1 else "\n".join(f"{n}. {text}" for n, text in enumerate(texts, 1))


def severity(grade: Severity, void: bool) -> str:
    return f"{grade.label}\n（无效）" if void else grade.label


def at(*where: str) -> str:
    return f"〔{shown}〕" if (shown := places(where)) else ""


def places(where: Iterable[str], most: int = FEW) -> str:
    """Each place once, side by side."""
    found = list(dict.fromkeys(place(w) for w in where if w))
    return "、".join(found[:most]) + (f"等{len(found)}处" if len(found) > most else "")


def basis(articles: Iterable[Basis]) -> str:
    return numbered(dict.fromkeys(article.citation for article in articles))


def values(read: Iterable[Value]) -> str:
    """One line for each thing that was read: what it says, all that a list says, and where."""
    said: dict[str, list[Value]] = {}
    for value in read:
        said.setdefault(value.label, []).append(value)
    found = [
        f"{label}：{'、'.join(dict.fromkeys(v.value for v in values))}{at(*(v.place for v in values))}"
        for label, values in said.items()
    ]
    rest = f"\n……共{len(found)}项，其余用 anjuan explain 查看" if len(found) > MOST else ""
    return numbered(found[:MOST]) + rest


def missing(fields: Iterable[Missing]) -> str:
    return "\n".join(f"缺：{m.label}{at(m.place)}" for m in fields)


def values_and_missing(checked: Checked) -> str:
    return "\n".join(filter(None, (values(checked.values), missing(checked.missing)))) or at(checked.place)


def judged_on(checked: Checked) -> str:
    label = f"\n（{checked.judged_on_label}）" if checked.judged_on_label else ""
    return checked.judged_on + label if checked.judged_on else ""


def subject(checked: Checked) -> str:
    page = f"\n案卷第{checked.page}页" if checked.page else ""
    return checked.subject + page


def answer(given: Answer) -> str:
    approver = f"{given.approver}批准" if given.approver else ""
    expiry = f"有效期至{given.expiry}" if given.expiry else ""
    signed = "，".join(filter(None, (given.name, approver, given.date, expiry)))
    return f"人工意见：{given.conclusion}。{given.reason}（{signed}）〔{given.place}〕"


def reason(checked: Checked) -> str:
    """Why it is in its state: with the person's answer, and what an open state can still become."""
    lines = [checked.finding or checked.reason]
    if checked.finding and checked.reason and checked.reason != checked.finding:
        lines.append(checked.reason)
    lines += [answer(given) for given in (checked.answer, checked.waiver) if given]
    if checked.state is State.UNKNOWN:
        lines.append("补齐后可能不符合。" if checked.could_fail else "补齐后也不会成为不符合。")
    return "\n".join(filter(None, lines))
