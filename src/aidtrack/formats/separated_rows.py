"""Tables whose cells are parted by a character, coming in: what CSV and TSV share."""

from __future__ import annotations

import csv
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from aidtrack.errors import N_, AidtrackError, Unreadable
from aidtrack.formats.cells import values_of
from aidtrack.formats.encodings import lines_of, opened_text
from aidtrack.formats.exchange import RawRow, Where, files_of, name_of, table_of
from aidtrack.formats.headers import read_header
from aidtrack.registry import unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aidtrack.formats.exchange import ExchangeFormat, ExchangeTable, File, Options
    from aidtrack.formats.headers import Header

LARGEST = 1 << 20
"""No cell has more characters."""

_DELIMITERS = ",\t;|"


def read_separated(
    format: ExchangeFormat,  # noqa: A002 - the word for it
    delimiter: str,
    source: File,
    tables: Mapping[str, ExchangeTable],
    options: Options,
) -> Iterator[RawRow]:
    """Read the one table of a file, or all files of a folder; `delimiter` is the likeliest."""
    if isinstance(source, Path) and source.is_dir():
        for file in files_of(source, tables, format.endings):
            if file.stem not in tables:
                raise unknown("kind", file.stem, tables)
            yield from _read_table(file, tables[file.stem], options, delimiter)
        return
    table = table_of(source, tables, options)
    if table is None:
        raise Unreadable(
            N_("{file} does not say of which kind its records are; give --kind, or name it funding{ending}."),
            file=name_of(source),
            ending=format.endings[0],
        )
    yield from _read_table(source, table, options, delimiter)


def _read_table(source: File, table: ExchangeTable, options: Options, delimiter: str) -> Iterator[RawRow]:
    name = name_of(source)
    with opened_text(source, options) as text, _cells_up_to(LARGEST):
        lines = _Lines(lines_of(text, name), name, delimiter)
        header: Header | None = None
        for number, cells in lines.records():
            where = Where(name, number)
            if header is None:
                header = read_header(table, cells, where)
            else:
                yield _row(table, header, cells, where)
        if header is None:
            raise Unreadable(N_("{file} is empty; its first line names the columns."), file=name)


def _row(table: ExchangeTable, header: Header, cells: list[str], where: Where) -> RawRow:
    try:
        _require_fit(header, cells)
        return RawRow(table.name, values_of(header, cells), where, header.unit)
    except AidtrackError as error:
        return RawRow(table.name, {}, where, problem=error)


def _require_fit(header: Header, cells: list[str]) -> None:
    """Refuse a line with a cell too many or too few: all those behind it may be under another's heading."""
    if len(cells) < len(header.columns) or any(cell.strip() for cell in cells[len(header.columns) :]):
        raise Unreadable(
            N_("There are {cells} cells, but {columns} columns."),
            cells=len(cells),
            columns=len(header.columns),
        )


class _Lines:
    """The lines of a file, cut into cells by the character that its first line has most often."""

    def __init__(self, lines: Iterator[str], name: str, delimiter: str) -> None:
        start = list(_to_first(lines))
        likeliest = max(delimiter + _DELIMITERS, key="".join(start[-1:]).count)
        self._name = name
        self._reader = csv.reader(chain(start, lines), delimiter=likeliest, strict=True)

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Give each line that is not blank, with its number, which is that of its first where it has several."""
        number = 1
        try:
            for cells in self._reader:
                if any(cell.strip() for cell in cells):
                    yield number, cells
                number = self._reader.line_num + 1
        except csv.Error as error:
            raise self._unreadable(error, number) from None

    def _unreadable(self, error: csv.Error, number: int) -> Unreadable:
        if "limit" in str(error):
            return Unreadable(
                N_("{where}: a cell has more than {most} characters; is a quotation mark not closed?"),
                where=Where(self._name, number),
                most=LARGEST,
            )
        return Unreadable(
            N_("{where}: the quotation marks do not match; within a quoted cell each is written twice."),
            where=Where(self._name, number),
        )


def _to_first(lines: Iterator[str]) -> Iterator[str]:
    """Give the lines up to the first that is not blank."""
    for line in lines:
        yield line
        if line.strip():
            return


@contextmanager
def _cells_up_to(size: int) -> Iterator[None]:
    """Limit the size of a cell, which the reader knows for all files at once."""
    before = csv.field_size_limit(size)
    try:
        yield
    finally:
        csv.field_size_limit(before)
