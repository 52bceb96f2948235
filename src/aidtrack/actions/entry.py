"""What a person typed, read into the columns of a row: with the defaults, and only if nothing is missing."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.actions.fields import FieldReader
from aidtrack.actions.missing import lacking, missing
from aidtrack.actions.sheet import Entry, Sheet, about
from aidtrack.registry import unknown
from aidtrack.tables import TABLES, source

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from aidtrack.actions.forms import Field, Form
    from aidtrack.actions.missing import Missing
    from aidtrack.actions.sheet import Given, PairUp

_FEW = 9
"""So many records are named with a question; more would hide it."""


class Reader:
    """Reads what people type against one ledger.

    `pair_up` writes a new pairing of two places and gives its number; without it places that are not paired
    are refused (NotPaired).
    """

    def __init__(self, connection: sa.Connection, pair_up: PairUp | None = None) -> None:
        self.connection = connection
        self.fields = FieldReader(connection)
        self.pair_up = pair_up

    def with_source(self, form: Form, given: Given) -> dict[str, str | Sequence[str]]:
        """Add the default source: AIDTRACK_SOURCE, else the only one that is one's own ledger."""
        given = dict(given)
        if "source" in form and "source" not in given and (default := default_source(self.connection)):
            given["source"] = default
        return given

    def missing(self, form: Form, given: Given, skipped: Collection[str] = ()) -> list[Missing]:
        """List what must still be said."""
        given = self.with_source(form, given)
        return list(missing(form, given, locator=self._needs_locator(form, given), skipped=skipped))

    def _needs_locator(self, form: Form, given: Given) -> bool:
        if "source" not in form or "source" not in given:
            return True
        with about("source"):
            number = self.fields.read(form, form["source"], given["source"])[0]
        kind = self.connection.execute(sa.select(source.c.kind).where(source.c.id == number)).scalar()
        return kind != "ledger"

    def try_field(self, form: Form, name: str, given: Given, unit: str | None) -> None:
        """Read one field for the sake of its refusal; a quantity by what else was given."""
        if form[name].reads == "quantity":
            Sheet(self.fields, form, given, unit=unit).probe()
        else:
            self.fields.read(form, form[name], given[name])

    def choices(self, wanted: Field) -> list[str]:
        """Name the records that a question can be answered with, where they are few."""
        if wanted.of not in ("source", "indicator"):
            return []
        table = TABLES[wanted.of]
        name = table.c.title if "title" in table.c else table.c.name
        key = table.c.code if "code" in table.c else table.c.id
        rows = self.connection.execute(sa.select(key, name).order_by(table.c.id).limit(_FEW + 1)).all()
        return [f"{row[0]} {row[1]}" for row in rows[:_FEW]] + (["…"] if len(rows) > _FEW else [])

    def read(self, form: Form, given: Given, *, unit: str | None = None) -> Entry:
        """Read a new record; whatever must be said and is not is refused at once."""
        _require_known(form, given)
        given = self.with_source(form, given)
        if found := self.missing(form, given):
            raise lacking(found)
        return Sheet(self.fields, form, given, unit=unit, pair_up=self.pair_up).new()

    def amend(
        self,
        form: Form,
        given: Given,
        row: Mapping[str, Any],
        *,
        clear: Collection[str] = (),
        unit: str | None = None,
    ) -> Entry:
        """Read what is to change in a record that is there: only what is named."""
        _require_known(form, [*given, *clear])
        return Sheet(self.fields, form, given, unit=unit, row=row, pair_up=self.pair_up).changed(clear)


def _require_known(form: Form, names: Collection[str]) -> None:
    for name in names:
        if name not in form:
            raise unknown("field", name, [each.name for each in form.fields])


def default_source(connection: sa.Connection) -> str | None:
    """Name the source that is meant where none is said: AIDTRACK_SOURCE, else the only one that is one's own ledger."""
    if named := os.environ.get("AIDTRACK_SOURCE"):
        return named
    own = connection.execute(sa.select(source.c.id).where(source.c.kind == "ledger")).scalars().all()
    return str(own[0]) if len(own) == 1 else None
