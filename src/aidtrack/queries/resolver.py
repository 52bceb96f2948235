"""Which place a text means: by code, name, former name, short name, path, romanisation or pinyin.

The first tier with a hit wins; places of this ledger go before the rest of the country; several hits are
refused with the code and the full path of each. No guess is ever taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from aidtrack.errors import N_, Refused, Unreadable
from aidtrack.folding import fold, latin_key
from aidtrack.queries.suggestions import nearest
from aidtrack.tables import division_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from aidtrack.queries.places import Place, Places

_HAN_TIERS = ("name", "former_name", "alias")
_TYPE_WORDS = re.compile(
    r"(autonomous)?(county|city|district|prefecture|province|municipality|banner"
    r"|xian|shi|qu|qi|zhou|diqu|meng|sheng)$"
)
_SEPARATORS = re.compile(r"[/>·,,、\-]+")


class Hit(NamedTuple):
    """A name that the text matches."""

    place: int
    kind: str
    name: str
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """The place meant, and how the text named it if not by a current name."""

    place: Place
    hit: Hit

    @property
    def is_former(self) -> bool:
        """Whether the text is a name or a code that the place no longer has."""
        return self.hit.kind in ("former_name", "former_code")


@dataclass(frozen=True)
class Resolver:
    """Looks places up in one ledger."""

    connection: sa.Connection
    places: Places

    def resolve(
        self, text: str, *, levels: Iterable[str] = (), here: set[int] | None = None, day: str | None = None
    ) -> Found:
        """Find the one place that `text` means, of one of `levels`, first among those `here`.

        A former code or name counts only on a `day` it was in use, if one is given. Raises Unreadable
        where nothing matches, with the nearest names, and Refused where several places do.
        """
        levels, here = tuple(levels), here or set()
        for tier in self._tiers(text):
            hits = self._fitting(tier, levels, day)
            near = {place: hit for place, hit in hits.items() if place in here}
            if len(near or hits) > 1:
                raise self._ambiguous(text, near or hits)
            for place, hit in (near or hits).items():
                return Found(self.places[place], hit)
        raise self._unknown(text, levels, here)

    def _tiers(self, text: str) -> Iterator[Sequence[Hit]]:
        key = fold(text)
        if re.fullmatch(r"\d{2}|\d{4}|\d{6}", key):
            yield from self._by_kind([key.ljust(6, "0")], ("code", "former_code"))
            return
        if re.search(r"[a-z]", key) and not re.search(r"[\u3400-\u9fff]", key):
            yield from self._by_kind(_latin_keys(text), ("romanised", "pinyin"))
            return
        yield from self._by_kind([key], _HAN_TIERS)
        yield from self._by_path(_SEPARATORS.sub("", key))

    def _by_kind(self, keys: Sequence[str], kinds: Sequence[str]) -> Iterator[Sequence[Hit]]:
        """Yield the hits of each kind in turn; of several keys the first that hits."""
        hits = self._hits(keys)
        for kind in kinds:
            for key in keys:
                yield [hit for hit in hits.get(key, ()) if hit.kind == kind]

    def _by_path(self, key: str) -> Iterator[Sequence[Hit]]:
        """Yield the hits of 四川色达: the longest tail that is a name, whose head is the way down to it."""
        tails = [key[start:] for start in range(1, len(key))]
        hits = self._hits(tails)
        for tail in tails:
            head = key.removesuffix(tail)
            for kind in _HAN_TIERS:
                found = [hit for hit in hits.get(tail, ()) if hit.kind == kind]
                yield [hit for hit in found if self._leads_to(head, hit.place)]

    def _hits(self, keys: Sequence[str]) -> dict[str, list[Hit]]:
        columns = division_name.c
        query = sa.select(
            columns.key, columns.division_id, columns.kind, columns.name, columns.since, columns.until
        ).where(columns.key.in_(keys))
        hits: dict[str, list[Hit]] = {}
        for key, *hit in self.connection.execute(query.order_by(columns.id)):
            hits.setdefault(key, []).append(Hit(*hit))
        return hits

    def _leads_to(self, head: str, place: int) -> bool:
        above = [found.id for found in self.places.above(place)]
        columns = division_name.c
        query = sa.select(columns.division_id, columns.key).where(
            columns.division_id.in_(above), columns.kind.in_(_HAN_TIERS)
        )
        names: dict[int, set[str]] = {}
        for found, key in self.connection.execute(query):
            names.setdefault(found, set()).add(key)
        return _is_way(head, [names.get(found, set()) for found in reversed(above)])

    def _fitting(self, hits: Sequence[Hit], levels: Sequence[str], day: str | None) -> dict[int, Hit]:
        return {
            hit.place: hit
            for hit in reversed(hits)
            if self._is_at(hit.place, levels) and (day is None or _in_use(hit, day))
        }

    def _is_at(self, place: int, levels: Sequence[str]) -> bool:
        found = self.places[place]
        as_prefecture = found.is_municipality and "prefecture" in levels
        return not levels or found.level in levels or as_prefecture

    def _ambiguous(self, text: str, hits: dict[int, Hit]) -> Refused:
        found = sorted((self.places[place] for place in hits), key=lambda place: place.code or "")
        return Refused(
            N_("'{text}' can be {count} places; say which by its code or its path."),
            text=text,
            count=len(found),
            hints=tuple(f"{place.code or place.id}  {self.places.path(place.id)}" for place in found),
        )

    def _unknown(self, text: str, levels: Sequence[str], here: set[int]) -> Unreadable:
        def known(places: Iterable[Place]) -> list[Place]:
            return [place for place in places if self._is_at(place.id, levels)]

        near = nearest(text, known(self.places[place] for place in here)) or nearest(
            text, known(self.places.by_id.values())
        )
        if not near:
            return Unreadable(N_("No place is called '{text}'; see: aidtrack list divisions"), text=text)
        return Unreadable(
            N_("No place is called '{text}'; did you mean {near}?"), text=text, near=" / ".join(near)
        )


def _latin_keys(text: str) -> list[str]:
    """Write `Seda County`, `sedaxian` and `Seda` as the keys they may stand under, longest first."""
    key = latin_key(fold(text))
    return list(dict.fromkeys([key, _TYPE_WORDS.sub("", key) or key]))


def _is_way(head: str, names: list[set[str]]) -> bool:
    """Tell whether `head` is made of names of places from the top down, some of them left out."""
    if not head:
        return True
    return any(
        head.startswith(name) and _is_way(head.removeprefix(name), names[depth + 1 :])
        for depth, level in enumerate(names)
        for name in level
    )


def _in_use(hit: Hit, day: str) -> bool:
    return (hit.since or "") <= day <= (hit.until or "9999")
