"""The ground on which is measured: ledgers of each size, files to import, the peers and their environment."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from measure import Command
from sheets import write_stored, write_table

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
SQL = HERE / "sql"
PROGRAMS = HERE / "programs"
SEED = 1
SMALL = 1_000
"""Projects of the small ledger, with which an export must not grow."""


@dataclass(frozen=True)
class Peers:
    """The environment of the programs that aidtrack is measured against."""

    bin: Path

    @property
    def python(self) -> str:
        """Its Python."""
        return str(self.bin / "python")

    def tool(self, name: str) -> str:
        """One of its programs."""
        return str(self.bin / name)

    def version(self, package: str) -> str:
        """Tell the version of one of its packages."""
        line = f"from importlib.metadata import version; print(version('{package}'))"
        return subprocess.run(
            [self.python, "-c", line], capture_output=True, text=True, check=True
        ).stdout.strip()


def find_peers(given: Path | None, work: Path) -> Peers:
    """Take an environment that is there, or make it from peers.txt."""
    home = given or work / "peers"
    if not (home / "bin" / "sqlite-utils").exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        install = [str(home / "bin" / "pip"), "install", "--quiet", "-r", str(HERE / "peers.txt")]
        subprocess.run(install, check=True)
    return Peers(home / "bin")


@dataclass(frozen=True)
class Field:
    """Everything that a row of the table needs, for ledgers of so many projects."""

    work: Path
    projects: int
    peers: Peers
    postgres: str | None = None

    @property
    def aidtrack_program(self) -> str:
        """The program, installed beside the Python that runs this."""
        return str(Path(sys.executable).parent / "aidtrack")

    @property
    def shell(self) -> str:
        """The shell of SQLite."""
        found = shutil.which("sqlite3")
        if found is None:
            raise SystemExit("Install the sqlite3 shell first.")
        return found

    # Ledgers

    @cached_property
    def seed(self) -> Path:
        """The ledger of the article."""
        return self._made("seed.db", self._init)

    @cached_property
    def empty(self) -> Path:
        """A ledger without records."""
        return self._made("empty.db", lambda path: self._init(path, "--empty"))

    @cached_property
    def large(self) -> Path:
        """The generated ledger."""
        return self._made(f"{self.projects}.db", lambda path: _generate(path, self.projects))

    @cached_property
    def small(self) -> Path:
        """A generated ledger that is small."""
        return self._made(f"{SMALL}.db", lambda path: _generate(path, SMALL))

    @cached_property
    def writable(self) -> Path:
        """A copy of the large ledger that may be written to."""
        return self._made(f"{self.projects}-writable.db", lambda path: shutil.copyfile(self.large, path))

    @cached_property
    def duckdb(self) -> Path:
        """The same rows in DuckDB's own tables."""
        program = str(PROGRAMS / "peer_duckdb.py")
        return self._made(
            f"{self.projects}.duckdb",
            lambda path: subprocess.run(
                [self.peers.python, program, "load", str(self.large), str(path)], check=True
            ),
        )

    @cached_property
    def server(self) -> str:
        """The same ledger on a server, in the database that was named."""
        if self.postgres is None:
            raise ValueError("no server was named")
        query = ["psql", "-X", "-A", "-t", self.postgres, "-c", "SELECT to_regclass('project') IS NULL"]
        if subprocess.run(query, capture_output=True, text=True, check=True).stdout.strip() == "t":
            copy = [self.aidtrack_program, "--db", str(self.large), "db", "copy", self.postgres]
            subprocess.run(copy, check=True)
            subprocess.run(["psql", "-X", "-q", self.postgres, "-c", "VACUUM ANALYZE"], check=True)
        return self.postgres

    # Files

    @cached_property
    def sheet(self) -> Path:
        """The projects of an office, as CSV."""
        return self._table("projects")

    @cached_property
    def office(self) -> Path:
        """A ledger that knows the office's sources and pairings, but none of its projects."""
        return self._made(f"{self.projects}-office.db", self._open_office)

    @cached_property
    def imported(self) -> Path:
        """The ledger that the import of the projects makes."""
        return self._made(f"{self.projects}-imported.db", self._import)

    def stored(self, table: str) -> Path:
        """Write down the rows of the imported ledger, as it keeps them."""
        path = f"{self.projects}-{table}.csv"
        return self._made(path, lambda path: write_stored(self.imported, table, path))

    def copy_of(self, ledger: Path, name: str) -> Path:
        """Copy a ledger, over whatever the last run left."""
        target = self.work / name
        shutil.copyfile(ledger, target)
        return target

    def _made(self, name: str, make: Callable[[Path], object]) -> Path:
        """Find what was made in an earlier run, or make it; half a file has no final name."""
        path = self.work / name
        if not path.exists():
            print(f"making {name} …", file=sys.stderr)
            half = path.with_name(f"half-{name}")
            half.unlink(missing_ok=True)
            make(half)
            for made in self.work.glob(f"half-{path.stem}.*"):
                made.rename(made.with_name(made.name.removeprefix("half-")))
        return path

    def _init(self, path: Path, *options: str) -> None:
        subprocess.run([self.aidtrack_program, "--db", str(path), "init", *options], check=True)

    def _table(self, kind: str) -> Path:
        return self._made(
            f"{self.projects}-{kind}.csv", lambda path: write_table(self.empty, kind, path, self.projects)
        )

    def _open_office(self, path: Path) -> None:
        shutil.copyfile(self.empty, path)
        for kind in ("sources", "pairings"):
            subprocess.run(
                self.importing(path, self._table(kind), kind).argv, check=True, capture_output=True
            )

    def _import(self, path: Path) -> None:
        shutil.copyfile(self.office, path)
        subprocess.run(self.importing(path, self.sheet).argv, check=True, capture_output=True)

    # Commands

    def aidtrack(self, ledger: Path | str, *words: str) -> Command:
        """Word a command of aidtrack."""
        return Command((self.aidtrack_program, "--db", str(ledger), *words))

    def importing(self, ledger: Path, table: Path, kind: str = "projects") -> Command:
        """Word the import of a table."""
        return self.aidtrack(ledger, "import", str(table), "--kind", kind, "--no-input")

    def sqlite3(self, ledger: Path, statement: Path, mode: str = "-json") -> Command:
        """Word a statement to the sqlite3 shell."""
        return Command((self.shell, mode, "-readonly", str(ledger)), stdin=statement)

    def sqlite_utils(self, ledger: Path, statement: Path, *options: str) -> Command:
        """Word a statement to sqlite-utils."""
        query = "query", str(ledger), _sql(statement)  # not with a comment first: that looks like an option
        return Command((self.peers.tool("sqlite-utils"), *query, *options))

    def datasette(self, ledger: Path, statement: Path) -> Command:
        """Word a statement to Datasette, as it answers one request from the command line."""
        asked = urlencode({"sql": _sql(statement), "_shape": "array"})
        limits = ("sql_time_limit_ms", "600000"), ("max_returned_rows", "1000000")
        settings = [word for limit in limits for word in ("--setting", *limit)]
        get = f"/{ledger.stem}.json?{asked}"
        return Command((self.peers.tool("datasette"), str(ledger), *settings, "--get", get))

    def program(self, name: str, *words: str, peers: bool = False) -> Command:
        """Word one of the small programs beside this file, with the peers' Python or our own."""
        python = self.peers.python if peers else sys.executable
        return Command((python, str(PROGRAMS / name), *words))

    def floor(self, *words: str) -> Command:
        """Word the least program of the same parts."""
        return Command((sys.executable, str(HERE / "floor.py"), *words))

    def floor_help(self, *words: str) -> Command:
        """Word the least program with a help."""
        return Command((sys.executable, str(HERE / "floor_help.py"), *words))

    def duckdb_query(self, statement: Path) -> Command:
        """Word a statement to DuckDB."""
        return self.program("peer_duckdb.py", "query", str(self.duckdb), str(statement), peers=True)

    def psql(self, statement: Path) -> Command:
        """Word a statement to psql, whose answer is to be JSON."""
        whole = f"SELECT json_agg(answer) FROM (\n{_sql(statement)}\n) AS answer"  # noqa: S608 - our own
        return Command((shutil.which("psql") or "psql", "-X", "-A", "-t", self.server, "-c", whole))


def _sql(statement: Path) -> str:
    """Read a statement without its comments."""
    lines = statement.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("--")).strip().rstrip(";")


def _generate(path: Path, projects: int) -> None:
    line = [sys.executable, str(HERE / "generate.py"), str(path), "--projects", str(projects)]
    subprocess.run([*line, "--seed", str(SEED)], check=True)
