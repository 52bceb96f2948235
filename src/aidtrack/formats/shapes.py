"""The values of a record in a format that has lists and mappings: each in the shape that its field asks for."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from aidtrack.errors import N_, Unreadable
from aidtrack.formats.exchange import QUANTITY
from aidtrack.formats.numbers import exact
from aidtrack.registry import unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aidtrack.formats.exchange import ExchangeField

_LISTS = frozenset({"words", "places"})
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")


class Plain(str):
    """A text that stood there without quotation marks, so that it may be a number, or nothing at all."""

    __slots__ = ()


def shaped(fields: Mapping[str, ExchangeField], pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Take the values of a record; a blank says nothing, and null takes a value away."""
    values: dict[str, Any] = {}
    for name, value in pairs:
        field = fields.get(name)
        if field is None:
            raise unknown("field", name[:60], fields)
        if name in values:
            raise Unreadable(N_("The field stands here twice."), field=name)
        shape = _value(field, value)
        if shape != "":
            values[name] = shape
    return values


def _value(field: ExchangeField, value: Any) -> Any:  # noqa: ANN401 - whatever was written
    if isinstance(value, list):
        return _texts(field, value)
    if isinstance(value, dict):
        return _quantity(field, value)
    if field.kind in _LISTS and value is not None:
        return _texts(field, [value])
    return _scalar(value, number=field.kind == "quantity")


def _scalar(value: Any, *, number: bool) -> Any:  # noqa: ANN401 - as above
    """Take a single value; one without quotation marks is a number only where one is asked for."""
    if isinstance(value, Plain):
        if value in NULLS:
            return None
        return exact(value) if number and _NUMBER.fullmatch(value) else str(value)
    if isinstance(value, str) and not value.strip():
        return ""
    return value


def _texts(field: ExchangeField, values: list[Any]) -> list[str] | None:
    if field.kind not in _LISTS:
        raise Unreadable(N_("Only one value can be given here, not a list."), field=field.name)
    taken = [_scalar(value, number=False) for value in values]
    if any(isinstance(value, (list, dict)) for value in taken):
        raise Unreadable(N_("A list holds texts, not lists or mappings."), field=field.name)
    return [_text(value) for value in taken if value not in (None, "")] or None


def _text(value: str | float | Decimal) -> str:
    return value if isinstance(value, str) else f"{value:f}" if isinstance(value, Decimal) else str(value)


def _quantity(field: ExchangeField, value: dict[str, Any]) -> dict[str, Any]:
    if field.kind != "quantity":
        raise Unreadable(N_("Only one value can be given here, not a mapping."), field=field.name)
    parts: dict[str, Any] = {}
    for name, part in value.items():
        if name not in QUANTITY:
            raise unknown("field", name[:60], QUANTITY)
        if isinstance(part, (list, dict)):
            raise Unreadable(N_("Only one value can be given here, not a list."), field=field.name)
        shape = _scalar(part, number=name not in ("kind", "text"))
        if shape != "":
            parts[name] = shape
    return parts
