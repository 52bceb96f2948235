"""`aidtrack parse`: how a text is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from aidtrack.cli._lazy import App
from aidtrack.cli._main import complain
from aidtrack.cli._options import Columns, Format, settings
from aidtrack.cli._show import show
from aidtrack.errors import N_, AidtrackError, Unreadable
from aidtrack.quantity import Quantity, parse
from aidtrack.registry import unknown
from aidtrack.result import Column, Result, Row
from aidtrack.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

app = App(group=True)

LEVELS = ("county", "prefecture", "province")

Texts = Annotated[
    list[str], typer.Argument(metavar="TEXT...", help=N_("An amount, such as 1100余万元 or 近5万人."))
]
Unit = Annotated[
    str | None,
    typer.Option(
        "--unit", metavar="UNIT", envvar="AIDTRACK_UNIT", help=N_("The unit of amounts without one.")
    ),
]

Names = Annotated[
    list[str], typer.Argument(metavar="TEXT...", help=N_("A place, such as 色达, seda, 513333 or 四川色达."))
]


def _known_level(value: str | None) -> str | None:
    if value is not None and value not in LEVELS:
        raise unknown("level", value, LEVELS)
    return value


Level = Annotated[
    str | None,
    typer.Option(
        "--level", metavar="|".join(LEVELS), callback=_known_level, help=N_("Only places of this level.")
    ),
]


@app.command("amount", help=N_("Show how amounts are read: the number stated, its bounds and its unit."))
def amount(texts: Texts, unit: Unit = None, format: Format = None, columns: Columns = None) -> None:
    """Show what can be read and say what cannot: one bad text does not hide the others."""
    read, unread = _read(texts, unit)
    show(_answer(read), format=format, columns=columns)
    _refuse(unread)


@app.command("place", help=N_("Show which place a text means, by any of its names or codes."))
def place(texts: Names, level: Level = None, format: Format = None, columns: Columns = None) -> None:
    """Show the places meant, those of the ledger before others, and say which texts are none or several."""
    from aidtrack.queries.read_places import read_places
    from aidtrack.store import reading

    with reading(settings.db) as connection:
        answer, unread = read_places(connection, texts, (level,) if level else ())
    show(answer, format=format, columns=columns)
    _refuse(unread)


def _refuse(errors: Iterable[AidtrackError]) -> None:
    """Say each error, and end with the highest exit code: refused goes before unreadable."""
    code = max((complain(error) for error in errors), default=0)
    if code:
        raise typer.Exit(code)


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
        Column("unit", _("Unit"), vocabulary="unit"),
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
