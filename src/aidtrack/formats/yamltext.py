"""Texts as YAML has them: without quotation marks wherever they read back as the same text, always on one line."""

from __future__ import annotations

import re
from json.encoder import encode_basestring

# What is unseen, turns the text around it or breaks a line is written as its escape, so that a diff shows it.
_UNSEEN = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\ud800-\udfff"
    "\U000e0000-\U000e0fff]"
)
_UNPLAIN = re.compile(f"[\x00-\x1f{_UNSEEN.pattern[1:]}")
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`=<~")
_MARKS = re.compile(r": |:$| #|^ | $|^\.\.\.")
_FLOW_MARKS = re.compile(r"[,\[\]{}:?]")

# Numbers, dates, times in sixties and words that some version of YAML reads as something else than a text.
_OTHER = re.compile(
    r"[-+.]?[0-9][0-9_,.:]*([eE][-+]?[0-9]+)?|0[xob][0-9a-fA-F_]+|[-+]?\.(inf|nan)"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt \t].*)?"
    r"|y|n|yes|no|on|off|true|false|null",
    re.IGNORECASE,
)


def yaml_text(text: str) -> str:
    """Write a text in its place in a block."""
    if _is_plain(text):
        return text
    if _UNPLAIN.search(text):
        return _UNSEEN.sub(_escape, encode_basestring(text))
    return _quoted(text)


def yaml_item(text: str) -> str:
    """Write a text within brackets."""
    return _quoted(text) if _is_plain(text) and _FLOW_MARKS.search(text) else yaml_text(text)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _is_plain(text: str) -> bool:
    return (
        text != ""
        and text[0] not in _INDICATORS
        and not (_OTHER.fullmatch(text) or _MARKS.search(text))
        and (text.isprintable() or not _UNPLAIN.search(text))
    )


def _escape(match: re.Match[str]) -> str:
    number = ord(match[0])
    return f"\\u{number:04X}" if number < 0x10000 else f"\\U{number:08X}"
