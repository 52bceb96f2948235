"""How far one server goes: commands a second with so many writers, and how long a reader waits beside them.

    python benchmarks/server.py                          one SQLite file
    python benchmarks/server.py postgresql://…/empty     and a database that is empty

Each writer is a process that has imported the program and gives one `aidtrack add funding` after another; each
command is a change of its own, with all that a person's command does but the start of Python. One more process
reads: `list projects` and `totals` in turn. Prints a Markdown table.
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
import time
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from aidtrack.cli import main

if TYPE_CHECKING:
    from multiprocessing.synchronize import Barrier

WRITERS = (1, 2, 4, 8)
ROUNDS = 4
"""Of so many rounds the one with the most commands is told: what else the machine does only slows it."""

SECONDS = 5
BETWEEN = 0.2
"""Seconds for which the reader looks at an answer before asking again."""

READS = (["list", "projects"], ["totals"])
IMPORTED = ["aidtrack.cli._lazy", "aidtrack.cli.add", "aidtrack.actions.enter", "aidtrack.models", "psycopg"]


def timed(db: str, *args: str) -> float:
    """Run one command in this process and tell how many seconds it took."""
    began = time.monotonic()
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()) as said:
        if main(["--lang", "en", "--db", db, *args]):
            raise SystemExit(said.getvalue())
    return time.monotonic() - began


def write(db: str, me: int, start: Barrier, done: multiprocessing.SimpleQueue[int]) -> None:
    """Add one figure after another until the time is up; tell how many."""
    figure = [
        "--project",
        str(me + 1),
        "--stage",
        "planned",
        "--source",
        "1",
        "--separate",
        "--amount",
        "1万元",
    ]
    timed(db, "add", "funding", *figure, "--at", f"warm {me}")
    start.wait()
    count, end = 0, time.monotonic() + SECONDS
    while time.monotonic() < end:
        count += 1
        timed(db, "add", "funding", *figure, "--at", f"{me}-{count}")
    done.put(count)


def read(db: str, start: Barrier, waited: multiprocessing.SimpleQueue[list[float]]) -> None:
    """Read in turn until the time is up; tell the median seconds of each command."""
    found: list[list[float]] = [[timed(db, *args)] for args in READS]
    start.wait()
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        for times, args in zip(found, READS, strict=True):
            times.append(timed(db, *args))
            time.sleep(BETWEEN)
    waited.put([median(times[1:]) for times in found])


def measure(db: str, writers: int) -> list[float]:
    """Let so many write and one read at the same time; give commands a second, and the reader's milliseconds."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(IMPORTED)
    start = context.Barrier(writers + 1)
    done, waited = context.SimpleQueue(), context.SimpleQueue()
    people = [context.Process(target=write, args=(db, me, start, done)) for me in range(writers)]
    people.append(context.Process(target=read, args=(db, start, waited)))
    for person in people:
        person.start()
    counts, medians = [done.get() for _ in range(writers)], waited.get()
    for person in people:
        person.join()
    return [sum(counts) / SECONDS, *(seconds * 1000 for seconds in medians)]


def run(dbs: dict[str, str]) -> None:
    """Measure each number of writers on all ledgers in turn, so that what else the machine does is shared."""
    print("| writers | ledger | commands a second | list projects | totals |")
    print("|---:|---|---:|---:|---:|")
    for db in dbs.values():
        timed(db, "init")
    for writers in WRITERS:
        rounds = [{name: measure(db, writers) for name, db in dbs.items()} for _ in range(ROUNDS)]
        for name in dbs:
            rate, *waits = max(each[name] for each in rounds)
            cells = (str(writers), name, f"{rate:.1f}", *(f"{wait:.0f} ms" for wait in waits))
            print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        places = [str(Path(folder) / "ledger.db"), *sys.argv[1:2]]
        run(dict(zip(("SQLite", "PostgreSQL"), places, strict=False)))
