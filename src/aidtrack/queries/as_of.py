"""Until when figures tell: the newest day at which one of them was taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from aidtrack.tables import FIGURES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aidtrack.queries.filters import Criteria


def newest(connection: sa.Connection, criteria: Criteria, tables: Iterable[str] = FIGURES) -> str | None:
    """Give the newest `as_of` of the figures that pass; null where none says it."""
    days = [
        sa.select(sa.func.max(FIGURES[name].c.as_of).label("day")).where(*criteria.on_figures(FIGURES[name]))
        for name in tables
    ]
    if not days:
        return None
    found = sa.union_all(*days).subquery()
    return connection.execute(sa.select(sa.func.max(found.c.day))).scalar()
