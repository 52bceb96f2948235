"""What a person says of each kind of record: its fields, how each is read, and which must be said.

Help, questions, batches and completion all derive from this table; it needs no database.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from aidtrack.errors import N_
from aidtrack.registry import Registry

Reading = Literal[
    "text", "words", "word", "date", "period", "flag", "place", "places", "ref", "quantity", "code"
]
"""How a field is read: `words` is a list of texts, `word` a code or label of a vocabulary, `ref` another record,
`place` a division, `places` a list of them, `code` a short text without blanks."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form.

    `reads` says how; `of` names the vocabulary of a word, the table of a ref, the level of a place. A field
    that is required is asked for at a terminal; a default is what an unanswered question means.
    """

    name: str
    help: str
    reads: Reading = "text"
    of: str = ""
    required: bool = False
    default: str = ""
    alias: str = ""

    @property
    def option(self) -> str:
        """Its option: the JSON key with hyphens."""
        return "--" + self.name.replace("_", "-")


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of one kind of record, in the order in which they are asked for.

    `also` is the other of its singular and its plural.
    """

    name: str
    table: str
    fields: tuple[Field, ...]
    also: str
    help: str
    _by_name: dict[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {each.name: each for each in self.fields})

    def __getitem__(self, name: str) -> Field:
        return self._by_name[name]

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    @property
    def is_figure(self) -> bool:
        """Whether its records are amounts of something."""
        return self.table in ("funding", "jobs", "result")

    @property
    def quantity(self) -> str:
        """The field that says how much."""
        return "amount" if self.table == "funding" else "count"


_EXTERNAL = Field("external_id", N_("Its key in another system: SYSTEM:KEY."), "code")
_ENDS = (
    Field("donor", N_("Who helps: a place."), "place"),
    Field("county", N_("Who is helped: a county."), "place", "county"),
    Field("prefecture", N_("Who is helped: a prefecture."), "place", "prefecture"),
    Field("province", N_("Who is helped: a province."), "place", "province"),
    Field("recipient", N_("Who is helped: a place of any level, or a named group."), "place"),
)
_CITED = (
    Field("source", N_("In which source it is said: its id or title."), "ref", "source"),
    Field("locator", N_("Where in the source: L49; p. 3."), alias="--at"),
    Field("presumed", N_("Names of the fields that you inferred."), "words"),
    Field("note", N_("A note.")),
    _EXTERNAL,
)
_PAIRING = Field("pairing", N_("The pairing, by its id."), "ref", "pairing")

_HANGS = (Field("project", N_("The project: id, code or name."), "ref", "project"), _PAIRING, *_ENDS)
_WHEN = (
    Field("period", N_("What it covers: 2022; 2021-06/2022-09; 2021-06/."), "period"),
    Field("as_of", N_("The day at which it was taken."), "date"),
    Field("basis", N_("In the period, year to date, cumulative or newly added."), "word", "basis"),
)
_CITED_FIGURE = (
    Field("source", N_("In which source it is said: its id or title."), "ref", "source", required=True),
    *_CITED[1:],
)


def _links(table: str) -> tuple[Field, ...]:
    return (
        Field("part_of", N_("Part of this figure, by its id."), "ref", table),
        Field("overlaps", N_("It divides its whole a second time."), "flag"),
        Field("restates", N_("Says this figure again, by its id."), "ref", table),
        Field("separate", N_("It is not the same as any other figure."), "flag"),
    )


_PEOPLE = (
    Field("group", N_("Which people."), "word", "group", default="all"),
    Field("scenario", N_("Actual, expected or target."), "word", "scenario", default="actual"),
)

FORMS = Registry(
    "kind",
    (
        Form(
            "project",
            "project",
            (
                _PAIRING,
                *_ENDS,
                Field("name", N_("Its name."), required=True),
                Field("code", N_("Its code; made from the recipient's if not given."), "code"),
                Field("name_en", N_("Its English name.")),
                Field("aliases", N_("Another name; repeatable."), "words"),
                Field("parent", N_("The project it is part of."), "ref", "project"),
                Field("sector", N_("Its sector: code, label or DAC code."), "ref", "sector"),
                Field("status", N_("Its status."), "word", "status"),
                Field("planned_start", N_("Planned first day of work."), "date"),
                Field("actual_start", N_("Actual first day of work."), "date"),
                Field("planned_end", N_("Planned completion."), "date"),
                Field("actual_end", N_("Actual completion."), "date"),
                Field("site", N_("Where the works are.")),
                Field("works", N_("What is built or done.")),
                *_CITED,
            ),
            also="projects",
            help=N_("A unit of work."),
        ),
        Form(
            "funding",
            "funding",
            (
                *_HANGS,
                Field("amount", N_("How much, as the paper says: 1100余万元."), "quantity", required=True),
                Field(
                    "stage", N_("Planned, issued, received, spent, stated …"), "word", "stage", required=True
                ),
                Field("fund_source", N_("Whose money."), "word", "fund_source", default="unstated"),
                Field("tier", N_("Level of the aid."), "word", "tier"),
                Field("form", N_("Cash, in kind …"), "word", "form", default="unstated"),
                Field("currency", N_("ISO code of the currency."), "code", default="CNY"),
                *_WHEN,
                *_CITED_FIGURE,
                *_links("funding"),
            ),
            also="fundings",
            help=N_("An amount of money."),
        ),
        Form(
            "jobs",
            "jobs",
            (
                *_HANGS,
                Field("count", N_("How many, as the paper says: 2000多人."), "quantity", required=True),
                Field("kind", N_("Employed, vacancies, posts, offered."), "word", "jobs_kind", required=True),
                Field("place", N_("Where the jobs are."), "word", "place"),
                Field("channel", N_("How they were found."), "word", "channel"),
                *_PEOPLE,
                *_WHEN,
                *_CITED_FIGURE,
                *_links("jobs"),
            ),
            also="job",
            help=N_("An employment figure."),
        ),
        Form(
            "result",
            "result",
            (
                *_HANGS,
                Field("indicator", N_("What is measured: code or label."), "ref", "indicator", required=True),
                Field("count", N_("How much, as the paper says."), "quantity", required=True),
                *_PEOPLE,
                *_WHEN,
                *_CITED_FIGURE,
                *_links("result"),
            ),
            also="results",
            help=N_("Any other measured result."),
        ),
        Form(
            "pairing",
            "pairing",
            (
                *_ENDS,
                Field(
                    "programme",
                    N_("Under which programme; none: not said."),
                    "word",
                    "programme",
                    required=True,
                ),
                Field("since", N_("First day."), "date"),
                Field("until", N_("Last day."), "date"),
                *_CITED,
            ),
            also="pairings",
            help=N_("Who helps whom."),
        ),
        Form(
            "division",
            "division",
            (
                Field("name", N_("Its full name."), required=True),
                Field("level", N_("Its level; a group by default."), "word", "level", default="group"),
                Field("code", N_("Its GB/T 2260 code."), "code"),
                Field("parent", N_("The place it lies in."), "place"),
                Field("members", N_("A member of the group; repeatable."), "places"),
                Field("note", N_("A note.")),
                _EXTERNAL,
            ),
            also="divisions",
            help=N_("A place, or a named group of places."),
        ),
        Form(
            "organisation",
            "organisation",
            (
                Field("name", N_("Its name."), required=True),
                Field("name_en", N_("Its English name.")),
                Field("aliases", N_("Another name; repeatable."), "words"),
                Field("kind", N_("What kind of body."), "word", "organisation_kind"),
                Field("division", N_("Where it is."), "place"),
                Field("identifier", N_("Unified social credit identifier."), "code"),
                Field("note", N_("A note.")),
                _EXTERNAL,
            ),
            also="organisations",
            help=N_("A body that takes part."),
        ),
        Form(
            "participation",
            "participation",
            (
                Field("organisation", N_("Which body: id or name."), "ref", "organisation", required=True),
                Field("role", N_("What it does."), "word", "role", required=True),
                *_HANGS,
                *_CITED,
            ),
            also="participations",
            help=N_("Which body does what."),
        ),
        Form(
            "source",
            "source",
            (
                Field("title", N_("Its title."), required=True),
                Field("publisher", N_("Who published it.")),
                Field("date", N_("When."), "date"),
                Field("address", N_("URL or shelf mark.")),
                Field("kind", N_("What kind of source."), "word", "source_kind", default="news"),
                Field("document_number", N_("The number of an official document.")),
                Field("sha256", N_("SHA-256 of the document's bytes."), "code"),
                Field("copy_of", N_("The source it reposts."), "ref", "source"),
                Field("note", N_("A note.")),
                _EXTERNAL,
            ),
            also="sources",
            help=N_("A document in which facts are said."),
        ),
        Form(
            "indicator",
            "indicator",
            (
                Field("code", N_("Its code, in English snake_case."), "code", required=True),
                Field("name", N_("Its name."), required=True),
                Field("unit", N_("The unit of its figures."), required=True),
                Field("name_en", N_("Its English name.")),
                Field("summable", N_("Its figures may be added up."), "flag", default="yes"),
                Field("note", N_("A note.")),
                _EXTERNAL,
            ),
            also="indicators",
            help=N_("What a result measures."),
        ),
    ),
)
"""The kinds that a person records, by their singular."""
