"""Scoring: one report under one standard becomes a score sheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from checker.catalog.standards import Standard
from checker.errors import CheckerError
from checker.findings import CaseReport
from checker.item_losses import Judged, awarded, item_losses
from checker.item_questions import asked
from checker.scored_items import item_score
from checker.scores import ItemKind, ScoreSheet, points_text

_ZERO, _ONE = Fraction(0), Fraction(1)


def score(report: CaseReport, standard: Standard) -> ScoreSheet:
    """The sheet of one case file. Pure: the same report and standard give the same sheet.

    Raises CheckerError where the report was made under a catalogue without a criterion that the standard names.
    """
    _check(report, standard)
    questions, unused = asked(report, standard)
    judged = item_losses(report, standard, questions)
    items = tuple(map(item_score, judged))
    fallen = tuple(j.item.id for j in judged if _is_veto(j) and any(f.certain for f in j.failures))
    doubtful = tuple(j.item.id for j in judged if _is_veto(j) and j.failures and j.item.id not in fallen)
    worst, low_lines = _total(judged, standard, worst=True)
    best, high_lines = _total(judged, standard, worst=False)
    low = _ZERO if fallen or doubtful else worst
    high = _ZERO if fallen else best
    return ScoreSheet(
        standard.id,
        standard.version,
        low,
        high,
        _grade(low, high, standard),
        fallen,
        items,
        _arithmetic(low_lines, high_lines, fallen, doubtful, low, high),
        standard.title,
        doubtful,
        worst,
        best,
        tuple(g.title for g in standard.grades),
        (*_notices(report, standard), *unused),
    )


def _check(report: CaseReport, standard: Standard) -> None:
    known = {c.id for c in report.criteria}
    for item in standard.items:
        named = (
            *(d.criterion for d in item.deciding),
            *item.applies_if,
            *(c for e in item.exceptions for c in e.if_passed),
        )
        for id_ in named:
            if id_ not in known:
                where = f"{standard.title}（{standard.id}）{item.id}"
                raise CheckerError(f"检查结果里没有评分标准所用的检查项“{id_}”", where, "请用同一目录检查和评分")


def _is_veto(judged: Judged) -> bool:
    return judged.item.kind is ItemKind.VETO


def _notices(report: CaseReport, standard: Standard) -> tuple[str, ...]:
    found = []
    if not standard.first.isoformat() <= report.as_of <= standard.last.isoformat():
        span = f"{standard.first}起" + (f"至{standard.last}" if standard.last.year < date.max.year else "")
        found.append(f"检查基准日{report.as_of}不在评分标准的施行期（{span}）内")
    if standard.actions and not set(standard.actions) & set(report.actions):
        found.append(f"这一标准为{'、'.join(standard.actions)}案卷而设，本案没有写明这类执法行为")
    return tuple(found)


# ---------------------------------------------------------------------- the total


def _total(judged: Sequence[Judged], standard: Standard, *, worst: bool) -> tuple[Fraction, list[str]]:
    """The total without vetoes, rounded as it is shown, and its arithmetic."""
    lines = []
    total, terms = standard.base, points_text(standard.base)
    if standard.proportional:
        ratio, working = _ratio([j for j in judged if j.item.kind is ItemKind.SCORED], worst=worst)
        part = standard.proportional * ratio
        total += part
        terms += f" + {points_text(part)}"
        lines.append(f"按得分率计的分：{points_text(standard.proportional)} × {working} = {points_text(part)}")
    deductions = [j for j in judged if j.item.kind is ItemKind.DEDUCTION]
    if deductions:
        parts = [j.most if worst else j.least for j in deductions]
        lost = _capped(sum(parts, _ZERO), standard.most_deducted)
        total -= lost
        terms += f" - {points_text(lost)}"
        lines.append(_summed("扣分项", parts, lost))
    bonuses = [j for j in judged if j.item.kind is ItemKind.BONUS]
    if bonuses:
        parts = [j.item.points for j in bonuses if awarded(j)[0 if worst else 1]]
        won = _capped(sum(parts, _ZERO), standard.most_bonus)
        total += won
        terms += f" + {points_text(won)}"
        lines.append(_summed("加分项", parts, won))
    shown = _rounded(max(total, _ZERO))
    floor = "，不足0分的记0分" if total < 0 else ""
    lines.append(f"得分：{terms} = {points_text(total)}{floor}")
    return shown, lines


def _ratio(scored: Sequence[Judged], *, worst: bool) -> tuple[Fraction, str]:
    """Σ得分 ÷ Σ参评标准分 at its worst or best. An item that may not apply counts where that makes it so."""
    gained = [(j.item.points - (j.most if worst else j.least), j.item.points, j) for j in scored if j.may_apply]
    certain = [(g, p) for g, p, j in gained if j.must_apply]
    if not certain:
        return (_ZERO if worst else _ONE), "（没有确定参评的计分项，得分率未定）"
    got, whole = (sum(column, _ZERO) for column in zip(*certain, strict=True))
    rest = sorted((g / p, p, g) for g, p, j in gained if not j.must_apply)
    for rate, p, g in rest if worst else reversed(rest):
        if rate < got / whole if worst else rate > got / whole:
            got, whole = got + g, whole + p
    return got / whole, f"Σ得分{points_text(got)} ÷ Σ参评标准分{points_text(whole)}"


def _capped(points: Fraction, most: Fraction | None) -> Fraction:
    return points if most is None else min(points, most)


def _summed(name: str, parts: Sequence[Fraction], total: Fraction) -> str:
    terms = [points_text(p) for p in parts if p]
    line = f"{name}：{' + '.join(terms) or '0'}"
    whole = sum(parts, _ZERO)
    if len(terms) > 1:
        line += f" = {points_text(whole)}"
    return line + (f"，超过上限，按{points_text(total)}分计" if total != whole else "")


def _rounded(points: Fraction) -> Fraction:
    """To two decimals, halves up: the grade is that of the score that is shown."""
    return Fraction(points_text(points))


# ---------------------------------------------------------------------- what is said


def _grade(low: Fraction, high: Fraction, standard: Standard) -> str:
    names = [next(g.title for g in standard.grades if g.at_least <= points) for points in (low, high)]
    return "至".join(dict.fromkeys(names))


def _arithmetic(
    low_lines: list[str],
    high_lines: list[str],
    fallen: Sequence[str],
    doubtful: Sequence[str],
    low: Fraction,
    high: Fraction,
) -> tuple[str, ...]:
    if low_lines == high_lines:
        lines = list(low_lines)
    else:
        lines = [*(f"最低·{line}" for line in low_lines), *(f"最高·{line}" for line in high_lines)]
    if fallen:
        lines.append(f"否决项{'、'.join(fallen)}不符合，总分记0分")
    elif doubtful:
        lines.append(f"否决项{'、'.join(doubtful)}未评：构成否决的，总分记0分")
    if low == high:
        lines.append(f"总分：{points_text(low)}分")
    else:
        lines.append(f"总分：{points_text(low)}分至{points_text(high)}分")
    return tuple(lines)
