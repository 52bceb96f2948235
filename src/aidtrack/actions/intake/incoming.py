"""A row as it came, cut into what the ledger asks of it: its keys, its texts, and what is taken away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from aidtrack.errors import N_, AidtrackError, Unreadable
from aidtrack.registry import unknown

if TYPE_CHECKING:
    from aidtrack.actions.forms import Form
    from aidtrack.formats.exchange import RawRow

OWN_KEYS = ("uid", "id")
"""What names a record and is no field of a form."""

Parts = dict[str, Any]
"""What a row says of a quantity, by the names of QUANTITY; a bare number by `number`."""


@dataclass(slots=True)
class Incoming:
    """A row to take in; `number` counts the rows of what is read."""

    number: int
    raw: RawRow
    form: Form
    given: dict[str, str | list[str]]
    clear: list[str]
    parts: Parts
    uid: str | None = None
    id: str | None = None

    def text(self, name: str) -> str | None:
        """Tell what a field of one text says."""
        found = self.given.get(name)
        return found.strip() if isinstance(found, str) else None


def incoming(number: int, raw: RawRow, form: Form) -> Incoming:
    """Cut a row; a blank says nothing, and null takes away."""
    row = Incoming(number, raw, form, {}, [], {})
    for name, value in raw.values.items():
        try:
            _take(row, name, value)
        except AidtrackError as error:
            error.fields.setdefault("field", name)
            raise
    return row


def _take(row: Incoming, name: str, value: object) -> None:
    form = row.form
    if name in OWN_KEYS:
        setattr(row, name, _key(value))
    elif name not in form:
        raise unknown("field", name, [*OWN_KEYS, *(field.name for field in form.fields)])
    elif form.is_figure and name == form.quantity:
        row.parts = _parts(value, form[name].option)
    elif value is None:
        row.clear.append(name)
    elif said(value):
        row.given[name] = _typed(value, many=form[name].reads in ("words", "places"))


def said(value: object) -> bool:
    """Tell whether a value says anything: blanks and empty lists do not."""
    return bool(value.strip()) if isinstance(value, str) else value not in ([], {}, ())


def _key(value: object) -> str | None:
    return plain(value).strip() if value is not None and said(value) else None


def _typed(value: object, *, many: bool) -> str | list[str]:
    if isinstance(value, (list, tuple)):
        if not many and len(value) != 1:
            raise Unreadable(N_("Only one value can be given here, not a list."))
        texts = [plain(item) for item in value if item is not None and said(item)]
        return texts if many else texts[0]
    return [plain(value)] if many else plain(value)


def plain(value: object) -> str:
    """Write a value as a person would type it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, Decimal, float)):
        return _digits(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise Unreadable(
        N_("A value is a text, a number, yes or no, or a list of texts; not '{value}'."), value=value
    )


def _digits(number: float | Decimal) -> str:
    """Write a number without an exponent; 12.0 of a spreadsheet is 12."""
    exact = Decimal(str(number))
    if not exact.is_finite():
        raise Unreadable(N_("'{text}' is no number."), text=number)
    return str(int(exact)) if exact == exact.to_integral_value() else f"{exact:f}"


def _parts(value: object, option: str) -> Parts:
    """Take a quantity apart; what is printed is a text, what was counted a number."""
    if value is None:
        raise Unreadable(N_("{option} cannot be empty; give another value."), option=option)
    if isinstance(value, Mapping):
        return {name: part for name, part in value.items() if part is None or said(part)}
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return {"number": value}
    return {"text": plain(value)} if said(value) else {}
