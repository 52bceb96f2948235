"""What looks odd without being wrong: a project that may be there already, dates outside its pairing's."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.folding import fold
from aidtrack.queries.pairs import PairNames
from aidtrack.queries.places import load_places
from aidtrack.rules import in_order
from aidtrack.tables import pairing, project
from aidtrack.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_NEARLY = 0.85


def similar_projects(connection: sa.Connection, values: Mapping[str, Any]) -> list[str]:
    """Name the projects of the same pairing that are called nearly the same."""
    columns = project.c
    query = (
        sa.select(columns.code, columns.name, columns.aliases)
        .where(columns.pairing_id == values["pairing_id"])
        .order_by(columns.id)
    )
    key = fold(values["name"])
    return [
        _("There is a project of nearly this name already: {code} {name}.").format(
            code=row.code, name=row.name
        )
        for row in connection.execute(query)
        if any(_alike(key, fold(name)) for name in (row.name, *row.aliases))
    ]


def _alike(one: str, other: str) -> bool:
    """Tell whether two folded names are equal, one inside the other, or almost the same letter by letter."""
    if not one or not other:
        return False
    if one in other or other in one:
        return True
    matcher = SequenceMatcher(None, one, other)
    return matcher.quick_ratio() >= _NEARLY and matcher.ratio() >= _NEARLY


def strange_dates(connection: sa.Connection, table: str, values: Mapping[str, Any]) -> list[str]:
    """Name the dates that lie before the pairing began or after it ended."""
    if table == "pairing" or values.get("pairing_id") is None:
        return []
    columns = pairing.c
    query = sa.select(columns.since, columns.until).where(columns.id == values["pairing_id"])
    since, until = connection.execute(query).one()
    outside = [
        day for day in dict.fromkeys(_dates(values)) if not in_order(since, day) or not in_order(day, until)
    ]
    if not outside:
        return []
    said = PairNames(load_places(connection)).caption(values["pairing_id"])
    return [
        _("{dates}: outside the time of the pairing {pairing}.").format(
            dates=", ".join(outside), pairing=said
        )
    ]


_DATES = (
    "planned_start",
    "actual_start",
    "planned_end",
    "actual_end",
    "period_start",
    "period_end",
    "as_of",
)


def _dates(values: Mapping[str, Any]) -> Iterator[str]:
    yield from (values[name] for name in _DATES if values.get(name))
