"""The names of places as the ledger holds them, looked up by their folded keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from aidtrack.tables import division_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from aidtrack.queries.places import Places

LATIN = ("romanised", "pinyin")
TIERS = (("name",), ("former_name", "alias"), LATIN)
"""Which names go before which. Former full names and short forms stand side by side: 东乡县 was 东乡区's name
and is short for 东乡族自治县."""

_COLUMNS = division_name.c


class Hit(NamedTuple):
    """A name that a text matches."""

    place: int
    kind: str
    name: str
    since: str | None
    until: str | None

    @property
    def is_former(self) -> bool:
        """Whether the place no longer has this name or code."""
        return self.kind.startswith("former_")

    def in_use(self, day: str) -> bool:
        """Tell whether the name held on a day (or in a month or year); both ends are included."""
        return (self.since or "")[: len(day)] <= day[: len(self.since or "")] and (
            self.until is None or day[: len(self.until)] <= self.until[: len(day)]
        )


class Names(NamedTuple):
    """The names of all places."""

    connection: sa.Connection
    places: Places

    def by_key(self, keys: Collection[str]) -> dict[str, list[Hit]]:
        """Find all names that stand under these keys."""
        hits: dict[str, list[Hit]] = {}
        query = sa.select(
            _COLUMNS.key,
            _COLUMNS.division_id,
            _COLUMNS.kind,
            _COLUMNS.name,
            _COLUMNS.since,
            _COLUMNS.until,
        ).order_by(_COLUMNS.id)
        for key, *hit in self.connection.execute(query.where(_COLUMNS.key.in_(list(keys)))):
            hits.setdefault(key, []).append(Hit(*hit))
        return hits

    def led_to(self, head: str, hits: Iterable[Hit]) -> list[Hit]:
        """Keep the hits of places to which `head` is the way: 四川, or 四川甘孜州, to 色达."""
        hits = list(hits)
        above = {hit.place: [place.id for place in self.places.above(hit.place)][::-1] for hit in hits}
        names = self._names_of({place for way in above.values() for place in way})
        return [hit for hit in hits if _is_way(head, [names.get(place, set()) for place in above[hit.place]])]

    def _names_of(self, places: Collection[int]) -> dict[int, set[str]]:
        query = sa.select(_COLUMNS.division_id, _COLUMNS.key).where(
            _COLUMNS.division_id.in_(list(places)),
            _COLUMNS.kind.in_([kind for tier in TIERS for kind in tier]),
        )
        names: dict[int, set[str]] = {}
        for place, key in self.connection.execute(query):
            names.setdefault(place, set()).add(key)
        return names

    def spelled(self) -> list[tuple[int, str, str]]:
        """Give every Latin spelling there is: its place, its key, and how it is written."""
        query = sa.select(_COLUMNS.division_id, _COLUMNS.key, _COLUMNS.name)
        found = self.connection.execute(query.where(_COLUMNS.kind.in_(LATIN)))
        return [(place, key, name) for place, key, name in found]


def _is_way(head: str, names: Sequence[set[str]]) -> bool:
    """Tell whether `head` is made of names of places from the top down, some of them left out."""
    if not head:
        return True
    return any(
        head.startswith(name) and _is_way(head.removeprefix(name), names[depth + 1 :])
        for depth, level in enumerate(names)
        for name in level
    )
