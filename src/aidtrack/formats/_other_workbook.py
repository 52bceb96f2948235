"""Workbooks of other kinds (.xls, .xlsb, .ods), read by calamine in a process of its own.

Two cells far apart are enough to make such a file ask for more memory than there is, and then calamine ends the whole
process: so it is one that may use little and whose end is one sentence here.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any, BinaryIO

from aidtrack.errors import N_, Refused, Unreadable
from aidtrack.formats._sheet_rows import SheetRow, as_typed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aidtrack.formats._sheet_rows import Value

_MOST_MEMORY = 400 << 20


def other_rows(stream: BinaryIO, file: str) -> Iterator[tuple[str, Iterator[SheetRow]]]:
    """Give the name and the rows of each sheet, one after the other."""
    if find_spec("python_calamine") is None:
        raise Refused(
            N_("Reading this kind of workbook needs calamine; install it with: pip install 'aidtrack[excel]'")
        )
    with TemporaryDirectory() as room:
        path = Path(room, "workbook")
        with path.open("wb") as copy:
            copyfileobj(stream, copy)
        with _reader(path) as process:
            assert process.stdout is not None  # noqa: S101 - it is a pipe
            lines = map(json.loads, process.stdout)
            for name, rows in groupby(lines, key=lambda line: str(line[0])):
                yield name, (_row(line, cells) for _name, line, cells in rows if cells)
        if process.returncode:
            raise Unreadable(
                N_("{file} cannot be read: it is damaged, locked or too large; save it as XLSX."), file=file
            )


def _reader(path: Path) -> subprocess.Popen[str]:
    line = [sys.executable, "-m", __name__, str(path)]
    return subprocess.Popen(  # noqa: S603 - this very module
        line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    )


def _row(line: int, cells: dict[str, Any]) -> SheetRow:
    return SheetRow(line, {int(column): _value(cell) for column, cell in cells.items()})


def _value(cell: Any) -> Value:  # noqa: ANN401 - as JSON has it
    return as_typed(cell) if isinstance(cell, float) else cell


def _main(path: str, out: IO[str]) -> None:
    """Write the cells of a workbook as JSON: a line for each row, with the name of its sheet and its number."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - only in the process of its own

    with CalamineWorkbook.from_path(path) as book:
        for name in book.sheet_names:
            _write_sheet(name, book.get_sheet_by_name(name), out)


def _write_sheet(name: str, sheet: Any, out: IO[str]) -> None:  # noqa: ANN401 - calamine's sheet
    top, left = sheet.start or (0, 0)
    json.dump([name, 0, {}], out)
    out.write("\n")
    for at, row in enumerate(sheet.iter_rows(), top + 1):
        cells = {left + column: _cell(cell) for column, cell in enumerate(row) if cell not in {"", None}}
        json.dump([name, at, cells], out)
        out.write("\n")


def _cell(cell: Any) -> Any:  # noqa: ANN401 - whatever calamine reads
    if isinstance(cell, (str, bool, float)):
        return cell
    return cell.isoformat()[:10] if isinstance(cell, date) else str(cell)


def _bound_memory() -> None:
    """Let this process use little; Windows has no such bound."""
    try:
        import resource  # noqa: PLC0415 - not everywhere
    except ModuleNotFoundError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))


if __name__ == "__main__":
    _bound_memory()
    _main(sys.argv[1], sys.stdout)
