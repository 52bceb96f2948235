"""Which project of the ledger a row of an office's sheet is, before it is taken in: the one of its key or its name."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

import sqlalchemy as sa

from aidtrack.actions.fields import RECIPIENTS
from aidtrack.errors import AidtrackError
from aidtrack.folding import fold
from aidtrack.queries.lookup import read_word
from aidtrack.queries.places import load_places
from aidtrack.queries.resolver import Resolver
from aidtrack.tables import indicator, project

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_BATCH = 500


class Known(NamedTuple):
    """A project that the ledger has."""

    uid: str
    key: str | None


@dataclass
class Projects:
    """Finds projects by their keys in another system, by their codes, and by their names within a pairing."""

    connection: sa.Connection
    _by_key: dict[str, str] = field(default_factory=dict)
    _by_code: dict[str, Known] = field(default_factory=dict)
    _made: dict[str | tuple[str, ...], str] = field(default_factory=dict)
    _new: set[str] = field(default_factory=set)
    _names: dict[int, dict[str, list[Known]]] = field(default_factory=dict)
    _places: dict[tuple[str, str], int | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.places = load_places(self.connection)
        self.resolver = Resolver(self.connection, self.places)

    def look_up(self, keys: Iterable[str], codes: Iterable[str]) -> None:
        """Look up at once the keys and the codes of all rows."""
        columns = project.c
        for some in _batches(keys):
            query = sa.select(columns.external_id, columns.uid).where(columns.external_id.in_(some))
            self._by_key |= {row.external_id: row.uid for row in self.connection.execute(query)}
        for some in _batches(codes):
            query = sa.select(columns.code, columns.uid, columns.external_id).where(columns.code.in_(some))
            self._by_code |= {
                row.code: Known(row.uid, row.external_id) for row in self.connection.execute(query)
            }

    def uid(self, key: str | None, code: str | None, ends: Mapping[str, str], name: str) -> str:
        """Give the uid of the project that a row is of, or one for a new project."""
        if key is not None and key in self._by_key:
            return self._by_key[key]
        found = [self._by_code[code]] if code in self._by_code else [] if code else self._named(ends, name)
        free = [known for known in found if key is None or known.key is None]
        if len(free) == 1:
            return free[0].uid
        own = key or code or (fold(name), *(fold(end) for end in ends.values()))
        uid = self._made.setdefault(own, str(uuid4()))
        self._new.add(uid)
        return uid

    def _named(self, ends: Mapping[str, str], name: str) -> list[Known]:
        pairing = self.pairing(ends)
        return [] if pairing is None else self._of(pairing).get(fold(name), [])

    def _of(self, pairing: int) -> dict[str, list[Known]]:
        if pairing not in self._names:
            columns = project.c
            query = sa.select(columns.name, columns.uid, columns.external_id)
            found: dict[str, list[Known]] = {}
            for row in self.connection.execute(query.where(columns.pairing_id == pairing)):
                found.setdefault(fold(row.name), []).append(Known(row.uid, row.external_id))
            self._names[pairing] = found
        return self._names[pairing]

    def pairing(self, ends: Mapping[str, str]) -> int | None:
        """Find the pairing of the two ends; null where there is none, or several may be meant."""
        recipient = next((name for name in RECIPIENTS if name in ends), None)
        if recipient is None or "donor" not in ends:
            return None
        one, other = self._place("donor", ends["donor"]), self._place(recipient, ends[recipient])
        if one is None or other is None:
            return None
        pairs = [pair for pair in self.places.between(one, other) if self._is_under(pair.programme, ends)]
        return pairs[0].id if len(pairs) == 1 else None

    def has_ends(self, ends: Mapping[str, str]) -> bool:
        """Tell whether both ends are said and are places."""
        found = {name: self._place(name, text) for name, text in ends.items() if name != "programme"}
        return found.get("donor") is not None and any(found.get(name) is not None for name in RECIPIENTS)

    def is_known(self, uid: str) -> bool:
        """Tell whether a uid is that of a project that is there."""
        return uid not in self._new

    def _is_under(self, programme: str | None, ends: Mapping[str, str]) -> bool:
        if "programme" not in ends:
            return True
        try:
            return programme == read_word("programme", ends["programme"])
        except AidtrackError:  # the import says so
            return False

    def _place(self, name: str, text: str) -> int | None:
        if (name, text) not in self._places:
            self._places[name, text] = self._resolved(name, text)
        return self._places[name, text]

    def _resolved(self, name: str, text: str) -> int | None:
        here = self.places.donors if name == "donor" else self.places.recipients
        levels = () if name in ("donor", "recipient") else (name,)
        try:
            return self.resolver.resolve(text, levels=levels, here=self.places.with_above(here)).place.id
        except AidtrackError:  # the import says what is wrong with it
            return None


def _batches(values: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(dict.fromkeys(values))
    while some := list(islice(rest, _BATCH)):
        yield some


def indicators(connection: sa.Connection) -> dict[str, str]:
    """Give the code of each indicator by what it is called, folded."""
    columns = indicator.c
    rows = connection.execute(sa.select(columns.code, columns.name, columns.name_en))
    return {fold(word): row.code for row in rows for word in (row.code, row.name, row.name_en) if word}
