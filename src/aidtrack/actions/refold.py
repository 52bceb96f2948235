"""Stored keys made anew, when the folding table gives another key than it did."""

from __future__ import annotations

import sqlalchemy as sa

from aidtrack.actions.shipped_places import key_of
from aidtrack.tables import TABLES, division_name
from aidtrack.tables.derive import DERIVED, derived

_FOLDED_KINDS = ("name", "alias", "former_name", "romanised")


def refold(connection: sa.Connection) -> None:
    """Make the keys of places' names and the search keys of records anew."""
    names = division_name.c
    query = sa.select(names.id, names.kind, names.name, names.key).where(names.kind.in_(_FOLDED_KINDS))
    for number, kind, name, key in connection.execute(query).all():
        if (new := key_of(kind, name)) != key:
            connection.execute(sa.update(division_name).where(names.id == number).values(key=new))
    for name in DERIVED:
        if "search_key" in TABLES[name].c:
            _search_keys(connection, TABLES[name])


def _search_keys(connection: sa.Connection, table: sa.Table) -> None:
    for row in connection.execute(sa.select(table)).mappings().all():
        if (key := derived(table.name, dict(row))["search_key"]) != row["search_key"]:
            connection.execute(sa.update(table).where(table.c.id == row["id"]).values(search_key=key))
