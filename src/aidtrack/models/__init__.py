"""The SQLAlchemy models, for the writes: a class for each table, by the table's name."""

from __future__ import annotations

from sqlalchemy.orm import configure_mappers

from aidtrack.models.base import Base
from aidtrack.models.place import Division, DivisionName, Organisation, Pairing, Participation
from aidtrack.models.project import Funding, Jobs, Project, ResultFigure
from aidtrack.models.record import Change, ChangeItem, Indicator, Sector, Source

MODELS: dict[str, type[Base]] = {
    model.__table__.name: model
    for model in (
        Division,
        DivisionName,
        Sector,
        Indicator,
        Source,
        Organisation,
        Pairing,
        Project,
        Participation,
        Funding,
        Jobs,
        ResultFigure,
        Change,
        ChangeItem,
    )
}

configure_mappers()  # now, and not in the first transaction while others wait for it to end

__all__ = [
    "MODELS",
    "Base",
    "Change",
    "ChangeItem",
    "Division",
    "DivisionName",
    "Funding",
    "Indicator",
    "Jobs",
    "Organisation",
    "Pairing",
    "Participation",
    "Project",
    "ResultFigure",
    "Sector",
    "Source",
]
