"""One judged item as a line of the score sheet: its state, its points and the reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from checker.item_losses import Failure, Judged, awarded
from checker.results import Checked
from checker.scores import ItemKind, ItemScore, ItemState, Reason
from checker.states import State

_ZERO = Fraction(0)
_NAMED = 3
"""So many subjects in one reason; the findings workbook has them all."""


def item_score(judged: Judged) -> ItemScore:
    """The line of one item."""
    item = judged.item
    low, high = _points(judged)
    return ItemScore(
        item.id,
        item.title,
        item.section,
        item.kind,
        item.points,
        _state(judged),
        low,
        high,
        tuple(_reasons(judged)),
        "；".join(filter(None, (item.note, *(f"例外：{e.says}" for e in item.exceptions)))),
    )


def _points(judged: Judged) -> tuple[Fraction, Fraction]:
    item = judged.item
    if not judged.may_apply or item.kind is ItemKind.VETO:
        return _ZERO, _ZERO
    if item.kind is ItemKind.BONUS:
        certain, can = awarded(judged)
        return item.points if certain else _ZERO, item.points if can else _ZERO
    start = item.points if item.kind is ItemKind.SCORED else _ZERO
    return start - judged.most, start - judged.least


def _state(judged: Judged) -> ItemState:
    if not judged.may_apply:
        return ItemState.NOT_APPLICABLE
    match judged.item.kind:
        case ItemKind.VETO:
            least, most = any(f.certain for f in judged.failures), bool(judged.failures)
            open_ = most and not least
        case ItemKind.BONUS:
            certain, can = awarded(judged)
            least, open_ = not certain, can and not certain
        case kind:
            least = bool(judged.least)
            leaves = kind is ItemKind.SCORED and not judged.must_apply
            open_ = judged.least != judged.most or leaves or judged.waits
    if open_:
        return ItemState.NOT_ASSESSED
    return ItemState.LOST if least else ItemState.FULL


def _settled(judged: Judged) -> bool:
    if judged.item.kind is ItemKind.VETO:
        return any(f.certain for f in judged.failures)
    return bool(judged.least) and judged.least == judged.most


# ---------------------------------------------------------------------- reasons


def _reasons(judged: Judged) -> Iterable[Reason]:
    results = [r for r, _ in judged.costs]
    if not judged.may_apply:
        later = [r.reason for r in results if r.not_reached]
        yield Reason("", later[0] if len(later) == len(results) else "本案不需要")
        return
    if judged.exemption:
        passed = "、".join(judged.exemption.if_passed)
        yield Reason(passed, f"例外成立（{passed}符合），不扣分：{judged.exemption.says}")
    charged = _charged(judged)
    by_result: dict[tuple[str, bool], list[Failure]] = {}
    for f in judged.failures:
        if not f.certain and _settled(judged):
            continue  # whatever becomes of it costs nothing more
        by_result.setdefault((f.result.id, f.certain), []).append(f)
    for (id_, certain), failures in sorted(by_result.items(), key=lambda entry: not entry[0][1]):
        yield _reason(judged, id_, certain, failures, charged)
    for result in results:
        waived = [c for c in result.checked if c.state is State.WAIVED]
        if waived:
            yield _told(result.id, waived, [f"{c.reason}，不扣分" for c in waived])
        if not judged.failures and not judged.must_apply:
            open_ = [c for c in result.checked if c.state is State.UNKNOWN]
            if open_:
                yield _told(result.id, open_, [f"是否参评未定：{_open_text(c)}" for c in open_], open_=True)


def _charged(judged: Judged) -> dict[str, Failure]:
    """Of each defect the failure that costs: the dearest that is certain, else the dearest."""
    found: dict[str, Failure] = {}
    for f in judged.failures:
        best = found.get(f.result.defect)
        if not f.claimed_by and (best is None or (f.certain, f.loses) > (best.certain, best.loses)):
            found[f.result.defect] = f
    return found


def _reason(
    judged: Judged, id_: str, certain: bool, failures: Sequence[Failure], charged: dict[str, Failure]
) -> Reason:
    texts = [f.checked.finding or f.checked.reason if f.checked.state is State.FAIL else _open_text(f.checked)
             for f in failures]  # fmt: skip
    free = [f for f in failures if not f.claimed_by]
    bearer = charged.get(failures[0].result.defect)
    points, why = _ZERO, ""
    if judged.item.kind in (ItemKind.VETO, ItemKind.BONUS):
        pass
    elif not free:
        why = f"与{failures[0].claimed_by}项是同一缺陷，不重复扣分"
    elif judged.instead:
        why = f"与{judged.instead}项属同一互斥组，只扣最多的一项"
    elif certain and bearer and bearer.result.id != id_:
        why = f"与{bearer.result.id}属同类缺陷，本项只扣一次"
    else:
        points = free[0].loses
    told = _told(id_, [f.checked for f in failures], texts, open_=not certain)
    text = f"{told.text}（{why}）" if why else told.text
    return Reason(id_, text, told.places, told.page, told.subject, points, told.open)


def _told(id_: str, checks: Sequence[Checked], texts: Iterable[str], *, open_: bool = False) -> Reason:
    """What is said of one criterion on several subjects."""
    places = dict.fromkeys(p for c in checks for p in (c.place, *(v.place for v in c.values if v.stated)) if p)
    pages = dict.fromkeys(p for c in checks for p in (c.page, *c.pages_read) if p)
    return Reason(
        id_,
        _few(texts, "\n"),
        tuple(places),
        _few(pages, "、"),
        _few((c.subject for c in checks), "、"),
        _ZERO,
        open_,
    )


def _open_text(checked: Checked) -> str:
    if checked.state is State.UNKNOWN:
        lacks = _few((m.label for m in checked.missing), "、")
        return f"数据缺失：{checked.reason}" + (f"（补：{lacks}）" if lacks else "")
    if checked.state is State.MANUAL:
        return f"须人工判断：{checked.question or checked.reason}"
    return checked.finding or checked.reason


def _few(texts: Iterable[str], joint: str) -> str:
    found = list(dict.fromkeys(filter(None, texts)))
    rest = f"{joint if joint == chr(10) else ''}等{len(found)}处" if len(found) > _NAMED else ""
    return joint.join(found[:_NAMED]) + rest
