"""How far the command at hand has come, so that whoever breaks it off is told the truth."""

from __future__ import annotations

from aidtrack.errors import N_

INTERRUPTED = 130
"""The exit code of whatever was broken off."""

NOTHING = N_("Interrupted; nothing was changed.")
BEGUN = N_("Interrupted; what was begun is left, complete it with: aidtrack init")
KEPT = N_("Interrupted after the change was kept.")

_reached = [NOTHING]


def begin() -> None:
    """Begin a command, which has done nothing yet."""
    reach(NOTHING)


def reach(sentence: str) -> None:
    """Come so far that this is what is true of a command that ends now."""
    _reached[:] = [sentence]


def reached() -> str:
    """Say what is true of a command that is broken off now."""
    return _reached[0]


def is_done() -> bool:
    """Tell whether what the command was to change is kept."""
    return reached() is KEPT


def forget_interrupt() -> None:
    """Let the process end with its exit code, though a Ctrl-C went through `exec` of a text (a dataclass is made so).

    `python -m` takes that for one that nobody has caught, and would end by the signal itself.
    """
    exec("")  # noqa: S102 - the next that ends well takes the note back
