"""One record with everything that hangs on it, for `show KIND REF`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.errors import N_, NoRecord
from aidtrack.headings import heading
from aidtrack.queries.filters import Criteria, with_subprojects
from aidtrack.queries.list_divisions import list_divisions
from aidtrack.queries.list_figures import list_figures
from aidtrack.queries.list_others import (
    list_indicators,
    list_organisations,
    list_pairings,
    list_sectors,
    list_sources,
)
from aidtrack.queries.list_participations import list_participations
from aidtrack.queries.list_projects import list_projects
from aidtrack.queries.lookup import find_organisation, find_project, find_sector, find_source, indicator_id
from aidtrack.queries.places import load_places
from aidtrack.queries.resolver import Resolver
from aidtrack.record import Part, Record
from aidtrack.result import Amount, Column, Result
from aidtrack.tables import FIGURES, participation
from aidtrack.text import _
from aidtrack.wording import count_text, label, money_heading, money_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aidtrack.queries.kinds import Kind
    from aidtrack.queries.places import Places
    from aidtrack.result import Row

_HEADINGS = {"funding": "funding", "jobs": "jobs", "result": "figures"}
_KEYS = {"funding": "funding_rows", "jobs": "jobs", "result": "results"}


def show_record(connection: sa.Connection, kind: Kind, ref: str) -> Record:
    """Find one record and gather what hangs on it."""
    places = load_places(connection)
    return _SHOWN[kind.name](_Show(connection, places, Criteria(places)), ref)


class _Show:
    """Builds records of each kind."""

    def __init__(self, connection: sa.Connection, places: Places, criteria: Criteria) -> None:
        self.connection = connection
        self.places = places
        self.criteria = criteria

    def project(self, ref: str) -> Record:
        found = find_project(self.connection, ref)
        family = replace(self.criteria, projects=frozenset(with_subprojects(self.connection, found)))
        listed = list_projects(self.connection, family)
        own = [row for row in listed.rows if row["id"] == found]
        below = [row for row in listed.rows if row["id"] != found]
        parts = [
            Part(
                "subprojects", _("Sub-projects"), replace(listed, rows=below, title="", total=None, notes=())
            ),
            *self.figures(family),
            self.taking_part(participation.c.project_id.in_(family.projects or ())),
            *self.sources(own),
        ]
        return self.record(listed, own, parts, f"{own[0]['code']} {own[0]['name']}")

    def figure(self, table: str, ref: str) -> Record:
        columns = FIGURES[table].c
        number = self.number(ref, table)
        listed = list_figures(self.connection, self.criteria, table, where=columns.id == number)
        if not listed.rows:
            raise NoRecord(N_("No {kind} has the id {ref}."), kind=label("record", table), ref=ref)
        parts = list_figures(self.connection, self.criteria, table, where=columns.part_of_id == number)
        again = self.statements(table, listed.rows[0]["restates"] or number)
        tables = [
            Part("parts", _("Its parts"), replace(parts, title="")),
            Part("statements", _("All statements of it"), again),
            *self.sources([*listed.rows, *again.rows]),
        ]
        return self.record(listed, listed.rows, tables, f"{heading(_HEADINGS[table])} {number}")

    def statements(self, table: str, counting: int) -> Result:
        """List the statement that counts and those that say it again, with their spread; nothing if it is alone."""
        columns = FIGURES[table].c
        both = sa.or_(columns.id == counting, columns.restates_id == counting)
        listed = list_figures(self.connection, self.criteria, table, where=both)
        if len(listed.rows) == 1:
            return replace(listed, rows=[], title="")
        name = "amount" if table == "funding" else "count"
        amounts: list[Amount] = [row[name] for row in listed.rows]
        highs = [amount.high for amount in amounts if amount.high is not None]
        high = max(highs) if len(highs) == len(amounts) else None
        spread = replace(
            amounts[0], low=min(amount.low for amount in amounts), high=high, kind=None, text=None
        )
        said = money_text(spread) if table == "funding" else count_text(spread)
        note = _("{id} is the statement that counts; together they spread over {spread}.")
        shown = [*listed.shown, Column("source", heading("source"), "code", rank=3)]
        return replace(listed, title="", shown=shown, notes=[note.format(id=counting, spread=said)])

    def funding(self, ref: str) -> Record:
        return self.figure("funding", ref)

    def jobs(self, ref: str) -> Record:
        return self.figure("jobs", ref)

    def result(self, ref: str) -> Record:
        return self.figure("result", ref)

    def pairing(self, ref: str) -> Record:
        number = self.number(ref, "pairing")
        own = replace(self.criteria, pairings=frozenset({number}))
        listed = list_pairings(self.connection, own)
        if not listed.rows:
            raise NoRecord(N_("No {kind} has the id {ref}."), kind=label("record", "pairing"), ref=ref)
        row = listed.rows[0]
        hanging = [*self.of_pairings(own), *self.sources(listed.rows)]
        return self.record(
            _without(listed, "projects"), listed.rows, hanging, f"{row['donor']} → {row['recipient']}"
        )

    def donor(self, ref: str) -> Record:
        return self.place(ref, self.places.donors, ("donor_id",))

    def county(self, ref: str) -> Record:
        return self.place(ref, self.places.recipients, ("recipient_id",))

    def division(self, ref: str) -> Record:
        return self.place(ref, self.places.donors | self.places.recipients, ("donor_id", "recipient_id"))

    def place(self, ref: str, here: set[int], ends: Sequence[str]) -> Record:
        found = Resolver(self.connection, self.places).resolve(ref, here=here).place
        below = self.places.below(found.id)
        pairs = {p.id for p in self.places.pairs.values() if any(getattr(p, end) in below for end in ends)}
        own = replace(self.criteria, pairings=frozenset(pairs))
        listed = list_divisions(self.connection, replace(self.criteria, divisions=frozenset({found.id})))
        pairings = replace(list_pairings(self.connection, own), title="")
        parts = [Part("pairings", _("Pairings"), pairings), *self.of_pairings(own)]
        return self.record(listed, listed.rows, parts, self.places.path(found.id))

    def organisation(self, ref: str) -> Record:
        number = find_organisation(self.connection, ref)
        listed = list_organisations(self.connection, self.criteria)
        own = [row for row in listed.rows if row["id"] == number]
        part = self.taking_part(participation.c.organisation_id == number)
        return self.record(_without(listed, "role"), own, [part], own[0]["name"])

    def source(self, ref: str) -> Record:
        number = find_source(self.connection, ref)
        listed = list_sources(self.connection, self.criteria)
        own = [row for row in listed.rows if row["id"] == number]
        parts = [
            self.figure_part(table, self.criteria, FIGURES[table].c.source_id == number) for table in FIGURES
        ]
        return self.record(listed, own, parts, own[0]["title"])

    def indicator(self, ref: str) -> Record:
        number = indicator_id(self.connection, ref)
        listed = list_indicators(self.connection, self.criteria)
        own = [row for row in listed.rows if row["id"] == number]
        part = self.figure_part("result", self.criteria, FIGURES["result"].c.indicator_id == number)
        return self.record(listed, own, [part], f"{own[0]['code']} {own[0]['name']}")

    def sector(self, ref: str) -> Record:
        numbers = find_sector(self.connection, ref)
        own = replace(self.criteria, sectors=frozenset(numbers))
        listed = list_sectors(self.connection, self.criteria)
        rows = [row for row in listed.rows if row["id"] == min(numbers)]
        leaves = [{**row, "_depth": 0} for row in listed.rows if row["id"] in numbers - {min(numbers)}]
        parts = [
            Part("leaves", _("Sectors"), replace(listed, rows=leaves, title="")),
            Part("projects", _("Projects"), _bare(list_projects(self.connection, own))),
        ]
        return self.record(listed, rows, parts, f"{rows[0]['code']} {rows[0]['name']}")

    def participation(self, ref: str) -> Record:
        number = self.number(ref, "participation")
        listed = list_participations(self.connection, self.criteria, where=participation.c.id == number)
        if not listed.rows:
            raise NoRecord(N_("No {kind} has the id {ref}."), kind=label("record", "participation"), ref=ref)
        return self.record(listed, listed.rows, self.sources(listed.rows), listed.rows[0]["organisation"])

    def of_pairings(self, own: Criteria) -> list[Part]:
        projects = Part("projects", _("Projects"), _bare(list_projects(self.connection, own)))
        bodies = list_participations(self.connection, own)
        return [
            projects,
            *self.figures(own),
            Part("organisations", _("Organisations"), replace(bodies, title="")),
        ]

    def figures(self, own: Criteria) -> list[Part]:
        return [self.figure_part(table, own) for table in FIGURES]

    def figure_part(self, table: str, own: Criteria, where: Any = None) -> Part:  # noqa: ANN401
        listed = list_figures(self.connection, own, table, where=where)
        return Part(_KEYS[table], heading(_HEADINGS[table]), replace(listed, title=""))

    def taking_part(self, where: Any) -> Part:  # noqa: ANN401 - a SQL condition
        listed = list_participations(self.connection, self.criteria, where=where)
        return Part("organisations", _("Organisations"), replace(listed, title=""))

    def sources(self, rows: Sequence[Row]) -> list[Part]:
        wanted = {row["source_id"] if "source_id" in row else row.get("source") for row in rows}
        listed = list_sources(self.connection, self.criteria)
        found = [row for row in listed.rows if row["id"] in wanted]
        return [Part("sources", _("Sources"), replace(listed, rows=found, title=""))]

    def number(self, ref: str, kind: str) -> int:
        if not (ref.isascii() and ref.isdecimal() and len(ref) < 19):
            raise NoRecord(
                N_("'{ref}' is no id of a {kind}; see the ids with: aidtrack list"),
                kind=label("record", kind),
                ref=ref,
            )
        return int(ref)

    def heading(self, column: Column) -> str:
        name = heading(column.name)
        return money_heading(name, self.criteria.currency) if column.shape == "money" else name

    def record(self, listed: Result, rows: Sequence[Row], parts: Sequence[Part], title: str) -> Record:
        taken = {part.key for part in parts}
        columns = [column for column in listed.columns if column.name not in taken]
        shown = [
            replace(_SAID.get(c.name, c), heading=self.heading(c))
            for c in columns
            if rows[0].get(c.name) not in (None, [], False)
        ]
        return Record(title, Result(columns, rows[:1], shown=shown), parts)


_SAID = {
    "sector": Column("sector_name"),
    "indicator": Column("indicator_name"),
}
"""Columns that people read in words where machines read a code."""


def _without(result: Result, name: str) -> Result:
    return replace(result, columns=[column for column in result.columns if column.name != name])


def _bare(result: Result) -> Result:
    return replace(result, title="")


_SHOWN: dict[str, Callable[[_Show, str], Record]] = {
    "projects": _Show.project,
    "donors": _Show.donor,
    "counties": _Show.county,
    "divisions": _Show.division,
    "pairings": _Show.pairing,
    "funding": _Show.funding,
    "jobs": _Show.jobs,
    "results": _Show.result,
    "organisations": _Show.organisation,
    "participations": _Show.participation,
    "sources": _Show.source,
    "indicators": _Show.indicator,
    "sectors": _Show.sector,
}
