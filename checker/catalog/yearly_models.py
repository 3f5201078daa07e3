"""The entries by which a year of case files is counted, as their YAML says them."""

from __future__ import annotations

import re

from pydantic import Field, model_validator

from checker.catalog.models import Entry, Form, Part, Texts


class ColumnEntry(Part):
    """A column of an annual table: the records for which `when` holds on a `day` of the year, counted or `amount`
    summed up. What is not said is as in the table; a column without any `when` is 0: `none` says why."""

    id: str
    label: str
    subject: str = ""
    when: Form = None
    day: str = ""
    amount: tuple[Form, ...] = ()
    none: str = ""

    @model_validator(mode="after")
    def _says_what(self) -> ColumnEntry:
        if (self.when is None and not self.amount) != bool(self.none):
            raise ValueError("应写 when 或者 amount；不会有的写 none 说明原因")
        return self


class AnnualEntry(Entry):
    """A table of the annual statistics.

    `same`: records that agree in these fields are one thing (the rows of one decision to several parties).
    `heaviest`: one thing counts only in the last of these columns that it falls under, from light to heavy.
    """

    title: str
    source: str
    unit: str = "宗"
    notes: Texts = ()
    subject: str
    when: Form = None
    day: str
    same: Texts = ()
    heaviest: Texts = ()
    total: str = ""
    columns: tuple[ColumnEntry, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _known_columns(self) -> AnnualEntry:
        counted = {c.id for c in self.columns if not c.amount}
        if len({c.id for c in self.columns}) < len(self.columns):
            raise ValueError("columns 里有重复的 id")
        if self.heaviest and set(self.heaviest) != counted:
            raise ValueError("heaviest 应恰好列出全部计数的栏，由轻到重")
        return self


class SeriesEntry(Entry):
    """Documents of some kinds that are numbered one after another each year. `pattern` has the groups prefix, year and
    sequence."""

    title: str
    types: Texts
    pattern: str
    note: str = ""

    @model_validator(mode="after")
    def _can_be_read(self) -> SeriesEntry:
        try:
            groups = set(re.compile(self.pattern).groupindex)
        except re.error as error:
            raise ValueError(f"pattern 不是正则表达式：{error}") from None
        if not {"prefix", "year", "sequence"} <= groups:
            raise ValueError("pattern 应有 prefix、year、sequence 三个命名组")
        return self
