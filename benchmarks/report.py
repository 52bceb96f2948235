"""benchmarks/README.md, as the runner writes it."""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from field import Peers
    from measured import Against, Measured

_TOP = """\
# How fast

Measured by `benchmarks/run.py` in one run on one machine; this page is written by it. Ratios hold from machine to
machine, seconds do not. Every time is the median of whole processes, started one after the other in turn (aidtrack,
peer, aidtrack, peer …), and before any of them counts, the answers are compared: {count} projects, two figures of money
(5 % parts, 1 % restatements, a third ranges) and one of jobs for each, 300 donors and 300 counties.

- *floor* is the least program of the same parts, `benchmarks/floor.py` (Typer, a select of SQLAlchemy Core, a table of
  rich): {floor:.3f} s on the seed; of `--help` and completion `benchmarks/floor_help.py`, Typer alone. It takes a run on
  the seed, so that *1.25 × + floor* means: no more than 1.25 times the peer, and once the floor.
- The hand-written SQL is in `benchmarks/sql/`; it counts once, with parts, views, restatements and ranges, and gives the
  same answer, number for number. The *usual design* joins figures to projects and adds all of them up: it is faster to
  write, counts parts and restatements twice, and stands here for the reader.
- *share* is the time (or memory) as a part of what the target allows: up to 1.00 it is met.
- The control runs one command against itself: so far from 1 may a ratio be by chance.
"""

_REPEAT = """\
## To repeat

```sh
pip install -e .[all]                      # and the sqlite3 shell; for the last row psql and an empty database
python benchmarks/run.py --work /var/tmp/benchmarks
python benchmarks/run.py --work /var/tmp/benchmarks --rows totals-donor import --projects 100000
```

The peers' environment is made in the work folder from `benchmarks/peers.txt`, or given by `--peers`. `--postgres URL`
adds the row of the server. Other measurements: `server.py` (docs/server.md), `iati_check.py` (docs/exchange.md).
"""


REASONS = Path(__file__).with_name("reasons.md")
"""Why what is missed is missed, as profiling found it: written by hand, after a run."""


def readme(
    found: Sequence[Measured], left_out: Sequence[str], projects: int, floor: float, peers: Peers, growth: str
) -> str:
    """Write the page; the rows that were left out of the run are named."""
    parts = [_TOP.format(count=f"{projects:,}", floor=floor), _machine(peers), _table(found)]
    parts += [f"Not in this run: {', '.join(left_out)}.\n"] if left_out else []
    parts += [REASONS.read_text("utf-8"), growth, _REPEAT]
    return "\n".join(part for part in parts if part)


def _machine(peers: Peers) -> str:
    packages = ("datasette", "sqlite-utils", "duckdb", "pandas")
    ours = ("aidtrack", "sqlalchemy", "typer", "rich")
    said = [
        f"{_processor()}, {os.cpu_count()} cores, {_memory():.0f} GiB",
        f"{platform.system()} {platform.release().partition('-')[0]}",
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}",
        ", ".join(f"{name} {version(name)}" for name in ours),
        "against " + ", ".join(f"{name} {peers.version(name)}" for name in packages),
    ]
    return "Machine: " + "; ".join(said) + ".\n"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _memory() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _table(found: Sequence[Measured]) -> str:
    lines = [
        "| what | s | MB | against | s | MB | ratio | at most | share | |",
        "|---|---:|---:|---|---:|---:|---:|---|---:|---|",
    ]
    for one in found:
        ours = f"{one.title}", f"{one.seconds:.3f}", _memory_cell(one)
        for n, rival in enumerate(one.rivals):
            lines.append(_line(ours if n == 0 else ("", "", ""), rival))
    note = sorted({one.runs for one in found})
    runs = "Runs of each: " + " or ".join(map(str, note)) + ", of which the median stands here"
    fewer = "; fewer where a round takes more than 10 or 100 seconds" if len(note) > 1 else ""
    return "\n".join(lines) + f"\n\n{runs}{fewer}.\n"


def _memory_cell(one: Measured) -> str:
    if one.most_megabytes is None:
        return f"{one.megabytes:.0f}"
    kept = "met" if one.megabytes <= one.most_megabytes else "**missed**"
    return f"{one.megabytes:.0f} (at most {one.most_megabytes}: {kept})"


def _line(ours: tuple[str, ...], rival: Against) -> str:
    met = {None: "", True: "met", False: "**missed**"}[rival.met]
    share = "" if rival.share is None else f"{rival.share:.2f}"
    theirs = rival.name, f"{rival.seconds:.3f}", f"{rival.megabytes:.0f}", f"{rival.ratio:.2f}"
    return "| " + " | ".join([*ours, *theirs, rival.limit, share, met]) + " |"


def growth_part(sizes: Sequence[int], times: Mapping[str, Sequence[float]]) -> str:
    """Write the section of how the times grow."""
    head = "| what | " + " | ".join(f"{size:,}" for size in sizes) + " |\n|---|" + "---:|" * len(sizes)
    rows = [
        f"| {name} | " + " | ".join(f"{time:.2f}" for time in found) + " |" for name, found in times.items()
    ]
    return "\n".join(
        [
            "## Growth\n",
            "Seconds by the number of projects (both axes logarithmic; grey: in proportion to the number).\n",
            "![Seconds by the number of projects](growth.svg)\n",
            head,
            *rows,
            "",
        ]
    )


def say(text: str) -> None:
    """Tell a person who waits."""
    print(text, file=sys.stderr)
