"""What two programs answered, brought to one shape: only equal answers are worth timing."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Answer = dict[tuple[Any, ...], Any]
Normal = "Callable[[str], Answer]"

SCALE = {"jobs": 1}
"""How many of the stored integers make one unit; of money 100."""


class Different(Exception):
    """Two answers are not the same."""


def compare(mine: Answer, theirs: Answer) -> None:
    """Refuse two answers that differ, with the first differences."""
    if not mine:
        raise Different("there is no answer")
    if mine != theirs:
        keys = [key for key in {**mine, **theirs} if mine.get(key) != theirs.get(key)]
        first = "; ".join(f"{key}: {mine.get(key)} against {theirs.get(key)}" for key in keys[:3])
        raise Different(f"{len(keys)} differences: {first}")


# Totals: by group and measure what is added up, and by group the number of projects.


def own_totals(keys: Sequence[str]) -> Callable[[str], Answer]:
    """Read what `aidtrack totals --format json` wrote."""

    def read(text: str) -> Answer:
        found = json.loads(text)
        answer: Answer = {}
        for row in found["rows"]:
            answer |= _line(tuple(row[key] for key in keys), row)
        return answer | _line(("total",), found["total"])

    return read


def _line(group: tuple[Any, ...], row: Mapping[str, Any]) -> Answer:
    answer: Answer = {(*group, "projects"): row["projects"]}
    for measure, amount in row.items():
        if isinstance(amount, dict):
            numbers = tuple(_units(amount[name], 1) for name in ("value", "low", "high"))
            known = amount["known"], amount["of"], bool(amount.get("remainder"))
            answer[(*group, measure)] = *numbers, *known
    return answer


def _units(number: Any, scale: int) -> Decimal | None:  # noqa: ANN401 - a number of any kind
    return None if number is None else Decimal(str(number)) / scale


def sql_totals(keys: Sequence[str]) -> Callable[[str], Answer]:
    """Read the rows that a statement of benchmarks/sql gave, as JSON."""

    def read(text: str) -> Answer:
        answer: Answer = {}
        for row in json.loads(text):
            group = ("total",) if row["is_total"] else tuple(row[key] for key in keys)
            answer[(*group, "projects")] = int(row["projects"])
            if measure := row["measure"]:
                scale = SCALE.get(measure, 100)
                numbers = tuple(_units(row[name], scale) for name in ("value", "low", "high"))
                known = int(row["known"]), int(row["projects"]), bool(row["remainder"])
                answer[(*group, measure)] = *numbers, *known
        return answer

    return read


# Lists


def json_rows(columns: Sequence[str]) -> Callable[[str], Answer]:
    """Read some columns of a JSON array of rows, in its order."""

    def read(text: str) -> Answer:
        rows = json.loads(text)
        return {(n,): tuple(_plain(row[name]) for name in columns) for n, row in enumerate(rows)}

    return read


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell
    """Tell an amount by its three numbers, in base units."""
    if isinstance(value, dict):
        return tuple(_units(value[name], 1) for name in ("value", "low", "high"))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Decimal(str(value))
    return value


def csv_rows(columns: Sequence[str], delimiter: str = ",") -> Callable[[str], Answer]:
    """Read some columns of a table in CSV, in its order."""

    def read(text: str) -> Answer:
        rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=delimiter)
        return {(n,): tuple(row[name] or "" for name in columns) for n, row in enumerate(rows)}

    return read


def number(text: str) -> Answer:
    """Read a single number."""
    return {("number",): int(text.strip())}


def mentions(words: Sequence[str]) -> Callable[[str], Answer]:
    """See which words a text for people holds."""
    return lambda text: {(word,): word in text for word in words}
