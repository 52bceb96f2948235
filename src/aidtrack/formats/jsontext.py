"""JSON: an array with one row a line, or an object around it where the answer is grouped."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any, TextIO

from aidtrack.formats._flat import plain
from aidtrack.result import Amount

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from aidtrack.record import Record
    from aidtrack.result import Column, Result, Row

# No encoding can write these at all.
_UNWRITABLE = re.compile("[\ud800-\udfff]")
# On a terminal these would act or hide instead of standing there.
_UNSEEN = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)


class Encoder:
    """Writes values as JSON, with Chinese as itself; on a terminal what is unseen as its escape.

    The standard encoder has no exact decimal, and for rows it would need a dict each.
    """

    def __init__(self, *, terminal: bool) -> None:
        self._escaped = _UNSEEN if terminal else _UNWRITABLE
        self._kinds: dict[type, Callable[[Any], str]] = {
            str: self.text,
            int: str,
            bool: lambda value: "true" if value else "false",
            type(None): lambda _value: "null",
            Decimal: plain,
            Amount: self.amount,
        }

    def value(self, value: Any) -> str:  # noqa: ANN401 - whatever a row holds
        """Write any value."""
        return self._kinds.get(type(value), self._other)(value)

    def text(self, text: str) -> str:
        """Write a text."""
        quoted = encode_basestring(text)
        return quoted if quoted.isprintable() else self._escaped.sub(_escape, quoted)

    def amount(self, amount: Amount) -> str:
        """Write a quantity; of a single figure also how it was printed, of a sum how much is known."""
        value = "null" if amount.value is None else plain(amount.value)
        high = "null" if amount.high is None else plain(amount.high)
        exact = "true" if amount.exact else "false"
        text = f'{{"value": {value}, "low": {plain(amount.low)}, "high": {high}, "exact": {exact}'
        if amount.currency is not None:
            text += f', "currency": {self.text(amount.currency)}'
        if amount.kind is not None:
            text += f', "kind": {self.text(amount.kind)}, "text": {self.value(amount.text)}'
        if amount.known is not None:
            text += f', "known": {amount.known}, "of": {self.value(amount.of)}'
        return text + (', "remainder": true}' if amount.remainder else "}")

    def row(self, columns: Sequence[Column]) -> Callable[[Row], str]:
        """Make the function that writes a row of these columns as an object."""
        names = [(f"{self.text(column.name)}: ", column.name) for column in columns]
        kinds, other = self._kinds, self._other

        def write(row: Row) -> str:
            get = row.get
            return "{" + ", ".join([key + kinds.get(type(v := get(n)), other)(v) for key, n in names]) + "}"

        return write

    def fields(self, pairs: Iterable[tuple[str, Any]]) -> str:
        """Write the inside of an object."""
        return ", ".join(f"{self.text(name)}: {self.value(value)}" for name, value in pairs)

    def _other(self, value: Any) -> str:  # noqa: ANN401 - whatever a row holds
        if isinstance(value, dict):
            return "{" + self.fields(value.items()) + "}"
        if isinstance(value, (list, tuple)):
            return "[" + ", ".join(map(self.value, value)) + "]"
        if isinstance(value, (int, float)):
            return json.dumps(value)
        return self.text(str(value))


def _escape(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1] if match[0] != "\x7f" else "\\u007f"


def write(result: Result, out: TextIO) -> None:
    """Write an answer."""
    encoder = Encoder(terminal=out.isatty())
    if result.by is not None:
        out.write(f'{{"by": {encoder.value(result.by)}, "rows": ')
    _write_rows(encoder, result, out)
    if result.by is not None:
        total = None if result.total is None else _total(result.columns, result.total)
        out.write(f", {encoder.fields([('total', total), *result.details.items()])}}}")
    out.write("\n")


def _write_rows(encoder: Encoder, result: Result, out: TextIO) -> None:
    rows = map(encoder.row(result.columns), result.rows)
    first = next(rows, None)
    if first is None:
        out.write("[]")
        return
    out.write(f"[\n{first}")
    out.writelines(f",\n{row}" for row in rows)
    out.write("\n]")


def _total(columns: Sequence[Column], total: Row) -> Row:
    # Group keys have no total, so they are no keys of it.
    return {column.name: total[column.name] for column in columns if column.name in total}


def write_record(record: Record, out: TextIO) -> None:
    """Write a record as one object: its fields, then a list for each of its tables."""
    encoder = Encoder(terminal=out.isatty())
    names = (column.name for column in record.fields.columns)
    out.write("{\n" + ",\n".join(encoder.fields([(name, record.row.get(name))]) for name in names))
    for part in record.parts:
        out.write(f",\n{encoder.text(part.key)}: ")
        _write_rows(encoder, part.result, out)
    out.write("\n}\n")
