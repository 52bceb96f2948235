"""Which record KIND REF means, in every command that takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from aidtrack.errors import N_, NoRecord
from aidtrack.queries.lookup import find_organisation, find_project, find_sector, find_source, indicator_id
from aidtrack.queries.places import load_places
from aidtrack.queries.resolver import Resolver
from aidtrack.tables import TABLES
from aidtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from aidtrack.queries.hanging import Record


def find_record(connection: sa.Connection, table: str, ref: str) -> Record:
    """Find the one record of a table that `ref` means: an id, a uid, a code, or a name that is unique."""
    find = _BY_NAME.get(table)
    return table, find(connection, ref) if find else _by_number(connection, table, ref)


def _by_number(connection: sa.Connection, table: str, ref: str) -> int:
    columns = TABLES[table].c
    is_number = ref.isascii() and ref.isdecimal() and len(ref) < 19
    wanted = columns.id == int(ref) if is_number else columns.uid == ref
    found = connection.execute(sa.select(columns.id).where(wanted)).scalar()
    if found is None:
        raise NoRecord(N_("No {kind} has the id {ref}."), kind=label("record", table), ref=ref)
    return int(found)


def _place(connection: sa.Connection, ref: str) -> int:
    places = load_places(connection)
    here = places.donors | places.recipients
    return Resolver(connection, places).resolve(ref, here=here).place.id


_BY_NAME: dict[str, Callable[[sa.Connection, str], int]] = {
    "project": find_project,
    "source": find_source,
    "organisation": find_organisation,
    "indicator": indicator_id,
    "sector": lambda connection, ref: min(find_sector(connection, ref)),
    "division": _place,
}
