"""One pass over a table of figures: the rows without links added up by group, and the linked rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.queries.counting import OUT, Counting, Linked, count_once
from aidtrack.queries.quiet import loud_ids
from aidtrack.queries.sums import Sum
from aidtrack.queries.wanted import alike, conditions
from aidtrack.tables import FIGURES, project
from aidtrack.vocab import VOCABULARIES, is_narrower

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aidtrack.queries.grid import Grid, Key
    from aidtrack.queries.measures import Measure
    from aidtrack.queries.wanted import Wanted

CLASSES = {
    "funding": ("stage", "fund_source"),
    "jobs": ("kind", "scenario"),
    "result": ("indicator_id", "scenario"),
}
"""By table, the columns that tell its measures apart: one pass serves all measures of a table."""

Classes = tuple[Any, ...]
"""The values of a row in the columns of `CLASSES`."""


@dataclass(frozen=True, slots=True)
class Part:
    """A linked row as read: its links, its values, and whether the filter lets it pass."""

    row: Linked
    raw: tuple[Any, ...]
    classes: Classes
    passes: bool
    text: str | None


class Tally:
    """What one table of figures holds for a question that may ask for these of its measures."""

    def __init__(
        self, connection: sa.Connection, grid: Grid, table: str, measures: Iterable[Measure] = ()
    ) -> None:
        self.connection = connection
        self.grid = grid
        self.table = FIGURES[table]
        self.classes = CLASSES[table]
        self.measures = tuple(measures)
        self._takes: dict[tuple[str, Classes], bool] = {}

    @cached_property
    def plain(self) -> dict[Classes, list[tuple[tuple[Any, ...], Sum]]]:
        """Rows that are no part and no restatement, added up: by class what they are grouped by, and the sum.

        Those that no measure takes may be left out.
        """
        table, columns = self.table, self.table.c
        keys = [*self.grid.raw(table), *(columns[name] for name in self.classes)]
        query = (
            sa.select(*keys, *_added(columns))
            .select_from(self._from())
            .where(
                *self.grid.criteria.on_figures(table),
                *conditions(table, alike([self.wanted(measure) for measure in self.measures])),
                columns.part_of_id.is_(None),
                columns.restates_id.is_(None),
            )
            .group_by(*[sa.literal_column(str(n + 1)) for n in range(len(keys))])
        )
        raw, ends = len(self.grid.dimensions), len(keys)
        found: dict[Classes, list[tuple[tuple[Any, ...], Sum]]] = defaultdict(list)
        for row in map(tuple, self.connection.execute(query).all()):
            found[row[raw:ends]].append((row[:raw], Sum(*map(int, row[ends:]))))
        return found

    def _from(self) -> sa.FromClause:
        if not self.grid.needs_project():
            return self.table
        return self.table.outerjoin(project, self.table.c.project_id == project.c.id)

    @cached_property
    def parts(self) -> dict[int, Part]:
        """By id, the rows with links that may change a sum, and the rows at which they point."""
        ids = loud_ids(self.table, self._kind, self.grid.group_marks)
        return {part.row.id: part for part in self.rows(self.table.c.id.in_(ids))}

    def _kind(self, table: sa.FromClause) -> list[sa.ColumnElement[Any]]:
        """Say what decides whether a row is in an answer: that it passes, and its classes as far as they matter."""
        return [self._passes(table), *(self._as_asked(table, name) for name in self.classes)]

    def _passes(self, table: sa.FromClause) -> sa.ColumnElement[int]:
        return sa.case((sa.and_(sa.true(), *self.grid.criteria.on_figures(table)), 1), else_=0)

    def _as_asked(self, table: sa.FromClause, name: str) -> sa.ColumnElement[Any]:
        """Say one word of a class for all that every measure takes alike; numbers stand for themselves."""
        column = table.c[name]
        words = VOCABULARIES.get(self.table.c[name].info.get("vocabulary", ""))  # an alias has no `info`
        wanted = [self.wanted(measure).get(name) for measure in self.measures]
        first: dict[tuple[bool, ...], str] = {}
        alike = {}
        for code in words.codes if words else ():
            kept = first.setdefault(tuple(values is None or code in values for values in wanted), code)
            if kept != code:
                alike[code] = kept
        return sa.case(alike, value=column, else_=column) if alike else column

    @cached_property
    def _trees(self) -> dict[frozenset[Classes], list[Part]]:
        """The linked rows of whole trees, by the classes which a tree has in the answer."""
        trees: dict[int, list[Part]] = defaultdict(list)
        for part in self.parts.values():
            trees[self._topmost(part.row)].append(part)
        found: dict[frozenset[Classes], list[Part]] = defaultdict(list)
        for tree in trees.values():
            found[frozenset(part.classes for part in tree if part.passes)] += tree
        return found

    def _topmost(self, row: Linked) -> int:
        seen = {row.id}
        while row.part_of is not None and row.part_of not in seen:
            seen.add(row.part_of)
            row = self.parts[row.part_of].row
        return row.id

    @cached_property
    def seen(self) -> set[Classes]:
        """The classes of all rows in the answer."""
        return set(self.plain).union(*self._trees)

    def rows(self, where: sa.ColumnElement[bool]) -> list[Part]:
        """Read rows one by one, with what counting once needs to know of them."""
        table, columns = self.table, self.table.c
        whole = table.alias("whole")
        people = "group" in columns
        query = sa.select(
            columns.id,
            columns.low,
            columns.high,
            columns.value,
            columns.part_of_id,
            columns.restates_id,
            columns.overlaps,
            columns.text,
            self._passes(table),
            (columns.pairing_id == whole.c.pairing_id),
            columns.group if people else sa.null(),
            whole.c.group if people else sa.null(),
            *self.grid.raw(table),
            *(columns[name] for name in self.classes),
        ).select_from(self._from().outerjoin(whole, columns.part_of_id == whole.c.id))
        rows = self.connection.execute(query.where(where).order_by(columns.id)).all()
        return [self._part(row) for row in rows]

    def _part(self, row: Any) -> Part:  # noqa: ANN401 - a row, to be taken apart
        (number, low, high, value, part_of, restates, overlaps, text, passes, same, group, wholes, *rest) = (
            row
        )
        narrower = part_of is not None and group is not None and is_narrower(group, wholes)
        linked = Linked(
            number,
            low,
            high,
            value,
            OUT,
            part_of,
            restates,
            view=bool(overlaps or (same and narrower)),
            narrower=bool(self.grid.by_people and narrower),
        )
        size = len(self.grid.dimensions)
        return Part(linked, tuple(rest[:size]), tuple(rest[size:]), bool(passes), text)

    def takes(self, measure: Measure, classes: Classes) -> bool:
        """Tell whether a measure takes rows of these classes."""
        known = self._takes.get((measure.name, classes))
        if known is None:
            known = self._takes[measure.name, classes] = self._would_take(measure, self.named(classes))
        return known

    def named(self, classes: Classes) -> dict[str, Any]:
        """Give the classes of a row with the names of their columns."""
        return dict(zip(self.classes, classes, strict=True))

    def _would_take(self, measure: Measure, classes: Mapping[str, Any]) -> bool:
        return all(classes[column] in values for column, values in self.wanted(measure).items())

    def wanted(self, measure: Measure) -> Wanted:
        """Say which values of which classes a measure takes; where nobody says which scenario, actual ones."""
        if "scenario" not in self.classes or "scenario" in self.grid.criteria.figures:
            return measure.where
        if any(dimension.name == "scenario" for dimension in self.grid.dimensions):
            return measure.where
        return {"scenario": ("actual",)} | dict(measure.where)

    def counting(self, measure: Measure, *, whole: bool, world: Key | None = None) -> Counting:
        """Count the linked rows once: in their groups, or (`whole`) all in one; `world` picks a line alone.

        Trees of which the measure takes no row are left out, for they have no part in its answer.
        """
        parts = [
            part
            for classes, tree in self._trees.items()
            if any(self.takes(measure, one) for one in classes)
            for part in tree
        ]
        for part in parts:
            part.row.group = self.group(measure, part, whole=whole, world=world)
        return count_once(part.row for part in parts)

    def group(
        self, measure: Measure, part: Part, *, whole: bool = False, world: Key | None = None
    ) -> Key | None:
        """Tell in which group of a measure's answer a row falls; OUT where the filter leaves it out."""
        if not part.passes or not self.takes(measure, part.classes):
            return OUT
        key = self.grid.key(part.raw)
        if world is not None and self.grid.alone(key) != world:
            return OUT
        return () if whole else key

    def worlds(self) -> list[Key | None]:
        """List the lines that stand by themselves among the linked rows; null is the one world of all."""
        if not any(dimension.alone for dimension in self.grid.dimensions):
            return [None]
        return list(dict.fromkeys(self.grid.alone(self.grid.key(part.raw)) for part in self.parts.values()))


def _added(columns: Any) -> Iterable[sa.ColumnElement[Any]]:  # noqa: ANN401 - a table's columns
    return (
        sa.func.count(),
        sa.func.sum(columns.low),
        sa.func.coalesce(sa.func.sum(columns.high), 0),
        sa.func.count() - sa.func.count(columns.high),
        sa.func.coalesce(sa.func.sum(columns.value), 0),
        sa.func.count() - sa.func.count(columns.value),
    )
