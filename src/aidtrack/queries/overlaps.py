"""Is this the same money? The figures of a ledger that a figure about to be written may be the same as."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.nesting import line_of_projects, load_nesting
from aidtrack.same_money import ANY_STAGE, MEASURED_BY, alike, columns, figure, printed, top
from aidtrack.tables import FIGURES, division, pairing, project
from aidtrack.text import _
from aidtrack.vocab import AID_SOURCES, VOCABULARIES
from aidtrack.wording import DASH, label, period_text, safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from aidtrack.nesting import Nesting
    from aidtrack.same_money import Figure

_AT_A_TIME = 500
"""How many candidates are read before the wholes they are part of are looked up."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """A figure that another may be the same as, and what tells people which one it is.

    `of` names its project, or else the two ends of its pairing.
    """

    table: str
    id: int
    printed: str
    of: str
    period_start: str | None
    period_end: str | None
    locator: str | None

    def described(self) -> str:
        """Name it in one line, in the language spoken: funding 5: 8500万元, 513333-03 …, since 2021-06, L50."""
        period = period_text(self.period_start, self.period_end)
        said = [self.printed, self.of, "" if period == DASH else period, safe(self.locator or "")]
        return f"{label('record', self.table)} {self.id}: " + _(", ").join(filter(None, said))

    __str__ = described


def overlapping(
    connection: sa.Connection,
    table: str,
    values: Mapping[str, Any],
    *,
    besides: int | None = None,
    most: int | None = None,
    nesting: Nesting | None = None,
) -> list[Overlap]:
    """Find the figures of a table that one with these column values may be the same as.

    Also those that are separate: they answered for what was there before them, not for what comes after.
    `besides` is the number of the figure itself where it is being edited; `most` ends the search early (a
    province's total may hold all figures of its counties). A batch reads the `nesting` once for all its lines.
    """
    if values.get("separate") or values.get("restates_id") is not None:
        return []
    wanted = figure(table, {**values, "id": besides})
    candidates = _candidates(connection, table, wanted, nesting or load_nesting(connection))
    found = islice(_unanswered(connection, table, wanted, candidates), most)
    return _named(connection, table, sorted(row.id for row in found))


def described(connection: sa.Connection, table: str, number: int) -> str:
    """Name a figure in one line, as among those that another may be the same as."""
    return " ".join(overlap.described() for overlap in _named(connection, table, [number]))


def _candidates(
    connection: sa.Connection, table: str, wanted: Figure, nesting: Nesting
) -> Iterator[list[Figure]]:
    """Read the figures of the same measure that hang where it hangs, so many at a time."""
    rows = FIGURES[table].c
    same = [*_same_measure(table, wanted), rows.restates_id.is_(None), rows.id != wanted.id]
    for place in _places(connection, table, wanted, nesting):
        query = sa.select(*columns(table)).where(*place, *same).order_by(rows.id)
        found = connection.execute(query).mappings()
        for some in found.partitions(_AT_A_TIME):
            yield [figure(table, row) for row in some]


def _places(
    connection: sa.Connection, table: str, wanted: Figure, nesting: Nesting
) -> Iterator[list[sa.ColumnElement[bool]]]:
    """Say where to look, each time in an index: project by project, and where none is said by pairing."""
    rows = FIGURES[table].c
    pairings = rows.pairing_id.in_(nesting.nested(wanted.pairing))
    if wanted.project is None:
        yield [pairings]
        return
    yield [rows.project_id.in_(line_of_projects(connection, wanted.project))]
    yield [pairings, rows.project_id.is_(None)]


def _same_measure(table: str, wanted: Figure) -> list[sa.ColumnElement[bool]]:
    rows = FIGURES[table].c
    measure: Any = wanted.measure
    if table != "funding":
        named = zip(MEASURED_BY[table], measure, strict=True)
        return [rows[name].is_(None) if value is None else rows[name] == value for name, value in named]
    currency, aid = measure
    sources = [code for code in VOCABULARIES["fund_source"].codes if (code in AID_SOURCES) is aid]
    conditions = [rows.currency == currency, rows.fund_source.in_(sources)]
    if wanted.stage != ANY_STAGE:
        conditions.append(rows.stage.in_((wanted.stage, ANY_STAGE)))
    return conditions


def _unanswered(
    connection: sa.Connection, table: str, wanted: Figure, candidates: Iterable[list[Figure]]
) -> Iterator[Figure]:
    """Leave out what does not overlap in time, and what is in the same tree as the figure."""
    trees = _Trees(connection, table, wanted)
    own = top(trees.wholes, wanted.id)
    for some in candidates:
        trees.learn(some)
        yield from (other for other in some if alike(wanted, other) and top(trees.wholes, other.id) != own)


class _Trees:
    """Which whole each figure is at last part of; the figure that is being written goes by its new link."""

    def __init__(self, connection: sa.Connection, table: str, wanted: Figure) -> None:
        self.connection = connection
        self.rows = FIGURES[table].c
        self.wholes: dict[int, int | None] = {}
        self.learn([wanted])

    def learn(self, figures: Iterable[Figure]) -> None:
        """Follow the links of some figures to their ends."""
        level = {one.id: one.part_of for one in figures}
        while level := {number: whole for number, whole in level.items() if number not in self.wholes}:
            self.wholes.update(level)
            further = {whole for whole in level.values() if whole is not None} - self.wholes.keys()
            query = sa.select(self.rows.id, self.rows.part_of_id).where(self.rows.id.in_(further))
            level = {row[0]: row[1] for row in self.connection.execute(query)} if further else {}


def _named(connection: sa.Connection, table: str, numbers: list[int]) -> list[Overlap]:
    """Read what names these figures to people."""
    donor, recipient = division.alias("donor"), division.alias("recipient")
    rows = FIGURES[table].c
    query = (
        sa.select(
            *(rows[name] for name in ("id", "text", "low", "period_start", "period_end", "locator")),
            project.c.code,
            project.c.name,
            donor.c.name.label("donor"),
            recipient.c.name.label("recipient"),
        )
        .join(pairing, rows.pairing_id == pairing.c.id)
        .join(donor, pairing.c.donor_id == donor.c.id)
        .join(recipient, pairing.c.recipient_id == recipient.c.id)
        .outerjoin(project, rows.project_id == project.c.id)
        .order_by(rows.id)
    )
    return [
        Overlap(
            table,
            row["id"],
            printed(table, row),
            _of(row),
            *(row[name] for name in ("period_start", "period_end", "locator")),
        )
        for start in range(0, len(numbers), _AT_A_TIME)
        for row in connection.execute(
            query.where(rows.id.in_(numbers[start : start + _AT_A_TIME]))
        ).mappings()
    ]


def _of(row: Mapping[Any, Any]) -> str:
    if row["code"] is not None:
        return safe(f"{row['code']} {row['name']}")
    return safe(f"{row['donor']} → {row['recipient']}")
