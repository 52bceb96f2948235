"""An element of XML, as far as the rules look at one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Place(Protocol):
    """Where something stands: an element, or the start of one.

    Its attributes are asked for one by one: lxml takes a time that grows with the square of their number to give all.
    """

    @property
    def tag(self) -> str: ...
    @property
    def sourceline(self) -> int | None: ...
    def keys(self) -> Sequence[str]: ...
    def get(self, name: str, /) -> str | None: ...
    def getparent(self) -> Place | None: ...


class Element(Place, Protocol):
    """What lxml gives; it has no types of its own."""

    text: str | None
    tail: str | None

    def iter(self) -> Iterator[Element]: ...
    def getparent(self) -> Element | None: ...
    def getprevious(self) -> Element | None: ...
    def remove(self, child: Element, /) -> None: ...
    def clear(self, *, keep_tail: bool = False) -> None: ...
    def __iter__(self) -> Iterator[Element]: ...
    def __len__(self) -> int: ...


def is_foreign(name: str) -> bool:
    """Tell whether a name is of another namespace; the standard's own names are of none."""
    return name.startswith("{")


def local(name: str) -> str:
    """Take the namespace from a name."""
    return name.rpartition("}")[2]


def content(element: Element) -> str:
    """Read the text of an element, without the spaces around it."""
    return (element.text or "").strip()


def stated(element: Element, name: str) -> str:
    """Read an attribute, without the spaces around it; one that is missing is empty."""
    return (element.get(name) or "").strip()
