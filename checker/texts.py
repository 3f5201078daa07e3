"""Readings as Chinese text."""

from __future__ import annotations

from rules.naming import value_text
from rules.schema import Schema
from rules.values import Reading


def reading_text(reading: Reading, schema: Schema) -> str:
    """The value of a reading as text."""
    return value_text(reading.value, reading.unit, schema.choices.get(reading.of))
