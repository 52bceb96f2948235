"""Which rows of an answer are wanted, and in which order; what cannot be asked of the database so is done here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from aidtrack.registry import unknown
from aidtrack.result import Amount, Column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from aidtrack.result import Result, Row


class Page(NamedTuple):
    """What is wanted of an answer.

    `sort` is the name of a column, with `-` before it for downwards; unknown values stand last either way.
    `limit` is the most rows. `for_people`: parts stay below their wholes, and a caption, a total and footnotes
    are wanted. `named`: columns are asked for by name, and so perhaps some that are worded for people.
    """

    sort: str | None = None
    limit: int | None = None
    for_people: bool = True
    named: bool = False

    @property
    def by(self) -> str:
        """The column to sort by."""
        return (self.sort or "").removeprefix("-")

    @property
    def descending(self) -> bool:
        """Whether it is sorted downwards."""
        return (self.sort or "").startswith("-")

    @property
    def worded(self) -> bool:
        """Whether columns for people are wanted: for them, or because one may be meant by its name."""
        return self.for_people or self.named or bool(self.sort)


ALL = Page()


def arranged(result: Result, page: Page) -> Result:
    """Sort the rows and cut them off; the answer knows how many were left out."""
    rows = _sorted(result, page)
    if page.limit is None or page.limit >= len(rows):
        return replace(result, rows=rows)
    return replace(result, rows=rows[: page.limit], left_out=len(rows) - page.limit)


def by_name(columns: Iterable[Column]) -> dict[str, Column]:
    """Know columns by name; where two have the same, the later counts."""
    return {column.name: column for column in columns}


def _sorted(result: Result, page: Page) -> Sequence[Row]:
    if page.sort is None:
        return result.rows
    known = by_name((*result.columns, *result.shown))
    if page.by not in known:
        raise unknown("column", page.by, known)
    if page.for_people:
        return _sorted_nested(result.rows, page.by, descending=page.descending)
    return _in_order(result.rows, lambda row: row.get(page.by), descending=page.descending)


def _in_order(items: Iterable[Any], value: Callable[[Any], Any], *, descending: bool) -> list[Any]:
    items = list(items)
    known = [item for item in items if value(item) is not None]
    known.sort(key=lambda item: _key(value(item)), reverse=descending)
    return known + [item for item in items if value(item) is None]


def _key(value: Any) -> Any:  # noqa: ANN401 - whatever a row holds
    if isinstance(value, Amount):
        return value.low
    return tuple(value) if isinstance(value, (list, tuple)) else value


def _sorted_nested(rows: Sequence[Row], name: str, *, descending: bool) -> list[Row]:
    """Sort, but leave below each row what is part of it."""
    blocks: list[list[Row]] = []
    for row in rows:
        if blocks and row.get("_depth", 0) > blocks[-1][0].get("_depth", 0):
            blocks[-1].append(row)
        else:
            blocks.append([row])
    ordered = _in_order(blocks, lambda block: block[0].get(name), descending=descending)
    return [
        row
        for head, *below in ordered
        for row in (head, *(_sorted_nested(below, name, descending=descending) if below else ()))
    ]
