"""The rows that were refused, by what others call them: what refers to one is told where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aidtrack.errors import N_, NoRecord
from aidtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aidtrack.actions.intake.incoming import Incoming
    from aidtrack.actions.intake.origins import Origins
    from aidtrack.errors import AidtrackError

_NAMES = ("uid", "code", "name", "title")
_MOST = 20_000
"""Of so many it is known; of more the reason is but that they are not there."""


class RefusedRows:
    """Knows the rows that were refused, or will be."""

    def __init__(self, origins: Origins) -> None:
        self._origins = origins
        self._rows: dict[tuple[str, str], int] = {}

    def note(self, table: str, values: Mapping[str, Any], row: int) -> None:
        """Know one by what it says of itself."""
        if len(self._rows) < _MOST:
            named = (values.get(name) for name in _NAMES)
            self._rows |= {(table, text.strip()): row for text in named if isinstance(text, str) and text}

    def reason(self, row: Incoming, error: AidtrackError) -> AidtrackError:
        """Give the reason why a row is refused: where what it refers to was refused, that."""
        name = str(error.fields.get("field", ""))
        text = row.text(name) if name in row.form else None
        if not isinstance(error, NoRecord) or not text:
            return error
        table = row.form[name].of
        found = self._rows.get((table, text)) or self._rows.get((table, text.partition(" ")[0]))
        if not found or found == row.number:
            return error
        return NoRecord(
            N_("Its {kind} was refused itself: {where}."),
            kind=label("field", name),
            where=str(self._origins.where(found)),
            field=name,
        )
