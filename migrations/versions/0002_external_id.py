"""The key that a record has in another system

Revision 0002, after 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

RECORDS = (
    "division",
    "sector",
    "indicator",
    "source",
    "organisation",
    "pairing",
    "project",
    "participation",
    "funding",
    "jobs",
    "result",
)


def upgrade() -> None:
    """Bring the schema from the revision before to this one."""
    text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    for table in RECORDS:
        column = sa.Column(
            "external_id", text, nullable=True, comment="its key in another system: SYSTEM:KEY"
        )
        op.add_column(table, column)
        op.create_index(op.f(f"ix_{table}_external_id"), table, ["external_id"], unique=True)
    foreign = sa.text("currency <> 'CNY'")
    op.create_index(
        op.f("ix_funding_currency"), "funding", ["currency"], sqlite_where=foreign, postgresql_where=foreign
    )
