"""The parts of a whole, which cannot be more than it is."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from aidtrack.errors import N_
from aidtrack.quantity import place
from aidtrack.rules.links import families
from aidtrack.rules.near import EVERYWHERE
from aidtrack.rules.violation import broken
from aidtrack.tables import SCALES
from aidtrack.vocab import is_narrower

if TYPE_CHECKING:
    from collections.abc import Iterator

    import sqlalchemy as sa

    from aidtrack.rules.links import Link
    from aidtrack.rules.near import Near
    from aidtrack.rules.violation import Violation


def parts_fit(connection: sa.Connection, near: Near = EVERYWHERE) -> Iterator[Violation]:
    """Find the wholes that are less than their parts, a view by itself and all others together."""
    wholes: dict[tuple[str, int], list[Link]] = {}
    for link in families(connection, near):
        if _is_view(link):
            if _too_much(link.table, link.target, [link.row]):
                yield link.broken(N_("{table} {id} is more than {target}, whose part it is."))
        else:
            wholes.setdefault((link.table, link.target.id), []).append(link)
    for (table, number), parts in wholes.items():
        if _too_much(table, parts[0].target, [link.row for link in parts]):
            named = ", ".join(str(link.row.id) for link in parts)
            yield broken(
                table, number, N_("The parts of {table} {id} ({parts}) are more than it is."), parts=named
            )


def _is_view(link: Link) -> bool:
    if link.row.overlaps:
        return True
    same = link.row.pairing_id == link.target.pairing_id
    return link.table != "funding" and same and is_narrower(link.row.group, link.target.group)


def _too_much(table: str, whole: Any, parts: list[Any]) -> bool:  # noqa: ANN401 - rows of any figure
    """Tell whether parts cannot fit into a whole, for all that either was rounded when it was printed."""
    if whole.high is None:
        return False
    slack = sum((_half_place(row.text) for row in (whole, *parts)), Decimal(0)) * SCALES[table]
    return bool(sum(row.low for row in parts) > whole.high + slack)


def _half_place(text: str | None) -> Decimal:
    """Half a unit of the last printed place; a whole number of people is not rounded."""
    if text is None:
        return Decimal(0)
    unit = place(text)
    return unit / 2 if unit != 1 else Decimal(0)
