"""What ships with the program: the places of China, sectors and indicators. No change records it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.actions.refold import refold
from aidtrack.actions.shipped_places import Brought, bring_places
from aidtrack.actions.shipped_rows import rows
from aidtrack.folding import FOLD_VERSION
from aidtrack.tables import indicator, sector, setting

if TYPE_CHECKING:
    from collections.abc import Sequence

_FOLDED = "fold_version"


def bring_reference(connection: sa.Connection) -> Brought:
    """Make what ships in a ledger as it ships now; what people added to it stays."""
    keys = _bring_keys(connection)
    brought = bring_places(connection)
    words = _add_sectors(connection) + _add_coded(connection, indicator, rows("indicators.csv"))
    return replace(brought, keys=keys, words=words)


def _bring_keys(connection: sa.Connection) -> bool:
    """Make the stored keys anew where the folding table has changed since they were made."""
    folded = connection.execute(sa.select(setting.c.value).where(setting.c.name == _FOLDED)).scalar()
    if folded == str(FOLD_VERSION):
        return False
    if folded is not None:
        refold(connection)
    connection.execute(sa.delete(setting).where(setting.c.name == _FOLDED))
    connection.execute(sa.insert(setting).values(name=_FOLDED, value=str(FOLD_VERSION)))
    return True


def _add_sectors(connection: sa.Connection) -> int:
    shipped = rows("sectors.csv")
    above = _add_coded(connection, sector, [row for row in shipped if row["parent"] is None])
    return above + _add_coded(connection, sector, [row for row in shipped if row["parent"] is not None])


def _add_coded(connection: sa.Connection, table: sa.Table, shipped: Sequence[dict[str, Any]]) -> int:
    """Add the rows whose code the table does not have yet."""
    known = {row.code: row.id for row in connection.execute(sa.select(table.c.code, table.c.id))}
    new = [_row(row, known) for row in shipped if row["code"] not in known]
    if new:
        connection.execute(sa.insert(table), new)
    return len(new)


def _row(shipped: dict[str, Any], known: dict[str, int]) -> dict[str, Any]:
    row = shipped | {"uid": shipped["code"]}
    if "parent" in row:
        row["parent_id"] = known.get(row.pop("parent") or "")
    if "summable" in row:
        row["summable"] = row["summable"] == "true"
    return row
