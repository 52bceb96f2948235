"""Where a ledger is said to be: what is no place of one is refused in one sentence, and nothing is made there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from aidtrack.store import locate

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import RunLine

NO_LEDGER = 3
SECRET = "geheim-0815"

NO_DATABASE = (
    "error: The URL names no database; write it behind the server: postgresql://USER@HOST:PORT/DATABASE.\n"
)
UNREADABLE = (
    "error: The URL of the ledger cannot be read; write it as postgresql://USER@HOST:PORT/DATABASE, "
    "and the password in PGPASSWORD or ~/.pgpass.\n"
)
LIKE_A_URL = (
    "error: The place of the ledger looks like a URL, which cannot be read; write it as "
    "postgresql://USER@HOST:PORT/DATABASE, or put ./ before the path of a file.\n"
)
NO_PORT = "error: The port of the server cannot be read; write a number from 1 to 65535.\n"
NO_TIMEOUT = "error: The connect_timeout of the server cannot be read; write a number of seconds.\n"
NO_MODE = (
    "error: The sslmode of the server cannot be read; "
    "write one of: disable, allow, prefer, require, verify-ca, verify-full.\n"
)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (f"postgresql://kim:{SECRET}@server/", NO_DATABASE),
        (f"postgresql://kim:{SECRET}@server", NO_DATABASE),
        ("postgres:///", NO_DATABASE),
        (f"postgresql+psycopg://kim@server/?password={SECRET}", NO_DATABASE),
        (f"postgresql//kim:{SECRET}@server/db", UNREADABLE),
        (f"postgres:kim:{SECRET}@server/db", UNREADABLE),
        (f"POSTGRESQL://kim:{SECRET}@server/db", UNREADABLE),
        (f" postgresql://kim:{SECRET}@server/db", UNREADABLE),
        (f"postgresql://kim@server/db;password={SECRET}", UNREADABLE),
        (f"postgresql://kim@server/db?sslmode=require;password={SECRET}", UNREADABLE),
        (f"pstgresql//kim:{SECRET}@server/db", LIKE_A_URL),
        (f"//kim:{SECRET}@server/db", LIKE_A_URL),
        (f"kim:{SECRET}@server/db", LIKE_A_URL),
        (f"kim:{SECRET}@server", LIKE_A_URL),
        (f"psql:kim/{SECRET}", LIKE_A_URL),
        (
            f"kim:{SECRET}@mysql://server/db",
            "error: '…://…' is no place of a ledger; give the path of a file or postgresql://….\n",
        ),
        (f"postgresql://kim:{SECRET}@server:99999/db", NO_PORT),
        (f"postgresql://kim:{SECRET}@server:0/db", NO_PORT),
        (f"postgresql://kim:{SECRET}@server:many/db", NO_PORT),
        (f"postgresql:///db?host=server&port={SECRET}", NO_PORT),
        ("postgresql://server/db?connect_timeout=long", NO_TIMEOUT),
        ("postgresql://server/db?sslmode=yes", NO_MODE),
        (
            "~nobody-of-this-name/ledger.db",
            "error: The home directory in '~nobody-of-this-name/ledger.db' is not known; write the path out.\n",
        ),
    ],
)
def test_what_is_no_place(
    run_line: RunLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for line in ("init", "list projects", "db copy elsewhere.db"):
        answer = run_line(f"aidtrack {line} --db '{url}'")
        assert (answer.code, answer.out, answer.err) == (NO_LEDGER, "", said)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("variable", "said"),
    [
        ("PGPORT", NO_PORT.replace("port", "PGPORT")),
        ("PGCONNECT_TIMEOUT", NO_TIMEOUT.replace("connect_timeout", "PGCONNECT_TIMEOUT")),
        ("PGSSLMODE", NO_MODE.replace("sslmode", "PGSSLMODE")),
    ],
)
def test_what_the_environment_says_of_the_server(run_line: RunLine, variable: str, said: str) -> None:
    answer = run_line("aidtrack totals --db postgresql://server/db", env={variable: "many"})
    assert (answer.code, answer.err) == (NO_LEDGER, said)


@pytest.mark.parametrize(
    "name", ["./kim@office.db", "a.db", "data/a.db", "./postgres:a.db", "./a//b.db", "2023-01-01T10:00.db"]
)
def test_the_path_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    assert locate(name).path == tmp_path / name
    assert locate(f"{tmp_path}//{name}").path == tmp_path / name


def test_the_database_may_be_said_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    assert locate("postgresql://server/?dbname=ledger").path is None
    monkeypatch.setenv("PGDATABASE", "ledger")
    assert locate("postgresql://server/").path is None


def test_where_no_ledger_can_be_by_itself(run_line: RunLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AIDTRACK_DB")
    answer = run_line("aidtrack init", env={"XDG_DATA_HOME": "/dev/null/x"})
    assert (answer.code, answer.out) == (NO_LEDGER, "")
    assert answer.err == (
        "error: No ledger can be made at /dev/null/x/aidtrack/aidtrack.db, where XDG_DATA_HOME or the home "
        "directory puts it: Not a directory; name another place with --db or AIDTRACK_DB.\n"
    )
