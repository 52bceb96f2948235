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


HEADERS = {
    "sources": "title kind",
    "pairings": "donor recipient programme since",
    "projects": (
        "code name pairing sector status planned_start actual_start planned_end site works source locator"
    ),
    "funding": "project amount stage fund_source tier form period source locator",
}


def write_table(ledger: Path, kind: str, path: Path, rows: int, seed: int = 1) -> None:
    """Write the table of a kind; the ledger lends the names of places."""
    chance, paired = random.Random(f"{seed} {kind}"), pairs(ledger)  # noqa: S311 - the same rows each time
    lines: dict[str, Iterable[Line]] = {
        "sources": ((title, "statistics") for title in SOURCES),
        "pairings": ((donor, county, "counterpart_support", 2016) for donor, county in paired),
        "projects": projects(paired, rows, chance),
        "funding": funding(rows, chance),
    }
    write(path, HEADERS[kind], lines[kind])


NULL = r"\N"


def write_stored(ledger: Path, table: str, out: Path) -> None:
    """Write the rows of a table as they are stored, with a heading; what null is says `NULL`."""
    connection = sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)
    found = connection.execute(f'SELECT * FROM "{table}" ORDER BY id')  # noqa: S608 - our own names
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column[0] for column in found.description])
        writer.writerows([NULL if cell is None else cell for cell in row] for row in found)
    connection.close()


def main() -> None:
    """Write the tables."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("ledger", type=Path)
    words.add_argument("folder", type=Path)
    words.add_argument("--rows", type=int, default=100_000)
    words.add_argument("--seed", type=int, default=1)
    asked = words.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    for kind in HEADERS:
        write_table(asked.ledger, kind, asked.folder / f"{kind}.csv", asked.rows, asked.seed)


if __name__ == "__main__":
    main()
