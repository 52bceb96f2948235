"""Putting a file in its place whole or not at all: it is written beside it under another name first."""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING

from aidtrack.errors import N_, AidtrackError, Broken, Refused
from aidtrack.on_disk import take_name, to_disk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COMPANIONS = ("-journal", "-wal", "-shm")
"""What SQLite adds to the name of a database for the files that belong to it."""


def free_name(folder: Path, name: str, word: str) -> Path:
    """Name a file after another and the moment, in UTC, as none is named yet: NAME-20261126T203000Z.WORD.db."""
    stem, moment = name.removesuffix(".db"), datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    names = (f"{stem}-{moment}{again}.{word}.db" for again in _again())
    return next(path for name in names if not os.path.lexists(path := folder / name))


def _again() -> Iterator[str]:
    yield ""
    yield from (f"-{number}" for number in count(2))


@contextmanager
def placed(target: Path, *, over_empty: bool = False) -> Iterator[Path]:
    """Give an empty file to fill, readable by its owner alone; it becomes `target` when the block ends well.

    It is on the disk then. A file that is there already is not replaced, unless it is said that an empty one
    may be, and of a failure nothing is left.
    """
    _require_free(target, over_empty=over_empty)
    with _part(target) as part:
        yield part
        to_disk(part)
        if over_empty and _is_empty(target):
            part.replace(target)
            to_disk(target.parent)
        else:
            _name(part, target)


def _require_free(target: Path, *, over_empty: bool) -> None:
    """Refuse a name that is taken, and one beside which lies a journal: SQLite would take it for the new file's."""
    for path in (target, *(target.with_name(target.name + suffix) for suffix in COMPANIONS)):
        if os.path.lexists(path) and not (path == target and over_empty and _is_empty(path)):
            raise _there(path)


def _is_empty(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and path.stat().st_size == 0


@contextmanager
def swapped(target: Path, kept: Path) -> Iterator[Path]:
    """Give an empty file to fill, which takes the place of `target` when the block ends well.

    The file that was there is then `kept`, and so is its journal, which must never be taken for the new one's.
    """
    with _part(target) as part:
        yield part
        shutil.copymode(target, part)
        to_disk(part)
        _keep(target, kept)
        part.replace(target)
        to_disk(target.parent)


@contextmanager
def _part(target: Path) -> Iterator[Path]:
    """Make the file that is filled; it is gone in the end, and never named to anybody."""
    part = target.with_name(f".aidtrack-{secrets.token_hex(6)}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        yield part
    except OSError as error:
        reason = error.strerror or str(error)
        raise Broken(N_("{path} cannot be written: {reason}."), path=target, reason=reason) from error
    except AidtrackError as error:
        if str(error.fields.get("path")) == str(part):
            error.fields["path"] = target
        raise
    finally:
        for suffix in ("", *COMPANIONS):
            part.with_name(part.name + suffix).unlink(missing_ok=True)


def _name(part: Path, target: Path) -> None:
    """Give the file its name, unless another has taken it meanwhile."""
    try:
        take_name(part, target)
    except FileExistsError:
        raise _there(target) from None
    try:
        to_disk(target.parent)
    except BaseException:
        target.unlink()
        raise


def _keep(target: Path, kept: Path) -> None:
    for suffix in COMPANIONS:
        companion = target.with_name(target.name + suffix)
        if companion.exists():
            companion.rename(kept.with_name(kept.name + suffix))
    try:
        os.link(target, kept)  # so that at every moment a file has the target's name
    except FileExistsError:
        raise _there(kept) from None
    except OSError:
        target.rename(kept)


def _there(target: Path) -> Refused:
    return Refused(N_("{path} is there already and was left as it is; name another file."), path=target)
