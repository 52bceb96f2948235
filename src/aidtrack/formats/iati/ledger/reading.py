"""Reads records from a file of activities that a ledger wrote: from the extension alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aidtrack.errors import N_, AidtrackError, Unreadable
from aidtrack.formats.exchange import RawRow, Where, name_of
from aidtrack.formats.iati.checker import version_of
from aidtrack.formats.iati.ledger.extension import row_of, table_of
from aidtrack.formats.iati.ledger.names import EXTENSION_VERSION, ROW, extension_version
from aidtrack.formats.iati.schema import VERSIONS
from aidtrack.formats.iati.xml import Records, lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import BinaryIO

    from aidtrack.formats.exchange import ExchangeTable, File, Options
    from aidtrack.formats.iati.ledger.markup import Node
    from aidtrack.formats.iati.xml import Root

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
    is_own = _is_own(records.root, name)
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


def _is_own(root: Root, name: str) -> bool:
    """Tell whether a ledger wrote a file; raises where it is no IATI, or of a version that is not known here."""
    version_of(root, name)
    extension = extension_version(root.attrib)
    if extension is None:
        return False
    if extension != EXTENSION_VERSION:
        raise Unreadable(
            N_(
                "'{file}' was written by another version of aidtrack: its extension is of version {version}, and this one reads {known}; upgrade aidtrack, or export again with this one."
            ),
            file=name,
            version=extension[:20],
            known=EXTENSION_VERSION,
        )
    _require_version(root, name)
    return True


def _require_version(root: Root, name: str) -> None:
    version = root.attrib.get("version", "").strip()
    if not version:
        raise Unreadable(
            N_(
                "'{file}' does not say of which version of IATI it is; its first element needs version=\"{right}\"."
            ),
            file=name,
            right=VERSIONS[-1],
        )
    if version not in VERSIONS:
        raise Unreadable(
            N_(
                "'{file}' is of version {version} of IATI, which is not known here; only {known} can be read."
            ),
            file=name,
            version=version[:20],
            known=", ".join(VERSIONS),
        )


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
    if said and (publisher := " ".join(said.split())[:80]):
        return Unreadable(
            N_(
                "'{file}' was not written by aidtrack but by {publisher}; only what aidtrack has exported can be imported, for IATI alone does not say what a ledger has to know."
            ),
            file=name,
            publisher=publisher,
        )
    return Unreadable(
        N_(
            "'{file}' was not written by aidtrack; only what aidtrack has exported can be imported, for IATI alone does not say what a ledger has to know."
        ),
        file=name,
    )
