"""The report as JSON, for other programs. Its shape is published as `docs/report.schema.json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from checker.findings import CaseReport
from checker.states import State
from reports.files import replace_bytes

_ADAPTER: Final = TypeAdapter(CaseReport)


class _AllRequired(GenerateJsonSchema):
    """Every field is always written, also one with a default."""

    def field_is_required(self, *_: Any, **__: Any) -> bool:
        return True


def to_json(report: CaseReport) -> str:
    """The report with `counts` (criteria by state, every state named); the same report gives the same text."""
    document = _ADAPTER.dump_python(report, mode="json")
    document["counts"] = {state.value: report.counts[state] for state in State}
    text = json.dumps(document, ensure_ascii=False, indent=2)
    # Half of a surrogate pair, as "\\ud800" in a JSON case file gives, has no UTF-8.
    return text.encode("utf-8", "replace").decode("utf-8") + "\n"


def write_json(report: CaseReport, path: Path) -> None:
    """Write the report as UTF-8. Raises OSError; `path` is then as it was."""
    replace_bytes(path, to_json(report).encode("utf-8"))


def schema() -> dict[str, Any]:
    """The JSON schema of `to_json`."""
    shape = _ADAPTER.json_schema(mode="serialization", schema_generator=_AllRequired)
    states = [state.value for state in State]
    shape["properties"]["counts"] = {
        "title": "Counts",
        "description": "Criteria by state; they add up to the number of criteria.",
        "type": "object",
        "properties": {state: {"type": "integer", "minimum": 0} for state in states},
        "required": states,
        "additionalProperties": False,
    }
    shape["required"].append("counts")
    return shape
