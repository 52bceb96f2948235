"""Which projects a list shows, and in which order: asked of the database, so that only those are read."""

from __future__ import annotations

from collections import defaultdict
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from aidtrack.queries.by_ids import rows_of
from aidtrack.tables import project, sector
from aidtrack.text import language

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from aidtrack.queries.arrange import Page
    from aidtrack.queries.filters import Criteria
    from aidtrack.queries.pairs import PairNames

_PARENT = project.alias("parent")
_ABOVE = project.alias("above")

_OWN = frozenset(
    "id code name name_en status planned_start actual_start planned_end actual_end site works locator "
    "note".split()
)
_OTHER: dict[str, sa.ColumnElement[Any]] = {
    "parent": _PARENT.c.code,
    "sector": sector.c.code,
    "source": project.c.source_id,
}
_OF_PAIRING = frozenset(
    "donor donor_code recipient recipient_code county county_code prefecture programme".split()
)

FIELDS = (
    *("id", "pairing_id", "parent_id", "code", "name", "name_en", "status"),
    *("planned_start", "actual_start", "planned_end", "actual_end"),
    *("site", "works", "locator", "presumed", "note"),
)
READ = (*FIELDS, "source", "parent", "sector", "sector_name")
"""What a row that was read holds, in this order."""

_BELOW = "\x01"
"""Stands in the way down to a project between two codes, before any character of a code."""


class Read(NamedTuple):
    """Projects with their depths below their parents, and whether these are all that pass."""

    rows: list[tuple[Any, int]]
    complete: bool


class ProjectRows:
    """The projects that pass the filters, as far as a page of the list shows them."""

    def __init__(self, connection: sa.Connection, criteria: Criteria, page: Page, pairs: PairNames) -> None:
        self.connection = connection
        self.criteria = criteria
        self.page = page
        self.pairs = pairs

    def read(self) -> Read:
        """Read the projects that the page shows, and perhaps more; all where the database cannot sort them so."""
        limit, known = self.page.limit, _OWN | _OTHER.keys() | _OF_PAIRING
        if limit is None or (self.page.sort and self.page.by not in known):
            # Sorted here: asked to, SQLite would look the rows of a search up one by one in the order of the codes.
            everything = sorted(self.connection.execute(self._query()).all(), key=attrgetter("code"))
            return Read(self._tree(everything), complete=True)
        if self.page.sort and not self.page.for_people:
            rows = self._flat(limit + 1)
            return Read([(row, 0) for row in rows[:limit]], complete=len(rows) <= limit)
        tops = self._tops(limit + 1)
        return Read(self._tree(self._with_all_below(tops)), complete=len(tops) <= limit)

    def count(self) -> int:
        """Count all projects that pass."""
        query = sa.select(sa.func.count()).select_from(project).where(*self.criteria.on_projects())
        return int(self.connection.execute(query).scalar_one())

    def _query(self) -> sa.Select[Any]:
        named = sector.c.name if language() == "zh" else sector.c.name_en
        return (
            sa.select(*(project.c[name] for name in FIELDS), project.c.source_id)
            .add_columns(_PARENT.c.code.label("parent"), sector.c.code.label("sector"), named)
            .select_from(
                project.outerjoin(_PARENT, project.c.parent_id == _PARENT.c.id).outerjoin(
                    sector, project.c.sector_id == sector.c.id
                )
            )
            .where(*self.criteria.on_projects())
        )

    def _tops(self, limit: int) -> Sequence[Any]:
        """Read the first projects that are below no other in the list."""
        query = self._query().where(self.is_top())
        # A search reads all rows as they lie; only without one is the order of the codes a short cut.
        code = project.c.code.concat("") if self.criteria.words else project.c.code
        ordered = self._sorted(query, code) if self.page.sort else query.order_by(code)
        return self.connection.execute(ordered.limit(limit)).all()

    def is_top(self, of: sa.FromClause = project) -> sa.ColumnElement[bool]:
        """Hold for a project that is below no other in the list, however far."""
        alone = of.c.parent_id.is_(None)
        if not self.criteria.on_projects():
            return alone
        return sa.or_(alone, of.c.id.not_in(sa.select(self._below_listed().c.id)))

    def _below_listed(self) -> sa.CTE:
        """Give the projects that are below one of the list, be they in it or not."""
        child = project.alias("child")
        first = sa.select(child.c.id).join(_ABOVE, child.c.parent_id == _ABOVE.c.id)
        below = first.where(*self.criteria.on_projects(_ABOVE)).cte("below", recursive=True)
        return below.union(sa.select(child.c.id).join(below, child.c.parent_id == below.c.id))

    def _with_all_below(self, tops: Sequence[Any]) -> list[Any]:
        """Add the projects of the list that are below these, also where one between is not in the list."""
        seen = {row.id for row in tops}
        level, links = set(seen), sa.select(project.c.id)
        while level:
            found = rows_of(self.connection, links, level, project.c.parent_id)
            level = {row.id for row in found} - seen
            seen |= level
        below = seen - {row.id for row in tops}
        rows = rows_of(self.connection, self._query(), below, project.c.id)
        return [*tops, *sorted(rows, key=attrgetter("code"))]

    def _flat(self, limit: int) -> Sequence[Any]:
        """Read the first projects of all, whatever they are below; of equals those that a tree has first."""
        way = self._ways()
        query = self._query().outerjoin(way, way.c.id == project.c.id)
        ordered = self._sorted(query, sa.func.coalesce(way.c.way, project.c.code))
        return self.connection.execute(ordered.limit(limit)).all()

    def _sorted(self, query: sa.Select[Any], then: sa.ColumnElement[Any]) -> sa.Select[Any]:
        """Sort by the page's column, of which unknown values stand last."""
        name = self.page.by
        if name in _OF_PAIRING:
            ranks = self._ranks(name)
            query = query.outerjoin(ranks, ranks.c.pairing_id == project.c.pairing_id)
        key = ranks.c.rank if name in _OF_PAIRING else project.c[name] if name in _OWN else _OTHER[name]
        return query.order_by(key.is_(None), key.desc() if self.page.descending else key, then)

    def _ranks(self, name: str) -> sa.CTE:
        """Tell the place of each pairing in the order of what a column says of it."""
        said = {number: self.pairs.all_of(number)[name] for number in self.criteria.places.pairs}
        order = {text: place for place, text in enumerate(sorted(filter(None, set(said.values()))))}
        rows = [(number, order[text]) for number, text in said.items() if text is not None]
        columns = sa.column("pairing_id", sa.Integer), sa.column("rank", sa.Integer)
        return sa.values(*columns, name="ranks", literal_binds=True).data(rows or [(0, 0)]).cte("ranks")

    def _ways(self) -> sa.CTE:
        """Give the way down to each project that is below another of the list: the codes from the top."""
        child, listed = project.alias("child"), project.alias("listed")
        passes = sa.exists().where(listed.c.id == child.c.id, *self.criteria.on_projects(listed))
        step = sa.case((passes, _BELOW + child.c.code), else_="")
        first = (
            sa.select(child.c.id, (_ABOVE.c.code + step).label("way"))
            .join(_ABOVE, child.c.parent_id == _ABOVE.c.id)
            .where(*self.criteria.on_projects(_ABOVE), self.is_top(_ABOVE))
        )
        ways = first.cte("ways", recursive=True)
        return ways.union_all(
            sa.select(child.c.id, ways.c.way + step).join(ways, child.c.parent_id == ways.c.id)
        )

    def _tree(self, rows: Sequence[Any]) -> list[tuple[Any, int]]:
        return list(_as_tree(rows, self._parents(rows)))

    def _parents(self, rows: Sequence[Any]) -> dict[int, int | None]:
        """Map the projects of the list, and those between them that are not in it, to the ones above them."""
        parents = {row.id: row.parent_id for row in rows}
        links = sa.select(project.c.id, project.c.parent_id)
        missing = {*parents.values()} - parents.keys() - {None}
        while missing:
            found = rows_of(self.connection, links, missing, project.c.id)
            parents |= {row.id: row.parent_id for row in found}
            missing = {*parents.values()} - parents.keys() - {None}
        return parents


def _as_tree(rows: Sequence[Any], parents: Mapping[int, int | None]) -> Iterator[tuple[Any, int]]:
    """Put projects below the nearest one above them that is listed, each with its depth."""
    listed = {row.id for row in rows}
    children: dict[int | None, list[Any]] = defaultdict(list)
    for row in rows:
        children[_nearest(row.parent_id, listed, parents)].append(row)
    todo = [(row, 0) for row in reversed(children[None])]
    while todo:
        row, depth = todo.pop()
        yield row, depth
        todo += [(child, depth + 1) for child in reversed(children.get(row.id, []))]


def _nearest(number: int | None, listed: Container[int], parents: Mapping[int, int | None]) -> int | None:
    seen: set[int] = set()
    while number is not None and number not in listed:
        if number in seen:
            return None
        seen.add(number)
        number = parents[number]
    return number
