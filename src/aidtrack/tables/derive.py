"""The columns that follow from others: computed on every write, recomputed by `check`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aidtrack.folding import fold, syllables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Values = "Mapping[str, Any]"


def year_of(start: str | None, end: str | None) -> int | None:
    """Tell the calendar year that holds a whole period; null where it spans two or is open."""
    return int(start[:4]) if start and end and start[:4] == end[:4] else None


def search_key(values: Mapping[str, Any]) -> str:
    """Fold all names of a record into the text that a search looks through."""
    names = [values.get("code"), values["name"], values.get("name_en"), *(values.get("aliases") or [])]
    return "\n".join([*(fold(name) for name in names if name), syllables(fold(values["name"]))])


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
