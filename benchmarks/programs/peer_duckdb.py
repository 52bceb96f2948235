"""The same statement on DuckDB's own tables.

`peer_duckdb.py load LEDGER.db OUT.duckdb` makes the tables, `peer_duckdb.py query OUT.duckdb FILE.sql` prints the rows
as JSON.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
import tempfile
from pathlib import Path

import duckdb

TABLES = {
    "division": "id code name level",
    "pairing": "id donor_id recipient_id",
    "sector": "id code parent_id",
    "project": "id code name pairing_id parent_id sector_id status",
    "funding": "id pairing_id project_id currency stage fund_source low high value year part_of_id overlaps restates_id",
    "jobs": "id pairing_id project_id kind group scenario low high value year part_of_id overlaps restates_id",
}
TEXTS = "code name level status currency stage fund_source kind group scenario".split()


def load(ledger: str, out: str) -> None:
    """Copy what totals need into tables of DuckDB."""
    Path(out).unlink(missing_ok=True)
    source, target = sqlite3.connect(ledger), duckdb.connect(out)
    for table, columns in TABLES.items():
        names = columns.split()
        with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="", encoding="utf-8") as file:
            quoted = ", ".join(f'"{name}"' for name in names)
            csv.writer(file).writerows(source.execute(f"SELECT {quoted} FROM {table}"))  # noqa: S608 - our own names
            file.flush()
            typed = ", ".join(f'"{name}" {_type(name)}' for name in names)
            target.execute(f"CREATE TABLE {table} ({typed})")
            target.execute(f"COPY {table} FROM '{file.name}' (HEADER false, NULLSTR '')")
    target.close()


def _type(name: str) -> str:
    if name in TEXTS:
        return "VARCHAR"
    return "BOOLEAN" if name == "overlaps" else "BIGINT"


def query(database: str, statement: str) -> None:
    """Answer one statement."""
    connection = duckdb.connect(database, read_only=True)
    found = connection.execute(Path(statement).read_text(encoding="utf-8"))
    names = [column[0] for column in found.description]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    json.dump(rows, sys.stdout, ensure_ascii=False, default=int)


if __name__ == "__main__":
    {"load": load, "query": query}[sys.argv[1]](*sys.argv[2:])
