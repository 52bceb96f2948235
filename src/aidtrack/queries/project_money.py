"""What projects have been given: themselves and all their sub-projects, counted once.

The database adds up the figures that hang on nothing; only those that hang on another, or have others hanging on
them, are read one by one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.queries.amounts import sum_amount
from aidtrack.queries.by_ids import rows_of
from aidtrack.queries.counting import OUT, Linked, count_once
from aidtrack.queries.measure_table import MEASURES
from aidtrack.queries.sums import Sum
from aidtrack.tables import funding, project

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from aidtrack.result import Amount


def is_aid(of: sa.FromClause, currency: str) -> list[sa.ColumnElement[bool]]:
    """Say which rows of the money, under whatever name, are aid in a currency."""
    return [*MEASURES["funding"].conditions(of), of.c.currency == currency]


class ProjectMoney:
    """The aid to some projects and all below them, to each or to several as one group."""

    def __init__(self, connection: sa.Connection, projects: Collection[int], currency: str) -> None:
        self.connection = connection
        self.currency = currency
        self.below = _below(connection, projects)
        everything = set(projects).union(*self.below.values()) if self.below else projects
        self.plain = self._plain(everything)
        self.links: dict[int, Linked] = {}
        self.hanging: dict[int, list[int]] = defaultdict(list)
        self.linked_of: dict[int, list[int]] = defaultdict(list)
        self._read_links(everything)

    def of_one(self, project: int) -> Amount | None:
        """Add up what one project was given, with all below it."""
        if project in self.below or project in self.linked_of:
            return self.of((project,))
        sums = self.plain.get(project)
        return sum_amount("funding", sums, self.currency) if sums else None

    def of(self, projects: Collection[int]) -> Amount | None:
        """Add up what some projects were given, with all below them, as one group."""
        inside = {number for top in projects for number in self.below.get(top, (top,))}
        sums = Sum()
        for number in inside & self.plain.keys():
            sums.add(self.plain[number])
        linked = self._linked(inside)
        _correct(sums, [replace(row, group=() if row.group in inside else OUT) for row in linked])
        return sum_amount("funding", sums, self.currency) if sums.rows else None

    def _linked(self, inside: Collection[int]) -> Collection[Linked]:
        """Collect the linked rows of some projects and everything they hang on or that hangs on them."""
        found: dict[int, Linked] = {}
        todo = [row for number in inside if number in self.linked_of for row in self.linked_of[number]]
        while todo:
            here = todo.pop()
            if here not in found:
                row = found[here] = self.links[here]
                todo += _targets(row)
                todo += self.hanging[here]
        return found.values()

    def _plain(self, projects: Collection[int]) -> dict[int, Sum]:
        column = funding.c.project_id
        query = sa.select(column, *_ADDED).where(*is_aid(funding, self.currency), *_UNLINKED).group_by(column)
        rows = rows_of(self.connection, query, projects, column)
        return {number: Sum(*_whole_numbers(numbers)) for number, *numbers in rows}

    def _read_links(self, projects: Collection[int]) -> None:
        """Read the linked rows of some projects, and from each one on all that are linked with it."""
        # A row that is no aid is in no project's group, but others may hang on it.
        query = _linked_rows(sa.case((sa.and_(*is_aid(funding, self.currency)), funding.c.project_id)))
        columns = funding.c
        new = self._take(rows_of(self.connection, query.where(_is_linked()), projects, columns.project_id))
        while new:
            wanted = {target for row in new for target in _targets(row)} - self.links.keys()
            ids = wanted.union(row.id for row in new)
            near = (columns.id, columns.part_of_id, columns.restates_id)
            new = self._take(rows_of(self.connection, query, ids, *near))

    def _take(self, rows: Iterable[Any]) -> list[Linked]:
        """Keep the rows that are not known yet, and give them."""
        found = {row.id: row for row in (Linked(*values) for values in rows)}
        new = [row for number, row in found.items() if number not in self.links]
        for row in new:
            self.links[row.id] = row
            for target in _targets(row):
                self.hanging[target].append(row.id)
            if isinstance(row.group, int):
                self.linked_of[row.group].append(row.id)
        return new


_UNLINKED = (funding.c.part_of_id.is_(None), funding.c.restates_id.is_(None))
_ADDED = (
    sa.func.count(),
    sa.func.sum(funding.c.low),
    sa.func.sum(funding.c.high),
    sa.func.count() - sa.func.count(funding.c.high),
    sa.func.sum(funding.c.value),
    sa.func.count() - sa.func.count(funding.c.value),
)
"""The fields of a Sum."""


def _whole_numbers(row: Iterable[Any]) -> Iterator[int]:
    return (int(number or 0) for number in row)


def _correct(sums: Sum, rows: Collection[Linked]) -> None:
    """Add what linked rows count for; the wholes among them were added up like any other, and are taken back."""
    for row in rows:
        if row.part_of is None and row.restates is None and row.group is not OUT:
            sums.add(row.sum, -1)
    for _group, _id, part in count_once(rows).corrections() if rows else ():
        sums.add(part)


def _targets(row: Linked) -> list[int]:
    return [target for target in (row.part_of, row.restates) if target is not None]


def _linked_rows(group: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """Select what counting once must know of a row."""
    columns = funding.c
    numbers = (columns.id, columns.low, columns.high, columns.value)
    return sa.select(*numbers, group, columns.part_of_id, columns.restates_id, columns.overlaps)


def _is_linked() -> sa.ColumnElement[bool]:
    """Hold for a row that hangs on another, or on which another hangs."""
    columns, other = funding.c, funding.alias("other")
    return sa.or_(
        columns.part_of_id.is_not(None),
        columns.restates_id.is_not(None),
        sa.exists().where(other.c.part_of_id == columns.id),
        sa.exists().where(other.c.restates_id == columns.id),
    )


def _below(connection: sa.Connection, projects: Collection[int]) -> dict[int, set[int]]:
    """Map each of the projects that has sub-projects to itself with all below it."""
    query = sa.select(project.c.id, project.c.parent_id)
    children: dict[int, list[int]] = defaultdict(list)
    seen, level = set(projects), list(projects)
    while level:
        rows = list(rows_of(connection, query, level, project.c.parent_id))
        for number, parent in rows:
            children[parent].append(number)
        level = [number for number, _parent in rows if number not in seen]
        seen.update(level)
    return {top: set(_tree(top, children)) for top in projects if top in children}


def _tree(top: int, children: dict[int, list[int]]) -> Iterable[int]:
    seen: set[int] = set()
    todo = [top]
    while todo:
        here = todo.pop()
        if here not in seen:
            seen.add(here)
            yield here
            todo += children.get(here, [])
