"""Putting a file in its place whole or not at all: it is written beside it under another name first."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING

from aidtrack import ending
from aidtrack.errors import N_, Refused
from aidtrack.on_disk import take_name, to_disk
from aidtrack.store.keeping import kept_whole
from aidtrack.store.part import COMPANIONS, part_of, unwritable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@dataclass(slots=True)
class New:
    """A file that is being made: what is to be filled, and the name that it has once it is made."""

    part: Path
    path: Path


@dataclass(frozen=True, slots=True)
class Names:
    """Names for a file that nobody named, after another, what it is and the moment, in UTC.

    They are NAME-20261126T203000Z.WORD.db, then the same with a number.
    """

    folder: Path
    name: str
    word: str

    def __iter__(self) -> Iterator[Path]:
        stem, moment = self.name.removesuffix(".db"), datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        yield self.folder / f"{stem}-{moment}.{self.word}.db"
        for number in count(2):
            yield self.folder / f"{stem}-{moment}-{number}.{self.word}.db"


@contextmanager
def placed(target: Path, *, over_empty: bool = False, keeps: str | None = None) -> Iterator[New]:
    """Give an empty file to fill, readable by its owner alone; it becomes `target` when the block ends well.

    It is on the disk then. A file that is there already is not replaced, unless it is said that an empty one
    may be, and of a failure nothing is left, not even the folders that were missing. `keeps` is what is true of
    the command once it is there.
    """
    _require_free(target, over_empty=over_empty)
    with _folder_of(target), part_of(target) as part:
        yield New(part, target)
        to_disk(part)
        with kept_whole(keeps):
            if over_empty and _is_empty(target):
                part.replace(target)
                to_disk(target.parent)
            else:
                _name(part, target)


@contextmanager
def placed_beside(names: Names, *, keeps: str | None = None) -> Iterator[New]:
    """Give an empty file to fill as `placed` does; in the end it takes the first of the names that is free."""
    first = next(iter(names))
    with _folder_of(first), part_of(first) as part:
        new = New(part, first)
        yield new
        to_disk(part)
        with kept_whole(keeps):
            new.path = _take_first(names, lambda path: take_name(part, path))
            _keep_name(new.path)


@contextmanager
def placed_for_now(name: Path) -> Iterator[Path]:
    """Give an empty file to fill that is gone in the end; errors call it by this name, which it never has."""
    with _folder_of(name), part_of(name) as part:
        yield part


@contextmanager
def swapped(target: Path, kept: Names) -> Iterator[New]:
    """Give an empty file to fill, which takes the place of `target` when the block ends well.

    The file that was there then has the first of the names to be `kept` that is free, which `path` tells, and
    so has its journal, which must never be taken for the new one's.
    """
    with part_of(target) as part:
        new = New(part, target)
        yield new
        shutil.copymode(target, part)
        to_disk(part)
        with kept_whole(ending.KEPT):
            # A link, so that at every moment a file has the target's name.
            new.path = _take_first(kept, lambda path: take_name(target, path))
            _move_companions(target, new.path)
            part.replace(target)
            to_disk(target.parent)


def _require_free(target: Path, *, over_empty: bool) -> None:
    """Refuse a name that is taken, and one beside which lies a journal: SQLite would take it for the new file's."""
    for path in (target, *_companions(target)):
        if _is_there(path) and not (path == target and over_empty and _is_empty(path)):
            raise _there(path)


def _is_there(path: Path) -> bool:
    """Tell whether something has a name, a link that leads nowhere too; refuses a name that nothing can have."""
    try:
        path.lstat()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise unwritable(path, error) from error
    return True


def _companions(target: Path) -> Iterator[Path]:
    return (target.with_name(target.name + suffix) for suffix in COMPANIONS)


def _is_empty(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and path.stat().st_size == 0


@contextmanager
def _folder_of(target: Path) -> Iterator[None]:
    """Make the folders that are missing; they are gone again where nothing comes into them."""
    missing = [folder for folder in target.parents if not folder.exists()]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        _remove_empty(missing)
        raise unwritable(target, error) from error
    except BaseException:
        _remove_empty(missing)
        raise


def _remove_empty(folders: list[Path]) -> None:
    for folder in folders:
        try:
            folder.rmdir()
        except OSError:  # never made, or another put something into it
            return


def _name(part: Path, target: Path) -> None:
    """Give the file its name, unless another has taken it meanwhile."""
    try:
        take_name(part, target)
    except FileExistsError:
        raise _there(target) from None
    _keep_name(target)


def _take_first(names: Names, take: Callable[[Path], None]) -> Path:
    """Take the first name that is free, also where another takes one at the same moment."""
    for path in names:
        if any(_is_there(other) for other in (path, *_companions(path))):
            continue
        try:
            take(path)
        except FileExistsError:
            continue
        return path
    raise AssertionError  # the names do not end


def _keep_name(target: Path) -> None:
    """Wait until the disk has the name of a new file; where it fails, the file is gone."""
    try:
        to_disk(target.parent)
    except BaseException:
        target.unlink()
        raise


def _move_companions(target: Path, kept: Path) -> None:
    for old, new in zip(_companions(target), _companions(kept), strict=True):
        if old.exists():
            old.rename(new)


def _there(target: Path) -> Refused:
    return Refused(N_("{path} is there already and was left as it is; name another file."), path=target)
