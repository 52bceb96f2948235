"""Units: what a figure counts, and whether one unit may stand where another is asked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aidtrack.numerals import ONE, fold, pattern, vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal


def rate(units: Sequence[str]) -> str:
    """Join 元, 人, 月 to 元/人·月: one numerator, the rest below it."""
    below = "·".join(units[1:]).replace("个月", "月")
    return f"{units[0]}/{below}" if below else units[0]


def scaled(unit: str | None) -> tuple[Decimal, str | None]:
    """Split a field's unit into what it multiplies by and the canonical unit: 万元 is 10000 and 元."""
    folded, factor = fold(unit or ""), ONE
    while folded not in vocabulary() or vocabulary()[folded].role == "scale":
        found = pattern().match(folded)
        token = vocabulary().get(found[0]) if found else None
        if not token or token.role not in {"place", "scale"}:
            break
        factor, folded = factor * token.size, folded[len(token.word) :].strip()
    return factor, canonical(folded)


def canonical(folded: str) -> str | None:
    """Give the one form of a unit; a word that is not in the table stands for itself."""
    return rate([_one_form(part.strip()) for part in re.split("[/·每]", folded)]) if folded else None


def _one_form(word: str) -> str:
    token = vocabulary().get(word)
    return token.sense if token and token.role in {"unit", "currency"} else word


def fits(unit: str | None, wanted: str) -> bool:
    """Tell whether a figure of the printed unit may stand where `wanted` is asked for.

    What is said without a unit fits anything; 元 fits the rate 元/人·月, whose numerator it is.
    人次 and 户 are not 人.
    """
    if unit is None:
        return True
    printed, asked = scaled(unit)[1], scaled(wanted)[1] or ""
    return printed in {None, asked, asked.partition("/")[0]}
