"""How much: the text as printed, or the numbers of a table, held against each other and against what is stored.

A number that was edited beside a text that was not replaces the quantity; a text that was edited is read anew.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from aidtrack.actions.figure import LARGEST, stored, typed
from aidtrack.actions.intake.incoming import plain
from aidtrack.errors import N_, AidtrackError, Unreadable
from aidtrack.formats.exchange import QUANTITY
from aidtrack.quantity import parse
from aidtrack.queries.lookup import read_word
from aidtrack.registry import unknown
from aidtrack.tables import SCALES
from aidtrack.units import scaled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aidtrack.actions.intake.incoming import Parts

_MOST = 50_000
_PLAIN = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,6})?)(亿|万)?([元人个]?)")
_NUMBER = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
"""A number in digits, perhaps in groups of three: 1,2 may be 1.2 or 12, and is none."""

_FACTORS = {"亿": 10**8, "万": 10**4, None: 1}

Columns = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Measure:
    """In what a quantity is counted: its table, the units that it may be in, the unit of its bare numbers.

    `heading` is the unit that the column names; `unit` the one that is meant where nothing names any. A number
    that stands alone is in base units where `bare` says so; else money needs a unit. Where the row is a record's
    own, by its uid, its bounds are `stated`: they may be others than its text has.
    """

    table: str
    wanted: tuple[str, ...]
    heading: str | None = None
    unit: str | None = None
    bare: bool = False
    stated: bool = False

    @property
    def money(self) -> bool:
        """Whether it is money, of which a bare number says too little."""
        return self.table == "funding"


@dataclass
class Amounts:
    """Reads quantities; what a text says is remembered."""

    _memory: dict[tuple[str, Measure], Columns] = field(default_factory=dict)
    _factors: dict[tuple[str | None, tuple[str, ...]], Decimal] = field(default_factory=dict)

    def read(self, parts: Parts, measure: Measure, row: Mapping[str, Any]) -> Columns:
        """Give the columns that a row changes, or all of a new one; `row` is what is stored, if anything."""
        text, numbers, kind = self._taken(parts, measure)
        whole = (numbers, kind) if _is_statement(parts, measure) else None
        if row:
            numbers = {name: number for name, number in numbers.items() if number != row[name]}
            kind = None if kind == row["quantity_kind"] else kind
            text = None if text is None or self._is_stored(text, measure, row) else text
        if text is None:
            found = _replaced(numbers, kind, row) if numbers or kind else {}
            erased = bool(row) and "text" in parts and parts["text"] is None and row["text"] is not None
            return found | {"text": None} if erased else found
        if numbers or kind:
            return self._both(text, numbers, kind, measure, whole)
        return self.printed(text, measure)

    def _taken(self, parts: Parts, measure: Measure) -> tuple[str | None, Columns, str | None]:
        for name in parts:
            if name not in (*QUANTITY, "number"):
                raise unknown("field", name, QUANTITY)
        text = parts.get("text")
        numbers: Columns = {}
        for name, column in (("number", "value"), ("value", "value"), ("low", "low"), ("high", "high")):
            if name in parts:
                number = parts[name]
                if name == "value" and text is None and isinstance(number, str) and not _is_number(number):
                    text = number  # a person writes 1100余万元 under the heading of the number
                else:
                    alone = name == "number" or set(parts) == {"value"}
                    numbers[column] = self._number(number, measure, alone=alone and not measure.bare)
        kind = parts.get("kind")
        return (
            None if text is None else plain(text).strip(),
            numbers,
            None if kind is None else read_word("quantity_kind", plain(kind).strip()),
        )

    def _number(self, number: Any, measure: Measure, *, alone: bool) -> int | None:  # noqa: ANN401 - as it came
        """Read a number into stored integers, in the unit of its column; in base units if a machine wrote it."""
        if number is None:
            return None
        text = unicodedata.normalize("NFKC", plain(number)).strip()
        if not _is_number(text):
            raise Unreadable(N_("'{text}' is no number."), text=text)
        text = text.replace(",", "")
        unit = measure.heading
        if unit is None and measure.money and (alone or isinstance(number, str)):
            unit = measure.unit
            if unit is None:
                typed(text, measure.wanted, money=True)  # refuses it with the question in which unit it is
        return _stored_number(Decimal(text) * self._factor(unit, measure), SCALES[measure.table])

    def _factor(self, unit: str | None, measure: Measure) -> Decimal:
        """Tell how many base units the unit of a number is; one that does not fit is refused."""
        key = (unit, measure.wanted)
        if key not in self._factors:
            if unit is not None and unit not in measure.wanted:
                typed("1", measure.wanted, unit=unit, money=measure.money)
            self._factors[key] = Decimal(scaled(unit)[0])
        return self._factors[key]

    def printed(self, text: str, measure: Measure) -> Columns:
        """Read a quantity as printed."""
        found = self._memory.get((text, measure))
        if found is None:
            found = _plain(text, measure) or stored(
                typed(text, measure.wanted, unit=measure.heading or measure.unit, money=measure.money),
                SCALES[measure.table],
            )
            if len(self._memory) >= _MOST:
                self._memory.clear()
            self._memory[text, measure] = found
        return found

    def _is_stored(self, text: str, measure: Measure, row: Mapping[str, Any]) -> bool:
        """Tell whether a text is what is stored, perhaps but for the unit that the column names."""
        if text == row["text"]:
            return True
        if row["text"] is None:
            return False
        try:
            return bool(self.printed(text, measure)["text"] == row["text"])
        except AidtrackError:
            return False

    def _both(
        self,
        text: str,
        numbers: Columns,
        kind: str | None,
        measure: Measure,
        whole: tuple[Columns, str | None] | None,
    ) -> Columns:
        """Hold a text and numbers against each other; a machine may state bounds that the text alone does not.

        `whole` is what it stated.
        """
        said = {**numbers, **({"quantity_kind": kind} if kind else {})}
        try:
            found = self.printed(text, measure)
        except AidtrackError:
            if whole is None and not _as_bare(text, said, measure):
                raise
            found = {}
        if found and all(found[name] == value for name, value in said.items()):
            return {**found, "text": text} if whole or measure.stated else found
        if whole is None and not _as_bare(text, said, measure):
            raise Unreadable(
                N_("'{text}' and the numbers beside it do not agree; correct one of them."), text=text
            )
        parse(text)  # the rules read it again
        return {**_replaced(*(whole or (numbers, kind)), {}), "text": text}


def _is_statement(parts: Parts, measure: Measure) -> bool:
    """Tell whether a machine stated all there is to a quantity."""
    return "kind" in parts and "low" in parts and (measure.stated or not isinstance(parts["low"], str))


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip()) is not None


def _stored_number(number: Decimal, scale: int) -> int:
    if number < 0 or number > LARGEST:
        raise Unreadable(N_("{number} can be no figure; it is below 0 or above 10^15."), number=number)
    whole = number * scale
    if whole != whole.to_integral_value():
        raise Unreadable(
            N_("{number} is too fine; the ledger counts to 1/{scale}."), number=number, scale=scale
        )
    return int(whole)


def _plain(text: str, measure: Measure) -> Columns | None:
    """Read 8500万元 and 120 at once; most figures are so, and the grammar takes its time."""
    found = _PLAIN.fullmatch(text)
    if found is None or not _is_own(found[3], measure):
        return None
    number = Decimal(found[1]) * _FACTORS[found[2]] * SCALES[measure.table]
    if number != number.to_integral_value() or number > LARGEST * SCALES[measure.table]:
        return None
    value = int(number)
    return {"text": text, "low": value, "high": value, "value": value, "quantity_kind": "exact"}


def _is_own(unit: str, measure: Measure) -> bool:
    """Tell whether a text is in the unit that is asked for; without any it may be that of a heading."""
    bare = not measure.money and not measure.heading and not measure.unit
    return unit in measure.wanted or (bare and not unit)


def _replaced(numbers: Columns, kind: str | None, row: Mapping[str, Any]) -> Columns:
    """Build the quantity that numbers state; its text, if there was one, no longer says it."""
    if not numbers:
        return {"quantity_kind": kind}
    if "low" not in numbers and "high" not in numbers:
        value = numbers["value"]
        if value is None:
            raise Unreadable(N_("Say how much: a text as printed, or a number."))
        return _checked(value, value, value, kind)
    value = numbers.get("value", row.get("value"))
    low = numbers.get("low", row.get("low"))
    if "high" in numbers or row:
        high = numbers.get("high", row.get("high"))
    else:
        high = value if value == low and kind in (None, "exact") else None
    return _checked(value, low or 0, high, kind)


def _checked(value: int | None, low: int, high: int | None, kind: str | None) -> Columns:
    if (high is not None and high < low) or (
        value is not None and (value < low or (high is not None and value > high))
    ):
        raise Unreadable(N_("The number must lie between its bounds, and the lower bound below the upper."))
    kinds = "at_least" if high is None else "exact" if low == high else "range"
    return {"text": None, "low": low, "high": high, "value": value, "quantity_kind": kind or kinds}


def _as_bare(text: str, said: Columns, measure: Measure) -> bool:
    """Tell whether a text without a unit says these numbers in the unit that the page had elsewhere: 元, 万元, 亿元."""
    for unit in ("元", "万元", "亿元") if measure.money else ():
        try:
            found = stored(parse(text, unit), SCALES[measure.table])
        except AidtrackError:
            return False
        if all(found[name] == value for name, value in said.items()):
            return True
    return False
