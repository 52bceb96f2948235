"""What each project has been given: itself and all its sub-projects, counted once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from aidtrack.queries.amounts import sum_amount
from aidtrack.queries.counting import OUT, Linked, count_once
from aidtrack.queries.measures import MEASURES
from aidtrack.queries.sums import Sum
from aidtrack.tables import funding, project

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from aidtrack.result import Amount


class ProjectMoney:
    """The aid to some projects and all below them."""

    def __init__(self, connection: sa.Connection, projects: Collection[int], currency: str) -> None:
        self.connection = connection
        self.currency = currency
        self.below = _below(connection, projects)
        everything = set(projects).union(*self.below.values()) if self.below else set(projects)
        self.rows = self._rows(everything)
        self.links = self._links()

    def of(self, projects: Iterable[int]) -> Amount | None:
        """Add up what some projects were given, with all below them, as one group."""
        inside = {number for top in projects for number in self.below.get(top, {top})}
        sums = Sum()
        linked: dict[int, Linked] = {}
        for number in inside:
            for row in self.rows.get(number, ()):
                if row.id in self.links:
                    self._gather(row.id, linked)
                else:
                    sums.add(row.sum)
        counting = count_once(
            replace(row, group=() if self.project_of.get(row.id) in inside else OUT)
            for row in linked.values()
        )
        for _, _, part in counting.corrections():
            sums.add(part)
        return sum_amount("funding", sums, self.currency) if sums.rows else None

    def _gather(self, number: int, into: dict[int, Linked]) -> None:
        """Collect a row and everything it hangs on or that hangs on it."""
        todo = [number]
        while todo:
            here = todo.pop()
            if here not in into:
                into[here] = self.links[here]
                row = self.links[here]
                todo += [other for other in (row.part_of, row.restates) if other is not None]
                todo += self.hanging[here]

    def _rows(self, projects: Collection[int]) -> dict[int, list[Linked]]:
        columns = funding.c
        query = sa.select(columns.project_id, columns.id, columns.low, columns.high, columns.value).where(
            columns.project_id.in_(projects), *self._aid()
        )
        rows: dict[int, list[Linked]] = defaultdict(list)
        self.project_of: dict[int, int] = {}
        for number, figure, low, high, value in self.connection.execute(query):
            rows[number].append(Linked(figure, low, high, value, OUT))
            self.project_of[figure] = number
        return rows

    def _aid(self) -> list[sa.ColumnElement[bool]]:
        return [*MEASURES["funding"].conditions(funding), funding.c.currency == self.currency]

    def _links(self) -> dict[int, Linked]:
        columns = funding.c
        pointed = sa.union(
            sa.select(columns.part_of_id).where(columns.part_of_id.is_not(None)),
            sa.select(columns.restates_id).where(columns.restates_id.is_not(None)),
        )
        query = sa.select(
            columns.id,
            columns.low,
            columns.high,
            columns.value,
            sa.null(),
            columns.part_of_id,
            columns.restates_id,
            columns.overlaps,
        ).where(
            sa.or_(columns.part_of_id.is_not(None), columns.restates_id.is_not(None), columns.id.in_(pointed))
        )
        links = {row[0]: Linked(*row) for row in self.connection.execute(query)} if self.rows else {}
        self.hanging: dict[int, list[int]] = defaultdict(list)
        for row in links.values():
            for target in (row.part_of, row.restates):
                if target is not None:
                    self.hanging[target].append(row.id)
        return links


def _below(connection: sa.Connection, projects: Collection[int]) -> dict[int, set[int]]:
    """Map each of the projects that has sub-projects to itself with all below it."""
    query = sa.select(project.c.id, project.c.parent_id).where(project.c.parent_id.is_not(None))
    children: dict[int, list[int]] = defaultdict(list)
    for number, parent in connection.execute(query):
        children[parent].append(number)
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
