"""The nearest right word: places whose names are read, written or typed almost the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aidtrack.folding import fold, syllables
from aidtrack.queries.place_text import spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aidtrack.queries.places import Place

_ENOUGH = 0.6
_SHOWN = 3
_TYPES = "省市县区州盟旗"

Sound = tuple[str, ...]


def nearest(text: str, places: Iterable[Place], here: set[int]) -> list[str]:
    """Name up to three places that a Chinese text may have been meant for, those `here` first."""
    sounds = _Sounds()
    wanted = _core(fold(text))
    heard = sounds.of(wanted)
    scored = []
    for place in places:
        name = _core(place.short)
        sound = sounds.of(name)
        if not set(sound).isdisjoint(heard):  # else nothing below could make it near enough
            scored.append((_score(wanted, heard, name, sound), place))
    return [place.name for place in _best(scored, here)]


def nearest_spelled(text: str, names: Iterable[tuple[Place, str, str]], here: set[int]) -> list[str]:
    """Name up to three places whose romanised name or pinyin is typed almost like `text`."""
    wanted = spellings(text)[-1].key
    scored, written = [], {}
    for place, key, name in names:
        score = _typed(wanted, key)
        if score >= _ENOUGH:
            scored.append((score, place))
            written.setdefault(place.id, _capital(name))
    return [f"{written[place.id]} ({place.name})" for place in _best(scored, here)]


def _best(scored: Iterable[tuple[float, Place]], here: set[int]) -> list[Place]:
    near = sorted(
        (pair for pair in scored if pair[0] >= _ENOUGH),
        key=lambda pair: (pair[1].id not in here, -pair[0], pair[1].code or ""),
    )
    by_name = {place.name: place for _, place in reversed(near)}
    return list(dict.fromkeys(by_name[place.name] for _, place in near))[:_SHOWN]


class _Sounds:
    """The syllables of names, each character read once."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def of(self, name: str) -> Sound:
        known = self._known
        return tuple([known[one] if one in known else known.setdefault(one, syllables(one)) for one in name])


def _core(name: str) -> str:
    """Drop the last type character, which thousands of names share; never leave one character alone."""
    return name[:-1] if len(name) > 2 and name[-1] in _TYPES else name


def _score(text: str, heard: Sound, name: str, sound: Sound) -> float:
    """Rate a name from 0 to 1: same sound, same characters in another order, contained, or alike."""
    if sound == heard:
        return 1.0
    if sorted(name) == sorted(text):
        return 0.95
    if len(name) > 1 and (name in text or heard[-len(sound) :] == sound):
        return 0.9
    if len(text) > 1 and text in name:
        return 0.85
    if abs(len(name) - len(text)) > 1:
        return 0.0
    return 0.4 * _alike(text, name) + 0.6 * _alike("".join(heard), "".join(sound))


def _alike(one: str, other: str) -> float:
    return 1 - distance(one, other) / max(len(one), len(other))


def _typed(text: str, key: str) -> float:
    """Rate a spelling by the slips of the finger between it and the text: one, or two in a long word."""
    if abs(len(text) - len(key)) > 2 or not (text[:2] == key[:2] or text[-3:] == key[-3:]):
        return 0.0
    slips = distance(text, key)
    return 1 - slips / len(key) if slips <= (1 if len(text) < 6 else 2) else 0.0


def _capital(name: str) -> str:
    return name.partition(" ")[0].capitalize() if name.islower() else name


def distance(one: str, other: str) -> int:
    """Count the slips from one text to the other: a letter more, less, other, or two swapped."""
    before: Sequence[int] = ()
    row: Sequence[int] = range(len(other) + 1)
    for i, a in enumerate(one):
        before, last, row = row, before, [i + 1]
        for j, b in enumerate(other):
            cost = min(before[j] + (a != b), before[j + 1] + 1, row[j] + 1)
            if i and j and a == other[j - 1] and one[i - 1] == b:
                cost = min(cost, last[j - 1] + 1)
            row.append(cost)
    return row[-1]
