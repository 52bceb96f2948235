"""What a row was at each point of the history: new values are the next before-image, or the row itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.tables import TABLES, change_item

if TYPE_CHECKING:
    from collections.abc import Iterable

State = dict[str, Any]

_BOOKKEEPING = frozenset({"version", "change_id"})
_BELONGING = frozenset({"division_name", "division_member"})
RECORDED = tuple(name for name, table in TABLES.items() if "change_id" in table.c and name != "change_item")
"""The tables whose rows belong to changes."""


def current(connection: sa.Connection, table: str, number: int) -> State | None:
    """Read a row as it is; null where there is none."""
    source = TABLES[table]
    row = connection.execute(sa.select(source).where(source.c.id == number)).mappings().one_or_none()
    return None if row is None else dict(row)


def state_after(connection: sa.Connection, table: str, number: int, change: int) -> State | None:
    """Tell what a row was when a change was done: what the next change found, else what it is now."""
    columns = change_item.c
    query = (
        sa.select(columns.before)
        .where(columns.table_name == table, columns.row_id == number, columns.change_id > change)
        .order_by(columns.id)
        .limit(1)
    )
    found = connection.execute(query).one_or_none()
    if found is None:
        return current(connection, table, number)
    return None if found.before is None else json.loads(found.before)


def content(state: State | None) -> State | None:
    """Give what a row says, without what only counts its edits and without the rows that went with it.

    Nor does it hold what is null: a state of before an upgrade has no word on later columns.
    """
    if state is None:
        return None
    left_out = _BOOKKEEPING | _BELONGING
    return {name: value for name, value in state.items() if value is not None and name not in left_out}


def storable(number: int) -> int:
    """Give a number to look for in the database; of one that is too large for it there is no row."""
    return number if number < 1 << 63 else -1


def added_by(connection: sa.Connection, change: int) -> list[tuple[str, int]]:
    """List the rows that a change added and that are there."""
    return [
        (name, number)
        for name in RECORDED
        for number in connection.execute(
            sa.select(TABLES[name].c.id).where(TABLES[name].c.change_id == change).order_by(TABLES[name].c.id)
        ).scalars()
    ]


def removed_since(connection: sa.Connection, change: int) -> list[tuple[str, int, State]]:
    """List the rows that a change added and that a later one took out, as they were then."""
    columns = change_item.c
    query = (
        sa.select(columns.table_name, columns.row_id, columns.before)
        .where(columns.action == "remove", columns.change_id > change)
        .where(columns.before.contains(f'"change_id": {change},', autoescape=True))
        .order_by(columns.id)
    )
    rows = [(table, number, json.loads(before)) for table, number, before in connection.execute(query)]
    gone = {
        (table, number): state
        for table, number, state in rows
        if state["change_id"] == change and current(connection, table, number) is None
    }
    return [(table, number, state) for (table, number), state in gone.items()]


def items_of(connection: sa.Connection, change: int) -> list[tuple[str, int, str, State | None]]:
    """List what a change did to rows that were there: table, number, action, and the row before it."""
    columns = change_item.c
    query = sa.select(columns.table_name, columns.row_id, columns.action, columns.before)
    rows = connection.execute(query.where(columns.change_id == change).order_by(columns.seq))
    return [
        (table, number, action, None if before is None else json.loads(before))
        for table, number, action, before in rows
    ]


def own_rows(
    items: Iterable[tuple[str, int, str, State | None]], change: int
) -> dict[tuple[str, int], State]:
    """Pick the rows that a change both added and then edited or took out, as it first found them."""
    found: dict[tuple[str, int], State] = {}
    for table, number, _, before in items:
        if before is not None and before["change_id"] == change:
            found.setdefault((table, number), before)
    return found


def differing(before: State | None, after: State | None) -> Iterable[tuple[str, Any, Any]]:
    """Give each field that two states of a row differ in, with both values."""
    before, after = content(before) or {}, content(after) or {}
    for name in dict.fromkeys([*before, *after]):
        if before.get(name) != after.get(name):
            yield name, before.get(name), after.get(name)
