"""Places as locations: by their code of GB/T 2260, which the standard's lists of places do not know."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aidtrack.formats.iati.ledger.markup import add, add_text, clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aidtrack.formats.exchange import Row
    from aidtrack.formats.iati.ledger.markup import Node

REGISTER = "GBT2260"
_CODE = re.compile(r"[0-9]{6}")
_CODED = re.compile(r"([0-9]{6}) (.+)", re.DOTALL)
_COUNTRY, _PROVINCE, _PREFECTURE, _COUNTY = "PCLI", "ADM1", "ADM2", "ADM3"
_BY_LEVEL = {"country": _COUNTRY, "province": _PROVINCE, "prefecture": _PREFECTURE, "county": _COUNTY}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with its names, or a named group of places with its members."""

    name: str
    name_en: str | None = None
    code: str | None = None
    designation: str | None = None
    members: tuple[Spot, ...] = ()

    @property
    def spots(self) -> tuple[Spot, ...]:
        """The places on the ground: its members, where it is a group whose members are known."""
        return self.members or (self,)


def _designation(code: str) -> str:
    if code == "100000":
        return _COUNTRY
    return _PROVINCE if code.endswith("0000") else _PREFECTURE if code.endswith("00") else _COUNTY


class Places:
    """Finds places as rows refer to them: by code and name, those added by hand by uid."""

    def __init__(self, by_hand: Mapping[str, Row], pinyin: Mapping[str, str]) -> None:
        self._by_hand, self._pinyin = by_hand, pinyin
        self._found: dict[str, Spot] = {}

    def find(self, reference: str) -> Spot:
        """Find a place; one that nothing is known of is called as it is referred to."""
        if reference not in self._found:
            self._found[reference] = self._make(reference)
        return self._found[reference]

    def _make(self, reference: str) -> Spot:
        row = self._by_hand.get(reference)
        if row is not None:
            self._found[reference] = Spot(clean(row["name"]) or "…")  # should a group be its own member
            return self._of_row(row)
        coded = _CODED.fullmatch(reference)
        if coded is None:
            return Spot(clean(reference) or "…")
        pinyin = self._pinyin.get(coded[1], "").title()
        return Spot(clean(coded[2]) or coded[1], pinyin or None, coded[1], _designation(coded[1]))

    def _of_row(self, row: Row) -> Spot:
        members = tuple(self.find(member) for member in row.get("members", ()))
        level = _BY_LEVEL.get(row.get("level", ""))
        code = row.get("code") or ""
        return Spot(
            clean(row["name"]) or clean(row["uid"]) or "…",
            None,
            code if _CODE.fullmatch(code) else None,
            level,
            members,
        )


def add_scope(activity: Node, recipient: Spot) -> None:
    """Say how far an activity reaches, where the codes of its places tell."""
    codes = {spot.code for spot in recipient.spots}
    if None in codes:
        return
    provinces = {(code or "")[:2] for code in codes}
    if len(provinces) > 1:
        code = "5"
    elif len(codes) > 1:
        code = "6"
    else:
        code = {_COUNTRY: "4", _PROVINCE: "6"}.get(recipient.spots[0].designation or "", "7")
    add(activity, "activity-scope", {"code": code})


def add_places(activity: Node, recipient: Spot, site: str | None) -> None:
    """Say where an activity is: in China, and where there."""
    add(activity, "recipient-country", {"code": "CN", "percentage": "100"})
    for spot in recipient.spots:
        _add_place(activity, spot, site)


def _add_place(activity: Node, spot: Spot, site: str | None) -> None:
    location = add(activity, "location", {"ref": f"{REGISTER}-{spot.code}"} if spot.code else {})
    add(location, "location-reach", {"code": "1"})
    add_text(location, "name", spot.name, spot.name_en)
    if site and (said := clean(site)):
        add_text(location, "activity-description", said)
    if spot.designation:
        add(location, "exactness", {"code": "2"})
        add(location, "location-class", {"code": "1"})
        add(location, "feature-designation", {"code": spot.designation})
