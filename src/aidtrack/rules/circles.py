"""Nothing is part of itself, over however many steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.errors import N_
from aidtrack.rules.near import EVERYWHERE
from aidtrack.rules.violation import broken
from aidtrack.tables import FIGURES, TABLES, project, source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aidtrack.rules.near import Near
    from aidtrack.rules.violation import Violation

_TREES = (
    *((table, "part_of_id") for table in FIGURES.values()),
    (project, "parent_id"),
    (TABLES["division"], "parent_id"),
    (source, "copy_of_id"),
)
"""The tables whose rows hang on rows of their own, and the column that says on which."""


def no_circles(connection: sa.Connection, near: Near = EVERYWHERE) -> Iterator[Violation]:
    """Find the rows that hang on themselves."""
    for table, column in (tree for tree in _TREES if near.touches(tree[0])):
        above = {row[0]: row[1] for row in connection.execute(_upwards(table, column, near))}
        for number in _on_circles(above):
            yield broken(table.name, number, N_("{table} {id} is part of itself."))


def _upwards(table: sa.Table, column: str, near: Near) -> sa.Select[Any]:
    """Select the rows near by that hang on another, and all that is above them, each with what it hangs on."""
    there = table.alias()
    hanging = there.c[column].is_not(None)
    up = sa.select(table.c.id, table.c[column].label("above")).where(
        table.c[column].is_not(None), *near.where({table.c.id: table})
    )
    found = up.cte("up", recursive=True)
    found = found.union(
        sa.select(there.c.id, there.c[column]).join(found, there.c.id == found.c.above).where(hanging)
    )
    return sa.select(found.c.id, found.c.above).order_by(found.c.id)


def _on_circles(above: dict[int, int]) -> Iterator[int]:
    safe: set[int] = set()
    for start in above:
        if start in safe:
            continue
        path: list[int] = []
        here: int | None = start
        while here is not None and here not in safe and here not in path:
            path.append(here)
            here = above.get(here)
        if here == start:
            yield start
        elif here is None or here in safe:
            safe.update(path)
