"""Reading a workbook: its sheets are tables by their names, its first lines their headings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from aidtrack.errors import N_, AidtrackError, Unreadable
from aidtrack.folding import fold
from aidtrack.formats._sheet_rows import column_name
from aidtrack.formats._sheets import sheets
from aidtrack.formats.cells import values_of
from aidtrack.formats.exchange import RawRow, Where, name_of
from aidtrack.formats.headers import read_header
from aidtrack.formats.workbook_words import INSTRUCTIONS, LISTS
from aidtrack.registry import unknown
from aidtrack.text import language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aidtrack.formats._sheet_rows import SheetRow
    from aidtrack.formats._sheets import Sheet
    from aidtrack.formats.exchange import ExchangeTable, File, Options
    from aidtrack.formats.headers import Header


def read(source: File, tables: Mapping[str, ExchangeTable], options: Options) -> Iterator[RawRow]:
    """Read the rows of all sheets; one whose name is no table's is read as the table that the options name."""
    file = name_of(source)
    for sheet in sheets(source, file):
        if not _is_ours(sheet.name):
            yield from _Reader(file, sheet, tables, options.table).rows()


def _is_ours(name: str) -> bool:
    """Tell whether a sheet only helps to fill in the others."""
    return name.startswith(LISTS) or fold(name) in {fold(known) for known in INSTRUCTIONS}


class _Reader:
    def __init__(
        self, file: str, sheet: Sheet, tables: Mapping[str, ExchangeTable], otherwise: str | None
    ) -> None:
        self.file = file
        self.sheet = sheet
        self.tables = tables
        self.otherwise = otherwise

    def rows(self) -> Iterator[RawRow]:
        lines = iter(self.sheet.rows)
        first = next(lines, None)
        if first is None:
            return
        table = self._table()
        header = read_header(table, _texts(first), self._where(first.line))
        places = _places(header)
        for line in lines:
            yield self._row(table, header, places, line)
        self._refuse_merged(header, first.line)

    def _table(self) -> ExchangeTable:
        known = {
            fold(word): table
            for table in self.tables.values()
            for word in (table.name, *table.labels, table.name.rstrip("s"))
        }
        found = known.get(fold(self.sheet.name))
        if found is None and self.otherwise:
            return self.tables[self.otherwise]
        if found is None:
            words = [word for table in self.tables.values() for word in (*table.labels, table.name)]
            if get_close_matches(self.sheet.name, words, n=1, cutoff=0.8):
                raise unknown(N_("sheet"), self.sheet.name, words)
            raise Unreadable(
                N_(
                    "Sheet '{sheet}' is none of this program's own ({names}); say what its columns are with --map or --mapping, or name its kind with --kind."
                ),
                sheet=self.sheet.name,
                names=", ".join(table.labels[language() == "en"] for table in self.tables.values()),
            )
        return found

    def _where(self, line: int) -> Where:
        return Where(self.file, line, self.sheet.name)

    def _row(
        self, table: ExchangeTable, header: Header, places: Mapping[str, Sequence[int]], line: SheetRow
    ) -> RawRow:
        where = self._where(line.line)
        try:
            values = values_of(header, _cells(header, line))
        except AidtrackError as error:
            return RawRow(table.name, {}, where, problem=error)
        return RawRow(table.name, values, where, header.unit, CellNames(places, line))

    def _refuse_merged(self, header: Header, top: int) -> None:
        """Refuse cells merged over several lines: one amount for three rows is not three amounts, nor one."""
        headed = {at for at, column in enumerate(header.columns) if column}
        areas = [
            f"{column_name(columns[0])}{lines[0]}:{column_name(columns[-1])}{lines[-1]}"
            for columns, lines in self.sheet.merged
            if len(lines) > 1 and lines[-1] > top and headed.intersection(columns)
        ]
        if areas:
            raise Unreadable(
                N_(
                    "{where}: the cells {areas} are merged; take them apart and write in each what is its own."
                ),
                where=Where(self.file, sheet=self.sheet.name),
                areas=", ".join(areas[:_SHOWN]) + ("…" if len(areas) > _SHOWN else ""),
            )


_SHOWN = 10


def _texts(row: SheetRow) -> list[str]:
    return [str(row.cells.get(column, "")) for column in range(max(row.cells) + 1)]


def _cells(header: Header, row: SheetRow) -> list[Any]:
    """Put the cells under their headings; the number of a quantity is in the unit of its heading, as in a text."""
    beyond = next((column for column in row.cells if column >= len(header.columns)), None)
    if beyond is not None:
        raise Unreadable(N_("'{text}' stands in a column without a heading."), text=row.cells[beyond])
    cells: list[Any] = [None] * len(header.columns)
    for at, cell in row.cells.items():
        column = header.columns[at]
        number = column and column.is_number and type(cell) in {int, Decimal}
        cells[at] = f"{cell:f}" if number and isinstance(cell, Decimal) else str(cell) if number else cell
    return cells


def _places(header: Header) -> Mapping[str, Sequence[int]]:
    """Tell in which columns a field stands."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, column in enumerate(header.columns):
        if column:
            places[column.field.name].append(at)
    return places


class CellNames(Mapping[str, str]):
    """The cells of a row by their fields, C7; named when they are asked for, which is seldom."""

    __slots__ = ("_places", "_row")

    def __init__(self, places: Mapping[str, Sequence[int]], row: SheetRow) -> None:
        self._places = places
        self._row = row

    def __getitem__(self, field: str) -> str:
        for column in self._places.get(field, ()):
            if column in self._row.cells:
                return f"{column_name(column)}{self._row.line}"
        raise KeyError(field)

    def __iter__(self) -> Iterator[str]:
        return (field for field in self._places if field in self)

    def __len__(self) -> int:
        return sum(1 for _field in self)
