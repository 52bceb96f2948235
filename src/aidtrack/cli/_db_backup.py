"""`aidtrack db backup`: save the ledger in a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from aidtrack.cli._options import settings
from aidtrack.cli._progress import progress
from aidtrack.cli._show import notice, say_path
from aidtrack.errors import N_
from aidtrack.text import _
from aidtrack.text import say as word

Target = Annotated[
    Path | None,
    typer.Argument(metavar="[FILE]", help=N_("A new file, or a folder for one; else beside the ledger.")),
]

Timeout = Annotated[
    int, typer.Option("--timeout", metavar="SECONDS", min=1, help=N_("Give up after so many seconds."))
]
TIMEOUT = 300


def backup(file: Target = None, timeout: Timeout = TIMEOUT) -> None:
    """Print where the backup is, once it was found whole and is on the disk."""
    from aidtrack import ending
    from aidtrack.store import locate
    from aidtrack.store.backup import backup as save
    from aidtrack.store.last_backup import note_backup
    from aidtrack.store.watch import Watch

    place = locate(settings.db)
    with progress() as advance:
        saved = save(place, file, Watch(timeout, advance), keeps=ending.KEPT)
    notice(_("Saved the ledger at {path}, and found what was saved whole:").format(path=place))
    try:
        say_path(saved)
    finally:  # the backup is there, whatever the answer meets
        hindered = note_backup(place, saved)
    if hindered:
        notice(_("The ledger itself could not note it: {reason}").format(reason=word(hindered)))
