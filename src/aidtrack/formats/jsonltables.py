"""JSON lines: an object a line, which says its table; for programs that read as they go."""

from __future__ import annotations

import json
from decimal import Decimal
from json.encoder import encode_basestring
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aidtrack.errors import N_, AidtrackError, Unreadable
from aidtrack.formats._flat import plain
from aidtrack.formats.encodings import lines_of, opened_text
from aidtrack.formats.exchange import RawRow, Where, name_of, table_of
from aidtrack.formats.files import new_text
from aidtrack.formats.numbers import exact, integer
from aidtrack.formats.shapes import shaped
from aidtrack.registry import unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from aidtrack.formats.exchange import ExchangeField, ExchangeTable, File, Options, Row

_TABLE = "table"


def write(target: File, tables: Iterable[tuple[ExchangeTable, Iterable[Row]]], options: Options) -> None:
    """Write a line for each record."""
    with new_text(target, force=options.replace) as out:
        for table, rows in tables:
            start = f'{{"{_TABLE}": "{table.name}", '
            keys = [(field.name, f'"{field.name}": ') for field in table.fields]
            for row in rows:
                said = [key + _json(row[name]) for name, key in keys if name in row]
                out.write(f"{start}{', '.join(said)}}}\n")


def _json(value: Any) -> str:  # noqa: ANN401 - whatever a row holds
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Decimal)):
        return plain(value)
    if isinstance(value, dict):
        parts = (f'"{name}": {_json(part)}' for name, part in value.items() if part is not None)
        return f"{{{', '.join(parts)}}}"
    return f"[{', '.join(map(encode_basestring, value))}]"


def read(source: File, tables: Mapping[str, ExchangeTable], options: Options) -> Iterator[RawRow]:
    """Read the record of each line."""
    if isinstance(source, Path) and source.is_dir():
        raise Unreadable(N_("'{path}' is a folder; name a file."), path=source)
    name, usual = name_of(source), table_of(source, tables, options)
    reader = _Reader(tables, usual)
    with opened_text(source, options) as text:
        for number, line in enumerate(lines_of(text, name), 1):
            if line.strip():
                yield reader.row(line, Where(name, number))


class _Reader:
    """Reads lines; those that name no table are of the `usual` one."""

    def __init__(self, tables: Mapping[str, ExchangeTable], usual: ExchangeTable | None) -> None:
        self._tables, self._usual = tables, usual
        self._fields: dict[str, dict[str, ExchangeField]] = {
            name: {field.name: field for field in table.understood} for name, table in tables.items()
        }

    def row(self, line: str, where: Where) -> RawRow:
        try:
            values = _object(line)
            name = self._table(values)
            return RawRow(name, shaped(self._fields[name], values.items()), where)
        except AidtrackError as error:
            return RawRow(self._usual.name if self._usual else "", {}, where, problem=error)

    def _table(self, values: dict[str, Any]) -> str:
        said = values.pop(_TABLE, None)
        if said is None and self._usual is None:
            raise Unreadable(
                N_('The line does not say of which kind it is; add "table": "funding" or give --kind.')
            )
        name = self._usual.name if said is None and self._usual else str(said)
        if name not in self._tables:
            raise unknown("kind", name[:60], self._tables)
        return name


def _object(line: str) -> dict[str, Any]:
    try:
        found = json.loads(
            line,
            parse_int=integer,
            parse_float=exact,
            parse_constant=_no_number,
            object_pairs_hook=_once,
        )
    except json.JSONDecodeError as error:
        sentence = N_("This is no JSON object; character {column} is not what should stand there.")
        raise Unreadable(sentence, column=error.colno) from None
    except RecursionError:
        raise Unreadable(N_("This is nested deeper than any record.")) from None
    if not isinstance(found, dict):
        raise Unreadable(N_("This is no JSON object; write one record a line, in braces."))
    return found


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in found if names.count(name) > 1)
        raise Unreadable(N_("'{name}' stands here twice."), name=twice[:60])
    return found


def _no_number(text: str) -> None:
    raise Unreadable(N_("'{text}' is no number that a ledger holds."), text=text)
