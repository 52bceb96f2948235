"""Which divisions a browse or a search is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from aidtrack.folding import latin_key
from aidtrack.tables import division_name

if TYPE_CHECKING:
    from aidtrack.queries.filters import Criteria


def wanted_divisions(connection: sa.Connection, criteria: Criteria) -> set[int] | None:
    """Give the divisions that a search's words all stand in a name of; null: all."""
    found = None if criteria.divisions is None else set(criteria.divisions)
    for word in criteria.words:
        columns = division_name.c
        keys = {word, latin_key(word) or word}
        query = sa.select(columns.division_id).where(
            sa.or_(*(columns.key.contains(key, autoescape=True) for key in keys))
        )
        hits = set(connection.execute(query).scalars())
        found = hits if found is None else found & hits
    return found
