"""TSV: one record a line whatever a text holds, with backslash escapes as PostgreSQL's COPY has them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TextIO

from aidtrack.formats._flat import header, reader

if TYPE_CHECKING:
    from aidtrack.result import Result

# What would end a cell or a line, and what would act on a terminal to which a pipe leads in the end.
_SPECIAL = re.compile(
    "[\\\\\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]",
)
_SHORT = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}


def write(result: Result, out: TextIO) -> None:
    """Write a header and the rows."""
    read = reader(result.columns)
    out.write("\t".join(header(result.columns)) + "\n")
    out.writelines(
        "\t".join([_SPECIAL.sub(_escape, text) for text in read(row)]) + "\n" for row in result.records
    )


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    escape = "\\x{:02x}" if character <= "\xff" else "\\u{:04x}"
    return _SHORT.get(character) or escape.format(ord(character))
