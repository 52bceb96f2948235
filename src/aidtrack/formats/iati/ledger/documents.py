"""Where it is said: each source of an activity as a document, and its record where it is named first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from aidtrack.formats.iati.ledger.days import first_day
from aidtrack.formats.iati.ledger.extension import add_row
from aidtrack.formats.iati.ledger.markup import add, add_text, clean
from aidtrack.formats.iati.ledger.names import DATE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aidtrack.formats.exchange import Row
    from aidtrack.formats.iati.ledger.known import Known
    from aidtrack.formats.iati.ledger.markup import Node

_SAFE = "/:?#@!$&'()*+,;=~-._%"
_SIGN = r"(?:[A-Za-z0-9/:@!$&'()*+,;=~._-]|%[0-9A-Fa-f]{2})"
_ADDRESS = re.compile(
    rf"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]{{1,5}})?(?:/{_SIGN}*)?(?:\?(?:{_SIGN}|\?)*)?(?:#(?:{_SIGN}|\?)*)?"
)

_CATEGORIES = {"statistics": "A08", "ledger": "A08", "document": "A02"}
_WEB_PAGE = "A12"
_FORMATS = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "txt": "text/plain",
}
_HTML = "text/html"


def add_documents(activity: Node, known: Known, rows: Iterable[Row]) -> None:
    """Name the sources of some records, each once."""
    for uid in dict.fromkeys(row["source"] for row in rows if "source" in row):
        _add_document(activity, known, uid)


def _add_document(activity: Node, known: Known, uid: str) -> None:
    source = known.source(uid)
    address = quote(clean(source.get("address")), safe=_SAFE)
    is_address = _ADDRESS.fullmatch(address) is not None
    url = address if is_address else f"urn:aidtrack:source:{quote(uid, safe='')}"
    ending = url.partition("?")[0].rpartition(".")[2].lower() if is_address else ""
    document = add(
        activity,
        "document-link",
        {"url": url, "format": _FORMATS.get(ending, _HTML)},
        assumed="" if is_address and ending in _FORMATS else "format" if is_address else "url format",
    )
    add_text(document, "title", clean(source.get("title")) or clean(uid) or "…")
    category = _CATEGORIES.get(source.get("kind", ""), _WEB_PAGE)
    add(document, "category", {"code": category}, assumed="code")
    add(document, "language", {"code": "zh"})
    if said := source.get("date"):
        day = first_day(said)
        add(document, "document-date", {"iso-date": day, **({} if day == said else {DATE: said})})
    for own in known.untold("sources", uid):
        add_row(document, "sources", own)
