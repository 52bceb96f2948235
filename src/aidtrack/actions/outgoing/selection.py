"""Which records go out: those that pass the filters, with all that they need to be read in alone."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.tables import (
    FIGURES,
    TABLES,
    division_member,
    organisation,
    pairing,
    participation,
    project,
    source,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aidtrack.queries.filters import Criteria

SHIPPED = ("division", "sector", "indicator")
"""The tables whose rows ship with the program: they go out only where people wrote them."""

_OF_PAIRINGS = frozenset({"donor", "county", "prefecture", "province", "programme"})

Ids = sa.Select[Any]


class Selection:
    """Says of each table which rows go out; `closed` adds what they refer to in the same table.

    Without filters that is everything. It is all said in SQL, so that no list of ids is ever held.
    """

    def __init__(
        self, connection: sa.Connection, criteria: Criteria, given: Mapping[str, str], *, closed: bool
    ) -> None:
        self._connection, self._criteria, self._closed = connection, criteria, closed
        self._all = not given
        self._of_pairings = set(given) <= _OF_PAIRINGS

    def conditions(self, table: str) -> list[sa.ColumnElement[bool]]:
        """Say which rows of a table go out."""
        columns = TABLES[table].c
        conditions: list[sa.ColumnElement[bool]] = []
        if table in SHIPPED:
            conditions.append(sa.or_(columns.change_id.is_not(None), columns.version > 1))
        if not self._all:
            conditions.append(columns.id.in_(self._ids(table)))
        return conditions

    def _ids(self, table: str) -> Ids | set[int]:
        if table in FIGURES:
            return self.figures(table)
        found: Ids | set[int] = getattr(self, f"{table}s")
        return found

    @cache  # noqa: B019 - it lives as long as its command
    def figures(self, table: str) -> Ids:
        """Choose figures, with their wholes and what they restate."""
        columns = FIGURES[table].c
        passing = sa.select(columns.id).where(*self._criteria.in_any_currency(FIGURES[table]))
        if not self._closed:
            return passing
        needed = passing.cte(f"needed_{table}", recursive=True)
        target = sa.func.coalesce(columns.part_of_id, columns.restates_id)
        targets = sa.select(target).join(needed, columns.id == needed.c.id).where(target.is_not(None))
        return sa.select(needed.union(targets).c.id)

    @cached_property
    def _own_projects(self) -> Ids:
        return sa.select(project.c.id).where(*self._criteria.on_projects())

    @cached_property
    def projects(self) -> Ids:
        """Choose projects, with those that they are parts of."""
        if not self._closed:
            return self._own_projects
        of_figures = (
            sa.select(table.c.project_id).where(
                table.c.id.in_(self.figures(name)), table.c.project_id.is_not(None)
            )
            for name, table in FIGURES.items()
        )
        return _with_above(project.c.parent_id, "project", [self._own_projects, *of_figures])

    @cached_property
    def participations(self) -> Ids:
        """Choose who takes part in the projects that pass, and in the pairings where these alone are asked for."""
        columns = participation.c
        own: sa.ColumnElement[bool] = columns.project_id.in_(self._own_projects)
        if self._of_pairings:
            own = sa.or_(own, columns.pairing_id.in_(self._criteria.pairings or ()))
        return sa.select(columns.id).where(own)

    @cached_property
    def pairings(self) -> Ids:
        """Choose pairings: those asked for, and those of all that goes out."""
        found = [
            sa.select(table.c.pairing_id).where(
                table.c.id.in_(self._ids(table.name)), table.c.pairing_id.is_not(None)
            )
            for table in (project, participation, *FIGURES.values())
        ]
        if self._of_pairings:
            found.append(sa.select(pairing.c.id).where(pairing.c.id.in_(self._criteria.pairings or ())))
        return _any(found, "paired")

    @cached_property
    def sources(self) -> Ids:
        """Choose what says all this, and what was reposted there."""
        cited = [
            sa.select(table.c.source_id).where(
                table.c.id.in_(self._ids(table.name)), table.c.source_id.is_not(None)
            )
            for table in (pairing, project, participation, *FIGURES.values())
        ]
        return _with_above(source.c.copy_of_id, "source", cited)

    @cached_property
    def organisations(self) -> Ids:
        """Choose the bodies that take part."""
        return sa.select(participation.c.organisation_id).where(participation.c.id.in_(self.participations))

    @cached_property
    def sectors(self) -> Ids:
        """Choose the sectors of the projects."""
        columns = TABLES["sector"].c
        of_projects = sa.select(project.c.sector_id).where(
            project.c.id.in_(self.projects), project.c.sector_id.is_not(None)
        )
        return _with_above(columns.parent_id, "sector", [of_projects])

    @cached_property
    def indicators(self) -> Ids:
        """Choose what the results measure."""
        columns = FIGURES["result"].c
        return sa.select(columns.indicator_id).where(columns.id.in_(self.figures("result")))

    @cached_property
    def divisions(self) -> set[int]:
        """Choose the places of all this, with what they lie in and the members of groups; they are few."""
        ends = sa.select(pairing.c.donor_id, pairing.c.recipient_id).where(pairing.c.id.in_(self.pairings))
        found = {place for pair in self._connection.execute(ends) for place in pair}
        seats = sa.select(organisation.c.division_id).where(
            organisation.c.id.in_(self.organisations), organisation.c.division_id.is_not(None)
        )
        found.update(self._connection.execute(seats).scalars())
        members = sa.select(division_member.c.member_id).where(division_member.c.group_id.in_(found))
        found.update(self._connection.execute(members).scalars())
        return self._criteria.places.with_above(found)


def _any(found: Iterable[Ids], name: str) -> Ids:
    together = sa.union(*(ids.with_only_columns(_only(ids).label("id")) for ids in found)).cte(name)
    return sa.select(together.c.id)


def _with_above(above: sa.ColumnElement[Any], name: str, found: Iterable[Ids]) -> Ids:
    """Add to some rows all to which a link of theirs leads, on and on."""
    start = _any(found, f"{name}_start")
    reached = start.cte(f"{name}_reached", recursive=True)
    columns = TABLES[name].c
    further = sa.select(above).join(reached, columns.id == reached.c.id).where(above.is_not(None))
    return sa.select(reached.union(further).c.id)


def _only(ids: Ids) -> sa.ColumnElement[Any]:
    return next(iter(ids.selected_columns))
