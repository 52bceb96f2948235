"""Is this the same money? Asked for all new figures of an import together, after they are written."""

from __future__ import annotations

from array import array
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.nesting import load_nesting, projects_above, upwards
from aidtrack.same_money import alike, columns, figure
from aidtrack.tables import FIGURES

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
        self.connection, self.table = connection, table
        self.rows = FIGURES[table].c
        self.nesting = load_nesting(connection)
        self.above = projects_above(connection)
        self.below: dict[int | None, list[int]] = defaultdict(list)
        for project, parent in self.above.items():
            self.below[parent].append(project)
        self.own = self.rows.change_id == change
        answered = sa.or_(self.rows.separate, self.rows.part_of_id.is_not(None))
        self.answered = sa.and_(self.own, answered)
        self.asked: Where = [self.own, self.rows.restates_id.is_(None), ~answered]

    def pairings(self) -> list[int]:
        """Name the pairings on which new figures hang that are asked about."""
        query = sa.select(self.rows.pairing_id).where(*self.asked).distinct().order_by(self.rows.pairing_id)
        return list(self.connection.execute(query).scalars())

    def of(self, pairing: int) -> Iterator[tuple[int, int]]:
        """Find those of one pairing."""
        here = [self.rows.pairing_id == pairing, *self.asked]
        query = sa.select(self.rows.id).where(*here).order_by(self.rows.id)
        numbers = array("q", self.connection.execute(query).scalars())
        around = _Heap(self._around(pairing, here), by_project=False)
        for start in range(0, len(numbers), _AT_ONCE):
            some = [one for one, _ in self._read([self.rows.id.in_(numbers[start : start + _AT_ONCE])])]
            beside = _Heap(self._on_lines(one.project for one in some), by_project=True)
            for one in some:
                found = self._first(one, around, beside)
                if found is not None:
                    yield one.id, found.id

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
