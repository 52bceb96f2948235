"""Where to look for what breaks a rule: in the whole ledger, or near what one change wrote.

Where the ledger kept its rules before a change, whatever breaks one afterwards is near what the change wrote.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.tables import change_item

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Near:
    """The rows of one change, by its number, in the tables that it wrote; without one, all rows."""

    change: int | None = None
    tables: frozenset[str] = frozenset()

    def touches(self, *tables: sa.Table) -> bool:
        """Tell whether there can be something in one of these tables."""
        return self.change is None or any(table.name in self.tables for table in tables)

    def written(self, table: sa.Table) -> sa.CompoundSelect[Any]:
        """Select the ids of the rows that the change added, edited or brought back."""
        item = change_item.c
        noted = sa.select(item.row_id).where(item.change_id == self.change, item.table_name == table.name)
        return sa.union(sa.select(table.c.id).where(table.c.change_id == self.change), noted)

    def where(self, links: Mapping[sa.ColumnElement[Any], sa.Table]) -> list[sa.ColumnElement[bool]]:
        """Say that one of the columns, each with the table whose ids it holds, names a row of the change."""
        if self.change is None:
            return []
        return [sa.or_(*(column.in_(self.written(table)) for column, table in links.items()))]


EVERYWHERE = Near()
