"""Why rows were refused, as a table: file, sheet, line, column, value, reason, and the whole row."""

from __future__ import annotations

import csv
from io import StringIO
from typing import IO, TYPE_CHECKING

from aidtrack.actions.intake.problems import COLUMNS
from aidtrack.errors import N_, Refused
from aidtrack.formats.files import new_text
from aidtrack.formats.guard import guarded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_ENCODING = "utf-8-sig"  # or a spreadsheet takes it for its own encoding


def require_own(path: Path, read: Path | None) -> None:
    """Refuse to write over a file that is no table of errors, and over the one that is read."""
    if not path.exists():
        return
    same = read is not None and read.exists() and path.samefile(read)
    if same or not path.is_file() or not _is_own(path):
        raise Refused(
            N_("'{path}' is there already and holds no errors of an import; name another file."), path=path
        )


def _is_own(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(200).startswith(_line(COLUMNS).encode(_ENCODING))


def write_errors(path: Path, kept: IO[str]) -> None:
    """Write what was kept, in place of an earlier import's; where nothing was refused the table has no rows."""
    kept.seek(0)
    with new_text(path, force=True, encoding=_ENCODING) as out:
        out.write(_line(COLUMNS))
        for row in csv.reader(kept):
            out.write(_line([guarded(cell) for cell in row]))


def _line(cells: Sequence[str]) -> str:
    line = StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()
