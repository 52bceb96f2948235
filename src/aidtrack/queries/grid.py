"""The dimensions of a question, and how rows fall into their groups."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.queries.dimensions import Dimension, regroup
from aidtrack.tables import FIGURES, project

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aidtrack.queries.filters import Criteria

Key = tuple[Any, ...]
"""A group: its value in each dimension."""


@dataclass(frozen=True)
class Grid:
    """The dimensions of a question, at most two, and how rows fall into their groups."""

    dimensions: tuple[Dimension, ...]
    criteria: Criteria
    pairings: dict[Key, set[int]] = field(default_factory=lambda: defaultdict(set))
    _keys: dict[tuple[Any, ...], Key] = field(default_factory=dict, compare=False)

    @property
    def by_people(self) -> bool:
        """Whether the answer is about groups of people: then every narrower part is a view."""
        return "group" in self.criteria.figures or any(d.name == "group" for d in self.dimensions)

    @property
    def by_figures(self) -> bool:
        """Whether the figures of a project say in which groups it is: it may be in several."""
        return any(dimension.of == "figure" for dimension in self.dimensions)

    def raw(self, table: sa.Table) -> list[sa.ColumnElement[Any]]:
        """Say in SQL what the rows of a table are grouped by, one column for each dimension."""
        return [
            self._column(dimension, table).label(f"raw{n}") for n, dimension in enumerate(self.dimensions)
        ]

    def _column(self, dimension: Dimension, table: sa.Table) -> sa.ColumnElement[Any]:
        if dimension.of == "pairing":
            return table.c.pairing_id
        if dimension.of == "project":
            if dimension.name == "project" and table is not project:
                return table.c.project_id
            return project.c[dimension.column]
        if dimension.column in table.c:
            return table.c[dimension.column]
        return sa.cast(sa.null(), _type(dimension.column))  # PostgreSQL takes a bare null for a text

    def needs_project(self) -> bool:
        """Whether a row's project must be looked up to find its group."""
        return any(d.of == "project" and d.name != "project" for d in self.dimensions)

    def group_marks(self, table: sa.FromClause) -> list[sa.ColumnElement[Any]]:
        """Give the columns of figures that make their group: rows that agree in them fall into the same."""
        links = {"pairing": "pairing_id", "project": "project_id"}
        names = [links.get(dimension.of, dimension.column) for dimension in self.dimensions]
        return [table.c[name] for name in names if name in table.c]

    def project_marks(self, table: sa.FromClause) -> list[sa.ColumnElement[Any]]:
        """Give the columns of projects that make their group, as far as it is not their figures' doing."""
        columns = [
            "pairing_id" if d.of == "pairing" else d.column for d in self.dimensions if d.of != "figure"
        ]
        return [table.c[name] for name in columns]

    def key(self, raw: tuple[Any, ...]) -> Key:
        """Turn what rows are grouped by into the groups of the dimensions."""
        known = self._keys.get(raw)
        if known is None:
            known = self._keys[raw] = tuple(
                regroup(dimension, value, self.criteria.places)
                for dimension, value in zip(self.dimensions, raw, strict=True)
            )
        return known

    def note(self, raw: Sequence[Any], key: Key) -> None:
        """Remember which pairings stand behind a group."""
        for dimension, value in zip(self.dimensions, raw, strict=True):
            if dimension.of == "pairing" and value is not None:
                self.pairings[key].add(value)

    def alone(self, key: Key) -> Key:
        """Tell the part of a key that gives each line by itself."""
        return tuple(value for d, value in zip(self.dimensions, key, strict=True) if d.alone)


def _type(column: str) -> sa.types.TypeEngine[Any]:
    """Tell the type of a column that some of the tables of figures have."""
    return next(table.c[column].type for table in FIGURES.values() if column in table.c)
