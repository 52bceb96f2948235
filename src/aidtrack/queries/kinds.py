"""The kinds of records, in singular and plural, and how each is listed."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from aidtrack.errors import N_, Unreadable
from aidtrack.queries.arrange import ALL, arranged
from aidtrack.registry import Registry, unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    import sqlalchemy as sa

    from aidtrack.queries.arrange import Page
    from aidtrack.queries.filters import Criteria
    from aidtrack.result import Result


class Kind(NamedTuple):
    """One kind of record: its plural, its singular, its table, and the function that lists it.

    `words` are others that people have for it.
    """

    name: str
    singular: str
    table: str
    module: str
    summary: str
    filters: frozenset[str] | None = None
    words: str = ""

    @property
    def synonyms(self) -> tuple[str, ...]:
        """What people call it too, for whom the right word is at hand then."""
        return tuple(self.words.split())

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

    def list(self, connection: sa.Connection, criteria: Criteria, page: Page = ALL) -> Result:
        """List the records of this kind that pass the filters, as far as the page shows them."""
        module = import_module(f"aidtrack.queries.{self.module}")
        if self.module == "list_figures":
            return module.list_figures(connection, criteria, self.table, page)  # type: ignore[no-any-return]
        listing = getattr(module, f"list_{self.name}")
        if self.module == "list_projects":
            return listing(connection, criteria, page)  # type: ignore[no-any-return]
        return arranged(listing(connection, criteria), page)


_PAIRED = frozenset({"donor", "county", "prefecture", "province", "programme"})
_TEXT = frozenset({"text"})
_NOTHING: frozenset[str] = frozenset()

KINDS = Registry(
    "kind",
    (
        Kind(
            "projects",
            "project",
            "project",
            "list_projects",
            N_("units of work"),
            words="activities activity 项目",
        ),
        Kind(
            "donors",
            "donor",
            "division",
            "list_others",
            N_("places that help"),
            _PAIRED,
            words="helpers givers providers 援助方 支援方",
        ),
        Kind(
            "counties",
            "county",
            "division",
            "list_others",
            N_("places that are helped"),
            _PAIRED,
            words="recipients recipient receivers beneficiaries 受援县 受援方 受援地",
        ),
        Kind(
            "pairings",
            "pairing",
            "pairing",
            "list_others",
            N_("who helps whom"),
            _PAIRED,
            words="pairs pair twinnings 结对",
        ),
        Kind(
            "funding",
            "funding",
            "funding",
            "list_figures",
            N_("amounts of money"),
            words="money funds amounts finance payments transactions 资金",
        ),
        Kind(
            "jobs",
            "job",
            "jobs",
            "list_figures",
            N_("employment figures"),
            words="posts post employment vacancies work 就业",
        ),
        Kind(
            "results",
            "result",
            "result",
            "list_figures",
            N_("other measured results"),
            words="outcomes outputs 成效 成果",
        ),
        Kind(
            "organisations",
            "organisation",
            "organisation",
            "list_others",
            N_("bodies that take part"),
            _TEXT,
            words="bodies companies orgs 机构 单位",
        ),
        Kind(
            "participations",
            "participation",
            "participation",
            "list_participations",
            N_("which body does what"),
            _PAIRED | {"project"},
            words="roles participants 参与",
        ),
        Kind(
            "sources",
            "source",
            "source",
            "list_others",
            N_("documents in which facts are said"),
            _NOTHING,
            words="documents document docs papers 来源 出处",
        ),
        Kind(
            "divisions",
            "division",
            "division",
            "list_divisions",
            N_("places of China"),
            words="places place regions cities districts provinces prefectures 行政区划 地区",
        ),
        Kind(
            "indicators",
            "indicator",
            "indicator",
            "list_others",
            N_("what results measure"),
            _NOTHING,
            words="measures 指标",
        ),
        Kind(
            "sectors",
            "sector",
            "sector",
            "list_others",
            N_("fields of work"),
            _NOTHING,
            words="fields domains industries 领域 行业",
        ),
    ),
)


def find_kind(text: str) -> Kind:
    """Find a kind by its plural or its singular."""
    word = text.lower().replace("_", "-")
    for kind in KINDS.values():
        if word in (kind.name, kind.singular):
            return kind
    raise unknown("kind", text, KINDS, KINDS.synonyms)
