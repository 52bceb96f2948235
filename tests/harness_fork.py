"""A process that has imported the whole program and forks a child for each command that it is given.

Starting Python and importing takes longer than most commands: a kill at a random moment would seldom fall
into the writing. A forked child starts at once, and a limit, a user or a small page cache is its own.
"""

from __future__ import annotations

import json
import os
import pkgutil
import resource
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib import import_module
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

KILLED = -signal.SIGKILL


@dataclass(frozen=True)
class Job:
    """A command for a child, and what befalls it there."""

    args: list[str]
    stdin: str = ""
    pragmas: list[str] = field(default_factory=list)
    kill_after: float | None = None
    largest_file: int | None = None
    user: int | None = None
    umask: int = 0o022


@dataclass(frozen=True)
class Ended:
    """How a child ended: as `conftest.Answer`, with the time it took; a killed one ended with -9."""

    code: int
    out: str
    err: str
    seconds: float


class Nursery:
    """The process that forks, seen from a test."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self._process = process
        self._folder = folder

    def run(self, *args: str, **said: Any) -> Ended:
        """Run `aidtrack ARGS` in a child of its own."""
        assert self._process.stdin
        assert self._process.stdout
        for stream in ("out", "err"):  # what the last child said is not what this one will
            (self._folder / stream).write_text("", encoding="utf-8")
        order = {**asdict(Job(list(args), **said)), "folder": str(self._folder)}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        code, seconds = json.loads(self._process.stdout.readline())
        ended = Ended(code, self._said("out"), self._said("err"), seconds)
        print(f"$ aidtrack {' '.join(args)}\n{ended.out}[stderr]\n{ended.err}[ended with {code}]")
        return ended

    def _said(self, stream: str) -> str:
        return (self._folder / stream).read_text(encoding="utf-8")


@contextmanager
def nursery() -> Iterator[Nursery]:
    """Open the process that forks; it ends with the block."""
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "AIDTRACK_LANG": "en"},
            encoding="utf-8",
        ) as process,
    ):
        yield Nursery(process, Path(folder))


def _serve() -> None:
    """Fork a child for each order on the standard input and answer how it ended."""
    _warm_up()
    for line in sys.stdin:
        order = json.loads(line)
        folder, began = Path(order.pop("folder")), time.monotonic()
        child = os.fork()
        if not child:
            _become(Job(**order), folder)
        if order["kill_after"] is not None:
            # The child is reaped below, so that its number cannot be another's yet.
            time.sleep(order["kill_after"])
            os.kill(child, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(json.dumps([code, time.monotonic() - began]), flush=True)


LINES = (
    "init",
    "list projects",
    "totals",
    "check --deep",
    "add project --donor 椒江 --county 色达 --name 甲",
    "add projects -",
    "edit project 1 --note 乙",
    "undo",
    "show project 1",
    "history",
    "db backup {folder}/saved.db",
    "db restore {folder}/saved.db --confirm ledger.db",
    "db upgrade",
    "export {folder}/bundle",
    "export {folder}/results.csv",
)
"""What the commands import from libraries when they run; see `_warm_up`."""


def _warm_up() -> None:
    """Import whatever a command may import while it runs: a child that is another user may not read the files."""
    import aidtrack
    from aidtrack.cli import main

    for module in pkgutil.walk_packages(aidtrack.__path__, "aidtrack."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    with tempfile.TemporaryDirectory() as folder, Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        spoken, sys.stdout, sys.stderr = (sys.stdout, sys.stderr, sys.stdin), nowhere, nowhere
        for line in LINES:
            sys.stdin = TextIOWrapper(BytesIO('{"donor": "椒江", "county": "色达", "name": "丙"}'.encode()))
            assert main(["--db", f"{folder}/ledger.db", *line.format(folder=folder).split()]) == 0, line
        sys.stdout, sys.stderr, sys.stdin = spoken


def _become(job: Job, folder: Path) -> None:
    """Be the command: never returns."""
    from aidtrack.cli import _progress, main

    _progress._PATIENCE = 3600.0  # the harness compares what is said, however slow the machine is
    os.umask(job.umask)
    _speak_into(folder)
    (folder / "in").write_text(job.stdin, encoding="utf-8")
    sys.stdin = (folder / "in").open(encoding="utf-8")
    if job.pragmas:
        set_on_connect(job.pragmas)
    if job.largest_file is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (job.largest_file, job.largest_file))
    if job.user is not None:
        os.setgroups([])
        os.setuid(job.user)
    code = 1
    try:
        code = main(job.args)
    finally:
        os._exit(code)


def _speak_into(folder: Path) -> None:
    """Let the streams be files, which keep what a killed child had said."""
    for number, name in ((1, "out"), (2, "err")):
        file = os.open(folder / name, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        os.dup2(file, number)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False, buffering=1)


def set_on_connect(pragmas: list[str]) -> None:
    """Set pragmas after the program's own, on every connection that this process opens from now on."""
    from sqlalchemy import event
    from sqlalchemy.pool import Pool

    def set_them(raw: Any, _record: object) -> None:
        for pragma in pragmas:
            raw.execute(f"PRAGMA {pragma}")

    event.listen(Pool, "connect", set_them)


if __name__ == "__main__":
    _serve()
