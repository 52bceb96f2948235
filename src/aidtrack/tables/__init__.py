"""The tables of the ledger, in the order in which their rows can be written."""

from __future__ import annotations

from aidtrack.tables.base import metadata
from aidtrack.tables.division import division, division_member, division_name
from aidtrack.tables.figures import FIGURES, SCALES, funding, jobs, result
from aidtrack.tables.history import change, change_item, setting
from aidtrack.tables.pairing import organisation, pairing, participation
from aidtrack.tables.project import project
from aidtrack.tables.source import source
from aidtrack.tables.vocabulary import indicator, sector

TABLES = {
    table.name: table
    for table in (
        change,
        change_item,
        setting,
        division,
        division_name,
        division_member,
        sector,
        indicator,
        source,
        organisation,
        pairing,
        project,
        participation,
        funding,
        jobs,
        result,
    )
}

__all__ = [
    "FIGURES",
    "SCALES",
    "TABLES",
    "change",
    "change_item",
    "division",
    "division_member",
    "division_name",
    "funding",
    "indicator",
    "jobs",
    "metadata",
    "organisation",
    "pairing",
    "participation",
    "project",
    "result",
    "sector",
    "setting",
    "source",
]
