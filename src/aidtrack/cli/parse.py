"""`aidtrack parse`: how a text is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from aidtrack.cli._lazy import App
from aidtrack.cli._main import complain
from aidtrack.cli._options import Columns, Format
from aidtrack.cli._show import show
from aidtrack.errors import N_, Unreadable
from aidtrack.quantity import Quantity, parse
from aidtrack.result import Column, Result, Row
from aidtrack.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

app = App(group=True)

Texts = Annotated[
    list[str], typer.Argument(metavar="TEXT...", help=N_("An amount, such as 1100余万元 or 近5万人."))
]
Unit = Annotated[
    str | None,
    typer.Option(
        "--unit", metavar="UNIT", envvar="AIDTRACK_UNIT", help=N_("The unit of amounts without one.")
    ),
]


@app.command("amount", help=N_("Show how amounts are read: the number stated, its bounds and its unit."))
def amount(texts: Texts, unit: Unit = None, format: Format = None, columns: Columns = None) -> None:
    """Show what can be read and say what cannot: one bad text does not hide the others."""
    read, unread = _read(texts, unit)
    show(_answer(read), format=format, columns=columns)
    for error in unread:
        complain(error)
    if unread:
        raise typer.Exit(Unreadable.exit_code)


def _read(texts: Iterable[str], unit: str | None) -> tuple[list[Quantity], list[Unreadable]]:
    read, unread = [], []
    for text in texts:
        try:
            read.append(parse(text, unit))
        except Unreadable as error:
            unread.append(error)
    return read, unread


def _answer(quantities: Iterable[Quantity]) -> Result:
    columns = (
        Column("text", _("Text")),
        Column("value", _("Value"), "number"),
        Column("low", _("Low"), "number"),
        Column("high", _("High"), "number"),
        Column("kind", _("Kind"), vocabulary="quantity_kind"),
        Column("unit", _("Unit")),
        Column("exact", _("Exact"), "flag"),
    )
    return Result(columns, [_row(quantity) for quantity in quantities])


def _row(quantity: Quantity) -> Row:
    return {
        "text": quantity.text,
        "value": _whole(quantity.value),
        "low": _whole(quantity.low),
        "high": _whole(quantity.high),
        "kind": quantity.kind,
        "unit": quantity.unit,
        "exact": quantity.exact,
    }


def _whole(number: Decimal | None) -> Decimal | int | None:
    return int(number) if number is not None and number == number.to_integral_value() else number
