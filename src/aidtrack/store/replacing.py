"""Letting the file of a ledger hold what another holds: the old content is kept, and nothing lies between."""

from __future__ import annotations

import shlex
import sqlite3
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from aidtrack.errors import N_, Broken, Refused
from aidtrack.store.backup import name_beside
from aidtrack.store.contents import contents, require_whole, unsound
from aidtrack.store.pages import alone, copy_out, overwrite, raw
from aidtrack.store.placing import placed, swapped
from aidtrack.store.plain_words import Damaged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import sqlalchemy as sa

    from aidtrack.store.place import Place
    from aidtrack.store.watch import Watch

WORD = "replaced"


def make(place: Place, path: Path, source: sa.Connection, watch: Watch) -> None:
    """Make a new ledger of what the source holds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with placed(path) as part:
        _copy(source, part, place, watch)


def replace(
    place: Place, path: Path, source: sa.Connection, watch: Watch, *, confirmed: bool
) -> tuple[Path | None, bool]:
    """Replace what a ledger holds, under one lock from the copy that is kept to the end.

    So nothing that another command wrote in between is lost. Gives where the old content is (null where there
    was none), and whether that is sound.
    """
    with ExitStack() as opening:
        try:
            live = opening.enter_context(alone(place, path, watch.left))
        except Damaged:
            return _put_instead(place, path, source, watch), False
        if not _holds_tables(live):
            overwrite(raw(live), raw(source), watch)
            return None, True
        if not confirmed:
            raise unconfirmed(place)
        kept = name_beside(place, WORD)
        sound = _keep(place, live, kept, watch)
        with thrown_away_unless_done(kept, place):
            overwrite(raw(live), raw(source), watch)
        return kept, sound


def unconfirmed(place: Place) -> Refused:
    """Build the refusal to replace what nobody said may be replaced."""
    return Refused(
        N_("This would replace the ledger at {path}; say so with: --confirm {name}"),
        path=place,
        name=shlex.quote(place.name),
    )


def _holds_tables(live: sa.Connection) -> bool:
    """Tell whether there is more than the first page, which SQLite gives to an empty file that it locks."""
    return bool(raw(live).execute("PRAGMA page_count").fetchone()[0] > 1)


def _keep(place: Place, live: sa.Connection, kept: Path, watch: Watch) -> bool:
    """Copy what is to be replaced, and tell whether it was sound; a sound ledger must have a sound copy."""
    with placed(kept) as part:
        copy_out(raw(live), part, watch)
        try:
            with live.begin():
                require_whole(part, contents(live), place, watch)
        except Damaged:
            with live.begin():
                if not unsound(live, watch):
                    raise
            return False
    return True


@contextmanager
def thrown_away_unless_done(kept: Path, place: Place) -> Iterator[None]:
    """Leave no copy where nothing was replaced, except where the disk fails: then it may be the better one."""
    try:
        yield
    except BaseException as error:
        if _is_failure_of_disk(error):
            raise Broken(
                N_("The disk that holds {path} failed; what the ledger held is also in {kept}."),
                path=place,
                kept=kept,
            ) from error
        kept.unlink()
        raise


def _is_failure_of_disk(error: BaseException) -> bool:
    return isinstance(error, sqlite3.Error) and error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_IOERR


def _put_instead(place: Place, path: Path, source: sa.Connection, watch: Watch) -> Path:
    """Put a new file in the place of one that SQLite cannot open at all."""
    kept = name_beside(place, WORD)
    with swapped(path, kept) as part:
        _copy(source, part, place, watch)
    return kept


def _copy(source: sa.Connection, part: Path, place: Place, watch: Watch) -> None:
    copy_out(raw(source), part, watch)
    require_whole(part, contents(source), place, watch)
