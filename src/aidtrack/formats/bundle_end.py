"""How a file of a bundle tells that it is whole: its first line says what its last line has to be.

YAML itself has no end: cut off anywhere, even in the middle of a text, it is YAML. A file without that first line was
written by hand, and is as long as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aidtrack.errors import N_, Unreadable

if TYPE_CHECKING:
    from io import TextIOWrapper

END = "# end"
_BEGINNING = "# A bundle of aidtrack"
FIRST_LINE = f"{_BEGINNING}; the last line of this file is: {END}\n"
LAST_LINE = f"{END}\n"

_AT_ONCE = 1 << 20
_TAIL = 1_000


def require_end(text: TextIOWrapper, name: str) -> None:
    """Refuse a file that says how it ends, and does not end so; it is read from its beginning again."""
    if text.readline(len(FIRST_LINE)).startswith(_BEGINNING):
        tail = ""
        while more := text.read(_AT_ONCE):
            tail = (tail + more)[-_TAIL:]
        if tail.rstrip().rpartition("\n")[2].rstrip() != END:
            raise Unreadable(
                N_(
                    "{file} is cut off: its last line is not '{end}', as its first line says. Get the whole of it; where nothing is missing, write that line at its end."
                ),
                file=name,
                end=END,
            )
    text.seek(0)
