"""How what was typed is said back: amounts with their bounds, and each field of a row in words."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from aidtrack.queries.list_figures import period
from aidtrack.result import Amount
from aidtrack.tables import SCALES, TABLES
from aidtrack.text import _
from aidtrack.wording import count_text, label, number_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aidtrack.actions.fields import FieldReader
    from aidtrack.actions.forms import Field, Form
    from aidtrack.quantity import Quantity


def quantity_said(table: str, currency: str | None, quantity: Quantity, wanted: tuple[str, ...]) -> str:
    """Say a quantity in base units with its bounds: 11,000,000–12,000,000 CNY (1100余万元, over)."""
    unit = (currency or "") if table == "funding" else label("unit", quantity.unit or wanted[0])
    amount = Amount(quantity.value, quantity.low, quantity.high, kind=quantity.kind)
    return f"{count_text(amount)} {unit} ({quantity.text}, {label('quantity_kind', quantity.kind)})"


def differences(
    reader: FieldReader, form: Form, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[tuple[str, str, str]]:
    """Give each field that changed, with what it said before and says now."""
    for each in form.fields:
        old, new = field_said(reader, form, each, before), field_said(reader, form, each, after)
        if old != new:
            yield each.name, old, new


def field_said(reader: FieldReader, form: Form, field: Field, row: Mapping[str, Any]) -> str:
    """Word one field of a row; what is not said is a dash."""
    if field.name == "period":
        return period(row["period_start"], row["period_end"]) or "–"
    if field.reads == "quantity":
        return amount_said(form.table, row)
    columns = TABLES[form.table].c
    column = field.name if field.name in columns else f"{field.name}_id"
    value = row.get(column)
    if value is None or value == []:
        return "–"
    return _value(reader, field, value)


def amount_said(table: str, row: Mapping[str, Any]) -> str:
    """Word how much: as printed, with the bounds that this was read as; else the numbers."""
    text, exact = row["text"], row["low"] == row["high"]
    if text is not None and exact:
        return str(text)
    value, low, high = (
        None if row[name] is None else Decimal(row[name]) / SCALES[table] for name in ("value", "low", "high")
    )
    said = number_text(low or Decimal(0)) if exact else _bounds(value, low or Decimal(0), high, row)
    return said if text is None else f"{text} ({said})"


def _bounds(value: Decimal | None, low: Decimal, high: Decimal | None, row: Mapping[str, Any]) -> str:
    return count_text(Amount(value, low, high, kind=row["quantity_kind"]))


def _value(reader: FieldReader, field: Field, value: Any) -> str:  # noqa: ANN401 - of any column
    if field.reads == "place":
        return reader.places[value].name
    if field.reads == "ref":
        return reader.name_of(field.of, value)
    if field.reads == "word":
        return label(field.of, value)
    if field.reads == "flag":
        return _("yes") if value else _("no")
    return _(", ").join(map(str, value)) if isinstance(value, list) else str(value)
