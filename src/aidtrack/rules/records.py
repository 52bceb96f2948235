"""What must hold of a record by itself, or beside its likes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.errors import N_
from aidtrack.headings import field_name
from aidtrack.rules.dates import in_order
from aidtrack.rules.near import EVERYWHERE
from aidtrack.rules.violation import broken
from aidtrack.same_money import pairs
from aidtrack.tables import FIGURES, TABLES, pairing, source
from aidtrack.tables.base import Words
from aidtrack.tables.derive import DERIVED
from aidtrack.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aidtrack.rules.near import Near
    from aidtrack.rules.violation import Violation

_AT_ONCE = 1000
"""How many rows are held in memory where all of a large table are read."""


def place_in_source(connection: sa.Connection, near: Near = EVERYWHERE) -> Iterator[Violation]:
    """Find the figures of which nobody can tell where they are said."""
    for name, table in FIGURES.items():
        if not near.touches(table, source):
            continue
        query = (
            sa.select(table.c.id)
            .join(source, table.c.source_id == source.c.id)
            .where(
                table.c.locator.is_(None),
                source.c.kind != "ledger",
                *near.where({table.c.id: table, table.c.source_id: source}),
            )
        )
        for number in connection.execute(query).scalars():
            yield broken(
                name, number, N_("{table} {id} does not say where in its source it stands; give --locator.")
            )


def pairings_once(connection: sa.Connection, near: Near = EVERYWHERE) -> Iterator[Violation]:
    """Find the pairings that say what an earlier one says, for a time that both cover; they are few."""
    if not near.touches(pairing):
        return
    columns = pairing.c
    seen: dict[tuple[Any, ...], list[Any]] = {}
    for row in connection.execute(sa.select(pairing).order_by(columns.id)):
        before = seen.setdefault((row.donor_id, row.recipient_id, row.programme), [])
        for first in before:
            if in_order(first.since, row.until) and in_order(row.since, first.until):
                yield broken(
                    "pairing", row.id, N_("Pairing {id} says the same as pairing {target}."), target=first.id
                )
        before.append(row)


def overlaps_answered(connection: sa.Connection) -> Iterator[Violation]:
    """Find the figures that may be the same money, where nobody said whether they are."""
    for name in FIGURES:
        for one, other in pairs(connection, name):
            yield broken(
                name,
                one.id,
                N_(
                    "{table} {id} ({first}) and {target} ({second}) may be the same; say what they are with: "
                    "aidtrack edit {record} {target} --part-of {id} (or --restates {id}, or --separate)"
                ),
                record=name,
                target=other.id,
                first=one.printed,
                second=other.printed,
            )


_DERIVED = {"year": N_("the year"), "search_key": N_("what a search looks through")}


def derived_columns(connection: sa.Connection) -> Iterator[Violation]:
    """Find the columns that say something else than what they follow from."""
    for name, derive in DERIVED.items():
        for row in connection.execute(sa.select(TABLES[name])):
            values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
            for column, value in derive(values).items():
                if values[column] != value:
                    sentence = N_("{table} {id}: {column} does not follow from the rest of the row.")
                    yield broken(name, row.id, sentence, column=_(_DERIVED[column]))


def lists_whole(connection: sa.Connection) -> Iterator[Violation]:
    """Find the columns that should hold a list of words and do not."""
    for name, table in TABLES.items():
        for column in (column for column in table.c if isinstance(column.type, Words)):
            kept = sa.type_coerce(column, sa.Text)
            query = sa.select(table.c.id, kept).where(column.is_not(None))
            for number, text in connection.execute(query, execution_options={"yield_per": _AT_ONCE}):
                if not _is_list(text):
                    sentence = N_("{table} {id}: {column} is no list of words.")
                    yield broken(name, number, sentence, column=field_name(column.name))


def _is_list(text: object) -> bool:
    try:
        found = json.loads(str(text))
    except (ValueError, RecursionError):
        return False
    return isinstance(found, list) and all(isinstance(word, str) for word in found)
