"""The dimensions, in what totals can be divided: a table that help and completion can read without a database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from aidtrack.registry import Registry


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to divide totals.

    `of` says whose value makes the group: the pairing's, the project's (status is always the project's), or
    the figure's own. A dimension that stands `alone` gives each line by itself, as the filter of that
    name would, and no total.
    """

    name: str
    zh: str
    en: str
    of: Literal["pairing", "project", "figure"]
    column: str = ""
    vocabulary: str = ""
    end: str = ""
    level: str = ""
    alone: bool = False

    @property
    def key(self) -> str:
        """Its name in JSON and CSV."""
        return self.name.replace("-", "_")


def _place(name: str, zh: str, en: str, end: str, level: str) -> Dimension:
    return Dimension(name, zh, en, "pairing", end=end, level=level)


def _own(name: str, zh: str, en: str, vocabulary: str = "", *, alone: bool = False) -> Dimension:
    return Dimension(name, zh, en, "figure", name.replace("-", "_"), vocabulary, alone=alone)


DIMENSIONS = Registry(
    "dimension",
    (
        _place("donor", "援助方", "Donor", "donor", "county"),
        _place("donor-prefecture", "援助市", "Donor prefecture", "donor", "prefecture"),
        _place("donor-province", "援助省", "Donor province", "donor", "province"),
        _place("county", "受援县", "County", "recipient", "county"),
        _place("prefecture", "受援市州", "Prefecture", "recipient", "prefecture"),
        _place("province", "受援省", "Province", "recipient", "province"),
        Dimension("pairing", "结对", "Pairing", "pairing"),
        Dimension("programme", "帮扶类型", "Programme", "pairing", vocabulary="programme"),
        Dimension("sector", "领域", "Sector", "project", "sector_id"),
        _own("year", "年份", "Year"),
        Dimension("status", "状态", "Status", "project", "status", "status"),
        _own("fund-source", "资金来源", "Fund source", "fund_source"),
        _own("stage", "资金阶段", "Stage", "stage", alone=True),
        _own("tier", "资金层级", "Tier", "tier"),
        _own("scenario", "情景", "Scenario", "scenario", alone=True),
        _own("kind", "就业口径", "Kind", "jobs_kind", alone=True),
        _own("group", "人群", "Group", "group", alone=True),
        _own("place", "就业地", "Place", "place"),
        _own("channel", "就业渠道", "Channel", "channel"),
        Dimension("indicator", "指标", "Indicator", "figure", "indicator_id", alone=True),
        Dimension("project", "项目", "Project", "project", "id"),
    ),
)
