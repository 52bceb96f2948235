"""Which figures may be the same money, or the same people, said twice: as far as their columns tell.

Two figures may be the same if they are of the same measure, their periods may overlap, they hang on the same
project or on one above or below it (where one has no project, on the same or on nested pairings), and nobody
has said yet what they are to each other. Their amounts and their sources do not matter.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, product
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from aidtrack.nesting import load_nesting, projects_above, upwards
from aidtrack.tables import FIGURES, SCALES
from aidtrack.vocab import AID_SOURCES
from aidtrack.wording import number_text, safe

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from aidtrack.nesting import Nesting

MEASURED_BY = {
    "funding": ("currency", "fund_source", "stage"),
    "jobs": ("kind", "group", "place", "channel", "scenario"),
    "result": ("indicator_id", "group", "scenario"),
}
"""The columns that say what a figure of each table measures; in no place differs from in some place."""

ALWAYS_SAME = {"funding": ("currency",), "jobs": ("kind", "scenario"), "result": ("indicator_id", "scenario")}
"""Those of them that are said of every figure, and as they stand are the same of two that may be the same."""

ANY_STAGE = "stated"
"""The stage of money of which no stage is said: it may be of any."""

ANSWERS = ("part_of_id", "restates_id", "separate")
"""The columns that say what a figure is to others."""

_COLUMNS = ("id", "pairing_id", "project_id", "period_start", "period_end", "part_of_id", "text", "low")


class Figure(NamedTuple):
    """What must be known of a figure to tell whether it may be another; `printed` is for people."""

    id: int
    pairing: int
    project: int | None
    measure: Hashable
    stage: str | None
    first: str
    last: str
    part_of: int | None
    printed: str


Pair = tuple[Figure, Figure]


def figure(table: str, values: Mapping[Any, Any]) -> Figure:
    """Take from a figure's columns what is compared; a new one has no id yet, and gets 0."""
    return Figure(
        values.get("id") or 0,
        values["pairing_id"],
        values.get("project_id"),
        _measure(table, values),
        values.get("stage"),
        # As texts the dates compare as they should: 2022 begins no later than 2022-06, and ends no earlier.
        values.get("period_start") or "",
        (values.get("period_end") or "") + "~",
        values.get("part_of_id"),
        printed(table, values),
    )


def _measure(table: str, values: Mapping[Any, Any]) -> Hashable:
    if table == "funding":
        return values.get("currency") or "CNY", values["fund_source"] in AID_SOURCES
    return tuple(values.get(name) for name in MEASURED_BY[table])


def printed(table: str, values: Mapping[Any, Any]) -> str:
    """Word a figure as its source prints it, or as the number that was counted."""
    text, low = values.get("text"), values.get("low")
    if text is None and low is not None:
        return number_text(Decimal(low) / SCALES[table])
    return safe(text or "")


def alike(one: Figure, other: Figure) -> bool:
    """Tell whether two figures are of the same measure, in periods that may overlap."""
    return (
        one.measure == other.measure
        and (one.stage == other.stage or ANY_STAGE in (one.stage, other.stage))
        and one.first <= other.last
        and other.first <= one.last
    )


def is_loosened(before: Mapping[Any, Any], after: Mapping[Any, Any]) -> bool:
    """Tell whether a figure no longer says what it is to another: then it may be the same again."""
    return any(map(before.get, ANSWERS)) and not any(map(after.get, ANSWERS))


def columns(table: str) -> list[sa.Column[Any]]:
    """Give the columns that `figure` takes."""
    return [FIGURES[table].c[name] for name in (*_COLUMNS, *MEASURED_BY[table])]


def open_question(table: str) -> list[sa.ColumnElement[bool]]:
    """Hold for the figures that may be another's: a restatement is spoken for, a separate one is answered."""
    rows = FIGURES[table].c
    return [rows.separate.is_(False), rows.restates_id.is_(None)]


def pairs(connection: sa.Connection, table: str) -> list[Pair]:
    """Find all pairs of a table's figures that may be the same and do not say whether they are."""
    query = sa.select(*columns(table)).where(*open_question(table))
    by_measure: dict[Hashable, list[Figure]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        found = figure(table, row)
        by_measure[found.measure].append(found)
    search = _Search(load_nesting(connection), projects_above(connection), _wholes(connection, table))
    return sorted(
        (one, other) if one.id < other.id else (other, one)
        for figures in by_measure.values()
        for one, other in search.pairs(figures)
    )


def _wholes(connection: sa.Connection, table: str) -> dict[int, int | None]:
    rows = FIGURES[table].c
    query = sa.select(rows.id, rows.part_of_id).where(rows.part_of_id.is_not(None))
    return {row[0]: row[1] for row in connection.execute(query)}


@dataclass(frozen=True)
class _Search:
    """Finds the pairs by looking only where there can be one: a ledger has too many to compare them all."""

    nesting: Nesting
    projects: Mapping[int, int | None]
    wholes: Mapping[int, int | None]

    def pairs(self, figures: Iterable[Figure]) -> Iterator[Pair]:
        """Find the pairs among the figures of one measure."""
        by_project: dict[int, list[Figure]] = defaultdict(list)
        by_pairing: dict[int, _Hanging] = defaultdict(_Hanging)
        for one in figures:
            if one.project is None:
                by_pairing[one.pairing].loose.append(one)
            else:
                by_project[one.project].append(one)
                by_pairing[one.pairing].bound.append(one)
        yield from self._of_projects(by_project)
        yield from self._of_pairings(by_pairing)

    def _of_projects(self, by_project: Mapping[int, list[Figure]]) -> Iterator[Pair]:
        for number, own in by_project.items():
            yield from self._within(own)
            for above in upwards(self.projects, number):
                yield from self._between(own, by_project.get(above, ()))

    def _of_pairings(self, by_pairing: Mapping[int, _Hanging]) -> Iterator[Pair]:
        for number, own in by_pairing.items():
            yield from self._within(own.loose)
            yield from self._between(own.loose, own.bound)
            for other in self._others_around(number):
                if around := by_pairing.get(other):
                    yield from self._between(own.loose, around.loose + around.bound)
                    yield from self._between(own.bound, around.loose)

    def _others_around(self, number: int) -> Iterator[int]:
        """Find the pairings around one; of two with the same ends only one is around the other."""
        for other in self.nesting.pairings_around(number):
            if self.nesting.ends[other] != self.nesting.ends[number] or number < other:
                yield other

    def _within(self, figures: list[Figure]) -> Iterator[Pair]:
        if len(figures) > 1:
            for ones, others in combinations(self._by_tree(figures).values(), 2):
                yield from _alike(ones, others)

    def _between(self, ones: Iterable[Figure], others: Iterable[Figure]) -> Iterator[Pair]:
        if ones and others:
            trees = self._by_tree(others)
            for tree, mine in self._by_tree(ones).items():
                for other, theirs in trees.items():
                    if tree != other:
                        yield from _alike(mine, theirs)

    def _by_tree(self, figures: Iterable[Figure]) -> dict[int, list[Figure]]:
        """Sort figures by the whole they are part of: within one tree every question is answered."""
        trees: dict[int, list[Figure]] = defaultdict(list)
        for one in figures:
            trees[top(self.wholes, one.id)].append(one)
        return trees


class _Hanging:
    """The figures of one pairing: without a project of their own, and with one."""

    def __init__(self) -> None:
        self.loose: list[Figure] = []
        self.bound: list[Figure] = []


def _alike(ones: Iterable[Figure], others: Iterable[Figure]) -> Iterator[Pair]:
    return (pair for pair in product(ones, others) if alike(*pair))


def top(wholes: Mapping[int, int | None], number: int) -> int:
    """Find the figure that a figure is at last part of: itself, where it is part of none."""
    *_, last = number, *upwards(wholes, number)
    return last
