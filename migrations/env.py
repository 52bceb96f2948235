"""Run the migrations on the connection that the store hands over, or on the ledger of AIDTRACK_DB."""

from __future__ import annotations

from typing import Any

from alembic import context

from aidtrack.store import create
from aidtrack.store.opening import open_engine
from aidtrack.tables import metadata
from aidtrack.tables.base import Words


def render_item(kind: str, item: Any, _autogen: Any) -> str | bool:  # noqa: ANN401 - Alembic's own types
    """Write our own column types as the plain ones they stand for: a migration must not change with them."""
    return "sa.Text()" if kind == "type" and isinstance(item, Words) else False


def migrate(connection: Any) -> None:  # noqa: ANN401 - a connection of any engine
    """Run what is missing, inside the transaction that the caller opened."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        transactional_ddl=True,
        transaction_per_migration=False,
        render_item=render_item,
    )
    context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    with open_engine(create(None), "migrate").begin() as own:
        migrate(own)
