"""The text of a source by its lines, numbered as an editor numbers them, and what a locator cites of it."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from aidtrack.errors import N_, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MARKS = (
    (BOM_UTF8, "utf-8-sig"),
    (BOM_UTF32_LE, "utf-32"),
    (BOM_UTF32_BE, "utf-32"),
    (BOM_UTF16_LE, "utf-16"),
    (BOM_UTF16_BE, "utf-16"),
)
"""What stands at the beginning of a file and tells its encoding."""

# GB 18030 takes nearly any bytes: what cannot be UTF-8 is tried in it last.
_PLAIN = ("utf-8", "gb18030")
_CUT_OFF = "unexpected end of data"
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LINE_END = re.compile("\r\n|\n|\r")

_PIECE = re.compile(r"L([0-9]{1,9})(?:[-–—~]L?([0-9]{1,9}))?", re.IGNORECASE)
_BETWEEN = re.compile("[,，、;；]")


@dataclass(frozen=True, slots=True)
class Passage:
    """What one piece of a locator cites: a line (L49), or all from one line to another (L10-L12)."""

    first: int
    last: int

    def __str__(self) -> str:
        return f"L{self.first}" if self.first == self.last else f"L{self.first}-L{self.last}"


@dataclass(frozen=True, slots=True)
class Document:
    """A text and the hash of the bytes it was read from."""

    lines: Sequence[str]
    sha256: str

    def holds(self, passage: Passage) -> bool:
        """Tell whether all lines of the passage are there."""
        return passage.first >= 1 and passage.last <= len(self.lines)

    def read(self, passage: Passage) -> Iterator[tuple[int, str]]:
        """Give the lines of a passage that are there, each with its number."""
        first = max(passage.first, 1)
        yield from enumerate(self.lines[first - 1 : passage.last], first)


def read_document(data: bytes, name: str) -> Document:
    """Read bytes as a text of lines; `name` is what a refusal calls them."""
    text = decoded(data)
    if text is None or _NO_TEXT.search(text):
        raise Unreadable(
            N_("'{name}' is no plain text; give the source's text in UTF-8 or GB 18030."), name=name
        )
    if not text.strip():
        raise Unreadable(N_("'{name}' is empty; give the source's text."), name=name)
    lines = _LINE_END.split(text)
    return Document(lines if lines[-1] else lines[:-1], sha256(data).hexdigest())


def decoded(data: bytes) -> str | None:
    """Read bytes as text: their mark says how, else they are UTF-8, else GB 18030; null where they are neither."""
    marked = next((encoding for mark, encoding in MARKS if data.startswith(mark)), None)
    for encoding in (marked,) if marked else _PLAIN:
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            if encoding == "utf-8" and error.end == len(data) and error.reason == _CUT_OFF:
                return None  # it is cut off within a character; GB 18030 would have strange words there
    return None


def passages(locator: str | None) -> list[Passage]:
    """Read a locator of lines: L49; L41, L50; L10-L12. One of another form (p. 3) cites none."""
    found = [_PIECE.fullmatch(piece.strip()) for piece in _BETWEEN.split(locator or "")]
    cited = [Passage(int(piece[1]), int(piece[2] or piece[1])) for piece in found if piece]
    whole = len(cited) == len(found) and all(passage.first <= passage.last for passage in cited)
    return list(dict.fromkeys(cited)) if whole else []
