"""Who changed what, and what it was before; and the ledger's own settings."""

from __future__ import annotations

import sqlalchemy as sa

from aidtrack.tables import base

ACTIONS = ("edit", "remove", "restore")

change = base.table(
    "change",
    base.key(),
    sa.Column("uid", base.Text, nullable=False, unique=True, comment="name for exchange between ledgers"),
    sa.Column("at", base.string(32), nullable=False, comment="UTC, ISO 8601"),
    base.text("actor", nullable=False, comment="who gave the command"),
    base.text("command", nullable=False, comment="the command line, without passwords"),
    base.text("program", nullable=False, comment="version of aidtrack that wrote it"),
    base.ref("undoes_id", "change", nullable=True),
    comment="One command's writes.",
)

change_item = base.table(
    "change_item",
    base.key(),
    base.ref("change_id", "change"),
    sa.Column("seq", sa.Integer, nullable=False, comment="order within the change"),
    sa.Column("table_name", base.string(40), nullable=False),
    sa.Column("row_id", base.BigInt, nullable=False),
    sa.Column("action", base.string(10), nullable=False),
    base.text("before", comment="the row as it was, a JSON object; null: a removed row that came back"),
    base.one_of("action", ACTIONS),
    sa.CheckConstraint("(action = 'restore') = (before IS NULL)", name="before"),
    sa.UniqueConstraint("change_id", "seq"),
    sa.Index(None, "table_name", "row_id"),
    comment="A row that a change edited, removed or brought back. New rows are known by their change_id.",
)

setting = sa.Table(
    "setting",
    base.metadata,
    sa.Column("name", base.string(40), primary_key=True),
    sa.Column("value", base.Text, nullable=False),
    comment="One name, one value: version of the folding table, reporting organisation.",
)
