"""The rows that write: imports, exports, a figure by hand; and the same totals on a server."""

from __future__ import annotations

import sqlite3
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

from answers import own_totals, sql_totals
from field import SMALL, SQL
from table import Check, Line, Rival, row

if TYPE_CHECKING:
    from pathlib import Path

    from answers import Answer
    from field import Field
    from measure import Command

MEMORY = 200
"""Megabytes that an import and an export may take, however large the file."""


def _text(text: str) -> Answer:
    """Take an answer as it stands."""
    return {("text",): text.strip()}


# Import


@row("import")
def import_(ground: Field) -> Line:
    """Import a table of projects: places and words found, dates read, rules held, history written, in one change."""
    mine = replace(
        ground.importing(ground.work / "import.db", ground.sheet),
        before=lambda: ground.copy_of(ground.office, "import.db"),
    )
    brought_in = ground.sqlite3(ground.imported, SQL / "imported.sql")
    said = ground.program("in_table.py", str(ground.sheet))
    bare = ground.sqlite3(ground.work / "bare.db", SQL / "imported.sql")
    inserted = replace(bare, before=lambda: _once(_bare(ground)))
    return Line(
        "`import` of a CSV of projects",
        mine,
        [
            Rival("bare executemany of the same rows", _bare(ground), 4.0),
            Rival("sqlite-utils insert --csv", _sqlite_utils_insert(ground), 0.6),
            Rival("pandas read_csv, to_sql", _pandas(ground)),
        ],
        [Check(brought_in, _text, said, _text), Check(brought_in, _text, inserted, _text)],
        MEMORY,
    )


def _once(command: Command) -> None:
    if command.before:
        command.before()
    subprocess.run(command.argv, check=True, capture_output=True)


def _bare(ground: Field) -> Command:
    bare = ground.program(
        "peer_insert.py", str(ground.work / "bare.db"), f"project={ground.stored('project')}"
    )
    return replace(bare, before=lambda: ground.copy_of(ground.office, "bare.db"))


def _sqlite_utils_insert(ground: Field) -> Command:
    target = ground.work / "utils.db"
    words = ground.peers.tool("sqlite-utils"), "insert", str(target), "project", str(ground.sheet), "--csv"
    return replace(_bare(ground), argv=words, before=lambda: target.unlink(missing_ok=True))


def _pandas(ground: Field) -> Command:
    target = ground.work / "pandas.db"
    command = ground.program("peer_pandas.py", str(ground.sheet), str(target), peers=True)
    return replace(command, before=lambda: target.unlink(missing_ok=True))


# Export

REPORTER = "91330100799655058B"
"""Whoever reports in IATI: an identifier whose last digit checks the others."""


def _export(ground: Field, title: str, out: Path, holding: Path, *words: str) -> Line:
    """Word an export, whose memory must not grow with the ledger: it is held against that of a small one's."""
    mine = ground.aidtrack(ground.writable, "export", str(out), *words, "--force")
    small = ground.aidtrack(
        ground.small, "export", str(out.with_name(f"small-{out.name}")), *words, "--force"
    )
    written = replace(ground.program("digest.py", str(holding)), before=lambda: _once(mine))
    kept = ground.program("digest.py", str(ground.writable))
    return Line(
        title,
        mine,
        [Rival(f"memory at {SMALL:,} projects", small, 1.2, memory=True)],
        [Check(written, _text, kept, _text)],
        MEMORY,
    )


@row("export-csv")
def export_csv(ground: Field) -> Line:
    """Write the whole ledger as tables."""
    out = ground.work / "out-csv"
    return _export(ground, "`export` to CSV", out, out / "projects.csv", "--format", "csv")


@row("export-iati")
def export_iati(ground: Field) -> Line:
    """Write the whole ledger as IATI activities."""
    out = ground.work / "out.xml"
    return _export(ground, "`export` to IATI", out, out, "--reporting-org", REPORTER)


# By hand


def _adding(ground: Field, ledger: Path) -> Command:
    figure = "--stage agreed --amount 10万元 --source 1 --at L1 --separate --no-input".split()
    code = _code(ledger)
    return ground.aidtrack(ledger, "add", "funding", "--project", code, *figure)


def _code(ledger: Path) -> str:
    connection = sqlite3.connect(ledger)
    code = connection.execute("SELECT code FROM project ORDER BY id LIMIT 1").fetchone()[0]
    connection.close()
    return str(code)


@row("add-funding")
def add_funding(ground: Field) -> Line:
    """Add one figure by hand."""
    seed = ground.copy_of(ground.seed, "seed-writable.db")
    mine, theirs = _adding(ground, ground.writable), _adding(ground, seed)
    count_rows = [
        replace(
            ground.sqlite3(ledger, SQL / "last_funding.sql"), before=lambda command=command: _once(command)
        )
        for ledger, command in ((ground.writable, mine), (seed, theirs))
    ]
    return Line(
        "`add funding`",
        mine,
        [Rival("the same on the seed", theirs, 1.2)],
        [Check(count_rows[0], _text, count_rows[1], _text)],
    )


# On a server


@row("postgres", server=True)
def postgres(ground: Field) -> Line:
    """Add up by donor on PostgreSQL."""
    psql = ground.psql(SQL / "totals_by_donor.sql")
    mine = ground.aidtrack(ground.server, "totals", "--by", "donor", "--format", "json")
    keys = ("donor_code",)
    return Line(
        "`totals --by donor` on PostgreSQL",
        mine,
        [Rival("psql", psql, 1.2, plus_floor=True)],
        [Check(mine, own_totals(keys), psql, sql_totals(keys))],
    )
