"""How far an activity is: its status and its dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aidtrack.formats.iati.ledger.days import first_day, last_day, start_before
from aidtrack.formats.iati.ledger.markup import add
from aidtrack.formats.iati.ledger.names import DATE
from aidtrack.vocab import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aidtrack.formats.exchange import Row
    from aidtrack.formats.iati.ledger.known import Known
    from aidtrack.formats.iati.ledger.markup import Node

PLANNED_START, ACTUAL_START, PLANNED_END, ACTUAL_END = "1", "2", "3", "4"
_UNDER_WAY, _CLOSED = "2", "4"


@dataclass(frozen=True, slots=True)
class _Dated:
    type: str
    day: str
    said: str


def add_pairing_state(activity: Node, row: Row, known: Known) -> None:
    """Say how far a pairing is, as its dates tell."""
    dates = list(_of_pairing(row, known.today))
    closed = any(date.type == ACTUAL_END for date in dates)
    add(activity, "activity-status", {"code": _CLOSED if closed else _UNDER_WAY}, assumed="code")
    _add_dates(activity, dates, [known.said_on(row)])


def add_project_state(activity: Node, row: Row, known: Known) -> None:
    """Say how far a project is."""
    dates = list(_of_project(row, known.today))
    if "status" in row:
        add(activity, "activity-status", {"code": VOCABULARIES["status"].by_code[row["status"]].iati})
    else:
        closed = any(date.type == ACTUAL_END for date in dates)
        add(activity, "activity-status", {"code": _CLOSED if closed else _UNDER_WAY}, assumed="code")
    _add_dates(activity, dates, [known.pairing(row["pairing"]).get("since"), known.said_on(row)])


def _of_pairing(row: Row, today: str) -> Iterator[_Dated]:
    if since := row.get("since"):
        day = first_day(since)
        yield _Dated(ACTUAL_START if day <= today else PLANNED_START, day, since)
    if until := row.get("until"):
        day = last_day(until)
        yield _Dated(ACTUAL_END if day <= today else PLANNED_END, day, until)


def _of_project(row: Row, today: str) -> Iterator[_Dated]:
    """Give the dates of a project; what is called actual and lies in the future is left to the extension."""
    if said := row.get("planned_start"):
        yield _Dated(PLANNED_START, first_day(said), said)
    start = first_day(row["actual_start"]) if "actual_start" in row else ""
    if start and start <= today:
        yield _Dated(ACTUAL_START, start, row["actual_start"])
    if said := row.get("planned_end"):
        yield _Dated(PLANNED_END, last_day(said), said)
    if said := row.get("actual_end"):
        # of the year that has not ended yet, the first day on which it can have been
        day = last_day(said) if last_day(said) <= today else max(first_day(said), start)
        if day <= today:
            yield _Dated(ACTUAL_END, day, said)


def _add_dates(activity: Node, dates: list[_Dated], known: list[str | None]) -> None:
    """Add the dates; where no start is among them, the nearest known stands for it."""
    if not any(date.type in {PLANNED_START, ACTUAL_START} for date in dates):
        day = start_before(known, [date.day for date in dates])
        add(activity, "activity-date", {"type": PLANNED_START, "iso-date": day}, assumed="type iso-date")
    for date in dates:
        said = {} if date.day == date.said else {DATE: date.said}
        add(activity, "activity-date", {"type": date.type, "iso-date": date.day, **said})
