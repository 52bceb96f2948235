"""The filters, the same words everywhere: a table that help and completion can read without a database."""

from __future__ import annotations

from typing import Literal, NamedTuple

from aidtrack.errors import N_
from aidtrack.registry import Registry


class Filter(NamedTuple):
    """One filter: its option's name, its help in English, and what its value is held against."""

    name: str
    help: str
    on: Literal["donor", "recipient", "pairing", "project", "figure"]
    column: str = ""
    vocabulary: str = ""
    level: str = ""


FILTERS = Registry(
    "filter",
    (
        Filter("donor", N_("Donor place, with all below it."), "donor"),
        Filter("county", N_("Recipient county."), "recipient", level="county"),
        Filter("prefecture", N_("Recipient prefecture, with its counties."), "recipient", level="prefecture"),
        Filter("province", N_("Recipient province, with all below it."), "recipient", level="province"),
        Filter("programme", N_("Programme of the pairing."), "pairing", vocabulary="programme"),
        Filter("sector", N_("Sector of the project, with its leaves; a DAC code too."), "project"),
        Filter("status", N_("Status of the project."), "project", vocabulary="status"),
        Filter("year", N_("Calendar year that holds the figure's whole period."), "figure", "year"),
        Filter("stage", N_("Stage of the money."), "figure", "stage", "stage"),
        Filter("fund-source", N_("Whose money it is."), "figure", "fund_source", "fund_source"),
        Filter("scenario", N_("Actual, expected or target figures."), "figure", "scenario", "scenario"),
        Filter("kind", N_("Kind of employment figure."), "figure", "kind", "jobs_kind"),
        Filter("group", N_("Group of people."), "figure", "group", "group"),
        Filter("indicator", N_("Indicator of other results."), "figure", "indicator_id"),
        Filter("project", N_("A project, with its sub-projects: id, code or name."), "project"),
        Filter("text", N_("Words in the project's names, in either script or pinyin."), "project"),
    ),
)
