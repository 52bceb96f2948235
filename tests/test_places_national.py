"""Every division of China is found by each of its names, or listed among those that the name can mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from aidtrack.errors import Refused
from aidtrack.queries.places import load_places
from aidtrack.queries.resolver import Resolver
from aidtrack.store import reading
from aidtrack.tables import division_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from aidtrack.queries.places import Place


@pytest.fixture(scope="module")
def resolver(unseeded: Path) -> Iterator[Resolver]:
    with reading(str(unseeded)) as connection:
        yield Resolver(connection, load_places(connection))


def meant(resolver: Resolver, text: str) -> list[str]:
    """Give the codes of all places that a text can mean."""
    try:
        return [resolver.resolve(text).place.code or ""]
    except Refused as several:
        return [line.split()[0] for line in several.hints]


def lost(resolver: Resolver, named: Iterable[tuple[Place, str]]) -> list[str]:
    """List the names that do not mean their place."""
    return [f"{place.code} {text}" for place, text in named if place.code not in meant(resolver, text)]


def places(resolver: Resolver) -> list[Place]:
    return list(resolver.places.by_id.values())


def test_there_are_all(resolver: Resolver) -> None:
    assert len(places(resolver)) == 3213


def test_by_full_path(resolver: Resolver) -> None:
    for place in places(resolver):
        assert meant(resolver, resolver.places.path(place.id) or place.name) == [place.code]


def test_by_code(resolver: Resolver) -> None:
    for place in places(resolver):
        assert meant(resolver, place.code or "") == [place.code]


def test_by_code_and_path_as_a_refusal_lists_them(resolver: Resolver) -> None:
    # Every seventh: each takes as long as two look-ups.
    for place in places(resolver)[::7]:
        assert meant(resolver, f"{place.code}  {resolver.places.path(place.id)}") == [place.code]


def test_by_full_and_by_short_name(resolver: Resolver) -> None:
    named = [(place, name) for place in places(resolver) for name in {place.name, place.short}]
    assert lost(resolver, named) == []


@pytest.mark.parametrize("kind", ["pinyin", "romanised", "alias", "former_name", "former_code"])
def test_by_every_other_name(resolver: Resolver, kind: str) -> None:
    columns = division_name.c
    text = columns.key if kind == "pinyin" else columns.name
    query = sa.select(columns.division_id, text).where(columns.kind == kind)
    named = [(resolver.places[row[0]], row[1]) for row in resolver.connection.execute(query)]
    # What another place is called today goes before what this one was called once.
    # Every third of the former codes: they are many, and all alike.
    some = (
        named[::3]
        if kind == "former_code"
        else [(place, name) for place, name in named if name != place.short]
    )
    mine = [(place, name) for place, name in some if not _of_today(resolver, name, kind)]
    assert lost(resolver, mine) == []


def _of_today(resolver: Resolver, name: str, kind: str) -> bool:
    if not kind.startswith("former_"):
        return False
    columns = division_name.c
    query = sa.select(columns.id).where(columns.key == name, columns.kind.in_(("code", "name"))).limit(1)
    return resolver.connection.execute(query).first() is not None
