"""The rows of a ledger as large as one likes, the same for the same seed: what `generate.py` writes.

Every 33rd project is part of the one before it, and so may its money be; few figures restate another, some are
views, some of another donor than their project's, some of no project. All of it keeps the ledger's rules.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from aidtrack.folding import fold, syllables
from aidtrack.quantity import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

Row = tuple[object, ...]
T = TypeVar("T")

PROJECT = (
    "id uid change_id code name pairing_id parent_id sector_id status planned_start actual_start planned_end "
    "actual_end site works source_id locator search_key"
).split()
FUNDING = (
    "id uid change_id pairing_id project_id stage fund_source tier form text low high value quantity_kind "
    "period_start period_end year separate part_of_id overlaps restates_id source_id locator presumed"
).split()
JOBS = (
    "id uid change_id pairing_id project_id kind place channel group scenario text low high value "
    "quantity_kind period_start period_end year separate part_of_id overlaps restates_id source_id locator "
    "presumed"
).split()

PER_CHANGE = 10_000
"""How many projects one change brought in."""

PARTS = 0.086
RESTATEMENTS = 0.02
LOOSE = 0.004
"""Of the second figures of all projects so many are parts, restatements, of no project."""

WATERWORKS = 0.001
"""Of all projects so many are what the search looks for."""

_WHAT = (
    "小学教学楼 中学宿舍 卫生院 产业园 村道硬化 文化广场 养老院 茶叶基地 牦牛养殖场 蔬菜大棚 冷链仓库 "
    "农贸市场 就业车间 职业学校 河堤治理 光伏电站 电商中心 民宿 图书馆 乡村污水处理 路灯亮化 饮水管网"
).split()
_KINDS = ("新建", "改扩建", "提升", "援建", "配套")
_NUMERALS = "一二三四五六七八九十"
_STATUS = "identified not_started under_way completed accepted in_use suspended cancelled".split()
_AID = ("government",) * 6 + ("assistance",) * 2 + ("social", "unstated")
_FIRST_STAGE = ("stated",) * 5 + ("issued",) * 3 + ("planned",) * 2
_LATER_STAGE = ("received",) * 2 + ("spent",)
_NOT_AID = ("enterprise", "enterprise", "matching", "self_raised")
_TIERS = ("province", "city", "county", None)
_JOBS_KINDS = ("employed",) * 7 + ("vacancies", "posts", "offered")
_SCENARIOS = ("actual",) * 17 + ("expected",) * 2 + ("target",)
_GROUPS = ("all",) * 8 + ("out_of_poverty", "disabled")
_PLACES = ("east", "out_of_province", "in_province", "nearby", None, None)
_CHANNELS = ("workshop", "public_post", "enterprise", "fair", None, None)
_TENS = tuple(n * scale for scale in (10, 100) for n in range(12, 100))
_YEARS = range(2016, 2026)


class Pairing(NamedTuple):
    """A pairing with what names its county."""

    id: int
    code: str
    short: str


class Period(NamedTuple):
    """What a figure covers: two partial dates, and the year that holds both."""

    start: str | None
    end: str | None
    year: int | None


class Figure(NamedTuple):
    """What a figure's parts must know of it."""

    id: int
    stage: str
    number: int
    period: Period
    scenario: str = ""
    group: str = ""


class Amount(NamedTuple):
    """A quantity as the ledger keeps it."""

    text: str
    low: int
    high: int | None
    value: int | None
    kind: str


@cache
def amount(words: str, scale: int) -> Amount:
    """Read a quantity as the ledger would; there are only so many different ones."""
    found = parse(words)

    def stored(number: Decimal | None) -> int | None:
        return None if number is None else int(number * scale)

    return Amount(words, int(found.low * scale), stored(found.high), stored(found.value), found.kind)


@cache
def keys(words: str) -> tuple[str, str]:
    """Fold words, as they are written and as they sound; a name's keys are those of its words in a row."""
    return fold(words), syllables(words)


@dataclass
class Made:
    """One project with all that hangs on it."""

    project: Row
    funding: list[Row]
    jobs: Row


class Maker:
    """Makes one project after another, each with two figures of money and one of jobs."""

    def __init__(self, seed: int, pairings: Sequence[Pairing], sectors: Sequence[int], sources: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - the same rows each time are what is wanted
        self.by_county: dict[str, list[Pairing]] = {}
        for pairing in pairings:
            self.by_county.setdefault(pairing.code, []).append(pairing)
        self.counties = list(self.by_county)
        self.sectors = sectors
        self.sources = sources
        self.funding_id = 0
        self.before: tuple[Pairing, Figure, Figure] | None = None

    def projects(self, count: int) -> Iterator[Made]:
        """Make so many projects."""
        return (self._made(number) for number in range(1, count + 1))

    def _pick(self, choices: Sequence[T]) -> T:
        return choices[int(self.random.random() * len(choices))]

    def _chance(self, share: float) -> bool:
        return self.random.random() < share

    def _uid(self) -> str:
        plain = f"{self.random.getrandbits(128):032x}"
        return f"{plain[:8]}-{plain[8:12]}-4{plain[13:16]}-a{plain[17:20]}-{plain[20:]}"

    def _made(self, number: int) -> Made:
        above = self.before if number > 1 and (number % 33 == 0 or number % 330 == 1) else None
        pairing = above[0] if above else self._pick(self.by_county[self._pick(self.counties)])
        change = (number - 1) // PER_CHANGE + 1
        project = self._project(number, change, pairing, has_parent=above is not None)
        first, row = self._first(number, change, pairing, above[1] if above else None)
        second = self._second(number, change, pairing, first)
        hands, jobs = self._jobs(number, change, pairing, above[2] if above else None)
        self.before = pairing, first, hands
        return Made(project, [row, second], jobs)

    # Projects

    def _project(self, number: int, change: int, pairing: Pairing, *, has_parent: bool) -> Row:
        code = f"{pairing.code}-{number:07d}"
        words = self._name(pairing)
        folded, sounds = zip(*map(keys, words), strict=True)
        start = self._pick(_YEARS)
        done = self._chance(0.5)
        return (
            number,
            self._uid(),
            change,
            code,
            "".join(words),
            pairing.id,
            number - 1 if has_parent else None,
            self._pick(self.sectors) if self._chance(0.95) else None,
            self._pick(_STATUS) if self._chance(0.9) else None,
            str(start),
            f"{start}-{self.random.randrange(1, 13):02d}",
            f"{start + 2}",
            f"{start + 2}-{self.random.randrange(1, 13):02d}" if done else None,
            f"{pairing.short}{self._pick(_NUMERALS)}村",
            "新建用房及附属设施,购置设备。" if self._chance(0.3) else None,
            self._source(),
            self._locator(),
            "\n".join([code, "".join(folded), "".join(sounds)]),
        )

    def _name(self, pairing: Pairing) -> tuple[str, ...]:
        what = "水厂" if self._chance(WATERWORKS) else self._pick(_WHAT)
        village = self._pick(_NUMERALS) + self._pick(_NUMERALS)
        return pairing.short, village, "村", what, self._pick(_KINDS), "项目"

    def _source(self) -> int:
        return self.random.randrange(self.sources) + 1

    def _locator(self) -> str:
        return f"p. {self.random.randrange(1, 400)}"

    # Money

    def _first(self, number: int, change: int, pairing: Pairing, above: Figure | None) -> tuple[Figure, Row]:
        """Make a project's main figure; a sub-project's is often part of its parent's."""
        whole = above if above is not None and above.number > 50 and self._chance(0.5) else None
        if whole is None:
            figure = Figure(self._next(), self._pick(_FIRST_STAGE), self._pick(_TENS), self._period())
        else:
            figure = self._part(whole)
        part_of = whole.id if whole else None
        link = (int(whole is None), part_of, 0, None)
        return figure, self._money(figure, change, pairing.id, number, self._pick(_AID), link)

    def _second(self, number: int, change: int, pairing: Pairing, first: Figure) -> Row:
        """Make a project's other figure: a part or a restatement of the first, or something else."""
        draw = self.random.random()
        if draw < PARTS and first.number > 5:
            figure = self._part(first)
            at = self._cofunder(pairing).id if self._chance(0.1) else pairing.id
            link = (0, first.id, int(self._chance(0.2)), None)
            return self._money(figure, change, at, number, self._pick(_AID), link)
        if draw < PARTS + RESTATEMENTS:
            figure = Figure(self._next(), first.stage, first.number + 1, first.period)
            return self._money(figure, change, pairing.id, number, self._pick(_AID), (0, None, 0, first.id))
        loose = draw > 1 - LOOSE
        aid = loose or self._chance(0.75)
        stage = self._pick(_LATER_STAGE) if aid and self._chance(0.6) else self._pick(_FIRST_STAGE)
        figure = Figure(self._next(), stage, self._pick(_TENS), self._period())
        of = None if loose else number
        return self._money(
            figure, change, pairing.id, of, self._pick(_AID if aid else _NOT_AID), (1, None, 0, None)
        )

    def _next(self) -> int:
        self.funding_id += 1
        return self.funding_id

    def _part(self, whole: Figure) -> Figure:
        share = self.random.uniform(0.1, 0.4)
        return Figure(
            self._next(), whole.stage, max(1, int(whole.number * share)), self._within(whole.period)
        )

    def _cofunder(self, pairing: Pairing) -> Pairing:
        return self._pick(self.by_county[pairing.code])

    def _money(
        self, figure: Figure, change: int, pairing: int, project: int | None, fund_source: str, link: Row
    ) -> Row:
        found = amount(self._words(figure.number, "万元", pairing), 100)
        return (
            figure.id,
            self._uid(),
            change,
            pairing,
            project,
            figure.stage,
            fund_source,
            self._pick(_TIERS),
            "cash" if self._chance(0.5) else "unstated",
            *found,
            *figure.period,
            *link,
            self._source(),
            self._locator(),
            '["part_of"]' if link[1] and self._chance(0.2) else None,
        )

    def _words(self, number: int, unit: str, pairing: int) -> str:
        """Print a number; a third of the figures are ranges, open or without a stated number at few donors."""
        draw = self.random.random()
        if draw > 0.333:
            return f"{number}{unit}"
        if draw > 0.323 and pairing % 10 == 0:
            return f"超{number}{unit}"
        if draw > 0.313 and pairing % 7 == 0:
            return f"{number}—{number * 2}{unit}"
        if draw > 0.2 and number % 10 == 0:
            return f"{number}余{unit}"
        return f"近{number}{unit}" if draw > 0.1 else f"约{number}{unit}"

    def _period(self) -> Period:
        draw, year = self.random.random(), self._pick(_YEARS)
        if draw < 0.6:
            return Period(str(year), str(year), year)
        if draw < 0.75:
            return Period(str(year), str(year + 2), None)
        return Period(f"{year}-06", None, None) if draw < 0.9 else Period(None, None, None)

    def _within(self, whole: Period) -> Period:
        """Choose a period that lies within another."""
        if whole.year or self._chance(0.5):
            return whole
        year = int(whole.start[:4]) + 1 if whole.start else self._pick(_YEARS)
        return Period(str(year), str(year), year)

    # Jobs

    def _jobs(self, number: int, change: int, pairing: Pairing, above: Figure | None) -> tuple[Figure, Row]:
        """Make a project's figure of jobs; a sub-project's may be part of its parent's, some as a view."""
        whole = above if above and above.group == "all" and above.number > 50 else None
        if whole is None:
            kind, scenario = self._pick(_JOBS_KINDS), self._pick(_SCENARIOS)
            size, period, group = self._pick(_TENS), self._period(), self._pick(_GROUPS)
        else:
            kind, scenario = whole.stage, whole.scenario
            size, period = (
                max(1, int(whole.number * self.random.uniform(0.1, 0.4))),
                self._within(whole.period),
            )
            group = "out_of_poverty" if self._chance(0.5) else "all"
        figure = Figure(number, kind, size, period, scenario, group)
        link = (int(whole is None), whole.id if whole else None, 0, None)
        return figure, self._hands(figure, change, pairing.id, link)

    def _hands(self, figure: Figure, change: int, pairing: int, link: Row) -> Row:
        return (
            figure.id,
            self._uid(),
            change,
            pairing,
            figure.id,
            figure.stage,
            self._pick(_PLACES),
            self._pick(_CHANNELS),
            figure.group,
            figure.scenario,
            *amount(self._words(figure.number, "人", pairing), 1),
            *figure.period,
            *link,
            self._source(),
            self._locator(),
            None,
        )
