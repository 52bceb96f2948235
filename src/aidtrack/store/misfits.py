"""What SQLite holds and PostgreSQL cannot: the one takes any value in any column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.errors import N_, Refused
from aidtrack.store.sheets import read
from aidtrack.tables import TABLES
from aidtrack.wording import label

if TYPE_CHECKING:
    from aidtrack.store.sheets import Sheet

_NUL = N_(
    "The {field} of {table} {row} has a character that PostgreSQL cannot keep (U+0000); nothing was copied. "
    "Edit it and copy again."
)
_LONG = N_(
    "The {field} of {table} {row} is longer than {limit} characters, the most that PostgreSQL keeps there; "
    "nothing was copied. Edit it and copy again."
)
_OTHER = N_(
    "The {field} of {table} {row} is not what belongs there, and PostgreSQL cannot keep it; nothing was copied."
)

_BITS = ((sa.SmallInteger, 16), (sa.BigInteger, 64), (sa.Integer, 32))


def misfit(connection: sa.Connection, sheet: Sheet) -> Refused | None:
    """Find the first value of a table that PostgreSQL cannot keep, and word the refusal."""
    kinds = [TABLES[sheet.name].c[name].type for name in sheet.columns]
    for batch in read(connection, sheet):
        for row in batch:
            for name, kind, value in zip(sheet.columns, kinds, row, strict=True):
                sentence = _wrong(kind, value)
                if sentence:
                    return _refusal(sentence, sheet, dict(zip(sheet.columns, row, strict=True)), name)
    return None


def _wrong(kind: sa.types.TypeEngine[Any], value: Any) -> str | None:  # noqa: ANN401 - SQLite holds anything
    if value is None:
        return None
    if isinstance(kind, sa.Boolean):
        return None if value in (0, 1) else _OTHER
    if isinstance(kind, sa.Integer):
        bits = next(bits for each, bits in _BITS if isinstance(kind, each))
        return None if isinstance(value, int) and -(2 ** (bits - 1)) <= value < 2 ** (bits - 1) else _OTHER
    if not isinstance(value, str):
        return _OTHER
    if "\0" in value:
        return _NUL
    return _LONG if len(value) > (_limit(kind) or len(value)) else None


def _limit(kind: sa.types.TypeEngine[Any]) -> int | None:
    return kind.length if isinstance(kind, sa.String) else None


def _refusal(sentence: str, sheet: Sheet, row: dict[str, Any], name: str) -> Refused:
    return Refused(
        sentence,
        field=label("field", name),
        table=label("record", sheet.name),
        row=" ".join(str(row[part]) for part in sheet.key),
        limit=_limit(TABLES[sheet.name].c[name].type),
    )
