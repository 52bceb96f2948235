"""What the harnesses ask of a ledger's file: what it holds, whether it is sound, what lies beside it."""

from __future__ import annotations

import json
import os
import random
import sqlite3
from contextlib import closing, redirect_stderr
from io import StringIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

SEED = int(os.environ.get("AIDTRACK_TEST_SEED") or random.randrange(1_000_000))
"""Where the moments and places of harm come from; a failing test shows it, and the variable repeats it."""

Dump = dict[str, list[tuple[Any, ...]]]


def dice() -> random.Random:
    """Take a new source of random numbers, and print how to have the same again."""
    print(f"AIDTRACK_TEST_SEED={SEED}")
    return random.Random(SEED)


def make_ledger(path: Path, *options: str) -> Path:
    """Make a ledger in this process; without options it is the article's."""
    from aidtrack.cli import main

    with redirect_stderr(StringIO()) as said:
        assert main(["--db", str(path), "init", *options]) == 0, said.getvalue()
    return path


def dump(path: Path, *, without: tuple[str, ...] = ()) -> Dump:
    """Read every row of every table, and the schema; columns named in `without` are left out."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        schema = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
        tables = [name for kind, name, *_ in schema if kind == "table"]
        return {"": schema} | {name: _rows(connection, name, without) for name in tables}


def _rows(connection: sqlite3.Connection, table: str, without: tuple[str, ...]) -> list[tuple[Any, ...]]:
    columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    wanted = ", ".join(f'"{name}"' for name in columns if name not in without)
    return connection.execute(f'SELECT {wanted} FROM "{table}"').fetchall()


def count(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        found: int = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
        return found


def unsound(path: Path) -> list[str]:
    """Name what SQLite itself finds wrong; the journal of a broken write is rolled back first."""
    with closing(sqlite3.connect(path)) as connection:
        return _complaints(connection)


def _complaints(connection: sqlite3.Connection) -> list[str]:
    try:
        broken = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        return broken + [f"foreign key {row}" for row in connection.execute("PRAGMA foreign_key_check")]
    except sqlite3.DatabaseError as error:
        return [str(error)]


def beside(path: Path) -> list[str]:
    """Name the files that lie beside the ledger: journals, halves."""
    return sorted(other.name for other in path.parent.iterdir() if other != path)


def journal_of(path: Path) -> Path:
    return path.with_name(path.name + "-journal")


def funding_lines(number: int) -> str:
    """Write figures as `aidtrack add funding -` takes them, each with a long note so that it takes room."""
    figures = (
        {
            "project": 4,
            "amount": f"{index}万元",
            "stage": "计划",
            "period": "2021",
            "source": 1,
            "at": f"L{index}",
            "separate": True,
            "note": f"第{index}笔" * 40,
        }
        for index in range(1, number + 1)
    )
    return "\n".join(json.dumps(figure, ensure_ascii=False) for figure in figures)
