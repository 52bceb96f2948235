"""The lines of a source that a record and what hangs on it cite, as one more table of the record."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from aidtrack.document import passages
from aidtrack.queries.headings import heading
from aidtrack.record import Part
from aidtrack.result import Column, Result
from aidtrack.text import _

if TYPE_CHECKING:
    from aidtrack.document import Document, Passage
    from aidtrack.record import Record
    from aidtrack.result import Row

_COLUMNS = (Column("line", shape="number"), Column("text"))


def with_lines(record: Record, document: Document, source_id: int) -> Record:
    """Add the lines that the record's tables cite, each once, in the order of the text."""
    cited = _cited(record, source_id)
    lines = dict(sorted(line for passage in cited for line in document.read(passage)))
    rows = [{"line": number, "at": f"L{number}", "text": text} for number, text in lines.items()]
    shown = (Column("at", heading("locator"), "code"), Column("text", _("Text")))
    part = Part("lines", _("Cited lines"), Result(_COLUMNS, rows, shown))
    return replace(record, parts=[*record.parts, part])


def lines_not_there(record: Record, document: Document, source_id: int) -> list[str]:
    """Say which places the record cites and the text does not have."""
    return [str(passage) for passage in _cited(record, source_id) if not document.holds(passage)]


def _cited(record: Record, source_id: int) -> list[Passage]:
    rows = chain(record.fields.rows, *(part.result.rows for part in record.parts))
    found = (passage for row in rows if _source(row) == source_id for passage in passages(row.get("locator")))
    return list(dict.fromkeys(found))


def _source(row: Row) -> object:
    return row.get("source_id", row.get("source"))
