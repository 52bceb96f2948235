"""What keeps reading fast, told without a clock: what a command imports, how often it asks the database, and how.

On a ledger of 20,000 rows, which `benchmarks/generate.py` makes; the plans are the same for a million.
"""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import RunLine

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
PROJECTS = 5_000

READING = {
    "list projects --county 色达": (68, 16),
    "list projects --limit 50": (68, 18),
    "list projects --text 水厂 --limit 50": (68, 15),
    "list funding --limit 50": (62, 12),
    "list jobs --county 色达": (62, 12),
    "list donors": (61, 11),
    "show project 513333-0000202": (76, 22),
    "totals": (76, 17),
    "totals --by donor": (76, 17),
    "totals --by county --by year": (76, 20),
    "totals --by sector --by status": (76, 18),
    "totals --county 色达": (76, 17),
    "history": (51, 21),
}
"""By line: how many modules of ours it loads at most, and how many statements it executes at most."""

NEVER = (
    "sqlalchemy.orm",
    "alembic",
    "pydantic",
    "yaml",
    "openpyxl",
    "xlsxwriter",
    "lxml",
    "psycopg",
    "rich.console",
    "sqlalchemy.dialects.postgresql",
    "aidtrack.actions",
    "aidtrack.facts",
    "aidtrack.models",
    "aidtrack.rules",
    "aidtrack.store.integrity",
)
"""What no reading command loads that writes into a pipe."""

WITHOUT_DATABASE = {"--help": 18, "--version": 16, "list --help": 26, "totals --help": 28}

SCRIPT = """
import sys
from aidtrack.cli import main
code = main(sys.argv[1:])
print("loaded:", *sys.modules, file=sys.stderr)
sys.exit(code)
"""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "ledger.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(BENCHMARKS)
        import_module("generate").generate(path, PROJECTS, seed=1)
    return path


def loaded(*line: str) -> list[str]:
    command = [sys.executable, "-c", SCRIPT, *line]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stderr.splitlines()[-1].split()[1:]


def ours(modules: list[str]) -> list[str]:
    return [name for name in modules if name.startswith("aidtrack.")]


@pytest.mark.parametrize("line", READING)
def test_a_reading_command_loads_little(large: Path, line: str) -> None:
    modules = loaded("--db", str(large), *line.split())
    assert [name for name in NEVER if name in modules] == []
    assert len(ours(modules)) <= READING[line][0], ours(modules)


@pytest.mark.parametrize("line", WITHOUT_DATABASE)
def test_help_loads_no_database(line: str) -> None:
    modules = loaded(*line.split())
    heavy = {"sqlalchemy", "pydantic", "aidtrack.tables", "aidtrack.store", "sqlite3"}
    assert heavy.isdisjoint(modules)
    assert len(ours(modules)) <= WITHOUT_DATABASE[line], ours(modules)


@pytest.fixture
def asked(large: Path, run_line: RunLine) -> Any:
    """Run a line and give the statements that it executed, with their values."""

    def run(line: str) -> list[tuple[str, Any]]:
        said: list[tuple[str, Any]] = []

        def heard(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
            said.append((statement, values))

        sa.event.listen(sa.Engine, "before_cursor_execute", heard)
        try:
            assert run_line(f"aidtrack --db {large} {line}").code == 0
        finally:
            sa.event.remove(sa.Engine, "before_cursor_execute", heard)
        return said

    return run


@pytest.mark.parametrize("line", READING)
def test_a_reading_command_asks_few_times_and_well(large: Path, asked: Any, line: str) -> None:
    said = asked(line)
    assert len(said) <= READING[line][1], "\n".join(statement for statement, _ in said)
    for statement, values in said:
        plan = list(planned(large, statement, values))
        scanned = [step for step in plan if scans_facts(step, statement)]
        assert [step for step in scanned if "INDEX" not in step and line not in READS_ROWS] == [], statement
        if scanned and line not in SORTS:
            assert [step for step in plan if "TEMP B-TREE" in step] == [], (statement, plan)


READS_ROWS = frozenset(
    {"list funding --limit 50", "totals --by county --by year", "totals --by sector --by status"}
)
"""Lines that go through the rows of a fact table: the first one stops at the limit, the others ask for projects and
figures side by side."""

SORTS = frozenset({"totals", "totals --by county --by year", "totals --by sector --by status"})
"""Lines that group by what no index has in front."""


def planned(path: Path, statement: str, values: Any) -> Iterator[str]:
    """Give the steps by which SQLite answers a statement."""
    if statement.lstrip().startswith(("SELECT", "WITH")):
        with closing(sqlite3.connect(path)) as connection:
            rows = connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)
            yield from (row[3] for row in rows)


def scans_facts(step: str, statement: str) -> bool:
    """Tell whether a step goes through all rows of a table of figures, whatever the statement calls it."""
    aliases = re.findall(r"\b(?:funding|jobs|result) AS (\w+)", statement)
    names = "|".join(["funding", "jobs", "result", *aliases])
    return re.match(rf"SCAN ({names})\b", step) is not None
