"""Which figures a list shows, and what it says of all of them when it shows only some."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from aidtrack.queries.survey import found, presumed
from aidtrack.tables import FIGURES, indicator, project

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from aidtrack.queries.arrange import Page
    from aidtrack.queries.pairs import PairNames
    from aidtrack.result import Row

NOT_SAID = (None, "unstated")

_OTHERWISE = {
    "pairing": "pairing_id",
    "part_of": "part_of_id",
    "restates": "restates_id",
    "source": "source_id",
    "printed": "text",
}
"""By column of the list, the column of the table where that has another name."""

_ALWAYS = frozenset({"id", "donor", "for", "amount", "count", "indicator_name", "unit"})
"""The columns in which every figure says something."""


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
        most = max(limit, 1)  # one at least, for the words that all have in common
        rows = self.connection.execute(query.order_by(*order).limit(most + 1)).all()
        return Read(rows[:most], complete=len(rows) <= most)

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


class FigureSurvey:
    """All figures that pass, of which `first` is one that is shown."""

    def __init__(self, figures: FigureRows, pairs: PairNames, first: Row) -> None:
        self.figures = figures
        self.pairs = pairs
        self.first = first

    def said(self, names: Collection[str]) -> set[str]:
        """Name those of the columns in which one of them says something."""
        conditions = {name: self._says(name) for name in names if name not in _ALWAYS}
        return self._found(conditions) | _ALWAYS

    def varied(self, names: Collection[str]) -> set[str]:
        """Name those of the columns in which one of them does not say what the first one says."""
        return self._found({name: sa.or_(self._other(name), self._otherwise_sure(name)) for name in names})

    def _found(self, conditions: dict[str, sa.ColumnElement[bool]]) -> set[str]:
        figures = self.figures
        return found(figures.connection, figures.joined(), figures.passing, conditions)

    def _says(self, name: str) -> sa.ColumnElement[bool]:
        columns = self.figures.table.c
        if name == "period_shown":
            return sa.or_(columns.period_start.is_not(None), columns.period_end.is_not(None))
        column = columns[_OTHERWISE.get(name, name)]
        said = column.is_not(None)
        return sa.and_(said, column != "unstated") if isinstance(column.type, sa.String) else said

    def _other(self, name: str) -> sa.ColumnElement[bool]:
        columns, first = self.figures.table.c, self.first
        if name == "donor":
            pairs = self.pairs.places.pairs
            return columns.pairing_id.not_in([n for n in pairs if self.pairs.columns(n)[name] == first[name]])
        names = ("period_start", "period_end") if name == "period_shown" else (name,)
        return sa.or_(*(columns[each].is_distinct_from(first[each]) for each in names))

    def _otherwise_sure(self, name: str) -> sa.ColumnElement[bool]:
        """Hold for a figure of which this is presumed and of the first one not, or the other way round."""
        mark = presumed(self.figures.table.c.presumed, ["period" if name == "period_shown" else name])
        return sa.not_(mark) if name in self.first["_presumed"] else mark
