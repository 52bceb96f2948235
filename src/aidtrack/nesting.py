"""What lies within what: places in places and named groups, pairings in pairings, projects in projects."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

import sqlalchemy as sa

from aidtrack.tables import division, division_member, pairing, project

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class Nesting:
    """The places and the pairings of a ledger, as far as one holds another.

    `parents` leads from a place to the one it lies in, `members` from a named group to its members, `ends`
    from a pairing to its donor and its recipient.
    """

    def __init__(
        self,
        parents: Mapping[int, int],
        members: Mapping[int, Iterable[int]],
        ends: Mapping[int, tuple[int, int]],
    ) -> None:
        self.parents = parents
        self.members = members
        self.ends = ends
        self._around: dict[int, frozenset[int]] = {}

    def around(self, place: int) -> frozenset[int]:
        """Collect a place and all that hold it: what it lies in, and the groups that have any of these.

        A group lies also in whatever holds all of its members.
        """
        if place not in self._around:
            found = self._up(place)
            if held := [self._up(member) for member in self._leaves(place)]:
                found |= set.intersection(*held)
            self._around[place] = frozenset(found)
        return self._around[place]

    def pairings_around(self, number: int) -> Iterator[int]:
        """Find the pairings whose donor and recipient hold this one's; itself and its equals are among them."""
        donor, recipient = self.ends[number]
        for giving in self.around(donor):
            for taking in self.around(recipient):
                yield from self._by_ends.get((giving, taking), ())

    def nested(self, number: int) -> set[int]:
        """Collect a pairing, those that hold it, and those that it holds."""
        donor, recipient = self.ends[number]
        below = {
            other
            for other, (giving, taking) in self.ends.items()
            if donor in self.around(giving) and recipient in self.around(taking)
        }
        return below.union(self.pairings_around(number))

    def _up(self, place: int) -> set[int]:
        found: set[int] = set()
        todo = [place]
        while todo:
            here = todo.pop()
            if here not in found:
                found.add(here)
                todo += self._groups.get(here, [])
                todo += [self.parents[here]] if here in self.parents else []
        return found

    def _leaves(self, group: int) -> set[int]:
        """Collect the places that make up a group, through groups within it; none for a plain place."""
        seen = {group}
        todo = list(self.members.get(group, ()))
        while todo:
            here = todo.pop()
            if here not in seen:
                seen.add(here)
                todo += self.members.get(here, ())
        return {place for place in seen if not self.members.get(place)} - {group}

    @cached_property
    def _groups(self) -> dict[int, list[int]]:
        groups: dict[int, list[int]] = defaultdict(list)
        for group, members in self.members.items():
            for member in members:
                groups[member].append(group)
        return groups

    @cached_property
    def _by_ends(self) -> dict[tuple[int, int], list[int]]:
        found: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, ends in self.ends.items():
            found[ends].append(number)
        return found


def load_nesting(connection: sa.Connection) -> Nesting:
    """Read the places, the groups and the pairings; a few milliseconds, for they are few."""
    lies_in = sa.select(division.c.id, division.c.parent_id).where(division.c.parent_id.is_not(None))
    ends = sa.select(pairing.c.id, pairing.c.donor_id, pairing.c.recipient_id)
    members: dict[int, list[int]] = defaultdict(list)
    for group, member in connection.execute(sa.select(division_member)):
        members[group].append(member)
    return Nesting(
        {row[0]: row[1] for row in connection.execute(lies_in)},
        members,
        {row[0]: (row[1], row[2]) for row in connection.execute(ends)},
    )


def line_of_projects(connection: sa.Connection, number: int) -> set[int]:
    """Collect a project with all above and all below it."""
    below = _walk(connection, number, project.c.parent_id, project.c.id)
    return below | _walk(connection, number, project.c.id, project.c.parent_id)


def _walk(
    connection: sa.Connection, start: int, here: sa.ColumnElement[int], there: sa.ColumnElement[int]
) -> set[int]:
    """Follow the tree of projects one way, level by level, each an indexed look-up."""
    found: set[int] = set()
    level = {start}
    while level:
        found |= level
        query = sa.select(there).where(here.in_(level), there.is_not(None))
        level = set(connection.execute(query).scalars()) - found
    return found


def projects_above(connection: sa.Connection) -> dict[int, int | None]:
    """Read which project lies in which."""
    query = sa.select(project.c.id, project.c.parent_id).where(project.c.parent_id.is_not(None))
    return {row[0]: row[1] for row in connection.execute(query)}


def upwards(above: Mapping[int, int | None], start: int) -> Iterator[int]:
    """Walk from a row to the one above it, and on to the top; a circle ends where it closes."""
    seen = {start}
    here = above.get(start)
    while here is not None and here not in seen:
        seen.add(here)
        yield here
        here = above.get(here)
