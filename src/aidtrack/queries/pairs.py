"""How the two ends of a pairing are named in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aidtrack.wording import label, period_text

if TYPE_CHECKING:
    from aidtrack.queries.places import Place, Places
    from aidtrack.result import Row


class PairNames:
    """Names the ends of pairings; each pairing's names are made once."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self._columns: dict[int, Row] = {}
        self._all: dict[int, Row] = {}

    def columns(self, pairing: int) -> Row:
        """Give a row's columns for its pairing; county and prefecture are null where the recipient is above."""
        if pairing not in self._columns:
            self._columns[pairing] = self._named(pairing)
        return self._columns[pairing]

    def all_of(self, pairing: int) -> Row:
        """Give these columns and the programme."""
        if pairing not in self._all:
            programme = self.places.pairs[pairing].programme
            self._all[pairing] = {**self.columns(pairing), "programme": programme}
        return self._all[pairing]

    def _named(self, pairing: int) -> Row:
        pair = self.places.pairs[pairing]
        donor, recipient = self.places[pair.donor_id], self.places[pair.recipient_id]
        county = self._at(recipient, "county")
        prefecture = self._at(recipient, "prefecture")
        return {
            "donor": donor.name,
            "donor_code": donor.code,
            "recipient": recipient.name,
            "recipient_code": recipient.code,
            "county": county.name if county else None,
            "county_code": county.code if county else None,
            "prefecture": prefecture.name if prefecture else None,
        }

    def _at(self, place: Place, level: str) -> Place | None:
        if self.places.is_umbrella(place.id, level):
            return None
        found = self.places.at_level(place.id, level)
        return found if found.level == level or found.is_municipality else None

    def caption(self, pairing: int) -> str:
        """Write a pairing in one line: 色达县(四川甘孜州) ← 椒江区(浙江台州市) 对口支援 2021-06起."""
        pair = self.places.pairs[pairing]
        ends = f"{self._with_path(pair.recipient_id)} ← {self._with_path(pair.donor_id)}"
        programme = label("programme", pair.programme) if pair.programme else ""
        since = period_text(pair.since, pair.until) if pair.since or pair.until else ""
        return " ".join(part for part in (ends, programme, since) if part)

    def _with_path(self, place: int) -> str:
        inside = self.places.in_what(place)
        name = self.places[place].name
        return f"{name}({inside})" if inside else name
