"""`aidtrack remove`: take a record out."""

from __future__ import annotations

from typing import Annotated

import typer

from aidtrack.cli._lazy import App
from aidtrack.cli._options import command_line, settings
from aidtrack.cli._show import notice
from aidtrack.cli._write import DryRun, NoInput, Yes, confirm, tell_undo
from aidtrack.errors import N_
from aidtrack.text import _

app = App()

KindName = Annotated[str, typer.Argument(metavar="KIND", help=N_("project, funding, jobs … (plural too)"))]
Ref = Annotated[str, typer.Argument(metavar="REF", help=N_("The record's id, code or name."))]
WithParts = Annotated[bool, typer.Option("--with-parts", help=N_("Take out all that hangs on it as well."))]

_MANY = 20


@app.command("remove", help=N_("Take a record out; with --with-parts all that hangs on it as well."))
def remove(
    kind: KindName,
    ref: Ref,
    with_parts: WithParts = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    no_input: NoInput = False,
) -> None:
    """Say what goes, ask if it is much, and take it out."""
    from aidtrack.actions.record import Recorder, record
    from aidtrack.actions.remove import going
    from aidtrack.actions.remove import remove as take_out
    from aidtrack.queries.kinds import find_kind
    from aidtrack.queries.names import record_name
    from aidtrack.queries.references import find_record
    from aidtrack.store import reading

    table = find_kind(kind).table
    with reading(settings.db) as connection:
        records = going(connection, find_record(connection, table, ref), with_parts=with_parts)
    question = _("Take out {count} records?").format(count=len(records))
    many = len(records) > _MANY and not dry_run
    if many and not confirm(question, yes=yes, no_input=no_input):
        notice(_("Nothing was changed."))
        return

    def unit(recorder: Recorder) -> list[str]:
        connection = recorder.session.connection()
        # Once more, inside the transaction: something may have come to hang on it meanwhile.
        records = going(connection, find_record(connection, table, ref), with_parts=with_parts)
        names = [record_name(connection, *one) for one in records]
        take_out(recorder, records)
        return names

    recorder, names = record(settings.db, command_line(), unit, dry_run=dry_run)
    for name in names:
        notice(_("removed {record}").format(record=name))
    tell_undo(recorder, dry_run=dry_run)
