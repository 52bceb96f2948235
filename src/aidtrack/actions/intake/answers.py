"""Is this the same money? Asked for all new figures of an import together, after they are written."""

from __future__ import annotations

from array import array
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.nesting import load_nesting, projects_above, upwards
from aidtrack.same_money import ALWAYS_SAME, alike, columns, figure
from aidtrack.tables import FIGURES, project

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from aidtrack.same_money import Figure

    Where = Sequence[sa.ColumnElement[bool]]

_AT_ONCE = 500


def unanswered(connection: sa.Connection, change: int, table: str) -> Iterator[tuple[int, int]]:
    """Find the figures that a change added and that may be the same as another, each with the first of those.

    One that says what it is to another is not asked about, and of two in one change either answers for both.
    """
    search = _Search(connection, change, table)
    for pairing in search.pairings():
        yield from search.of(pairing)


class _Search:
    """Looks pairing by pairing: what may be the same hangs on it, around it, or on the same line of projects."""

    def __init__(self, connection: sa.Connection, change: int, table: str) -> None:
        self.connection, self.change, self.table = connection, change, table
        self.rows = FIGURES[table].c
        self.nesting = load_nesting(connection)
        self.above = projects_above(connection)
        self.below: dict[int | None, list[int]] = defaultdict(list)
        for lower, upper in self.above.items():
            self.below[upper].append(lower)
        self.own = self.rows.change_id == change
        answered = sa.or_(self.rows.separate, self.rows.part_of_id.is_not(None))
        self.answered = sa.and_(self.own, answered)
        self.asked: Where = [self.own, self.rows.restates_id.is_(None), ~answered]

    def pairings(self) -> list[int]:
        """Name the pairings on which new figures hang that are asked about."""
        of, count = self.rows.pairing_id, sa.func.count()
        query = sa.select(of, count).where(*self.asked).group_by(of).order_by(of)
        found = {row[0]: row[1] for row in self.connection.execute(query)}
        if sum(found.values()) > _AT_ONCE:
            # Those of one pairing are then found by it: the index of changes would lead to all, each time.
            self.asked = [self.rows.change_id + 0 == self.change, *self.asked[1:]]
        return list(found)

    def of(self, pairing: int) -> Iterator[tuple[int, int]]:
        """Find those of one pairing."""
        here = [self.rows.pairing_id == pairing, *self.asked]
        query = sa.select(self.rows.id).where(*here, *self._beside_others(pairing)).order_by(self.rows.id)
        numbers = array("q", self.connection.execute(query).scalars())
        around = _Heap(self._around(pairing, here), by_project=False)
        for start in range(0, len(numbers), _AT_ONCE):
            some = [one for one, _ in self._read([self.rows.id.in_(numbers[start : start + _AT_ONCE])])]
            beside = _Heap(self._on_lines(one.project for one in some), by_project=True)
            for one in some:
                found = self._first(one, around, beside)
                if found is not None:
                    yield one.id, found.id

    def _beside_others(self, pairing: int) -> Where:
        """Hold for the new figures that have another beside them; those that are alone on their project have none.

        Where figures hang on no project, or projects on others, all may have one.
        """
        nested = self.rows.pairing_id.in_(self.nesting.nested(pairing))
        loose = sa.select(self.rows.id).where(nested, self.rows.project_id.is_(None)).limit(1)
        if self.connection.execute(loose).first() is not None:
            return []
        return [self._accompanied]

    @cached_property
    def _accompanied(self) -> sa.ColumnElement[bool]:
        """Holds for a new figure with another on its project, or whose project is not alone."""
        other, upper, lower = (
            FIGURES[self.table].alias("other"),
            project.alias("upper"),
            project.alias("lower"),
        )
        beside = sa.exists().where(
            other.c.project_id == self.rows.project_id,
            other.c.id != self.rows.id,
            *(other.c[name] == self.rows[name] for name in ALWAYS_SAME[self.table]),
            sa.or_(other.c.id < self.rows.id, other.c.change_id != self.rows.change_id),
        )
        in_tree = sa.or_(
            sa.exists().where(lower.c.parent_id == self.rows.project_id),
            sa.exists().where(upper.c.id == self.rows.project_id, upper.c.parent_id.is_not(None)),
        )
        return sa.or_(beside, in_tree) if self.above else beside

    def _first(self, one: Figure, around: _Heap, beside: _Heap) -> Figure | None:
        heaps = [around.of(None, one.measure)]
        if one.project is not None:
            heaps[0] = [(other, own) for other, own in heaps[0] if other.project is None]
            heaps += [beside.of(project, one.measure) for project in self._line(one.project)]
        found = (other for heap in heaps for other, own in heap if self._may_be(one, other, own=own))
        return next(found, None)

    def _may_be(self, one: Figure, other: Figure, *, own: bool) -> bool:
        """Tell whether a figure may be another; of two new ones the later is asked about."""
        if other.id == one.id or (own and other.id > one.id):
            return False
        return alike(one, other) and not self._is_part(other, one)

    def _is_part(self, other: Figure, whole: Figure) -> bool:
        part_of = other.part_of
        seen: set[int] = set()
        while part_of is not None and part_of not in seen:
            if part_of == whole.id:
                return True
            seen.add(part_of)
            query = sa.select(self.rows.part_of_id).where(self.rows.id == part_of)
            part_of = self.connection.execute(query).scalar()
        return False

    def _around(self, pairing: int, here: Where) -> Iterator[tuple[Figure, bool]]:
        """Read what hangs on this pairing and those around it on no project, and on any where the new ones do so."""
        nested = self.rows.pairing_id.in_(self.nesting.nested(pairing))
        loose = sa.select(self.rows.id).where(*here, self.rows.project_id.is_(None)).limit(1)
        if self.connection.execute(loose).first() is None:
            return self._others([nested, self.rows.project_id.is_(None)])
        return self._others([nested])

    def _on_lines(self, projects: Iterable[int | None]) -> Iterator[tuple[Figure, bool]]:
        """Read what hangs on projects, on those above them and on those below."""
        line = sorted({other for project in projects if project is not None for other in self._line(project)})
        for start in range(0, len(line), _AT_ONCE):
            yield from self._others([self.rows.project_id.in_(line[start : start + _AT_ONCE])])

    def _line(self, project: int) -> Iterator[int]:
        yield project
        yield from upwards(self.above, project)
        todo = list(self.below.get(project, ()))
        while todo:
            yield (below := todo.pop())
            todo += self.below.get(below, ())

    def _others(self, where: Where) -> Iterator[tuple[Figure, bool]]:
        """Read the figures that a new one may be; a new one that has answered is no longer asked about."""
        return self._read([self.rows.restates_id.is_(None), ~self.answered, *where])

    def _read(self, where: Where) -> Iterator[tuple[Figure, bool]]:
        """Read figures, each with whether it is new."""
        query = sa.select(self.own.label("own"), *columns(self.table)).where(*where).order_by(self.rows.id)
        rows: Any = self.connection.execute(query, execution_options={"yield_per": _AT_ONCE}).mappings()
        return ((figure(self.table, row), bool(row["own"])) for row in rows)


class _Heap:
    """Figures by what they measure, and by their project where that matters."""

    def __init__(self, figures: Iterable[tuple[Figure, bool]], *, by_project: bool) -> None:
        self._found: dict[tuple[int | None, Hashable], list[tuple[Figure, bool]]] = defaultdict(list)
        for one, own in figures:
            self._found[one.project if by_project else None, one.measure].append((one, own))

    def of(self, project: int | None, measure: Hashable) -> list[tuple[Figure, bool]]:
        return self._found.get((project, measure), [])
