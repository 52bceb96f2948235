"""Which record KIND REF means, in every command that takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from aidtrack.errors import N_, NoRecord, Refused
from aidtrack.folding import fold
from aidtrack.queries.lookup import (
    ambiguous,
    find_organisation,
    find_project,
    find_sector,
    find_source,
    indicator_id,
)
from aidtrack.queries.pairing_text import read_ends
from aidtrack.queries.places import load_places
from aidtrack.queries.resolver import Resolver
from aidtrack.tables import TABLES
from aidtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from aidtrack.queries.hanging import Record


def find_record(connection: sa.Connection, table: str, ref: str) -> Record:
    """Find the one record of a table that `ref` means.

    That is an id, a uid, a code, a code with its name, or a name that is unique; a pairing is also named by its
    two ends.
    """
    named = code_and_name(connection, table, ref) if " " in ref else None
    if named is not None:
        return table, named
    find = _BY_NAME.get(table)
    return table, find(connection, ref) if find else _by_number(connection, table, ref)


def code_and_name(connection: sa.Connection, table: str, ref: str) -> int | None:
    """Find `513333-01 色达县第二中学` by its code; a name that is not the code's is refused."""
    if table not in _CODED:
        return None
    code, _, name = ref.partition(" ")
    columns = TABLES[table].c
    row = connection.execute(sa.select(columns.id, columns.name).where(columns.code == code)).first()
    if row is None:
        return None
    require_named(code, row.name, name)
    return int(row.id)


_CODED = ("project", "sector", "indicator")
"""The tables whose records are written as code and name."""


def require_named(code: str, name: str, said: str) -> None:
    """Refuse a code that was written with the name of something else."""
    if fold(name) != fold(said):
        raise Refused(
            N_("{code} is the code of {name}, not of {said}; correct one of the two."),
            code=code,
            name=name,
            said=said.strip(),
        )


def _pairing(connection: sa.Connection, ref: str) -> int:
    places = load_places(connection)
    ends = read_ends(places, Resolver(connection, places), ref)
    if ends is None:
        return _by_number(connection, "pairing", ref)
    found = list(ends.among(places))
    if not found:
        raise NoRecord(N_("No {kind} has the id {ref}."), kind=label("record", "pairing"), ref=ref)
    if len(found) > 1:
        raise ambiguous(
            ref,
            [
                (pair.id, " ".join(filter(None, (label("programme", pair.programme), pair.since))))
                for pair in found
            ],
        )
    return found[0].id


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
    "pairing": _pairing,
}
