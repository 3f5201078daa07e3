"""The draft of the legal-review opinion (法制审核意见书): a Word document from a template that a bureau may replace."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from checker.catalog.catalogue import Catalogue
from checker.findings import CaseReport
from reports.files import replace_bytes
from reports.opinion.context import variables
from reports.opinion.opinion import opinion
from reports.opinion.package import read_template
from reports.opinion.render import rendered
from reports.text import clean
from rules.values import Record

_SHIPPED = "template.docx"


def write_opinion(
    report: CaseReport, case: Record, catalogue: Catalogue, path: Path, template: Path | None = None
) -> None:
    """Write the draft for one case; the same report and template give the same bytes.

    Raises CheckerError where the template cannot be used and OSError where the file cannot be written; `path` is then
    as it was.
    """
    with as_file(files(__name__) / _SHIPPED) as shipped:
        parts = read_template(template or shipped)
    context = variables(opinion(report, case, catalogue))
    title = clean(f"法制审核意见书（草稿） {report.title}")
    replace_bytes(path, rendered(parts, (template or Path(_SHIPPED)).name, context, title, report.as_of))


def export_template(path: Path) -> None:
    """Write the template that ships with the program, for a bureau to change. Raises OSError."""
    replace_bytes(path, (files(__name__) / _SHIPPED).read_bytes())
