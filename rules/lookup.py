"""Which row of a table is in force for what is known of its key and its dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rules.outcomes import day_range, key_text
from rules.schema import Schema
from rules.tables import Row, Table
from rules.values import Interval, Outcome, Reading


def in_force(table: Table, keys: Sequence[Outcome], dates: Sequence[Outcome]) -> tuple[Row | None, Outcome]:
    """The row, or why there is none: a date or key is unknown, or two dates lead to different rows."""
    asked = (*keys, *dates)
    readings = tuple(r for o in asked for r in o.readings)
    missing = tuple(s for o in asked if not o.known for s in o.missing)
    judged = next((o.judgement for o in asked if o.state == "judgement"), "")
    if not all(k.known for k in keys) or (judged and not missing):
        return None, Outcome("judgement" if judged else "unknown", None, readings, missing, judged)
    key = tuple(key_text(k.value) for k in keys)
    rows: dict[str, Row] = {}
    uncertain = False
    for first, last in [day_range(d) for d in dates] or [(1, date.max.toordinal())]:
        near = table.candidates(key, first, last)
        covered = bool(near) and min(r.first for r in near) <= first and max(r.last for r in near) >= last
        uncertain |= len(near) > 1 or (bool(dates) and not covered and first != last)
        rows |= {r.id: r for r in near}
    if not rows and table.otherwise is not None:
        return Row("otherwise", table.otherwise, 1, 1, key, table.title), Outcome("known", None, readings)
    if len(rows) == 1 and not uncertain:
        return next(iter(rows.values())), Outcome("known", None, readings)
    if missing or uncertain:
        return None, Outcome("unknown", None, readings, missing)
    if not rows:
        return None, Outcome("judgement", None, readings, judgement=f"{table.title}：该日期没有可适用的规定")
    sides = "；".join(f"{r.source}：{r.value}" for r in rows.values())
    return None, Outcome(
        "judgement", None, readings, judgement=f"{table.title}：行为时与决定时规定不同（{sides}），须比较轻重"
    )


def stated(table: Table, row: Row, readings: tuple[Reading, ...], schema: Schema) -> Outcome:
    """The value of a row, with its source; a judgement where no source settles it."""
    if row.value is None:
        reason = f"{table.title}：{row.note or '没有任何来源规定数值'}"
        return Outcome("judgement", None, readings, judgement=reason)
    if isinstance(row.value, int):
        value = Interval.exactly(row.value)
        reading = Reading(table.title, value, row.source, table.unit)
        return Outcome("known", value, (*readings, reading), unit=table.unit)
    choice = schema.choices.get(table.of)
    names = row.value if isinstance(row.value, tuple) else (row.value,)
    shown = "、".join(choice.members[n] if choice else n for n in names)
    text = row.value if isinstance(row.value, str) else None
    return Outcome("known", text, (*readings, Reading(table.title, shown, row.source)))
