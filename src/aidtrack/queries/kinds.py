"""The kinds of records, in singular and plural, and how each is listed."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from aidtrack.errors import N_, Unreadable
from aidtrack.registry import Registry, unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    import sqlalchemy as sa

    from aidtrack.queries.filters import Criteria
    from aidtrack.result import Result


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record: its plural, its singular, its table, and the function that lists it."""

    name: str
    singular: str
    table: str
    module: str
    summary: str
    filters: frozenset[str] | None = None

    def criteria(self, connection: sa.Connection, given: Mapping[str, str], currency: str) -> Criteria:
        """Read the filters that were given, in the way of this kind: places are browsed, not paired."""
        strange = [name for name in given if self.filters is not None and name not in self.filters]
        if strange:
            raise Unreadable(
                N_("--{name} says nothing of {kind}; leave it out."), name=strange[0], kind=self.name
            )
        module = import_module(
            f"aidtrack.queries.{'division_search' if self.name == 'divisions' else 'filters'}"
        )
        return module.read_filters(connection, given, currency)  # type: ignore[no-any-return]

    def list(self, connection: sa.Connection, criteria: Criteria, limit: int | None) -> Result:
        """List the records of this kind that pass the filters."""
        module = import_module(f"aidtrack.queries.{self.module}")
        if self.module == "list_figures":
            return module.list_figures(connection, criteria, self.table, limit)  # type: ignore[no-any-return]
        return getattr(module, f"list_{self.name}")(connection, criteria, limit)  # type: ignore[no-any-return]


_PAIRED = frozenset({"donor", "county", "prefecture", "province", "programme"})
_TEXT = frozenset({"text"})
_NOTHING: frozenset[str] = frozenset()

KINDS = Registry(
    "kind",
    (
        Kind("projects", "project", "project", "list_projects", N_("units of work")),
        Kind("donors", "donor", "division", "list_others", N_("places that help"), _PAIRED),
        Kind("counties", "county", "division", "list_others", N_("places that are helped"), _PAIRED),
        Kind("pairings", "pairing", "pairing", "list_others", N_("who helps whom"), _PAIRED),
        Kind("funding", "funding", "funding", "list_figures", N_("amounts of money")),
        Kind("jobs", "job", "jobs", "list_figures", N_("employment figures")),
        Kind("results", "result", "result", "list_figures", N_("other measured results")),
        Kind(
            "organisations", "organisation", "organisation", "list_others", N_("bodies that take part"), _TEXT
        ),
        Kind(
            "participations",
            "participation",
            "participation",
            "list_participations",
            N_("which body does what"),
            _PAIRED | {"project"},
        ),
        Kind("sources", "source", "source", "list_others", N_("documents in which facts are said"), _NOTHING),
        Kind("divisions", "division", "division", "list_divisions", N_("places of China")),
        Kind("indicators", "indicator", "indicator", "list_others", N_("what results measure"), _NOTHING),
        Kind("sectors", "sector", "sector", "list_others", N_("fields of work"), _NOTHING),
    ),
)


def find_kind(text: str) -> Kind:
    """Find a kind by its plural or its singular."""
    word = text.lower().replace("_", "-")
    for kind in KINDS.values():
        if word in (kind.name, kind.singular):
            return kind
    raise unknown("kind", text, KINDS)
