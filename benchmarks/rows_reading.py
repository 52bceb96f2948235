"""The rows that only read: start-up, lists and totals.

Each says what is typed, what it is measured against, by how much it may be slower, and what shows that both gave
the same answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from answers import csv_rows, json_rows, mentions, own_totals, sql_totals
from field import SQL
from measure import Command
from table import Check, Line, Rival, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from field import Field

COUNTY = "色达"


def startup(ground: Field) -> Command:
    """Give the floor that is added to what only answers: the least program of the same parts, on the seed."""
    return ground.floor("list", str(ground.seed), COUNTY)


# Small ledgers


@row("control", grows=False)
def control(ground: Field) -> Line:
    """Run one command against itself: how far the numbers can be trusted."""
    mine = ground.aidtrack(ground.seed, "list", "projects", "--county", COUNTY, "--format", "table")
    return Line("control: a command against itself", mine, [Rival("itself", mine)])


@row("seed-list", grows=False)
def seed_list(ground: Field) -> Line:
    """List a county of a small ledger."""
    words = "list", "projects", "--county", COUNTY
    statement = SQL / "list_county.sql"
    datasette = ground.datasette(ground.seed, statement)
    names = "code", "name", "sector", "status", "planned_end"
    check = Check(
        ground.aidtrack(ground.seed, *words, "--format", "json"),
        json_rows(names),
        datasette,
        json_rows(names),
    )
    return Line(
        "`list projects --county 色达`, the seed",
        ground.aidtrack(ground.seed, *words, "--format", "table"),
        [Rival("floor", startup(ground), 1.15), Rival("datasette --get", datasette, 0.8)],
        [check],
    )


@row("seed-totals", grows=False)
def seed_totals(ground: Field) -> Line:
    """Add up a small ledger."""
    statement = SQL / "totals_by_donor.sql"
    datasette = ground.datasette(ground.seed, statement)
    return Line(
        "`totals --by donor`, the seed",
        ground.aidtrack(ground.seed, "totals", "--by", "donor", "--format", "table"),
        [
            Rival("floor", ground.floor("totals", str(ground.seed), str(statement)), 1.15),
            Rival("datasette --get", datasette, 0.8),
        ],
        [_same_totals(ground, ground.seed, ("donor_code",), datasette, "--by", "donor")],
    )


_COMMANDS = "list show totals parse add edit remove import export check db".split()


@row("help", grows=False)
def help_(ground: Field) -> Line:
    """Ask for help."""
    mine = Command((ground.aidtrack_program, "--help"))
    floor = ground.floor_help("--help")
    read = mentions(_COMMANDS)
    return Line("`--help`", mine, [Rival("floor", floor, 1.15)], [Check(mine, read, floor, read)])


@row("completion", grows=False)
def completion(ground: Field) -> Line:
    """Press the tab key."""
    mine = Command(
        (ground.aidtrack_program,),
        {"_AIDTRACK_COMPLETE": "complete_bash", "COMP_WORDS": "aidtrack\nli", "COMP_CWORD": "1"},
    )
    floor = Command(
        ground.floor_help().argv,
        {"_FLOOR_COMPLETE": "complete_bash", "COMP_WORDS": "floor\nli", "COMP_CWORD": "1"},
    )
    read = mentions(["list", "totals"])
    return Line("completion", mine, [Rival("floor", floor, 1.15)], [Check(mine, read, floor, read)])


# Totals


def _same_totals(ground: Field, ledger: object, keys: Sequence[str], theirs: Command, *words: str) -> Check:
    mine = ground.aidtrack(str(ledger), "totals", *words, "--format", "json")
    return Check(mine, own_totals(keys), theirs, sql_totals(keys))


@row("totals-donor")
def totals_donor(ground: Field) -> Line:
    """Add up the whole ledger by donor."""
    statement, usual, words = SQL / "totals_by_donor.sql", SQL / "usual_by_donor.sql", ("--by", "donor")
    shell = ground.sqlite3(ground.large, statement)
    datasette = ground.datasette(ground.large, statement)
    duckdb = ground.duckdb_query(statement)
    keys = ("donor_code",)
    return Line(
        "`totals --by donor`",
        ground.aidtrack(ground.large, "totals", *words, "--format", "json"),
        [
            Rival("sqlite3 shell", shell, 1.25, plus_floor=True),
            Rival("datasette --get", datasette, 1.0),
            Rival("DuckDB, own tables", duckdb, 3.0),
            Rival("usual design, sqlite3 shell", ground.sqlite3(ground.large, usual)),
            Rival("usual design, sqlite-utils", ground.sqlite_utils(ground.large, usual)),
            Rival("usual design, datasette", ground.datasette(ground.large, usual)),
            Rival("usual design, DuckDB", ground.duckdb_query(usual)),
        ],
        [_same_totals(ground, ground.large, keys, peer, *words) for peer in (shell, datasette, duckdb)],
    )


def _two_dimensions(ground: Field, name: str, keys: Sequence[str], *words: str) -> Line:
    statement = SQL / f"totals_by_{name}.sql"
    shell, duckdb = ground.sqlite3(ground.large, statement), ground.duckdb_query(statement)
    return Line(
        f"`totals {' '.join(words)}`",
        ground.aidtrack(ground.large, "totals", *words, "--format", "json"),
        [Rival("sqlite3 shell", shell, 1.25, plus_floor=True), Rival("DuckDB, own tables", duckdb)],
        [_same_totals(ground, ground.large, keys, peer, *words) for peer in (shell, duckdb)],
    )


@row("totals-county-year")
def totals_county_year(ground: Field) -> Line:
    """Add up by a dimension of places and one of figures."""
    return _two_dimensions(ground, "county_year", ("county_code", "year"), "--by", "county", "--by", "year")


@row("totals-sector-status")
def totals_sector_status(ground: Field) -> Line:
    """Add up by two dimensions of projects."""
    return _two_dimensions(ground, "sector_status", ("sector", "status"), "--by", "sector", "--by", "status")


# Lists

LISTED = (
    "id code name name_en donor donor_code recipient recipient_code county county_code prefecture programme "
    "sector status planned_start actual_start planned_end actual_end parent site works funding source locator note"
).split()


@row("list-json")
def list_json(ground: Field) -> Line:
    """List a county's projects for a program."""
    mine = ground.aidtrack(ground.large, "list", "projects", "--county", COUNTY, "--format", "json")
    raw = ground.program("peer_list.py", str(ground.large), str(SQL / "list_county.sql"))
    read = json_rows(LISTED)
    return Line(
        "`list projects --county 色达`, JSON",
        mine,
        [Rival("sqlite3 from Python", raw, 1.3, plus_floor=True)],
        [Check(mine, read, raw, read)],
    )


@row("list-table")
def list_table(ground: Field) -> Line:
    """List a county's projects for a person."""
    statement = SQL / "list_county.sql"
    words = "list", "projects", "--county", COUNTY
    utils = ground.sqlite_utils(ground.large, statement)
    names = "code", "name", "sector", "status", "planned_end"
    return Line(
        "`list projects --county 色达`, table",
        ground.aidtrack(ground.large, *words, "--format", "table"),
        [
            Rival("sqlite-utils -t", ground.sqlite_utils(ground.large, SQL / "table_county.sql", "-t"), 1.0),
            Rival(
                "sqlite3 from Python, JSON", ground.program("peer_list.py", str(ground.large), str(statement))
            ),
        ],
        [
            Check(
                ground.aidtrack(ground.large, *words, "--format", "json"),
                json_rows(names),
                utils,
                json_rows(names),
            )
        ],
    )


@row("first-50")
def first_50(ground: Field) -> Line:
    """List the first projects."""
    words = "list", "projects", "--limit", "50"
    names = "code", "name"
    return Line(
        "`list projects --limit 50`",
        ground.aidtrack(ground.large, *words, "--format", "table"),
        [Rival("the same on the seed", ground.aidtrack(ground.seed, *words, "--format", "table"), 1.1)],
        [
            Check(
                ground.aidtrack(ground.large, *words, "--format", "json"),
                json_rows(names),
                ground.sqlite3(ground.large, SQL / "first_50.sql"),
                json_rows(names),
            )
        ],
    )


@row("text")
def text(ground: Field) -> Line:
    """Search through all names."""
    words = "list", "projects", "--text", "水厂", "--columns", "code,name", "--format", "csv"
    mine = ground.aidtrack(ground.large, *words)
    shell = ground.sqlite3(ground.large, SQL / "text.sql")
    names = "code", "name"
    return Line(
        "`list projects --text 水厂`, code and name",
        mine,
        [Rival("sqlite3 shell, LIKE", shell, 1.1, plus_floor=True)],
        [Check(mine, csv_rows(names), shell, json_rows(names))],
    )
