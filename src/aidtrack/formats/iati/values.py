"""The kinds of value that the schema knows, and what is wrong with one that is none of its kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from aidtrack.errors import N_

if TYPE_CHECKING:
    from collections.abc import Callable

DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_COMMA = re.compile(r"([+-]?[0-9]{1,20}),([0-9]{1,2}|[0-9]{4,20})")
_ZONE = r"(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])?"
_DAY = r"-?(?:[1-9][0-9]{3,}|0[0-9]{3})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_CLOCK = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_DATE = re.compile(f"({_DAY}){_ZONE}")
_MOMENT = re.compile(f"({_DAY})T{_CLOCK}{_ZONE}")
_LOOSE_MOMENT = re.compile(f"(?=.{{19,40}}$)({_DAY})[T ]({_CLOCK}{_ZONE})")
_WHOLE = re.compile(r"[+-]?[0-9]+")
_NAME = re.compile(r"[\w.:-]+")
_LANGUAGE = re.compile(r"(?:[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*)?")
_LONGEST = 60
_MOST_DIGITS = 1_000
"""Of a whole number: Python takes long over more."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A value that is not of its kind: a sentence about `{path}` and `{value}`, and what would be `{right}`."""

    sentence: str
    right: str = ""


NO_DECIMAL = Wrong(N_("{path} is {value}, no decimal number: write digits, with a point if need be."))
DECIMAL_COMMA = N_("{path} is {value}, with a decimal comma; write {right}.")
NO_DATE = Wrong(N_("{path} is {value}, no day written as 2023-08-15."))
TIME_IN_DATE = N_("{path} is {value}, where a day alone has to stand; write {right}.")
NO_MOMENT = Wrong(N_("{path} is {value}, no time written as 2023-08-15T12:00:00Z."))
SPACE_IN_MOMENT = N_("{path} is {value}, with a space between day and time; write {right}.")
NO_FLAG = Wrong(N_("{path} is {value}; it can only be true, false, 1 or 0."))
NO_WHOLE = Wrong(N_("{path} is {value}, no whole number of those it can be."))
NO_NAME = Wrong(N_("{path} is {value}, which is not a single word."))
NO_LANGUAGE = Wrong(N_("{path} is {value}, no code of a language such as zh or en."))


def decimal(text: str) -> Wrong | None:
    """Hold a text against xsd:decimal."""
    if DECIMAL.fullmatch(text):
        return None
    comma = _COMMA.fullmatch(text)
    return Wrong(DECIMAL_COMMA, f"{comma[1]}.{comma[2]}") if comma else NO_DECIMAL


def day(text: str) -> Wrong | None:
    """Hold a text against xsd:date."""
    found = _DATE.fullmatch(text)
    if found and _is_in_calendar(found[1]):
        return None
    moment = _LOOSE_MOMENT.fullmatch(text)
    return Wrong(TIME_IN_DATE, moment[1]) if moment and _is_in_calendar(moment[1]) else NO_DATE


def moment(text: str) -> Wrong | None:
    """Hold a text against xsd:dateTime."""
    found = _MOMENT.fullmatch(text)
    if found and _is_in_calendar(found[1]):
        return None
    loose = _LOOSE_MOMENT.fullmatch(text)
    if loose and _is_in_calendar(loose[1]):
        return Wrong(SPACE_IN_MOMENT, f"{loose[1]}T{loose[2]}")
    return NO_MOMENT


def _is_in_calendar(day: str) -> bool:
    """Tell whether there is such a day; years that Python does not know have no leap day to check here."""
    year, month, number = day.removeprefix("-").split("-")
    try:
        date(int(year) % 400 + 400, int(month), int(number))
    except ValueError:
        return False
    return True


def read_day(text: str) -> date | None:
    """Read the day of an xsd:date, without its time zone; None where it is none."""
    found = _DATE.fullmatch(text.strip())
    if not found or len(found[1]) != len("2023-08-15") or not _is_in_calendar(found[1]) or found[1] < "0001":
        return None
    return date.fromisoformat(found[1])


def _flag(text: str) -> Wrong | None:
    return None if text in {"true", "false", "1", "0"} else NO_FLAG


def _whole(lowest: int, highest: int | None = None) -> Callable[[str], Wrong | None]:
    def check(text: str) -> Wrong | None:
        if not _WHOLE.fullmatch(text) or len(text) > _MOST_DIGITS:
            return NO_WHOLE
        fits = lowest <= int(text) and (highest is None or int(text) <= highest)
        return None if fits else NO_WHOLE

    return check


def _matches(pattern: re.Pattern[str], wrong: Wrong) -> Callable[[str], Wrong | None]:
    return lambda text: None if pattern.fullmatch(text) else wrong


KINDS: dict[str, tuple[str, Callable[[str], Wrong | None]] | None] = {
    "string": None,
    "anyURI": None,  # nearly any text is one
    "date": ("xsd.date", day),
    "dateTime": ("xsd.date", moment),
    "decimal": ("xsd.decimal", decimal),
    "boolean": ("xsd.value", _flag),
    "int": ("xsd.value", _whole(-(2**31), 2**31 - 1)),
    "nonNegativeInteger": ("xsd.value", _whole(0)),
    "positiveInteger": ("xsd.value", _whole(1)),
    "NMTOKEN": ("xsd.value", _matches(_NAME, NO_NAME)),
    "lang": ("xsd.value", _matches(_LANGUAGE, NO_LANGUAGE)),
}
"""By the schema's name of a kind: the rule that a value of it keeps, and what holds it against the kind."""


def shown(value: str) -> str:
    """Quote a value in a sentence, not in all its length."""
    text = " ".join(value.split())
    return f'"{text}"' if len(text) <= _LONGEST else f'"{text[:_LONGEST]}…"'
