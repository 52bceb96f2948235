"""What looks odd without being wrong: a project that may be there already, dates outside its pairing's."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.folding import fold
from aidtrack.queries.pairs import PairNames
from aidtrack.queries.places import load_places
from aidtrack.rules import in_order
from aidtrack.tables import pairing, project
from aidtrack.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from aidtrack.queries.places import Places

_NEARLY = 0.85


class SameNames:
    """The projects of each pairing by their folded names: each pairing is read once, for many new projects."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self._codes: dict[int, dict[str, str]] = {}

    def remarks(self, values: Mapping[str, Any]) -> list[str]:
        """Name the project of the same pairing that is called the same."""
        code = self._of(values["pairing_id"]).get(fold(values["name"]))
        if code is None:
            return []
        sentence = _("There is a project of this name already: {code} {name}.")
        return [sentence.format(code=code, name=values["name"])]

    def learn(self, values: Mapping[str, Any]) -> None:
        """Know a project that was just written."""
        self._of(values["pairing_id"]).setdefault(fold(values["name"]), values["code"])

    def _of(self, pairing: int) -> dict[str, str]:
        if pairing not in self._codes:
            columns = project.c
            query = sa.select(columns.name, columns.code).where(columns.pairing_id == pairing)
            rows = self.connection.execute(query.order_by(columns.id.desc()))
            self._codes[pairing] = {fold(row[0]): row[1] for row in rows}
        return self._codes[pairing]


def similar_projects(connection: sa.Connection, values: Mapping[str, Any]) -> list[str]:
    """Name the projects of the same pairing that are called nearly the same."""
    columns = project.c
    query = (
        sa.select(columns.code, columns.name, columns.aliases)
        .where(columns.pairing_id == values["pairing_id"])
        .order_by(columns.id)
    )
    key = fold(values["name"])
    return [
        _("There is a project of nearly this name already: {code} {name}.").format(
            code=row.code, name=row.name
        )
        for row in connection.execute(query)
        if any(_alike(key, fold(name)) for name in (row.name, *row.aliases))
    ]


def _alike(one: str, other: str) -> bool:
    """Tell whether two folded names are equal, one inside the other, or almost the same letter by letter."""
    if not one or not other:
        return False
    if one in other or other in one:
        return True
    matcher = SequenceMatcher(None, one, other)
    return matcher.quick_ratio() >= _NEARLY and matcher.ratio() >= _NEARLY


def strange_dates(connection: sa.Connection, table: str, values: Mapping[str, Any]) -> list[str]:
    """Name the dates that lie before the pairing began or after it ended."""
    if table == "pairing" or values.get("pairing_id") is None:
        return []
    columns = pairing.c
    query = sa.select(columns.since, columns.until).where(columns.id == values["pairing_id"])
    since, until = connection.execute(query).one()
    outside = _outside(values, since, until)
    return [_worded(outside, load_places(connection), values["pairing_id"])] if outside else []


def dates_outside(places: Places, table: str, values: Mapping[str, Any]) -> list[str]:
    """Name the same dates of one of many records, by the pairings that were read already."""
    pair = places.pairs.get(values.get("pairing_id") or 0)
    if table == "pairing" or pair is None or not (pair.since or pair.until):
        return []
    outside = _outside(values, pair.since, pair.until)
    return [_worded(outside, places, pair.id)] if outside else []


def _outside(values: Mapping[str, Any], since: str | None, until: str | None) -> list[str]:
    days = dict.fromkeys(_dates(values))
    return [day for day in days if not in_order(since, day) or not in_order(day, until)]


def _worded(days: Sequence[str], places: Places, pairing: int) -> str:
    sentence = _("{dates}: outside the time of the pairing {pairing}.")
    return sentence.format(dates=", ".join(days), pairing=PairNames(places).caption(pairing))


DATES = (
    "planned_start",
    "actual_start",
    "planned_end",
    "actual_end",
    "period_start",
    "period_end",
    "as_of",
)


def _dates(values: Mapping[str, Any]) -> Iterator[str]:
    yield from (values[name] for name in DATES if values.get(name))
