"""The parts of docs/exchange.md that follow from the program: the fields of each kind, the rules of IATI."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docs_iati import iati_rules
from docs_text import code, link, table

from aidtrack.actions.exchange_tables import EXCHANGED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aidtrack.formats.exchange import ExchangeField, ExchangeTable


_HOLDS = {
    "text": "text",
    "words": "texts",
    "word": "word",
    "date": "date",
    "period": "period",
    "flag": "yes or no",
    "place": "place",
    "places": "places",
    "ref": "record",
    "quantity": "quantity",
    "code": "code",
}


def with_tables(page: str) -> str:
    """Put the tables of fields, and the rules of IATI, where the page has room for them."""
    for name, lines in (("fields", _tables()), ("rules", iati_rules())):
        part = re.compile(rf"(?<=<!-- {name} -->\n).*?(?=<!-- end of {name} -->)", re.DOTALL)
        page = part.sub(("\n".join(lines) + "\n").replace("\\", r"\\"), page)
    return page


def _tables() -> Iterator[str]:
    for each in EXCHANGED.values():
        yield from _table(each)


def _table(each: ExchangeTable) -> Iterator[str]:
    yield f"### {each.name}"
    yield ""
    yield " · ".join(each.labels)
    yield ""
    rows = (
        (code(field.name), " · ".join(field.headings), _holds(field), field.help) for field in each.fields
    )
    yield from table(("field", "headings", "holds", "is"), rows)


def _holds(field: ExchangeField) -> str:
    words = link(field.vocabulary) if field.vocabulary else _HOLDS[field.kind]
    unit = f" in {field.unit}" if field.unit else ""
    return f"{words}{unit}{', must be said' if field.required else ''}"
