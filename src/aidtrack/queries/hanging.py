"""What hangs on a record: the rows that refer to it, and all that hang on those."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from aidtrack.errors import N_, Refused
from aidtrack.tables import TABLES, division_member
from aidtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

Record = tuple[str, int]
"""A table and a row's number."""

# These go and come back with their place, and history is no record.
_ASIDE = frozenset({"division_name", "division_member", "change", "change_item", "setting"})


def referring(connection: sa.Connection, records: Collection[Record]) -> Iterator[tuple[Record, Record]]:
    """Find the rows that refer to some records: each with the one it refers to."""
    wanted: dict[str, set[int]] = {}
    for kind, number in records:
        wanted.setdefault(kind, set()).add(number)
    for name, table in TABLES.items():
        if name in _ASIDE:
            continue
        for column in table.c:
            for key in column.foreign_keys:
                target = key.column.table.name
                yield from _by(connection, column, name, target, wanted.get(target, set()))
    yield from _groups(connection, wanted.get("division", set()))


def _groups(connection: sa.Connection, numbers: set[int]) -> Iterator[tuple[Record, Record]]:
    """Find the named groups to which places belong: a group hangs on its members."""
    columns = division_member.c
    query = sa.select(columns.group_id, columns.member_id).where(columns.member_id.in_(numbers))
    for group, member in connection.execute(query.order_by(columns.group_id)) if numbers else ():
        yield ("division", group), ("division", member)


def _by(
    connection: sa.Connection, column: sa.Column[int], name: str, target: str, numbers: set[int]
) -> Iterator[tuple[Record, Record]]:
    if not numbers:
        return
    table = TABLES[name]
    query = sa.select(table.c.id, column).where(column.in_(numbers)).order_by(table.c.id)
    for row in connection.execute(query):
        yield (name, row[0]), (target, row[1])


def hanging_on(
    connection: sa.Connection, records: Iterable[Record], *, beside: Iterable[Record] = ()
) -> list[Record]:
    """Collect everything that hangs on some records, at any depth; the records themselves are not in it.

    Nor are those `beside` them, nor what hangs on these alone.
    """
    todo = list(dict.fromkeys(records))
    found = dict.fromkeys([*todo, *beside])
    own = set(found)
    while todo:
        new = dict.fromkeys(row for row, _ in referring(connection, todo) if row not in found)
        found |= new
        todo = list(new)
    return [record for record in found if record not in own]


def outermost_first(connection: sa.Connection, records: Collection[Record]) -> list[Record]:
    """Order records so that each comes before those that it refers to: so they can be taken out one by one.

    Raises Refused where they refer to one another in a circle: nothing can be taken out of it.
    """
    inside = set(records)
    refers: dict[Record, set[Record]] = {record: set() for record in records}
    referred: dict[Record, int] = dict.fromkeys(records, 0)
    for row, target in set(referring(connection, records)):
        if row in inside and row != target:
            refers[row].add(target)
            referred[target] += 1
    ready = [record for record in records if not referred[record]]
    ordered: list[Record] = []
    while ready:
        record = ready.pop()
        ordered.append(record)
        for target in refers[record]:
            referred[target] -= 1
            if not referred[target]:
                ready.append(target)
    if circle := refers.keys() - set(ordered):
        raise Refused(
            N_("{count} records refer to one another in a circle; edit one of them first."),
            count=len(circle),
            hints=tuple(f"{label('record', table)} {number}" for table, number in sorted(circle)),
        )
    return ordered
