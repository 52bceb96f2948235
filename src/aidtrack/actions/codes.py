"""Codes: that none is given to two records, and the ones that are made for projects."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.errors import N_, Refused
from aidtrack.queries.names import record_name
from aidtrack.tables import TABLES, change_item, division, project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aidtrack.queries.places import Place


def require_free(
    connection: sa.Connection, table: str, code: str, besides: int | None = None, *, column: str = "code"
) -> None:
    """Refuse a code, or a key in another system, that another record has."""
    columns = TABLES[table].c
    query = sa.select(columns.id).where(columns[column] == code, columns.id != (besides or 0))
    if table == "division" and column == "code":
        query = query.where(division.c.valid_to.is_(None))
    row = connection.execute(query).first()
    if row is not None:
        raise Refused(
            N_("The code {code} is that of {name}; give another one."),
            code=code,
            name=record_name(connection, table, row.id),
        )


def project_code(connection: sa.Connection, recipient: Place, parent: int | None) -> str:
    """Make the next code: 513333-07 from the recipient's, 513327-01.4 from the parent's, G12-01 in a group."""
    if parent is not None:
        above = connection.execute(sa.select(project.c.code).where(project.c.id == parent)).scalar_one()
        return f"{above}.{_next(connection, f'{above}.')}"
    start = f"{recipient.code or f'G{recipient.id}'}-"
    return f"{start}{_next(connection, start):02}"


def _next(connection: sa.Connection, start: str) -> int:
    """Find the number after all that were ever used: a code that went with its project may come back with it."""
    serial = re.compile(re.escape(start) + "([0-9]{1,9})")
    numbers = [int(found[1]) for code in _used(connection, start) if (found := serial.fullmatch(code))]
    return max(numbers, default=0) + 1


def _used(connection: sa.Connection, start: str) -> Iterator[str]:
    query = sa.select(project.c.code).where(project.c.code.startswith(start, autoescape=True))
    yield from connection.execute(query).scalars()
    columns = change_item.c
    before = sa.select(columns.before).where(
        columns.table_name == "project", columns.before.contains(f'"code": "{start}', autoescape=True)
    )
    for text in connection.execute(before).scalars():
        state: dict[str, Any] = json.loads(text)
        yield str(state["code"])
