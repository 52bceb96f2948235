"""What a ledger holds, in numbers: enough to tell whether a copy of it is whole."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from aidtrack.errors import N_
from aidtrack.store.counts import counts
from aidtrack.store.current import HEAD, revision
from aidtrack.store.integrity import damages
from aidtrack.store.opening import connected
from aidtrack.store.pages import raw
from aidtrack.store.place import Place
from aidtrack.store.plain_words import Damaged

if TYPE_CHECKING:
    from pathlib import Path

    import sqlalchemy as sa

    from aidtrack.store.watch import Watch

_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Contents:
    """The revision of a ledger, null where it has none yet, and how many rows each of its tables has."""

    revision: str | None
    counts: dict[str, int]

    @property
    def is_older(self) -> bool:
        """Whether it needs an upgrade."""
        return self.revision is not None and self.revision < HEAD

    @property
    def is_newer(self) -> bool:
        """Whether this program does not understand it."""
        return self.revision is not None and self.revision > HEAD


def contents(connection: sa.Connection) -> Contents:
    """Count what a ledger of any revision holds."""
    return Contents(revision(connection), counts(connection))


def require_whole(copy: Path, wanted: Contents, of: Place, watch: Watch) -> None:
    """Open a copy and look through it; raises Damaged where it is not sound, or holds something else."""
    with connected(Place(str(copy), copy), "read") as connection:
        found = unsound(connection, watch)
        if found or contents(connection) != wanted:
            raise Damaged(
                N_(
                    "What was copied from {path} is not sound, so it was thrown away; see: aidtrack check --deep"
                ),
                path=of,
                hints=tuple(found),
            )


def unsound(connection: sa.Connection, watch: Watch) -> list[str]:
    """Say the first things that are amiss in an SQLite ledger."""
    with watch.over(raw(connection)):
        return [str(damage) for damage in islice(damages(connection), _SHOWN)]
