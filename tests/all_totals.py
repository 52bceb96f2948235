"""The totals of a ledger by every dimension, to be compared with those of another."""

from __future__ import annotations

import json
import re
from io import StringIO
from typing import Any

from aidtrack.formats import jsontext
from aidtrack.queries.dimensions import DIMENSIONS
from aidtrack.queries.filters import read_filters
from aidtrack.queries.totals import totals
from aidtrack.queries.totals_result import totals_result
from aidtrack.store import reading

ASKED = [
    *(("CNY", by) for by in [(), *((name,) for name in DIMENSIONS), ("county", "year")]),
    ("USD", ()),
]


def all_totals(db: str | None = None) -> list[Any]:
    """Ask for all totals, in one go; what is known by its number alone has another one in another ledger."""
    found = []
    with reading(db) as connection:
        for currency, by in ASKED:
            answer = totals(connection, read_filters(connection, {}, currency), by)
            written = StringIO()
            jsontext.write(totals_result(connection, answer), written)
            found.append(_without_numbers(json.loads(written.getvalue())))
    return found


def _without_numbers(answer: Any) -> Any:
    if isinstance(answer, dict):
        return {
            name: _without_numbers(one) for name, one in answer.items() if not re.search("(^|_)id$", name)
        }
    if isinstance(answer, list):
        return sorted((_without_numbers(one) for one in answer), key=json.dumps)
    return answer
