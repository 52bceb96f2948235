"""The file that is filled before it has its name; of a command that was killed the next one takes it away."""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from aidtrack.errors import N_, AidtrackError, Broken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COMPANIONS = ("-journal", "-wal", "-shm")
"""What SQLite adds to the name of a database for the files that belong to it."""

_PREFIX, _PART, _LOCK = ".aidtrack-", ".part", ".lock"


@contextmanager
def part_of(target: Path) -> Iterator[Path]:
    """Give an empty file beside `target`, readable by its owner alone; in the end it is gone.

    It is never named to anybody: what goes wrong with it is said of the target.
    """
    try:
        with _hidden(target.parent) as part, _said_of(target, part):
            yield part
    except OSError as error:
        raise unwritable(target, error) from error


_PLAINER = {
    errno.ENOTDIR: N_("{path} does not lie in a folder; name another file."),
    errno.ENAMETOOLONG: N_("The name of {path} is too long; name another file."),
}


def unwritable(path: Path, error: OSError) -> Broken:
    """Word that the system lets nothing be written under a name."""
    sentence = _PLAINER.get(error.errno or 0)
    if sentence:
        return Broken(sentence, path=path)
    reason = error.strerror or str(error)
    return Broken(N_("{path} cannot be written: {reason}; name another file."), path=path, reason=reason)


@contextmanager
def _said_of(target: Path, part: Path) -> Iterator[None]:
    try:
        yield
    except AidtrackError as error:
        if str(error.fields.get("path")) == str(part):
            error.fields["path"] = target
        raise


@contextmanager
def _hidden(folder: Path) -> Iterator[Path]:
    _clear(folder)
    name = f"{_PREFIX}{secrets.token_hex(6)}"
    part = folder / f"{name}{_PART}"
    with _held(folder / f"{name}{_LOCK}"):
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            yield part
        finally:
            _remove(part)


@contextmanager
def _held(lock: Path) -> Iterator[None]:
    """Hold a lock, by which others know that the maker is alive; the system lets it go with the process.

    It is on a file of its own, for SQLite has locks of its own on the part. Whoever clears away what was left
    may have this one first: then it is no longer there, and of a kill the part would stay.
    """
    number = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    try:
        try:
            fcntl.flock(number, fcntl.LOCK_EX)
        except OSError:  # a file system without locks: there nobody can tell, so nothing is cleared
            lock.unlink()
        yield
    finally:
        lock.unlink(missing_ok=True)
        os.close(number)


def _clear(folder: Path) -> None:
    """Take away what makers left who were killed: nobody holds their lock."""
    with suppress(OSError):
        for lock in folder.glob(f"{_PREFIX}*{_LOCK}"):
            with suppress(OSError):
                _clear_if_left(lock)


def _clear_if_left(lock: Path) -> None:
    number = os.open(lock, os.O_RDWR | os.O_NOFOLLOW)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _remove(lock.with_suffix(_PART))
        lock.unlink()
    finally:
        os.close(number)


def _remove(part: Path) -> None:
    for suffix in ("", *COMPANIONS):
        part.with_name(part.name + suffix).unlink(missing_ok=True)
