"""Reads records from a file of activities that a ledger wrote: from the extension alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aidtrack.errors import N_, AidtrackError, Unreadable
from aidtrack.formats.exchange import RawRow, Where, name_of
from aidtrack.formats.iati.checker import version_of
from aidtrack.formats.iati.ledger.extension import row_of, table_of
from aidtrack.formats.iati.ledger.names import LEDGER, ROW
from aidtrack.formats.iati.xml import Records, lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import BinaryIO

    from aidtrack.formats.exchange import ExchangeTable, File, Options
    from aidtrack.formats.iati.ledger.markup import Node

_AT_ONCE = 1 << 16


def read(source: File, tables: Mapping[str, ExchangeTable], options: Options) -> Iterator[RawRow]:
    """Read the records, those of each activity in the order in which they can be recorded."""
    del options  # XML says its encoding itself
    if isinstance(source, Path):
        with source.open("rb") as stream:
            yield from _rows(stream, name_of(source), tables)
    else:
        yield from _rows(source, name_of(source), tables)


def _rows(stream: BinaryIO, name: str, tables: Mapping[str, ExchangeTable]) -> Iterator[RawRow]:
    chunks = iter(lambda: stream.read(_AT_ONCE), b"")
    records = Records(chunks, name, "iati-activity")
    version_of(records.root, name)
    is_own = LEDGER in records.root.attrib
    activity: Node
    for activity in records:
        if not is_own:
            raise _of_another(name, activity)
        found = list(activity.iter(ROW))
        at = lines(activity, records.line, found)
        yield from _in_order((_raw(element, Where(name, at[element]), tables) for element in found), tables)
    if not is_own:
        raise _of_another(name, None)
    yield from (_raw(element, Where(name, element.sourceline), tables) for element in records.others)


def _in_order(rows: Iterable[RawRow], tables: Mapping[str, ExchangeTable]) -> list[RawRow]:
    order = {name: at for at, name in enumerate(tables)}
    return sorted(rows, key=lambda row: order.get(row.table, -1))


def _raw(element: Node, where: Where, tables: Mapping[str, ExchangeTable]) -> RawRow:
    table = next(iter(tables))
    try:
        table = table_of(element, tables).name
        return RawRow(table, row_of(element, tables[table]), where)
    except AidtrackError as error:
        return RawRow(table, {}, where, problem=error)


def _of_another(name: str, activity: Node | None) -> Unreadable:
    reporter = None if activity is None else activity.find("reporting-org")
    said = None if reporter is None else reporter.findtext("narrative") or reporter.get("ref")
    return Unreadable(
        N_(
            "'{file}' was not written by aidtrack but by {publisher}; only what aidtrack has exported can be imported, for IATI alone does not say what a ledger has to know."
        ),
        file=name,
        publisher=" ".join(said.split())[:80] if said else "?",
    )
