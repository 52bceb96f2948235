"""What the tests of backup and restore share: a writer that never rests, a clock that runs, an older ledger."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from aidtrack.cli import main
from aidtrack.store import pages
from aidtrack.store.watch import Watch
from harness_fork import KILLED, set_on_connect
from harness_ledger import beside, dump, unsound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Answer

RELEASED = Path(__file__).parent / "released"

# Each transaction writes the same number into two rows of 20 kB: whoever sees two numbers saw half of it.
# Its number is said only when it is kept, as the program says that it is done. Without any pause it would keep
# others from writing for seconds, because nobody waits in a queue for SQLite.
_WRITER = """
import sqlite3, sys, time
ledger = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
ledger.execute("PRAGMA synchronous=OFF")
ledger.execute("PRAGMA cache_size=4")
number, said = 0, open(sys.argv[3], "w")
while True:
    number += 1
    value = f"{number:08}" * 2500
    ledger.execute("BEGIN IMMEDIATE")
    for side in ("left", "right"):
        ledger.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (side, value))
    ledger.execute("INSERT INTO setting VALUES (?, '')", (f"{sys.argv[2]} {number:08}",))
    ledger.execute("COMMIT")
    print(number, file=said, flush=True)
    time.sleep(0.001)
"""


class Writer:
    """A process that writes again and again."""

    def __init__(self, process: subprocess.Popen[bytes], said: Path) -> None:
        self._process, self._said = process, said

    @property
    def acknowledged(self) -> list[int]:
        """The numbers of the transactions that it was told are kept."""
        return [int(line) for line in self._said.read_text(encoding="utf-8").split("\n")[:-1]]

    def wait(self) -> None:
        """Wait until one more transaction is kept."""
        before, deadline = self._said.stat().st_size, time.monotonic() + 60
        while self._said.stat().st_size == before:
            assert self._process.poll() is None, "the writer has died"
            assert time.monotonic() < deadline, "the writer cannot write"
            time.sleep(0.001)

    def finish(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=60)


@contextmanager
def writer(ledger: Path, folder: Path, name: str = "written") -> Iterator[Writer]:
    """Open a process that writes to a ledger; it ends with the block, if not before."""
    said = folder / f"{name}.said"
    said.touch()
    with subprocess.Popen([sys.executable, "-c", _WRITER, str(ledger), name, str(said)]) as process:
        made = Writer(process, said)
        try:
            made.wait()
            yield made
        finally:
            made.finish()


def halves(ledger: Path) -> set[str]:
    """Read what the writer wrote last: of a whole transaction there is one number."""
    with closing(sqlite3.connect(ledger)) as connection:
        return {
            row[0] for row in connection.execute("SELECT value FROM setting WHERE name IN ('left', 'right')")
        }


def written(ledger: Path, name: str = "written") -> set[int]:
    """Read the numbers of all transactions of a writer."""
    with closing(sqlite3.connect(ledger)) as connection:
        rows = connection.execute("SELECT name FROM setting WHERE name LIKE ?", (f"{name} %",))
        return {int(row[0].rpartition(" ")[2]) for row in rows}


def older_ledger(path: Path) -> Path:
    """Make a ledger as the first released program left it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((RELEASED / "0001.sql").read_text(encoding="utf-8"))
    return path


def fast_clock(step: float) -> Callable[[], float]:
    """Make a clock on which each look costs so many seconds."""
    ticks = count()
    return lambda: next(ticks) * step


def press_ctrl_c(*_: object) -> bool:
    """Do what Ctrl-C at a terminal does."""
    os.kill(os.getpid(), signal.SIGINT)
    return False


def killed_at(step: int, piece: int, *args: str) -> bool:
    """Run a command in a child that copies so many pages at a time, and is killed (-9) before one of them.

    Tells whether it was killed; else it came to its end before. Its small cache lets pages reach the disk early.
    """
    child = os.fork()
    if not child:
        _be_killed_at(step, piece, args)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED


def _be_killed_at(step: int, piece: int, args: tuple[str, ...]) -> None:
    """Be that child: never returns."""
    steps = count(1)

    def copied(*_: object) -> None:
        if next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        set_on_connect(["cache_size=4"])
        pages._PIECE = piece
        setattr(Watch, "copied", copied)  # noqa: B010 - this is no place for types
        main(args)
    finally:
        os._exit(0)


def change(path: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement, values)


def restored(answer: Answer, ledger: Path, saved: Path) -> Path:
    """Hold that the ledger equals the backup, and give where the old one is kept."""
    assert answer.code == 0
    assert dump(ledger) == dump(saved)
    assert unsound(ledger) == []
    kept = Path(answer.out.removesuffix("\n"))
    assert re.fullmatch(r"ledger-\d{8}T\d{6}Z\.replaced\.db", kept.name)
    assert beside(ledger) == [kept.name]
    return kept
