"""What all workbooks that go out have in common: how they are opened and closed, and how wide a text is."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING
from unicodedata import east_asian_width

from aidtrack.errors import N_, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from xlsxwriter import Workbook

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
LONGEST_TEXT = 32_767
"""What fits in a sheet, and in a cell."""

_EXACT_DIGITS = 15
"""A spreadsheet program keeps no more digits of a number."""

# Nothing that a record says is a formula or a link, and rows leave the memory as they are written.
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


@contextmanager
def new_workbook(target: Path | IO[bytes]) -> Iterator[Workbook]:
    """Give a workbook, written to the target when the block ends well."""
    try:
        from xlsxwriter import Workbook  # noqa: PLC0415 - slow, and not always there
        from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415 - as above
    except ModuleNotFoundError:
        raise Refused(
            N_("Writing XLSX needs XlsxWriter; install it with: pip install 'aidtrack[excel]'")
        ) from None
    with TemporaryDirectory() as room:
        book = Workbook(str(target) if isinstance(target, Path) else target, {**_OPTIONS, "tmpdir": room})
        try:
            yield book
            book.close()
        except FileCreateError as error:
            raise error.args[0] from None
        finally:
            for sheet in book.worksheets():
                sheet._opt_close()  # noqa: SLF001 - the file that holds its rows, if it came to nothing


def fits(number: Decimal) -> bool:
    """Tell whether a cell holds a number to its last digit."""
    return len(number.normalize().as_tuple().digits) <= _EXACT_DIGITS


def number_format(number: Decimal, mark: str = "") -> str:
    """Show a number with thousands commas, all its decimals and the mark behind it."""
    exponent = number.normalize().as_tuple().exponent
    decimals = max(-exponent, 0) if isinstance(exponent, int) else 0
    return "#,##0" + ("." + "0" * decimals if decimals else "") + (f'"{mark}"' if mark else "")


def width(text: str) -> int:
    """How many characters of the width of a digit stand in the longest line of a text."""
    return max(sum(1 + (east_asian_width(letter) in "WF") for letter in line) for line in text.split("\n"))
