"""The records that a command has written, as lists show them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aidtrack.headings import HEADINGS, heading
from aidtrack.queries.filters import Criteria
from aidtrack.queries.kinds import KINDS
from aidtrack.queries.list_figures import list_figures
from aidtrack.queries.places import load_places
from aidtrack.tables import FIGURES

if TYPE_CHECKING:
    from collections.abc import Collection

    import sqlalchemy as sa

    from aidtrack.result import Result


def written(connection: sa.Connection, table: str, numbers: Collection[int]) -> Result:
    """List some records of a table, in the order in which the list of their kind has them."""
    criteria = Criteria(load_places(connection))
    if table in FIGURES:
        listed = list_figures(connection, criteria, table, where=FIGURES[table].c.id.in_(numbers))
    else:
        listed = _kind(connection, replace(criteria, **_narrowed(table, numbers)), table)
    rows = [row for row in listed.rows if row["id"] in numbers]
    columns = [
        replace(
            column,
            heading=column.heading or (heading(column.name) if column.name in HEADINGS else column.name),
        )
        for column in listed.columns
        if any(row.get(column.name) not in (None, [], False) for row in rows)
    ]
    return replace(listed, rows=rows, shown=columns, title="", total=None, notes=(), remarks=())


def _kind(connection: sa.Connection, criteria: Criteria, table: str) -> Result:
    kind = next(
        kind for kind in KINDS.values() if kind.table == table and kind.name not in ("donors", "counties")
    )
    return kind.list(connection, criteria)


def _narrowed(table: str, numbers: Collection[int]) -> dict[str, Any]:
    """Say by which filter a list is cut down to some records, where it has one."""
    names = {"project": "projects", "pairing": "pairings", "division": "divisions"}
    return {names[table]: frozenset(numbers)} if table in names else {}
