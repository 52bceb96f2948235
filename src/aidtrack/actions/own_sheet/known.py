"""Headings that are understood without a mapping: the program's own, and the words that offices use."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from aidtrack.actions.own_sheet.target import IGNORE, PROJECT, Target
from aidtrack.folding import fold
from aidtrack.headings import HEADINGS
from aidtrack.vocab import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aidtrack.actions.own_sheet.target import Sort
    from aidtrack.formats.grid_heading import Heading

_OFFICE = {
    "name": "项目名称 项目名",
    "county": "县 县区 区县 县(区) 县(市) 县(市、区) 受援县区 受援县(区) 受援县(市) 受援县(市、区) 受帮扶县",
    "prefecture": "市州 市(州) 受援市(州) 受援州",
    "donor": "援助区 支援方 帮扶方 援助地 支援地 结对帮扶方",
    "recipient": "受援方 受助方 被帮扶方",
    "status": "项目状态 建设状态",
    "works": "主要建设内容 建设内容及规模 建设规模及内容",
    "site": "建设地点 实施地点 项目地点",
    "planned_start": "计划开工时间 计划开工日期",
    "planned_end": "计划完工时间 计划完工日期 计划竣工时间",
    "actual_start": "实际开工时间 实际开工日期",
    "actual_end": "实际完工时间 实际完工日期 实际竣工时间",
    "sector": "项目领域 帮扶领域",
    "note": "备注",
    "period": "年度 年份 所属年度",
}
"""By field, what offices call it besides the program's own heading."""

_UNSURE = {
    "code",
    "province",
    "aliases",
    "parent",
    "presumed",
    "source",
    "locator",
    "external_id",
    "date",
    "kind",
    "place",
}
"""Fields whose headings are common words, which in an office's sheet may mean something else."""

_ORDINAL = "序号 序 no no. #"
_GENERIC = re.compile(
    "(?:(?:项目)?(?:基本|总体)?(?:情况|信息|概况)|项目|资金|金额|(?:项目|援助|帮扶)资金|资金(?:使用|安排|拨付|执行)?情况|资金安排)"
)
"""Upper lines of a heading that say nothing of their own."""

_STAGE = (
    re.compile("(?:已)?(.+?)(?:资金|金额|资金数|资金额|数|funding|funds|amount)?"),
    re.compile("(?:资金|funds)(.+?)(?:数|额)?"),
)
_JOBS = (re.compile("(.+?)(?:人数|数)?"),)


def known_target(heading: Heading, more: Mapping[str, Target]) -> Target | None:
    """Find what a heading means; null where it is not certain.

    `more` are the headings of the ledger's own indicators. A line above one that is known must say nothing of its
    own: 县 under 支援方 is not the county that is helped.
    """
    words = [part.words for part in heading.parts if part.words]
    if not words:
        return None
    own = _of_record(words[-1])
    if own is not None and len(heading.periods) == 0:
        return own if all(map(says_little, words[:-1])) else None
    return _of_amount(words, heading, more)


def says_little(word: str) -> bool:
    """Tell whether a line of a heading says nothing of its own (资金, 项目基本情况)."""
    return not word or bool(_GENERIC.fullmatch(word))


def _of_record(word: str) -> Target | None:
    return _records().get(word)


@cache
def _records() -> dict[str, Target]:
    """Index the headings of projects by what they are compared by."""
    found = {fold(word): IGNORE for word in _ORDINAL.split()}
    names = [*PROJECT, "programme", "fund_source", "tier", "form", "period", "as_of", "basis"]
    for name in names:
        sort: Sort = "project" if name in PROJECT or name == "programme" else "shared"
        spellings = _OFFICE.get(name, "").split()
        if name not in _UNSURE:
            spellings += [name, *HEADINGS[name]]
        found |= {fold(spelling): Target(sort, name) for spelling in spellings}
    implementing = Target("body", "participation", {"role": "implementing"})
    return found | {fold(word): implementing for word in HEADINGS["implementer"]}


def nearest(heading: Heading, more: Mapping[str, Target]) -> tuple[str, Target] | None:
    """Find the known heading that one is most like, and what that means; null where none is like it."""
    *above, last = heading.parts
    known = _suggested(tuple(more))
    inside = sorted((each for each in known if len(each) > 1 and each in last.words), key=len)
    near = inside[-1:] or get_close_matches(last.words, known, n=1, cutoff=0.5)
    if not near or not all(says_little(part.words) for part in above):
        return None
    target = known[near[0]] or more[near[0]]
    periods = heading.periods or _part_of_year(last.words)
    if target.sort == "figure" and len(periods) == 1:
        target = replace(target, fixed={**target.fixed, "period": periods[0]})
    return near[0], target


_IN_YEAR = re.compile(
    r"(?P<year>(?:19|20)\d{2})(?:年度?)?"
    r"(?:(?P<first>\d{1,2})(?:月?[-—–~至到](?P<last>\d{1,2}))?月|(?P<half>[上下])半年)"
)
_HALVES = {"上": ("01", "06"), "下": ("07", "12")}


def _part_of_year(word: str) -> list[str]:
    """Find the part of a year in a heading: 2022年1-6月, 2022年上半年; to be suggested, never taken for certain."""
    found = _IN_YEAR.search(word)
    if found is None:
        return []
    year, first, last, half = found.group("year", "first", "last", "half")
    if half:
        first, last = _HALVES[half]
    ends = [f"{year}-{month.zfill(2)}" for month in (first, last) if month]
    return ["/".join(ends)]


@cache
def _suggested(indicators: tuple[str, ...]) -> dict[str, Target | None]:
    """Index the headings that can be suggested, folded, by what they mean; those of indicators are known elsewhere."""
    stages = {word: Target("figure", "funding", {"stage": code}) for word, code in _labels("stage").items()}
    kinds = {word: Target("figure", "jobs", {"kind": code}) for word, code in _labels("jobs_kind").items()}
    employed = Target("figure", "jobs", {"kind": "employed"})
    record = {word: target for word, target in _records().items() if target is not IGNORE}
    unsure = {
        fold(word): Target("project", name)
        for name in PROJECT
        if name in _UNSURE
        for word in (name, *HEADINGS.get(name, ()))
    }
    return {**dict.fromkeys(indicators), fold("就业"): employed, **kinds, **stages, **unsure, **record}


@cache
def _labels(vocabulary: str) -> dict[str, str]:
    """Index a vocabulary by its codes and labels."""
    terms = VOCABULARIES[vocabulary].terms
    return {fold(word): term.name for term in terms for word in (term.name, term.zh, term.en)}


def _of_amount(words: list[str], heading: Heading, more: Mapping[str, Target]) -> Target | None:
    """Put together what each line says of an amount: 下达 over 省级; a line that is not understood leaves it open."""
    fixed: dict[str, str] = {}
    for word in words:
        said = {} if says_little(word) else _said(word)
        if said is None or said.keys() & fixed.keys():
            return _of_people(words, heading, more)
        fixed |= said
    if "stage" not in fixed or len(heading.periods) > 1:
        return None
    period = {"period": heading.periods[0]} if heading.periods else {}
    return Target("figure", "funding", {"stage": fixed["stage"], **period, **fixed})


def _said(word: str) -> dict[str, str] | None:
    if (stage := _word("stage", _STAGE, word)) is not None:
        return {"stage": stage}
    for vocabulary in ("fund_source", "tier"):
        code = _labels(vocabulary).get(word) or _labels(vocabulary).get(word.removesuffix("资金"))
        if code is not None and code != "unstated":
            return {vocabulary: code}
    return None


def _word(vocabulary: str, shapes: Iterable[re.Pattern[str]], word: str) -> str | None:
    labels = _labels(vocabulary)
    said = [word, *(found[1] for shape in shapes if (found := shape.fullmatch(word)))]
    return next((labels[each] for each in said if each in labels), None)


def _of_people(words: list[str], heading: Heading, more: Mapping[str, Target]) -> Target | None:
    """Read a heading of jobs or of an indicator, over which only generic lines stand."""
    if not all(map(says_little, words[:-1])) or len(heading.periods) > 1:
        return None
    period = {"period": heading.periods[0]} if heading.periods else {}
    kind = _word("jobs_kind", _JOBS, words[-1])
    if kind is not None:
        return Target("figure", "jobs", {"kind": kind, **period})
    found = more.get(words[-1])
    return Target(found.sort, found.name, {**found.fixed, **period}) if found else None
