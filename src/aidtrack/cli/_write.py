"""What the commands that write have in common: their options, and what they say in the end."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from aidtrack.cli._show import notice
from aidtrack.errors import N_, Unreadable
from aidtrack.text import _

if TYPE_CHECKING:
    from aidtrack.actions.record import Recorder

WRITING = N_("Writing")

DryRun = Annotated[
    bool,
    typer.Option("--dry-run", help=N_("Do everything, then take it back."), rich_help_panel=WRITING),
]
Yes = Annotated[
    bool, typer.Option("--yes", help=N_("Answer yes to every question."), rich_help_panel=WRITING)
]
NoInput = Annotated[bool, typer.Option("--no-input", help=N_("Ask nothing."), rich_help_panel=WRITING)]


def can_ask(*, no_input: bool) -> bool:
    """Tell whether there is somebody to ask."""
    return not no_input and sys.stdin.isatty() and sys.stderr.isatty()


def confirm(question: str, *, yes: bool, no_input: bool) -> bool:
    """Ask before much is done; where nobody can be asked, `--yes` must say it."""
    if yes:
        return True
    if not can_ask(no_input=no_input):
        raise Unreadable(N_("{question} Say so with --yes."), question=question)
    return bool(typer.confirm(question, err=True))


def tell_undo(recorder: Recorder, *, dry_run: bool) -> None:
    """Say how to take back what was written."""
    if dry_run:
        notice(_("Nothing was written: this was a dry run."))
    elif recorder.changed:
        notice(_("undo with: aidtrack undo {change}").format(change=recorder.change))
    else:
        notice(_("There was nothing to change."))
