"""Dates that are known in part only, and what must come before what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from aidtrack.errors import N_
from aidtrack.rules.near import EVERYWHERE
from aidtrack.rules.violation import broken
from aidtrack.tables import FIGURES, pairing, project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aidtrack.rules.near import Near
    from aidtrack.rules.violation import Violation

_ORDERED = (
    (project, "planned_start", "planned_end"),
    (project, "actual_start", "actual_end"),
    (pairing, "since", "until"),
    *((table, "period_start", "period_end") for table in FIGURES.values()),
)


def in_order(first: str | None, second: str | None) -> bool:
    """Tell whether two partial dates can be in this order; what is not known cannot be out of it."""
    if first is None or second is None:
        return True
    shared = min(len(first), len(second))
    return first[:shared] <= second[:shared]


def dates_in_order(connection: sa.Connection, near: Near = EVERYWHERE) -> Iterator[Violation]:
    """Find what ends before it starts."""
    for table, first, second in (one for one in _ORDERED if near.touches(one[0])):
        query = sa.select(table.c.id, table.c[first], table.c[second]).where(
            *near.where({table.c.id: table}),
            _shared(table.c[first], table.c[second]) > _shared(table.c[second], table.c[first]),
        )
        for number, start, end in connection.execute(query):
            if not in_order(start, end):
                sentence = N_("{table} {id} ends ({end}) before it starts ({start}).")
                yield broken(table.name, number, sentence, start=start, end=end)


def _shared(date: sa.Column[str], other: sa.Column[str]) -> sa.ColumnElement[str]:
    """Give a partial date as far as the other is known as well."""
    return sa.func.substr(date, 1, sa.func.length(other))
