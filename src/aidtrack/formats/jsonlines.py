"""JSON lines: one object a line, for programs that read as they go."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from aidtrack.formats.jsontext import Encoder

if TYPE_CHECKING:
    from aidtrack.record import Record
    from aidtrack.result import Result


def write(result: Result, out: TextIO) -> None:
    """Write the rows; a total is no row, and is left out."""
    row = Encoder(terminal=out.isatty()).row(result.columns)
    out.writelines(f"{row(values)}\n" for values in result.records)


def write_record(record: Record, out: TextIO) -> None:
    """Write a record and its tables on one line."""
    encoder = Encoder(terminal=out.isatty())
    fields = encoder.row(record.fields.columns)(record.row)[1:-1]
    lists = (
        f"{encoder.text(part.key)}: [{', '.join(map(encoder.row(part.result.columns), part.result.records))}]"
        for part in record.parts
    )
    out.write("{" + ", ".join(filter(None, (fields, *lists))) + "}\n")
