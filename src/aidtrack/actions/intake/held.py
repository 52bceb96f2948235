"""The whole import held against the rules of the ledger, and against what it may have said before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aidtrack.actions.intake.answers import unanswered
from aidtrack.errors import N_, Refused
from aidtrack.queries.overlaps import described, overlapping
from aidtrack.queries.states import current
from aidtrack.rules import broken_by
from aidtrack.tables import FIGURES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aidtrack.actions.intake.desk import Desk
    from aidtrack.errors import AidtrackError
    from aidtrack.rules import Violation


def amiss(desk: Desk) -> Iterator[tuple[int, AidtrackError]]:
    """Find the rows that break a rule together with others, or that may say the same again, each with why.

    What is on no row is row 0.
    """
    for table in FIGURES:
        for number, other in unanswered(desk.connection, desk.recorder.change, table):
            yield desk.origins.of(table, number), _same(desk, table, other)
        for number in sorted(desk.loosened[table]):
            for other in _again_same(desk, table, number):
                yield desk.origins.of(table, number), _same(desk, table, other)
    for violation in broken_by(desk.connection, desk.recorder.near):
        yield _row_of(desk, violation), Refused(violation.sentence, **violation.fields)


def _again_same(desk: Desk, table: str, number: int) -> list[int]:
    """Find a figure that one whose link was taken away may be the same as."""
    values = current(desk.connection, table, number) or {}
    return [one.id for one in overlapping(desk.connection, table, values, besides=number, most=1)]


def _same(desk: Desk, table: str, other: int) -> Refused:
    row = desk.origins.of(table, other)
    said = [str(desk.origins.where(row))] if row else []
    return Refused(
        N_("It may be the same as the figure below; say restates, part_of or separate."),
        same_as=other,
        hints=(*said, described(desk.connection, table, other)),
    )


def _row_of(desk: Desk, violation: Violation) -> int:
    """Find the row on which a violation stands: that of the record, of what it points at, or of the last part."""
    if violation.table is None:
        return 0
    fields = violation.fields
    parts = [int(part) for part in str(fields.get("parts", "")).split(", ") if part]
    for number in (fields.get("id"), fields.get("target"), *reversed(parts)):
        if isinstance(number, int) and (row := desk.origins.of(violation.table, number)):
            return row
    return 0
