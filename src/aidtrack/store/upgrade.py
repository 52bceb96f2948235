"""Bringing a ledger up to date: in one exclusive transaction, which is kept only if nothing was lost by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from aidtrack import ending
from aidtrack.errors import N_, Broken
from aidtrack.store.counts import counts
from aidtrack.store.current import HEAD, require_known
from aidtrack.store.integrity import damages
from aidtrack.store.migration import run_migrations
from aidtrack.store.numbers import last_numbers, set_last_numbers
from aidtrack.store.opening import connected
from aidtrack.store.outline import differences
from aidtrack.store.retry import retrying

if TYPE_CHECKING:
    from collections.abc import Callable

    import sqlalchemy as sa

    from aidtrack.store.place import Place

T = TypeVar("T")

GROWING = frozenset({"division", "division_name", "sector", "indicator", "setting"})
"""Tables to which an upgrade may add what ships with the program."""

_SHOWN = 10


def upgrade(place: Place, also: Callable[[sa.Connection], T], *, keeps: str = ending.KEPT) -> T:
    """Run the migrations and then what is to come up to date `also`; give what that answers.

    Raises Broken, and leaves the ledger as it was, where rows or rules would be lost. `keeps` is what is true of
    the command afterwards.
    """

    def attempt() -> T:
        with connected(place, "migrate", keeps=keeps) as connection:
            return _upgraded(connection, place, also)

    return retrying(attempt)


def _upgraded(connection: sa.Connection, place: Place, also: Callable[[sa.Connection], T]) -> T:
    before = counts(connection)
    found = require_known(connection, place)
    if found != HEAD:
        numbers = last_numbers(connection, before)
        run_migrations(connection)
        set_last_numbers(connection, numbers)  # a table that was built anew has forgotten it
    answer = also(connection)
    _require_kept(before, counts(connection))
    _require_as_told(connection)
    _require_sound(connection)
    return answer


def _require_kept(before: dict[str, int], after: dict[str, int]) -> None:
    """Refuse an upgrade by which a table has other rows than before; where it may add some, fewer."""
    for table, count in before.items():
        left = after.get(table, 0)
        if left < count or (left > count and table not in GROWING):
            raise Broken(
                N_(
                    "The upgrade would leave {table} with {left} rows instead of {count}; nothing was changed. Please report it."
                ),
                table=table,
                left=left,
                count=count,
            )


def _require_as_told(connection: sa.Connection) -> None:
    """Refuse an upgrade that does not end with the schema that the program works with."""
    found = differences(connection)
    if found:
        raise Broken(
            N_(
                "The upgrade would not give the schema that this program needs; nothing was changed. Please report it."
            ),
            hints=tuple(found[:_SHOWN]),
        )


def _require_sound(connection: sa.Connection) -> None:
    found = [str(damage) for damage in damages(connection)]
    if found:
        raise Broken(
            N_("The ledger is damaged, so that it cannot be upgraded; nothing was changed."),
            hints=tuple(found[:_SHOWN]),
        )
