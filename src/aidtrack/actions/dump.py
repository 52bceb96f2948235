"""The ledger as the tables that are exchanged, row by row: what `export` writes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aidtrack.actions.exchange_tables import EXCHANGED
from aidtrack.actions.load import TABLE_OF
from aidtrack.actions.outgoing.names import Names
from aidtrack.actions.outgoing.rows import count_of, rows_of
from aidtrack.actions.outgoing.selection import Selection
from aidtrack.queries.filters import read_filters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import sqlalchemy as sa

    from aidtrack.formats.exchange import ExchangeTable, Row

_OFTEN = 1_000


@dataclass
class Dump:
    """The records that pass the filters. `written` counts them by table, as they are taken, of `total`."""

    connection: sa.Connection
    tables: tuple[ExchangeTable, ...]
    selection: Selection
    exact: bool
    notices: tuple[str, ...]
    written: dict[str, int] = field(default_factory=dict)
    total: int = 0
    full: bool = False

    def tables_with_rows(
        self, advance: Callable[[int, int, ExchangeTable], None]
    ) -> Iterator[tuple[ExchangeTable, Iterator[Row]]]:
        """Give each table with its rows, in the order in which they can be recorded, and tell how far it is."""
        names = Names(self.connection, exact=self.exact, full=self.full)
        wanted = [(table, self.selection.conditions(TABLE_OF[table.name])) for table in self.tables]
        self.total = sum(count_of(self.connection, table, conditions) for table, conditions in wanted)
        for table, conditions in wanted:
            rows = rows_of(self.connection, table, conditions, names)
            yield table, self._counted(table, rows, advance)

    def _counted(
        self, table: ExchangeTable, rows: Iterator[Row], advance: Callable[[int, int, ExchangeTable], None]
    ) -> Iterator[Row]:
        for count, row in enumerate(rows, 1):
            self.written[table.name] = count
            if count % _OFTEN == 0:
                advance(sum(self.written.values()), self.total, table)
            yield row


def dump(
    connection: sa.Connection,
    given: Mapping[str, str],
    *,
    exact: bool,
    full: bool = False,
    only: ExchangeTable | None = None,
) -> Dump:
    """Choose what goes out: all tables with what they need of each other, or of `only` one what passes.

    An `exact` dump refers to records by uid and says quantities short, unless it is to be `full`. The rows of several
    tables may be taken side by side.
    """
    criteria = read_filters(connection, given, currency=None)
    selection = Selection(connection, criteria, given, closed=only is None)
    tables = (only,) if only else tuple(EXCHANGED.values())
    return Dump(connection, tables, selection, exact, criteria.notices, full=full)
