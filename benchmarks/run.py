"""Measure aidtrack against what a user could pick instead, and write benchmarks/README.md.

    python benchmarks/run.py --work FOLDER                 all rows, at a million projects
    python benchmarks/run.py --rows totals-donor --quick   some rows, at 10,000 projects, three runs

The answers are compared before any time counts: one that differs from the peers' ends the run with 1. A whole
run at a million projects takes hours. A whole one writes the page, one of some rows only with --out; the others
say what they found.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import rows_reading  # noqa: F401 - enters its rows in the table
import rows_writing  # noqa: F401 - as above
from answers import Different
from field import HERE, Field, find_peers
from growth import drawing
from measure import Failed, in_turn, seconds
from measured import SLOW, measure, tell
from report import growth_part, readme, say
from rows_reading import startup
from table import ROWS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from measured import Measured
    from table import Row

RUNS, QUICK_RUNS, GROWTH_RUNS = 7, 3, 3


def parser() -> argparse.ArgumentParser:
    """Word the command line."""
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    made.add_argument("--projects", type=int, help="how large the ledger is; else 1,000,000")
    made.add_argument("--rows", nargs="+", choices=ROWS, metavar="NAME", help=f"only these: {' '.join(ROWS)}")
    made.add_argument("--repeat", type=int, help=f"runs of each command; else {RUNS}")
    made.add_argument("--quick", action="store_true", help="10,000 projects, three runs, no growth")
    made.add_argument(
        "--work", type=Path, help="where ledgers and the peers are kept; else a temporary folder"
    )
    made.add_argument(
        "--peers", type=Path, metavar="PATH", help="an environment that has peers.txt installed"
    )
    made.add_argument("--postgres", metavar="URL", help="an empty database for the row of the server")
    made.add_argument("--no-growth", action="store_true", help="leave out the smaller sizes")
    made.add_argument(
        "--out", type=Path, help="where the page is written; that of a whole run else beside this file"
    )
    return made


def wanted(names: Sequence[str] | None, *, server: bool) -> list[Row]:
    """Choose the rows."""
    return [row for row in ROWS.values() if row.name in (names or ROWS) and (server or not row.server)]


def floor_of(ground: Field, repeat: int) -> float:
    """Measure what is added to every peer that only answers."""
    return seconds(in_turn([startup(ground)], repeat, ground.work, SLOW)[0])


def growth(
    ground: Field, chosen: Sequence[Row], at_most: Sequence[Measured]
) -> tuple[list[int], dict[str, list[float]]]:
    """Measure each row at a hundredth and a tenth of the size; the size itself was measured."""
    sizes = [ground.projects // 100, ground.projects // 10]
    grounds = [Field(ground.work, size, ground.peers) for size in sizes]
    found: dict[str, list[float]] = {}
    for row, last in zip(chosen, at_most, strict=True):
        if row.grows and not row.server:
            lines = [row.make(smaller) for smaller in grounds]
            times = [seconds(in_turn([line.mine], GROWTH_RUNS, ground.work, SLOW)[0]) for line in lines]
            found[last.title] = [*times, last.seconds]
            say(f"growth of {last.title}: " + ", ".join(f"{time:.3f} s" for time in found[last.title]))
    return [*sizes, ground.projects], found


def whole(asked: argparse.Namespace, ground: Field) -> bool:
    """Measure everything that was asked for; tell whether all targets were met."""
    repeat = asked.repeat or (QUICK_RUNS if asked.quick else RUNS)
    floor = floor_of(ground, repeat)
    say(f"start-up floor: {floor:.3f} s")
    chosen, found = wanted(asked.rows, server=bool(ground.postgres)), []
    out = asked.out or (None if asked.rows or asked.quick else HERE)

    def page(part: str = "") -> str:
        left_out = [row.name for row in ROWS.values() if row not in chosen[: len(found)]]
        return readme(found, left_out, ground.projects, floor, ground.peers, part)

    for row in chosen:
        found.append(measure(row.make(ground), repeat, ground.work, floor))
        tell(found[-1])
        if out:  # at once, for a whole run takes long
            (out / "README.md").write_text(page(), encoding="utf-8")
    if not out:
        print(page())
    elif not asked.no_growth:
        part = _growth_part(ground, chosen, found, out)
        (out / "README.md").write_text(page(part), encoding="utf-8")
    return all(one.met for one in found)


def _growth_part(ground: Field, chosen: Sequence[Row], found: Sequence[Measured], out: Path) -> str:
    sizes, times = growth(ground, chosen, found)
    if not times:
        return ""
    (out / "growth.svg").write_text(drawing(sizes, times), encoding="utf-8")
    return growth_part(sizes, times)


def main() -> int:
    """Run from the command line."""
    asked = parser().parse_args()
    projects = asked.projects or (10_000 if asked.quick else 1_000_000)
    with tempfile.TemporaryDirectory(prefix="aidtrack-benchmark-") as temporary:
        work = (asked.work or Path(temporary)).resolve()
        work.mkdir(parents=True, exist_ok=True)
        ground = Field(work, projects, find_peers(asked.peers, work), asked.postgres)
        try:
            met = whole(asked, ground)
        except (Different, Failed) as wrong:
            say(f"error: {wrong}")
            return 1
    say("all targets met" if met else "some targets missed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
