"""The rows of a table as they go out: one query each, in an order that does not depend on ids, read as they come."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.actions.intake.kinds import KINDS
from aidtrack.actions.load import REFERENCES, TABLE_OF
from aidtrack.actions.outgoing.quantities import COLUMNS, Short, in_full
from aidtrack.queries.list_figures import period
from aidtrack.tables import FIGURES, TABLES, division_member

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from aidtrack.actions.outgoing.names import Names
    from aidtrack.formats.exchange import ExchangeField, ExchangeTable, Row

_AT_ONCE = 2_000

Field = tuple[str, int, "Callable[[Any], Any] | None", Any]
"""A key of the row, the column that it is from, how that is written, and what need not be said."""


def rows_of(
    connection: sa.Connection,
    table: ExchangeTable,
    conditions: Sequence[sa.ColumnElement[bool]],
    names: Names,
) -> Iterator[Row]:
    """Read a table row by row; nothing of it is held but what is at hand."""
    outgoing = _Outgoing(connection, table, names)
    query = outgoing.query().where(*conditions)
    for record in connection.execute(query, execution_options={"yield_per": _AT_ONCE}):
        yield outgoing.row(record)


def count_of(
    connection: sa.Connection, table: ExchangeTable, conditions: Sequence[sa.ColumnElement[bool]]
) -> int:
    """Count the rows that will go out."""
    of = TABLES[TABLE_OF[table.name]]
    return connection.execute(sa.select(sa.func.count()).select_from(of).where(*conditions)).scalar_one()


class _Outgoing:
    """How one table is read and written."""

    def __init__(self, connection: sa.Connection, table: ExchangeTable, names: Names) -> None:
        self._connection, self._names = connection, names
        self._name = TABLE_OF[table.name]
        self._table = TABLES[self._name]
        self._form = KINDS[self._name]
        self._joined: sa.FromClause = self._table
        self._columns: list[sa.ColumnElement[Any]] = []
        self._fields: list[Field] = []
        self._others: list[tuple[str, Callable[[Any], Any]]] = []
        for field in table.fields:
            self._add(field)
        self._order = self._ordered()

    def query(self) -> sa.Select[Any]:
        return sa.select(*self._columns).select_from(self._joined).order_by(*self._order)

    def row(self, record: Sequence[Any]) -> Row:
        row: Row = {}
        for name, at, write, unsaid in self._fields:
            value = record[at]
            if value is not None and value != unsaid:
                row[name] = value if write is None else write(value)
        for name, take in self._others:
            value = take(record)
            if value is not None:
                row[name] = value
        return row

    # Fields

    def _add(self, field: ExchangeField) -> None:
        name = field.name
        if field.kind == "quantity":
            self._others.append((name, self._quantity()))
        elif field.kind == "period":
            self._others.append((name, self._period()))
        elif name == "members":
            self._others.append((name, self._members()))
        elif name == "pairing" and self._name in FIGURES and self._names.exact:
            self._others.append((name, self._another_pairing()))
        elif field.kind in ("ref", "place"):
            self._refer(name)
        else:
            self._fields.append((name, self._at(self._table.c[name]), None, self._unsaid(field)))

    def _at(self, column: sa.ColumnElement[Any]) -> int:
        self._columns.append(column)
        return len(self._columns) - 1

    def _unsaid(self, field: ExchangeField) -> Any:  # noqa: ANN401 - of any type
        """Tell what need not be said: the default."""
        if field.kind == "words":
            return []
        default = self._form[field.name].default if field.name in self._form else ""
        return default == "yes" if field.kind == "flag" else default

    def _refer(self, name: str) -> None:
        """Write a reference: what is small by a table of names, what may be large by joining it."""
        target = REFERENCES.get(name, self._name)
        column = self._table.c[f"{name}_id"]
        if target in FIGURES or target == "project":
            self._fields.append((name, self._at(self._join(name, target, column)), None, None))
        else:
            self._fields.append((name, self._at(column), self._names.of(target), None))

    def _join(self, name: str, target: str, column: sa.Column[Any]) -> sa.ColumnElement[Any]:
        if name == "project":
            other = self._of_project
        else:
            other = TABLES[target].alias(f"the_{name}")
            self._joined = self._joined.outerjoin(other, other.c.id == column)
        if target == "project" and not self._names.exact:
            return other.c.code + " " + other.c.name
        return other.c.uid

    def _period(self) -> Callable[[Any], Any]:
        start, end = self._at(self._table.c.period_start), self._at(self._table.c.period_end)
        return lambda record: period(record[start], record[end])

    def _quantity(self) -> Callable[[Any], Any]:
        start = len(self._columns)
        self._columns += [self._table.c[name] for name in COLUMNS]
        parts = slice(start, start + len(COLUMNS))
        if self._names.full:
            write = in_full(self._name)
            return lambda record: write(tuple(record[parts]))
        short, unit = Short(self._name), self._at(self._counted_in())
        return lambda record: short.write(tuple(record[parts]), record[unit])

    def _counted_in(self) -> sa.ColumnElement[Any]:
        """Give the column that the unit of a figure follows from."""
        columns = self._table.c
        if self._name == "result":
            of = TABLES["indicator"].c
            return sa.select(of.unit).where(of.id == columns.indicator_id).scalar_subquery()
        return columns["currency" if self._name == "funding" else "kind"]

    def _another_pairing(self) -> Callable[[Any], Any]:
        """Name the pairing of a figure where it is not that of its project, which need not be said."""
        write, own = self._names.of("pairing"), self._at(self._table.c.pairing_id)
        usual = self._at(self._of_project.c.pairing_id)
        return lambda record: None if record[own] == record[usual] else write(record[own])

    def _members(self) -> Callable[[Any], Any]:
        place, members = self._names.of("division"), defaultdict(list)
        for group, member in self._connection.execute(sa.select(division_member)):
            members[group].append(place(member))
        at = self._at(self._table.c.id)
        return lambda record: sorted(members[record[at]]) if record[at] in members else None

    # Order

    def _ordered(self) -> list[sa.ColumnElement[Any]]:
        """Order by what a record is, so that two ledgers with the same records write the same."""
        columns = self._table.c
        if self._name in (*FIGURES, "participation"):
            return [
                _text(self._of_project.c.code),
                *self._ends(columns.pairing_id),
                *self._own(),
                columns.uid,
            ]
        if self._name == "pairing":
            return [*self._ends(columns.id), columns.uid]
        return [*(_text(columns[name]) for name in ("code", "name", "title") if name in columns), columns.uid]

    @cached_property
    def _of_project(self) -> sa.FromClause:
        of = TABLES["project"].alias("of_project")
        self._joined = self._joined.outerjoin(of, of.c.id == self._table.c.project_id)
        return of

    def _ends(self, pairing: sa.Column[Any]) -> list[sa.ColumnElement[Any]]:
        of, donor, recipient = (
            TABLES[table].alias(f"of_{name}")
            for table, name in (("pairing", "pairing"), ("division", "donor"), ("division", "recipient"))
        )
        self._joined = (
            self._joined.outerjoin(of, of.c.id == pairing)
            .outerjoin(donor, donor.c.id == of.c.donor_id)
            .outerjoin(recipient, recipient.c.id == of.c.recipient_id)
        )
        ends = [place.c[name] for place in (donor, recipient) for name in ("code", "name")]
        return [_text(column) for column in (*ends, of.c.programme, of.c.since, of.c.uid)]

    def _own(self) -> list[sa.ColumnElement[Any]]:
        columns = self._table.c
        if self._name == "participation":
            body = TABLES["organisation"].alias("body")
            self._joined = self._joined.join(body, body.c.id == columns.organisation_id)
            return [body.c.name, columns.role]
        if self._name == "result":
            what = TABLES["indicator"].alias("what")
            self._joined = self._joined.join(what, what.c.id == columns.indicator_id)
            first: sa.ColumnElement[Any] = what.c.code
        else:
            first = columns["stage" if self._name == "funding" else "kind"]
        return [first, _text(columns.period_start), _text(columns.period_end)]


def _text(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """Put what is not said before all else; the engines differ in where they put null."""
    return sa.func.coalesce(column, "")
