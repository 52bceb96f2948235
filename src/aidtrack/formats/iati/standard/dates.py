"""The order of dates, and those that cannot lie in the future."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from aidtrack.errors import N_
from aidtrack.formats.iati.activity import below
from aidtrack.formats.iati.element import stated
from aidtrack.formats.iati.fault import fault
from aidtrack.formats.iati.rule import ERROR, Rule
from aidtrack.formats.iati.values import moment, read_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from aidtrack.formats.iati.activity import Activity
    from aidtrack.formats.iati.element import Element
    from aidtrack.formats.iati.fault import Fault

_YEAR = 365
"""In days from the first to the last, as IATI's validator counts: a leap year has 365 between them."""

_FARTHEST_ZONE = timedelta(hours=14)
_NOT_BEFORE = N_("It starts on {start} and ends on {end}.")


def _dated(elements: Iterable[Element], name: str = "iso-date") -> Iterator[tuple[date, Element]]:
    for element in elements:
        found = read_day(element.get(name) or "")
        if found is not None:
            yield found, element


def _of_type(activity: Activity, kind: str) -> list[tuple[date, Element]]:
    return [*_dated(each for each in activity.all("activity-date") if stated(each, "type") == kind)]


def _first(dated: Iterable[tuple[date, Element]]) -> tuple[date, Element] | None:
    return min(dated, key=lambda each: each[0], default=None)


def _last(dated: Iterable[tuple[date, Element]]) -> tuple[date, Element] | None:
    return max(dated, key=lambda each: each[0], default=None)


def _ends_first(start: str, end: str, activity: Activity) -> Iterator[Fault]:
    starts, ends = _last(_of_type(activity, start)), _first(_of_type(activity, end))
    if starts and ends and starts[0] > ends[0]:
        yield fault(starts[1], _NOT_BEFORE, start=starts[0], end=ends[0])


def _not_yet(kind: str, activity: Activity) -> Iterator[Fault]:
    for day, element in _of_type(activity, kind):
        if day > activity.setting.today:
            yield fault(element, N_("The actual date {day} lies in the future."), day=day)


def _updated_later(activity: Activity) -> Iterator[Fault]:
    said = stated(activity.element, "last-updated-datetime")
    at = _moment(said)
    if at is not None and at > activity.setting.now:
        yield fault(
            activity.element, N_("last-updated-datetime is {value}, which lies in the future."), value=said
        )


def _moment(text: str) -> datetime | None:
    """Read a time; one without its zone is read in the zone where it is earliest."""
    if moment(text) is not None:
        return None
    try:
        read = datetime.fromisoformat(text)
        return read if read.tzinfo else read.replace(tzinfo=UTC) - _FARTHEST_ZONE
    except (ValueError, OverflowError):  # a year or a fraction that Python does not know
        return None


def _paid_later(activity: Activity) -> Iterator[Fault]:
    for day, element in _dated(activity.all("transaction", "transaction-date")):
        if day > activity.setting.today:
            yield fault(element, N_("The transaction is dated {day}, which lies in the future."), day=day)


def _valued_later(activity: Activity) -> Iterator[Fault]:
    for day, element in _dated(activity.all("transaction", "value"), "value-date"):
        if day > activity.setting.today:
            yield fault(
                element, N_("The transaction's value-date is {day}, which lies in the future."), day=day
            )


def _periods(elements: Iterable[Element]) -> Iterator[tuple[Element, date, date]]:
    for element in elements:
        starts = [day for day, _ in _dated(below(element, "period-start"))]
        ends = [day for day, _ in _dated(below(element, "period-end"))]
        if starts and ends:
            yield element, starts[0], ends[0]


def _periods_backwards(paths: tuple[tuple[str, ...], ...], activity: Activity) -> Iterator[Fault]:
    for element, start, end in _periods(each for path in paths for each in activity.all(*path)):
        if start > end:
            yield fault(element, _NOT_BEFORE, start=start, end=end)


def _long_budget(activity: Activity) -> Iterator[Fault]:
    for element, start, end in _periods(activity.all("budget")):
        if (end - start).days > _YEAR:
            sentence = N_("The budget is for {start} to {end}, which is more than a year.")
            yield fault(element, sentence, start=start, end=end)


RULES = (
    Rule("7.5.3", ERROR, N_("A budget is for one year at most."), _long_budget),
    Rule(
        "8.6.1",
        ERROR,
        N_("The period of a result starts before it ends."),
        partial(_periods_backwards, (("result", "indicator", "period"),)),
    ),
    Rule(
        "8.6.3",
        ERROR,
        N_("The period of a budget or a planned disbursement starts before it ends."),
        partial(_periods_backwards, (("budget",), ("planned-disbursement",))),
    ),
    Rule("11.1.1", ERROR, N_("An activity was not updated in the future."), _updated_later),
    Rule(
        "11.1.2", ERROR, N_("The planned start is not after the planned end."), partial(_ends_first, "1", "3")
    ),
    Rule(
        "11.1.3", ERROR, N_("The actual start is not after the actual end."), partial(_ends_first, "2", "4")
    ),
    Rule("11.1.4", ERROR, N_("The actual start does not lie in the future."), partial(_not_yet, "2")),
    Rule("11.1.5", ERROR, N_("The actual end does not lie in the future."), partial(_not_yet, "4")),
    Rule("11.2.1", ERROR, N_("The date of a transaction does not lie in the future."), _paid_later),
    Rule("11.2.2", ERROR, N_("The value date of a transaction does not lie in the future."), _valued_later),
)
