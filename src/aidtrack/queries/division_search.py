"""Which divisions a browse or a search is about: there a filter means a place, not who helps whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from aidtrack.errors import N_, Unreadable
from aidtrack.folding import fold, latin_key
from aidtrack.queries.filter_table import FILTERS
from aidtrack.queries.filters import Criteria
from aidtrack.queries.places import load_places
from aidtrack.queries.resolver import Resolver
from aidtrack.tables import division_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aidtrack.queries.places import Places

_OF_PLACES = ("donor", "recipient")


def read_filters(connection: sa.Connection, given: Mapping[str, str], currency: str = "CNY") -> Criteria:
    """Read filters as a browse means them: all that lies below each place, whoever helps it."""
    places = load_places(connection)
    words, notices = fold_words(given.get("text", "")), []
    found: frozenset[int] | None = None
    for name, text in given.items():
        if FILTERS[name].on in _OF_PLACES:
            below, remarks = _below(connection, places, name, text)
            found = below if found is None else found & below
            notices += remarks
        elif name != "text":
            sentence = N_(
                "--{name} says nothing of places; give --province, --prefecture, --county or --text."
            )
            raise Unreadable(sentence, name=name)
    return Criteria(places, currency, divisions=found, words=words, notices=tuple(notices))


def _below(
    connection: sa.Connection, places: Places, name: str, text: str
) -> tuple[frozenset[int], list[str]]:
    resolver = Resolver(connection, places)
    level = FILTERS[name].level
    here = places.with_above(places.donors | places.recipients)
    found = resolver.resolve(text, levels=(level,) if level else (), here=here)
    return frozenset(places.below(found.place.id)), resolver.remarks(found, text)


def fold_words(text: str) -> tuple[str, ...]:
    """Split what is searched for into folded words, all of which must be found."""
    return tuple(fold(word) for word in text.split())


def wanted_divisions(connection: sa.Connection, criteria: Criteria) -> set[int] | None:
    """Give the divisions that a search's words all stand in a name of; null: all."""
    found = None if criteria.divisions is None else set(criteria.divisions)
    for word in criteria.words:
        hits = _named(connection, word)
        found = hits if found is None else found & hits
    return found


def _named(connection: sa.Connection, word: str) -> set[int]:
    columns = division_name.c
    keys = {word, latin_key(word) or word}
    query = sa.select(columns.division_id).where(
        sa.or_(*(columns.key.contains(key, autoescape=True) for key in keys))
    )
    return set(connection.execute(query).scalars())
