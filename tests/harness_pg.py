"""A PostgreSQL server of the tests' own: made, stopped and started, with databases and users in it.

Its language is Chinese (ICU), which sorts otherwise than the ledger does, and members of the role `by_password`
must give a password.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from functools import cache, cached_property
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import psycopg

OLDEST = 15
"""The oldest version that the program is made for."""

ADMIN = "postgres"
BY_PASSWORD = "by_password"

_HBA = f"""\
host all +{BY_PASSWORD} 127.0.0.1/32 scram-sha-256
local all +{BY_PASSWORD} scram-sha-256
host all all 127.0.0.1/32 trust
local all all trust
"""
_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "jit": "off",
    "shared_buffers": "64MB",
    "deadlock_timeout": "100ms",
    "max_connections": "100",
    "listen_addresses": "127.0.0.1",
    "lc_messages": "C",
}


@cache
def programs() -> Path | None:
    """Find the programs of PostgreSQL, the newest there are, 15 at least."""
    on_path = shutil.which("pg_ctl")
    found = [Path(on_path).resolve().parent] if on_path else []
    found += Path("/usr/lib/postgresql").glob("*/bin")
    able = [folder for folder in found if (folder / "initdb").exists() and _version(folder) >= OLDEST]
    return max(able, key=_version, default=None)


def _version(folder: Path) -> int:
    said = subprocess.run([folder / "pg_ctl", "--version"], capture_output=True, check=True).stdout
    number = re.search(rb"\d+", said)
    return int(number[0]) if number else 0


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


class Server:
    """One server; `url` names a database of it as a user types it."""

    def __init__(self, folder: Path, bin_: Path) -> None:
        self.folder, self.bin, self.port = folder, bin_, free_port()
        self._numbers = count(1)

    def url(self, database: str, user: str = ADMIN, **query: str) -> str:
        said = "&".join(f"{name}={value}" for name, value in query.items())
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}" + (f"?{said}" if said else "")

    # Running

    @cached_property
    def _user(self) -> str | None:
        return ADMIN if os.geteuid() == 0 else None

    def run(self, program: str, *args: str, given: str = "") -> str:
        """Run a program of PostgreSQL, as a user who may run a server."""
        done = subprocess.run(
            [self.bin / program, *args],
            user=self._user,
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            input=given,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, f"{program}: {done.stdout}"
        return done.stdout

    def make(self) -> None:
        if self._user:
            os.chown(self.folder, pwd.getpwnam(ADMIN).pw_uid, -1)
        icu = ("--locale-provider=icu", "--icu-locale=zh-Hans-CN", "--locale=C.UTF-8", "--encoding=UTF8")
        self.run("initdb", "-D", "data", "-U", ADMIN, "--no-sync", "--auth=trust", *icu)
        data = self.folder / "data"
        (data / "pg_hba.conf").write_text(_HBA, encoding="utf-8")
        settings = {**_SETTINGS, "port": str(self.port), "unix_socket_directories": str(self.folder)}
        with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())

    def start(self) -> None:
        # The log goes to a file: a server that held the pipe would keep the caller waiting.
        self.run("pg_ctl", "-D", "data", "-l", "log", "-w", "start")

    def stop(self, mode: str = "immediate") -> None:
        self.run("pg_ctl", "-D", "data", "-m", mode, "-w", "stop")

    # Databases and users

    def connect(self, database: str, **said: Any) -> psycopg.Connection[tuple[Any, ...]]:
        import psycopg

        return psycopg.connect(self.url(database), autocommit=True, **said)

    def ask(self, database: str, query: str) -> list[tuple[Any, ...]]:
        with self.connect(database) as connection:
            answer = connection.execute(query.encode())
            return answer.fetchall() if answer.description else []

    def database(self, *, template: str = "template0", options: str = "") -> str:
        """Make a new database and give its name."""
        name = f"d{next(self._numbers)}"
        self.ask(ADMIN, f"CREATE DATABASE {name} TEMPLATE {template} {options}")
        return name

    def psql(self, database: str, *args: str, script: Path | None = None) -> str:
        """Run psql as a reader of the documents does; the script comes from where the server's user may not read."""
        host = ("-h", "127.0.0.1", "-p", str(self.port), "-U", ADMIN, "-d", database)
        given = script.read_text(encoding="utf-8") if script else ""
        return self.run("psql", "-X", "-q", *host, *args, *(["-f", "-"] if script else []), given=given)

    def environment(self) -> dict[str, str]:
        """Say where the server and its programs are, for a shell in which its superuser types."""
        path = os.pathsep.join((str(self.bin), os.environ["PATH"]))
        return {
            "PATH": path,
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.port),
            "PGUSER": ADMIN,
            "PSQLRC": os.devnull,
        }

    def user(self, name: str, *, groups: Sequence[str] = (), password: str = "") -> None:
        """Make a user who logs in, with a password if one is given."""
        groups = [*groups, *([BY_PASSWORD] if password else [])]
        rights = (f" IN ROLE {', '.join(groups)}" if groups else "") + (
            f" PASSWORD '{password}'" if password else ""
        )
        self.ask(ADMIN, f"CREATE ROLE {name} LOGIN{rights}")


@contextmanager
def running_server() -> Iterator[Server]:
    """Open a new server; it is stopped and gone with the block."""
    bin_ = programs()
    assert bin_, "PostgreSQL is not installed"
    with tempfile.TemporaryDirectory(prefix="aidtrack-pg-") as folder:
        server = Server(Path(folder), bin_)
        server.make()
        server.start()
        try:
            server.ask(ADMIN, f"CREATE ROLE {BY_PASSWORD} NOLOGIN")
            yield server
        finally:
            server.stop()
