"""The rows that were refused, as a table: as they came, each with where it stands and why, to be put right in it.

Once they are, the table is imported as it is: the columns that say where and why are passed over.
"""

from __future__ import annotations

import csv
import json
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import StringIO
from itertools import chain, groupby
from typing import IO, TYPE_CHECKING, Any

from aidtrack.actions.exchange_tables import EXCHANGED
from aidtrack.errors import N_, Refused
from aidtrack.formats.cells import ERASE
from aidtrack.formats.columns import columns_of
from aidtrack.formats.files import new_text, there
from aidtrack.formats.guard import guarded
from aidtrack.formats.headers import REMARKS
from aidtrack.formats.lists import joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from aidtrack.formats.columns import Column

    Lay = Callable[[Iterable["Refusal"]], Iterator[list[str]]]

_ENCODING = "utf-8-sig"  # or a spreadsheet takes it for its own encoding


@dataclass(slots=True)
class Refusal:
    """A line that was refused, with all reasons; `values` are those of its first row."""

    file: str
    sheet: str | None
    line: int | None
    table: str
    unit: str | None
    values: Mapping[str, Any]
    reasons: list[str] = field(default_factory=list)

    @property
    def remarks(self) -> list[str]:
        """The cells that say where it stands and why it was refused."""
        return list(map(guarded, (self.file, self.sheet or "", str(self.line or ""), " ".join(self.reasons))))


def require_new(path: Path, read: Path | None, *, force: bool) -> None:
    """Refuse to write over the file that is read, and, without `force`, over any: somebody may be mending it."""
    if not path.exists():
        return
    if read is not None and read.exists() and path.samefile(read):
        raise Refused(N_("'{path}' is the file that is read; name another file."), path=path)
    if not force:
        raise there(path)


def write_errors(path: Path, kept: IO[str], lay: Lay, *, force: bool) -> None:
    """Write what was kept, in the order of the lines; where nothing was refused the table has no rows."""
    with new_text(path, force=force, encoding=_ENCODING) as out:
        rows = lay(Refusals(kept))
        for cells in chain([next(rows, list(REMARKS))], rows):
            out.write(_line(cells))


class Refusals:
    """The lines that were refused, each once, file by file and line by line: read where they are kept, each time."""

    def __init__(self, kept: IO[str]) -> None:
        self._kept = kept
        self._places, self._starts = array("q"), array("q")
        files: dict[tuple[str, str | None], int] = {}
        kept.seek(0)
        at = 0
        while text := kept.readline():
            row, file, sheet, line, *_rest = json.loads(text)
            number = files.setdefault((file, sheet), len(files))
            self._places.append(number << _LINES | (line or row))
            self._starts.append(at)
            at = kept.tell()

    def __iter__(self) -> Iterator[Refusal]:
        order = sorted(range(len(self._places)), key=self._places.__getitem__)
        for _place, numbers in groupby(order, self._places.__getitem__):
            yield self._read(list(numbers))

    def _read(self, numbers: Iterable[int]) -> Refusal:
        reasons: dict[str, None] = {}
        found: Refusal | None = None
        for number in numbers:
            self._kept.seek(self._starts[number])
            _row, file, sheet, line, table, unit, reason, values = json.loads(self._kept.readline())
            found = found or Refusal(file, sheet, line, table, unit, values)
            reasons[reason] = None
        assert found is not None  # noqa: S101 - each place has a number
        found.reasons = list(reasons)
        return found


_LINES = 44
"""So many bits tell lines apart, and the rest files."""


def lay_tables(found: Iterable[Refusal]) -> Iterator[list[str]]:
    """Lay rows out under the headings of their tables, one table after the other."""
    said: dict[tuple[str, str | None], dict[Column, None]] = {}
    for one in found:
        known = said.setdefault((one.table, one.unit), {})
        known |= {column: None for column in _columns(one.table) if _cell(column, one.values)}
    for (table, unit), those in said.items():
        columns = [column for column in _columns(table) if column in those]
        yield [*(_heading(column, unit) for column in columns), *REMARKS]
        for one in found:
            if (one.table, one.unit) == (table, unit):
                yield [*(_cell(column, one.values) for column in columns), *one.remarks]


def _columns(table: str) -> Iterator[Column]:
    return (column for each in EXCHANGED[table].understood for column in columns_of(each))


def _heading(column: Column, unit: str | None) -> str:
    name = column.names()[0]
    return f"{name}({unit})" if unit and column.is_number else name


def _cell(column: Column, values: Mapping[str, Any]) -> str:
    """Write a value as it would stand in a table; what takes it away is a hyphen."""
    name = column.field.name
    if name not in values:
        return ""
    value = values[name]
    if column.part and isinstance(value, Mapping):
        return written(value[column.part]) if column.part in value else ""
    if column.part and column.part != ("text" if isinstance(value, str) else "value"):
        return ""
    return written(value)


def written(value: object) -> str:
    """Write a value into one cell."""
    if value is None:
        return ERASE
    if isinstance(value, bool):
        return "yes" if value else "no"
    return guarded(joined(map(str, value)) if isinstance(value, list) else str(value))


def _line(cells: Sequence[str]) -> str:
    line = StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()
