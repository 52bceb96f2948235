"""`aidtrack show`: one record, with everything that hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from aidtrack.cli._lazy import App
from aidtrack.cli._options import Format, settings
from aidtrack.cli._show import notice, show_record
from aidtrack.cli._source import Of, SourceFile, open_source
from aidtrack.errors import N_

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from aidtrack.document import Document
    from aidtrack.record import Record

app = App()

KindName = Annotated[str, typer.Argument(metavar="KIND", help=N_("project, funding, jobs … (plural too)"))]
Ref = Annotated[str, typer.Argument(metavar="REF", help=N_("The record's id, code or name."))]


@app.command("show", help=N_("Show one record with everything that hangs on it."))
def show(kind: KindName, ref: Ref, source: SourceFile = None, of: Of = None, format: Format = None) -> None:
    """Show the record, where each of its figures is said, and with the source's text the lines cited."""
    from aidtrack.queries import records
    from aidtrack.queries.kinds import find_kind
    from aidtrack.store import reading

    wanted = find_kind(kind)
    document = open_source(source, of)
    with reading(settings.db) as connection:
        record = records.show_record(connection, wanted, ref)
        if document:
            record = _quoted(connection, record, document, of)
    show_record(record, format=format)


def _quoted(connection: Connection, record: Record, document: Document, of: str | None) -> Record:
    from aidtrack.queries.citations import source_of
    from aidtrack.queries.cited_lines import remarks, with_lines

    source = source_of(connection, document, of)
    for remark in (source.remark, *remarks(record, document, source.id)):
        if remark:
            notice(remark)
    return with_lines(record, document, source.id)
