"""The nearest right word: places whose names are read, written or typed almost the same."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from aidtrack.folding import fold, latin_key, syllables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aidtrack.queries.places import Place

_ENOUGH = 0.6
_SHOWN = 3


def nearest(text: str, places: Iterable[Place]) -> list[str]:
    """Name up to three places that `text` may have been meant for, the likeliest first."""
    key = fold(text)
    sound = latin_key(syllables(key))
    scored = [
        (max(_score(key, sound, name) for name in (place.name, place.short)), place) for place in places
    ]
    best = sorted(
        (pair for pair in scored if pair[0] >= _ENOUGH), key=lambda pair: (-pair[0], pair[1].code or "")
    )
    return list(dict.fromkeys(place.name for _, place in best[:_SHOWN]))


def _score(key: str, sound: str, name: str) -> float:
    """Rate a name from 0 to 1: same sound, same characters in another order, contained, or alike."""
    if latin_key(syllables(name)) == sound:
        return 1.0
    if sorted(name) == sorted(key):
        return 0.95
    if key in name or name in key:
        return 0.9 if min(len(key), len(name)) > 1 else 0.0
    return SequenceMatcher(None, key, name).ratio() * 0.9
