"""`aidtrack init`: make a ledger."""

from __future__ import annotations

from typing import Annotated

import typer

from aidtrack.cli._lazy import App
from aidtrack.cli._options import settings
from aidtrack.cli._show import notice
from aidtrack.errors import N_
from aidtrack.text import _

app = App()

Empty = Annotated[bool, typer.Option("--empty", help=N_("No source and no record: a ledger of your own."))]


@app.command("init", help=N_("Make a ledger: its tables, the places of China, and the facts of the seed."))
def init(empty: Empty = False) -> None:
    """Make it, complete one left half-done, or say that it is there already."""
    from aidtrack.actions.initialise import initialise

    done = initialise(settings.db, empty=empty, command="aidtrack init" + (" --empty" if empty else ""))
    if done.added is None:
        notice(_("The ledger at {path} is complete; nothing was changed.").format(path=done.place))
        return
    notice(_("Made the ledger at {path}: {count} records.").format(path=done.place, count=done.added))
