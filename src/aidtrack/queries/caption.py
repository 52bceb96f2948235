"""What all rows of a list have in common is said once, in its caption."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aidtrack.wording import cell_text

if TYPE_CHECKING:
    from collections.abc import Collection

    from aidtrack.result import Column, Result

_SHAPES = ("text", "code")


def with_caption(result: Result, names: Collection[str]) -> Result:
    """Take the columns of these names that hold one value in all rows into the title."""
    if len(result.rows) < 2:
        return result
    common = [column for column in result.shown if column.name in names and _one_value(column, result)]
    said = [f"{column.heading}: {cell_text(column, result.rows[0])}" for column in common]
    shown = [column for column in result.shown if column not in common]
    return replace(result, shown=shown, title=" · ".join([result.title, *said]))


def _one_value(column: Column, result: Result) -> bool:
    return column.shape in _SHAPES and len({cell_text(column, row) for row in result.rows}) == 1
