"""The projects of a question as read: all of them added up, and those of families that are looked at one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from aidtrack.queries.families import families
from aidtrack.tables import project

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy.sql.elements import KeyedColumnElement

    from aidtrack.queries.grid import Grid

    Columns = list[KeyedColumnElement[Any]]


class Flags(NamedTuple):
    """What projects may have: so many flags, each set where its number is above 0.

    `rows` selects the projects, all or of those with these ids: the id, what it is grouped by, the flags.
    """

    size: int
    rows: Callable[[sa.Select[Any] | None], sa.Select[Any]]


class Counted(NamedTuple):
    """How many projects have each flag, by what they are grouped by."""

    raw: tuple[Any, ...]
    numbers: tuple[int, ...]


class Member(NamedTuple):
    """A project with others above or below it, what it is grouped by, and its flags."""

    id: int
    raw: tuple[Any, ...]
    flags: tuple[int, ...]


class Reading(NamedTuple):
    """By kind of flags, all projects added up, and one by one those whose family is not plain."""

    counted: dict[str, list[Counted]]
    members: dict[str, list[Member]]

    def as_one(self) -> Reading:
        """Give the same as one group; only where each project was in one group."""
        return Reading(
            {name: [counted._replace(raw=()) for counted in found] for name, found in self.counted.items()},
            {name: [member._replace(raw=()) for member in found] for name, found in self.members.items()},
        )


def read_projects(connection: sa.Connection, grid: Grid, kinds: Mapping[str, Flags]) -> Reading:
    """Read all projects in one statement, and those of families in another."""
    size = len(grid.dimensions)
    most = max(flags.size for flags in kinds.values())
    reading = Reading({name: [] for name in kinds}, {name: [] for name in kinds})
    for select in (_everyone(kinds, size, most), _of_families(grid, kinds, size, most)):
        for name, alone, *row in connection.execute(select).all():
            raw, numbers = tuple(row[:size]), tuple(map(int, row[size : size + kinds[name].size]))
            if alone is None:
                reading.counted[name].append(Counted(raw, numbers))
            else:
                reading.members[name].append(Member(alone, raw, numbers))
    return reading


def _everyone(kinds: Mapping[str, Flags], size: int, most: int) -> sa.CompoundSelect[Any]:
    """Select how many projects have each flag, by what they are grouped by."""
    selects = []
    for name, kind in kinds.items():
        raw, flags = _split(kind.rows(None).subquery(), size)
        counts = [sa.func.count().filter(flag > 0) for flag in flags]
        numbers = _padded(counts, most)
        selects.append(sa.select(sa.literal(name), _NOBODY, *raw, *numbers).group_by(*raw))
    return sa.union_all(*selects)


def _of_families(grid: Grid, kinds: Mapping[str, Flags], size: int, most: int) -> sa.CompoundSelect[Any]:
    """Select of plain families, added up, how many fewer count; each member of the others by its id."""
    member = families(grid)
    selects = []
    for name, kind in kinds.items():
        flagged = kind.rows(sa.select(member.c.id)).subquery()
        raw, flags = _split(flagged, size)
        units = (
            sa.select(member.c.alone, *raw, *(_counting_once(member.c.alone, flag) for flag in flags))
            .join(flagged, flagged.c.id == member.c.id)
            .group_by(member.c.unit, member.c.alone, *raw)
            .subquery()
        )
        raw, flags = _split(units, size)
        numbers = _padded([sa.func.sum(flag) for flag in flags], most)
        selects.append(
            sa.select(sa.literal(name), units.c.alone, *raw, *numbers).group_by(units.c.alone, *raw)
        )
    return sa.union_all(*selects)


_NOBODY = sa.cast(sa.null(), project.c.id.type)


def _split(rows: sa.Subquery, size: int) -> tuple[Columns, Columns]:
    """Take apart what rows are grouped by and their flags; an id is before both."""
    return list(rows.c)[1 : size + 1], list(rows.c)[size + 1 :]


def _padded(numbers: list[Any], most: int) -> list[sa.ColumnElement[int]]:
    return [*numbers, *[sa.literal(0)] * (most - len(numbers))]


def _counting_once(
    alone: sa.ColumnElement[int | None], flag: KeyedColumnElement[Any]
) -> sa.ColumnElement[int]:
    """Say whether one of a unit has the flag: as it is where it stands alone, else without all that have it."""
    once = sa.case((sa.func.max(flag) > 0, 1), else_=0)
    return sa.case((alone.is_(None), once - sa.func.count().filter(flag > 0)), else_=once).label(flag.name)
