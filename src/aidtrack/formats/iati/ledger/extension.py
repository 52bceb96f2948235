r"""A record in full, as one element of the ledger's own namespace: what is read in again.

Its fields are attributes, lists written as in a cell, quantities elements of their own. A sign that XML cannot hold
is written `\u0001`, and a backslash that would be read so `\u005c`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from aidtrack.errors import N_, Unreadable
from aidtrack.formats._flat import plain
from aidtrack.formats.exchange import QUANTITY
from aidtrack.formats.iati.ledger.markup import NOT_IN_XML, add
from aidtrack.formats.iati.ledger.names import NAMESPACE, ROW, own
from aidtrack.formats.lists import joined, split
from aidtrack.formats.numbers import exact
from aidtrack.registry import unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aidtrack.formats.exchange import ExchangeTable, Row
    from aidtrack.formats.iati.ledger.markup import Node

_TO_ESCAPE = re.compile(NOT_IN_XML + r"|\\(?=u[0-9a-f]{4})")
_ESCAPED = re.compile(r"\\u([0-9a-f]{4})")
_LISTS = frozenset({"words", "places"})
_NUMBERS = frozenset({"value", "low", "high"})


def add_row(parent: Node, table: str, row: Row) -> None:
    """Add a record in full."""
    attributes = {"table": table}
    quantities: dict[str, Mapping[str, Any]] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            quantities[name] = value
        else:
            attributes[name] = _written(value)
    element = add(parent, ROW, attributes)
    for name, parts in quantities.items():
        add(element, own(name), {part: _written(said) for part, said in parts.items()})


def _written(value: Any) -> str:  # noqa: ANN401 - whatever a row holds
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _escaped(value)
    return _escaped(joined(value)) if isinstance(value, list) else plain(value)


def _escaped(text: str) -> str:
    return _TO_ESCAPE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "\\u" in text else text


def table_of(element: Node, tables: Mapping[str, ExchangeTable]) -> ExchangeTable:
    """Tell of which table a record is."""
    name = element.get("table") or ""
    if name not in tables:
        raise unknown("kind", name[:60], tables)
    return tables[name]


def row_of(element: Node, table: ExchangeTable) -> dict[str, Any]:
    """Read a record; raises where it has what its table does not know."""
    row = {name: _read(name, text, table) for name, text in element.items() if name != "table"}
    for child in element:
        name = child.tag.removeprefix("{" + NAMESPACE + "}")
        if _kind(name, table) != "quantity":
            raise unknown("field", name[:60], [field.name for field in table.understood])
        row[name] = dict(_part(part, text) for part, text in child.items())
    return row


def _kind(name: str, table: ExchangeTable) -> str:
    return table[name].kind if name in table else ""


def _read(name: str, text: str, table: ExchangeTable) -> Any:  # noqa: ANN401 - of any kind
    kind = _kind(name, table)
    if kind in ("", "quantity"):
        raise unknown("field", name[:60], [field.name for field in table.understood])
    if kind == "flag":
        return text == "true"
    return split(_plain(text)) if kind in _LISTS else _plain(text)


def _part(name: str, text: str) -> tuple[str, Any]:
    if name not in QUANTITY:
        raise unknown("field", name[:60], QUANTITY)
    if name not in _NUMBERS:
        return name, _plain(text)
    try:
        return name, exact(text)
    except ArithmeticError:
        raise Unreadable(N_("'{text}' is no number."), text=text[:60]) from None
