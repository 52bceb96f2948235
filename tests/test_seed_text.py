"""The seed against its own source: every reference meets, every figure stands where it is said to stand,
and every number of the article is a fact of the seed or is listed in seed/README.md with its reason.

The article is not part of the repository: AIDTRACK_ARTICLE names it, else it is looked for beside the checkout.
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from aidtrack.facts import Bundle
from aidtrack.folding import fold

ROOT = Path(__file__).resolve().parents[1]
SEED = ROOT / "seed"
DATA = ROOT / "src" / "aidtrack" / "data"
ARTICLE = Path(os.environ.get("AIDTRACK_ARTICLE") or ROOT.parent / "shared" / "source" / "article.txt")

with_article = pytest.mark.skipif(
    not ARTICLE.is_file(), reason=f"the article is not at hand: {ARTICLE} (set AIDTRACK_ARTICLE)"
)

Row = dict[str, Any]
Span = tuple[int, int]

HAN = "零〇一二两三四五六七八九十百千万亿几多余半"
NUMBER = re.compile(rf"(?:[0-9]+(?:\.[0-9]+)?|[{HAN}])+")
DATES = ("period", "as_of", "since", "until", "planned_start", "actual_start", "planned_end", "actual_end")
FIGURES = ("funding", "jobs", "results")
LINKS = {
    "source": "sources",
    "copy_of": "sources",
    "pairing": "pairings",
    "project": "projects",
    "parent": "projects",
    "organisation": "organisations",
}


@cache
def seed() -> dict[str, list[Row]]:
    """Read all files of the seed as one bundle, rows as they are written."""
    tables: dict[str, list[Row]] = {}
    for path in sorted(SEED.glob("*.yaml")):
        for table, rows in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            tables.setdefault(table, []).extend(rows)
    return tables


@cache
def by_uid(table: str) -> dict[str, Row]:
    return {row["uid"]: row for row in seed().get(table, [])}


def rows() -> list[tuple[str, Row]]:
    return [(table, row) for table, of_table in seed().items() for row in of_table]


def data(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


# --- without the article ------------------------------------------------------------------------------------


def test_seed_is_a_bundle() -> None:
    bundle = Bundle.model_validate(seed())
    assert {name for name in Bundle.model_fields if getattr(bundle, name)} == set(seed())


def test_uids_are_unique_slugs() -> None:
    for table, of_table in seed().items():
        counts = Counter(row["uid"] for row in of_table)
        assert [uid for uid, n in counts.items() if n > 1] == [], table
        assert [uid for uid in counts if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", uid)] == [], table


def test_references_meet() -> None:
    missing = [
        (table, row["uid"], field, row[field])
        for table, row in rows()
        for field, target in LINKS.items()
        if row.get(field) and row[field] not in by_uid(target)
    ]
    missing += [
        (table, row["uid"], field, row[field])
        for table, row in rows()
        for field in ("part_of", "restates")
        if row.get(field) and row[field] not in by_uid(table)
    ]
    assert missing == []


def test_wholes_are_of_the_same_measure_and_restate_nothing() -> None:
    same = {"funding": ("stage",), "jobs": ("kind", "scenario"), "results": ("indicator", "scenario")}
    for table in FIGURES:
        for row in seed()[table]:
            if whole := by_uid(table).get(row.get("part_of") or row.get("restates") or ""):
                assert not (row.get("part_of") and row.get("restates")), row["uid"]
                assert "restates" not in whole, row["uid"]
                assert [row.get(field) for field in same[table]] == [
                    whole.get(field) for field in same[table]
                ]


def test_sectors_and_indicators_are_known() -> None:
    sectors = {row["code"] for row in data("sectors.csv")}
    indicators = {row["code"] for row in data("indicators.csv")}
    assert {row["sector"] for row in seed()["projects"]} <= sectors
    assert {row["indicator"] for row in seed()["results"]} <= indicators


def test_sectors_have_two_levels_and_leaves_one_dac_code() -> None:
    sectors = data("sectors.csv")
    parents = {row["parent"] for row in sectors} - {""}
    codes = [row["code"] for row in sectors]
    assert len(codes) == len(set(codes))
    assert parents <= {row["code"] for row in sectors if not row["parent"]}
    for row in sectors:
        assert re.fullmatch("" if row["code"] in parents else "[0-9]{5}", row["dac"]), row


def test_places_are_those_of_the_register() -> None:
    current = {f"{row['code']} {row['name']}" for row in data("divisions.csv") if not row.get("valid_to")}
    named = {row[end] for row in seed()["pairings"] for end in ("donor", "recipient")}
    named |= {row["division"] for row in seed()["organisations"] if row.get("division")}
    assert named <= current


def test_project_codes_are_unique_and_tell_county_and_parent() -> None:
    projects = seed()["projects"]
    assert len({row["code"] for row in projects}) == len(projects)
    for row in projects:
        county = by_uid("pairings")[row["pairing"]]["recipient"].split()[0]
        above = by_uid("projects")[row["parent"]]["code"] if row.get("parent") else None
        pattern = rf"{re.escape(above)}\.[1-9]" if above else rf"{county}-[0-9]{{2}}"
        assert re.fullmatch(pattern, row["code"]), row["uid"]


def test_every_row_says_where_it_is_said_and_why_it_is_presumed() -> None:
    for table, row in rows():
        if table in ("sources", "organisations"):
            continue
        assert row.get("source"), row["uid"]
        assert row.get("locator"), row["uid"]
        assert not row.get("presumed") or row.get("note"), row["uid"]
        assert set(row.get("presumed", [])) <= {*row, "unit"}, row["uid"]


# --- with the article ---------------------------------------------------------------------------------------


@cache
def lines() -> dict[int, str]:
    text = ARTICLE.read_text(encoding="utf-8")
    return {number: fold(line) for number, line in enumerate(text.splitlines(), 1)}


def cited(row: Row) -> list[int]:
    """Give the lines that a row cites."""
    locator = row.get("locator") or ""
    assert re.fullmatch(r"(L[0-9]+(, L[0-9]+)*)?", locator), locator
    return [int(number) for number in re.findall("[0-9]+", locator)]


def printed(row: Row) -> str | None:
    """Give the figure as printed, or nothing where it was counted."""
    figure = row.get("amount", row.get("count"))
    if isinstance(figure, dict):
        figure = figure.get("text")
    return figure if isinstance(figure, str) else None


def find(words: str, line: str) -> list[Span]:
    """Find all places of some words in a line where no longer number begins before or goes on behind them."""
    words = fold(words)
    before = rf"(?<![0-9.{HAN}])" if NUMBER.match(words) else ""
    behind = rf"(?![0-9{HAN}])(?!\.[0-9])" if NUMBER.match(words[-1]) else ""
    return [match.span() for match in re.finditer(before + re.escape(words) + behind, line)]


def dates(row: Row) -> set[str]:
    """Spell the dates that a row carries as the article spells dates."""
    spelt = set()
    for field in DATES:
        for date in str(row.get(field) or "").split("/"):
            year, *rest = date.split("-")
            month = f"{int(rest[0])}月" if rest else ""
            spelt |= {f"{year}年{month}", f"{year}年", month} if year else set()
    return spelt - {""}


def names(row: Row) -> set[str]:
    """Give the names that a row carries itself or through what it hangs on: places, projects, organisations."""
    project = by_uid("projects").get(row.get("project", ""), {})
    pairing = by_uid("pairings").get(row.get("pairing") or project.get("pairing", ""), {})
    organisation = by_uid("organisations").get(row.get("organisation", ""), {})
    named_by = [
        (named, field) for named in (row, project, organisation) for field in ("name", "site", "works")
    ]
    found = {named[field] for named, field in named_by if named.get(field)}
    found |= {alias for named in (row, project, organisation) for alias in named.get("aliases", [])}
    places = {of[end] for of in (row, pairing) for end in ("donor", "recipient") if of.get(end)}
    full = {place.split()[1] for place in places}
    return found | full | {name[:-1] for name in full}


@cache
def no_facts() -> list[tuple[int, str]]:
    """Read the table of seed/README.md: line and words of each number that is no fact of the ledger."""
    text = (SEED / "README.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| (L[0-9L, ]+) \| (.+?) \| (.+?) \|$", text, flags=re.MULTILINE)
    assert all(reason.strip() for _, _, reason in table)
    return [(int(number), words) for at, words, _ in table for number in re.findall("[0-9]+", at)]


def covered(number: int) -> list[Span]:
    """Find what of a line the seed's rows account for; a figure accounts for one place a row, no more."""
    line = lines()[number]
    here = [row for _, row in rows() if number in cited(row)]
    figures = Counter(fold(figure) for row in here if (figure := printed(row)))
    spans = [span for figure, n in figures.items() for span in find(figure, line)[:n]]
    spans += [span for row in here for date in dates(row) for span in find(date, line)]
    return spans + [span for row in here for name in names(row) for span in find(name, line)]


def find_plain(words: str, line: str) -> list[Span]:
    return [match.span() for match in re.finditer(re.escape(fold(words)), line)]


def inside(span: Span, spans: list[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)


def numbers(number: int) -> list[re.Match[str]]:
    return list(NUMBER.finditer(lines()[number]))


@with_article
def test_source_is_this_article() -> None:
    [source] = seed()["sources"]
    assert source["sha256"] == hashlib.sha256(ARTICLE.read_bytes()).hexdigest()


@with_article
def test_every_citation_is_a_line_of_the_article() -> None:
    assert {number for _, row in rows() for number in cited(row)} <= set(lines())


@with_article
def test_every_printed_figure_stands_on_each_of_its_lines() -> None:
    missing = [
        (row["uid"], f"L{number}", figure)
        for table in FIGURES
        for row in seed()[table]
        if (figure := printed(row))
        for number in cited(row)
        if not find(figure, lines()[number])
    ]
    assert missing == []


@with_article
def test_every_printed_figure_is_in_the_articles_own_script() -> None:
    text = ARTICLE.read_text(encoding="utf-8").splitlines()
    altered = [
        (row["uid"], figure)
        for table in FIGURES
        for row in seed()[table]
        if (figure := printed(row))
        if not any(figure in text[number - 1] for number in cited(row))
    ]
    assert altered == []


@with_article
def test_every_number_of_the_article_is_a_fact_or_listed_with_its_reason() -> None:
    lost = []
    for number, line in lines().items():
        listed = [span for at, words in no_facts() if at == number for span in find_plain(words, line)]
        spans = covered(number) + listed
        lost += [
            f"L{number}: {line[max(0, match.start() - 6) : match.end() + 6]}"
            for match in numbers(number)
            if not inside(match.span(), spans)
        ]
    assert lost == []


@with_article
def test_the_list_of_no_facts_holds_nothing_idle() -> None:
    idle = []
    for number, words in no_facts():
        assert NUMBER.sub("", fold(words)), f"L{number}: a bare number hides others: {words}"
        spans, facts = find_plain(words, lines()[number]), covered(number)
        held = [match for match in numbers(number) if inside(match.span(), spans)]
        if not any(not inside(match.span(), facts) for match in held):
            idle.append((number, words))
    assert idle == []


@with_article
def test_notes_do_not_copy_the_article() -> None:
    text = "\n".join(lines().values())
    copied = [
        (row["uid"], note[at : at + 14])
        for _, row in rows()
        if (note := fold(row.get("note") or ""))
        for at in range(len(note) - 13)
        if note[at : at + 14] in text
    ]
    assert copied == []
