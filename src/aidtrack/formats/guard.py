"""Texts that a spreadsheet would take for a formula, and how they go out as texts and come back as they were."""

from __future__ import annotations

import re

_FIRST = frozenset("'=+-@\t\r\n＝＋－＠")
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")


def guarded(text: str) -> str:
    """Put an apostrophe before what would be a formula, however many there are before it already."""
    return f"'{text}" if text[:1] in _FIRST and _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Take the apostrophe away again."""
    return text[1:] if text[:1] == "'" and _FORMULA.match(text) else text
