"""Who reports, and who takes part: the places at both ends, and the bodies that the ledger names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aidtrack.formats.iati.ledger.extension import add_row
from aidtrack.formats.iati.ledger.markup import add, clean, narrate
from aidtrack.formats.iati.ledger.publisher import LOCAL_GOVERNMENT, credit_reference
from aidtrack.vocab import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aidtrack.formats.exchange import Row
    from aidtrack.formats.iati.ledger.known import Known
    from aidtrack.formats.iati.ledger.markup import Node
    from aidtrack.formats.iati.ledger.places import Spot
    from aidtrack.formats.iati.ledger.publisher import Publisher

_FUNDING, _ACCOUNTABLE = "1", "2"


def add_publisher(activity: Node, who: Publisher) -> None:
    """Say who reports."""
    reporter = add(activity, "reporting-org", {"ref": who.ref, "type": who.type}, assumed=who.assumed)
    narrate(reporter, clean(who.name) or who.ref, who.name_en)


def add_bodies(activity: Node, known: Known, pairing: str, taking_part: Iterable[Row]) -> None:
    """Say who takes part: the place that helps gives, that which is helped is accountable."""
    _add_end(activity, _FUNDING, known.donor(pairing))
    _add_end(activity, _ACCOUNTABLE, known.recipient(pairing))
    for row in taking_part:
        _add_body(activity, known, row)


def _add_end(activity: Node, role: str, spot: Spot) -> None:
    narrate(
        add(activity, "participating-org", {"role": role, "type": LOCAL_GOVERNMENT}), spot.name, spot.name_en
    )


def _add_body(activity: Node, known: Known, row: Row) -> None:
    """Add a body with the record of its part, and its own record where it is named first."""
    uid = row["organisation"]
    body = known.small["organisations"].get(uid, {})
    said = {"role": VOCABULARIES["role"].by_code[row["role"]].iati}
    if reference := credit_reference(body.get("identifier")):
        said["ref"] = reference
    if kind := body.get("kind"):
        said["type"] = VOCABULARIES["organisation_kind"].by_code[kind].iati
    element = add(activity, "participating-org", said)
    narrate(element, clean(body.get("name")) or clean(uid) or "…", body.get("name_en"))
    for own in known.untold("organisations", uid):
        add_row(element, "organisations", own)
    add_row(element, "participations", row)
