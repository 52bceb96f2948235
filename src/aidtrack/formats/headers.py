"""The line of headings over a table: which field each column is, however it is spelled."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from aidtrack.errors import N_, Unreadable
from aidtrack.folding import fold
from aidtrack.formats.columns import columns_of
from aidtrack.text import _
from aidtrack.wording import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aidtrack.formats.columns import Column
    from aidtrack.formats.exchange import ExchangeTable, Where

MOST = 500
"""No table has more columns."""

REMARKS = ("file", "sheet", "line", "reason")
"""The columns that a table of refused rows has besides: where they stood, and why. Nobody reads them in again."""

_UNIT = re.compile(r"(?P<name>[^()]+)\((?P<unit>[^()]+)\)")
_IDLE = re.compile(r"[\s_\-,:*]")
"""What does not tell headings apart; a template marks with * what must be said."""


@dataclass(frozen=True, slots=True)
class Header:
    """What the columns of a table are: null for one without a heading, whose cells must be empty.

    `unit` is the one that the headings give to the bare numbers of a quantity. What stands in columns that are
    `passed_over` says nothing.
    """

    columns: tuple[Column | None, ...]
    unit: str | None = None
    passed_over: frozenset[int] = frozenset()


def read_header(table: ExchangeTable, cells: Sequence[str], where: Where) -> Header:
    """Read headings: keys, Chinese or English words, in any case, with or without a unit in brackets.

    Raises Unreadable, with all that is not understood and the nearest right words.
    """
    if len(cells) > MOST:
        raise Unreadable(
            N_("{where}: there are {count} columns; {most} are the most."),
            where=where,
            count=len(cells),
            most=MOST,
        )
    known = _spellings(table)
    found = [_column(known, cell) for cell in cells]
    passed_over = _remarks(cells)
    strange = [
        cell
        for at, (cell, (column, _unit)) in enumerate(zip(cells, found, strict=True))
        if column is None and cell.strip() and at not in passed_over
    ]
    if strange:
        raise _not_understood(table, strange, where)
    _require_once([column for column, _unit in found if column], where)
    unit = _one_unit([unit for _column, unit in found], where)
    return Header(tuple(column for column, _unit in found), unit, passed_over)


def _remarks(cells: Sequence[str]) -> frozenset[int]:
    """Find the columns of remarks: all of them, or there are none."""
    said = [fold(cell) for cell in cells]
    return frozenset(map(said.index, REMARKS)) if set(REMARKS) <= set(said) else frozenset()


def only_table(tables: Iterable[ExchangeTable], cells: Sequence[str], where: Where) -> ExchangeTable | None:
    """Find the table that has all these headings; null where several have them, or none."""
    fitting = [table for table in tables if _fits(table, cells, where)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(table: ExchangeTable, cells: Sequence[str], where: Where) -> bool:
    try:
        read_header(table, cells, where)
    except Unreadable:
        return False
    return True


def understands(table: ExchangeTable, cells: Sequence[str]) -> int:
    """Count the cells that are headings of the table: which line is the header, and of which table."""
    known = _spellings(table)
    return sum(_column(known, cell)[0] is not None for cell in cells[:MOST])


def _spellings(table: ExchangeTable) -> dict[str, Column]:
    columns = [column for field in table.understood for column in columns_of(field)]
    # Backwards, so that of two fields with the same word the first has it.
    return {_key(name): column for column in reversed(columns) for name in reversed(column.names())}


def _key(heading: str) -> str:
    return _IDLE.sub("", fold(heading))


def _column(known: dict[str, Column], cell: str) -> tuple[Column | None, str | None]:
    whole = known.get(_key(cell))
    if whole is not None:
        return whole, None
    headed = _UNIT.fullmatch(unicodedata.normalize("NFKC", cell).strip().rstrip("*"))
    column = known.get(_key(headed["name"])) if headed else None
    if headed is None or column is None or not column.is_number:
        return None, None
    return column, headed["unit"].strip()


def _not_understood(table: ExchangeTable, strange: Sequence[str], where: Where) -> Unreadable:
    words = {_key(name): name for column in _spellings(table).values() for name in column.names()}
    return Unreadable(
        N_("{where}: not a heading of {table}: {names}."),
        where=where,
        table=table.name,
        names=", ".join(safe(cell.strip()[:60]) for cell in strange),
        hints=tuple(hint for cell in strange if (hint := _nearest(words, cell[:60]))),
    )


def _nearest(words: dict[str, str], cell: str) -> str:
    key = _key(cell)
    near = get_close_matches(key, words, n=1, cutoff=0.7 if key.isascii() else 0.5)  # 金鹅 is half of 金额
    if not near:
        return ""
    return _("'{name}': did you mean '{near}'?").format(name=safe(cell.strip()), near=words[near[0]])


def _require_once(found: Sequence[Column], where: Where) -> None:
    twice = dict.fromkeys(column.names()[0] for column in found if found.count(column) > 1)
    if twice:
        raise Unreadable(N_("{where}: two columns are called {names}."), where=where, names=", ".join(twice))


def _one_unit(units: Sequence[str | None], where: Where) -> str | None:
    named = list(dict.fromkeys(filter(None, units)))
    if len(named) > 1:
        raise Unreadable(
            N_("{where}: the headings name several units ({units}); give all numbers in one."),
            where=where,
            units=", ".join(named),
        )
    return named[0] if named else None
