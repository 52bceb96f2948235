"""CSV as RFC 4180 has it, but with the line ends of Unix; no byte order mark in a stream."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, TextIO

from aidtrack.formats._flat import header, reader
from aidtrack.wording import safe

if TYPE_CHECKING:
    from aidtrack.result import Result

_SURROGATE = re.compile("[\ud800-\udfff]")


class UnixLines:
    """Ends lines as Unix does.

    Told of that line end itself, Python before 3.13 leaves a carriage return in a text unquoted.
    """

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, line: str) -> None:
        """Write one record."""
        self._out.write(line.removesuffix("\r\n") + "\n")


def write(result: Result, out: TextIO) -> None:
    """Write a header and the rows; to a terminal with its controls made visible."""
    harmless = safe if out.isatty() else _writable
    read = reader(result.columns)
    writer = csv.writer(UnixLines(out))
    writer.writerow(header(result.columns))
    writer.writerows([harmless(text) for text in read(row)] for row in result.records)


def _writable(text: str) -> str:
    return text if text.isprintable() else _SURROGATE.sub("\ufffd", text)
