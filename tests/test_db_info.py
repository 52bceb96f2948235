"""`db info`: what there is to know about the database, also of a ledger that nothing else can be done with."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from aidtrack import __version__
from aidtrack.cli._db_info import size_text
from aidtrack.store import HEAD
from harness_backup import older_ledger
from harness_ledger import count

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import RunLine


def read(run_line: RunLine, ledger: Path) -> dict[str, Any]:
    answer = run_line(f"aidtrack --db {ledger} db info --format json")
    assert answer.code == 0
    found: dict[str, Any] = json.loads(answer.out)
    return found


def test_all_of_it_as_json(article: Path, run_line: RunLine) -> None:
    found = read(run_line, article)
    tables = {row["table"]: row["rows"] for row in found.pop("tables")}
    assert found.pop("last_change").startswith("20")
    assert found == {
        "ledger": str(article),
        "engine": "SQLite",
        "engine_version": sqlite3.sqlite_version,
        "aidtrack": __version__,
        "sqlalchemy": sa.__version__,
        "python": platform.python_version(),
        "revision": HEAD,
        "program_revision": HEAD,
        "needs_upgrade": False,
        "finished": True,
        "made_from": "seed",
        "size": article.stat().st_size,
        "journal_mode": "delete",
        "synchronous": "extra",
        "changes": 1,
        "last_backup": None,
        "last_backup_file": None,
    }
    assert tables == {name: count(article, name) for name in tables}
    assert {"project", "funding", "alembic_version"} <= tables.keys()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Engine version:", "2.7 MB", "Needs an upgrade:", "Table", "funding")),
        ("zh", ("引擎版本:", "2.7 MB", "需要升级:", "表", "funding")),
    ],
)
def test_people_read_headings_and_sizes(
    language: str, words: tuple[str, ...], article: Path, run_line: RunLine
) -> None:
    answer = run_line(f"aidtrack --db {article} db info --format table --lang {language}")
    assert answer.code == 0
    assert [word for word in words if word not in answer.out] == []


def test_the_last_backup_is_named_else_how_to_make_one(
    article: Path, tmp_path: Path, run_line: RunLine
) -> None:
    ledger = tmp_path / "ledger.db"
    ledger.write_bytes(article.read_bytes())
    hint = "No backup was made of the ledger at this place yet; make one with: aidtrack db backup\n"
    assert run_line(f"aidtrack --db {ledger} db info --format json").err == hint
    saved = run_line(f"aidtrack --db {ledger} db backup {tmp_path}").out.strip()
    answer = run_line(f"aidtrack --db {ledger} db info --format json")
    assert answer.err == ""
    assert json.loads(answer.out)["last_backup_file"] == saved


def test_an_older_ledger_needs_an_upgrade(tmp_path: Path, run_line: RunLine) -> None:
    older = older_ledger(tmp_path / "older.db")
    found = read(run_line, older)
    assert (found["revision"], found["needs_upgrade"], found["finished"]) == ("0001", True, True)
    assert found["changes"] == count(older, "change")
    answer = run_line(f"aidtrack --db {older} db info")
    assert "bring it up to date with: aidtrack db upgrade" in answer.err


def test_a_newer_ledger_needs_a_newer_program(tmp_path: Path, run_line: RunLine) -> None:
    newer = older_ledger(tmp_path / "newer.db")
    with closing(sqlite3.connect(newer)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    answer = run_line(f"aidtrack --db {newer} db info")
    assert answer.code == 0
    assert "It is of a newer aidtrack; install that one." in answer.err


def test_a_ledger_never_finished_says_so(article: Path, tmp_path: Path, run_line: RunLine) -> None:
    half = tmp_path / "half.db"
    half.write_bytes(article.read_bytes())
    with closing(sqlite3.connect(half)) as connection, connection:
        connection.execute("DELETE FROM setting WHERE name = 'initialised'")
    found = read(run_line, half)
    assert (found["finished"], found["made_from"]) == (False, None)
    with closing(sqlite3.connect(half)) as connection, connection:
        connection.executescript("PRAGMA foreign_keys=OFF; DROP TABLE setting; DROP TABLE alembic_version;")
    found = read(run_line, half)
    assert (found["revision"], found["needs_upgrade"], found["changes"]) == (None, False, 0)
    answer = run_line(f"aidtrack --db {half} db info")
    assert "It was never finished; complete it with: aidtrack init" in answer.err


@pytest.mark.parametrize("harm", ["smashed", "short", "schema"])
def test_a_damaged_ledger_is_one_sentence(
    harm: str, article: Path, tmp_path: Path, run_line: RunLine
) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(article.read_bytes())
    with path.open("r+b") as file:
        if harm == "short":
            os.truncate(path, 40_960)
        else:
            file.seek(0 if harm == "smashed" else 100)
            file.write(b"\xff" * 50)
    answer = run_line(f"aidtrack --db {path} db info")
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith("error: ")
    assert "damaged" in answer.err
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (4096, "4.1 kB"),
        (2_736_128, "2.7 MB"),
        (999_999, "1,000 kB"),
        (12_345_678_901, "12.3 GB"),
        (5 * 10**15, "5,000 TB"),
    ],
)
def test_a_size_is_worded(size: int, text: str) -> None:
    assert size_text(size) == text
