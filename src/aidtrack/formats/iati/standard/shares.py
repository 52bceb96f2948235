"""Sectors, countries and regions: said once, at the activity or at all of its transactions, in shares of 100."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from aidtrack.errors import N_
from aidtrack.formats.iati.activity import below, narrated, some, uses
from aidtrack.formats.iati.element import stated
from aidtrack.formats.iati.fault import fault
from aidtrack.formats.iati.rule import ERROR, WARNING, Rule
from aidtrack.formats.iati.values import DECIMAL, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aidtrack.formats.iati.activity import Activity
    from aidtrack.formats.iati.element import Element
    from aidtrack.formats.iati.fault import Fault

_WHOLE = Decimal(100)
_MOST_DIGITS = 30
_PLACES = ("recipient-country", "recipient-region")
_SHARED = ("recipient-country", "recipient-region", "sector", "capital-spend")


def share(element: Element) -> Decimal | None:
    """Read the percentage of an element; one that is none is told by another rule."""
    said = stated(element, "percentage")
    return Decimal(said) if DECIMAL.fullmatch(said) and len(said) <= _MOST_DIGITS else None


def _sum(elements: Iterable[Element]) -> Decimal | None:
    """Add percentages up, rounded as IATI's validator does; nothing where one cannot be read."""
    shares = [share(each) for each in elements]
    known = [each for each in shares if each is not None]
    return round(sum(known, Decimal()), 4) if len(known) == len(shares) else None


# --- sectors


def _by_vocabulary(activity: Activity) -> dict[str, list[Element]]:
    found: dict[str, list[Element]] = {}
    for element in activity.all("sector"):
        found.setdefault(stated(element, "vocabulary") or "1", []).append(element)
    return found


def _sector_without_share(activity: Activity) -> Iterator[Fault]:
    for vocabulary, elements in _by_vocabulary(activity).items():
        bare = [each for each in elements if each.get("percentage") is None]
        if len(elements) > 1 and bare:
            sentence = N_("Of the {count} sectors of vocabulary {vocabulary} this one has no percentage.")
            yield fault(bare[0], sentence, count=len(elements), vocabulary=vocabulary)


def _sectors_not_whole(activity: Activity) -> Iterator[Fault]:
    for vocabulary, elements in _by_vocabulary(activity).items():
        total = _sum(elements) if len(elements) > 1 else None
        if total is not None and total != _WHOLE:
            sentence = N_(
                "The percentages of the sectors of vocabulary {vocabulary} add up to {total}, not to 100."
            )
            yield fault(elements[0], sentence, vocabulary=vocabulary, total=f"{total.normalize():f}")


def _single_sector_in_part(activity: Activity) -> Iterator[Fault]:
    for vocabulary, elements in _by_vocabulary(activity).items():
        total = _sum(elements) if len(elements) == 1 else None
        if total is not None and total != _WHOLE:
            sentence = N_(
                "The one sector of vocabulary {vocabulary} has a percentage of {total}; leave it out or say 100."
            )
            yield fault(elements[0], sentence, vocabulary=vocabulary, total=f"{total.normalize():f}")


def _own_sector_without_words(activity: Activity) -> Iterator[Fault]:
    for element in (*activity.all("sector"), *activity.all("transaction", "sector")):
        if uses(element, "98", "99") and not narrated(element):
            yield fault(element, N_("The sector is of an own vocabulary (98 or 99) and has no <narrative>."))


def _sector_nowhere(activity: Activity) -> Iterator[Fault]:
    if not activity.has("sector") and not some(activity.all("transaction", "sector")):
        yield fault(activity.element, N_("Neither the activity nor its transactions have a sector."))


def _sector_twice(activity: Activity) -> Iterator[Fault]:
    found = next(activity.all("transaction", "sector"), None) if activity.has("sector") else None
    if found is not None:
        yield fault(
            found, N_("The activity has sectors, and so has this transaction: one of the two is too much.")
        )


def _sector_sometimes(activity: Activity) -> Iterator[Fault]:
    if activity.has("sector") or not some(activity.all("transaction", "sector")):
        return
    for element in activity.all("transaction"):
        if not some(below(element, "sector")):
            yield fault(element, N_("This transaction has no sector, while others have."))


def _without_dac_sector(activity: Activity) -> Iterator[Fault]:
    for parent in (activity.element, *activity.all("transaction")):
        found = [*below(parent, "sector")]
        if found and not any(uses(each, "1") for each in found):
            yield fault(
                found[0], N_("The sectors are of other vocabularies only; give one of the DAC (1) too.")
            )


# --- countries and regions


def _placed(element: Element) -> bool:
    return any(child.tag in _PLACES for child in element)


def _place_nowhere(activity: Activity) -> Iterator[Fault]:
    if any(map(activity.has, _PLACES)):
        return
    transactions = [*activity.all("transaction")]
    bare = [each for each in transactions if not _placed(each)]
    if len(bare) == len(transactions):
        yield fault(
            activity.element,
            N_("Neither the activity nor its transactions have a recipient country or region."),
        )
    elif bare:
        yield fault(bare[0], N_("This transaction has no recipient country or region, while others have."))


def _place_twice(activity: Activity) -> Iterator[Fault]:
    if any(map(activity.has, _PLACES)):
        found = next((each for each in activity.all("transaction") if _placed(each)), None)
        if found is not None:
            sentence = N_(
                "The activity has a recipient country or region, and so has this transaction: one of the two is too much."
            )
            yield fault(found, sentence)


def _recipients(activity: Activity) -> list[Element]:
    return [each for name in _PLACES for each in activity.all(name)]


def _place_without_share(activity: Activity) -> Iterator[Fault]:
    found = _recipients(activity)
    bare = [each for each in found if each.get("percentage") is None]
    if len(found) > 1 and bare:
        sentence = N_("Of the {count} recipient countries and regions this one has no percentage.")
        yield fault(bare[0], sentence, count=len(found))


def _places_not_whole(activity: Activity) -> Iterator[Fault]:
    found = [each for each in _recipients(activity) if each.get("percentage") is not None]
    total = _sum(found) if found else None
    if total is not None and total != _WHOLE:
        sentence = N_("The percentages of the recipient countries and regions add up to {total}, not to 100.")
        yield fault(found[0], sentence, total=f"{total.normalize():f}")


def _out_of_range(activity: Activity) -> Iterator[Fault]:
    named = [each for name in _SHARED for each in activity.all(name)]
    for element in (*named, *activity.all("country-budget-items", "budget-item")):
        part = share(element)
        if part is not None and not 0 <= part <= _WHOLE:
            sentence = N_("The percentage of this {name} is {value}; it lies between 0 and 100.")
            yield fault(element, sentence, name=element.tag, value=shown(stated(element, "percentage")))


RULES = (
    Rule(
        "2.1.1",
        ERROR,
        N_("Where a vocabulary has several sectors, each has a percentage."),
        _sector_without_share,
    ),
    Rule(
        "2.1.2",
        ERROR,
        N_("The percentages of the sectors of a vocabulary add up to 100."),
        _sectors_not_whole,
    ),
    Rule(
        "2.1.4",
        ERROR,
        N_("The one sector of a vocabulary has no percentage, or 100."),
        _single_sector_in_part,
    ),
    Rule("2.2.1", ERROR, N_("A sector of an own vocabulary has a narrative."), _own_sector_without_words),
    Rule(
        "3.4.1",
        WARNING,
        N_("Where there are several recipients, each has a percentage."),
        _place_without_share,
    ),
    Rule(
        "3.4.2",
        ERROR,
        N_("The percentages of recipient countries and regions add up to 100."),
        _places_not_whole,
    ),
    Rule(
        "3.6.2",
        ERROR,
        N_(
            "Recipient countries and regions are given with the activity or with its transactions, not with both."
        ),
        _place_twice,
    ),
    Rule(
        "3.7.1",
        ERROR,
        N_("The activity or each of its transactions has a recipient country or region."),
        _place_nowhere,
    ),
    Rule("6.2.2", ERROR, N_("The activity or its transactions have a sector."), _sector_nowhere),
    Rule(
        "6.6.2",
        ERROR,
        N_("Sectors are given with the activity or with its transactions, not with both."),
        _sector_twice,
    ),
    Rule("6.7.2", ERROR, N_("If transactions have sectors, each has one."), _sector_sometimes),
    Rule("percentage", ERROR, N_("A percentage lies between 0 and 100."), _out_of_range),
    Rule(
        "102.1.1",
        WARNING,
        N_("Who uses sectors of other vocabularies also gives one of the DAC."),
        _without_dac_sector,
    ),
)
