"""The columns that follow from others: computed on every write, recomputed by `check`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aidtrack.folding import fold, fold_all, sounds_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Columns = Mapping[str, Sequence[Any]]

Values = "Mapping[str, Any]"


def year_of(start: str | None, end: str | None) -> int | None:
    """Tell the calendar year that holds a whole period; null where it spans two or is open."""
    return int(start[:4]) if start and end and start[:4] == end[:4] else None


def search_key(values: Mapping[str, Any]) -> str:
    """Fold all names of a record into the text that a search looks through."""
    return search_keys({name: [values.get(name)] for name in _NAMES}, 1)[0]


_NAMES = ("code", "name", "name_en", "aliases")


def search_keys(columns: Columns, count: int) -> list[str]:
    """Fold all names of many records, of which each column is given that is said."""
    names = fold_all(columns["name"])
    nothing = [None] * count
    codes, english, aliases = (columns.get(name) or nothing for name in ("code", "name_en", "aliases"))
    coded = iter(fold_all([code for code in codes if code]))
    rows = zip(codes, names, english, aliases, strict=True)
    return [
        "\n".join(
            [
                *((next(coded),) if code else ()),
                name,
                *((fold(en),) if en else ()),
                *(fold(alias) for alias in others or () if alias),
                sounds_of(name),
            ]
        )
        for code, name, en, others in rows
    ]


def _year(values: Mapping[str, Any]) -> dict[str, Any]:
    return {"year": year_of(values["period_start"], values["period_end"])}


def _search_key(values: Mapping[str, Any]) -> dict[str, Any]:
    return {"search_key": search_key(values)}


DERIVED: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "funding": _year,
    "jobs": _year,
    "result": _year,
    "project": _search_key,
    "organisation": _search_key,
}
"""By table, what computes its derived columns from the others."""


def derived(table: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Compute the derived columns of a row; none for most tables."""
    compute = DERIVED.get(table)
    return compute(values) if compute else {}


def derive_columns(table: str, columns: Columns, count: int) -> dict[str, list[Any]]:
    """Compute the derived columns of many rows, of which each column is given that is said."""
    if DERIVED.get(table) is _search_key:
        return {"search_key": search_keys(columns, count)}
    if DERIVED.get(table) is _year:
        ends = zip(
            *(columns.get(name) or [None] * count for name in ("period_start", "period_end")), strict=True
        )
        return {"year": [year_of(start, end) for start, end in ends]}
    return {}
