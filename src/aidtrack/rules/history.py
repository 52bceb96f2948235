"""The history against the records: only damage, or a hand that wrote past aidtrack, breaks these rules."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.errors import N_
from aidtrack.rules.images import RECORDED, gone
from aidtrack.rules.violation import broken
from aidtrack.tables import change, change_item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aidtrack.rules.violation import Violation

_ITEM = change_item.c


def change_there(connection: sa.Connection) -> Iterator[Violation]:
    """Find the records whose change is not there; of none is only what ships with the program."""
    for name, table in RECORDED.items():
        query = (
            sa.select(table.c.id, table.c.change_id)
            .outerjoin(change, change.c.id == table.c.change_id)
            .where(change.c.id.is_(None))
        )
        if table.c.change_id.nullable:
            query = query.where(table.c.change_id.is_not(None))
        for number, wanted in connection.execute(query):
            if wanted is None:
                yield broken(name, number, N_("{table} {id} belongs to no change."))
            else:
                sentence = N_("{table} {id} belongs to change {change}, which is not there.")
                yield broken(name, number, sentence, change=wanted)


def version_counts(connection: sa.Connection) -> Iterator[Violation]:
    """Find the records whose version is not one more than how often they were edited and brought back."""
    for name, table in RECORDED.items():
        written = (
            sa.select(_ITEM.row_id, sa.func.count().label("times"))
            .where(_ITEM.table_name == name, _ITEM.action != "remove")
            .group_by(_ITEM.row_id)
            .subquery()
        )
        wanted = 1 + sa.func.coalesce(written.c.times, 0)
        query = (
            sa.select(table.c.id, table.c.version, wanted)
            .outerjoin(written, written.c.row_id == table.c.id)
            .where(table.c.version.is_distinct_from(wanted))
        )
        for number, version, counted in connection.execute(query):
            sentence = N_("{table} {id} is at version {version}; by its history it is at {wanted}.")
            yield broken(name, number, sentence, version=version, wanted=counted)


def there_or_gone(connection: sa.Connection) -> Iterator[Violation]:
    """Find the records that are there though they were taken out at last, or gone though they were not."""
    for name, table in RECORDED.items():
        last = (
            sa.select(sa.func.max(_ITEM.id).label("id"))
            .where(_ITEM.table_name == name)
            .group_by(_ITEM.row_id)
            .subquery()
        )
        removed, there = _ITEM.action == "remove", table.c.id.is_not(None)
        query = (
            sa.select(_ITEM.row_id, _ITEM.change_id, _ITEM.action)
            .join(last, last.c.id == _ITEM.id)
            .outerjoin(table, table.c.id == _ITEM.row_id)
            .where(sa.or_(sa.and_(removed, there), sa.and_(~removed, ~there)))
        )
        for number, by, action in connection.execute(query):
            yield broken(name, number, _THERE if action == "remove" else _GONE, change=by)


_THERE = N_("{table} {id} is there, though change {change} took it out.")
_GONE = N_("{table} {id} is not there, though change {change}, the last to touch it, left it there.")


def steps_numbered(connection: sa.Connection) -> Iterator[Violation]:
    """Find the changes whose steps have numbers that they cannot have.

    What a change added is no step of the history, but was counted among them: only so many can be missing.
    """
    first, last, count = sa.func.min(_ITEM.seq), sa.func.max(_ITEM.seq), sa.func.count()
    query = (
        sa.select(_ITEM.change_id, first, last, count)
        .group_by(_ITEM.change_id)
        .having(sa.or_(first < 1, last > count))
        .order_by(_ITEM.change_id)
    )
    found = connection.execute(query).all()
    added = _added(connection) if found else {}
    for number, least, most, steps in found:
        wrote = steps + added.get(number, 0)
        if least < 1 or most > wrote:
            sentence = N_(
                "The steps of change {id} are numbered {first} to {last}; the rows that it wrote: {count}."
            )
            yield broken("change", number, sentence, first=least, last=most, count=wrote)


def _added(connection: sa.Connection) -> Counter[int]:
    """Count the rows that each change added, those that are gone by now as well."""
    counts: Counter[int] = Counter()
    for table in RECORDED.values():
        by = table.c.change_id
        query = sa.select(by, sa.func.count()).where(by.is_not(None)).group_by(by)
        counts.update({row[0]: row[1] for row in connection.execute(query)})
    counts.update(_added_and_gone(connection).values())
    return counts


def _added_and_gone(connection: sa.Connection) -> dict[tuple[str, int], Any]:
    """Tell which change added each row that is gone, as far as what was kept of it can be read."""
    return {(step.table, step.row): (step.image or {}).get("change_id") for step in gone(connection)}


def changes_wrote(connection: sa.Connection) -> Iterator[Violation]:
    """Find the changes that wrote nothing: one is recorded with the first row that it writes."""
    written = [_ITEM.change_id, *(table.c.change_id for table in RECORDED.values())]
    query = sa.select(change.c.id).where(*(_nowhere(column) for column in written)).order_by(change.c.id)
    empty = list(connection.execute(query).scalars())
    kept = set(_added_and_gone(connection).values()) if empty else set()
    for number in empty:
        if number not in kept:
            yield broken("change", number, N_("Change {id} wrote nothing, or what it wrote is lost."))


def _nowhere(column: sa.Column[Any]) -> sa.ColumnElement[bool]:
    return ~sa.exists().where(column == change.c.id)


def undoes_earlier(connection: sa.Connection) -> Iterator[Violation]:
    """Find the changes that take back what was not done yet."""
    query = sa.select(change.c.id, change.c.undoes_id).where(change.c.undoes_id >= change.c.id)
    for number, target in connection.execute(query):
        sentence = N_("Change {id} takes change {target} back, which is not an earlier one.")
        yield broken("change", number, sentence, target=target)


def tables_known(connection: sa.Connection) -> Iterator[Violation]:
    """Find the changes that say they touched a row of what is no table of records."""
    query = sa.select(_ITEM.change_id, _ITEM.table_name).where(_ITEM.table_name.not_in(RECORDED)).distinct()
    for number, name in connection.execute(query.order_by(_ITEM.change_id)):
        sentence = N_("Change {id} touched a row of '{name}', which is no table of records.")
        yield broken("change", number, sentence, name=name)
