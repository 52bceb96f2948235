"""${message}

Revision ${up_revision}, after ${down_revision | comma,n}.

Rules: name every constraint; ON DELETE and ON UPDATE RESTRICT; no triggers, no generated columns, no
expression indexes; portable types only; on SQLite `batch_alter_table`; no downgrade (a backup is restored).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema from the revision before to this one."""
    ${upgrades if upgrades else "pass"}
