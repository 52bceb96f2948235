"""`aidtrack db info`: what there is to know about the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aidtrack.cli._options import Format, settings
from aidtrack.cli._show import notice, show_record
from aidtrack.headings import heading
from aidtrack.record import Part, Record
from aidtrack.result import Column, Result
from aidtrack.text import _
from aidtrack.wording import number_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aidtrack.result import Row, Shape
    from aidtrack.store.info import Info

_FIELDS: dict[str, Shape] = {
    "ledger": "code",
    "engine": "text",
    "engine_version": "code",
    "aidtrack": "code",
    "sqlalchemy": "code",
    "python": "code",
    "revision": "code",
    "program_revision": "code",
    "needs_upgrade": "flag",
    "finished": "flag",
    "made_from": "code",
    "size": "number",
    "journal_mode": "code",
    "synchronous": "code",
    "changes": "number",
    "last_change": "code",
    "last_backup": "code",
    "last_backup_file": "code",
}
_UNITS = ("B", "kB", "MB", "GB", "TB")


def info(format: Format = None) -> None:
    """Show the engine, the versions, the size, what was done, and how many rows each table has."""
    from aidtrack.store import locate
    from aidtrack.store.info import info as look

    found = look(locate(settings.db))
    show_record(_record(found), format=format)
    for remark in _remarks(found):
        notice(remark)


def _record(found: Info) -> Record:
    columns = [Column(name, heading(name), shape) for name, shape in _FIELDS.items()]
    shown = [Column("size_text", column.heading) if column.name == "size" else column for column in columns]
    fields = Result(columns, [_row(found)], shown=shown)
    return Record(_("The database of the ledger"), fields, [Part("tables", _("Tables"), _tables(found))])


def _row(found: Info) -> Row:
    from aidtrack.store import HEAD
    from aidtrack.store.info import PROGRAMS

    engine, past = found.engine, found.past
    saved_at, saved_in = past.last_backup or (None, None)
    return {
        **PROGRAMS,
        "ledger": str(found.place),
        "engine": engine.name,
        "engine_version": engine.version,
        "revision": found.contents.revision,
        "program_revision": HEAD,
        "needs_upgrade": found.contents.is_older,
        "finished": past.made_from is not None,
        "made_from": past.made_from,
        "size": engine.size,
        "size_text": size_text(engine.size),
        "journal_mode": engine.journal_mode,
        "synchronous": engine.synchronous,
        "changes": past.changes,
        "last_change": past.last_change,
        "last_backup": saved_at,
        "last_backup_file": saved_in and str(saved_in),
    }


def _tables(found: Info) -> Result:
    columns = [Column("table", heading("table"), "code"), Column("rows", heading("rows"), "number")]
    return Result(columns, [{"table": name, "rows": count} for name, count in found.contents.counts.items()])


def _remarks(found: Info) -> Iterator[str]:
    if found.contents.is_newer:
        yield _("It is of a newer aidtrack; install that one.")
    elif found.contents.is_older:
        yield _("It is of an older aidtrack; bring it up to date with: aidtrack db upgrade")
    elif found.past.made_from is None:
        yield _("It was never finished; complete it with: aidtrack init")
    if found.past.last_backup is None:
        yield _("No backup was made of the ledger at this place yet; make one with: aidtrack db backup")


def size_text(size: int) -> str:
    """Word a number of bytes as people read it: 2.6 MB."""
    unit = min(max(0, (len(str(size)) - 1) // 3), len(_UNITS) - 1)
    digits = 1 if unit else 0
    return f"{number_text(round(size / 1000**unit, digits))} {_UNITS[unit]}"
