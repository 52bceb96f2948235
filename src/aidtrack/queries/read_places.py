"""How texts are read as places, for `parse place`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aidtrack.errors import AidtrackError
from aidtrack.headings import heading
from aidtrack.queries.places import load_places
from aidtrack.queries.resolver import Resolver
from aidtrack.result import Column, Result
from aidtrack.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import sqlalchemy as sa

    from aidtrack.queries.places import Place, Places
    from aidtrack.result import Row


def read_places(
    connection: sa.Connection, texts: Iterable[str], levels: Sequence[str]
) -> tuple[Result, list[AidtrackError]]:
    """Find the place that each text means, places of this ledger first; what is not one is an error."""
    places = load_places(connection)
    resolver = Resolver(connection, places, option="--level {level}")
    here = places.with_above(places.donors | places.recipients)
    rows: list[Row] = []
    remarks: list[str] = []
    errors: list[AidtrackError] = []
    for text in texts:
        try:
            found = resolver.resolve(text, levels=levels, here=here)
        except AidtrackError as error:
            errors.append(error)
        else:
            rows.append({"text": text, **_row(places, found.place)})
            remarks += resolver.remarks(found, text)
    return Result(_columns(), rows, shown=_columns(), remarks=remarks), errors


def _columns() -> tuple[Column, ...]:
    return (
        Column("text", _("Text")),
        Column("code", heading("code"), "code"),
        Column("name", heading("name")),
        Column("level", heading("level"), vocabulary="level"),
        Column("path", heading("path")),
    )


def _row(places: Places, place: Place) -> Row:
    return {"code": place.code, "name": place.name, "level": place.level, "path": places.path(place.id)}
