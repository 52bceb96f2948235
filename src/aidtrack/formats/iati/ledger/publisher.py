"""The organisation that reports: its identifier, as its register gives it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aidtrack.errors import N_, Unreadable
from aidtrack.formats.iati.codelists import codelist

if TYPE_CHECKING:
    from aidtrack.formats.exchange import Row

LOCAL = "XX-AIDTRACK-LOCAL"
"""Stands where no reporting organisation is known; no register has it."""

USCI = "CN-USCI-"
"""The register of China: the unified social credit identifier."""

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT = re.compile(f"[{_SIGNS}]{{18}}")
_OTHER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]*")

_TYPES = {"11": "10", "12": "15", "51": "22", "52": "22", "53": "60", "91": "70", "92": "70", "93": "70"}
"""By its first signs (who registers it, and as what): the standard's type of an organisation."""

LOCAL_GOVERNMENT = "11"


def is_credit_identifier(text: str) -> bool:
    """Tell whether a text is a unified social credit identifier, its check digit included (GB 32100-2015)."""
    if not _CREDIT.fullmatch(text):
        return False
    total = sum(_SIGNS.index(sign) * pow(3, at, 31) for at, sign in enumerate(text[:17]))
    return _SIGNS[-total % 31] == text[17]


def credit_reference(text: str | None) -> str | None:
    """Give the identifier of an organisation as the standard writes it, if it is one."""
    bare = (text or "").strip().upper().removeprefix(USCI)
    return f"{USCI}{bare}" if is_credit_identifier(bare) else None


def reporting_identifier(text: str) -> str:
    """Check an identifier: 18 signs of China's register, or that of another register the standard lists."""
    given = text.strip()
    if (credit := credit_reference(given)) is not None:
        return credit
    registers = codelist("OrganisationRegistrationAgency").codes - {USCI.rstrip("-")}
    register = next((code for code in registers if given.startswith(f"{code}-")), None)
    if register is not None and _OTHER.fullmatch(given.removeprefix(f"{register}-")):
        return given
    raise Unreadable(
        N_(
            "'{text}' identifies no organisation: give its unified social credit identifier, 18 digits and letters without I, O, S, V and Z of which the last checks the others, or another register's with its prefix."
        ),
        text=text,
    )


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who reports; `assumed` names what of it is not known."""

    ref: str
    type: str
    name: str
    name_en: str | None = None
    assumed: str = ""


def publisher(ref: str | None, body: Row | None, types: dict[str, str]) -> Publisher:
    """Describe who reports, by the organisation of the ledger that has the identifier, if there is one."""
    if ref is None:
        return Publisher(LOCAL, LOCAL_GOVERNMENT, "未说明", "not stated", assumed="ref type narrative")
    kind = types.get((body or {}).get("kind", "")) or _TYPES.get(ref.removeprefix(USCI)[:2])
    name = (body or {}).get("name")
    assumed = " ".join(word for word, known in (("type", kind), ("narrative", name)) if not known)
    return Publisher(ref, kind or LOCAL_GOVERNMENT, name or ref, (body or {}).get("name_en"), assumed)
