"""The tree of places as a list: browsed from a place down, or searched by any name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from aidtrack.headings import heading
from aidtrack.queries.division_search import wanted_divisions
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


def list_divisions(connection: sa.Connection, criteria: Criteria) -> Result:
    """Browse the tree: what lies below the places given, or all of it; `--text` searches all names."""
    ids = wanted_divisions(connection, criteria)
    query = sa.select(division.c.id, division.c.pinyin).order_by(division.c.code.nulls_last(), division.c.id)
    found = [row for row in connection.execute(query) if ids is None or row.id in ids]
    rows = [{**_row(criteria.places, row.id), "pinyin": row.pinyin} for row in found]
    return Result(_columns(), rows, shown=_shown(), title=_("Divisions"), remarks=list(criteria.notices))


def _row(places: Places, place: int) -> Row:
    found = places[place]
    parent = None if found.parent_id is None else places[found.parent_id].code
    more = {"short": found.short, "parent": parent, "in_what": places.in_what(place)}
    return {**place_row(places, place), **more}


def _columns() -> tuple[Column, ...]:
    more = (Column("short"), Column("pinyin"), Column("parent", shape="code"))
    return tuple(_headed(column) for column in (*PLACE_COLUMNS, *more))


def _shown() -> tuple[Column, ...]:
    """Give the columns for people, who read 四川甘孜州 rather than the code of what a place lies in."""
    code, name, level = (_headed(column) for column in PLACE_COLUMNS[1:4])
    return (code, name, level, Column("in_what", _("Lies in"), rank=2), _headed(Column("pinyin", rank=5)))


def _headed(column: Column) -> Column:
    return replace(column, heading=heading(column.name))
