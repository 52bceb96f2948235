"""What an activity is about: the purpose code of the DAC, and the ledger's own sector."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aidtrack.formats.iati.codelists import codelist
from aidtrack.formats.iati.ledger.markup import add, clean, narrate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aidtrack.formats.exchange import Row
    from aidtrack.formats.iati.ledger.markup import Node

_DAC, _OWN = "1", "99"
_OWN_LIST = "urn:aidtrack:sectors"
_SEVERAL = "43010"
_NOT_SAID = "99810"


def add_several(activity: Node) -> None:
    """Say of a pairing that its projects are of several sectors."""
    add(activity, "sector", {"vocabulary": _DAC, "code": _SEVERAL}, assumed="code")


def add_sector(activity: Node, sectors: Mapping[str, Row], code: str | None) -> None:
    """Say the sector of a project; the nearest known purpose is that of the sector above it."""
    sector = sectors.get(code or "")
    purpose = _purpose(sector)
    above = None if purpose or sector is None else _purpose(sectors.get(sector.get("parent") or ""))
    add(
        activity,
        "sector",
        {"vocabulary": _DAC, "code": purpose or above or _NOT_SAID},
        assumed="" if purpose else "code",
    )
    if sector is not None:
        said = {"vocabulary": _OWN, "vocabulary-uri": _OWN_LIST, "code": clean(sector["code"]) or "-"}
        narrate(
            add(activity, "sector", said),
            clean(sector["name"]) or clean(sector["code"]) or "-",
            sector.get("name_en"),
        )


def _purpose(sector: Row | None) -> str | None:
    """Give the purpose code of a sector, if the DAC's list has it."""
    code: str = (sector or {}).get("dac") or ""
    return code if code in codelist("Sector").codes else None
