"""Make a large ledger, the same for the same seed: a real one, of which `aidtrack check` has nothing to say.

    python benchmarks/generate.py PATH --projects 1000000 --seed 1

300 donors help 300 counties, a third of the counties has two donors. For N projects there are 2N figures of
money (5 % parts, 1 % restatements, a third ranges) and N of jobs. What they are like: ledger_rows.py.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from aidtrack.cli import main as aidtrack
from ledger_rows import FUNDING, JOBS, PER_CHANGE, PROJECT, Maker, Pairing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger_rows import Made, Row

DONORS = COUNTIES = 300
SOURCES = 20
AT_ONCE = 20_000

EAST = ("11", "12", "31", "32", "33", "35", "37", "44")
WEST = ("45", "51", "52", "53", "54", "61", "62", "63", "64", "65")
ALWAYS = ("331002", "513333")
"""The first donor and the first county: 椒江 helps 色达 here as in the article."""

_AT = "2026-01-01T00:00:00+00:00"


def empty_ledger(path: Path) -> None:
    """Make a ledger as a user does, without records."""
    path.unlink(missing_ok=True)
    if aidtrack(["--db", str(path), "init", "--empty"]):
        raise SystemExit("The ledger could not be made.")


def opened(path: Path) -> sqlite3.Connection:
    """Open a ledger that nobody else knows: safe from nothing, and therefore fast."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-1500000", "locking_mode=EXCLUSIVE"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def places(connection: sqlite3.Connection, provinces: Sequence[str], count: int) -> list[Row]:
    """Choose so many counties of some provinces, in the order of their codes, spread over all."""
    marks = ", ".join("?" * len(provinces))
    query = f"SELECT id, code, short FROM division WHERE level = 'county' AND substr(code, 1, 2) IN ({marks})"  # noqa: S608 - marks alone
    found = connection.execute(query + " ORDER BY code", list(provinces)).fetchall()
    first = [row for row in found if row[1] in ALWAYS]
    rest = [row for row in found if row[1] not in ALWAYS]
    return first + [rest[n * len(rest) // (count - 1)] for n in range(count - 1)]


def write_pairings(connection: sqlite3.Connection, seed: int) -> list[Pairing]:
    """Pair each donor with a county, and a third of the donors with one more."""
    donors, counties = places(connection, EAST, DONORS), places(connection, WEST, COUNTIES)
    ends = list(zip(donors, counties, strict=True))
    ends += [(donors[n], counties[n + 1]) for n in range(0, DONORS, 3)]
    chance = random.Random(seed)  # noqa: S311 - the same rows each time are what is wanted
    rows = [
        (n + 1, f"pairing-{n + 1}", donor[0], county[0], chance.choice(("counterpart_support", None)))
        for n, (donor, county) in enumerate(ends)
    ]
    connection.executemany(
        "INSERT INTO pairing (id, uid, change_id, donor_id, recipient_id, programme, since) "
        "VALUES (?, ?, 1, ?, ?, ?, '2016')",
        rows,
    )
    return [Pairing(n + 1, str(county[1]), str(county[2])) for n, (_, county) in enumerate(ends)]


def write_sources(connection: sqlite3.Connection) -> None:
    """Write the documents that the figures cite."""
    rows = [(n, f"source-{n}", f"对口支援工作年报(第{n}册)") for n in range(1, SOURCES + 1)]
    insert = "INSERT INTO source (id, uid, change_id, title, kind) VALUES (?, ?, 1, ?, 'document')"
    connection.executemany(insert, rows)


def write_changes(connection: sqlite3.Connection, projects: int) -> None:
    """Write the history: one change for so many projects."""
    rows = [(n, f"change-{n}", _AT) for n in range(1, (projects - 1) // PER_CHANGE + 2)]
    insert = (
        "INSERT INTO change (id, uid, at, actor, command, program) "
        "VALUES (?, ?, ?, 'benchmark', 'aidtrack import projects.csv', '0')"
    )
    connection.executemany(insert, rows)


def batches(made: Iterator[Made]) -> Iterator[list[Made]]:
    """Take the projects so many at a time."""
    while batch := list(islice(made, AT_ONCE)):
        yield batch


def insert_into(table: str, columns: Sequence[str]) -> str:
    """Word the insertion of a row."""
    named = ", ".join(f'"{column}"' for column in columns)
    return f"INSERT INTO {table} ({named}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 - our own names


def write_projects(connection: sqlite3.Connection, made: Iterator[Made]) -> None:
    """Write the projects and their figures."""
    for batch in batches(made):
        connection.executemany(insert_into("project", PROJECT), (one.project for one in batch))
        connection.executemany(insert_into("funding", FUNDING), (row for one in batch for row in one.funding))
        connection.executemany(insert_into("jobs", JOBS), (one.jobs for one in batch))


def without_indexes(connection: sqlite3.Connection) -> list[str]:
    """Drop the indexes of the large tables; tell how to make them again, which is faster than to keep them."""
    found = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
        "AND tbl_name IN ('project', 'funding', 'jobs')"
    ).fetchall()
    for name, _ in found:
        connection.execute(f'DROP INDEX "{name}"')
    return [sql for _, sql in found]


def generate(path: Path, projects: int, seed: int) -> None:
    """Make the ledger."""
    empty_ledger(path)
    fill(path, projects, seed)


def fill(path: Path, projects: int, seed: int) -> None:
    """Write everything into a ledger that has no records yet."""
    connection = opened(path)
    connection.execute("BEGIN")
    again = without_indexes(connection)
    write_changes(connection, projects)
    write_sources(connection)
    pairings = write_pairings(connection, seed)
    query = "SELECT id FROM sector WHERE parent_id IS NOT NULL ORDER BY id"
    sectors = [row[0] for row in connection.execute(query)]
    write_projects(connection, Maker(seed, pairings, sectors, SOURCES).projects(projects))
    for statement in again:
        connection.execute(statement)
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--projects", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    began = time.monotonic()
    generate(asked.path, asked.projects, asked.seed)
    print(f"{asked.path}: {asked.projects:,} projects in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
