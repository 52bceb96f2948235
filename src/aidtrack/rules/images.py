"""The rows as they were: what the history keeps of each, read without trust.

What cannot be read is null here, and one of the rules says so; all others go on without it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from aidtrack.tables import TABLES, change_item

if TYPE_CHECKING:
    from collections.abc import Iterator

RECORDED = {name: table for name, table in TABLES.items() if "version" in table.c}
"""The tables whose rows belong to changes, by name."""

_AT_ONCE = 1000
"""How many are held in memory: the history of a large ledger is longer than its records."""


class Step(NamedTuple):
    """What a change did to a row that was there, or had been; `image` is the row before it."""

    table: str
    row: int
    change: int
    action: str
    before: str | None

    @property
    def image(self) -> dict[str, Any] | None:
        """Read the row as it was; null where nothing was kept, or nothing that can be read."""
        try:
            image = json.loads(self.before or "null")
        except (ValueError, TypeError, RecursionError):
            return None
        return image if isinstance(image, dict) else None


def steps(connection: sa.Connection) -> Iterator[Step]:
    """Read all that was done to records: row by row, and to each in the order in which it was done."""
    item = change_item.c
    query = (
        sa.select(item.table_name, item.row_id, item.change_id, item.action, item.before)
        .where(item.table_name.in_(RECORDED))
        .order_by(item.table_name, item.row_id, item.id)
    )
    for row in connection.execute(query, execution_options={"yield_per": _AT_ONCE}):
        yield Step(*row)


def gone(connection: sa.Connection) -> Iterator[Step]:
    """Read the removals of rows that are not there now; one that came back and went again has several."""
    item = change_item.c
    for name, table in RECORDED.items():
        query = (
            sa.select(item.table_name, item.row_id, item.change_id, item.action, item.before)
            .outerjoin(table, table.c.id == item.row_id)
            .where(item.table_name == name, item.action == "remove", table.c.id.is_(None))
        )
        for row in connection.execute(query, execution_options={"yield_per": _AT_ONCE}):
            yield Step(*row)
