"""What activities refer to: pairings, sources, bodies, sectors, indicators and places, held in memory.

They are few beside projects and figures. The records of sources and bodies travel with the activity that refers to
them first.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from aidtrack.formats.iati.ledger.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from aidtrack.formats.exchange import Row
    from aidtrack.formats.iati.ledger.places import Spot
    from aidtrack.formats.iati.ledger.publisher import Publisher

SMALL = ("divisions", "sectors", "indicators", "sources", "organisations", "pairings")
DATA = Path(__file__).parents[3] / "data"


def shipped(name: str) -> Iterator[dict[str, str]]:
    """Read a table that ships with the program: it goes out only where people changed it."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@dataclass
class Known:
    """The small tables of what goes out, by what refers to them. `today` is the day after which nothing has happened."""

    publisher: Publisher
    today: str
    small: Mapping[str, Mapping[str, Row]]
    _told: set[tuple[str, str]] = field(default_factory=set)

    @cached_property
    def sectors(self) -> dict[str, Row]:
        """All sectors by code."""
        found: dict[str, Row] = {row["code"]: dict(row) for row in shipped("sectors.csv")}
        return found | {row["code"]: row for row in self.small["sectors"].values()}

    @cached_property
    def indicators(self) -> dict[str, Row]:
        """All indicators by code."""
        found: dict[str, Row] = {
            row["code"]: {**row, "summable": row["summable"] == "true"} for row in shipped("indicators.csv")
        }
        return found | {row["code"]: row for row in self.small["indicators"].values()}

    @cached_property
    def places(self) -> Places:
        """All places that may be named."""
        pinyin = {row["code"]: row["pinyin"] for row in shipped("divisions.csv")}
        return Places(self.small["divisions"], pinyin)

    def pairing(self, uid: str) -> Row:
        """Find a pairing."""
        return self.small["pairings"][uid]

    def donor(self, pairing: str) -> Spot:
        """Find the place that helps."""
        return self.places.find(self.pairing(pairing)["donor"])

    def recipient(self, pairing: str) -> Spot:
        """Find the place that is helped."""
        return self.places.find(self.pairing(pairing)["recipient"])

    def source(self, uid: str | None) -> Row:
        """Find a source; an empty one where none is named."""
        return self.small["sources"].get(uid or "", {})

    def said_on(self, row: Row) -> str | None:
        """Tell the date of the source of a record."""
        return self.source(row.get("source")).get("date")

    def untold(self, table: str, uid: str) -> Iterator[Row]:
        """Give the record of that uid the first time that it is asked for."""
        if (table, uid) not in self._told and uid in self.small[table]:
            self._told.add((table, uid))
            yield self.small[table][uid]

    def all_untold(self, tables: Iterable[str]) -> Iterator[tuple[str, Row]]:
        """Give the records that no activity has told so far."""
        for table in tables:
            for uid in self.small[table]:
                yield from ((table, row) for row in self.untold(table, uid))
