"""Dates of many new records outside the time of their pairings: looked for record by record only where there are any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aidtrack.actions.similar import DATES, dates_outside
from aidtrack.rules import in_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aidtrack.actions.intake.columns import Columns
    from aidtrack.queries.places import Places


def outside(places: Places, columns: Columns) -> Iterator[str]:
    """Name them, record by record."""
    names = [name for name in DATES if name in columns.values]
    if _any(places, columns, names):
        table, names = columns.form.table, ["pairing_id", *names]
        for row in columns.rows(names):
            yield from dates_outside(places, table, dict(zip(names, row, strict=True)))


def _any(places: Places, columns: Columns, names: Sequence[str]) -> bool:
    """Tell whether any date is outside the time of any pairing: both are few, however many the records are."""
    days = {day for name in names for day in columns.values[name] if day}
    pairs = [places.pairs[number] for number in set(columns.values["pairing_id"])]
    times = {(pair.since, pair.until) for pair in pairs if pair.since or pair.until}
    return any(not in_order(since, day) or not in_order(day, until) for since, until in times for day in days)
