"""What the filters that were given mean for projects and for figures."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.errors import N_, Unreadable
from aidtrack.folding import fold
from aidtrack.queries.filter_table import FILTERS, Filter
from aidtrack.queries.lookup import find_project, find_sector, indicator_id, pattern, read_word
from aidtrack.queries.places import load_places
from aidtrack.queries.resolver import Found, Resolver
from aidtrack.tables import FIGURES, project
from aidtrack.text import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from aidtrack.queries.places import Places

NONE = "none"
"""What a filter takes to mean the rows where the value is not said."""


@dataclass(frozen=True)
class Criteria:
    """The filters as read: null where one is not given; a value of null means that none is said."""

    places: Places
    currency: str = "CNY"
    pairings: frozenset[int] | None = None
    sectors: frozenset[int] | None = None
    status: tuple[str | None] | None = None
    projects: frozenset[int] | None = None
    divisions: frozenset[int] | None = None
    words: tuple[str, ...] = ()
    no_sector: bool = False
    no_project: bool = False
    figures: Mapping[str, Any] = field(default_factory=dict)
    notices: tuple[str, ...] = ()

    def on_figures(self, table: sa.FromClause) -> list[sa.ColumnElement[bool]]:
        """Say which rows of a table of figures pass."""
        conditions = self.in_any_currency(table)
        if "currency" in table.c:
            conditions.append(table.c.currency == self.currency)
        return conditions

    def in_any_currency(self, table: sa.FromClause) -> list[sa.ColumnElement[bool]]:
        """Say which rows of a table of figures pass, whatever their currency is."""
        conditions = self.figure_conditions(table)
        if self.pairings is not None:
            conditions.append(table.c.pairing_id.in_(self.pairings))
        own = self._project_conditions()
        if own:
            of_projects = table.c.project_id.in_(sa.select(project.c.id).where(*own))
            conditions.append(
                sa.or_(of_projects, table.c.project_id.is_(None)) if self.may_be_none else of_projects
            )
        if self.no_project:
            conditions.append(table.c.project_id.is_(None))
        return conditions

    def figure_conditions(self, table: sa.FromClause) -> list[sa.ColumnElement[bool]]:
        """Say which rows pass by what they themselves hold; a table without a column holds null there."""
        return [
            table.c[name].is_not_distinct_from(value) if name in table.c else sa.literal(value is None)
            for name, value in self.figures.items()
        ]

    def on_projects(self, of: sa.FromClause = project) -> list[sa.ColumnElement[bool]]:
        """Say which projects pass: by their own values, and by having a figure that passes."""
        conditions = self.on_projects_themselves(of)
        if self.figures:
            conditions.append(self._has_figure(of))
        return conditions

    def on_projects_themselves(self, of: sa.FromClause = project) -> list[sa.ColumnElement[bool]]:
        """Say which projects pass by their own values; those with a figure that passes pass altogether."""
        conditions = self._project_conditions(of)
        if self.pairings is not None:
            conditions.append(of.c.pairing_id.in_(self.pairings))
        if self.no_project:
            conditions.append(sa.false())
        return conditions

    @property
    def may_be_none(self) -> bool:
        """Whether a figure of no project passes what is asked of its project: that nothing is said."""
        said = self.sectors is not None or self.projects is not None or bool(self.words)
        return not said and (self.status is None or self.status[0] is None)

    def _project_conditions(self, of: sa.FromClause = project) -> list[sa.ColumnElement[bool]]:
        conditions: list[sa.ColumnElement[bool]] = []
        if self.sectors is not None:
            conditions.append(of.c.sector_id.in_(self.sectors))
        if self.no_sector:
            conditions.append(of.c.sector_id.is_(None))
        if self.status is not None:
            conditions.append(of.c.status.is_not_distinct_from(self.status[0]))
        if self.projects is not None:
            conditions.append(of.c.id.in_(self.projects))
        conditions += [of.c.search_key.like(pattern(word), escape="\\") for word in self.words]
        return conditions

    def _has_figure(self, of: sa.FromClause) -> sa.ColumnElement[bool]:
        """Hold for a project with a figure that passes; where nothing is to be said, for one without any."""
        # Under other names, for the question may be about one of these tables itself.
        tables = [table.alias() for table in FIGURES.values()]
        having: list[sa.ColumnElement[bool]] = [
            sa.exists().where(table.c.project_id == of.c.id, *self.figure_conditions(table))
            for table in tables
        ]
        if all(value is None for value in self.figures.values()):
            any_figure = [sa.exists().where(table.c.project_id == of.c.id) for table in tables]
            having.append(sa.not_(sa.or_(sa.false(), *any_figure)))
        return sa.or_(sa.false(), *having)


def read_filters(
    connection: sa.Connection, given: Mapping[str, str], currency: str | None = "CNY"
) -> Criteria:
    """Read the filters that were given; each word that is not understood is refused. Without a currency all are asked for."""
    reader = _Reader(connection, load_places(connection))
    if currency is not None:
        reader.read_currency(currency)
    for name, text in given.items():
        reader.read(FILTERS[name], text)
    return reader.criteria(currency or "CNY")


@dataclass
class _Reader:
    connection: sa.Connection
    places: Places
    values: dict[str, Any] = field(default_factory=dict)
    figures: dict[str, Any] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)

    def read(self, wanted: Filter, text: str) -> None:
        read: dict[str, Callable[[Filter, str], None]] = {
            "donor": self._read_donor,
            "recipient": self._read_recipient,
            "pairing": self._read_pairing,
            "figure": self._read_figure,
            "project": getattr(self, f"_read_{wanted.name}", self._read_figure),
        }
        read[wanted.on](wanted, text)

    def criteria(self, currency: str) -> Criteria:
        return Criteria(
            self.places, currency, figures=self.figures, notices=tuple(self.notices), **self.values
        )

    def read_currency(self, currency: str) -> None:
        """Refuse what is no currency, and say which others the answer leaves out."""
        if not re.fullmatch("[A-Z]{3}", currency):
            raise Unreadable(N_("'{text}' is no ISO code of a currency; write CNY or USD."), text=currency)
        others = [found for found in _currencies(self.connection, currency) if found != currency]
        if others:
            sentence = _("Money in {others} is left out; see it with --currency.")
            self.notices.append(sentence.format(others=", ".join(others)))

    def _narrow(self, pairings: set[int]) -> None:
        known = self.values.get("pairings")
        self.values["pairings"] = frozenset(pairings if known is None else known & pairings)

    def _read_donor(self, _: Filter, text: str) -> None:
        found = self._resolved(text, self.places.donors)
        below = self.places.below(found.place.id)
        pairs = {pair.id for pair in self.places.pairs.values() if pair.donor_id in below}
        if not pairs and found.place.id in self.places.recipients:
            raise Unreadable(N_("{place} is a recipient here; use --county."), place=found.place.name)
        self._narrow(pairs)

    def _read_recipient(self, wanted: Filter, text: str) -> None:
        found = self._resolved(text, self.places.recipients, wanted.level)
        below = self.places.below(found.place.id)
        pairs = {pair.id for pair in self.places.pairs.values() if pair.recipient_id in below}
        if not pairs and found.place.id in self.places.with_above(self.places.donors):
            raise Unreadable(N_("{place} is a donor here; use --donor."), place=found.place.name)
        self._narrow(pairs)

    def _resolved(self, text: str, ends: set[int], *levels: str) -> Found:
        """Find a place, first among these donors or recipients and what they lie in."""
        resolver = Resolver(self.connection, self.places)
        found = resolver.resolve(text, levels=levels, here=self.places.with_above(ends))
        self.notices += resolver.remarks(found, text)
        return found

    def _read_pairing(self, wanted: Filter, text: str) -> None:
        word = None if text == NONE else read_word(wanted.vocabulary, text)
        self._narrow({pair.id for pair in self.places.pairs.values() if pair.programme == word})

    def _read_figure(self, wanted: Filter, text: str) -> None:
        value: Any
        if text == NONE:
            value = None
        elif wanted.column == "year":
            value = _year(text)
        elif wanted.column == "indicator_id":
            value = indicator_id(self.connection, text)
        else:
            value = read_word(wanted.vocabulary, text)
        self.figures[wanted.column] = value

    def _read_sector(self, _: Filter, text: str) -> None:
        if text == NONE:
            self.values["no_sector"] = True
        else:
            self.values["sectors"] = frozenset(find_sector(self.connection, text))

    def _read_status(self, wanted: Filter, text: str) -> None:
        self.values["status"] = (None if text == NONE else read_word(wanted.vocabulary, text),)

    def _read_project(self, _: Filter, text: str) -> None:
        if text == NONE:
            self.values["no_project"] = True
            return
        self.values["projects"] = frozenset(
            with_subprojects(self.connection, find_project(self.connection, text))
        )

    def _read_text(self, _: Filter, text: str) -> None:
        self.values["words"] = tuple(fold(word) for word in text.split())


def _currencies(connection: sa.Connection, asked: str) -> list[str]:
    """Give the currencies of the ledger's money in their order; yuan not where they are what is asked for."""
    column = FIGURES["funding"].c.currency
    # Written out, not bound: in these words the index of money that is not in yuan holds the answer.
    foreign = sa.select(column).where(sa.text("currency <> 'CNY'")).distinct()
    yuan = sa.select(column).where(column == "CNY").limit(1)
    found = set(connection.execute(foreign).scalars())
    if asked != "CNY":
        found.update(connection.execute(yuan).scalars())
    return sorted(found)


def _year(text: str) -> int:
    if not re.fullmatch(r"\d{4}", text):
        raise Unreadable(N_("'{text}' is no year; write four digits, like 2022."), text=text)
    return int(text)


def with_subprojects(connection: sa.Connection, top: int) -> set[int]:
    """Collect a project and all projects below it."""
    found: set[int] = set()
    level = {top}
    while level - found:
        found |= level
        query = sa.select(project.c.id).where(project.c.parent_id.in_(level))
        level = set(connection.execute(query).scalars())
    return found
