"""What a text may be as the name of a place: a code, a Latin spelling with its type word, parts of a path."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from aidtrack.folding import fold, latin_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aidtrack.queries.places import Place

_ENDINGS = {
    latin_key(word): ending
    for words, ending in (
        ("county xian", "县"),
        ("district qu region diqu", "区"),
        ("city shi municipality", "市"),
        ("banner qi", "旗"),
        ("zhou", "州"),
        ("meng", "盟"),
        ("prefecture", "州盟区市"),
        ("province sheng", "省"),
    )
    for word in words.split()
}
"""By type word, the characters with which the full name of such a place ends."""

_OF_PREFECTURES = frozenset({"prefecture", "zhou", "meng", "diqu"})
_PINYIN = frozenset({"xian", "qu", "diqu", "shi", "qi", "zhou", "meng", "sheng"})
_AUTONOMOUS = "autonomous"
_TITLES = frozenset(_ENDINGS) - _PINYIN | {_AUTONOMOUS, latin_key("level")}
_PEOPLES = frozenset(
    "and bai bonan dai dong dongxiang hani hui jingpo kazak kazakh kirgiz korean lahu li lisu manchu maonan "
    "miao mongol mongolian mulao naxi nu qiang salar she tajik tibetan tu tujia wa xibe yao yi yugur "
    "zhuang".split()
)
_TYPED = re.compile(rf"(?P<stem>.+?)({_AUTONOMOUS})?(?P<type>{'|'.join(_ENDINGS)})")
_COMMAS = re.compile(r"\s*[,、;]\s*")
_SEPARATORS = re.compile(r"[\s,、;/\\|>›→·・.\-—]+")


class Spelling(NamedTuple):
    """A Latin key under which a place may stand, and the type word that stood with it."""

    key: str
    type: str | None = None

    def fits(self, place: Place) -> bool:
        """Tell whether the type word is the place's own: Seda County is no 市, Garzê Prefecture no 县."""
        if self.type is None:
            return True
        at_level = self.type not in _OF_PREFECTURES or place.level == "prefecture"
        return at_level and place.name[-1] in _ENDINGS[self.type]


def is_code(key: str) -> bool:
    """Tell whether a folded text is a code: of a province, a prefecture or any division."""
    return bool(re.fullmatch(r"[0-9]{2}|[0-9]{4}|[0-9]{6}", key))


def is_latin(key: str) -> bool:
    """Tell whether a folded text is written in Latin letters alone."""
    return bool(re.search(r"[a-z]", key)) and not re.search(r"[\u3400-\u9fff]", key)


def joined(text: str) -> str:
    """Fold a path and run its parts together: 四川 / 色达 is 四川色达."""
    return fold(_SEPARATORS.sub("", _plain(text)))


def spellings(text: str) -> list[Spelling]:
    """Give the keys of a Latin name, as written first: Seda County, sedaxian, SEDA."""
    whole = latin_key(fold(text))
    typed = _TYPED.fullmatch(whole)
    bare = [Spelling(typed["stem"], typed["type"])] if typed else []
    return list(dict.fromkeys([Spelling(whole), _untitled(_words(text)), *bare]))


def latin_paths(text: str) -> Iterator[Spelling]:
    """Give the keys of a path in Latin letters, from the top down: sichuan seda; Seda County, Sichuan."""
    yield _untitled(_words(text))
    parts = _COMMAS.split(_plain(text))
    if len(parts) > 1:
        untitled = [_untitled(_words(part)) for part in parts]
        yield Spelling("".join(part.key for part in reversed(untitled)), untitled[0].type)


def _plain(text: str) -> str:
    """Write full-width signs as the narrow ones."""
    return unicodedata.normalize("NFKC", text)


def _words(text: str) -> list[str]:
    return [latin_key(fold(word)) for word in _SEPARATORS.split(_plain(text)) if word]


def _untitled(words: Sequence[str]) -> Spelling:
    """Drop what only says the type: Garzê Tibetan Autonomous Prefecture is garze, a prefecture."""
    dropped = _TITLES | (_PEOPLES if _AUTONOMOUS in words else set())
    kept = "".join(word for word in words if word not in dropped)
    last = words[-1] if words else ""
    return Spelling(kept, last if last in _ENDINGS and last in _TITLES else None)
