"""The fixed vocabularies: code, Chinese and English label, and the IATI code it goes out as.

Sources: DESIGN.md of the project, published figures of 东西部协作 and 对口支援, IATI 2.03 code lists.
Vocabularies that users extend (sectors, indicators) are tables of the ledger, not rows here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from aidtrack.registry import Registry


class Term(NamedTuple):
    """One word of a vocabulary; `iati` is its code in the standard's list, empty where it has none."""

    name: str
    zh: str
    en: str
    iati: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that one column may hold, in the order in which they are read."""

    name: str
    zh: str
    en: str
    terms: tuple[Term, ...]
    by_code: dict[str, Term] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_code", {term.name: term for term in self.terms})

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes, in reading order."""
        return tuple(self.by_code)


def _terms(*rows: str) -> tuple[Term, ...]:
    return tuple(Term(*(cell.strip() for cell in row.split("|"))) for row in rows)


VOCABULARIES = Registry(
    "vocabulary",
    (
        Vocabulary(
            "stage",
            "资金阶段",
            "stage",
            _terms(
                "planned | 计划 | planned | budget 1",
                "pledged | 意向 | pledged | 12",
                "agreed | 协议 | agreed | budget 2",
                "issued | 下达 | issued | 2",
                "received | 到位 | received | 1",
                "disbursed | 拨付 | disbursed | 3",
                "spent | 支出 | spent | 4",
                "returned | 收回 | returned | 4",
                "stated | 投入 | stated | 2",
            ),
        ),
        Vocabulary(
            "fund_source",
            "资金来源",
            "fund source",
            _terms(
                "government | 财政援助资金 | government assistance",
                "social | 社会帮扶资金 | social donations",
                "assistance | 援建资金 | assistance funds",
                "unstated | 未说明 | not stated",
                "attracted | 引进帮扶资金 | attracted funds",
                "enterprise | 企业投资 | enterprise investment",
                "matching | 地方配套 | local matching",
                "other_public | 其他财政资金 | other public funds",
                "self_raised | 自筹 | self-raised",
                "loan | 贷款 | loan",
                "mixed | 多来源合计 | mixed total",
            ),
        ),
        Vocabulary(
            "tier",
            "资金层级",
            "tier",
            _terms(
                "province | 省级 | provincial",
                "city | 市级 | city",
                "county | 县级 | county",
                "town | 镇街 | town",
            ),
        ),
        Vocabulary(
            "form",
            "形式",
            "form",
            _terms(
                "cash | 现金 | cash",
                "in_kind | 物资折款 | in kind",
                "mixed | 款物合计 | cash and in kind",
                "service | 服务 | service",
                "unstated | 未说明 | not stated",
            ),
        ),
        Vocabulary(
            "programme",
            "帮扶类型",
            "programme",
            _terms(
                "counterpart_support | 对口支援 | counterpart support",
                "east_west_cooperation | 东西部协作 | east-west cooperation",
                "counterpart_cooperation | 对口合作 | counterpart cooperation",
                "mountain_sea | 山海协作 | mountain-sea cooperation",
                "in_province | 省内对口帮扶 | in-province pairing",
                "designated | 定点帮扶 | designated assistance",
                "other | 其他 | other",
            ),
        ),
        Vocabulary(
            "status",
            "状态",
            "status",
            _terms(
                "identified | 谋划 | identified | 1",
                "not_started | 未开工 | not started | 1",
                "under_way | 在建 | under way | 2",
                "completed | 完工待验 | completed | 3",
                "accepted | 已验收 | accepted | 4",
                "in_use | 投用 | in use | 4",
                "suspended | 暂停 | suspended | 6",
                "cancelled | 取消 | cancelled | 5",
            ),
        ),
        Vocabulary(
            "jobs_kind",
            "就业口径",
            "jobs kind",
            _terms(
                "employed | 实现就业 | employed",
                "vacancies | 招聘岗位 | vacancies",
                "posts | 开发岗位 | posts created",
                "offered | 提供岗位 | offered posts",
            ),
        ),
        Vocabulary(
            "place",
            "就业地",
            "place",
            _terms(
                "east | 到东部 | to the east",
                "out_of_province | 省外 | out of province",
                "in_province | 省内县外 | in province",
                "nearby | 就近就地 | nearby",
            ),
        ),
        Vocabulary(
            "channel",
            "就业渠道",
            "channel",
            _terms(
                "workshop | 帮扶车间 | assistance workshop",
                "public_post | 公益性岗位 | public-welfare post",
                "work_relief | 以工代赈 | work relief",
                "enterprise | 引进企业或园区 | enterprise or park",
                "fair | 招聘会 | job fair",
                "self | 自主创业 | self-employed",
            ),
        ),
        Vocabulary(
            "group",
            "人群",
            "group",
            _terms(
                "all | 全部 | all",
                "rural | 农村劳动力 | rural workers",
                "out_of_poverty | 脱贫人口 | out of poverty",
                "monitored | 防返贫监测对象 | monitored households",
                "out_of_poverty_and_monitored | 脱贫人口和监测对象 | out of poverty and monitored",
                "low_income | 低收入农户 | low-income farmers",
                "disabled | 残疾人 | disabled people",
                "relocated | 易地搬迁 | relocated",
                "students | 学生 | students",
                "women | 妇女 | women",
                "cadres | 干部 | cadres",
            ),
        ),
        Vocabulary(
            "scenario",
            "情景",
            "scenario",
            _terms(
                "actual | 实际 | actual",
                "expected | 预计 | expected",
                "target | 目标 | target",
            ),
        ),
        Vocabulary(
            "basis",
            "统计口径",
            "basis",
            _terms(
                "period | 当期 | in the period",
                "to_date | 本年累计 | year to date",
                "cumulative | 历年累计 | cumulative",
                "new | 新增 | newly added",
            ),
        ),
        Vocabulary(
            "role",
            "角色",
            "role",
            _terms(
                "funding | 出资 | funding | 1",
                "accountable | 主管 | accountable | 2",
                "extending | 管理 | extending | 3",
                "implementing | 实施 | implementing | 4",
                "receiving | 受援 | receiving | 4",
                "partner | 合作 | partner | 4",
                "employer | 用工 | employer | 4",
            ),
        ),
        Vocabulary(
            "organisation_kind",
            "机构类型",
            "organisation kind",
            _terms(
                "government | 政府 | government | 10",
                "local_government | 地方政府 | local government | 11",
                "public | 事业单位 | other public body | 15",
                "ngo | 社会组织 | social organisation | 22",
                "foundation | 基金会 | foundation | 60",
                "enterprise | 企业 | enterprise | 70",
                "academic | 院校 | school or university | 80",
            ),
        ),
        Vocabulary(
            "source_kind",
            "来源类型",
            "source kind",
            _terms(
                "document | 文件 | document",
                "statistics | 公报 | statistics",
                "news | 新闻 | news",
                "ledger | 台账 | ledger",
                "interview | 访谈 | interview",
                "social_media | 社交媒体 | social media",
            ),
        ),
        Vocabulary(
            "level",
            "级别",
            "level",
            _terms(
                "country | 国家 | country",
                "province | 省级 | province",
                "prefecture | 地级 | prefecture",
                "county | 县级 | county",
                "group | 组合 | group",
            ),
        ),
        Vocabulary(
            "record",
            "记录",
            "record",
            _terms(
                "division | 地区 | division",
                "sector | 领域 | sector",
                "indicator | 指标 | indicator",
                "source | 来源 | source",
                "organisation | 机构 | organisation",
                "pairing | 结对 | pairing",
                "project | 项目 | project",
                "participation | 参与 | participation",
                "funding | 资金 | funding",
                "jobs | 就业 | jobs",
                "result | 成效 | result",
            ),
        ),
        Vocabulary(
            "unit",
            "单位",
            "unit",
            _terms(
                "人 | 人 | people",
                "人次 | 人次 | attendances",
                "户 | 户 | households",
                "个 | 个 | items",
                "家 | 家 | companies",
                "所 | 所 | institutions",
                "场 | 场 | events",
                "期 | 期 | sessions",
                "套 | 套 | sets",
                "项 | 项 | items",
                "亩 | 亩 | mu",
                "公里 | 公里 | km",
                "平方米 | 平方米 | m²",
                "吨 | 吨 | tonnes",
                "年 | 年 | years",
                "个月 | 个月 | months",
                "天 | 天 | days",
                "元 | 元 | yuan",
                "元/年 | 元/年 | yuan a year",
                "元/人 | 元/人 | yuan a person",
                "元/人·月 | 元/人·月 | yuan a person and month",
                "美元 | 美元 | US dollars",
                "% | % | %",
            ),
        ),
        Vocabulary(
            "quantity_kind",
            "精确程度",
            "precision",
            _terms(
                "exact | 准确 | exact",
                "over | 多于 | over",
                "at_least | 不少于 | at least",
                "under | 少于 | under",
                "at_most | 不多于 | at most",
                "approx | 约 | about",
                "range | 区间 | range",
                "vague | 概数 | vague",
            ),
        ),
    ),
)

AID_SOURCES = ("government", "social", "assistance", "unstated")
"""The fund sources that are aid; money of any other source is investment."""

WIDER_GROUPS: dict[str, frozenset[str]] = {
    "all": frozenset(),
    "rural": frozenset({"all"}),
    "out_of_poverty_and_monitored": frozenset({"all", "rural"}),
    "out_of_poverty": frozenset({"all", "rural", "out_of_poverty_and_monitored"}),
    "monitored": frozenset({"all", "rural", "out_of_poverty_and_monitored"}),
    "low_income": frozenset({"all", "rural"}),
    "relocated": frozenset({"all", "rural"}),
}
"""For each group of people the groups that hold it; a group not named here is held by `all` alone."""


def is_narrower(group: str, other: str) -> bool:
    """Tell whether a part of `group` can only be some of the people of its whole's group `other`.

    A part cannot be wider than its whole, so any differing group narrows it (the disabled among those
    out of poverty), unless its own group is the wider one (the coder did not repeat the whole's).
    """
    return group != other and group not in WIDER_GROUPS.get(other, frozenset({"all"}))
