"""Taking a whole ledger to another place, from one engine to another or back: all of it, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aidtrack import ending
from aidtrack.errors import N_, Unreadable
from aidtrack.store import emptiness
from aidtrack.store.contents import unsound
from aidtrack.store.current import revision
from aidtrack.store.integrity import damages
from aidtrack.store.migration import run_migrations
from aidtrack.store.opening import connected, reading
from aidtrack.store.place import Place, locate
from aidtrack.store.placing import placed
from aidtrack.store.transfer import damaged, transfer
from aidtrack.store.watch import Watch

if TYPE_CHECKING:
    import sqlalchemy as sa

    from aidtrack.store.sheets import Tally
    from aidtrack.store.transfer import Advance

_ROOMY = "PRAGMA cache_size=-65536"
"""In KiB: an index of random keys that has no room in it is written to the disk again and again."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied where, and by table how many rows and their checksum."""

    source: Place
    target: Place
    tallies: dict[str, Tally]


def copy(db: str | None, to: str, advance: Advance | None = None) -> Copied:
    """Copy a finished ledger, history included, to a place where there is none.

    Raises Refused where there is one already. A copy that does not come to its end leaves nothing.
    """
    if to.strip() in {"", "-"}:
        raise Unreadable(N_("The copy needs a place; give the path of a file or postgresql://…."))
    place = locate(to)
    emptiness.require_place(place)
    with reading(db) as source:
        return Copied(locate(db), place, _put(place, source, locate(db), advance))


def _put(place: Place, source: sa.Connection, of: Place, advance: Advance | None) -> dict[str, Tally]:
    if place.path is None or emptiness.is_begun(place):
        return fill(place, source, of, advance)
    with placed(place.path, over_empty=True, keeps=ending.KEPT) as new:
        return fill(Place(str(new.part), new.part), source, of, advance, keeps=ending.NOTHING)


def fill(
    place: Place,
    source: sa.Connection,
    of: Place,
    advance: Advance | None = None,
    *,
    keeps: str = ending.KEPT,
) -> dict[str, Tally]:
    """Make at an empty place the same ledger as the `source`, which lies at `of`, whatever its revision.

    All in one transaction, tables included, which is kept only if every row can be read back as it was; `keeps`
    is what is true of the command then.
    """
    with connected(place, "migrate", keeps=keeps) as target:
        if place.path:
            target.exec_driver_sql(_ROOMY)
        emptiness.require(target, place)
        run_migrations(target, revision(source) or "head")
        emptiness.take_turn(target)
        tallies = transfer(source, target, of, advance)
        _require_sound(target, place, of)
    return tallies


def _require_sound(target: sa.Connection, place: Place, of: Place) -> None:
    """Let the engine look at what was written: an SQLite file was filled without a look at its links."""
    found = unsound(target, Watch()) if place.path else [str(damage) for damage in damages(target)]
    if found:
        raise damaged(of, found)
