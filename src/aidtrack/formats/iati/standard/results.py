"""Results: values of indicators that count, and none of those that do not."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from aidtrack.errors import N_
from aidtrack.formats.iati.activity import below, some
from aidtrack.formats.iati.element import stated
from aidtrack.formats.iati.fault import fault
from aidtrack.formats.iati.rule import ERROR, WARNING, Rule
from aidtrack.formats.iati.values import DECIMAL, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aidtrack.formats.iati.activity import Activity
    from aidtrack.formats.iati.element import Element
    from aidtrack.formats.iati.fault import Fault

_COUNTING = frozenset({"1", "2", "3", "4"})
_WORDS_ALONE = frozenset({"5"})
_SINCE = "2.03"
"""Before this version the value of a baseline was required, and qualitative measures were unknown."""


def _values(activity: Activity, name: str, measures: frozenset[str]) -> Iterator[Element]:
    """Give the baselines, targets or actuals of the indicators with one of these measures."""
    if activity.setting.version < _SINCE:
        return
    for indicator in activity.all("result", "indicator"):
        if stated(indicator, "measure") in measures:
            yield from below(indicator, name)
            for period in below(indicator, "period"):
                yield from below(period, name)


def _without_value(name: str, activity: Activity) -> Iterator[Fault]:
    for element in _values(activity, name, _COUNTING):
        if not stated(element, "value"):
            yield fault(
                element,
                N_("The {name} has no value, though its indicator counts (measure 1 to 4)."),
                name=name,
            )


def _no_number(name: str, activity: Activity) -> Iterator[Fault]:
    for element in _values(activity, name, _COUNTING):
        said = stated(element, "value")
        if said and not DECIMAL.fullmatch(said):
            yield fault(
                element, N_("The value of the {name} is {value}, no number."), name=name, value=shown(said)
            )


def _needless_value(name: str, activity: Activity) -> Iterator[Fault]:
    for element in _values(activity, name, _WORDS_ALONE):
        if element.get("value") is not None:
            yield fault(
                element,
                N_("The {name} has a value, though its indicator is told in words (measure 5)."),
                name=name,
            )


def _referred_twice(activity: Activity) -> Iterator[Fault]:
    for result in activity.all("result"):
        if some(below(result, "reference")):
            for indicator in below(result, "indicator"):
                if some(below(indicator, "reference")):
                    yield fault(indicator, N_("The result has a reference, and so has this indicator of it."))


def _of(number: str, name: str) -> Iterator[Rule]:
    yield Rule(
        f"{number}.1",
        ERROR,
        N_("The {name} of a counting indicator has a value."),
        partial(_without_value, name),
        {"name": name},
    )
    yield Rule(
        f"{number}.2",
        WARNING,
        N_("The value of the {name} of a counting indicator is a number."),
        partial(_no_number, name),
        {"name": name},
    )
    yield Rule(
        f"{number}.3",
        WARNING,
        N_("The {name} of an indicator told in words has no value."),
        partial(_needless_value, name),
        {"name": name},
    )


RULES = (
    *_of("8.8", "baseline"),
    *_of("8.9", "target"),
    *_of("8.10", "actual"),
    Rule(
        "8.11.1",
        ERROR,
        N_("A reference is given with a result or with its indicators, not with both."),
        _referred_twice,
    ),
)
