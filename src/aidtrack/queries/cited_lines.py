"""The lines of a source that a record and what hangs on it cite, as one more table of the record."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from aidtrack.document import passages
from aidtrack.headings import heading
from aidtrack.record import Part
from aidtrack.result import Column, Result
from aidtrack.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aidtrack.document import Document, Passage
    from aidtrack.record import Record
    from aidtrack.result import Row

LONGEST = 5_000
"""Of a longer line people are shown the beginning; for machines it is whole."""

_COLUMNS = (Column("line", shape="number"), Column("text"))


def with_lines(record: Record, document: Document, source_id: int) -> Record:
    """Add the lines that the record's tables cite, each once, in the order of the text."""
    cited = _cited(record, source_id)
    lines = dict(sorted(line for passage in cited for line in document.read(passage)))
    rows = [
        {"line": number, "text": text, "at": f"L{number}", "shown": _shortened(text)}
        for number, text in lines.items()
    ]
    shown = (Column("at", heading("locator"), "code"), Column("shown", _("Text")))
    part = Part("lines", _("Cited lines"), Result(_COLUMNS, rows, shown))
    return replace(record, parts=[*record.parts, part])


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def remarks(record: Record, document: Document, source_id: int) -> Iterator[str]:
    """Say which places the record cites and the text does not have, and which lines are shown in part."""
    cited = _cited(record, source_id)
    absent = [str(passage) for passage in cited if not document.holds(passage)]
    if absent:
        sentence = _("The text has no {places}; it ends with L{last}.")
        yield sentence.format(places=_(", ").join(absent), last=len(document.lines))
    lines = {number: text for passage in cited for number, text in document.read(passage)}
    for number, text in lines.items():
        if len(text) > LONGEST:
            sentence = _(
                "L{line} has {count} characters, of which a table shows {shown}; --format json has all."
            )
            yield sentence.format(line=number, count=len(text), shown=LONGEST)


def _cited(record: Record, source_id: int) -> list[Passage]:
    rows = chain(record.fields.rows, *(part.result.rows for part in record.parts))
    found = (passage for row in rows if _source(row) == source_id for passage in passages(row.get("locator")))
    return list(dict.fromkeys(found))


def _source(row: Row) -> object:
    return row.get("source_id", row.get("source"))
