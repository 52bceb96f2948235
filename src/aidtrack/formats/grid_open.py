"""Grids from the files that offices keep: workbooks, and text with commas or tabs."""

from __future__ import annotations

import csv
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from aidtrack.errors import N_, Unreadable
from aidtrack.formats._sheet_rows import SheetRow
from aidtrack.formats._sheets import sheets
from aidtrack.formats.encodings import lines_of, opened_text
from aidtrack.formats.exchange import Where, name_of
from aidtrack.formats.grid import Grid, Merge
from aidtrack.formats.headers import MOST
from aidtrack.formats.separated_rows import LARGEST, cells_up_to, cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aidtrack.formats.exchange import File, Options

TEXTS = {"csv": ",", "tsv": "\t"}
"""The formats without sheets, and what parts their cells."""

FORMATS = ("xlsx", *TEXTS)
"""The formats that an office's own sheet can have."""

_MOST_ROWS = 200_000
"""A sheet is kept in memory as a whole; a table of more rows has a header of its own names, and is read row by row."""

T = TypeVar("T")


def open_grids(source: File, format: str, options: Options) -> Iterator[Grid]:  # noqa: A002 - as everywhere
    """Read the sheets of a file that hold anything."""
    found = _text(source, TEXTS[format], options) if format in TEXTS else _workbook(source)
    return (grid for grid in found if grid.rows)


def _workbook(source: File) -> Iterator[Grid]:
    file = name_of(source)
    for sheet in sheets(source, file):
        rows = _bounded(sheet.rows, file)
        yield Grid(file, sheet.name, rows, [Merge(columns, lines) for columns, lines in sheet.merged])


def _text(source: File, delimiter: str, options: Options) -> Iterator[Grid]:
    file = name_of(source)
    with opened_text(source, options) as text, cells_up_to(LARGEST):
        rows = cut(csv.reader(lines_of(text, file), delimiter=delimiter, strict=True), file)
        yield Grid(file, None, _bounded(_tidy(rows, file), file))


def _tidy(rows: Iterable[tuple[int, list[str]]], file: str) -> Iterator[SheetRow]:
    for line, cells in rows:
        if len(cells) > MOST and any(cell.strip() for cell in cells[MOST:]):
            raise Unreadable(
                N_("{where}: there are {count} columns; {most} are the most."),
                where=Where(file, line),
                count=len(cells),
                most=MOST,
            )
        yield SheetRow(line, {column: cell for column, cell in enumerate(cells[:MOST]) if cell.strip()})


def _bounded(rows: Iterable[T], file: str) -> list[T]:
    found = list(islice(rows, _MOST_ROWS + 1))
    if len(found) > _MOST_ROWS:
        raise Unreadable(
            N_(
                "{file} has more than {most} rows; give it headings of this program and import it without a mapping."
            ),
            file=file,
            most=_MOST_ROWS,
        )
    return found
