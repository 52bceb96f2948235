"""The package that a workbook is: a zip of XML, looked over before anything of it is unpacked.

Whoever made the file decides what is in it. So its size is known before it is read, what is read is read piece by
piece, and nothing in it can name a file outside or stand for more than is there.
"""

from __future__ import annotations

import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from aidtrack.errors import N_, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from zipfile import ZipInfo

    Start = Callable[[str, dict[str, str]], None]
    End = Callable[[str], None]
    Text = Callable[[str], None]

MOST_BYTES = 2 << 30
MOST_BESIDE = 100 << 20
"""What may unpack from a workbook, and from each part of it that is kept in memory: all but the sheets."""

MOST_RATIO = 200
_SMALL = 1 << 20
_MOST_PARTS = 10_000
_DEEPEST = 64
_LONGEST_TOKEN = 8 << 20
_MOST_NAMES = 10_000
_CHUNK = 1 << 16

_ENCRYPTED = 0x1
_XML = (".xml", ".rels", ".vml")
_PROLOGUE = 1 << 12
"""Within so many bytes of a part's beginning a DOCTYPE would stand, if there is one."""

NO_WORKBOOK = N_("{file} is no workbook that can be read, or it is cut off; save it as XLSX.")
_TOO_MUCH = N_("{file} unpacks to more than a workbook may hold; write large tables as CSV.")
_DOCTYPE = N_(
    "{file} holds a DOCTYPE, which no spreadsheet program writes and which can do harm; it is not read."
)
_STRANGE = N_("{file} is packed in a way that no spreadsheet program packs a workbook; it is not read.")


def local(name: str) -> str:
    """Take the prefix of its namespace from a name."""
    return name.rpartition(":")[2]


class Package:
    """A workbook's parts, by name; `file` is what it is called in a sentence."""

    def __init__(self, zipped: ZipFile, file: str) -> None:
        self.zipped = zipped
        self.file = file
        self._parts = {info.filename.casefold(): info for info in zipped.infolist()}

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._parts

    def chunks(self, name: str, most: int = MOST_BYTES) -> Iterator[bytes]:
        """Unpack a part piece by piece."""
        info = self._parts.get(name.casefold())
        if info is None:
            raise Unreadable(NO_WORKBOOK, file=self.file)
        if info.file_size > most:
            raise Unreadable(_TOO_MUCH, file=self.file)
        with self._reading(), self.zipped.open(info) as part:
            while chunk := part.read(_CHUNK):
                yield chunk

    def parse(self, name: str, start: Start, end: End, text: Text, most: int = MOST_BESIDE) -> Iterator[None]:
        """Parse a part, handing over elements without their prefixes; stops after each piece of it.

        What the parser itself has to remember (a long token, open elements, names) is bounded too.
        """
        parser, depth, fed = expat.ParserCreate(), 0, 0

        def begun(element: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > _DEEPEST:
                raise self.broken()
            start(element if ":" not in element else local(element), attributes)

        def ended(element: str) -> None:
            nonlocal depth
            depth -= 1
            end(element if ":" not in element else local(element))

        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_entities
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begun, ended, text
        try:
            for chunk in self.chunks(name, most):
                parser.Parse(chunk, False)  # noqa: FBT003 - its own way to say that more comes
                fed += len(chunk)
                if fed - parser.CurrentByteIndex > _LONGEST_TOKEN or len(parser.intern) > _MOST_NAMES:
                    raise self.broken()
                yield
            parser.Parse(b"", True)  # noqa: FBT003 - as above
            yield
        except expat.ExpatError:
            raise self.broken() from None

    def broken(self) -> Unreadable:
        """Make the error of a part that is not what it should be."""
        return Unreadable(NO_WORKBOOK, file=self.file)

    def refuse_doctypes(self) -> None:
        """Refuse a DOCTYPE also in the parts that are never read here: others read them."""
        for name, info in self._parts.items():
            if name.endswith(_XML):
                with self._reading(), self.zipped.open(info) as part:
                    if b"<!DOCTYPE" in part.read(_PROLOGUE):
                        self._refuse_entities()

    def _refuse_entities(self, *_declared: object) -> None:
        raise Unreadable(_DOCTYPE, file=self.file)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except (BadZipFile, zlib.error, EOFError):
            raise self.broken() from None


@contextmanager
def opened(stream: BinaryIO, file: str) -> Iterator[Package]:
    """Open a package and look its parts over."""
    try:
        zipped = ZipFile(stream)
    except (BadZipFile, ValueError, NotImplementedError):
        raise Unreadable(NO_WORKBOOK, file=file) from None
    with zipped:
        _look_over(zipped.infolist(), file)
        yield Package(zipped, file)


def _look_over(parts: list[ZipInfo], file: str) -> None:
    names = [part.filename.casefold() for part in parts]
    if len(names) > _MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
        raise Unreadable(_TOO_MUCH, file=file)
    if any(part.file_size > _SMALL and part.file_size > MOST_RATIO * part.compress_size for part in parts):
        raise Unreadable(_TOO_MUCH, file=file)
    if len(set(names)) < len(names) or any(map(_is_strange, parts)):
        raise Unreadable(_STRANGE, file=file)


def _is_strange(part: ZipInfo) -> bool:
    outside = part.filename.startswith(("/", "\\")) or ".." in part.filename.split("/")
    return (
        outside or bool(part.flag_bits & _ENCRYPTED) or part.compress_type not in {ZIP_STORED, ZIP_DEFLATED}
    )
