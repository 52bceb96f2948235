"""What identifies an activity and an organisation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aidtrack.errors import N_
from aidtrack.formats.iati.codelists import codelist
from aidtrack.formats.iati.element import stated
from aidtrack.formats.iati.fault import fault
from aidtrack.formats.iati.rule import ERROR, WARNING, Rule
from aidtrack.formats.iati.values import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aidtrack.formats.iati.activity import Activity
    from aidtrack.formats.iati.fault import Fault

UNIQUE = "1.1.2"

_AGENCY = re.compile(r"([A-Z]{2})-[A-Z][A-Z0-9_]*-.+")
_WORLD = frozenset({"XI", "XM", "XR"})


def former_and_present(activity: Activity) -> list[str]:
    """Give the identifiers of who reports, those of before included."""
    former = (each for each in activity.all("other-identifier") if stated(each, "type") == "B1")
    return [ref for ref in (activity.reporter, *(stated(each, "ref") for each in former)) if ref]


def _not_from_reporter(activity: Activity) -> Iterator[Fault]:
    said, owners = activity.identifier, former_and_present(activity)
    if not said or not owners or said == activity.reporter:
        return
    if not any(said.startswith(f"{owner}-") and len(said) > len(owner) + 1 for owner in owners):
        [element, *_] = activity.all("iati-identifier")
        yield fault(
            element,
            N_(
                "The identifier {value} is not that of the reporting organisation with a hyphen and more: {owner}-…"
            ),
            value=shown(said),
            owner=owners[0],
        )


def _is_the_reporter(activity: Activity) -> Iterator[Fault]:
    if activity.identifier and activity.identifier == activity.reporter:
        [element, *_] = activity.all("iati-identifier")
        yield fault(
            element,
            N_("The activity has the identifier of the reporting organisation, {value}."),
            value=activity.reporter,
        )


def _unknown_agency(activity: Activity) -> Iterator[Fault]:
    for element in activity.all("reporting-org"):
        ref = stated(element, "ref")
        if ref and not _is_registered(ref):
            sentence = N_(
                "reporting-org/@ref is {value}, which does not begin with a register of organisations such as CN-USCI."
            )
            yield fault(element, sentence, value=shown(ref))


def _is_registered(ref: str) -> bool:
    """Tell whether an identifier can be of a register: a listed one, or another of a country or the world."""
    if any(ref.startswith(f"{agency}-") for agency in codelist("OrganisationRegistrationAgency").codes):
        return True
    found = _AGENCY.fullmatch(ref)
    return found is not None and (found[1] in _WORLD or found[1] in codelist("Country").codes)


RULES = (
    Rule(UNIQUE, ERROR, N_("No two activities of a file have the same identifier.")),
    Rule(
        "1.1.3",
        ERROR,
        N_("An activity's identifier is not that of the reporting organisation."),
        _is_the_reporter,
    ),
    Rule(
        "1.1.21",
        WARNING,
        N_(
            "An activity's identifier is that of the reporting organisation, now or formerly, with a hyphen and more."
        ),
        _not_from_reporter,
    ),
    Rule(
        "1.14.8",
        WARNING,
        N_("The reporting organisation's identifier begins with a register."),
        _unknown_agency,
        once=True,
    ),
)
