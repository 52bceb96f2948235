"""What a list of projects says of all of them when it shows only some: asked of the database, not of the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.queries.project_money import ProjectMoney, given_to, is_aid
from aidtrack.queries.survey import found, presumed
from aidtrack.tables import funding, participation, project, sector
from aidtrack.text import language

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from aidtrack.queries.filters import Criteria
    from aidtrack.queries.project_rows import ProjectRows
    from aidtrack.result import Amount, Row

PRESUMED = {"sector": "sector_name", "planned_end": "end", "actual_end": "end", "planned_start": "start"}
"""By field that may be presumed: the column for people that shows it, where that is another."""


class ProjectSurvey:
    """The projects that pass the filters, of which `first` is one that is shown."""

    def __init__(
        self, connection: sa.Connection, criteria: Criteria, projects: ProjectRows, first: Row
    ) -> None:
        self.connection = connection
        self.criteria = criteria
        self.projects = projects
        self.first = first
        self.sector = sector.c.name if language() == "zh" else sector.c.name_en

    def pairings(self) -> set[int]:
        """Give the pairings that they are of."""
        query = sa.select(project.c.pairing_id).where(*self.criteria.on_projects()).distinct()
        return set(self.connection.execute(query).scalars())

    def said(self) -> set[str]:
        """Name the columns in which one of them says something."""
        columns = project.c
        role = sa.and_(participation.c.project_id == columns.id, participation.c.role == "implementing")
        return self._found(
            {
                "sector_name": self.sector.is_not(None),
                "status": columns.status.is_not(None),
                "end": sa.or_(columns.actual_end.is_not(None), columns.planned_end.is_not(None)),
                "implementer": sa.exists().where(role),
                "start": sa.or_(columns.actual_start.is_not(None), columns.planned_start.is_not(None)),
                "stages": sa.exists().where(funding.c.project_id == columns.id),
                "locator": columns.locator.is_not(None),
            }
        )

    def varied(self, names: Collection[str]) -> set[str]:
        """Name those of the columns in which one of them does not say what the first one says."""
        conditions = {name: sa.or_(self._other(name), self._otherwise_sure(name)) for name in names}
        return self._found(conditions)

    def _found(self, conditions: Mapping[str, sa.ColumnElement[bool]]) -> set[str]:
        joined = project.outerjoin(sector, project.c.sector_id == sector.c.id)
        return found(self.connection, joined, self.criteria.on_projects(), conditions)

    def _other(self, name: str) -> sa.ColumnElement[bool]:
        if name == "sector_name":
            return self.sector.is_distinct_from(self.first[name])
        if name == "status":
            return project.c.status.is_distinct_from(self.first[name])
        if name == "stages":
            return self._other_stages()
        same = [
            n for n in self.criteria.places.pairs if self.projects.pairs.columns(n)[name] == self.first[name]
        ]
        return project.c.pairing_id.not_in(same)

    def _other_stages(self) -> sa.ColumnElement[bool]:
        """Hold for a project whose money is at other stages than the first one's."""
        of, other = funding.alias(), funding.alias()
        own = self.connection.execute(
            sa.select(of.c.stage).where(of.c.project_id == self.first["id"]).distinct()
        )
        stages = list(own.scalars())
        lacking = [
            sa.not_(sa.exists().where(other.c.project_id == project.c.id, other.c.stage == stage))
            for stage in stages
        ]
        more = sa.exists().where(other.c.project_id == project.c.id, other.c.stage.not_in(stages))
        return sa.or_(more, *lacking)

    def _otherwise_sure(self, name: str) -> sa.ColumnElement[bool]:
        """Hold for a project of which this is presumed and of the first one not, or the other way round."""
        fields = [field for field, shown in PRESUMED.items() if shown == name] or [name]
        mark = presumed(project.c.presumed, fields)
        return sa.not_(mark) if name in self.first["_presumed"] else mark

    def total(self) -> Amount | None:
        """Add up what they and all below them were given."""
        passing = sa.select(project.c.id).where(*self.criteria.on_projects())
        below = self._below_the_list(passing)

        def inside(of: sa.FromClause) -> sa.ColumnElement[bool]:
            if not self.criteria.on_projects():
                return of.c.project_id.is_not(None)
            return sa.or_(of.c.project_id.in_(passing), *([of.c.project_id.in_(below)] if below else []))

        return given_to(self.connection, inside, self.criteria.currency)

    def _below_the_list(self, passing: sa.Select[Any]) -> set[int]:
        """Collect the projects that do not pass but are below one that does."""
        if not self.criteria.on_projects():
            return set()
        outside = sa.select(project.c.id).where(project.c.id.not_in(passing))
        level = set(self.connection.execute(outside.where(project.c.parent_id.in_(passing))).scalars())
        seen: set[int] = set()
        while level:
            seen |= level
            found_below = self.connection.execute(outside.where(project.c.parent_id.in_(level))).scalars()
            level = set(found_below) - seen
        return seen

    def unknown(self) -> int:
        """Count the projects at the top of the list of which no amount is said."""
        child, money = project.alias("child"), funding.alias("money")
        of_it = sa.and_(money.c.project_id == project.c.id, *is_aid(money, self.criteria.currency))
        plain = sa.exists().where(of_it, money.c.part_of_id.is_(None), money.c.restates_id.is_(None))
        perhaps = sa.or_(
            sa.exists().where(child.c.parent_id == project.c.id),
            sa.exists().where(of_it),
        )
        tops = sa.select(project.c.id, perhaps).where(
            *self.criteria.on_projects(), self.projects.is_top(), sa.not_(plain)
        )
        rows = self.connection.execute(tops).all()
        doubtful = [number for number, may_be in rows if may_be]
        known = ProjectMoney(self.connection, doubtful, self.criteria.currency)
        return len(rows) - sum(known.of_one(number) is not None for number in doubtful)
