"""How many projects a group has, and of how many of them a figure is known.

A project counts where no project above it is in the same group.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.queries.project_flags import present, with_figures
from aidtrack.queries.read_projects import Flags, read_projects
from aidtrack.tables import project

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from aidtrack.queries.grid import Grid, Key
    from aidtrack.queries.measures import Measure
    from aidtrack.queries.read_projects import Reading
    from aidtrack.queries.tally import Tally

_PRESENT = "project"
"""The kind of flag that all projects have."""


class Headcount:
    """Counts the projects of a question's groups, and those of which a figure of these measures is known.

    `finer` has counted the same projects in smaller groups: where each was in one of them, they are added up.
    """

    def __init__(
        self,
        connection: sa.Connection,
        grid: Grid,
        asked: Iterable[tuple[Tally, Sequence[Measure]]],
        finer: Headcount | None = None,
    ) -> None:
        self.connection = connection
        self.grid = grid
        self.asked = tuple(asked)
        self._finer = None if finer is None or finer.grid.by_figures else finer
        self._tops: dict[tuple[int, Key], tuple[int, Key] | None] = {}

    @cached_property
    def groups(self) -> dict[Key, int]:
        """The number of projects by group."""
        return self._topmost(_PRESENT, 1)[0]

    @cached_property
    def known(self) -> dict[str, dict[Key, int]]:
        """By measure and group, of how many projects a figure is known, their own or a sub-project's."""
        return {
            measure.name: counts
            for tally, measures in self.asked
            for measure, counts in zip(measures, self._topmost(tally.table.name, len(measures)), strict=True)
        }

    @cached_property
    def reading(self) -> Reading:
        """The projects of the question as read."""
        if self._finer:
            return self._finer.reading.as_one()
        kinds = {_PRESENT: Flags(1, partial(present, self.grid))}
        for tally, measures in self.asked:
            kinds[tally.table.name] = Flags(len(measures), partial(with_figures, self.grid, tally, measures))
        return read_projects(self.connection, self.grid, kinds)

    def _topmost(self, kind: str, flags: int) -> list[dict[Key, int]]:
        """Count the projects with each flag; of a family just those that have none above them in the group."""
        counts: list[dict[Key, int]] = [defaultdict(int) for _ in range(flags)]
        for raw, numbers in self.reading.counted[kind]:
            if any(numbers):
                key = self._noted(raw)
                for found, number in zip(counts, numbers, strict=True):
                    found[key] += number
        tops: set[tuple[int, tuple[int, Key]]] = set()
        for number, raw, marks in self.reading.members[kind]:
            key = self._noted(raw) if any(marks) else ()
            for n in (n for n, mark in enumerate(marks) if mark):
                counts[n][key] -= 1
                if top := self._top(number, key):
                    tops.add((n, top))
        for n, (_, key) in tops:
            counts[n][key] += 1
        return counts

    def _noted(self, raw: tuple[Any, ...]) -> Key:
        key = self.grid.key(raw)
        self.grid.note(raw, key)
        return key

    @cached_property
    def _in_groups(self) -> set[tuple[int, Key]]:
        return {(member.id, self.grid.key(member.raw)) for member in self.reading.members[_PRESENT]}

    @cached_property
    def parents(self) -> Mapping[int, int]:
        """Which project each sub-project belongs to."""
        if self._finer:
            return self._finer.parents
        query = sa.select(project.c.id, project.c.parent_id).where(project.c.parent_id.is_not(None))
        return {row[0]: row[1] for row in self.connection.execute(query)}

    def _top(self, number: int, key: Key) -> tuple[int, Key] | None:
        """Find the project that counts for this one in a group, if any: the topmost one above it that is there."""
        if (number, key) not in self._tops:
            self._tops[number, key] = self._topmost_of(number, key)
        return self._tops[number, key]

    def _topmost_of(self, number: int, key: Key) -> tuple[int, Key] | None:
        found, seen = None, set()
        here: int | None = number
        while here is not None and here not in seen:
            seen.add(here)
            if (here, key) in self._in_groups:
                found = (here, key)
            here = self.parents.get(here)
        return found
