"""Files that are there as a whole or not at all."""

from __future__ import annotations

import codecs
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from aidtrack.errors import N_, Broken, Refused, Unreadable
from aidtrack.on_disk import take_name, to_disk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aidtrack.formats.exchange import File

_MANY = 1000


@contextmanager
def new_file(path: Path, *, force: bool = False) -> Iterator[Path]:
    """Give a path beside, whose file takes this name when the block ends well; one that is there needs `force`.

    It is readable by its owner alone, and on the disk when it gets its name.
    """
    if path.is_dir():
        raise Refused(N_("'{path}' is a folder; name a file."), path=path)
    if os.path.lexists(path) and not force:
        raise there(path)
    with plainly(path):
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".new", dir=path.parent)
        os.close(handle)
        try:
            yield Path(name)
            to_disk(Path(name))
            _name(Path(name), path, force=force)
            to_disk(path.parent)
        finally:
            Path(name).unlink(missing_ok=True)


@contextmanager
def new_stream(target: File, *, force: bool = False) -> Iterator[IO[bytes]]:
    """Give a stream of bytes to write to: a new file, or a stream that stays open."""
    if not isinstance(target, Path):
        yield target
        target.flush()
        return
    with new_file(target, force=force) as path, path.open("wb") as file:
        yield file


class Text:
    """Texts on their way into a stream of bytes."""

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        self._stream, self._encoding = stream, encoding
        self._encoder = codecs.getincrementalencoder(encoding)()
        self._kept: list[str] = []

    def write(self, text: str) -> None:
        """Take a text in."""
        self._kept.append(text)
        if len(self._kept) >= _MANY:
            self.flush()

    def flush(self) -> None:
        """Write what was taken in."""
        try:
            self._stream.write(self._encoder.encode("".join(self._kept)))
        except UnicodeEncodeError as error:
            raise Unreadable(
                N_("'{character}' cannot be written in {encoding}; utf-8 and gb18030 have all characters."),
                character=error.object[error.start],
                encoding=self._encoding,
            ) from None
        self._kept.clear()


@contextmanager
def new_text(target: File, *, force: bool = False, encoding: str = "utf-8") -> Iterator[Text]:
    """Give what texts are written to: a new file, or a stream that stays open."""
    with new_stream(target, force=force) as stream:
        text = Text(stream, encoding)
        yield text
        text.flush()


@contextmanager
def plainly(path: Path) -> Iterator[None]:
    """Say in one sentence what the system refuses, of the name that people know."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise Broken(N_("{path} cannot be written: {reason}."), path=path, reason=reason) from error


def there(path: Path) -> Refused:
    """Build the refusal of a name that is taken."""
    return Refused(N_("'{path}' is there already; --force replaces it."), path=path)


def _name(part: Path, path: Path, *, force: bool) -> None:
    """Give the file its name; without `force` another that took it meanwhile keeps it."""
    if force:
        part.replace(path)
        return
    try:
        take_name(part, path)
    except FileExistsError:
        raise there(path) from None
