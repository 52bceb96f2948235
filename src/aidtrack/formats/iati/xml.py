"""XML read record by record, in memory that does not grow with the file, whoever made it.

What a file could do harm with is refused: a DOCTYPE, and with it every entity; anything that has to be kept whole
and is too large. The parser itself refuses what is nested too deeply and texts and names beyond all measure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from aidtrack.errors import N_, Broken, Unreadable
from aidtrack.formats.iati.complaints import NO_XML, worded
from aidtrack.formats.iati.element import is_foreign

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from aidtrack.formats.iati.element import Element, Place

MOST_OF_A_RECORD = 16 << 20
"""In bytes. The largest that are published have some five million."""

MOST_BEFORE_THE_ROOT = 1 << 20
_MOST_COMPLAINTS = 1_000
_MOST_ATTRIBUTES = 1_000
"""Of the root; it takes the longer for each, the more there are."""

_PIECE = 1 << 12
_BEFORE_BIG_LINES = 0xFFFF
"""The parser keeps no greater line with an element."""

_PACKED = {b"\x1f\x8b": "gzip", b"PK\x03\x04": "zip", b"BZh": "bzip2", b"\xfd7zXZ": "xz", b"7z\xbc\xaf": "7z"}
_MARKS = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"\xef\xbb\xbf": "utf-8-sig",
    b"<\x00": "utf-16-le",
    b"\x00<": "utf-16-be",
}
"""How the first bytes tell an encoding; in all others that matter the signs of XML are those of ASCII."""

_PROLOGUE = re.compile(r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.DOTALL)
_SAFE = {  # collect_ids has to stay as it is: told to collect none, lxml opens the files that a DOCTYPE names
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "resolve_entities": False,
    "remove_comments": True,
    "remove_pis": True,
}


@dataclass(frozen=True, slots=True)
class Root:
    """The start of a document."""

    tag: str
    attrib: Mapping[str, str]
    sourceline: int

    def keys(self) -> Sequence[str]:
        """Give the names of the attributes."""
        return [*self.attrib]

    def get(self, name: str, /) -> str | None:
        """Give the value of an attribute."""
        return self.attrib.get(name)

    def getparent(self) -> None:
        """Nothing is above it."""


class Cut(Unreadable):
    """XML that ends or breaks in the middle: what stood before it was read."""


class Records:
    """The elements of one name below the root, one after the other.

    `line` is the one on which the record at hand ends. What else stands below the root is told by `strays`, and
    `texts` are those between the records.
    """

    def __init__(self, chunks: Iterable[bytes], file: str, tag: str) -> None:
        self.file = file
        self.tag = tag
        self.line = 1
        self.strays: list[Element] = []
        self.texts: list[str] = []
        self.others: list[Element] = []
        self._chunks = iter(chunks)
        self._read: list[bytes] = []
        self._unfinished = 0
        self.root = self._start()

    def _start(self) -> Root:
        """Look at the root alone; what was read for it is read again with the records."""
        parser, seen = _parser("start"), 0
        for chunk in self._chunks:
            self._read.append(chunk)
            self._refuse_packed(chunk, first=not seen)
            self._refuse_doctype(has=_begins_with_doctype(b"".join(self._read)))
            for at in range(0, len(chunk), _PIECE):
                self._feed(parser, chunk[at : at + _PIECE])
                for _event, element in parser.read_events():
                    return self._root(element)
            seen += len(chunk)
            if seen > MOST_BEFORE_THE_ROOT:
                raise Unreadable(
                    N_("'{file}' has no element on its first pages; it is not read."), file=self.file
                )
        if not seen:
            raise Unreadable(N_("'{file}' is empty."), file=self.file)
        self._close(parser)
        raise self._cut(1, worded(NO_XML, ""))

    def _root(self, element: Any) -> Root:  # noqa: ANN401 - lxml has no types
        self._refuse_doctype(has=element.getroottree().docinfo.internalDTD is not None)
        names = element.keys()[:_MOST_ATTRIBUTES]
        return Root(element.tag, {name: element.get(name) for name in names}, element.sourceline or 1)

    def _refuse_doctype(self, *, has: bool) -> None:
        if has:
            raise Unreadable(
                N_("'{file}' has a DOCTYPE, which no IATI file has and which can do harm; it is not read."),
                file=self.file,
            )

    def _refuse_packed(self, chunk: bytes, *, first: bool) -> None:
        kind = next((kind for magic, kind in _PACKED.items() if first and chunk.startswith(magic)), None)
        if kind:
            raise Unreadable(N_("'{file}' is packed ({kind}); unpack it first."), file=self.file, kind=kind)

    def __iter__(self) -> Iterator[Element]:
        """Give one record after the other; each is emptied when the next is asked for."""
        parser = _parser("end", self.tag)
        for piece in _pieces(chain(self._read, self._chunks), f"</{self.tag}>".encode()):
            try:
                self._feed(parser, piece)
            except Cut:
                yield from self._finished(parser)
                raise
            self.line += piece.count(b"\n")
            self._unfinished += len(piece)
            yield from self._finished(parser)
            self._refuse_large()
        self._rest(self._close(parser))

    def _finished(self, parser: Any) -> Iterator[Element]:  # noqa: ANN401 - lxml has no types
        for _event, record in parser.read_events():
            if _depth(record) == 1:
                self._unfinished = 0
                self._drop_earlier(record)
                yield record
                record.clear(keep_tail=True)

    def _drop_earlier(self, record: Element) -> None:
        """Drop what stands before a record, remembering what is no record."""
        parent = record.getparent()
        assert parent is not None  # noqa: S101 - a record is below the root
        self._keep_text(parent.text)
        parent.text = None
        while (earlier := record.getprevious()) is not None:
            self._keep(earlier)
            parent.remove(earlier)

    def _keep(self, element: Element) -> None:
        self._keep_text(element.tail)
        element.tail = None
        if element.tag != self.tag and len(self.strays) < _MOST_COMPLAINTS:
            element.clear()
            self.strays.append(element)

    def _keep_text(self, text: str | None) -> None:
        if text and text.strip() and len(self.texts) < _MOST_COMPLAINTS:
            self.texts.append(text.strip()[:100])

    def _rest(self, root: Element) -> None:
        self._keep_text(root.text)
        for element in list(root):
            if is_foreign(element.tag):  # what is of others may stand at the end
                self.others.append(element)
            else:
                self._keep(element)

    def _refuse_large(self) -> None:
        if self._unfinished > MOST_OF_A_RECORD:
            raise Unreadable(
                N_(
                    "'{file}' has before line {line} more than {most} MB that are not one whole <{tag}>; it is not read on."
                ),
                file=self.file,
                line=self.line,
                most=MOST_OF_A_RECORD >> 20,
                tag=self.tag,
            )

    def _feed(self, parser: Any, piece: bytes) -> None:  # noqa: ANN401 - lxml has no types
        """Feed the parser; after an undefined entity it would say nothing and begin anew."""
        etree = _etree()
        try:
            parser.feed(piece)
        except etree.XMLSyntaxError as error:
            raise self._cut(error.lineno, worded(error.code, error.msg)) from None
        complaints = parser.feed_error_log
        bad = [each for each in complaints if each.level >= etree.ErrorLevels.ERROR]
        if bad or len(complaints) > _MOST_COMPLAINTS:
            worst = bad[0] if bad else complaints[-1]
            raise self._cut(worst.line, worded(worst.type, worst.message))

    def _close(self, parser: Any) -> Any:  # noqa: ANN401 - lxml has no types
        try:
            return parser.close()
        except _etree().XMLSyntaxError as error:
            raise self._cut(error.lineno or self.line, worded(error.code, error.msg, at_end=True)) from None

    def _cut(self, line: int, what: str) -> Cut:
        return Cut(
            N_("'{file}' cannot be read beyond line {line}: {what}."),
            file=self.file,
            line=line,
            what=what,
        )


@cache
def _etree() -> Any:  # noqa: ANN401 - lxml has no types
    try:
        from lxml import etree  # noqa: PLC0415 - only who reads XML needs it
    except ModuleNotFoundError:
        raise Broken(N_("Reading IATI needs lxml; install it with: pip install 'aidtrack[iati]'")) from None
    return etree


def _parser(event: str, tag: str | None = None) -> Any:  # noqa: ANN401 - lxml has no types
    return _etree().XMLPullParser(events=(event,), tag=tag, **_SAFE)


def _begins_with_doctype(data: bytes) -> bool:
    """Look for a DOCTYPE before the parser does, which would take it in and all that it declares."""
    known = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "latin-1")
    text = data.decode(known, errors="ignore")
    start = _PROLOGUE.match(text)
    return text.startswith("<!DOCTYPE", start.end() if start else 0)


def _pieces(chunks: Iterable[bytes], end: bytes) -> Iterator[bytes]:
    """Cut so that a record's end is a piece's, where the encoding lets it be seen: then its line is known."""
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(end)
        yield from (piece + end for piece in whole)
        if len(rest) > len(end):
            yield rest[: -len(end)]
            rest = rest[-len(end) :]
    if rest:
        yield rest


def _depth(element: Element) -> int:
    depth, above = 0, element.getparent()
    while above is not None:
        depth, above = depth + 1, above.getparent()
    return depth


def lines(record: Element, end: int, wanted: Iterable[Place]) -> dict[Place, int]:
    """Find the lines of these elements of a record that ends on the line `end`.

    Beyond the lines that the parser keeps they are counted: those within a tag or a comment are not seen there.
    """
    known = {element: element.sourceline or 0 for element in wanted}
    if all(line < _BEFORE_BIG_LINES for line in known.values()):
        return known
    passed, at = 0, {}
    for event, element in _etree().iterwalk(record, events=("start", "end")):
        if event == "start":
            if element in known:
                at[element] = passed
            passed += (element.text or "").count("\n")
        elif element is not record:
            passed += (element.tail or "").count("\n")
    return {element: end - passed + at[element] for element in known}
