"""What a figure may be part of, and what it may restate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.errors import N_
from aidtrack.rules.dates import in_order
from aidtrack.rules.near import EVERYWHERE
from aidtrack.rules.violation import broken
from aidtrack.tables import FIGURES
from aidtrack.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aidtrack.rules.near import Near
    from aidtrack.rules.violation import Violation


@dataclass(frozen=True, slots=True)
class Link:
    """A figure that is part of another, or restates it, with the one it points at."""

    table: str
    row: Any
    target: Any

    def broken(self, sentence: str, **fields: object) -> Violation:
        """Say that this link breaks a rule."""
        return broken(self.table, self.row.id, sentence, target=self.target.id, **fields)


def links(connection: sa.Connection, column: str, near: Near) -> Iterator[Link]:
    """Read the links near by that stand in a column; those that lead nowhere break a rule of their own."""
    for table in filter(near.touches, FIGURES.values()):
        ends = near.where({table.c.id: table, table.c[column]: table})
        yield from _read(connection, table, column, *ends)


def families(connection: sa.Connection, near: Near) -> Iterator[Link]:
    """Read the parts of each whole near by, all of them where one is."""
    for table in filter(near.touches, FIGURES.values()):
        wholes = near.where({table.c.id: table, table.c.part_of_id: table})
        named = sa.select(table.c.part_of_id).where(table.c.part_of_id.is_not(None), *wholes)
        yield from _read(
            connection, table, "part_of_id", *([table.c.part_of_id.in_(named)] if wholes else [])
        )


def _read(
    connection: sa.Connection, table: sa.Table, column: str, *conditions: sa.ColumnElement[bool]
) -> Iterator[Link]:
    query = sa.select(table).where(table.c[column].is_not(None), *conditions).order_by(table.c.id)
    rows = connection.execute(query).all()
    wanted = sa.select(table.c[column]).where(table.c[column].is_not(None), *conditions)
    targets = {row.id: row for row in connection.execute(sa.select(table).where(table.c.id.in_(wanted)))}
    for row in rows:
        if getattr(row, column) in targets:
            yield Link(table.name, row, targets[getattr(row, column)])


def _both(connection: sa.Connection, near: Near) -> Iterator[Link]:
    yield from links(connection, "part_of_id", near)
    yield from links(connection, "restates_id", near)


def target_there(connection: sa.Connection) -> Iterator[Violation]:
    """Find the links that lead nowhere."""
    for name, table in FIGURES.items():
        target = table.alias()
        for column in ("part_of_id", "restates_id"):
            query = (
                sa.select(table.c.id, table.c[column])
                .outerjoin(target, target.c.id == table.c[column])
                .where(table.c[column].is_not(None), target.c.id.is_(None))
            )
            for number, wanted in connection.execute(query):
                sentence = N_("{table} {id} points at {target}, which is not there.")
                yield broken(name, number, sentence, target=wanted)


def target_restates_nothing(connection: sa.Connection, near: Near = EVERYWHERE) -> Iterator[Violation]:
    """Find the links to a restatement."""
    for link in _both(connection, near):
        if link.target.restates_id is not None:
            yield link.broken(
                N_("{table} {id} points at {target}, which restates {further}; point at that one."),
                further=link.target.restates_id,
            )


_SAME = {
    "funding": {"currency": N_("currency")},
    "jobs": {"kind": N_("kind")},
    "result": {"indicator_id": N_("indicator")},
}
"""By table, the columns that make the measure, and what people call them."""


def same_measure(connection: sa.Connection, near: Near = EVERYWHERE) -> Iterator[Violation]:
    """Find the links between figures that cannot be compared."""
    for link in _both(connection, near):
        for column, name in _SAME[link.table].items():
            if getattr(link.row, column) != getattr(link.target, column):
                yield link.broken(
                    N_("{table} {id} and {target} are not the same measure ({name} differs)."), name=_(name)
                )


def same_stage(connection: sa.Connection, near: Near = EVERYWHERE) -> Iterator[Violation]:
    """Find the links between money of two stages."""
    for link in _both(connection, near):
        if link.table != "funding" or link.row.stage == link.target.stage:
            continue
        if link.row.restates_id is None or link.row.stage != "stated":
            yield link.broken(N_("{table} {id} and {target} are of different stages."))


def same_scenario(connection: sa.Connection, near: Near = EVERYWHERE) -> Iterator[Violation]:
    """Find the parts that are of another scenario than their whole."""
    for link in links(connection, "part_of_id", near):
        if link.table != "funding" and link.row.scenario != link.target.scenario:
            yield link.broken(N_("{table} {id} is part of {target}, which is of another scenario."))


def period_within(connection: sa.Connection, near: Near = EVERYWHERE) -> Iterator[Violation]:
    """Find the parts whose period is not within that of their whole."""
    for link in links(connection, "part_of_id", near):
        part, whole = link.row, link.target
        starts = in_order(whole.period_start, part.period_start)
        if not starts or not in_order(part.period_end, whole.period_end):
            yield link.broken(N_("The period of {table} {id} is not within that of {target}, its whole."))
