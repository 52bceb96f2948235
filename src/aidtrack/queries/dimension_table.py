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
    name would, and no total. `words` are others that people have for it.
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
    words: tuple[str, ...] = ()

    @property
    def synonyms(self) -> tuple[str, ...]:
        """What people call it too, for whom the right word is at hand then."""
        return (self.zh, *self.words)

    @property
    def key(self) -> str:
        """Its name in JSON and CSV."""
        return self.name.replace("-", "_")


def _place(name: str, zh: str, en: str, end: str, level: str, words: str) -> Dimension:
    return Dimension(name, zh, en, "pairing", end=end, level=level, words=tuple(words.split()))


def _own(
    name: str, zh: str, en: str, vocabulary: str = "", *, alone: bool = False, words: str = ""
) -> Dimension:
    column = name.replace("-", "_")
    return Dimension(name, zh, en, "figure", column, vocabulary, alone=alone, words=tuple(words.split()))


DIMENSIONS = Registry(
    "dimension",
    (
        _place("donor", "援助方", "Donor", "donor", "county", "helper giver provider 支援方 帮扶方"),
        _place("donor-prefecture", "援助市", "Donor prefecture", "donor", "prefecture", "donor-city"),
        _place("donor-province", "援助省", "Donor province", "donor", "province", "援助省份"),
        _place(
            "county",
            "受援县",
            "County",
            "recipient",
            "county",
            "recipient receiver beneficiary district 受援方 受援地 县",
        ),
        _place(
            "prefecture",
            "受援市州",
            "Prefecture",
            "recipient",
            "prefecture",
            "city recipient-city recipient-prefecture 市州 市",
        ),
        _place("province", "受援省", "Province", "recipient", "province", "recipient-province 省 省份"),
        Dimension("pairing", "结对", "Pairing", "pairing", words=("pair", "twinning", "结对关系")),
        Dimension("programme", "帮扶类型", "Programme", "pairing", vocabulary="programme"),
        Dimension(
            "sector", "领域", "Sector", "project", "sector_id", words=("field", "domain", "industry", "行业")
        ),
        _own("year", "年份", "Year", words="date period time month 年 年度"),
        Dimension(
            "status", "状态", "Status", "project", "status", "status", words=("state", "progress", "进度")
        ),
        _own("fund-source", "资金来源", "Fund source", "fund_source", words="source funder money 来源"),
        _own("stage", "资金阶段", "Stage", "stage", alone=True, words="phase 阶段"),
        _own("tier", "资金层级", "Tier", "tier", words="level 层级"),
        _own("scenario", "情景", "Scenario", "scenario", alone=True),
        _own("kind", "就业口径", "Kind", "jobs_kind", alone=True),
        _own("group", "人群", "Group", "group", alone=True, words="people population beneficiaries"),
        _own("place", "就业地", "Place", "place", words="location where"),
        _own("channel", "就业渠道", "Channel", "channel"),
        Dimension("indicator", "指标", "Indicator", "figure", "indicator_id", alone=True),
        Dimension("project", "项目", "Project", "project", "id", words=("activity",)),
    ),
)
