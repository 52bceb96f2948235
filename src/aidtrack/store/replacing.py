"""Letting the file of a ledger hold what another holds: the old content is kept, and nothing lies between."""

from __future__ import annotations

import shlex
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from aidtrack import ending
from aidtrack.errors import N_, Broken, Refused
from aidtrack.store.backup import names_beside
from aidtrack.store.contents import contents, require_whole
from aidtrack.store.pages import alone, copy_out, overwrite, raw
from aidtrack.store.placing import placed, placed_beside, swapped
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
    with placed(path, keeps=ending.KEPT) as new:
        _copy(source, new.part, place, watch)


def replace(
    place: Place, path: Path, source: sa.Connection, watch: Watch, *, confirmed: bool
) -> tuple[Path | None, bool]:
    """Replace what a ledger holds; gives where the old content is (null where there was none), and whether that is sound.

    One that is damaged, so that SQLite cannot open it or finds it amiss somewhere, is put aside as it is.
    """
    try:
        with alone(place, path, watch.left) as live:
            return _replace_content(place, live, source, watch, confirmed=confirmed), True
    except Damaged:
        if not confirmed:
            raise unconfirmed(place) from None
        return _put_instead(place, path, source, watch), False


def _replace_content(
    place: Place, live: sa.Connection, source: sa.Connection, watch: Watch, *, confirmed: bool
) -> Path | None:
    """Replace it under one lock from the copy that is kept to the end.

    So nothing that another command wrote in between is lost.
    """
    if not _holds_tables(live):
        overwrite(raw(live), raw(source), watch)
        return None
    if not confirmed:
        raise unconfirmed(place)
    kept = _keep(place, live, watch)
    with thrown_away_unless_done(kept, place):
        overwrite(raw(live), raw(source), watch)
    return kept


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


def _keep(place: Place, live: sa.Connection, watch: Watch) -> Path:
    """Copy what is to be replaced; raises Damaged where it is not sound: of such a file a copy may hold less."""
    with placed_beside(names_beside(place, WORD)) as new:
        copy_out(raw(live), new.part, watch)
        with live.begin():
            require_whole(new.part, contents(live), place, watch)
    return new.path


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
        if not ending.is_done():
            kept.unlink()
        raise


def _is_failure_of_disk(error: BaseException) -> bool:
    return isinstance(error, sqlite3.Error) and error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_IOERR


def _put_instead(place: Place, path: Path, source: sa.Connection, watch: Watch) -> Path:
    """Put a new file in the place of one that is damaged, which is kept to the last byte."""
    with swapped(path, names_beside(place, WORD)) as new:
        _copy(source, new.part, place, watch)
    return new.path


def _copy(source: sa.Connection, part: Path, place: Place, watch: Watch) -> None:
    copy_out(raw(source), part, watch)
    require_whole(part, contents(source), place, watch)
