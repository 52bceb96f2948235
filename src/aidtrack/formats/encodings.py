"""Bytes as text: the mark at their beginning says how, else they are UTF-8, else the GB 18030 of spreadsheets."""

from __future__ import annotations

import codecs
import re
from contextlib import contextmanager
from io import BufferedReader, TextIOWrapper
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, cast

from aidtrack.document import MARKS
from aidtrack.errors import N_, Unreadable
from aidtrack.formats.exchange import Where, name_of
from aidtrack.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aidtrack.formats.exchange import File, Options

LONGEST = 10_000_000
"""No line has more characters."""

_CHUNK = 1 << 20
_CHINESE = re.compile("[\u4e00-\u9fff]")


@contextmanager
def opened_text(source: File, options: Options) -> Iterator[TextIOWrapper]:
    """Open a file or a stream as text, its line ends as they are; an encoding that was guessed is told."""
    with _seekable(source) as file:
        encoding = known_encoding(options.encoding) if options.encoding else _found(file, name_of(source))
        if encoding == "gb18030" and not options.encoding and options.tell:
            sentence = _("{file} is read as GB 18030; --encoding says otherwise.")
            options.tell(sentence.format(file=name_of(source)))
        file.seek(0)
        yield TextIOWrapper(cast("BufferedReader", file), encoding=encoding, newline="")


def known_encoding(name: str) -> str:
    """Refuse what is no encoding of text; UTF-8 is read with its mark or without."""
    try:
        known = codecs.lookup(name)
        known.encode("元")
        "".encode(known.name)
    except UnicodeEncodeError:
        pass  # latin-1 has no Chinese, and is an encoding nevertheless
    except (LookupError, TypeError, ValueError):
        raise Unreadable(N_("'{name}' is no encoding; write utf-8 or gb18030."), name=name) from None
    return "utf-8-sig" if known.name == "utf-8" else known.name


@contextmanager
def _seekable(source: File) -> Iterator[IO[bytes]]:
    """Open what can be read twice; a stream is kept in a file that has no name."""
    if isinstance(source, Path):
        with source.open("rb") as file:
            if file.seekable():
                yield file
                return
            with _seekable(file) as kept:
                yield kept
        return
    with TemporaryFile(prefix="aidtrack-") as kept:
        copyfileobj(source, kept, _CHUNK)
        kept.seek(0)
        yield kept


def _found(file: IO[bytes], name: str) -> str:
    start = file.read(4)
    for mark, encoding in MARKS:
        if start.startswith(mark):
            return encoding
    file.seek(0)
    return "gb18030" if _breaks_utf8(file, name) else "utf-8"


def _breaks_utf8(file: IO[bytes], name: str) -> bool:
    """Tell whether bytes are no UTF-8. If Chinese stands before them, the file has two encodings, and is refused."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    chinese, line = False, 1
    while chunk := file.read(_CHUNK):
        try:
            text = decoder.decode(chunk)
        except UnicodeDecodeError as error:
            before = error.object[: error.start].decode("utf-8", "ignore")
            if chinese or _CHINESE.search(before):
                raise _mixed(name, line + before.count("\n")) from None
            return True
        chinese = chinese or _CHINESE.search(text) is not None
        line += text.count("\n")
    if decoder.getstate()[0]:
        raise Unreadable(
            N_(
                "{file} ends in the middle of a character of UTF-8, so it is cut off; get the whole of it, or say --encoding."
            ),
            file=name,
        )
    return False


def _mixed(name: str, line: int) -> Unreadable:
    return Unreadable(
        N_(
            "{where} is not in the encoding of the lines above it (UTF-8); save the file in one, or say --encoding."
        ),
        where=Where(name, line),
    )


def lines_of(text: TextIOWrapper, name: str) -> Iterator[str]:
    """Give the lines with their ends; refuses what is no text, and a line without end."""
    number = 0
    while True:
        number += 1
        try:
            line = text.readline(LONGEST)
        except UnicodeError:
            raise not_in_encoding(text, Where(name, number)) from None
        if not line:
            return
        if "\0" in line:
            raise Unreadable(N_("{where} holds a NUL, so this is no text."), where=Where(name, number))
        if len(line) == LONGEST:
            raise Unreadable(N_("{where} has no end; this is no table."), where=Where(name, number))
        yield line


def not_in_encoding(text: TextIOWrapper, where: Where) -> Unreadable:
    """Build the refusal of bytes that are no text in the encoding at hand."""
    return Unreadable(
        N_("{where} or a line after it is no text in {encoding}; say --encoding."),
        where=where,
        encoding=text.encoding,
    )
