"""Carrying the rows of a ledger over, and holding what was written against what was read."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import exc

from aidtrack.errors import N_, AidtrackError, Broken
from aidtrack.store import bulk
from aidtrack.store.counts import counts
from aidtrack.store.misfits import misfit
from aidtrack.store.numbers import last_numbers, set_last_numbers
from aidtrack.store.pages import in_words_of
from aidtrack.store.plain_words import Damaged
from aidtrack.store.sheets import Tallying, read, sheets

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    import sqlalchemy as sa

    from aidtrack.store.place import Place
    from aidtrack.store.sheets import Row, Sheet, Tally

Advance = Callable[[int, int, str], None]
"""Hears how much is done, of how much, and at which table: each row is written, then read back."""


def transfer(
    source: sa.Connection, target: sa.Connection, of: Place, advance: Advance | None = None
) -> dict[str, Tally]:
    """Carry all rows, and the last number of each table, into tables that are empty.

    Both connections are in a transaction; `of` is where the source lies, for what goes wrong there. Gives the
    count and the checksum of each table, which are those of both; raises an error where they would differ.
    """
    with in_words_of(of):
        tables = sheets(source)
        names = [sheet.name for sheet in tables]
        numbers = last_numbers(source, names)
        total = sum(count for name, count in counts(source).items() if name in names)
    carrier = _Carrier(source, target, of, 2 * total, advance)
    tallies = {sheet.name: carrier.carry(sheet) for sheet in tables}
    set_last_numbers(target, numbers)
    if last_numbers(target, names) != numbers:
        raise Broken(N_("The copy would not go on after the last number of each table; nothing was copied."))
    return tallies


def damaged(source: Place, found: list[str]) -> Damaged:
    """Build the refusal of a ledger that breaks the rules of its own tables."""
    return Damaged(
        N_("The ledger at {path} is damaged, so it cannot be copied; see: aidtrack check --deep"),
        path=source,
        hints=tuple(found),
    )


@dataclass(slots=True)
class _Carrier:
    source: sa.Connection
    target: sa.Connection
    of: Place
    total: int
    advance: Advance | None
    done: int = 0

    def carry(self, sheet: Sheet) -> Tally:
        """Write the rows of a table and read them back."""
        read_, written = Tallying(), Tallying()
        try:
            with closing(self._source_rows(sheet)) as rows:  # a cursor must not outlive its connection
                bulk.write(self.target, sheet, self._passing(rows, sheet, read_))
        except exc.DataError as error:
            raise self._why(sheet) or error from error
        except exc.IntegrityError as error:
            raise damaged(self.of, str(error.orig).strip().splitlines()) from error
        with closing(read(self.target, sheet)) as rows:
            for _batch in self._passing(rows, sheet, written):
                pass
        if written.tally != read_.tally:
            raise self._why(sheet) or Broken(
                N_("The copy of {table} would not be the same; nothing was copied. Please report it."),
                table=sheet.name,
            )
        return written.tally

    def _source_rows(self, sheet: Sheet) -> Generator[list[Row]]:
        with in_words_of(self.of):
            yield from read(self.source, sheet)

    def _passing(self, batches: Iterator[list[Row]], sheet: Sheet, tallying: Tallying) -> Iterator[list[Row]]:
        """Let rows pass, add them up and say how far it is."""
        for batch in batches:
            tallying.add(batch)
            yield batch
            self.done += len(batch)
            if self.advance:
                self.advance(self.done, self.total, sheet.name)

    def _why(self, sheet: Sheet) -> AidtrackError | None:
        """Find the value that the target cannot keep; SQLite keeps any."""
        return None if self.target.dialect.name == "sqlite" else misfit(self.source, sheet)
