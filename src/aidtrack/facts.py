"""The one exchange schema: what a bundle of facts holds (the seed, imports, exports).

References between facts are uids; places are written `331002 椒江区` (code and name, which must agree)
or as the uid of a named group. A quantity is the figure as printed (`1100餘萬元`), a bare number where it
was counted and not printed, or the fields of a quantity one by one.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from aidtrack.errors import N_, Unreadable
from aidtrack.registry import unknown
from aidtrack.units import currency_code
from aidtrack.vocab import VOCABULARIES

_PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def _as_text(value: object) -> object:
    """YAML reads `2023` as a number and `2023-08-15` as a date; both were meant as words."""
    return value if value is None or isinstance(value, (str, list, dict)) else str(value)


def partial_date(text: str) -> str:
    """Check a date known to the year, the month or the day: 2023, 2023-08, 2023-08-15."""
    if not _PARTIAL_DATE.fullmatch(text) or not _in_calendar(text):
        raise Unreadable(N_("'{text}' is no date; write 2023, 2023-08 or 2023-08-15."), text=text)
    return text


def _in_calendar(text: str) -> bool:
    try:
        date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return False
    return True


def period(text: str) -> str:
    """Check a period: one partial date (2022) or two, either of them open (2021-06/2022-09, 2021-06/)."""
    start, slash, end = text.partition("/")
    dates = [partial_date(part) for part in (start, end) if part]
    if not dates or (len(dates) == 2 and not _in_order(*dates)):
        raise Unreadable(
            N_("'{text}' is no period; write 2022, 2021-06/2022-09, 2021-06/ or /2022."), text=text
        )
    return start if slash and start == end else text


def _in_order(start: str, end: str) -> bool:
    shared = min(len(start), len(end))
    return start[:shared] <= end[:shared]


def _word_of(vocabulary: str) -> AfterValidator:
    def check(code: str) -> str:
        terms = VOCABULARIES[vocabulary].by_code
        if code not in terms:
            raise unknown(vocabulary, code, terms)
        return code

    return AfterValidator(check)


Text = Annotated[str, BeforeValidator(_as_text), Field(min_length=1, max_length=10_000)]
PartialDate = Annotated[Text, AfterValidator(partial_date)]
Period = Annotated[Text, AfterValidator(period)]


class Fact(BaseModel):
    """One record of a bundle; a field that it does not know is refused, not dropped."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    uid: Text = Field(description="The record's name for exchange, unique in its table.")
    note: Text | None = None
    external_id: Text | None = Field(None, description="Its key in another system: SYSTEM:KEY.")


class QuantityFields(BaseModel):
    """A quantity written out: bounds and value in base units (yuan, persons, the indicator's unit)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Text | None = None
    value: Decimal | None = None
    low: Decimal
    high: Decimal | None = None
    kind: Annotated[str, _word_of("quantity_kind")] = "exact"


def _no_float(value: object) -> object:
    return Decimal(str(value)) if isinstance(value, float) else value


Printed = Annotated[QuantityFields | int | Decimal | str, BeforeValidator(_no_float)]


class Cited(Fact):
    """A fact that says where it is said."""

    source: Text | None = Field(None, description="uid of the source.")
    locator: Text | None = Field(None, description="Place in the source: L49; L41, L50; p. 3.")
    presumed: list[Text] = Field(default_factory=list, description="Names of the fields the coder inferred.")


class DivisionFact(Fact):
    """A named group of places, or a place that the shipped list does not hold."""

    name: Text
    level: Annotated[Text, _word_of("level")] = "group"
    code: Text | None = None
    parent: Text | None = None
    members: list[Text] = Field(default_factory=list)


class SourceFact(Fact):
    """A document in which facts are said."""

    title: Text
    publisher: Text | None = None
    date: PartialDate | None = None
    address: Text | None = None
    kind: Annotated[Text, _word_of("source_kind")] = "news"
    document_number: Text | None = Field(None, description="文号")
    sha256: Text | None = None
    copy_of: Text | None = Field(None, description="uid of the source that this one reposts.")


class OrganisationFact(Fact):
    """A body: a government, a school, an enterprise."""

    name: Text
    name_en: Text | None = None
    aliases: list[Text] = Field(default_factory=list)
    kind: Annotated[Text, _word_of("organisation_kind")] | None = None
    division: Text | None = Field(None, description="The place where it is.")
    identifier: Text | None = Field(None, description="Unified social credit identifier (CN-USCI).")


class SectorFact(Fact):
    """A field of work; leaves carry one DAC purpose code."""

    code: Text
    name: Text
    name_en: Text
    parent: Text | None = None
    dac: Text | None = None


class IndicatorFact(Fact):
    """What a result measures, in which unit, and whether its figures may be summed."""

    code: Text
    name: Text
    name_en: Text | None = None
    unit: Text
    summable: bool = True


class PairingFact(Cited):
    """Who helps whom under which programme."""

    donor: Text
    recipient: Text
    programme: Annotated[Text, _word_of("programme")] | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None


class ProjectFact(Cited):
    """A unit of work of one pairing; perhaps part of a larger project."""

    code: Text
    name: Text
    name_en: Text | None = None
    aliases: list[Text] = Field(default_factory=list)
    pairing: Text
    parent: Text | None = None
    sector: Text | None = None
    status: Annotated[Text, _word_of("status")] | None = None
    planned_start: PartialDate | None = None
    actual_start: PartialDate | None = None
    planned_end: PartialDate | None = None
    actual_end: PartialDate | None = None
    site: Text | None = None
    works: Text | None = Field(None, description="建设内容")


class ParticipationFact(Cited):
    """What an organisation does in a project or a pairing."""

    organisation: Text
    role: Annotated[Text, _word_of("role")]
    project: Text | None = None
    pairing: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _one_of_project_and_pairing(cls, data: Any) -> Any:  # noqa: ANN401 - raw input of any shape
        if isinstance(data, dict) and bool(data.get("project")) == bool(data.get("pairing")):
            raise Unreadable(N_("A participation is in a project or in a pairing: give one of the two."))
        return data


class Figure(Cited):
    """What every fact row says of itself beside its quantity."""

    pairing: Text | None = Field(None, description="uid; the project's own where it is left out.")
    project: Text | None = None
    period: Period | None = None
    as_of: PartialDate | None = None
    basis: Annotated[Text, _word_of("basis")] | None = None
    separate: bool = False
    part_of: Text | None = None
    overlaps: bool = False
    restates: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _hangs_on_something(cls, data: Any) -> Any:  # noqa: ANN401 - raw input of any shape
        if isinstance(data, dict) and not data.get("project") and not data.get("pairing"):
            raise Unreadable(N_("A figure hangs on a project or on a pairing: give one of the two."))
        return data


class FundingFact(Figure):
    """One amount of money."""

    amount: Printed
    currency: Annotated[Text, AfterValidator(currency_code)] = "CNY"
    stage: Annotated[Text, _word_of("stage")]
    fund_source: Annotated[Text, _word_of("fund_source")] = "unstated"
    tier: Annotated[Text, _word_of("tier")] | None = None
    form: Annotated[Text, _word_of("form")] = "unstated"


class Counted(Figure):
    """What jobs and results share: how many, of which people, in fact or in prospect."""

    count: Printed
    group: Annotated[Text, _word_of("group")] = "all"
    scenario: Annotated[Text, _word_of("scenario")] = "actual"


class JobsFact(Counted):
    """One employment figure."""

    kind: Annotated[Text, _word_of("jobs_kind")]
    place: Annotated[Text, _word_of("place")] | None = None
    channel: Annotated[Text, _word_of("channel")] | None = None


class ResultFact(Counted):
    """Any other measured result."""

    indicator: Text = Field(description="Code of the indicator.")


class Bundle(BaseModel):
    """Facts of all kinds, in the order in which they can be recorded."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    divisions: list[DivisionFact] = Field(default_factory=list)
    sectors: list[SectorFact] = Field(default_factory=list)
    indicators: list[IndicatorFact] = Field(default_factory=list)
    sources: list[SourceFact] = Field(default_factory=list)
    organisations: list[OrganisationFact] = Field(default_factory=list)
    pairings: list[PairingFact] = Field(default_factory=list)
    projects: list[ProjectFact] = Field(default_factory=list)
    participations: list[ParticipationFact] = Field(default_factory=list)
    funding: list[FundingFact] = Field(default_factory=list)
    jobs: list[JobsFact] = Field(default_factory=list)
    results: list[ResultFact] = Field(default_factory=list)
