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
        return _quantity(form.table, row)
    columns = TABLES[form.table].c
    column = field.name if field.name in columns else f"{field.name}_id"
    value = row.get(column)
    if value is None or value == []:
        return "–"
    return _value(reader, field, value)


def _quantity(table: str, row: Mapping[str, Any]) -> str:
    if row["text"] is not None:
        return str(row["text"])
    return number_text(Decimal(row["low"]) / SCALES[table])


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
