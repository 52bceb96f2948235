"""Whether a figure stands in a line of its source: in any script and width, and whole.

A figure is whole where no longer number goes on at either end of it (7家 in 17家, 3万人 in 12.3万人), no
range (1500—5000元), no other unit (3300人 in 3300人次), and no word that makes it more or less sure than it
was printed (3万人 in 近3万人, 5000个 in 5000个以上). Words of Chinese alone are known.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from aidtrack.folding import fold
from aidtrack.numerals import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLACES = "十百千万亿"
_DIGITS = "〇零一二两三四五六七八九"
_MARKS = "几余多"
_DASH = "[-‐‑–—―−~]"

_BLANKS = re.compile(r"\s+")
_KEPT_BLANK = "\ue000"  # of private use, so that `fold` leaves it where a blank would go

# What a key is made of: grouped digits run together; of the blanks stay those between two numbers.
_GROUPED = re.compile(r"(?<![0-9.])[0-9]{1,3}(?:([, ])[0-9]{3})(?:\1[0-9]{3})*(?![0-9])")
_IDLE_BLANK = re.compile(r"(?<![0-9.,]) +| +(?![0-9])")

# Words that end like one that bounds a number, and do not: 附近7家, 签约20个.
_NEAR, _ABOUT, _OVER = "附最邻临靠就亲新贴", "签节预契合履条公特制违解续邀相", "赶反"
_BOUNDING = (
    rf"(?<![{_NEAR}])近|(?<![{_ABOUT}])约|(?<![{_OVER}])超|超过|逾|突破|[高多大低小少]于|"
    r"不足|不到|[不未]满|[至最]少|[至最]多|大概|[><≥≤]"
)

_BEFORE_ALL = re.compile(rf"(?:{_BOUNDING}|第|[0-9][./]|[0-9{_PLACES}]{_DASH}+|[0-9]\D{_DASH}|[0-9]至)$")
_BEFORE_DIGIT = re.compile(rf"[0-9{_PLACES}]$")
_BEFORE_HAN = re.compile(rf"[0-9{_DIGITS}{_PLACES}几]$")
_BEFORE_WORD = {
    "近": re.compile(f"[{_NEAR}]$"),
    "约": re.compile(f"[{_ABOUT}]$"),
    "超": re.compile(f"[不{_OVER}]$"),
    **{word: re.compile("不$") for word in "高低多少大小足到满"},
}
_NEVER = re.compile("(?!)")

_AFTER_ALL = re.compile(rf"及?以[上下]|[以之]内|左右|{_DASH}[0-9]")
_AFTER_NUMBER = re.compile(
    rf"[0-9几%‰]|\.[0-9]|余|多(?!民族)|来[个名位人户家所万亿]|{_DASH}+[0-9]|至[0-9]"
    rf"|百(?!姓)|千(?!家万户)|十(?!分)|[万亿]|零|[{_DIGITS}][{_PLACES}]"
)
_AFTER_HAN = re.compile(f"[{_DIGITS}]")
_AFTER_UNIT = re.compile(r"余(?![下款额])|多(?![\u4e00-\u9fff])")


def stands(figure: str, line: str) -> bool:
    """Tell whether a figure, as it was printed, stands whole in a line."""
    words, text = _key(figure), _key(line)
    return bool(words) and any(_whole(words, text, at) for at in _places(words, text))


@lru_cache(256)
def _key(text: str) -> str:
    """Make the key of a text: folded, without the blanks that separate no two numbers."""
    plain = fold(_BLANKS.sub(_KEPT_BLANK, text.strip())).replace(_KEPT_BLANK, " ")
    return _IDLE_BLANK.sub("", _GROUPED.sub(lambda found: re.sub("[, ]", "", found[0]), plain))


def _places(words: str, text: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


_REACH = 12
"""How far to either side of a figure its borders are looked at."""


def _whole(words: str, text: str, at: int) -> bool:
    end = at + len(words)
    before, after = text[max(0, at - _REACH) : at], text[end : end + _REACH]
    return not (_begins_earlier(words, before) or _goes_on(words, after))


def _begins_earlier(words: str, before: str) -> bool:
    first = words[0]
    if first.isdecimal():
        return bool(_BEFORE_ALL.search(before) or _BEFORE_DIGIT.search(before))
    if first in _DIGITS + _PLACES + _MARKS:
        several = first in _PLACES and before.endswith("数")  # 数千人; in 人数两千 it is another word
        return several or bool(_BEFORE_ALL.search(before) or _BEFORE_HAN.search(before))
    return bool(_BEFORE_WORD.get(first, _NEVER).search(before))


def _goes_on(words: str, after: str) -> bool:
    last = words[-1]
    if _AFTER_ALL.match(after):
        return True
    if last.isdecimal() or last in _DIGITS + _PLACES + _MARKS:
        more = last in _DIGITS + "十百千" and _AFTER_HAN.match(after)
        return bool(more or _AFTER_NUMBER.match(after))
    return bool(_AFTER_UNIT.match(after)) or _is_other_unit(words, after)


def _is_other_unit(words: str, after: str) -> bool:
    """Tell whether what follows makes another unit of the one printed: 人 and 人次, 个 and 个月."""
    known = _units()
    unit = next((unit for unit in known if words.endswith(unit)), None)
    if unit is None:
        return False
    longest = next(word for word in known if (unit + after).startswith(word))
    return known[longest] != known[unit]


@cache
def _units() -> dict[str, str]:
    """Know the units by the key of each of their names, the longest first."""
    words = {fold(word): token.sense for word, token in vocabulary().items() if token.role == "unit"}
    return dict(sorted(words.items(), key=lambda item: -len(item[0])))


# What stands there instead

_DECIMAL = r"[0-9]+(?:[.,][0-9]+)*"
_NUMBER = re.compile(
    rf"(?:{_BOUNDING})?"
    rf"(?:{_DECIMAL}(?:{_DASH}{_DECIMAL})?|[{_DIGITS}几十百千]+)(?: ?[{_PLACES}{_MARKS}]+)?"
)
_TAIL = re.compile(rf"[^0-9{_DIGITS}{_PLACES}{_MARKS}]*$")
_ALIKE = 0.5
_SEARCHED = 20_000
"""So much of a line is searched; a line longer than that is no line of print."""


def nearest(figure: str, line: str) -> str | None:
    """Find the number of a line that is most like the figure, in the line's own script."""
    words, text = _key(figure), _in_place(line[:_SEARCHED])
    alike = {line[start:end]: _likeness(words, text[start:end]) for start, end in _numbers(words, text)}
    best = max(alike, key=alike.__getitem__, default=None)
    return best if best is not None and alike[best] >= _ALIKE else None


def _in_place(line: str) -> str:
    """Fold each character that has a key of one character, so that places stay what they are."""
    return "".join(key if len(key := fold(character)) == 1 else character for character in line)


def _numbers(words: str, text: str) -> Iterator[tuple[int, int]]:
    """Give the places of the numbers in a text that have the figure's unit, with it."""
    found = _TAIL.search(words)
    tail = found[0] if found else ""
    for number in _NUMBER.finditer(text):
        at = number.end() + text.startswith(" ", number.end())
        if text.startswith(tail, at):
            yield number.start(), at + len(tail)


def _likeness(one: str, other: str) -> float:
    from difflib import SequenceMatcher  # noqa: PLC0415 - only where something is wrong

    return SequenceMatcher(None, one, other).ratio()
