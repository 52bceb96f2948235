"""A folder of files that is there as a whole or not at all, and never replaces what is not ours."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from aidtrack.errors import N_, Broken, Refused
from aidtrack.formats.files import plainly
from aidtrack.on_disk import to_disk
from aidtrack.wording import safe

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_SHOWN = 3


@contextmanager
def new_folder(path: Path, ours: Collection[str], *, force: bool = False) -> Iterator[Path]:
    """Give an empty folder to fill with files of some of these names; it becomes `path` when the block ends well.

    A folder that is there keeps its hidden files (.git); its others must all be ours, and need `force` to be
    replaced.
    """
    _require_free(path, ours, force=force)
    with plainly(path):
        # Within the folder that is there, for one may write in it where one may not write beside it.
        beside = path if path.is_dir() else path.absolute().parent
        part = Path(tempfile.mkdtemp(prefix=f".{path.name[:40]}.", suffix=".new", dir=beside))
        try:
            yield part
            _settle(part)
            if path.is_dir():
                _exchange(part, path, ours)
            else:
                part.rename(path)
            to_disk(beside)
        except Broken as error:
            if part in Path(str(error.fields.get("path"))).parents:
                error.fields["path"] = path
            raise
        finally:
            shutil.rmtree(part, ignore_errors=True)


def _require_free(path: Path, ours: Collection[str], *, force: bool) -> None:
    if not path.is_dir():
        if path.exists() or path.is_symlink():
            raise Refused(N_("'{path}' is a file, not a folder; name another."), path=path)
        return
    with plainly(path):
        found = sorted(entry.name for entry in path.iterdir() if not entry.name.startswith("."))
    foreign = [name for name in found if name not in ours or not (path / name).is_file()]
    if foreign:
        raise Refused(
            N_(
                "'{path}' holds what is not of an export ({names}), so nothing is put there; name a new folder."
            ),
            path=path,
            names=", ".join(safe(name) for name in foreign[:_SHOWN]),
        )
    if found and not force:
        raise Refused(N_("'{path}' is there already; --force replaces it."), path=path)


def _settle(folder: Path) -> None:
    for file in folder.iterdir():
        to_disk(file)
    to_disk(folder)


def _exchange(part: Path, path: Path, ours: Collection[str]) -> None:
    """Put the new files in the place of the old ones, and take away those of tables that are empty now."""
    new = {file.name for file in part.iterdir()}
    for name in sorted(new):
        (part / name).replace(path / name)
    for name in ours:
        if name not in new:
            (path / name).unlink(missing_ok=True)
