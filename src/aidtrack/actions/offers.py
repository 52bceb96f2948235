"""What a form offers to choose from: the records and places that the ledger knows, as people name them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import sqlalchemy as sa

from aidtrack.actions.intake.kinds import KINDS
from aidtrack.actions.load import TABLE_OF
from aidtrack.actions.outgoing.names import Names
from aidtrack.tables import TABLES, pairing, project
from aidtrack.text import language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from aidtrack.formats.exchange import ExchangeField, ExchangeTable

MOST = 5_000
"""In a longer list nobody looks for anything."""

_WORDED = frozenset({"sector", "indicator"})
"""What people know by a word in their language."""

_LISTED = _WORDED | {"pairing", "project", "source", "organisation"}


def with_offers(connection: sa.Connection, tables: Iterable[ExchangeTable]) -> tuple[ExchangeTable, ...]:
    """Give the tables with choices for the fields that refer to records or places."""
    offers = _Offers(connection)
    return tuple(
        replace(table, fields=tuple(offers.of(table, field) for field in table.fields)) for table in tables
    )


class _Offers:
    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.names = Names(connection, exact=False)
        self.listed: Callable[[str], tuple[str, ...]] = cache(self._listed)

    def of(self, table: ExchangeTable, field: ExchangeField) -> ExchangeField:
        of = "division" if field.kind == "place" else self._referred(table, field)
        return replace(field, choices=self.listed(of)) if of else field

    def _referred(self, table: ExchangeTable, field: ExchangeField) -> str:
        """Tell which table a field refers to, where its records have names."""
        form = KINDS[TABLE_OF[table.name]]
        of = form[field.name].of if field.kind == "ref" else ""
        return of if of in _LISTED else ""

    def _listed(self, table: str) -> tuple[str, ...]:
        found = sorted(self._found(table))
        return tuple(found) if len(found) <= MOST else ()

    def _found(self, table: str) -> Iterator[str]:
        if table == "division":
            # Of all places those that help or are helped: they are the ones that are written here.
            ends = sa.union(sa.select(pairing.c.donor_id), sa.select(pairing.c.recipient_id))
            yield from map(self.names.of(table), self.connection.execute(ends).scalars())
        elif table == "project":
            query = sa.select(project.c.code, project.c.name).limit(MOST + 1)
            yield from (f"{code} {name}" for code, name in self.connection.execute(query))
        elif table in _WORDED:
            columns = TABLES[table].c
            words = columns.name if language() == "zh" else sa.func.coalesce(columns.name_en, columns.name)
            yield from self.connection.execute(sa.select(words)).scalars()
        else:
            ids = sa.select(TABLES[table].c.id).limit(MOST + 1)
            yield from map(self.names.of(table), self.connection.execute(ids).scalars())
