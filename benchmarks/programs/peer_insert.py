"""Insert rows that are ready, by nothing but executemany: peer_insert.py LEDGER.db TABLE=FILE.csv.

The rows are those of an imported ledger, and so are the tables with their indexes; nothing is looked at.
"""

from __future__ import annotations

import csv
import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def rows(reader: Iterator[list[str]]) -> Iterator[list[str | None]]:
    """Give the rows of a file, with its nulls."""
    for row in reader:
        yield [None if cell == r"\N" else cell for cell in row]


connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN")
for argument in sys.argv[2:]:
    table, _, name = argument.partition("=")
    with Path(name).open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        columns = ", ".join(f'"{column}"' for column in next(reader))
        marks = ", ".join("?" * (columns.count(",") + 1))
        connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows(reader))  # noqa: S608
connection.execute("COMMIT")
connection.close()
