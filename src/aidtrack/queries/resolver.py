"""Which place a text means: by code, name, former name, short name, path, romanisation or pinyin.

The first tier with a hit wins; places of this ledger go before the rest of the country; several hits are
refused with the code and the full path of each. No guess is ever taken.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from aidtrack.errors import N_, AidtrackError, Refused, Unreadable
from aidtrack.folding import fold
from aidtrack.queries.place_names import LATIN, TIERS, Hit, Names
from aidtrack.queries.place_text import is_code, is_latin, joined, latin_paths, spellings
from aidtrack.queries.suggestions import nearest, nearest_spelled
from aidtrack.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import sqlalchemy as sa

    from aidtrack.queries.place_text import Spelling
    from aidtrack.queries.places import Place, Places

_AT_ANOTHER_LEVEL = {
    "county": N_("{place} is no county; use {option}."),
    "prefecture": N_("{place} is no prefecture; use {option}."),
    "province": N_("{place} is no province; use {option}."),
}
"""By the level asked for, what to say of a place that stands at another."""

_ELSEWHERE = N_("'{text}' is not at the level that this option takes.")

_LONGEST = 150
"""No path is longer; of longer texts the tails are not looked up."""


class Found(NamedTuple):
    """The place meant, and the name or code by which the text named it."""

    place: Place
    hit: Hit

    @property
    def is_former(self) -> bool:
        """Whether the text is a name or a code that the place no longer has."""
        return self.hit.is_former


class Resolver:
    """Looks places up in one ledger; `option` is how a place of another level is asked for."""

    def __init__(self, connection: sa.Connection, places: Places, option: str = "--{level}") -> None:
        self.connection = connection
        self.places = places
        self.option = option

    @cached_property
    def _names(self) -> Names:
        return Names(self.connection, self.places)

    def resolve(
        self, text: str, *, levels: Iterable[str] = (), here: set[int] | None = None, day: str | None = None
    ) -> Found:
        """Find the one place that `text` means, of one of `levels`, first among those `here`.

        On a `day`, a code means the place that had it then, and former names in use then go first. Raises
        Unreadable where nothing matches, with the nearest names, and Refused where several places do.
        """
        levels, here = tuple(levels), here or set()
        for tier in self._tiers(text, day):
            hits = self._fitting(tier, levels, day)
            near = {place: hit for place, hit in hits.items() if place in here}
            if len(near or hits) > 1:
                raise self._ambiguous(text, near or hits)
            for place, hit in (near or hits).items():
                return Found(self.places[place], hit)
        raise self._failure(text, levels, here, day)

    def remarks(self, found: Found, text: str) -> list[str]:
        """Say what the user should know of a find: a name of the past, a code that was once another's."""
        place, name = f"{found.place.name} ({found.place.code})", found.hit.name
        if found.hit.kind == "former_name":
            return [_("'{text}' is a former name of {place}.").format(text=name, place=place)]
        if found.hit.kind == "former_code":
            return [_("'{text}' is a former code of {place}.").format(text=name, place=place)]
        others = self._once(name, found.place.id) if is_code(fold(text)) else []
        if others:
            sentence = _("'{text}' is the code of {place}; it was once that of {others}.")
            return [sentence.format(text=name, place=place, others=_(", ").join(others))]
        return []

    def _once(self, code: str, now: int) -> list[str]:
        """Name the places that had a code before the one that has it now, and when."""
        return [
            f"{self.places[hit.place].name} ({hit.since}–{hit.until})"
            for hit in self._names.by_key([code]).get(code, ())
            if hit.kind == "former_code" and hit.place != now
        ]

    def _tiers(self, text: str, day: str | None) -> Iterator[Sequence[Hit]]:
        key = fold(text)
        named = re.fullmatch(r"([0-9]{6})([^0-9].*)", key)
        if is_code(key):
            yield from self._by_code(key.ljust(6, "0"), day)
        elif named:
            yield from self._by_code_and_name(named[1], named[2], day)
        elif is_latin(key):
            yield from self._by_spelling(text)
        elif key:
            yield from self._by_name(key)
            yield from self._by_path(joined(text))

    def _by_code(self, code: str, day: str | None) -> Iterator[Sequence[Hit]]:
        """Yield who had the code on that day, who has it now, and who ever had it."""
        hits = self._names.by_key([code]).get(code, ())
        former = [hit for hit in hits if hit.kind == "former_code"]
        if day is not None:
            yield [hit for hit in former if hit.in_use(day)]
        yield [hit for hit in hits if hit.kind == "code"]
        yield former

    def _by_code_and_name(self, code: str, name: str, day: str | None) -> Iterator[Sequence[Hit]]:
        """Yield the hits of `513333 四川省…色达县`, as a refusal lists them: the name must be the code's."""
        named = {hit.place for tier in self._tiers(name, day) for hit in tier}
        for tier in self._by_code(code, day):
            yield [hit for hit in tier if hit.place in named]

    def _by_name(self, key: str) -> Iterator[Sequence[Hit]]:
        yield from _in_tiers(self._names.by_key([key]).get(key, ()))

    def _by_spelling(self, text: str) -> Iterator[Sequence[Hit]]:
        """Yield the hits of a Latin name: with its type word as it is, then without, then as a path."""
        keys = spellings(text)
        hits = self._names.by_key([spelling.key for spelling in keys])
        for spelling in keys:
            latin = [hit for hit in hits.get(spelling.key, ()) if hit.kind in LATIN]
            yield from self._of_type(latin, spelling)
        for path in latin_paths(text):
            for tier in self._by_path(path.key):
                yield from self._of_type(tier, path)

    def _of_type(self, hits: Sequence[Hit], spelling: Spelling) -> Iterator[Sequence[Hit]]:
        """Yield first what the type word fits: people write Yuhuan County for a city, too."""
        yield [hit for hit in hits if spelling.fits(self.places[hit.place])]
        yield hits

    def _by_path(self, key: str) -> Iterator[Sequence[Hit]]:
        """Yield the hits of 四川色达: the longest tail that is a name, whose head is the way down to it."""
        tails = [key[start:] for start in range(1, len(key) - 1)] if len(key) < _LONGEST else []
        hits = self._names.by_key(tails)
        for tail in tails:
            led = self._names.led_to(key.removesuffix(tail), hits[tail]) if tail in hits else []
            yield from _in_tiers(led)

    def _fitting(self, hits: Sequence[Hit], levels: Sequence[str], day: str | None) -> dict[int, Hit]:
        """Keep the hits at these levels, without names that were not in use on the day, if any were."""
        fitting = [hit for hit in hits if self._is_at(hit.place, levels)]
        then = [hit for hit in fitting if day is None or not hit.is_former or hit.in_use(day)]
        by_age = sorted(then or fitting, key=lambda hit: hit.is_former, reverse=True)
        return {hit.place: hit for hit in by_age}  # the last counts: a name of today, if it has one

    def _is_at(self, place: int, levels: Sequence[str]) -> bool:
        found = self.places[place]
        as_prefecture = found.is_municipality and "prefecture" in levels
        return not levels or found.level in levels or as_prefecture

    def _ambiguous(self, text: str, places: Iterable[int]) -> Refused:
        found = sorted((self.places[place] for place in places), key=lambda place: place.code or "")
        return Refused(
            N_("'{text}' can be {count} places; say which by its code or its path."),
            text=text,
            count=len(found),
            hints=tuple(f"{place.code or place.id}  {self.places.path(place.id)}" for place in found),
        )

    def _failure(self, text: str, levels: tuple[str, ...], here: set[int], day: str | None) -> AidtrackError:
        """Build the refusal of what was not found at these levels: it is at another, or is no place."""
        if levels:
            try:
                return self._elsewhere(text, levels[0], self.resolve(text, here=here, day=day).place)
            except Refused as several:
                return Unreadable(_ELSEWHERE, text=text, hints=several.hints)
            except Unreadable:
                pass  # nor is it a place of any other level
        return self._unknown(text, levels, here)

    def _elsewhere(self, text: str, level: str, place: Place) -> Unreadable:
        if place.level not in _AT_ANOTHER_LEVEL:
            return Unreadable(_ELSEWHERE, text=text)
        option = self.option.format(level=place.level)
        return Unreadable(_AT_ANOTHER_LEVEL[level], place=place.name, option=option)

    def _unknown(self, text: str, levels: Sequence[str], here: set[int]) -> Unreadable:
        near = self._nearest(text, levels, here)
        if not near:
            return Unreadable(N_("No place is called '{text}'; see: aidtrack list divisions"), text=text)
        return Unreadable(
            N_("No place is called '{text}'; did you mean {near}?"), text=text, near=" / ".join(near)
        )

    def _nearest(self, text: str, levels: Sequence[str], here: set[int]) -> list[str]:
        known = {place for place in self.places.by_id if self._is_at(place, levels)}
        if not is_latin(fold(text)):
            return nearest(text, [self.places[place] for place in known], here)
        named = (
            (self.places[place], key, name) for place, key, name in self._names.spelled() if place in known
        )
        return nearest_spelled(text, named, here)


def _in_tiers(hits: Sequence[Hit]) -> Iterator[Sequence[Hit]]:
    for kinds in TIERS:
        yield [hit for hit in hits if hit.kind in kinds]
