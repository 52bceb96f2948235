"""What all models share: the mapping onto a table, optimistic locking, and the derived columns."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase, Mapper

from aidtrack import tables
from aidtrack.tables.derive import derived


class Base(DeclarativeBase):
    """A row to write. The columns are the table's: see `aidtrack.tables`."""

    metadata = tables.metadata


def locked(table: Any) -> dict[str, Any]:  # noqa: ANN401 - a table of any shape
    """Make a model refuse to overwrite what somebody else changed meanwhile."""
    return {"version_id_col": table.c.version}


@event.listens_for(Base, "before_insert", propagate=True)
@event.listens_for(Base, "before_update", propagate=True)
def _derive(mapper: Mapper[Any], connection: object, row: Any) -> None:  # noqa: ANN401, ARG001
    values = {column.key: getattr(row, column.key) for column in mapper.columns}
    for name, value in derived(mapper.local_table.name, values).items():  # type: ignore[attr-defined]
        setattr(row, name, value)
