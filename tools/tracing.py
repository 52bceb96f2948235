"""Follow a place through the yearly tables: which of today's divisions an earlier code and name became."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from handwork import HAND_LINKS, NOT_LINKED
from naming import stem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FIRST, LAST = 1980, 2024
PROVINCE_SUCCESSORS: Final = {"440000": "460000", "510000": "500000"}
"""Provinces out of which a part became one of its own: 海南 (1988), 重庆 (1997)."""


@dataclass(frozen=True)
class Spell:
    """A code and a name that stood together in consecutive yearly tables; parents are prefectures' ids."""

    code: str
    name: str
    first: int
    last: int
    first_parent: str
    last_parent: str

    @property
    def province(self) -> str:
        """The province's code."""
        return self.code[:2] + "0000"

    @property
    def stem(self) -> str:
        """The name without its type."""
        return stem(self.name, "county")


@dataclass(frozen=True)
class Link:
    """What a spell turned into, and by which rule that was seen."""

    spell: Spell
    rule: str


def spells(rows: Iterable[tuple[int, str, str, str]]) -> list[Spell]:
    """Make spells of (year, code, name, parent) rows."""
    years: defaultdict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for year, code, name, parent in rows:
        years[code, name][year] = parent
    found = []
    for (code, name), parents in years.items():
        start = None
        for year in sorted(parents):
            start = year if start is None else start
            if year + 1 not in parents:
                found.append(Spell(code, name, start, year, parents[start], parents[year]))
                start = None
    return sorted(found, key=lambda spell: (spell.first, spell.code, spell.name))


def _same_province(old: Spell, new: Spell) -> bool:
    return new.province in {old.province, PROVINCE_SUCCESSORS.get(old.province)}


def _pairs(
    old: Iterable[Spell], new: Iterable[Spell], fits: Callable[[Spell, Spell], bool]
) -> list[tuple[Spell, Spell]]:
    """Match each old spell with the one new spell that fits it, where neither fits any other."""
    old, new = list(old), list(new)
    chosen = []
    for spell in old:
        matches = [other for other in new if fits(spell, other)]
        if len(matches) == 1 and sum(fits(rival, matches[0]) for rival in old) == 1:
            chosen.append((spell, matches[0]))
    return chosen


def _same_parent(old: Spell, new: Spell) -> bool:
    return old.last_parent == new.first_parent


def _swapped(old: Spell, new: Spell) -> bool:
    """Tell whether one may stand for the other; a district is no heir of a district (they are redrawn)."""
    return _same_parent(old, new) and not (old.name.endswith("区") and new.name.endswith("区"))


TURNS: Final[tuple[tuple[str, Callable[[Spell, Spell], bool]], ...]] = (
    ("same name", lambda old, new: old.name == new.name and _same_parent(old, new)),
    ("same name", lambda old, new: old.name == new.name and _same_province(old, new)),
    ("same short name", lambda old, new: old.stem == new.stem and _same_parent(old, new)),
    ("same short name", lambda old, new: old.stem == new.stem and _same_province(old, new)),
    ("same code", lambda old, new: old.code == new.code and _same_parent(old, new)),
)
"""How a spell that ends and one that begins a year later are known for the same place, surest first."""


def _turn_of_year(ended: list[Spell], begun: list[Spell]) -> dict[Spell, Link]:
    """Link what ended in one year with what began in the next."""
    links: dict[Spell, Link] = {}
    for rule, fits in TURNS:
        for old, new in _pairs(ended, begun, fits):
            links[old] = Link(new, rule)
            ended = [spell for spell in ended if spell is not old]
            begun = [spell for spell in begun if spell is not new]
    for old, new in _pairs(ended, begun, _swapped):
        links[old] = Link(new, "only change in its prefecture that year")
    return links


def _absorbed(old: Spell, everything: list[Spell]) -> Link | None:
    """Find the neighbour of the same short name that was there already and went on (X县 joined to X市)."""
    heirs = [
        spell
        for spell in everything
        if spell.first <= old.last < spell.last and spell.stem == old.stem and _same_province(old, spell)
    ]
    if not old.name.endswith("县"):
        return None
    return Link(heirs[0], "joined to its neighbour of the same short name") if len(heirs) == 1 else None


def _returned(old: Spell, everything: list[Spell]) -> Link | None:
    """Find the same county's name years later in its province, or the same name under the same code."""
    later = [
        spell
        for spell in everything
        if spell.first > old.last + 1
        and spell.name == old.name
        and (old.code == spell.code or (old.name.endswith("县") and _same_province(old, spell)))
    ]
    return (
        Link(later[0], "same name, some years later") if len({spell.code for spell in later}) == 1 else None
    )


def _by_hand(everything: list[Spell]) -> dict[Spell, Link]:
    """Make the links decided by hand: straight to the division of the last table."""
    last = {spell.code: spell for spell in everything if spell.last == LAST}
    return {
        spell: Link(last[HAND_LINKS[spell.code, spell.name]], "by hand")
        for spell in everything
        if (spell.code, spell.name) in HAND_LINKS
    }


def trace(everything: list[Spell]) -> dict[Spell, Link]:
    """Link each spell that ended to what it became, where that is reasonably certain."""
    links = _by_hand(everything)
    ending: defaultdict[int, list[Spell]] = defaultdict(list)
    beginning: defaultdict[int, list[Spell]] = defaultdict(list)
    for spell in everything:
        beginning[spell.first].append(spell)
        if spell not in links and (spell.code, spell.name) not in NOT_LINKED:
            ending[spell.last].append(spell)
    for year in range(FIRST, LAST):
        links |= _turn_of_year(ending[year], beginning[year + 1])
        for spell in ending[year]:
            link = None if spell in links else _absorbed(spell, everything) or _returned(spell, everything)
            if link is not None:
                links[spell] = link
    return links


def today(spell: Spell, links: dict[Spell, Link]) -> tuple[Spell | None, list[str]]:
    """Follow the links from a spell to the last table; give its end, if it gets there, and the rules used."""
    rules: list[str] = []
    while spell.last != LAST:
        link = links.get(spell)
        if link is None:
            return None, rules
        spell = link.spell
        rules.append(link.rule)
    return spell, rules
