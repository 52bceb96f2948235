"""`aidtrack show`: one record, with everything that hangs on it."""

from __future__ import annotations

from typing import Annotated

import typer

from aidtrack.cli._lazy import App
from aidtrack.cli._options import Format, settings
from aidtrack.cli._show import show_record
from aidtrack.errors import N_

app = App()

KindName = Annotated[str, typer.Argument(metavar="KIND", help=N_("project, funding, jobs … (plural too)"))]
Ref = Annotated[str, typer.Argument(metavar="REF", help=N_("The record's id, code or name."))]


@app.command("show", help=N_("Show one record with everything that hangs on it."))
def show(kind: KindName, ref: Ref, format: Format = None) -> None:
    """Show the record, and where each of its figures is said."""
    from aidtrack.queries import records
    from aidtrack.queries.kinds import find_kind
    from aidtrack.store import reading

    wanted = find_kind(kind)
    with reading(settings.db) as connection:
        record = records.show_record(connection, wanted, ref)
    show_record(record, format=format)
