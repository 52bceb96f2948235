"""The nearest right word: places whose names are read, written or typed almost the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aidtrack.folding import syllables
from aidtrack.queries.place_text import joined, spellings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from aidtrack.queries.places import Place

_ENOUGH = 0.65
_HERE = 0.2
"""What it weighs that a place is of this ledger: a fair likeness here goes before a good one elsewhere."""
_BESIDE = 0.25
"""How far below the likeliest the others may be to be worth a word."""
_SHOWN = 3
_LONGEST = 30
_TYPES = "省市县区州盟旗"

Sound = tuple[str, ...]
Scored = list[tuple[float, "Place"]]


def nearest(text: str, places: Collection[Place], here: set[int]) -> list[str]:
    """Name up to three places that a Chinese text may have been meant for, the likeliest first."""
    wanted = _core(joined(text))
    if not 1 < len(wanted) < _LONGEST:
        return []
    names = [(_core(place.short), place) for place in places]
    sounds = _sounds(set(wanted).union(*(name for name, _ in names)))
    heard = tuple(sounds[one] for one in wanted)
    # A name without a syllable in common could not come near enough.
    like = {one for one, sound in sounds.items() if sound in heard}
    return [
        place.name
        for place in _best(
            [
                (_score(wanted, heard, name, tuple(sounds[one] for one in name)), place)
                for name, place in names
                if not like.isdisjoint(name)
            ],
            here,
        )
    ]


def nearest_spelled(text: str, names: Iterable[tuple[Place, str, str]], here: set[int]) -> list[str]:
    """Name up to three places whose romanised name or pinyin is typed almost like `text`."""
    wanted = spellings(text)[-1].key
    scored: Scored = []
    written: dict[int, str] = {}
    for place, key, name in names:
        score = _typed(wanted, key)
        if score:
            scored.append((score, place))
            written.setdefault(place.id, _capital(name))
    return [f"{written[place.id]} ({place.name})" for place in _best(scored, here)]


def _best(scored: Scored, here: set[int]) -> list[Place]:
    """Choose the likeliest; of several of one name the first stands for all."""
    weighed = [(score + _HERE * (place.id in here), place) for score, place in scored]
    least = max([_ENOUGH + _BESIDE, *(weight for weight, _ in weighed)]) - _BESIDE
    near = [pair for pair in weighed if pair[0] >= least]
    near.sort(key=lambda pair: (-pair[0], pair[1].code or ""))
    by_name: dict[str, Place] = {}
    for _, place in near:
        by_name.setdefault(place.name, place)
    return list(by_name.values())[:_SHOWN]


def _sounds(characters: Iterable[str]) -> dict[str, str]:
    """Give the syllable of each character; all are read at once, for one by one takes ten times as long."""
    known = list(characters)
    return dict(zip(known, syllables("|".join(known)).split("|"), strict=True))


def _core(name: str) -> str:
    """Drop the last type character, which thousands of names share; never leave one character alone."""
    return name[:-1] if len(name) > 2 and name[-1] in _TYPES else name


def _score(text: str, heard: Sound, name: str, sound: Sound) -> float:
    """Rate a name from 0 to 1: same sound, same characters in another order, contained, or alike."""
    signs = (
        (sound == heard, 1.0),
        (sorted(name) == sorted(text), 0.95),
        (len(name) > 1 and heard[-len(sound) :] == sound, 0.93),
        (len(name) > 1 and name in text, 0.9),
        (text in name, 0.85),
        (abs(len(name) - len(text)) > 1, 0.0),
    )
    for holds, score in signs:
        if holds:
            return score
    return 0.4 * _alike(text, name) + 0.6 * _alike("".join(heard), "".join(sound))


def _alike(one: str, other: str) -> float:
    return 1 - distance(one, other) / max(len(one), len(other))


def _typed(text: str, key: str) -> float:
    """Rate a spelling by the slips of the finger between it and the text: one, or two in a long word."""
    most = 1 if len(text) < 6 else 2
    if abs(len(text) - len(key)) > most or len(set(text) ^ set(key)) > 2 * most:
        return 0.0  # spares nearly all the counting
    slips = distance(text, key)
    return 1 - slips / len(key) if slips <= most else 0.0


def _capital(name: str) -> str:
    return name.partition(" ")[0].capitalize() if name.islower() else name


def distance(one: str, other: str) -> int:
    """Count the slips from one text to the other: a letter more, less, other, or two swapped."""
    before: Sequence[int] = ()
    row: list[int] = list(range(len(other) + 1))
    for i, a in enumerate(one):
        last, before, row = before, row, [i + 1]
        for j, b in enumerate(other):
            cost = min(before[j] + (a != b), before[j + 1] + 1, row[j] + 1)
            if i and j and a == other[j - 1] and one[i - 1] == b:
                cost = min(cost, last[j - 1] + 1)
            row.append(cost)
    return row[-1]
