"""What has to be said of an activity, beyond what the schema requires."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from aidtrack.errors import N_
from aidtrack.formats.iati.activity import narrated, uses
from aidtrack.formats.iati.element import LANG, stated
from aidtrack.formats.iati.fault import fault
from aidtrack.formats.iati.rule import ERROR, WARNING, Rule
from aidtrack.formats.iati.values import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aidtrack.formats.iati.activity import Activity
    from aidtrack.formats.iati.fault import Fault

_MEDIA_TYPE = re.compile(r"[a-z]+/[A-Za-z0-9!#$&^_.+-]+")


def _without_start(activity: Activity) -> Iterator[Fault]:
    if not any(stated(each, "type") in {"1", "2"} for each in activity.all("activity-date")):
        sentence = N_("There is neither a planned start (activity-date type 1) nor an actual one (type 2).")
        yield fault(activity.element, sentence)


def _without_words(name: str, activity: Activity) -> Iterator[Fault]:
    for element in activity.all(name):
        if not narrated(element):
            yield fault(element, N_("The <{name}> has no text in its <narrative>."), name=name)


def _without_name(path: tuple[str, ...], activity: Activity) -> Iterator[Fault]:
    for element in activity.all(*path):
        if not stated(element, "ref") and not narrated(element):
            sentence = N_("The {path} has neither a ref nor a <narrative> that names it.")
            yield fault(element, sentence, path="/".join(path))


def _marker_without_words(activity: Activity) -> Iterator[Fault]:
    for element in activity.all("policy-marker"):
        if uses(element, "99") and not narrated(element):
            yield fault(element, N_("The policy-marker is of an own vocabulary (99) and has no <narrative>."))


def _marker_without_significance(activity: Activity) -> Iterator[Fault]:
    for element in activity.all("policy-marker"):
        if uses(element, "1") and not stated(element, "significance"):
            yield fault(element, N_("The policy-marker is of the DAC's vocabulary and has no significance."))


def _without_language(activity: Activity) -> Iterator[Fault]:
    if activity.element.get(LANG):
        return
    found = [each for each in activity.element.iter() if each.tag == "narrative" and not each.get(LANG)]
    if found:
        sentence = N_("The activity has no xml:lang, and {count} <narrative> have none either.")
        yield fault(found[0], sentence, count=len(found))


def _without_currency(activity: Activity) -> Iterator[Fault]:
    if stated(activity.element, "default-currency"):
        return
    names = ("budget", "value"), ("planned-disbursement", "value"), ("transaction", "value")
    paths = (*names, ("crs-add", "loan-status"), ("fss", "forecast"))
    found = [each for path in paths for each in activity.all(*path) if not stated(each, "currency")]
    if found:
        sentence = N_("The activity has no default-currency, and {count} amounts have no currency either.")
        yield fault(found[0], sentence, count=len(found))


def _not_first_aid_vocabulary(activity: Activity) -> Iterator[Fault]:
    found = [*activity.all("default-aid-type")]
    if found and not any(uses(each, "1") for each in found):
        yield fault(found[0], N_("No default-aid-type is of the DAC's vocabulary (1)."))


def _second_aid_type(activity: Activity) -> Iterator[Fault]:
    seen: set[str] = set()
    for element in activity.all("default-aid-type"):
        vocabulary = stated(element, "vocabulary") or "1"
        if vocabulary in seen:
            yield fault(
                element,
                N_("There is more than one default-aid-type of vocabulary {vocabulary}."),
                vocabulary=vocabulary,
            )
        seen.add(vocabulary)


def _no_media_type(activity: Activity) -> Iterator[Fault]:
    found = activity.all("document-link")
    if activity.has("result"):
        found = (each for each in activity.element.iter() if each.tag == "document-link")
    for element in found:
        said = stated(element, "format")
        if said and not _MEDIA_TYPE.fullmatch(said):
            yield fault(
                element,
                N_("document-link/@format is {value}, no media type such as application/pdf."),
                value=shown(said),
            )


RULES = (
    Rule(
        "4.1.1",
        ERROR,
        N_("An activity has a default language, or each narrative has one."),
        _without_language,
    ),
    Rule("4.3.1", ERROR, N_("The title has text."), partial(_without_words, "title")),
    Rule("4.4.1", ERROR, N_("The description has text."), partial(_without_words, "description")),
    Rule(
        "6.8.1",
        ERROR,
        N_("The owner of another identifier has an identifier or a name."),
        partial(_without_name, ("other-identifier", "owner-org")),
    ),
    Rule(
        "6.9.1",
        ERROR,
        N_("The provider of a transaction has an identifier or a name."),
        partial(_without_name, ("transaction", "provider-org")),
    ),
    Rule(
        "6.9.2",
        ERROR,
        N_("The receiver of a transaction has an identifier or a name."),
        partial(_without_name, ("transaction", "receiver-org")),
    ),
    Rule(
        "6.10.1",
        ERROR,
        N_("A participating organisation has an identifier or a name."),
        partial(_without_name, ("participating-org",)),
    ),
    Rule("6.11.1", ERROR, N_("An activity has a planned or an actual start."), _without_start),
    Rule("6.13.1", ERROR, N_("A policy marker of an own vocabulary has a narrative."), _marker_without_words),
    Rule("6.14.1", ERROR, N_("A policy marker of the DAC has a significance."), _marker_without_significance),
    Rule(
        "7.8.1", ERROR, N_("An activity has a default currency, or each amount has one."), _without_currency
    ),
    Rule("9.27.1", WARNING, N_("The format of a document is a media type."), _no_media_type),
    Rule(
        "107.1.1",
        WARNING,
        N_("One of the default aid types is of the DAC's vocabulary."),
        _not_first_aid_vocabulary,
    ),
    Rule("107.1.2", WARNING, N_("There is one default aid type of a vocabulary."), _second_aid_type),
)
