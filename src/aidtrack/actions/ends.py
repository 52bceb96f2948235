"""Which pairing is meant by its two ends."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from aidtrack.errors import N_, Refused, Unreadable
from aidtrack.queries.lookup import ambiguous
from aidtrack.queries.pairing_text import ANY
from aidtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aidtrack.queries.pairing_text import Ends
    from aidtrack.queries.places import Pair, Place, Places


class NotPaired(Refused):
    """Two places that no pairing joins yet; it can be added with them."""

    def __init__(self, donor: Place, recipient: Place, programme: str | None = None) -> None:
        super().__init__(
            N_("{donor} and {recipient} are not paired in this ledger; pair them with: {command}"),
            donor=donor.name,
            recipient=recipient.name,
            command=_command(donor, recipient, programme),
        )
        self.donor, self.recipient, self.programme = donor, recipient, programme


def _command(donor: Place, recipient: Place, programme: str | None) -> str:
    level = recipient.level if recipient.level in ("county", "prefecture", "province") else "recipient"
    ends = [f"--donor {_ref(donor)}", f"--{level} {_ref(recipient)}"]
    return " ".join(["aidtrack add pairing", *ends, f"--programme {programme or 'none'}"])


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
    found = places.between(donor, recipient)
    if known in found and known is not None:
        return known.id
    if len(found) > 1:
        raise _several(places, found)
    return found[0].id if found else None


def pairing_of_ends(places: Places, ends: Ends) -> int:
    """Find the pairing named by its ends, and perhaps its programme; raises NotPaired where there is none."""
    require_two(places, ends.donor, ends.recipient)
    found = list(ends.among(places))
    if not found:
        programme = None if ends.programme == ANY else ends.programme
        raise NotPaired(places[ends.donor], places[ends.recipient], programme)
    if len(found) > 1:
        raise _several(places, found)
    return found[0].id


def _several(places: Places, found: Sequence[Pair]) -> Refused:
    names = f"{places[found[0].donor_id].name} → {places[found[0].recipient_id].name}"
    return ambiguous(names, [(f"--pairing {pair.id}", _said(pair)) for pair in found])


def _said(pair: Pair) -> str:
    return " ".join(filter(None, (label("programme", pair.programme), pair.since)))
