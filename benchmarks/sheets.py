"""Make the tables of an office that has none of aidtrack's own numbers, the same for the same seed, to import them.

    aidtrack --db LEDGER init --empty
    python benchmarks/sheets.py LEDGER FOLDER --rows 1000000

The folder gets sources, pairings, N projects with a code each, and N figures of money that name their project by it.
"""

from __future__ import annotations

import argparse
import csv
import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from generate import EAST, WEST, places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PAIRS = 300
SOURCES = [f"对口支援工作年报(第{number}册)" for number in range(1, 21)]
NUMBERS = "一二三四五六七八九十"

Line = tuple[object, ...]


def pairs(ledger: Path) -> list[tuple[str, str]]:
    """Choose who helps whom, by code and name."""
    with closing(sqlite3.connect(ledger)) as connection:
        names = dict(connection.execute("SELECT id, name FROM division"))
        ends = (places(connection, provinces, PAIRS) for provinces in (EAST, WEST))
        donors, counties = ([f"{code} {names[number]}" for number, code, _ in those] for those in ends)
    return list(zip(donors, counties, strict=True))


def projects(paired: list[tuple[str, str]], rows: int, chance: random.Random) -> Iterator[Line]:
    """Give the projects."""
    for number in range(rows):
        donor, county = paired[number % len(paired)]
        year, month = chance.randint(2016, 2024), chance.randint(1, 12)
        counted = "".join(NUMBERS[int(digit)] for digit in str(number))
        name = (
            f"{county[7:9]}{counted}{chance.choice(('水厂', '中学宿舍', '民宿', '冷链', '卫生院'))}援建项目"
        )
        yield (
            code(number),
            name,
            f"{donor} → {county}",
            chance.choice(("health", "cold_chain", "livestock")),
            chance.choice(("not_started", "accepted", "in_use", "")),
            year,
            f"{year}-{month:02}",
            year + 2,
            f"{chance.choice(NUMBERS)}村",
            f"新建{chance.choice(NUMBERS)}层",
            *said(chance),
        )


def funding(rows: int, chance: random.Random) -> Iterator[Line]:
    """Give the money."""
    for number in range(rows):
        yield (
            code(number),
            f"{chance.randint(10, 9_000)}{chance.choice(('', '余', ''))}万元",
            chance.choice(("issued", "received", "spent")),
            chance.choice(("government", "social")),
            chance.choice(("province", "city", "")),
            chance.choice(("cash", "")),
            chance.randint(2016, 2024),
            *said(chance),
        )


def code(number: int) -> str:
    """Make the code of a project."""
    return f"P-{number + 1:07}"


def said(chance: random.Random) -> tuple[str, str]:
    """Choose where it is said."""
    return chance.choice(SOURCES), f"p. {chance.randint(1, 400)}"


def write(path: Path, header: str, lines: Iterable[Line]) -> None:
    """Write a table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header.split())
        writer.writerows(lines)


def main() -> None:
    """Write the tables."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("ledger", type=Path)
    words.add_argument("folder", type=Path)
    words.add_argument("--rows", type=int, default=100_000)
    words.add_argument("--seed", type=int, default=1)
    asked = words.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    chance, paired = random.Random(asked.seed), pairs(asked.ledger)  # noqa: S311 - the same rows each time
    write(asked.folder / "sources.csv", "title kind", ((title, "statistics") for title in SOURCES))
    ends = ((donor, county, "counterpart_support", 2016) for donor, county in paired)
    write(asked.folder / "pairings.csv", "donor recipient programme since", ends)
    header = (
        "code name pairing sector status planned_start actual_start planned_end site works source locator"
    )
    write(asked.folder / "projects.csv", header, projects(paired, asked.rows, chance))
    header = "project amount stage fund_source tier form period source locator"
    write(asked.folder / "funding.csv", header, funding(asked.rows, chance))


if __name__ == "__main__":
    main()
