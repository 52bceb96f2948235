"""What the parser of XML complains of, in the words of this program: known by its number, for it speaks English alone."""

from __future__ import annotations

import re

from aidtrack.errors import N_
from aidtrack.text import _

_CUT_OFF = N_("it ends in the middle, so it is cut off; get the whole of it")
_NO_SIGN = N_("a sign stands there that XML does not allow, such as a control character")

NO_XML = 4

_WORDS = {
    NO_XML: N_("there is no XML"),
    5: N_("something stands behind the end of the document"),
    9: _NO_SIGN,
    26: N_("XML has no entity &{name};"),
    32: N_("its encoding is not known"),
    38: N_("a < stands in an attribute; write &lt;"),
    39: N_("the value of an attribute does not stand in quotation marks"),
    40: N_("the value of an attribute has no closing quotation mark"),
    41: N_("an attribute has no value"),
    42: N_("an attribute stands twice in one element"),
    62: N_("]]> stands in a text; write ]]&gt;"),
    64: N_("the declaration <?xml …?> stands elsewhere than at the very beginning"),
    65: N_("a blank is missing between two attributes"),
    68: N_("a & or < stands in a text; write &amp; or &lt;"),
    73: N_("a tag is not closed with >"),
    76: N_("an element is closed that is not the one last opened"),
    80: N_("two hyphens stand within a comment"),
    81: N_("a byte stands there that is none of its encoding; save the file in UTF-8"),
    110: N_("a name is too long"),
    114: N_("elements are nested more than 256 deep, or something is longer than 10 MB"),
    201: N_("no xmlns:{name} explains the prefix {name}"),
    203: N_("an attribute stands twice in one element"),
}
"""By the number of libxml2 (xmlParserErrors), which never changes."""

_NAMED = re.compile(r"^Entity '(.{1,60}?)'|prefix (\S{1,60})")
_OPEN = frozenset({5, 40, 44, 45, 47, 63, 73, 74, 77})
"""What is not finished: at the end of a file it was cut off there."""


def worded(number: int, message: str, *, at_end: bool = False) -> str:
    """Say what is wrong; what is seldom wrong stays in the parser's own words."""
    if at_end and number in _OPEN:
        return _(_CUT_OFF)
    if number in _WORDS:
        named = _NAMED.search(message)
        return _(_WORDS[number]).format(name=(named[1] or named[2]) if named else "…")
    return message.partition(", line ")[0].strip().rstrip(".")
