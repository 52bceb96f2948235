"""Looking for what breaks a rule, in a ledger of which nobody knows yet whether it can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exc

from aidtrack.errors import N_, AidtrackError
from aidtrack.rules.violation import Violation
from aidtrack.text import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    import sqlalchemy as sa

    from aidtrack.rules.violation import Rule

_UNREADABLE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a value can raise that is not what its column holds: a word for a number, half a list, no text at all."""


def look(rule: Rule, connection: sa.Connection) -> Iterator[Violation]:
    """Find what breaks a rule; where a value stands in the way that cannot be read, say that."""
    try:
        yield from rule.find(connection)
    except _UNREADABLE as error:
        yield _unchecked(rule, error)
    except exc.DBAPIError as error:
        if "Could not decode" not in str(error.orig):  # the database failed, and not one of its values
            raise
        yield _unchecked(rule, error)


def _unchecked(rule: Rule, error: Exception) -> Violation:
    sentence = N_("The rule '{rule}' could not be checked to the end: {reason}")
    return Violation(None, sentence, {"rule": rule.name, "reason": _reason(error)})


def _reason(error: Exception) -> str:
    if isinstance(error, AidtrackError):
        return say(error)
    said = error.orig if isinstance(error, exc.DBAPIError) else error
    return f"{type(said).__name__}: {said}"
