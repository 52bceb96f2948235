r"""Lists of texts in one cell: `a; b`.

A semicolon of either width within a text, a backslash, and a blank at its edge are written after a backslash: `a\;b`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_PARTING = ";\uff1b"
_SPECIAL = re.compile(rf"[{_PARTING}\\]|^\s|\s$")
_ITEM = re.compile(rf"(?:\\[{_PARTING}\\\s]|[^{_PARTING}])+")
_TOKEN = re.compile(rf"\\[{_PARTING}\\\s]|.", re.DOTALL)


def joined(items: Iterable[str]) -> str:
    """Write texts into one cell."""
    return "; ".join(_SPECIAL.sub(r"\\\g<0>", item) for item in items)


def split(cell: str) -> list[str]:
    """Read the texts of a cell, which may be parted by semicolons of either width; blanks around them go."""
    if "\\" not in cell:
        return [item.strip() for item in re.split(f"[{_PARTING}]", cell) if item.strip()]
    return [item for item in map(_plain, _ITEM.findall(cell)) if item]


def _plain(written: str) -> str:
    tokens = _TOKEN.findall(written)
    while tokens and tokens[0].isspace():
        del tokens[0]
    while tokens and tokens[-1].isspace():
        del tokens[-1]
    return "".join(token[1:] if len(token) == 2 else token for token in tokens)
