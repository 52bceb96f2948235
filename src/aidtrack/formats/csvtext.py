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


def write(result: Result, out: TextIO) -> None:
    """Write a header and the rows; to a terminal with its controls made visible."""
    harmless = safe if out.isatty() else _writable
    read = reader(result.columns)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header(result.columns))
    writer.writerows([harmless(text) for text in read(row)] for row in result.rows)


def _writable(text: str) -> str:
    return text if text.isprintable() else _SURROGATE.sub("\ufffd", text)
