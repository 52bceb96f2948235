"""Starting up is fast because little is imported; these tests keep it so."""

from __future__ import annotations

import socket
import subprocess
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from aidtrack.cli import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import RunLine
    from ledgers import Ledger

SCRIPT = """
import sys
from aidtrack.cli import main
code = main(sys.argv[1:])
print("imported:", *(name for name in {names!r} if name in sys.modules), file=sys.stderr)
sys.exit(code)
"""
HEAVY = ("sqlalchemy", "alembic", "pydantic", "yaml", "openpyxl", "psycopg")
NOT_FOR_READING = ("sqlalchemy.orm", "alembic", "pydantic", "yaml", "openpyxl", "psycopg")


def imported(line: list[str], names: tuple[str, ...]) -> list[str]:
    """Which of the modules are there after the line has run."""
    command = [sys.executable, "-c", SCRIPT.format(names=names), *line]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stderr.splitlines()[-1].split()[1:]


@pytest.mark.parametrize("line", [["--help"], ["--version"], ["--lang", "zh", "--help"]], ids=" ".join)
def test_help_imports_nothing_heavy(line: list[str]) -> None:
    assert imported(line, HEAVY) == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_row_of_the_table_imports(name: str) -> None:
    assert import_module(COMMANDS[name].module).app


@pytest.mark.parametrize(
    "line",
    [
        ["list", "projects"],
        ["list", "donors", "--format", "json"],
        ["totals"],
        ["totals", "--by", "donor", "--format", "csv"],
    ],
    ids=" ".join,
)
def test_reading_imports_no_objects_and_no_validation(ledger: Ledger, line: list[str]) -> None:
    assert imported(line, NOT_FOR_READING) == (["psycopg"] if ledger.on_server else [])


def test_completion_imports_nothing_heavy(monkeypatch: pytest.MonkeyPatch) -> None:
    script = "import atexit, sys\natexit.register(lambda: print('imported:', *(n for n in {names!r} if n in sys.modules)))\n"
    for name, value in {
        "_AIDTRACK_COMPLETE": "complete_bash",
        "COMP_WORDS": "aidtrack ",
        "COMP_CWORD": "1",
    }.items():
        monkeypatch.setenv(name, value)
    code = script.format(names=HEAVY) + "from aidtrack.cli import main\nmain([])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert "totals" in done.stdout
    assert done.stdout.splitlines()[-1] == "imported:"


# --- no network

LINES = (
    "list projects",
    "totals --by donor",
    "show project 513333-01",
    "check --deep",
    "edit project 513333-01 --site 色柯镇",
    "undo",
    "db info",
    "db backup",
    "db upgrade",
    "parse place 色达",
)


@pytest.mark.parametrize("line", LINES)
def test_nothing_goes_over_the_network(
    run_line: RunLine, ledger_file: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert ledger_file.exists()
    assert run_line(f"aidtrack {line}").code == 0
