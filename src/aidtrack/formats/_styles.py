"""Which numbers of a workbook are dates, and how exact: 2023-08 typed into a cell is kept as a first of August."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

Exactness = Literal["day", "month", "year"]

_BUILT_IN: dict[int, Exactness] = {
    **dict.fromkeys((14, 15, 16, 22, 28, 29, 30, 31, 51, 53, 54, 58), "day"),
    **dict.fromkeys((17, 27, 36, 50, 52, 57), "month"),
}
"""The formats that a file names by number alone, as a Chinese program understands them."""

_UNSEEN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_EPOCH = date(1899, 12, 30)
_EPOCH_1904 = date(1904, 1, 1)
_FEBRUARY_29 = 60
"""The day 1900-02-29, which spreadsheet programs believe in."""


def exactness(number: int, code: str | None) -> Exactness | None:
    """Tell how exact a date a number format shows; null where it shows no date."""
    if code is None:
        return _BUILT_IN.get(number)
    letters = set(_UNSEEN.sub("", code).partition(";")[0].lower())
    if "general" in code.lower():
        return None
    if "d" in letters:
        return "day"
    if "m" in letters and not letters & set("hs0#"):
        return "month"
    return "year" if "y" in letters else None


def date_text(serial: float, exact: Exactness, *, from_1904: bool) -> str | None:
    """Write the day of a number, as exactly as it is shown; null where there is no such day."""
    days = int(serial)
    if not from_1904:
        if not days or days == _FEBRUARY_29:
            return None
        days += days < _FEBRUARY_29
    try:
        day = (_EPOCH_1904 if from_1904 else _EPOCH) + timedelta(days=days)
    except OverflowError:
        return None
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[exact]]
