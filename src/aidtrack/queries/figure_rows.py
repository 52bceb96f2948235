"""Which figures a list shows, and in which order: asked of the database, so that only those are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from aidtrack.tables import FIGURES, indicator, project

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aidtrack.queries.arrange import Page

_OTHERWISE = {
    "pairing": "pairing_id",
    "part_of": "part_of_id",
    "restates": "restates_id",
    "source": "source_id",
    "printed": "text",
}
"""By column of the list, the column of the table where that has another name."""


class Read(NamedTuple):
    """Figures, and whether these are all that pass."""

    rows: Sequence[Any]
    complete: bool


class FigureRows:
    """The figures of one table that pass, as far as a page of the list shows them."""

    def __init__(
        self,
        connection: sa.Connection,
        table: str,
        passing: Sequence[sa.ColumnElement[bool]],
        page: Page,
    ) -> None:
        self.connection = connection
        self.table = FIGURES[table]
        self.passing = passing
        self.page = page

    def read(self) -> Read:
        """Read the figures that the page shows; all where the database cannot sort them so."""
        query, limit, order = self._query(), self.page.limit, self._order()
        if limit is None or order is None:
            return Read(self.connection.execute(query.order_by(self.table.c.id)).all(), complete=True)
        rows = self.connection.execute(query.order_by(*order).limit(limit + 1)).all()
        return Read(rows[:limit], complete=len(rows) <= limit)

    def count(self) -> int:
        """Count all figures that pass."""
        query = sa.select(sa.func.count()).select_from(self.table).where(*self.passing)
        return int(self.connection.execute(query).scalar_one())

    def column(self, name: str) -> sa.ColumnElement[Any] | None:
        """Find the column of the table which a column of the list shows as it is."""
        columns = {"project": project.c.code, "project_name": project.c.name}
        if "indicator_id" in self.table.c:
            columns |= {"indicator": indicator.c.code, "unit": indicator.c.unit}
        return columns.get(name, self.table.c.get(_OTHERWISE.get(name, name)))

    def _order(self) -> list[sa.ColumnElement[Any]] | None:
        """Say how they are sorted, unknown values last; null where only the worded rows can tell."""
        if not self.page.sort:
            return [self.table.c.id]
        key = self.column(self.page.by)
        if key is None or self.page.by in ("presumed", "text"):
            return None
        return [key.is_(None), key.desc() if self.page.descending else key, self.table.c.id]

    def joined(self) -> sa.FromClause:
        """Join what the list says of the figures' projects and indicators."""
        table = self.table
        joined: sa.FromClause = table.outerjoin(project, table.c.project_id == project.c.id)
        if "indicator_id" in table.c:
            joined = joined.join(indicator, table.c.indicator_id == indicator.c.id)
        return joined

    def _query(self) -> sa.Select[Any]:
        table = self.table
        query = sa.select(*table.c, project.c.code.label("project"), project.c.name.label("project_name"))
        if "indicator_id" in table.c:
            columns = indicator.c
            query = query.add_columns(
                columns.code.label("indicator"),
                columns.unit,
                columns.name.label("indicator_zh"),
                columns.name_en.label("indicator_en"),
            )
        return query.select_from(self.joined()).where(*self.passing)
