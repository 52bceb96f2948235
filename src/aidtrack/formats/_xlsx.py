"""What all workbooks that go out have in common: how they are opened and closed, and how wide a text is."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any
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
    with TemporaryDirectory() as room, _opened(target) as stream:
        once = _Once(stream)
        book = Workbook(once, {**_OPTIONS, "tmpdir": room})
        try:
            yield book
            book.close()
        except FileCreateError as error:
            raise error.args[0] from None
        finally:
            once.is_over = True
            for sheet in book.worksheets():
                sheet._opt_close()  # noqa: SLF001 - the file that holds its rows, if it came to nothing


@contextmanager
def _opened(target: Path | IO[bytes]) -> Iterator[IO[bytes]]:
    if isinstance(target, Path):
        with target.open("wb") as stream:
            yield stream
    else:
        yield target


class _Once:
    """A stream that fails only once: a zip that is given up would write its end, and complain a second time.

    What comes once it `is_over` goes nowhere; only how far that would be is known.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._at = 0
        self.is_over = False

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a stream has
        return getattr(self._stream, name)

    def write(self, data: bytes) -> int:
        """Write, or do as if."""
        if self.is_over:
            return self.seek(self._at + len(data)) and len(data)
        try:
            return self._stream.write(data)
        except OSError:
            self.is_over = True
            raise

    def seek(self, at: int, whence: int = 0) -> int:
        """Go to a place, or do as if."""
        if not self.is_over:
            return self._stream.seek(at, whence)
        self._at = at
        return at

    def tell(self) -> int:
        """Tell how far it is."""
        return self._at if self.is_over else self._stream.tell()

    def flush(self) -> None:
        """Flush what is not lost."""
        if not self.is_over:
            self._stream.flush()


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
