"""What can go wrong, in one sentence each, and the exit code it ends with.

An error is raised with a sentence that is marked for translation and the fields that fill it;
the command line translates and prints it.
"""

from __future__ import annotations


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for "translate this later"
    """Mark a sentence for translation without translating it yet."""
    return sentence


class AidtrackError(Exception):
    """One plain sentence that says what to do; `hints` are lines printed below it."""

    exit_code = 1

    def __init__(self, sentence: str, /, *, hints: tuple[str, ...] = (), **fields: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.fields = fields
        self.hints = hints

    def __str__(self) -> str:
        return self.sentence.format(**self.fields)


class Broken(AidtrackError):
    """The ledger's rules are broken, or the machine failed."""

    exit_code = 1


class Unreadable(AidtrackError, ValueError):
    """The command line or a value cannot be read; a ValueError, so that pydantic collects it."""

    exit_code = 2


class NoLedger(AidtrackError):
    """No database, a foreign or damaged one, or one that needs an upgrade."""

    exit_code = 3


class NoRecord(AidtrackError):
    """No record of that reference."""

    exit_code = 4


class Refused(AidtrackError):
    """Ambiguous, against a rule, or changed meanwhile."""

    exit_code = 5
