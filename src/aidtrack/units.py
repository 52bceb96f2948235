"""Units: what a figure counts, and whether one unit may stand where another is asked for."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from aidtrack.errors import N_, Unreadable
from aidtrack.numerals import ONE, fold, pattern, vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal


CURRENCIES = frozenset(
    (
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP "
        "BYN BYR BZD CAD CDF CHF CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EEK EGP ERN ETB "
        "EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD "
        "JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LTL LVL LYD MAD MDL MGA MKD MMK MNT "
        "MOP MRO MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG "
        "QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STD STN SVC SYP SZL THB TJS "
        "TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VEF VES VND VUV WST XAF XCD XCG "
        "XDR XOF XPF YER ZAR ZMK ZMW ZWG ZWL"
    ).split()
)
"""The codes of ISO 4217 that aid is told in: those of IATI's list Currency, but for two that ISO does not have."""

_MEANT = {"RMB": "CNY", "CNH": "CNY", "NTD": "TWD", "UKP": "GBP"}
_LIKELY = ("CNY", "USD", "EUR", "HKD", "JPY", "GBP")


def currency_code(text: str) -> str:
    """Read the code of a currency; one that no money has is refused, or the money would leave every total."""
    code = text.strip().upper()
    if code in CURRENCIES:
        return code
    near = _MEANT.get(code) or next(
        iter(get_close_matches(code, _LIKELY, 1) or get_close_matches(code, sorted(CURRENCIES), 1)), None
    )
    if near is None:
        raise Unreadable(N_("'{text}' is no ISO code of a currency; write CNY or USD."), text=text)
    raise Unreadable(
        N_("'{text}' is no ISO code of a currency; did you mean {near}?"), text=text.strip(), near=near
    )


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
