"""How values are worded for people, in the language spoken: numbers, money, dates, codes."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING, Any

from aidtrack.errors import N_
from aidtrack.headings import field_name
from aidtrack.text import _, language
from aidtrack.vocab import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from aidtrack.result import Amount, Column, Result, Row

DASH = "–"
"""What stands for the unknown, and between the ends of a range."""

_MYRIAD = 10_000

_OR_MORE = N_("{number} or more")
_OVER = N_("over {number}")
_CLOSED = {"under": N_("under {number}")}
_UP_TO = N_("up to {number}")

# Escape sequences begin with a control; the others turn the text around them or are not seen at all.
_HARMFUL = "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
_PICTURES = {chr(code): chr(0x2400 + code) for code in range(32)} | {"\x7f": "\u2421"}


def safe(text: str) -> str:
    """Make a text harmless to a terminal: controls become pictures of themselves, the rest U+FFFD."""
    return text if text.isprintable() else re.sub(_HARMFUL, _picture, text)


# As texts, for few commands need them compiled.
_PASSWORDS = (
    r"(\bpostgres\w*(?:\+\w+)?:?/+[^:/@\s]*:).*(?=@)"  # which may hold a blank or an @ that should be written as %40
    r"|(\w:/+[^:/@\s]*:)\S*(?=@)"
    r"|(passw(?:or)?d\s*=\s*)(?:'[^']*'|[^&;\s']*)"
    r"|(\b[\w.-]+:)[^\s:/@]+(?=@[\w.-]+[:/])"  # of a URL that has lost its beginning
)


def without_passwords(text: str) -> str:
    """Put `***` for each password of a database, in a URL or in words such as password=…."""
    return re.sub(_PASSWORDS, lambda found: f"{found[found.lastindex or 0]}***", text, flags=re.IGNORECASE)


def _picture(match: re.Match[str]) -> str:
    return _PICTURES.get(match[0], "\ufffd")


def number_text(number: Decimal | float) -> str:
    """All digits, with thousands commas and without trailing zeros."""
    text = f"{number:,f}" if isinstance(number, Decimal) else f"{number:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def count_text(amount: Amount | None) -> str:
    """Word a count of whatever the heading says."""
    return _amount(amount, number_text, _round_count)


def money_scale() -> int:
    """How many yuan the unit of a money column is: 万元 in Chinese, yuan in English."""
    return _MYRIAD if language() == "zh" else 1


def money_text(amount: Amount | None, unit_scale: int | None = None) -> str:
    """Word money in units of so many yuan, by default those that `money_heading` names."""
    scale = Decimal(unit_scale or money_scale())

    def figure(number: Decimal) -> str:
        return number_text(number / scale)

    return _amount(amount, figure, figure)


def _amount(
    amount: Amount | None, figure: Callable[[Decimal], str], rounded: Callable[[Decimal], str]
) -> str:
    if amount is None:
        return DASH
    # Only lines of places that are not split say of which place a rest is printed: others show it as it is.
    return _rest(amount, figure, rounded) if amount.remainder and amount.place else _bounds(amount, figure)


def _bounds(amount: Amount, figure: Callable[[Decimal], str]) -> str:
    low, high, kind = amount.low, amount.high, amount.kind or ""
    if high is None:
        # "Over 0" would say that there is something, and a sum of several may be just its low.
        sentence = _OVER if kind == "over" and low else _OR_MORE
        return _(sentence).format(number=figure(low))
    if low == high:
        return figure(low)
    if not low:
        return _(_CLOSED.get(kind, _UP_TO)).format(number=figure(high))
    return f"{figure(low)}{DASH}{figure(high)}"


def _rest(amount: Amount, figure: Callable[[Decimal], str], rounded: Callable[[Decimal], str]) -> str:
    about = _to_place(amount)
    if amount.exact and about in {None, amount.low}:
        return figure(amount.low)
    if about and amount.high is not None and amount.high - amount.low <= (amount.place or 0):
        return _("rest ~{number}").format(number=rounded(about))
    return _("rest {number}").format(number=_bounds(amount, figure))


def _to_place(amount: Amount) -> Decimal | None:
    """Round what is left of a whole to the last place to which the whole was printed."""
    if amount.value is None or not amount.place:
        return None
    return (amount.value / amount.place).quantize(Decimal(1), ROUND_HALF_EVEN) * amount.place


def _round_count(number: Decimal) -> str:
    if language() == "zh" and number >= _MYRIAD:
        # No thousands commas before 万.
        return number_text(number / _MYRIAD).replace(",", "") + "万"
    return number_text(number)


def money_heading(heading: str, currency: str = "CNY") -> str:
    """Head a money column with the unit that `money_text` counts in."""
    if currency == "CNY":
        return _("{heading} (CNY)").format(heading=heading)
    if money_scale() == _MYRIAD:
        return _("{heading} (10,000 {currency})").format(heading=heading, currency=currency)
    return unit_heading(heading, currency)


def unit_heading(heading: str, unit: str) -> str:
    """Head a column of counts with what is counted: 就业(人)."""
    return _("{heading} ({unit})").format(heading=heading, unit=unit)


def date_text(date: str | None, *, planned: bool = False) -> str:
    """Word a partial date, which is as exact as it was stated: 2023, 2023-08, 计划2023-08."""
    if not date:
        return DASH
    return _("planned {date}").format(date=safe(date)) if planned else safe(date)


def period_text(start: str | None, end: str | None) -> str:
    """Word a period of two partial dates, either of them open: 2021-06起."""
    if not start and not end:
        return DASH
    if not end:
        return _("since {start}").format(start=start)
    if not start:
        return _("until {end}").format(end=end)
    return start if start == end else _("{start} to {end}").format(start=start, end=end)


def label(vocabulary: str, code: str | None) -> str:
    """Word a code of a vocabulary; one that it does not hold stands for itself. `field` is that of field names."""
    if code is None:
        return DASH
    if vocabulary == "field":
        return safe(field_name(code))
    term = VOCABULARIES[vocabulary].by_code.get(code)
    if term is None:
        return safe(code)
    return term.zh if language() == "zh" else term.en


def cell_text(column: Column, row: Row) -> str:
    """Word one cell as people read it, in a table at the terminal or in a document."""
    value = row.get(column.name)
    if value is None:
        return DASH
    text = _SHAPES[column.shape](column, value)
    if column.name in row.get("_presumed", ()):
        text += "?"
    return f"({text})" if column.shape == "money" and row.get("_depth") else text


def marks(result: Result) -> Iterator[str]:
    """Explain the question mark, if one stands in the table."""
    shown = {column.name for column in result.shown or result.columns}
    if any(
        row.get(name) is not None for row in result.rows for name in shown & set(row.get("_presumed", ()))
    ):
        yield _("? presumed")


def total_text(column: Column, total: Row, *, first: bool) -> str:
    """Word one cell of the total line, which says nothing of a column that has no total."""
    if column.name in total:
        return cell_text(column, total)
    return _("Total") if first else ""


def _text(column: Column, value: Any) -> str:  # noqa: ANN401 - whatever a row holds
    return label(column.vocabulary, str(value)) if column.vocabulary else safe(str(value))


def _words(column: Column, value: Any) -> str:  # noqa: ANN401 - as above
    return _(", ").join(_text(column, word) for word in value) or DASH


_SHAPES: dict[str, Callable[[Column, Any], str]] = {
    "text": _text,
    "code": _text,
    "number": lambda _column, value: number_text(value),
    "count": lambda _column, value: count_text(value),
    "money": lambda _column, value: money_text(value),
    "flag": lambda _column, value: _("yes") if value else _("no"),
    "words": _words,
}
