"""One key for every way to write the same: what two texts share that differ in form alone.

`fold` makes the key of Chinese text, `latin_key` that of romanised names, `syllables` that of what sounds
alike. Keys are for comparing, never for showing. The table of characters comes from OpenCC (Apache License
2.0) by tools/make_folding.py, the table of syllables from pypinyin (MIT) by tools/make_syllables.py.
"""

from __future__ import annotations

import os
import unicodedata

TYPE_CHECKING = False  # typing would load too much
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FOLD_VERSION = 1
"""Raised whenever `fold` gives another key for some text: stored keys must then be made anew."""

_DATA = os.path.join(os.path.dirname(__file__), "data")  # noqa: PTH118, PTH120 - pathlib loads too slowly
_KEPT = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


def _lines(name: str) -> list[str]:
    """Read a data file without its comment lines."""
    with open(os.path.join(_DATA, name), encoding="utf-8") as file:  # noqa: PTH118, PTH123 - as above
        return [line for line in file.read().split("\n") if line and line[0] != "#"]


TABLE: dict[int, str] = {ord(key): target for key, target in zip(*_lines("fold.txt"), strict=True)}
"""What `str.translate` needs: variant, traditional or Japanese character -> the one that stands for all."""


def _drop_marks(text: str) -> str:
    """Drop the marks on Latin letters; those of other scripts (が) make another letter and stay."""
    kept: list[str] = []
    base = ""
    for character in unicodedata.normalize("NFD", text):
        if not unicodedata.combining(character):
            base = character
        elif base <= "\u024f":
            continue
        kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


def _fold_once(text: str) -> str:
    """Fold in one pass; dropping a blank or a mark may bring together what folds again."""
    plain = unicodedata.normalize("NFKC", text).translate(TABLE).casefold()
    return "".join(_drop_marks(plain).split())


def fold(text: str) -> str:
    """Make the key of a text in any Chinese script and width: 色達縣, ６, Sêrtar become 色达县, 6, sertar.

    A folded key folds to itself. It is a matter of characters: words that differ (軟體, 软件) stay apart.
    """
    if text.isascii():
        return "".join(text.casefold().split())
    try:
        return text.translate(_folded)
    except _NotAloneError:
        return _fold_by_steps(text)


def _fold_by_steps(text: str) -> str:
    while (folded := _fold_once(text)) != text:
        text = folded
    return text


def fold_all(texts: Sequence[str]) -> list[str]:
    """Fold many texts, in one go where all are of characters that fold each by itself."""
    together = "\0".join(texts)
    if not texts or together.count("\0") >= len(texts):
        return [fold(text) for text in texts]
    if together.isascii():
        return fold(together).split("\0")
    try:
        return together.translate(_folded).split("\0")
    except _NotAloneError:
        return [fold(text) for text in texts]


_ALONE = ("\0\0", " ~", "··", "‘”", "、〃", "〈】", "一鿿", "！～")
"""From which to which character each folds by itself, whatever stands beside it: nearly all names are of such."""


class _NotAloneError(Exception):
    """A character may fold otherwise beside another."""


def _is_alone(character: str) -> bool:
    return any(span[0] <= character <= span[1] for span in _ALONE)


def _alone(character: str) -> str:
    if not _is_alone(character):
        raise _NotAloneError
    return _fold_by_steps(character)


class _Alone(dict[int, str]):
    """What characters come to by themselves, for `str.translate`; each is found out when it is first met."""

    def __init__(self, found_out: Callable[[str], str]) -> None:
        super().__init__()
        self._found_out = found_out

    def __missing__(self, key: int) -> str:
        self[key] = found = self._found_out(chr(key))
        return found


_folded = _Alone(_alone)


def latin_key(text: str) -> str:
    """Make the key of a romanised name: lower case letters and digits only, v as u (lü, lv and lu meet)."""
    plain = unicodedata.normalize("NFKD", text).lower()
    return "".join(character for character in plain if character in _KEPT).replace("v", "u")


_readings: dict[str, str] = {}
"""The syllable of each of the 6,763 characters of GB 2312, once `syllables` was asked for any."""


def _load_readings() -> None:
    """Fill `_readings` (functools.cache would cost more to import than all of this module)."""
    for line in _lines("syllables.txt"):
        syllable, _, characters = line.partition(" ")
        _readings.update(dict.fromkeys(characters, syllable))


def syllables(text: str) -> str:
    """Give the toneless pinyin of a text, run together, one reading a character; others stay as they are.

    It tells that 玉寰 sounds like 玉环. How a place is read (六安 is luan) stands with the divisions.
    """
    return sounds_of(fold(text))


def sounds_of(key: str) -> str:
    """Give the same of a text that is folded already."""
    return key.translate(_sounded)


def _reading(character: str) -> str:
    if not _readings:
        _load_readings()
    return _readings.get(character, character)


_sounded = _Alone(_reading)
