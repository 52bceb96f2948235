"""The tree of places: what lies above and below, and at which level a place stands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from aidtrack.tables import division, division_member, pairing

if TYPE_CHECKING:
    from collections.abc import Iterator

RANKS = {"group": -1, "country": 0, "province": 1, "prefecture": 2, "county": 3}
"""How deep a level lies; a named group stands above all."""

_MUNICIPALITIES = ("110000", "120000", "310000", "500000")


class Place(NamedTuple):
    """A division as questions need it."""

    id: int
    code: str | None
    name: str
    short: str
    level: str
    parent_id: int | None

    @property
    def brief(self) -> str:
        """The name as a path prints it: a province without its type word, a city with it."""
        plain = self.level == "prefecture" and len(self.name) == len(self.short) + 1
        return self.name if plain else self.short

    @property
    def is_municipality(self) -> bool:
        """Whether the place is province and prefecture at once."""
        return self.code in _MUNICIPALITIES


class Pair(NamedTuple):
    """A pairing as questions need it."""

    id: int
    donor_id: int
    recipient_id: int
    programme: str | None
    since: str | None
    until: str | None = None


@dataclass
class Places:
    """All places and pairings of a ledger."""

    by_id: dict[int, Place]
    pairs: dict[int, Pair]
    members: dict[int, list[int]] = field(default_factory=dict)

    def __getitem__(self, place: int) -> Place:
        return self.by_id[place]

    def above(self, place: int) -> Iterator[Place]:
        """Walk up the tree: the place's parent, that one's parent, and so on."""
        parent = self.by_id[place].parent_id
        while parent is not None:
            yield self.by_id[parent]
            parent = self.by_id[parent].parent_id

    def at_level(self, place: int, level: str) -> Place:
        """Find the place of that level in which a place lies; itself if it stands higher already.

        Districts of a municipality lie in it at prefecture level; a county that lies directly under its
        province stands for itself there.
        """
        found = self.by_id[place]
        for above in self.above(place):
            if RANKS[found.level] <= RANKS[level]:
                break
            if RANKS[above.level] < RANKS[level] and not above.is_municipality:
                break
            found = above
        return found

    def is_umbrella(self, place: int, level: str) -> bool:
        """Tell whether a place stands above that level, so that its figures are not split there."""
        found = self.by_id[place]
        in_municipality = level == "prefecture" and found.is_municipality
        return RANKS[found.level] < RANKS[level] and not in_municipality

    def below(self, place: int) -> set[int]:
        """Collect a place, all that lies below it, and for a group its members with all below them."""
        found: set[int] = set()
        todo = [place]
        while todo:
            here = todo.pop()
            if here not in found:
                found.add(here)
                todo += self._children[here] + self.members.get(here, [])
        return found

    @cached_property
    def _children(self) -> dict[int, list[int]]:
        children: dict[int, list[int]] = defaultdict(list)
        for place in self.by_id.values():
            if place.parent_id is not None:
                children[place.parent_id].append(place.id)
        return children

    def path(self, place: int) -> str:
        """Write the full path: 四川省甘孜藏族自治州色达县."""
        names = [self.by_id[place].name, *(above.name for above in self.above(place) if above.parent_id)]
        return "".join(reversed(names))

    def in_what(self, place: int) -> str:
        """Write where a place lies, without the peoples of its names: 四川甘孜州, 浙江台州市."""
        return "".join(reversed([above.brief for above in self.above(place) if above.parent_id]))

    def between(self, donor: int, recipient: int) -> list[Pair]:
        """Find the pairings of two places."""
        return self._by_ends.get((donor, recipient), [])

    def add(self, pair: Pair) -> None:
        """Know a pairing that was just written."""
        by_ends, donors, recipients = self._by_ends, self.donors, self.recipients
        self.pairs[pair.id] = pair  # after these were read, so that it is not among them yet
        by_ends[pair.donor_id, pair.recipient_id].append(pair)
        donors.add(pair.donor_id)
        recipients.add(pair.recipient_id)

    @cached_property
    def _by_ends(self) -> dict[tuple[int, int], list[Pair]]:
        found: dict[tuple[int, int], list[Pair]] = defaultdict(list)
        for pair in self.pairs.values():
            found[pair.donor_id, pair.recipient_id].append(pair)
        return found

    @cached_property
    def donors(self) -> set[int]:
        """The donors of this ledger."""
        return {pair.donor_id for pair in self.pairs.values()}

    @cached_property
    def recipients(self) -> set[int]:
        """The recipients of this ledger."""
        return {pair.recipient_id for pair in self.pairs.values()}

    def with_above(self, places: set[int]) -> set[int]:
        """Add to some places all that they lie in."""
        return places | {above.id for place in places for above in self.above(place)}


def load_places(connection: sa.Connection) -> Places:
    """Read the tree and the pairings; a few milliseconds, for they are few."""
    columns = division.c
    query = sa.select(columns.id, columns.code, columns.name, columns.short, columns.level, columns.parent_id)
    by_id = {
        place.id: place for place in map(Place._make, connection.execute(query.order_by(columns.id)).all())
    }
    ends = pairing.c
    paired = sa.select(ends.id, ends.donor_id, ends.recipient_id, ends.programme, ends.since, ends.until)
    pairs = {row[0]: Pair(*row) for row in connection.execute(paired.order_by(ends.id))}
    members: dict[int, list[int]] = defaultdict(list)
    for group, member in connection.execute(sa.select(division_member).order_by(*division_member.c)):
        members[group].append(member)
    return Places(by_id, pairs, members)
