"""Headings of an office's columns, taken apart: the words, the unit in brackets, the year.

They are compared folded, so that 下達資金（萬元） and 下达资金/万元 are one heading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from aidtrack.folding import fold
from aidtrack.formats._sheet_rows import column_name
from aidtrack.numerals import vocabulary
from aidtrack.units import scaled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_NO_UNITS = frozenset("村乡镇县年月周届级度首门")
"""What may be counted, but in a heading is a word of its own: 支援方/县, 开工年/月."""

_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_SAID_UNIT = re.compile(r"(?<![制报填主])(?:金额|计量|货币|资金)?单位[::]?(.+)")
_YEAR = r"((?:19|20)[0-9]{2})"
_ONE_YEAR = re.compile(rf"{_YEAR}(?:年度?)?")
_YEARS = re.compile(rf"{_YEAR}年?[-—–~至到]{_YEAR}(?:年度?)?")
_YEAR_FIRST = re.compile(rf"{_YEAR}(?:年度?)?(?![0-9年度月季.、/-])(?!上半年|下半年|第)(.+)")
_YEAR_LAST = re.compile(rf"(.*[^0-9年月.、/至到~—–-]){_YEAR}(?:年度?)?")


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a heading: its words, folded, and the unit and the period that it names besides."""

    words: str
    unit: str | None = None
    period: str | None = None

    @property
    def key(self) -> str:
        """What it is compared by: 下达@2021."""
        return f"{self.words}@{self.period}" if self.period else self.words


@dataclass(frozen=True)
class Heading:
    """The heading of a column, from the top line down; `printed` is how it stands there."""

    column: int
    printed: tuple[str, ...]

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Its lines, taken apart."""
        return tuple(part_of(text) for text in self.printed)

    @property
    def shown(self) -> str:
        """How it is named to people; a column without heading by its letter."""
        return "/".join(self.printed) or self.letter

    @property
    def letter(self) -> str:
        """Its column, as spreadsheets name it."""
        return column_name(self.column)

    @property
    def units(self) -> list[str]:
        """The units that it names, each once, the lowest first."""
        return list(dict.fromkeys(part.unit for part in reversed(self.parts) if part.unit))

    @property
    def periods(self) -> list[str]:
        """The periods that it names, each once, the lowest first."""
        return list(dict.fromkeys(part.period for part in reversed(self.parts) if part.period))

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """What it may be called by: the whole, or its lower lines."""
        keys = [part.key for part in self.parts]
        whole = ["/".join(keys[start:]) for start in range(len(keys))]
        return tuple(key for key in whole if key) or (fold(self.letter),)


@lru_cache(10_000)
def part_of(text: str) -> Part:
    """Take one line of a heading apart."""
    words, unit = _without_unit(fold(text))
    words, period = _without_year(words)
    return Part(words.strip("/,:"), unit, period)


@lru_cache(1000)
def heading_key(text: str) -> Part:
    """Read how a person names a heading, its lines divided by a stroke: 资金(万元)/下达."""
    parts = [part_of(each) for each in _lines(fold(text))]
    units = [part.unit for part in parts if part.unit]
    return Part("/".join(part.key for part in parts if part.key), units[-1] if units else None)


def headings_called(name: str, headings: Sequence[Heading]) -> list[Heading]:
    """Find the headings of a name: as they stand there, else the whole, else their lower lines, else by letter."""
    folded, key = fold(name), heading_key(name).words
    ways: tuple[Callable[[Heading], bool], ...] = (
        lambda heading: fold(heading.shown) == folded,
        lambda heading: heading.keys[0] == key,
        lambda heading: key in heading.keys,
        lambda heading: fold(heading.letter) == folded,
    )
    return next((found for way in ways if (found := list(filter(way, headings)))), [])


def _lines(folded: str) -> list[str]:
    """Cut at the strokes; that before a unit belongs to it."""
    lines: list[str] = []
    for piece in folded.split("/"):
        if lines and unit_word(piece):
            lines[-1] += f"({piece})"
        else:
            lines.append(piece)
    return lines


def _without_unit(folded: str) -> tuple[str, str | None]:
    """Take the unit off: in brackets, after a stroke, or after the word 单位."""
    unit = None

    def taken(found: re.Match[str]) -> str:
        nonlocal unit
        inner = found[1] or found[2] or ""
        unit = unit or unit_word(inner)
        return "" if unit_word(inner) else f"@({inner})" if _ONE_YEAR.fullmatch(inner) else found[0]

    words = _BRACKETS.sub(taken, folded).replace("@(", "(")
    before, stroke, last = words.rpartition("/")
    if unit is None and stroke and (unit := unit_word(last)):
        words = before
    if unit is None and (said := _SAID_UNIT.search(words)) and (unit := unit_word(said[1])):
        words = words[: said.start()]
    return words, unit


@lru_cache(10_000)
def unit_word(folded: str) -> str | None:
    """Tell whether a text is a unit (万元, 人, 单位:万元), and which."""
    said = _SAID_UNIT.fullmatch(folded)
    word = (said[1] if said else folded).strip(",:、 ").replace("人民币", "")
    token = vocabulary().get((scaled(word)[1] or "").partition("/")[0]) if word else None
    known = token is not None and token.role in {"unit", "currency"} and word not in _NO_UNITS
    return word if known and not any(letter.isdigit() for letter in word) else None


def said_units(text: str) -> list[str]:
    """Find the units that a line above the table names: 单位:万元、人."""
    folded = fold(text)
    said = _SAID_UNIT.search(folded)
    inner = said[1].rstrip(")]") if said else next(iter(_BRACKETS.findall(folded)), ("", ""))[0]
    words = [unit_word(word) for word in re.split("[,、;]", inner)]
    return [word for word in words if word]


def _without_year(words: str) -> tuple[str, str | None]:
    """Take a year off: 2022年下达, 下达(2022), 2021; a month or a quarter is no year and stays."""
    for bracketed in _BRACKETS.finditer(words):
        if found := _ONE_YEAR.fullmatch(bracketed[1] or ""):
            return words.replace(bracketed[0], ""), found[1]
    if found := _ONE_YEAR.fullmatch(words):
        return "", found[1]
    if found := _YEARS.fullmatch(words):
        return "", f"{found[1]}/{found[2]}"
    if found := _YEAR_FIRST.fullmatch(words):
        return found[2], found[1]
    if found := _YEAR_LAST.fullmatch(words):
        return found[1], found[2]
    return words, None
