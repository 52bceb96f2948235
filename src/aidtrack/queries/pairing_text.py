"""Which pairing a text means: its id, its uid, or its two ends: 331002 椒江区 → 513333 色达县 (programme)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from aidtrack.queries.lookup import read_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aidtrack.queries.places import Pair, Places
    from aidtrack.queries.resolver import Resolver

ANY = "*"
"""Stands for the programme where none is named."""

_ARROW = re.compile("→|->|=>")
_PROGRAMME = re.compile(r"(?P<ends>.*\S)\s*[((](?P<programme>[^()()]+)[))]\s*")


class Ends(NamedTuple):
    """The two ends of a pairing as they were named, and the code of the programme, or ANY."""

    donor: int
    recipient: int
    programme: str | None

    def among(self, places: Places) -> Iterator[Pair]:
        """Find the pairings that have these ends."""
        for pair in places.between(self.donor, self.recipient):
            if self.programme in (ANY, pair.programme):
                yield pair


def read_ends(places: Places, resolver: Resolver, text: str) -> Ends | None:
    """Read the two ends; null where the text has no arrow, and so is no pair of places."""
    parts = _ARROW.split(text)
    if len(parts) != 2:
        return None
    programme = _PROGRAMME.fullmatch(parts[1])
    named = read_word("programme", programme["programme"].strip()) if programme else ANY
    last = programme["ends"] if programme else parts[1]
    donor = resolver.resolve(parts[0].strip(), here=places.with_above(places.donors))
    recipient = resolver.resolve(last.strip(), here=places.with_above(places.recipients))
    return Ends(donor.place.id, recipient.place.id, named)
