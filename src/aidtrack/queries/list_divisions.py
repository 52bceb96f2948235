"""The tree of places as a list: browsed from a place down, or searched by any name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from aidtrack.queries.division_search import wanted_divisions
from aidtrack.queries.headings import heading
from aidtrack.result import Column, Result, Row
from aidtrack.tables import division
from aidtrack.text import _

if TYPE_CHECKING:
    from aidtrack.queries.filters import Criteria
    from aidtrack.queries.places import Places

PLACE_COLUMNS = (
    Column("id", shape="code", rank=8),
    Column("code", shape="code"),
    Column("name"),
    Column("level", vocabulary="level", rank=4),
    Column("path", rank=6),
)


def place_row(places: Places, place: int) -> Row:
    """Give the cells of PLACE_COLUMNS."""
    found = places[place]
    path = places.path(place)
    return {"id": found.id, "code": found.code, "name": found.name, "level": found.level, "path": path}


def list_divisions(connection: sa.Connection, criteria: Criteria, limit: int | None = None) -> Result:
    """Browse the tree: what lies below the places given, or all of it; `--text` searches all names."""
    ids = wanted_divisions(connection, criteria)
    query = sa.select(division.c.id, division.c.pinyin).order_by(division.c.code, division.c.id)
    found = [row for row in connection.execute(query) if ids is None or row.id in ids]
    rows = [{**_row(criteria.places, row.id), "pinyin": row.pinyin} for row in found[:limit]]
    shown = [column for column in _columns() if any(row[column.name] is not None for row in rows)]
    return Result(_columns(), rows, shown=shown, title=_("Divisions"), remarks=list(criteria.notices))


def _row(places: Places, place: int) -> Row:
    found = places[place]
    parent = None if found.parent_id is None else places[found.parent_id].code
    return {**place_row(places, place), "short": found.short, "parent": parent}


def _columns() -> tuple[Column, ...]:
    columns = (
        *PLACE_COLUMNS,
        Column("short", rank=7),
        Column("pinyin", rank=5),
        Column("parent", _("Lies in"), "code", rank=5),
    )
    return tuple(
        Column(
            column.name, column.heading or heading(column.name), column.shape, column.rank, column.vocabulary
        )
        for column in columns
    )
