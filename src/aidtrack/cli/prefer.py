"""`aidtrack prefer`: let another statement of a figure count."""

from __future__ import annotations

from typing import Annotated

import typer

from aidtrack.cli._lazy import App
from aidtrack.cli._options import command_line, settings
from aidtrack.cli._show import notice
from aidtrack.cli._write import DryRun, NoInput, Yes, tell_undo
from aidtrack.errors import N_
from aidtrack.registry import unknown
from aidtrack.text import _

app = App()

KindName = Annotated[str, typer.Argument(metavar="KIND", help=N_("funding, jobs or results (singular too)"))]
Ref = Annotated[str, typer.Argument(metavar="ID", help=N_("The statement that is to count."))]

_FIGURES = ("funding", "jobs", "results")


@app.command(
    "prefer", help=N_("Let another statement of a figure count; what hung on the old one moves along.")
)
def prefer(
    kind: KindName, ref: Ref, dry_run: DryRun = False, yes: Yes = False, no_input: NoInput = False
) -> None:
    """Make a restatement the one that counts. It asks nothing: `yes` and `no_input` are taken as everywhere."""
    from aidtrack.actions.prefer import prefer as make_count
    from aidtrack.actions.record import Recorder, record
    from aidtrack.queries.kinds import find_kind
    from aidtrack.queries.names import record_name
    from aidtrack.queries.references import find_record

    del yes, no_input
    wanted = find_kind(kind)
    if wanted.name not in _FIGURES:
        raise unknown("kind of figure", kind, _FIGURES)

    def unit(recorder: Recorder) -> str:
        connection = recorder.session.connection()
        table, number = find_record(connection, wanted.table, ref)
        make_count(recorder, table, number)
        return record_name(connection, table, number)

    recorder, name = record(settings.db, command_line(), unit, dry_run=dry_run)
    notice(_("{record} is now the statement that counts.").format(record=name))
    tell_undo(recorder, dry_run=dry_run)
