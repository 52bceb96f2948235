"""Things of one kind, by name."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Protocol, TypeVar

from aidtrack.errors import N_, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Named(Protocol):
    """What a registry holds."""

    @property
    def name(self) -> str: ...


T = TypeVar("T", bound=Named)


class UnknownName(Unreadable, KeyError):
    """A name that its registry does not hold; says the nearest ones that it does."""

    __str__ = Unreadable.__str__


def unknown(
    kind: str, name: str, names: Iterable[str], synonyms: Mapping[str, str] | None = None
) -> UnknownName:
    """Build the refusal of `name`, with the nearest right word or else all of them.

    `synonyms` are other words that people have for the same things, each with the right one.
    """
    names = list(names)
    near = _nearest(name.casefold(), names, synonyms or {})
    if near:
        return UnknownName(
            N_("No {kind} is called '{name}'; did you mean '{near}'?"), kind=kind, name=name, near=near
        )
    return UnknownName(
        N_("No {kind} is called '{name}'; it is one of: {names}."),
        kind=kind,
        name=name,
        names=", ".join(names),
    )


def _nearest(name: str, names: list[str], synonyms: Mapping[str, str]) -> str | None:
    near = get_close_matches(name, [*names, *synonyms], n=1, cutoff=0.8)
    near = near or get_close_matches(name, names, n=1, cutoff=0.6)
    return synonyms.get(near[0], near[0]) if near else None


class Registry(dict[str, T]):
    """Things of one kind in the order they are declared; a missing name is refused with the nearest one."""

    def __init__(self, kind: str, items: Iterable[T]) -> None:
        super().__init__((item.name, item) for item in items)
        self.kind = kind

    def __missing__(self, name: str) -> T:
        raise unknown(self.kind, name, self, self.synonyms)

    @property
    def synonyms(self) -> dict[str, str]:
        """Other words for what it holds, each with the name that it has here."""
        return {word: item.name for item in self.values() for word in getattr(item, "synonyms", ())}
