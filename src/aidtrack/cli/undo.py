"""`aidtrack undo`: take a whole change back."""

from __future__ import annotations

from typing import Annotated

import typer

from aidtrack.cli._lazy import App
from aidtrack.cli._options import command_line, settings
from aidtrack.cli._show import notice
from aidtrack.cli._write import DryRun, NoInput, Yes, tell_undo
from aidtrack.errors import N_
from aidtrack.text import ngettext

app = App()

Number = Annotated[
    int | None,
    typer.Argument(
        metavar="[CHANGE]",
        help=N_("The change's number; if not given, the latest that stands and is no undoing."),
    ),
]


@app.command("undo", help=N_("Take a whole change back: what it added, edited and removed."))
def undo(number: Number = None, dry_run: DryRun = False, yes: Yes = False, no_input: NoInput = False) -> None:
    """Take it back as a change of its own. It asks nothing: `yes` and `no_input` are taken as everywhere."""
    from aidtrack.actions.record import record
    from aidtrack.actions.undo import last_change
    from aidtrack.actions.undo import undo as take_back
    from aidtrack.store import reading

    del yes, no_input
    with reading(settings.db) as connection:
        wanted = last_change(connection) if number is None else number
    recorder, _none = record(
        settings.db,
        command_line(),
        lambda recorder: take_back(recorder, wanted),
        undoes=wanted,
        dry_run=dry_run,
    )
    count = len({(row.table, row.id) for row in recorder.written})
    sentence = ngettext(
        "Took change {change} back: {count} record.", "Took change {change} back: {count} records.", count
    )
    notice(sentence.format(change=wanted, count=count))
    tell_undo(recorder, dry_run=dry_run)
