"""Days as the standard asks for them, made of dates that are known in part, or of the nearest known."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

BEGINNING = "1979-01-01"
"""Stands where no date at all is known: in this year paired assistance began in China."""

_YEAR = 365
"""In days from the first to the last, as the standard's rule counts a budget."""


def first_day(partial: str) -> str:
    """Give the first day of a year or month, or the day itself."""
    return f"{partial}-01-01"[:10] if len(partial) < 7 else f"{partial}-01"[:10]


def last_day(partial: str) -> str:
    """Give the last day of a year or month, or the day itself."""
    if len(partial) == 4:
        return f"{partial}-12-31"
    if len(partial) == 7:
        return f"{partial}-{monthrange(int(partial[:4]), int(partial[5:]))[1]:02}"
    return partial


def ends(period: str | None) -> tuple[str | None, str | None]:
    """Take a period apart into its first and its last date, as far as they are known."""
    if not period:
        return None, None
    start, slash, end = period.partition("/")
    return (start or None, end or None) if slash else (start, start)


def past(partial: str | None, today: str) -> str | None:
    """Give the last day of a date, or its first where that is still to come; null where that is so too."""
    if partial is None:
        return None
    return next((day for day in (last_day(partial), first_day(partial)) if day <= today), None)


def nearest(known: Iterable[str | None], today: str) -> str:
    """Give the day of the first date that is known and past."""
    return next((day for partial in known if (day := past(partial, today))), BEGINNING)


def start_before(known: Iterable[str | None], ends: Iterable[str]) -> str:
    """Give the first day of the first date that is known, or the earliest of what it has to start before."""
    found = next((first_day(partial) for partial in known if partial), BEGINNING)
    return min([found, *ends])


def is_a_year(start: str, end: str) -> bool:
    """Tell whether two days lie within a year, as a budget has to."""
    return (date.fromisoformat(end) - date.fromisoformat(start)).days <= _YEAR
