"""`aidtrack db restore`: bring a backup back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aidtrack.cli._db_backup import TIMEOUT, Timeout
from aidtrack.cli._options import settings
from aidtrack.cli._progress import progress
from aidtrack.cli._show import notice, say_path
from aidtrack.cli._write import NoInput, can_ask
from aidtrack.errors import N_, Refused
from aidtrack.text import _

if TYPE_CHECKING:
    from aidtrack.store import Place
    from aidtrack.store.restore import Restored

Backup = Annotated[Path, typer.Argument(metavar="FILE", help=N_("The backup."))]
Confirm = Annotated[
    str | None,
    typer.Option(
        "--confirm",
        metavar="NAME",
        help=N_("The name of the ledger that is replaced: of its file, or of its database."),
    ),
]


def restore(
    file: Backup, confirm: Confirm = None, no_input: NoInput = False, timeout: Timeout = TIMEOUT
) -> None:
    """Replace the ledger when its name is said; print where that which it held before is kept."""
    from aidtrack.actions.upgrade import renew
    from aidtrack.store import locate
    from aidtrack.store.restore import restore as bring_back
    from aidtrack.store.watch import Watch

    place = locate(settings.db)
    confirmed = _confirmed(place, confirm, no_input=no_input)
    with progress() as advance:
        done = bring_back(place, file, Watch(timeout, advance), confirmed=confirmed, upgrade=renew)
    _tell(place, file, done)


def _confirmed(place: Place, typed: str | None, *, no_input: bool) -> bool:
    """Tell whether the ledger may be replaced; the name is asked for where something is there and somebody, too."""
    from aidtrack.store.restore import holds_something

    if typed is None and can_ask(no_input=no_input) and holds_something(place):
        typed = _asked(place)
    if typed is not None and typed != place.name:
        raise Refused(
            N_("'{typed}' is not the name of the ledger at {path}, which is {name}; nothing was changed."),
            typed=typed,
            path=place,
            name=place.name,
        )
    return typed is not None


def _asked(place: Place) -> str:
    from aidtrack.cli._ask import line

    question = _("This replaces the ledger at {path}. Type its name, {name}, to go on:")
    return line(question.format(path=place, name=place.name))


def _tell(place: Place, file: Path, done: Restored) -> None:
    notice(_("The ledger at {path} holds what {file} holds.").format(path=place, file=file))
    if done.upgraded:
        notice(_("The backup is of an older aidtrack; what was restored was brought up to date."))
    if done.held.is_older:
        notice(_("It is of an older aidtrack; bring it up to date with: aidtrack db upgrade"))
    if not done.sound:
        notice(_("What it held before is damaged, and is kept as it was."))
    if done.kept:
        notice(_("What it held before is kept in:"))
        say_path(done.kept)
