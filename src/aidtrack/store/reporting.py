"""Who reports what the ledger holds: a setting, no change of the history."""

from __future__ import annotations

import sqlalchemy as sa

from aidtrack.store.opening import writing
from aidtrack.store.retry import retrying
from aidtrack.tables import setting

_NAME = "reporting_org"


def reporting_org(connection: sa.Connection) -> str | None:
    """Tell the identifier of the organisation that reports; null where none was ever given."""
    said: str | None = connection.execute(sa.select(setting.c.value).where(setting.c.name == _NAME)).scalar()
    return said


def keep_reporting_org(db: str | None, identifier: str | None) -> None:
    """Keep who reports, for all times that nobody says otherwise; null is that it is not known."""
    retrying(lambda: _write(db, identifier))


def _write(db: str | None, identifier: str | None) -> None:
    with writing(db) as connection:
        connection.execute(sa.delete(setting).where(setting.c.name == _NAME))
        if identifier is not None:
            connection.execute(sa.insert(setting).values(name=_NAME, value=identifier))
