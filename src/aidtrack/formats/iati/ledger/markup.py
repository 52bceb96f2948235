"""The elements of a file: how they are made, and how texts stand in them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from aidtrack.errors import N_, Broken
from aidtrack.formats.iati.ledger.names import ASSUMED, HOLDS, NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Mapping

Node = Any
"""An element of lxml, which has no types of its own."""

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NOT_IN_XML = "[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
"""Signs that XML cannot hold."""

_UNFIT = re.compile(NOT_IN_XML)


@cache
def lxml() -> Any:  # noqa: ANN401 - lxml has no types
    """Load lxml, or say what is missing."""
    try:
        from lxml import etree  # noqa: PLC0415 - only who writes IATI needs it
    except ModuleNotFoundError:
        raise Broken(N_("Writing IATI needs lxml; install it with: pip install 'aidtrack[iati]'")) from None
    return etree


@cache
def _sub_element() -> Any:  # noqa: ANN401 - a function of lxml
    return lxml().SubElement


def new_activity(hierarchy: int, holds: str) -> Node:
    """Make an activity; its texts are Chinese where they name no other language."""
    attributes = {_LANG: "zh", "default-currency": "CNY", "hierarchy": str(hierarchy), HOLDS: holds}
    return lxml().Element("iati-activity", attributes, nsmap={"at": NAMESPACE})


def add(parent: Node, name: str, attributes: Mapping[str, str] | None = None, *, assumed: str = "") -> Node:
    """Add an element. `assumed` names those of its attributes that the ledger does not say."""
    said = dict(attributes or {})
    if assumed:
        said[ASSUMED] = assumed
    return _sub_element()(parent, name, said)


def add_text(parent: Node, name: str, zh: str, en: str | None = None, *, assumed: bool = False) -> Node:
    """Add an element with a text in Chinese, and in English where there is one."""
    holder = add(parent, name, assumed="narrative" if assumed else "")
    narrate(holder, zh, en)
    return holder


def narrate(holder: Node, zh: str, en: str | None = None) -> None:
    """Say what an element is called."""
    add(holder, "narrative").text = zh
    if en and (text := clean(en)):
        add(holder, "narrative", {_LANG: "en"}).text = text


def clean(text: str | None) -> str:
    """Take the blanks around a text, and the signs that XML cannot hold; what is left may be nothing."""
    return _UNFIT.sub("\ufffd", text).strip() if text else ""
