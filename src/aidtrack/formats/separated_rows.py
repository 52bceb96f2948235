"""Tables whose cells are parted by a character, coming in: what CSV and TSV share."""

from __future__ import annotations

import csv
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from aidtrack.errors import N_, AidtrackError, Unreadable
from aidtrack.formats.encodings import lines_of, opened_text
from aidtrack.formats.exchange import Where, files_of, name_of, table_of
from aidtrack.formats.headers import only_table, read_header
from aidtrack.formats.lines import AT_ONCE, Lines
from aidtrack.registry import unknown
from aidtrack.text import _

if TYPE_CHECKING:
    from _csv import Reader as CsvReader
    from collections.abc import Iterator, Mapping, Sequence

    from aidtrack.formats.exchange import ExchangeFormat, ExchangeTable, File, Options

LARGEST = 1 << 20
"""No cell has more characters."""

_MOST = 1 << 22
"""Of lines that are held together no more characters than these, and those of the last line."""

_ENDINGS = {",": ".csv", "\t": ".tsv"}
_DELIMITERS = ",\t;|"


def read_separated(
    format: ExchangeFormat,  # noqa: A002 - the word for it
    delimiter: str,
    source: File,
    tables: Mapping[str, ExchangeTable],
    options: Options,
) -> Iterator[Lines]:
    """Read the one table of a file, or all files of a folder; `delimiter` is the likeliest."""
    if isinstance(source, Path) and source.is_dir():
        for file in files_of(source, tables, format.endings):
            if file.stem not in tables:
                raise unknown("kind", file.stem, tables)
            yield from _read_table(file, [tables[file.stem]], options, delimiter)
        return
    table = table_of(source, tables, options)
    yield from _read_table(source, [table] if table else [*tables.values()], options, delimiter)


def _read_table(
    source: File, tables: Sequence[ExchangeTable], options: Options, delimiter: str
) -> Iterator[Lines]:
    """Read a table that is one of these."""
    name = name_of(source)
    with opened_text(source, options) as text, cells_up_to(LARGEST):
        records = _Cut(lines_of(text, name), name, delimiter).records()
        first = next(records, None)
        if first is None:
            raise Unreadable(N_("{file} is empty; its first line names the columns."), file=name)
        where = Where(name, first[0])
        table = tables[0] if len(tables) == 1 else _table_headed(tables, first[1], where, options, delimiter)
        header = read_header(table, first[1], where)
        for numbers, cells in _together(records):
            yield Lines(table.name, header, name, numbers, cells)


def _table_headed(
    tables: Sequence[ExchangeTable], cells: Sequence[str], where: Where, options: Options, delimiter: str
) -> ExchangeTable:
    """Tell by its headings of which kind a file is that says it by nothing else."""
    table = only_table(tables, cells, where)
    if table is None:
        raise Unreadable(
            N_("{file} does not say of which kind its records are; give --kind, or name it funding{ending}."),
            file=where.file,
            ending=_ENDINGS.get(delimiter, ""),
        )
    if options.tell:
        sentence = _("{file} is read as {kind}, by its headings; --kind says otherwise.")
        options.tell(sentence.format(file=where.file, kind=table.name))
    return table


def _together(records: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[list[int], list[list[str]]]]:
    """Gather lines; those before one that cannot be read are given first."""
    numbers: list[int] = []
    cells: list[list[str]] = []
    size = 0
    try:
        for number, line in records:
            numbers.append(number)
            cells.append(line)
            size += sum(map(len, line))
            if len(cells) == AT_ONCE or size > _MOST:
                yield numbers, cells
                numbers, cells, size = [], [], 0
    except AidtrackError:
        yield numbers, cells
        raise
    yield numbers, cells


class _Cut:
    """The lines of a file, cut into cells by the character that its first line has most often."""

    def __init__(self, lines: Iterator[str], name: str, delimiter: str) -> None:
        start = list(_to_first(lines))
        likeliest = max(delimiter + _DELIMITERS, key="".join(start[-1:]).count)
        self._name = name
        self._reader = csv.reader(chain(start, lines), delimiter=likeliest, strict=True)

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Give each line that is not blank, with its number."""
        return cut(self._reader, self._name)


def cut(reader: CsvReader, name: str) -> Iterator[tuple[int, list[str]]]:
    """Give each line that is not blank, with its number, which is that of its first where it has several.

    A quotation mark that is not closed would take in all that follows, and is refused.
    """
    number = 1
    try:
        for cells in reader:
            if "".join(cells).strip():
                yield number, cells
            number = reader.line_num + 1
    except csv.Error as error:
        raise _unreadable(error, Where(name, number)) from None


def _unreadable(error: csv.Error, where: Where) -> Unreadable:
    if "limit" in str(error):
        return Unreadable(
            N_("{where}: a cell has more than {most} characters; is a quotation mark not closed?"),
            where=where,
            most=LARGEST,
        )
    return Unreadable(
        N_("{where}: the quotation marks do not match; within a quoted cell each is written twice."),
        where=where,
    )


def _to_first(lines: Iterator[str]) -> Iterator[str]:
    """Give the lines up to the first that is not blank."""
    for line in lines:
        yield line
        if line.strip():
            return


@contextmanager
def cells_up_to(size: int) -> Iterator[None]:
    """Limit the size of a cell, which the reader knows for all files at once."""
    before = csv.field_size_limit(size)
    try:
        yield
    finally:
        csv.field_size_limit(before)
