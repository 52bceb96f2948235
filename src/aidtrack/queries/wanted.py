"""What measures want of a table's rows: values of columns; what all of them want alike is asked of the rows once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlalchemy as sa

Wanted = Mapping[str, Sequence[Any]]
"""By column, the values that are wanted."""


def alike(all_of_them: Sequence[Wanted]) -> Wanted:
    """Tell what all want alike; nothing, where nobody wants anything."""
    first, *others = all_of_them or [{}]
    return {name: values for name, values in first.items() if all(one.get(name) == values for one in others)}


def besides(wanted: Wanted, others: Wanted) -> Wanted:
    """Tell what else one wants."""
    return {name: values for name, values in wanted.items() if name not in others}


def conditions(table: sa.FromClause, wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    """Say in SQL which rows are wanted."""
    return [table.c[name].in_(values) for name, values in wanted.items()]
