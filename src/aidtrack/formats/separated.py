"""Tables whose cells are parted by a character, going out: what CSV and TSV share."""

from __future__ import annotations

import csv
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from aidtrack.formats._flat import plain
from aidtrack.formats.columns import columns, flattener
from aidtrack.formats.encodings import known_encoding
from aidtrack.formats.files import new_text
from aidtrack.formats.folders import new_folder
from aidtrack.formats.guard import guarded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aidtrack.formats.exchange import ExchangeFormat, ExchangeTable, File, Options, Row
    from aidtrack.formats.files import Text


def write_separated(
    format: ExchangeFormat,  # noqa: A002 - the word for it
    delimiter: str,
    target: File,
    tables: Iterable[tuple[ExchangeTable, Iterable[Row]]],
    options: Options,
) -> None:
    """Write the one table of a file, or a folder with a file for each table that has rows."""
    if not isinstance(target, Path) or not format.makes_folder(target):
        for table, rows in tables:
            _write_table(delimiter, target, table, rows, options)
        return
    tables, ending = list(tables), format.endings[0]
    with new_folder(
        target, [f"{table.name}{ending}" for table, _ in tables], force=options.replace
    ) as folder:
        for table, rows in tables:
            found = iter(rows)
            for first in found:  # only where there is one
                _write_table(
                    delimiter, folder / f"{table.name}{ending}", table, chain([first], found), options
                )


def _write_table(
    delimiter: str, target: File, table: ExchangeTable, rows: Iterable[Row], options: Options
) -> None:
    """Write one table: a line of headings, then its rows. Spreadsheets know a file in UTF-8 by its mark alone."""
    marked = "utf-8-sig" if isinstance(target, Path) else "utf-8"
    encoding = known_encoding(options.encoding) if options.encoding else marked
    with new_text(target, force=options.replace, encoding=encoding) as out:
        writer = csv.writer(cast("Any", _UnixLines(out)), delimiter=delimiter)
        writer.writerow([column.heading(options.language) for column in columns(table)])
        flat = flattener(table)
        writer.writerows(
            [guarded(cell) if isinstance(cell, str) else plain(cell) for cell in flat(row)] for row in rows
        )


class _UnixLines:
    """Ends lines as Unix does.

    Told of that line end itself, Python before 3.13 leaves a carriage return in a text unquoted.
    """

    def __init__(self, out: Text) -> None:
        self._out = out

    def write(self, line: str) -> None:
        """Write one record."""
        self._out.write(line.removesuffix("\r\n") + "\n")
