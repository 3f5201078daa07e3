"""The sections of a catalogue file, with the model of their entries."""

from __future__ import annotations

from pydantic import BaseModel

from checker.catalog import list_models, models, output_models, standard_models, yearly_models
from checker.catalog.models import Entry

KINDS: dict[str, type[Entry]] = {
    "norms": models.Norm,
    "values": models.Values,
    "entities": models.EntityEntry,
    "stages": models.Stage,
    "points": models.Point,
    "tables": models.TableEntry,
    "facts": models.FactEntry,
    "countings": models.Counting,
    "deadlines": models.DeadlineEntry,
    "processes": models.ProcessEntry,
    "criteria": models.CriterionEntry,
    "materials": output_models.MaterialEntry,
    "published": output_models.PublishedEntry,
    "gates": output_models.GateEntry,
    "masks": output_models.MaskEntry,
    "annual": yearly_models.AnnualEntry,
    "series": yearly_models.SeriesEntry,
    "exclusions": models.Exclusion,
    "standards": standard_models.StandardEntry,
    "items": list_models.ItemEntry,
    "reviewed": list_models.ReviewedEntry,
    "recorded": list_models.RecordedEntry,
    "random_checks": list_models.RandomCheckEntry,
    "guides": list_models.GuideEntry,
}


def parts() -> list[type[BaseModel]]:
    """All models that an entry may be written with, for finding what a misspelt key was meant to be."""
    inner: list[type[BaseModel]] = [
        models.Citation,
        models.Member,
        models.FieldEntry,
        models.ViewEntry,
        models.RowEntry,
        models.Remedy,
        models.ReadingEntry,
    ]
    inner += [
        standard_models.SectionEntry,
        standard_models.ItemEntry,
        standard_models.DecidingEntry,
        standard_models.ExceptionEntry,
        standard_models.GradeEntry,
        yearly_models.ColumnEntry,
    ]
    return [*KINDS.values(), *inner, models.CountingRow, models.ProcessStep, models.ProcessEdge, models.DrawnEdge]
