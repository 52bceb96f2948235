"""Which pairing is meant by its two ends."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from aidtrack.errors import N_, Refused, Unreadable
from aidtrack.queries.lookup import ambiguous
from aidtrack.wording import label

if TYPE_CHECKING:
    from aidtrack.queries.places import Pair, Place, Places


class NotPaired(Refused):
    """Two places that no pairing joins yet; it can be added with them."""

    def __init__(self, donor: Place, recipient: Place) -> None:
        super().__init__(
            N_("{donor} and {recipient} are not paired in this ledger; pair them with: {command}"),
            donor=donor.name,
            recipient=recipient.name,
            command=_command(donor, recipient),
        )
        self.donor, self.recipient = donor, recipient


def _command(donor: Place, recipient: Place) -> str:
    level = recipient.level if recipient.level in ("county", "prefecture", "province") else "recipient"
    ends = [f"--donor {_ref(donor)}", f"--{level} {_ref(recipient)}"]
    return " ".join(["aidtrack add pairing", *ends, "--programme none"])


def _ref(place: Place) -> str:
    return place.code or shlex.quote(place.name)


def require_two(places: Places, donor: int, recipient: int) -> None:
    """Refuse a place that would help itself."""
    if donor == recipient:
        raise Unreadable(N_("{place} cannot be paired with itself."), place=places[donor].name)


def pairing_between(places: Places, donor: int, recipient: int, known: Pair | None) -> int | None:
    """Find the pairing of two places; null where there is none.

    Of several the one `known` already (a project's) is meant, else they are refused with a list.
    """
    require_two(places, donor, recipient)
    found = [
        pair for pair in places.pairs.values() if (pair.donor_id, pair.recipient_id) == (donor, recipient)
    ]
    if known in found and known is not None:
        return known.id
    if len(found) > 1:
        names = f"{places[donor].name} → {places[recipient].name}"
        raise ambiguous(names, [(f"--pairing {pair.id}", _said(pair)) for pair in found])
    return found[0].id if found else None


def _said(pair: Pair) -> str:
    return " ".join(filter(None, (label("programme", pair.programme), pair.since)))
