"""Nothing is part of itself, over however many steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from aidtrack.errors import N_
from aidtrack.rules.violation import broken
from aidtrack.tables import FIGURES, TABLES, project, source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aidtrack.rules.violation import Violation

_TREES = (
    *((table, "part_of_id") for table in FIGURES.values()),
    (project, "parent_id"),
    (TABLES["division"], "parent_id"),
    (source, "copy_of_id"),
)
"""The tables whose rows hang on rows of their own, and the column that says on which."""


def no_circles(connection: sa.Connection) -> Iterator[Violation]:
    """Find the rows that hang on themselves."""
    for table, column in _TREES:
        query = (
            sa.select(table.c.id, table.c[column]).where(table.c[column].is_not(None)).order_by(table.c.id)
        )
        above = {row[0]: row[1] for row in connection.execute(query)}
        for number in _on_circles(above):
            yield broken(table.name, number, N_("{table} {id} is part of itself."))


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
