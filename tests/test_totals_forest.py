"""Totals of random ledgers in a real database, against the rules of the numbers as a slow oracle.

Every dimension, measure and filter comes from its registry: a new one is tested as soon as it is there.
"""

from __future__ import annotations

import json
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from shutil import copy
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

import ledgers
from aidtrack.folding import fold
from aidtrack.queries.dimensions import DIMENSIONS
from aidtrack.queries.filter_table import FILTERS
from aidtrack.queries.filters import read_filters
from aidtrack.queries.measures import MEASURES, PROJECTS, find_measures
from aidtrack.queries.totals import totals
from aidtrack.tables import FIGURES, SCALES, TABLES
from aidtrack.tables.derive import derived
from aidtrack.vocab import VOCABULARIES, is_narrower
from forests import (
    NOTHING,
    OUT,
    Chance,
    Figure,
    Forest,
    Grower,
    Range,
    Unsaid,
    by_the_rule,
    chances,
    counted_views,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from aidtrack.queries.dimensions import Dimension
    from aidtrack.queries.filter_table import Filter
    from aidtrack.queries.measures import Measure
    from aidtrack.queries.totals import Totals
    from conftest import RunLine
    from servers import Databases

    Row = dict[str, Any]
    Key = tuple[Any, ...]
    Given = Mapping[str, str]
    Ask = Callable[[str], Row]

DONORS = ("331002", "331082", "331000", "330000", "330106", "310101", "东部组")
RECIPIENTS = ("513333", "511381", "513300", "511300", "510000", "429004", "500101")
GROUP, MEMBERS = "东部组", ("330000", "310000")
SECTORS = ("agriculture", "park", "industry", "primary_school", None)
INDICATORS = ("beneficiaries", "trainees", "workshops")
PERIODS = (("2021", "2021"), ("2022-03", "2022"), ("2021", "2022"), (None, None), ("2021-06", None))
NAMES = ("水厂", "学校")
UNIT = {"funding": 100, "jobs": 1, "result": 1000}
"""Stored integers by base unit, as DESIGN.md has them: 分, persons, thousandths."""


# Random ledgers.


@dataclass
class Ledger:
    """The rows of one ledger by table."""

    pairing: list[Row] = field(default_factory=list)
    project: list[Row] = field(default_factory=list)
    funding: list[Row] = field(default_factory=list)
    jobs: list[Row] = field(default_factory=list)
    result: list[Row] = field(default_factory=list)

    def rows(self, table: str) -> list[Row]:
        found: list[Row] = getattr(self, table)
        return found


@dataclass(frozen=True, repr=False)
class World:
    """What ships with every ledger: places by id, and ids by code."""

    places: Mapping[int, Row]
    division: Mapping[str, int]
    sector: Mapping[str, int]
    sector_parent: Mapping[int, int | None]
    indicator: Mapping[str, int]
    members: Mapping[int, list[int]]
    record: Row

    def above(self, place: int) -> list[int]:
        """List a place and all that it lies in."""
        found = [place]
        while (parent := self.places[found[-1]]["parent_id"]) is not None:
            found.append(parent)
        return found

    def within(self, place: int, wanted: int) -> bool:
        """Tell whether a place is the wanted one or lies in it, or in a member of that group."""
        inside = self.above(place)
        return any(one in inside for one in (wanted, *self.members.get(wanted, ())))

    def at(self, place: int, level: str) -> int:
        """Find the place of a level in which one lies; what lies higher stands for itself."""
        ranks = ("group", "country", "province", "prefecture", "county")
        deep = [
            one
            for one in self.above(place)
            if ranks.index(self.places[one]["level"]) >= ranks.index(level)
            or (
                level == "prefecture" and self.places[one]["code"] in ("110000", "120000", "310000", "500000")
            )
        ]
        return deep[-1] if deep else place


class LedgerGrower:
    """Makes a ledger out of one source of chance."""

    def __init__(self, world: World, chance: Chance) -> None:
        self.world = world
        self.chance = chance
        self.ledger = Ledger()

    def grow(self) -> Ledger:
        for number in range(1, self.chance.randint(2, 7) + 1):
            self.pairing(number)
        for number in range(1, self.chance.randint(2, 7) + 1):
            self.project(number)
        for table in FIGURES:
            grower = Grower(self.chance, stated=self.chance.choice((True, True, False)), deepest=2)
            for _ in range(self.chance.randint(1, 4)):
                grower.divide(grower.root())
            for figure in grower.figures:
                self.figure(table, figure)
        return self.ledger

    def pairing(self, number: int) -> None:
        donor = self.world.division[self.chance.choice(DONORS)]
        recipient = self.world.division[self.chance.choice(RECIPIENTS)]
        programme = self.chance.choice(("counterpart_support", "east_west_cooperation", None))
        row = {"id": number, "donor_id": donor, "recipient_id": recipient, "programme": programme}
        self.ledger.pairing.append(row | self.record(f"pairing-{number}"))

    def project(self, number: int) -> None:
        parent = self.chance.choice([None, *self.ledger.project])
        pairing = self.chance.choice(self.ledger.pairing)["id"]
        row = {
            "id": number,
            "code": f"P{number}",
            "name": f"{self.chance.choice(NAMES)}{number}",
            "pairing_id": parent["pairing_id"] if parent and not self.chance.seldom() else pairing,
            "parent_id": parent and parent["id"],
            "sector_id": self.world.sector.get(self.chance.choice(SECTORS) or ""),
            "status": self.chance.choice(("in_use", "under_way", None)),
        }
        self.ledger.project.append(row | derived("project", row) | self.record(f"project-{number}"))

    def record(self, uid: str) -> Row:
        return {"uid": uid, **self.world.record}

    def figure(self, table: str, figure: Figure) -> None:
        rows = self.ledger.rows(table)
        target = next((row for row in rows if row["id"] in (figure.part_of, figure.restates)), None)
        whole = target if figure.part_of else None
        own = self.where(whole) | self.period(whole) | getattr(self, f"_{table}")(target)
        overlaps = figure.view
        if figure.view and whole and "group" in own and self.chance.choice((True, False)):
            own |= {"group": "disabled", "pairing_id": whole["pairing_id"]}
            overlaps = not is_narrower("disabled", whole["group"])
        scale = UNIT[table]
        row = {
            "id": figure.id,
            "low": figure.low * scale,
            "high": None if figure.high is None else figure.high * scale,
            "value": None if figure.value is None else figure.value * scale,
            "quantity_kind": "exact" if figure.low == figure.high else "range",
            "part_of_id": figure.part_of,
            "restates_id": figure.restates,
            "overlaps": overlaps,
            "presumed": self.chance.choice((None, ["part_of"], ["period", "project"])),
            "source_id": 1,
            "locator": "L1",
        }
        row |= own
        rows.append(row | derived(table, row) | self.record(f"{table}-{figure.id}"))

    def where(self, whole: Row | None) -> Row:
        if whole and self.chance.seldom():
            return {name: whole[name] for name in ("pairing_id", "project_id")}
        project = self.chance.choice([*self.ledger.project, None])
        pairing = self.chance.choice(self.ledger.pairing)["id"]
        own = project is not None and not self.chance.seldom()
        return {
            "pairing_id": project["pairing_id"] if project and own else pairing,
            "project_id": project and project["id"],
        }

    def period(self, whole: Row | None) -> Row:
        """Choose a period; a part's lies within its whole's."""
        start, end = self.chance.choice(PERIODS)
        if whole and whole["year"]:
            start, end = self.chance.choice(((None, None), (whole["period_start"], whole["period_end"])))
        return {"period_start": start, "period_end": end}

    def word(self, vocabulary: str, *usual: str | None) -> str | None:
        return self.chance.choice((*usual, self.chance.choice(VOCABULARIES[vocabulary].codes)))

    def _funding(self, target: Row | None) -> Row:
        return {
            "stage": target["stage"] if target else self.word("stage", "stated", "stated", "issued"),
            "currency": target["currency"] if target else self.chance.choice(("CNY", "CNY", "CNY", "USD")),
            "fund_source": self.word("fund_source", "unstated", "government", "mixed", "enterprise"),
            "tier": self.word("tier", None, "county"),
            "form": "cash",
        }

    def _jobs(self, target: Row | None) -> Row:
        return self._people(target) | {
            "kind": target["kind"] if target else self.word("jobs_kind", "employed", "employed"),
            "place": self.word("place", None, "nearby"),
            "channel": self.word("channel", None, "workshop"),
        }

    def _result(self, target: Row | None) -> Row:
        indicator = target["indicator_id"] if target else self.world.indicator[self.chance.choice(INDICATORS)]
        return self._people(target) | {"indicator_id": indicator}

    def _people(self, target: Row | None) -> Row:
        group = self.word("group", "all", "out_of_poverty", "disabled")
        same = target is not None and self.chance.choice((True, False))
        return {
            "group": target["group"] if target and same else group,
            "scenario": target["scenario"] if target else self.word("scenario", "actual", "actual"),
        }


@contextmanager
def written(connection: sa.Connection, ledger: Ledger) -> Iterator[None]:
    """Write a ledger's rows, and take them back."""
    with connection.begin() as transaction:
        ledgers.forget_links(connection)
        for table, rows in vars(ledger).items():
            if rows:
                connection.execute(sa.insert(TABLES[table]), rows)
        yield
        transaction.rollback()


@pytest.fixture(scope="module", params=ledgers.ENGINES)
def small(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ledgers.Ledger]:
    """Make a ledger without records that knows the places of these tests alone, so that it is quick to read."""
    if request.param == "sqlite":
        made = request.getfixturevalue("unseeded")
        yield ledgers.Ledger(str(copy(made, tmp_path_factory.mktemp("forest") / "ledger.db")))
        return
    databases: Databases = request.getfixturevalue("databases")
    with databases.copy(request.getfixturevalue("unseeded_database")) as url:
        yield ledgers.Ledger(url)


@pytest.fixture(scope="module")
def connection(small: ledgers.Ledger) -> Iterator[sa.Connection]:
    """Open the small ledger, past all links: the rows of a random one stand in no order."""
    with small.past_all_links() as opened:
        _few_places(opened)
        _one_source(opened)
    with small.engine.connect() as opened:
        yield opened


def _few_places(connection: sa.Connection) -> None:
    division, name, member = (TABLES[table] for table in ("division", "division_name", "division_member"))
    codes = {code[:size].ljust(6, "0") for code in (*DONORS, *RECIPIENTS, *MEMBERS) for size in (2, 4, 6)}
    kept = sa.select(division.c.id).where(division.c.code.in_({*codes, "100000"}))
    connection.execute(sa.delete(name).where(name.c.division_id.not_in(kept)))
    connection.execute(sa.delete(division).where(division.c.code.not_in({*codes, "100000"})))
    group = {"id": 9999, "uid": GROUP, "name": GROUP, "short": GROUP, "level": "group"}
    connection.execute(sa.insert(division), group)
    connection.execute(
        sa.insert(name), {"division_id": 9999, "name": GROUP, "kind": "name", "key": fold(GROUP)}
    )
    for code in MEMBERS:
        found = connection.execute(sa.select(division.c.id).where(division.c.code == code)).scalar_one()
        connection.execute(sa.insert(member), {"group_id": 9999, "member_id": found})


def _one_source(connection: sa.Connection) -> None:
    change = {"uid": "forest", "at": "2026-01-01T00:00:00Z", "actor": "test", "command": "", "program": ""}
    number = connection.execute(sa.insert(TABLES["change"]), change).inserted_primary_key
    assert number is not None
    row = {"id": 1, "uid": "source", "title": "台账", "kind": "ledger", "change_id": number[0]}
    connection.execute(sa.insert(TABLES["source"]), row)


@pytest.fixture(scope="module")
def world(connection: sa.Connection) -> World:
    def all_of(table: str) -> list[Row]:
        return [dict(row) for row in connection.execute(sa.select(TABLES[table])).mappings()]

    with connection.begin():
        places = {row["id"]: row for row in all_of("division")}
        sectors, indicators = all_of("sector"), all_of("indicator")
        members = defaultdict(list)
        for row in all_of("division_member"):
            members[row["group_id"]].append(row["member_id"])
        change = connection.execute(sa.select(sa.func.max(TABLES["change"].c.id))).scalar_one()
    return World(
        places,
        {row["code"] or row["name"]: number for number, row in places.items()},
        {row["code"]: row["id"] for row in sectors},
        {row["id"]: row["parent_id"] for row in sectors},
        {row["code"]: row["id"] for row in indicators},
        members,
        {"version": 1, "change_id": change},
    )


# The oracle.


class Oracle:
    """Answers what `totals` is asked, row by row and from DESIGN.md."""

    def __init__(self, world: World, ledger: Ledger) -> None:
        self.world = world
        self.ledger = ledger
        self.pairings = {row["id"]: row for row in ledger.pairing}
        self.projects = {row["id"]: row for row in ledger.project}

    def lines(self, measure: Measure, by: Sequence[Dimension], given: Given) -> dict[Key, Range]:
        """Add a measure up by group; raises Unsaid where DESIGN.md leaves it open."""
        alone = [n for n, dimension in enumerate(by) if dimension.alone]
        if not alone:
            return self._counted(measure, by, given, None)
        worlds = {tuple(self.key(row, by)[n] for n in alone) for row in self.ledger.rows(measure.table)}
        answers = [self._counted(measure, by, given, dict(zip(alone, one, strict=True))) for one in worlds]
        return {key: found for answer in answers for key, found in answer.items()}

    def _counted(
        self, measure: Measure, by: Sequence[Dimension], given: Given, line: Mapping[int, Any] | None
    ) -> dict[Key, Range]:
        return by_the_rule(*self.forest(measure, by, given, line))  # type: ignore[return-value]

    def forest(
        self, measure: Measure, by: Sequence[Dimension], given: Given, line: Mapping[int, Any] | None = None
    ) -> tuple[Forest, dict[int, Key | None]]:
        """Make a forest of a table's rows, and say in which group each is, or left out."""
        names = {*given, *(dimension.name for dimension in by)}
        rows = self.ledger.rows(measure.table)
        known = {row["id"]: row for row in rows}
        groups: dict[int, Key | None] = {}
        for row in rows:
            key = self.key(row, by)
            inside = self.takes(measure, row, names) and self.passes(row, given)
            inside = inside and all(key[n] == value for n, value in (line or {}).items())
            groups[row["id"]] = key if inside else OUT
        return Forest(self._figure(row, known, people="group" in names) for row in rows), groups

    def _figure(self, row: Row, known: Mapping[int, Row], *, people: bool) -> Figure:
        whole = known.get(row["part_of_id"])
        narrower = whole is not None and "group" in row and is_narrower(row["group"], whole["group"])
        same = whole is not None and whole["pairing_id"] == row["pairing_id"]
        numbers = (row["id"], row["low"], row["high"], row["value"], row["part_of_id"], row["restates_id"])
        return Figure(*numbers, view=row["overlaps"] or (narrower and same), narrower=people and narrower)

    def takes(self, measure: Measure, row: Row, names: set[str]) -> bool:
        """Figures that are only expected count where the measure or the question names a scenario."""
        if row.get("currency", "CNY") != "CNY" or not all(row[c] in v for c, v in measure.where.items()):
            return False
        return "scenario" in measure.where or "scenario" in names or row.get("scenario", "actual") == "actual"

    def key(self, row: Row, by: Sequence[Dimension]) -> Key:
        return tuple(self._group(row, dimension) for dimension in by)

    def _group(self, row: Row, dimension: Dimension) -> Any:
        if dimension.of == "figure":
            return row.get(dimension.column)
        if dimension.of == "project":
            project = row if "parent_id" in row else self.projects.get(row["project_id"])
            return project and project[dimension.column]
        if dimension.name == "pairing":
            return row["pairing_id"]
        pairing = self.pairings[row["pairing_id"]]
        if dimension.level:
            return self.world.at(pairing[f"{dimension.end}_id"], dimension.level)
        return pairing[dimension.name]

    def passes(self, row: Row, given: Given) -> bool:
        return all(self._passes(row, FILTERS[name], text) for name, text in given.items())

    def _passes(self, row: Row, wanted: Filter, text: str) -> bool:
        word = None if text == "none" else text
        pairing = self.pairings[row["pairing_id"]]
        if wanted.on in ("donor", "recipient"):
            return self.world.within(pairing[f"{wanted.on}_id"], self.world.division[text])
        if wanted.on == "pairing":
            return bool(pairing[wanted.name] == word)
        if wanted.on == "figure":
            value: Any = word
            if word is not None and wanted.name in ("year", "indicator"):
                value = int(word) if wanted.name == "year" else self.world.indicator[word]
            return bool(row.get(wanted.column) == value)
        project = row if "parent_id" in row else self.projects.get(row["project_id"])
        return bool(getattr(self, f"_in_{wanted.name}")(project, word))

    def _in_sector(self, project: Row | None, word: str | None) -> bool:
        sector = project["sector_id"] if project else None
        if word is None or sector is None:
            return sector is word
        return self.world.sector[word] in (sector, self.world.sector_parent[sector])

    def _in_status(self, project: Row | None, word: str | None) -> bool:
        return (project and project["status"]) == word

    def _in_project(self, project: Row | None, word: str | None) -> bool:
        return word in [one["code"] for one in self.family(project)] if project else False

    def _in_text(self, project: Row | None, word: str | None) -> bool:
        return project is not None and str(word) in project["name"]

    def family(self, project: Row) -> list[Row]:
        """List a project and all above it."""
        found = [project]
        while found[-1]["parent_id"] is not None:
            found.append(self.projects[found[-1]["parent_id"]])
        return found

    def has_figure(self, project: Row, wanted: Iterable[tuple[Dimension, Any]]) -> bool:
        """Tell whether one figure of a project has all these values."""
        rows = [
            row for table in FIGURES for row in self.ledger.rows(table) if row["project_id"] == project["id"]
        ]
        return any(all(row.get(dimension.column) == value for dimension, value in wanted) for row in rows)

    def tops(self, projects: Sequence[Row]) -> int:
        """Count the projects with no ancestor among them."""
        inside = {project["id"] for project in projects}
        return sum(not inside & {above["id"] for above in self.family(one)[1:]} for one in projects)


# Asking both.


@dataclass
class Case:
    """One ledger as it stands in the database, and its oracle."""

    connection: sa.Connection
    oracle: Oracle
    measures: list[Measure]

    def ask(self, by: Iterable[str] = (), given: Given | None = None) -> Totals:
        criteria = read_filters(self.connection, given or {})
        return totals(self.connection, criteria, tuple(by), [measure.name for measure in self.measures])

    def line(self, row: Mapping[str, Any], measure: Measure) -> Range:
        """Read an amount back as a range of stored integers; null is a sum of nothing."""
        return range_of(row.get(measure.key), UNIT[measure.table])

    @property
    def amounts(self) -> list[Measure]:
        return [measure for measure in self.measures if measure is not PROJECTS]

    def texts(self, wanted: Filter) -> list[str]:
        """List what may be asked of a filter in this ledger, `none` for what is not said."""
        oracle, world = self.oracle, self.oracle.world
        if wanted.on in ("donor", "recipient"):
            ends = [row[f"{wanted.on}_id"] for row in oracle.ledger.pairing]
            places = [world.places[number] for end in ends for number in world.above(end)]
            of_level = [place for place in places if wanted.level in ("", place["level"])]
            return sorted({place["code"] or place["name"] for place in of_level})
        if wanted.name == "text":
            return list(NAMES)
        if wanted.name == "project":
            return [row["code"] for row in oracle.ledger.project]
        if wanted.name == "sector":
            return [sector for sector in SECTORS if sector]
        tables = {"pairing": ["pairing"], "project": ["project"], "figure": list(FIGURES)}[wanted.on]
        column = wanted.column or wanted.name
        rows = [row for table in tables for row in oracle.ledger.rows(table) if column in row]
        codes = {number: code for code, number in world.indicator.items()}
        values = {row[column] for row in rows} - {None}
        words = sorted(codes[value] if column == "indicator_id" else str(value) for value in values)
        return [*words, "none"] if wanted.on != "project" else words

    def expected(self, measure: Measure, by: Sequence[str], given: Given) -> dict[Key, Range] | None:
        """Ask the oracle; null where DESIGN.md does not say."""
        try:
            return self.oracle.lines(measure, [DIMENSIONS[name] for name in by], given)
        except Unsaid:
            return None

    def views_count(self, measure: Measure, given: Given) -> bool:
        try:
            return bool(counted_views(*self.oracle.forest(measure, (), given)))
        except Unsaid:
            return True


def range_of(amount: Any, scale: int) -> Range:
    if amount is None:
        return NOTHING
    numbers = [
        None if number is None else int(number * scale) for number in (amount.low, amount.high, amount.value)
    ]
    return Range(1, *numbers)  # type: ignore[arg-type]


def one_row(found: Range | None) -> Range:
    """Forget how many rows a sum has: an amount only says whether there is any."""
    return NOTHING if not found or not found.rows else Range(1, found.low, found.high, found.value)


@contextmanager
def case(connection: sa.Connection, world: World, drawn: Chance, *, measures: int = 4) -> Iterator[Case]:
    """Write one ledger, and choose some of the measures that it has figures of."""
    oracle = Oracle(world, LedgerGrower(world, drawn).grow())
    with written(connection, oracle.ledger):
        names = (*(measure.name for measure in MEASURES.values()), *INDICATORS)
        first, *others = find_measures(connection, names)
        present = [one for one in others if any(map(one.takes, oracle.ledger.rows(one.table)))]
        chosen = {one.name: one for one in (drawn.choice(present or others) for _ in range(measures))}
        for table, rows in vars(oracle.ledger).items():
            for row in rows:
                note(f"{table} { {name: value for name, value in row.items() if name not in UNTOLD} }")
        yield Case(connection, oracle, [first, *chosen.values()])


UNTOLD = ("uid", "version", "change_id", "source_id", "locator", "search_key", "quantity_kind")
"""What a failing example need not tell."""


def examples(number: int) -> settings:
    return settings(max_examples=number, deadline=None, suppress_health_check=[HealthCheck.too_slow])


LEDGERS = chances(1500)
WITH_TOTAL = [name for name, dimension in DIMENSIONS.items() if not dimension.alone]
ALONE = [name for name, dimension in DIMENSIONS.items() if dimension.alone]
DIMENSIONS_OR_PAIRS = st.lists(st.sampled_from(list(DIMENSIONS)), min_size=1, max_size=2, unique=True)
with_each_filter = pytest.mark.parametrize("name", [None, *FILTERS], ids=lambda name: name or "unfiltered")


def some_filter(found: Case, name: str | None, data: st.DataObject) -> dict[str, str] | None:
    """Draw a value for a filter; null where the ledger has none."""
    if name is None:
        return {}
    texts = found.texts(FILTERS[name])
    return {name: data.draw(st.sampled_from(texts), label=name)} if texts else None


def lines_are_those_of_the_rules(found: Case, by: Sequence[str], given: Given) -> None:
    answer = found.ask(by, given)
    for measure in found.amounts:
        expected = found.expected(measure, by, given)
        if expected is not None:
            lines = {key: found.line(row, measure) for key, row in answer.rows.items()}
            for key in {*lines, *expected}:
                assert lines.get(key, NOTHING) == one_row(expected.get(key)), (measure.name, by, given, key)


def total_is_that_of_the_rules(found: Case, given: Given) -> None:
    answer = found.ask((), given)
    assert answer.rows == {}
    assert answer.total is not None
    for measure in found.amounts:
        expected = found.expected(measure, (), given)
        if expected is not None:
            assert found.line(answer.total, measure) == one_row(expected.get(())), (measure.name, given)


def total_is_constant_and_lines_add_up(found: Case, by: Sequence[str], given: Given) -> None:
    answer = found.ask(by, given)
    assert answer.total == found.ask((), given).total, (by, given)
    assert answer.total is not None
    for measure in found.amounts:
        values = [found.line(row, measure).value for row in answer.rows.values()]
        if None not in values:
            assert found.line(answer.total, measure).value == sum(v or 0 for v in values), measure.name


@pytest.mark.parametrize("dimension", DIMENSIONS)
@examples(4)
@given(drawn=LEDGERS)
def test_every_dimension_has_the_lines_of_the_rules(
    connection: sa.Connection, world: World, dimension: str, drawn: Chance
) -> None:
    with case(connection, world, drawn, measures=8) as found:
        lines_are_those_of_the_rules(found, [dimension], {})


@with_each_filter
@examples(4)
@given(drawn=LEDGERS, data=st.data())
def test_every_answer_is_that_of_the_rules(
    connection: sa.Connection, world: World, name: str | None, drawn: Chance, data: st.DataObject
) -> None:
    with case(connection, world, drawn) as found:
        given = some_filter(found, name, data)
        asked = data.draw(st.lists(DIMENSIONS_OR_PAIRS, min_size=2, max_size=4))
        if given is not None:
            total_is_that_of_the_rules(found, given)
            for by in asked:
                lines_are_those_of_the_rules(found, by, given)


@pytest.mark.parametrize("dimension", WITH_TOTAL)
@examples(3)
@given(drawn=LEDGERS, data=st.data())
def test_the_total_is_the_same_under_every_dimension_and_values_add_up_to_it(
    connection: sa.Connection, world: World, dimension: str, drawn: Chance, data: st.DataObject
) -> None:
    with case(connection, world, drawn) as found:
        given = some_filter(found, data.draw(st.sampled_from([None, *FILTERS])), data)
        if given is not None:
            total_is_constant_and_lines_add_up(found, [dimension], given)
            other = data.draw(st.sampled_from([name for name in WITH_TOTAL if name != dimension]))
            total_is_constant_and_lines_add_up(found, [dimension, other], given)


@pytest.mark.parametrize("name", ALONE)
@examples(3)
@given(drawn=LEDGERS, data=st.data())
def test_a_line_that_stands_alone_is_what_its_filter_answers(
    connection: sa.Connection, world: World, name: str, drawn: Chance, data: st.DataObject
) -> None:
    with case(connection, world, drawn) as found:
        other = data.draw(st.sampled_from(WITH_TOTAL))
        lines, pairs = found.ask([name]), found.ask([name, other])
        assert lines.total is None
        assert pairs.total is None
        for text in found.texts(FILTERS[name]):
            value = found.oracle.world.indicator.get(text, text) if text != "none" else None
            answer = found.ask([other], {name: text})
            assert answer.total is not None
            for measure in found.amounts:
                alone = found.line(lines.rows.get((value,), {}), measure)
                assert alone == found.line(answer.total, measure), (measure.name, text)
                for key, row in answer.rows.items():
                    line = found.line(pairs.rows.get((value, *key), {}), measure)
                    assert line == found.line(row, measure), (measure.name, text, other, key)


@pytest.mark.parametrize("name", [name for name in FILTERS if name in WITH_TOTAL])
@examples(4)
@given(drawn=LEDGERS)
def test_a_filter_selects_exactly_the_lines_of_that_name(
    connection: sa.Connection, world: World, name: str, drawn: Chance
) -> None:
    """Views aside, which count under a filter alone; a filter that takes what lies below is their union."""
    with case(connection, world, drawn) as found:
        lines = found.ask([name]).rows
        for text in found.texts(FILTERS[name]):
            chosen = [row for key, row in lines.items() if is_selected(found.oracle, name, text, key[0])]
            whole = found.ask((), {name: text}).total
            assert whole is not None
            for measure in found.amounts:
                if found.views_count(measure, {name: text}):
                    continue
                parts = [part for row in chosen if (part := found.line(row, measure)) != NOTHING]
                answer = found.line(whole, measure)
                if len(parts) == 1 and len(chosen) == 1:
                    assert answer == parts[0], (measure.name, text)
                elif None not in [part.value for part in parts]:
                    assert answer.value == sum(part.value or 0 for part in parts), (measure.name, text)


def is_selected(oracle: Oracle, name: str, text: str, group: Any) -> bool:
    """Tell whether a line of a dimension is among those that its filter takes."""
    wanted, world = FILTERS[name], oracle.world
    if group is None:
        return text == "none"
    if wanted.on in ("donor", "recipient"):
        return world.within(group, world.division[text])
    if name == "sector":
        return world.sector[text] in (group, world.sector_parent[group])
    if name == "project":
        return text in [one["code"] for one in oracle.family(oracle.projects[group])]
    return str(group) == text


@with_each_filter
@examples(2)
@given(drawn=LEDGERS, data=st.data())
def test_no_more_is_known_than_there_is_and_no_project_counts_twice(
    connection: sa.Connection, world: World, name: str | None, drawn: Chance, data: st.DataObject
) -> None:
    with case(connection, world, drawn) as found:
        given = some_filter(found, name, data)
        asked = data.draw(st.lists(DIMENSIONS_OR_PAIRS, min_size=2, max_size=4))
        for by in [[], *asked] if given is not None else ():
            answer = found.ask(by, given)
            for row in [*answer.rows.values(), answer.total or {"projects": 0}]:
                number = row["projects"]
                assert isinstance(number, int)
                assert 0 <= number <= len(found.oracle.projects)
                for measure in found.amounts:
                    amount = row.get(measure.key)
                    if amount is not None and not isinstance(amount, int):
                        assert amount.of == number
                        assert 0 <= (amount.known or 0) <= number, (by, given, measure.name)


@examples(10)
@given(drawn=LEDGERS)
def test_projects_count_once_in_each_of_their_groups(
    connection: sa.Connection, world: World, drawn: Chance
) -> None:
    with case(connection, world, drawn, measures=0) as found:
        for name, dimension in DIMENSIONS.items():
            for key, row in found.ask([name]).rows.items():
                if dimension.of == "figure" and key == (None,):
                    continue
                inside = [
                    one for one in found.oracle.ledger.project if is_in(found.oracle, one, dimension, key)
                ]
                assert row["projects"] == found.oracle.tops(inside), (name, key)


def is_in(oracle: Oracle, project: Row, dimension: Dimension, key: Key) -> bool:
    if dimension.of == "figure":
        return oracle.has_figure(project, [(dimension, key[0])])
    return oracle.key(project, [dimension]) == key


@examples(15)
@given(drawn=LEDGERS)
def test_in_all_every_top_project_counts_and_is_known_by_any_figure_below(
    connection: sa.Connection, world: World, drawn: Chance
) -> None:
    with case(connection, world, drawn, measures=8) as found:
        oracle, answer = found.oracle, found.ask().total
        assert answer is not None
        assert answer["projects"] == oracle.tops(oracle.ledger.project)
        for measure in found.amounts:
            amount = answer[measure.key]
            taken = [row for row in oracle.ledger.rows(measure.table) if oracle.takes(measure, row, set())]
            heads = [oracle.projects[row["project_id"]] for row in taken if row["project_id"]]
            known = {oracle.family(project)[-1]["id"] for project in heads}
            if amount is not None and not isinstance(amount, int):
                assert amount.known == len(known), measure.name


def test_measures_take_what_the_rules_say() -> None:
    aid = {"government", "social", "assistance", "unstated"}
    others = set(VOCABULARIES["fund_source"].codes) - aid
    rules = {
        name: {column: set(values) for column, values in m.where.items()} for name, m in MEASURES.items()
    }
    assert rules["funding"] == {"stage": {"issued", "stated"}, "fund_source": aid}
    assert rules["investment"] == {"stage": {"issued", "stated"}, "fund_source": others}
    assert rules["jobs"] == {"kind": {"employed"}, "scenario": {"actual"}}
    assert rules["jobs-expected"] == {"kind": {"employed"}, "scenario": {"expected"}}
    assert rules["jobs-target"] == {"kind": {"employed"}, "scenario": {"target"}}
    assert [rules[kind] for kind in ("vacancies", "posts", "offered")] == [
        {"kind": {kind}} for kind in ("vacancies", "posts", "offered")
    ]
    assert all(rules[stage]["stage"] == {stage} for stage in VOCABULARIES["stage"].codes)
    assert SCALES == UNIT


# Plain examples.


@pytest.fixture
def ask(ledger: ledgers.Ledger, run_line: RunLine) -> Ask:
    """Ask the article's ledger by the line a user types; the database is the test's own."""
    assert ledger

    def totals_of(words: str) -> Row:
        answer = run_line(f"aidtrack totals {words} --format json")
        assert answer.code == 0
        found: Row = json.loads(answer.out)
        return found

    return totals_of


def bounds(amount: Mapping[str, Any]) -> tuple[Any, ...]:
    return amount["value"], amount["low"], amount["high"]


def test_the_park_of_the_article_is_one_sum_for_its_county(ask: Ask) -> None:
    assert bounds(ask("--county 511381")["total"]["funding"]) == (17_500_000, 17_500_000, 18_600_000)
    park = {row["donor"]: row["funding"] for row in ask("--by donor")["rows"]}
    assert bounds(park["玉环市"]) == (63_500_000,) * 3


def test_the_park_of_the_article_by_sector_is_its_parts_and_the_rest(ask: Ask) -> None:
    rows = ask("--donor 玉环 --by project --measure funding")["rows"]
    known = sorted(row["funding"]["value"] for row in rows if row["funding"])
    assert known == [14_500_000, 22_000_000, 27_000_000]
    sectors = [row["funding"]["value"] for row in ask("--donor 玉环 --by sector")["rows"] if row["funding"]]
    assert sum(sectors) == 63_500_000


@pytest.mark.parametrize(
    ("group", "people"), [("out_of_poverty", (23_000,) * 3), ("disabled", (150, 150, 160))]
)
def test_groups_of_the_people_employed(ask: Ask, group: str, people: tuple[int, ...]) -> None:
    assert bounds(ask(f"--group {group}")["total"]["jobs"]) == people
    lines = {row["group"]: row["jobs"] for row in ask("--by group")["rows"]}
    assert bounds(lines[group]) == people


def test_the_city_keeps_what_its_districts_have_not(ask: Ask) -> None:
    answer = ask("--by donor --measure jobs")
    lines = {row["donor"]: row["jobs"] for row in answer["rows"] if row["jobs"]}
    assert bounds(answer["total"]["jobs"]) == (178_000,) * 3
    assert bounds(lines["台州市"]) == (178_000 - 2_123 - 150, 178_000 - 2_123 - 160, 178_000 - 2_123 - 150)
    assert lines["台州市"]["remainder"] is True


@pytest.mark.parametrize("name", ["status", "sector"])
def test_none_selects_the_null_line(ask: Ask, name: str) -> None:
    lines = {row[name]: row["funding"] for row in ask(f"--by {name}")["rows"]}
    whole = ask(f"--{name} none")["total"]["funding"]
    assert whole is not None
    assert bounds(whole) == bounds(lines[None])


class Book:
    """A small ledger of two pairings, a and b, with a project each, written figure by figure."""

    def __init__(self, connection: sa.Connection, world: World) -> None:
        self.connection = connection
        ends = (("331002", "513333"), ("331082", "511381"))
        self.ledger = Ledger()
        for number, (donor, recipient) in enumerate(ends, 1):
            pair: Row = {
                "id": number,
                "donor_id": world.division[donor],
                "recipient_id": world.division[recipient],
            }
            self.ledger.pairing.append(pair | {"uid": f"pairing-{number}", **world.record})
            project: Row = {"id": number, "code": f"P{number}", "name": NAMES[0], "pairing_id": number}
            project |= derived("project", project)
            self.ledger.project.append(project | {"uid": f"project-{number}", **world.record})
        self.record = {"source_id": 1, "locator": "L1", "quantity_kind": "exact", **world.record}
        self.donors = {world.division[donor]: name for name, (donor, _) in zip("ab", ends, strict=True)}

    def money(
        self, pairing: str, low: int, high: int | None, part_of: int | None = None, **said: Any
    ) -> None:
        rows = self.ledger.funding
        place = " ab".index(pairing)
        row: Row = {"id": len(rows) + 1, "pairing_id": place, "project_id": place, "part_of_id": part_of}
        row |= {
            "low": low * 100,
            "high": high and high * 100,
            "value": low * 100,
            "uid": f"funding-{len(rows)}",
        }
        usual = {"stage": "stated", "fund_source": "unstated", "form": "unstated", "currency": "CNY"}
        links = {"restates_id": None, "overlaps": False, "period_start": None, "period_end": None}
        row |= usual | links | self.record | said
        rows.append(row | derived("funding", row))

    def jobs(self, **said: Any) -> None:
        usual = {"kind": "employed", "group": "all", "scenario": "actual", "pairing_id": 1, "project_id": 1}
        dates = {"period_start": None, "period_end": None}
        row = {"id": 1, "uid": "jobs", "low": 5, "high": 5, "value": 5} | usual | dates | self.record | said
        self.ledger.jobs.append(row | derived("jobs", row))

    def ask(self, measure: str, *by: str, **given: str) -> Totals:
        with written(self.connection, self.ledger):
            return totals(self.connection, read_filters(self.connection, given), by, ["projects", measure])

    def total(self, measure: str, **given: str) -> tuple[Any, ...] | None:
        answer = self.ask(measure, **given)
        assert answer.total is not None
        return in_yuan(answer.total[measure])

    def by_donor(self, measure: str = "funding", **given: str) -> dict[str, Any]:
        answer = self.ask(measure, "donor", **given)
        lines = {self.donors[key[0]]: in_yuan(row[measure]) for key, row in answer.rows.items()}
        return {name: amount for name, amount in lines.items() if amount}


def in_yuan(amount: Any) -> tuple[Any, ...] | None:
    return None if amount is None else (amount.value, amount.low, amount.high)


@pytest.fixture
def book(connection: sa.Connection, world: World) -> Book:
    return Book(connection, world)


def test_a_part_in_between_gives_back_what_is_of_the_first_donor(book: Book) -> None:
    book.money("a", 100, 100)
    book.money("b", 70, 70, part_of=1)
    book.money("a", 40, 40, part_of=2)
    assert book.by_donor() == {"a": (70, 70, 70), "b": (30, 30, 30)}
    assert book.total("funding") == (100, 100, 100)


def test_a_part_counts_by_itself_where_its_whole_is_left_out(book: Book) -> None:
    book.money("a", 100, 120)
    book.money("b", 30, 40, part_of=1)
    assert book.total("funding", donor="331082") == (30, 30, 40)
    assert book.total("funding", donor="331002") == (70, 60, 90)
    assert book.by_donor(donor="331000") == {"a": (70, 60, 90), "b": (30, 30, 40)}


def test_the_aid_in_a_mixed_total_is_aid_and_the_rest_is_investment(book: Book) -> None:
    book.money("a", 3_000_000, 4_000_000, fund_source="mixed")
    book.money("a", 1_000_000, 1_000_000, part_of=1, fund_source="government")
    assert book.total("funding") == (1_000_000,) * 3
    assert book.total("investment") == (2_000_000, 2_000_000, 3_000_000)


def test_stages_never_add_but_issued_and_stated_are_the_funding(book: Book) -> None:
    for stage in VOCABULARIES["stage"].codes:
        book.money("a", 10, 10, stage=stage)
    assert book.total("funding") == (20, 20, 20)
    assert {book.total(stage) for stage in VOCABULARIES["stage"].codes} == {(10, 10, 10)}


def test_a_restatement_is_never_counted_nor_taken(book: Book) -> None:
    book.money("a", 100, 100, stage="issued")
    book.money("b", 90, 90, restates_id=1)
    assert book.by_donor() == {"a": (100, 100, 100)}
    assert book.total("funding", donor="331082") is None


def test_an_open_top_leaves_the_sum_open_and_of_it_nothing_sure_remains(book: Book) -> None:
    book.money("a", 100, 100)
    book.money("b", 30, None, part_of=1)
    book.money("b", 5, 5)
    assert book.by_donor() == {"a": (70, 0, 70), "b": (35, 35, None)}
    assert book.total("funding") == (105, 105, 105)


def test_a_second_division_counts_only_where_the_first_is_left_out(book: Book) -> None:
    book.money("a", 100, 100, period_start="2021", period_end="2022")
    book.money("a", 60, 60, part_of=1, overlaps=True, period_start="2021", period_end="2021")
    assert book.total("funding") == (100, 100, 100)
    assert book.total("funding", year="2021") == (60, 60, 60)


def test_other_currencies_are_left_out(book: Book) -> None:
    book.money("a", 100, 100)
    book.money("a", 7, 7, currency="USD")
    assert book.total("funding") == (100, 100, 100)


def test_a_project_counts_where_its_money_is_though_money_has_no_kind(book: Book) -> None:
    book.money("a", 100, 100)
    book.jobs()
    row = book.ask("funding", "kind").rows[(None,)]
    amount = row["funding"]
    assert amount is not None
    assert not isinstance(amount, int)
    assert (amount.known, amount.of) == (1, 2), "P2 has no figure at all and is there too"
