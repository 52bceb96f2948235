"""A table in a Markdown document, as GitHub reads it, worded for people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TextIO

from aidtrack.wording import DASH, cell_text, marks, safe, total_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from aidtrack.record import Record
    from aidtrack.result import Column, Result, Row

_MARKS = re.compile(r"[\\`*_\[\]<>|~$&#]")
_RIGHT = frozenset({"number", "count", "money"})
_INDENT = "&emsp;"


def write(result: Result, out: TextIO) -> None:
    """Write title, table and notes."""
    out.write("\n".join(_document(result)))


def write_record(record: Record, out: TextIO) -> None:
    """Write a record under a heading of its own, and its tables below it."""
    out.write(f"# {escape(record.title)}\n\n")
    for column in record.fields.shown or record.fields.columns:
        text = cell_text(column, record.row)
        if text != DASH:
            out.write(f"- {escape(column.heading or column.name)}: {escape(text)}\n")
    for part in record.parts:
        if part.result.rows:
            out.write(f"\n## {escape(part.heading)}\n\n")
            write(part.result, out)


def _document(result: Result) -> Iterator[str]:
    if result.title:
        yield from (f"**{escape(result.title)}**", "")
    yield from _table(result)
    for note in (*result.notes, *marks(result)):
        yield from ("", escape(note))
    yield ""


def _table(result: Result) -> Iterator[str]:
    columns = result.shown or result.columns
    yield _line(escape(column.heading or column.name) for column in columns)
    yield _line("---:" if column.shape in _RIGHT else ":---" for column in columns)
    indented = next((at for at, column in enumerate(columns) if column.name == "name"), 0)
    for row in result.rows:
        yield _line(_cells(columns, row, indented))
    if result.total is not None:
        yield _line(_totals(columns, result.total))


def _cells(columns: Sequence[Column], row: Row, indented: int) -> Iterator[str]:
    for at, column in enumerate(columns):
        indent = _INDENT * row.get("_depth", 0) if at == indented else ""
        yield indent + _marked(cell_text(column, row))


def _totals(columns: Sequence[Column], total: Row) -> Iterator[str]:
    for at, column in enumerate(columns):
        text = _marked(total_text(column, total, first=at == 0))
        yield f"**{text}**" if text.strip() else text


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def escape(text: str) -> str:
    """Take from a text what would act on a terminal or in Markdown."""
    return _marked(safe(text))


def _marked(text: str) -> str:
    """Take from a text, harmless already, what Markdown would read as its own."""
    return _MARKS.sub(r"\\\g<0>", text)
