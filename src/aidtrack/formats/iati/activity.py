"""One activity, as the rules look at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aidtrack.formats.iati.element import content, stated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from aidtrack.formats.iati.element import Element


@dataclass(frozen=True, slots=True)
class Setting:
    """What is the same for all activities of a file: its version, and when it is looked at."""

    version: str
    now: datetime

    @property
    def today(self) -> date:
        """The day after which a date lies in the future."""
        return self.now.date()


class Activity:
    """An activity and its children by name, looked up often."""

    __slots__ = ("element", "parts", "setting")

    def __init__(self, element: Element, setting: Setting) -> None:
        self.element = element
        self.setting = setting
        self.parts: dict[str, list[Element]] = {}
        for child in element:
            self.parts.setdefault(child.tag, []).append(child)

    def all(self, *path: str) -> Iterator[Element]:
        """Give the elements at the end of a path of names."""
        found: Iterable[Element] = self.parts.get(path[0], ())
        for name in path[1:]:
            found = [child for parent in found for child in parent if child.tag == name]
        return iter(found)

    def has(self, name: str) -> bool:
        """Tell whether there is such a child."""
        return name in self.parts

    @property
    def identifier(self) -> str:
        """What identifies it; empty where nothing does."""
        return next(map(content, self.all("iati-identifier")), "")

    @property
    def reporter(self) -> str:
        """The identifier of who reports it; empty where there is none."""
        return next((stated(each, "ref") for each in self.all("reporting-org")), "")


def narrated(element: Element) -> bool:
    """Tell whether an element is told in words."""
    return any(child.tag == "narrative" and content(child) for child in element)


def below(element: Element, name: str) -> Iterator[Element]:
    """Give the children of a name."""
    return (child for child in element if child.tag == name)


def uses(element: Element, *vocabularies: str) -> bool:
    """Tell whether an element is of one of these vocabularies; not said, it is of 1, the DAC's."""
    return (stated(element, "vocabulary") or "1") in vocabularies


def some(elements: Iterator[Element]) -> bool:
    """Tell whether there is one; an element by itself says whether it has children."""
    return next(elements, None) is not None
