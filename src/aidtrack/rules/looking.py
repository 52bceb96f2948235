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

    from aidtrack.rules.near import Near
    from aidtrack.rules.violation import Rule

_UNREADABLE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a value can raise that is not what its column holds: a word for a number, half a list, no text at all."""


def look(rule: Rule, connection: sa.Connection, *near: Near) -> Iterator[Violation]:
    """Find what breaks a rule, one that is held on entry just near a change where that is given; where a value stands in the way that cannot be read, say that.

    Each table's records come by number, whichever way the database found them.
    """
    found: list[Violation] = []
    try:
        found.extend(rule.find(connection, *near))
    except _UNREADABLE as error:
        found.append(_unchecked(rule, error))
    except exc.DBAPIError as error:
        if "Could not decode" not in str(error.orig):  # the database failed, and not one of its values
            yield from _in_order(found)
            raise
        found.append(_unchecked(rule, error))
    yield from _in_order(found)


def _in_order(found: list[Violation]) -> list[Violation]:
    tables = list(dict.fromkeys(violation.table for violation in found))
    return sorted(found, key=lambda one: (tables.index(one.table), one.fields.get("id") or 0))


def _unchecked(rule: Rule, error: Exception) -> Violation:
    sentence = N_("The rule '{rule}' could not be checked to the end: {reason}")
    return Violation(None, sentence, {"rule": rule.name, "reason": _reason(error)})


def _reason(error: Exception) -> str:
    if isinstance(error, AidtrackError):
        return say(error)
    said = error.orig if isinstance(error, exc.DBAPIError) else error
    return f"{type(said).__name__}: {said}"
