"""Quantities as sources state them: 1029万元, 1100餘萬元, 近5万人, 1500—5000元, 数千人, 85 million yuan.

A text is folded (width, script, case), cut into the words of one table, and read from left to right.
Bounds are stored closed even where the words leave them open: 1100余万 is 11,000,000 to 12,000,000.
Two widths are conventions of this project, not the text's: the lower bound of 近 and the width of 约.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import takewhile
from typing import TYPE_CHECKING

from aidtrack.errors import N_, Unreadable
from aidtrack.numerals import (
    MAX_DIGITS,
    ONE,
    TENTH,
    ZERO,
    Stated,
    Token,
    fold,
    malformed,
    marked_range,
    no_number,
    state,
    strange,
    tokens,
    unreadable,
)
from aidtrack.units import rate, scaled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KINDS = ("exact", "over", "at_least", "under", "at_most", "approx", "range", "vague")

_MAX_LENGTH = 120
# Enough for every product of 30 digits with 万亿: nothing is ever rounded.
_PRECISION = 100

_HALF = Decimal("0.5")
_HALVES = {
    "approx": (Decimal("0.45"), Decimal("0.55"), "半 半数 一半 约半数 约一半 一半左右 half about_half"),
    "more": (
        _HALF,
        ONE,
        "过半 过半数 大半 多半 超半数 超一半 超过半数 超过一半 半数以上 一半以上 more_than_half",
    ),
    "near": (Decimal("0.45"), _HALF, "近半 近半数 近一半 将近一半 nearly_half"),
    "under": (ZERO, _HALF, "不足半数 不到半数 不足一半 不到一半 less_than_half"),
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as sure as its source, in base units (yuan, persons, the unit named).

    `text` is as printed, null where it was counted. `value` is the number stated, null for a range and for
    vague words, which state no single one. `high` is null where the top is open, `unit` where none is said.
    """

    text: str | None
    value: Decimal | None
    low: Decimal
    high: Decimal | None
    kind: str
    unit: str | None

    @property
    def exact(self) -> bool:
        """Whether the two bounds are one number."""
        return self.low == self.high


# Phrases


@dataclass(frozen=True, slots=True)
class _Term:
    """A numeral with the unit printed after it; a `loose` one has 多 after the unit (两年多)."""

    numeral: list[Token]
    unit: str | None
    loose: bool

    @property
    def scaled(self) -> bool:
        return any(token.role == "scale" for token in self.numeral)

    @property
    def bare(self) -> bool:
        """Whether no digit stands before the first 百 or 万: a unit (百万元), not a number; 十 is one."""
        return self.numeral[0].role in {"place", "scale"} and self.numeral[0].word != "十"

    def state(self, text: str) -> Stated:
        if self.unit is None and [token.word for token in self.numeral] == ["几"]:
            raise no_number(text)
        stated = state(text, self.numeral)
        if not self.loose:
            return stated
        if stated.sense != "exact":
            raise malformed(text)
        # 两年多 is less than one year more; in 10万元多 it is the 万 that is left open.
        step = stated.step if self.scaled else min(stated.step, ONE)
        return Stated(stated.low, stated.low, step, stated.place, "more")


class _Reader:
    """The words of one text, taken from left to right."""

    def __init__(self, text: str, tokens: Iterator[Token]) -> None:
        self.text = text
        self.tokens = list(tokens)
        self.at = 0

    def take(self, *roles: str) -> Token | None:
        """Take the next word if it has one of these roles."""
        if self.at < len(self.tokens) and self.tokens[self.at].role in roles:
            self.at += 1
            return self.tokens[self.at - 1]
        return None

    def all(self, *roles: str) -> list[Token]:
        """Take the next words that have one of these roles, as many as there are."""
        taken = list(takewhile(lambda token: token.role in roles, self.tokens[self.at :]))
        self.at += len(taken)
        return taken

    def rest(self) -> str:
        return "".join(token.word for token in self.tokens[self.at :])

    def term(self) -> _Term:
        """Take a numeral and its unit."""
        numeral = self.all("number", "digit", "pair", "place", "scale", "mark")
        if not numeral:
            raise strange(self.text, self.rest()) if self._has_number() else no_number(self.text)
        unit, word = self._unit(), self.tokens[self.at - 1].word
        _refuse_date(self.text, numeral, word)
        loose = unit is not None and self.rest()[:1] in {"余", "多"}
        self.at += loose
        return _Term(numeral, unit, loose)

    def _has_number(self) -> bool:
        return any(token.role in {"number", "digit", "pair"} for token in self.tokens)

    def _unit(self) -> str | None:
        if not (first := self.take("unit", "currency")):
            return None
        senses = [first.sense]
        while self.take("per"):
            if not (below := self.take("unit")):
                raise strange(self.text, self.rest() or "/")
            senses.append(below.sense)
        return rate(senses)


def _refuse_date(text: str, numeral: list[Token], unit: str) -> None:
    """Refuse 2021年 and 8月; 2000多年 and 2年 are durations."""
    if len(numeral) != 1 or unit not in {"年", "月"}:
        return
    if (unit == "年" and 1000 <= numeral[0].size < 3000) or (unit == "月" and 1 <= numeral[0].size <= 12):
        raise unreadable(
            N_("'{text}' is a date, not an amount; write a duration as 2年 or 8个月, or leave it out."), text
        )


@dataclass(frozen=True, slots=True)
class _Phrase:
    """An amount cut into its parts: words before, one numeral or the two ends of a range, words after."""

    text: str
    before: list[Token]
    terms: list[_Term]
    after: list[Token]

    @property
    def scaled(self) -> bool:
        return any(term.scaled for term in self.terms)

    @property
    def unit(self) -> str | None:
        """The unit printed, which both ends of a range share; a currency before the number is one too."""
        said = [term.unit for term in self.terms if term.unit is not None]
        said += [token.sense for token in self.before if token.role == "currency"]
        if len(set(said)) > 1:
            raise unreadable(
                N_("'{text}' names two units, {one} and {other}; write one amount at a time."),
                self.text,
                one=said[0],
                other=said[-1],
            )
        return said[0] if said else None

    def stated(self) -> Stated:
        """Read the numerals and the words around them into bounds-to-be."""
        states = [term.state(self.text) for term in self.terms]
        stated = states[0] if len(states) == 1 else _range(self.text, self.terms, states)
        sense = _sense(self, stated.sense)
        if sense in {"exact", "range"} and any(term.bare for term in self.terms):
            raise no_number(self.text)
        return Stated(stated.low, stated.top, stated.step, stated.place, sense)


def _phrase(text: str, own: str | None = None) -> _Phrase:
    if len(text) > _MAX_LENGTH:
        raise unreadable(
            N_("'{text}' is too long for an amount; write the figure alone, such as 1100余万元."), text
        )
    reader = _Reader(text, tokens(text, fold(text), own))
    if reader.take("dash"):
        raise unreadable(N_("'{text}' is negative; write an amount of zero or more."), text)
    before = reader.all("lead", "before", "currency")
    terms = [reader.term()]
    if reader.take("dash"):
        terms.append(reader.term())
    after = reader.all("after")
    if reader.rest():
        raise strange(text, reader.rest())
    return _Phrase(text, before, terms, after)


def _range(text: str, terms: list[_Term], states: list[Stated]) -> Stated:
    """Join the ends of a range; a left end without unit and 万 takes the right end's 万."""
    left, right = states
    if left.sense != "exact" or right.sense != "exact":
        raise marked_range(text)
    if terms[0].unit is None and not terms[0].scaled:
        _refuse_shared_place(text, terms, left, right)
        if terms[1].scaled:
            left = _lifted(text, terms, left, right)
    if left.low > right.low:
        raise unreadable(
            N_("'{text}' runs from the greater number to the smaller; write the smaller first."), text
        )
    return Stated(left.low, right.low, min(left.step, right.step), min(left.place, right.place), "range")


def _refuse_shared_place(text: str, terms: list[_Term], left: Stated, right: Stated) -> None:
    """Refuse 三至五百, which may start at 3 or at 300, and 1—2千万, which may start at 1万 or at 1千万."""
    numeral = terms[1].numeral
    if left.low >= 10 or len(numeral) < 2 or numeral[1].role != "place" or numeral[1].word == "十":
        return
    if all(token.role == "scale" for token in numeral[2:]) and left.low * numeral[1].size <= right.low:
        raise _unclear_range(text)


def _lifted(text: str, terms: list[_Term], left: Stated, right: Stated) -> Stated:
    """Give the left end the right's 万亿, 亿 or 万 while the range ascends; else it is literal (5000—1万)."""
    tail = [token.size for token in takewhile(lambda t: t.role == "scale", reversed(terms[1].numeral))]
    while tail:
        factor = ONE
        for size in tail:
            factor *= size
        if left.low * factor <= right.low:
            return left.times(factor)
        tail.pop()
    if right.low > 100 * left.low:
        raise _unclear_range(text)
    return left


def _unclear_range(text: str) -> Unreadable:
    return unreadable(
        N_("The range '{text}' can be read in two ways; write both ends in full: 1万—2万元."), text
    )


# Bounds

# What the words around a numeral may add to one that is inexact by itself: the tighter words win.
_ADDS_NOTHING = {
    "more": {"approx", "over", "at_least"},
    "approx": {"approx"},
    "range": {"approx"},
    "vague": {"approx"},
}


def _sense(phrase: _Phrase, own: str) -> str:
    """Settle on one sense for the numeral's own and that of the words around it, or refuse."""
    around = [token for token in (*phrase.before, *phrase.after) if token.sense and token.role != "currency"]
    senses = {token.sense for token in around}
    _check_bare(phrase)
    if own != "exact" and senses <= _ADDS_NOTHING[own]:
        return own
    if own == "exact" and senses == {"over", "at_least"}:
        return "over"
    if own == "exact" and len(senses) <= 1:
        return senses.pop() if senses else own
    raise unreadable(
        N_("'{text}' bounds its number in ways that conflict ({words}); keep one."),
        phrase.text,
        words=", ".join(token.word for token in around),
    )


def _check_bare(phrase: _Phrase) -> None:
    """上 means "at least" only before 百, 千, 万 or 亿 alone."""
    bare = phrase.terms[0].numeral[0].role in {"place", "scale"}
    if not bare and any(token.word == "上" for token in phrase.before):
        raise malformed(phrase.text)


def _approx(stated: Stated) -> tuple[Decimal, Decimal]:
    width = min(stated.step / 2, stated.low * TENTH)
    return stated.low - width, stated.low + width


_BOUNDS: dict[str, Callable[[Stated], tuple[Decimal, Decimal | None]]] = {
    "exact": lambda s: (s.low, s.low),
    "more": lambda s: (s.low, s.low + s.step),
    "over": lambda s: (s.low, None),
    "at_least": lambda s: (s.low, None),
    "under": lambda s: (ZERO, s.low),
    "near": lambda s: (max(s.low - s.step, s.low * Decimal("0.9")), s.low),
    "at_most": lambda s: (ZERO, s.low),
    "approx": _approx,
    "range": lambda s: (s.low, s.top),
    "vague": lambda s: (s.low, s.top),
}
_KIND = {"more": "over", "near": "under"}


def _quantity(text: str | None, stated: Stated, unit: str | None) -> Quantity:
    low, high = _BOUNDS[stated.sense](stated)
    kind = _KIND.get(stated.sense, stated.sense)
    value = None if kind in {"range", "vague"} else _tidy(stated.low)
    return Quantity(text, value, _tidy(low), None if high is None else _tidy(high), kind, unit)


def _tidy(number: Decimal) -> Decimal:
    """Write a number without idle zeros and without an exponent."""
    return number.quantize(ONE) if number == number.to_integral_value() else number.normalize()


def _half(text: str) -> Quantity | None:
    folded = fold(text).replace(" ", "_")
    for sense, (low, high, words) in _HALVES.items():
        if folded in words.split():
            return Quantity(text, _HALF, low, high, _KIND.get(sense, sense), "ratio")
    return None


# The ways in


def parse(text: str, unit: str | None = None) -> Quantity:
    """Read an amount as printed into its bounds in base units.

    `unit` is the field's own; it applies where the text names none, and a 万 in it (万元) where the text
    has no 万 or 亿 of its own.
    """
    text = text.strip()
    with localcontext(prec=_PRECISION):
        if half := _half(text[:_MAX_LENGTH]):
            return half
        factor, own = scaled(unit)
        phrase = _phrase(text, own)
        printed, stated = phrase.unit, phrase.stated()
        if printed is None and not phrase.scaled:
            stated = stated.times(factor)
        return _quantity(text, stated, printed or own)


def counted(number: int | Decimal, unit: str | None = None) -> Quantity:
    """Give the exact quantity of something that was counted, not printed."""
    with localcontext(prec=_PRECISION):
        value = Decimal(number)
        if not value.is_finite() or value < 0 or abs(value.adjusted()) > MAX_DIGITS:
            raise unreadable(N_("{text} is no count; give a number of zero or more."), str(number))
        factor, own = scaled(unit)
        value = _tidy(value * factor)
    return Quantity(None, value, value, value, "exact", own)


def place(text: str) -> Decimal:
    """Give the place value of the last digit that says something, in base units.

    That is the last digit printed (17.8万: 1,000; 6350万: 10,000), but where the number is rounded by 余,
    约 or 几 its trailing zeros say nothing (1100余万: 1,000,000).
    """
    text = text.strip()
    with localcontext(prec=_PRECISION):
        if _half(text[:_MAX_LENGTH]):
            return TENTH
        stated = _phrase(text).stated()
        return _tidy(stated.step if stated.sense in {"more", "approx", "vague"} else stated.place)
