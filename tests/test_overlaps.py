"""Is this the same money? Which figures may be, which are not, and that `check` finds what nobody answered."""

from __future__ import annotations

import json
import re
import shutil
import time
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import combinations, count
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aidtrack.nesting import Nesting, load_nesting
from aidtrack.queries.overlaps import overlapping
from aidtrack.same_money import pairs
from aidtrack.store import writing
from aidtrack.tables import FIGURES, TABLES, division, division_member
from aidtrack.text import set_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from conftest import RunLine
    from ledgers import Ledger

QUANTITY = {"text": "100万元", "low": 1, "high": 1, "value": 1, "quantity_kind": "exact"}
WHEN = {"period_start": None, "period_end": None, "separate": False, "part_of_id": None, "restates_id": None}
OWN: dict[str, dict[str, Any]] = {
    "funding": {"currency": "CNY", "stage": "issued", "fund_source": "government", "form": "unstated"},
    "jobs": {"kind": "employed", "place": None, "channel": None, "group": "all", "scenario": "actual"},
    "result": {"group": "all", "scenario": "actual"},
}


class World:
    """A ledger to put figures into: two provinces, their cities and counties, all of them paired."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.serial = count(1)
        self.base = {"change_id": self.add("change", at="now", actor="me", command="x", program="0")}
        self.source = self.add("source", title="One", kind="news")
        self.other_source = self.add("source", title="Other", kind="news")
        self.indicators = list(connection.execute(sa.text("SELECT id FROM indicator LIMIT 2")).scalars())
        self.place = {
            row.code: row.id for row in connection.execute(sa.select(division.c.id, division.c.code))
        }
        self.county = self.pairing("331002", "513333")
        self.same_ends = self.pairing("331002", "513333")
        self.city = self.pairing("331000", "513300")
        self.province = self.pairing("330000", "510000")
        self.crossed = self.pairing("331000", "513329")
        self.elsewhere = self.pairing("331003", "513329")
        self.park = self.project(self.county)
        self.part = self.project(self.county, self.park)
        self.parts_part = self.project(self.county, self.part)
        self.sibling = self.project(self.county, self.park)
        self.other = self.project(self.county)

    def add(self, table: str, **values: Any) -> int:
        own = {} if table == "change" else self.base
        row = {"uid": f"{table}-{next(self.serial)}", **own, **values}
        done = self.connection.execute(sa.insert(TABLES[table]).values(row))
        assert done.inserted_primary_key
        number: int = done.inserted_primary_key[0]
        return number

    def pairing(self, donor: str | int, recipient: str | int) -> int:
        ends = [self.place[end] if isinstance(end, str) else end for end in (donor, recipient)]
        return self.add("pairing", donor_id=ends[0], recipient_id=ends[1])

    def project(self, pairing: int, parent: int | None = None) -> int:
        code = f"P-{next(self.serial)}"
        return self.add(
            "project", code=code, name=f"项目{code}", pairing_id=pairing, parent_id=parent, search_key=""
        )

    def group(self, *codes: str) -> int:
        name = f"组合{next(self.serial)}"
        number = self.add("division", name=name, short=name, level="group")
        rows = [{"group_id": number, "member_id": self.place[code]} for code in codes]
        self.connection.execute(sa.insert(division_member), rows)
        return number

    def values(self, table: str, **values: Any) -> dict[str, Any]:
        indicator = {"indicator_id": self.indicators[0]} if table == "result" else {}
        hangs = {"pairing_id": self.county, "project_id": self.park, "source_id": self.source}
        return {**QUANTITY, **WHEN, **OWN[table], **indicator, **hangs, **values}

    def figure(self, table: str = "funding", **values: Any) -> int:
        return self.add(table, **self.values(table, **values))

    def loose(self, pairing: int, **values: Any) -> int:
        return self.figure(pairing_id=pairing, project_id=None, **values)

    def overlaps(self, table: str = "funding", *, besides: int | None = None, **values: Any) -> list[int]:
        found = overlapping(self.connection, table, self.values(table, **values), besides=besides)
        return [overlap.id for overlap in found]

    def pairs(self, table: str = "funding") -> list[tuple[int, int]]:
        return [(one.id, other.id) for one, other in pairs(self.connection, table)]


@contextmanager
def made(ledger: Ledger | Path) -> Iterator[World]:
    with writing(str(ledger)) as connection, connection.begin_nested() as kept:
        yield World(connection)
        kept.rollback()


@pytest.fixture
def world(empty_ledger: Ledger) -> Iterator[World]:
    with made(empty_ledger) as world:
        yield world


@dataclass(frozen=True)
class Case:
    """How a second figure differs from the first."""

    table: str
    differs: Mapping[str, Any]
    first: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.table} {dict(self.differs)} beside {dict(self.first)}"


def case(table: str, first: Mapping[str, Any] | None = None, **differs: Any) -> Case:
    return Case(table, differs, first or {})


def year(start: str, end: str | None = None) -> dict[str, Any]:
    return {"period_start": start, "period_end": end or start}


Y2022 = year("2022")

MAYBE = [
    *(case(table) for table in FIGURES),
    case("funding", text="3万元", low=3, high=3, value=3),
    case("funding", fund_source="social"),
    case("funding", {"fund_source": "enterprise"}, fund_source="loan"),
    case("funding", form="in_kind", tier="city"),
    case("funding", stage="stated"),
    case("funding", {"stage": "stated"}, stage="planned"),
    case("funding", Y2022),
    case("funding", **Y2022),
    case("funding", Y2022, **Y2022),
    case("funding", Y2022, **year("2022-06")),
    case("funding", Y2022, **year("2022-06-30")),
    case("funding", year("2022-06"), **year("2022-06-30")),
    case("funding", year("2021", "2022"), **year("2022-12", "2023")),
    case("funding", Y2022, period_start="2021-06"),
    case("funding", Y2022, period_end="2022-01"),
    case("funding", {"period_start": "2021"}, period_start="2023"),
    case("funding", as_of="2022-09", basis="to_date"),
    case("jobs", text="3人", low=3, high=3, value=3),
    case("jobs", {"place": "east", "channel": "fair"}, place="east", channel="fair"),
    case("result", Y2022),
]
NOT = [
    case("funding", currency="USD"),
    case("funding", fund_source="enterprise"),
    case("funding", {"fund_source": "mixed"}),
    *(case("funding", stage=stage) for stage in ("planned", "received", "disbursed", "spent", "agreed")),
    case("funding", Y2022, **year("2023")),
    case("funding", Y2022, **year("2021-01", "2021-12-31")),
    case("funding", year("2022-06"), **year("2022-07")),
    case("funding", year("2022-06-01"), **year("2022-06-02")),
    case("funding", Y2022, period_start="2023-01"),
    case("funding", Y2022, period_end="2021"),
    case("funding", separate=True),
    case("jobs", kind="posts"),
    case("jobs", group="rural"),
    case("jobs", place="east"),
    case("jobs", {"channel": "fair"}),
    case("jobs", {"channel": "fair"}, channel="workshop"),
    case("jobs", scenario="target"),
    case("result", group="students"),
    case("result", scenario="expected"),
]


@pytest.mark.parametrize("one", MAYBE, ids=str)
def test_what_may_be_the_same_is_asked_about(one: Case, world: World) -> None:
    first = world.figure(one.table, **one.first)
    assert world.overlaps(one.table, **one.differs) == [first]
    second = world.figure(one.table, source_id=world.other_source, **one.differs)
    assert world.pairs(one.table) == [(first, second)]


@pytest.mark.parametrize("one", NOT, ids=str)
def test_what_differs_in_one_respect_is_not_the_same(one: Case, world: World) -> None:
    world.figure(one.table, **one.first)
    assert world.overlaps(one.table, **one.differs) == []
    world.figure(one.table, **one.differs)
    assert world.pairs(one.table) == []


def test_other_indicators_are_not_the_same(world: World) -> None:
    world.figure("result")
    assert world.overlaps("result", indicator_id=world.indicators[1]) == []


def test_projects_above_and_below_are_asked_about_and_others_are_not(world: World) -> None:
    numbers = {
        name: world.figure(project_id=getattr(world, name))
        for name in ("park", "part", "parts_part", "sibling", "other")
    }
    assert world.overlaps(project_id=world.part) == [
        numbers["park"], numbers["part"], numbers["parts_part"]
    ]  # fmt: skip
    assert world.overlaps(project_id=world.other) == [numbers["other"]]
    assert len(world.pairs()) == 4  # the park's with three, and the part's with its own part


def test_two_projects_are_not_the_same_though_their_pairings_are_nested(world: World) -> None:
    world.figure(project_id=world.other)
    assert world.overlaps(project_id=world.park) == []
    assert world.overlaps(project_id=world.park, pairing_id=world.city) == []


@pytest.mark.parametrize("name", ["county", "same_ends", "city", "province"])
def test_a_figure_of_a_pairing_may_hold_that_of_a_project_below(name: str, world: World) -> None:
    loose = world.loose(getattr(world, name))
    assert world.overlaps() == [loose]
    bound = world.figure()
    assert world.overlaps(pairing_id=getattr(world, name), project_id=None) == [loose, bound]
    assert world.pairs() == [(loose, bound)]


@pytest.mark.parametrize("name", ["crossed", "elsewhere"])
def test_pairings_that_do_not_hold_each_other_are_not_the_same(name: str, world: World) -> None:
    world.loose(getattr(world, name))
    assert world.overlaps() == []
    assert world.overlaps(project_id=None) == []
    world.figure()
    world.loose(world.county)
    assert len(world.pairs()) == 1


def test_nested_pairings_go_both_ways(world: World) -> None:
    low, high = world.loose(world.county), world.loose(world.province)
    assert world.overlaps(pairing_id=world.city, project_id=None) == [low, high]
    assert world.overlaps(pairing_id=world.crossed, project_id=None) == [high]
    assert world.pairs() == [(low, high)]


def test_equal_pairings_are_paired_once(world: World) -> None:
    one, other = world.loose(world.county), world.loose(world.same_ends)
    assert world.pairs() == [(one, other)]


def test_a_figure_counts_by_its_own_pairing_not_by_its_projects(world: World) -> None:
    world.figure(pairing_id=world.elsewhere)
    assert world.overlaps(project_id=None) == []
    assert len(world.overlaps(pairing_id=world.elsewhere, project_id=None)) == 1


def test_a_group_holds_its_members_and_all_below_them(world: World) -> None:
    east, west = world.group("330000", "320000"), world.group("510000", "520000")
    loose = world.loose(world.pairing(east, west))
    bound = world.figure()
    assert world.overlaps() == [loose, bound]
    assert world.overlaps(pairing_id=world.province, project_id=None) == [loose, bound]
    outside = world.pairing("370000", "510000")
    assert world.overlaps(pairing_id=outside, project_id=None) == []
    assert world.pairs() == [(loose, bound)]


def test_a_group_lies_in_what_holds_all_its_members(world: World) -> None:
    counties = world.group("513333", "513329")
    scattered = world.group("513333", "520100")
    loose = world.loose(world.pairing("331000", counties))
    world.loose(world.pairing("331000", scattered))
    assert world.overlaps(pairing_id=world.city, project_id=None) == [loose]


def test_groups_of_groups_and_empty_groups() -> None:
    nesting = Nesting({1: 9, 2: 9}, {10: [1], 11: [10, 2], 12: []}, {})
    assert nesting.around(1) == {1, 9, 10, 11}
    assert nesting.around(11) == {11, 9}
    assert nesting.around(12) == {12}


def test_groups_that_hold_each_other_end() -> None:
    nesting = Nesting({}, {10: [11], 11: [10]}, {})
    assert nesting.around(10) == {10, 11}


def test_within_one_tree_the_question_is_answered(world: World) -> None:
    whole = world.figure()
    part = world.figure(part_of_id=whole)
    deeper = world.figure(part_of_id=part)
    other = world.figure(part_of_id=whole)
    assert world.pairs() == []
    assert world.overlaps(part_of_id=part) == []
    assert world.overlaps() == [whole, part, deeper, other]
    assert world.overlaps(besides=whole) == []
    assert world.overlaps(besides=other, part_of_id=whole) == []


def test_a_link_answers_for_its_own_tree_alone(world: World) -> None:
    whole = world.figure()
    stranger = world.figure()
    part = world.figure(part_of_id=whole)
    assert world.overlaps(part_of_id=whole) == [stranger]
    assert world.pairs() == [(whole, stranger), (stranger, part)]


def test_an_edit_goes_by_its_new_link(world: World) -> None:
    whole = world.figure()
    part = world.figure(part_of_id=whole)
    below = world.figure(part_of_id=part)
    assert world.overlaps(besides=part, part_of_id=None) == [whole]
    assert world.overlaps(besides=whole, part_of_id=None) == []
    assert below not in world.overlaps(besides=part, part_of_id=None)


def test_a_restatement_is_spoken_for(world: World) -> None:
    first = world.figure()
    again = world.figure(restates_id=first, source_id=world.other_source)
    assert world.pairs() == []
    assert world.overlaps() == [first]
    assert world.overlaps(restates_id=first) == []
    assert world.overlaps(besides=again) == [first]


def test_links_in_a_circle_end(world: World) -> None:
    one = world.figure()
    other = world.figure(part_of_id=one)
    table = FIGURES["funding"]
    world.connection.execute(sa.update(table).where(table.c.id == one).values(part_of_id=other))
    assert world.overlaps() == [one, other]
    assert len(world.pairs()) <= 1


def test_the_search_can_end_early(world: World) -> None:
    numbers = [world.figure() for _ in range(5)]
    found = overlapping(world.connection, "funding", world.values("funding"), most=2)
    assert {overlap.id for overlap in found} < set(numbers)
    assert len(found) == 2


def test_a_batch_reads_the_places_once(world: World) -> None:
    first = world.loose(world.city)
    values = world.values("funding")
    found = overlapping(world.connection, "funding", values, nesting=load_nesting(world.connection))
    assert [overlap.id for overlap in found] == [first]


def test_an_overlap_is_described_in_one_line(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    number = world.figure(period_start="2021-06", locator="L50", text="8500萬元")
    (found,) = overlapping(world.connection, "funding", world.values("funding"))
    code = found.of.split()[0]
    assert found.described() == f"funding {number}: 8500萬元, {code} 项目{code}, since 2021-06, L50"
    assert str(found) == found.described()
    monkeypatch.setenv("AIDTRACK_LANG", "zh")
    set_language(None)
    assert found.described().startswith(f"资金 {number}: 8500萬元")


def test_an_overlap_without_a_project_names_both_ends(world: World) -> None:
    world.figure("jobs", project_id=None, pairing_id=world.city, text=None, low=1234, high=1234, value=1234)
    (found,) = overlapping(world.connection, "jobs", world.values("jobs"))
    assert found.described() == f"jobs {found.id}: 1,234, 台州市 → 甘孜藏族自治州"


def test_what_is_described_is_harmless(world: World) -> None:
    world.figure(text="1\x1b[31m万元", locator="L1\n")
    (found,) = overlapping(world.connection, "funding", world.values("funding"))
    assert "\x1b" not in found.described()
    assert "\n" not in found.described()


# All of a ledger at once


@pytest.mark.usefixtures("ledger")
def test_the_articles_ledger_is_silent(run_line: RunLine) -> None:
    answer = run_line("aidtrack check")
    assert (answer.code, answer.out, answer.err) == (0, "", "")


def test_check_lists_what_nobody_answered(ledger: Ledger, run_line: RunLine) -> None:
    table = FIGURES["funding"]
    with writing(str(ledger)) as connection:
        row = connection.execute(sa.select(table).where(table.c.uid == "seda-second-middle-school-85m")).one()
        values = {**row._asdict(), "uid": "again", "text": "8000萬元"}
        del values["id"]
        new = connection.execute(sa.insert(table).values(values)).inserted_primary_key
        assert new is not None
    answer = run_line("aidtrack check --format json")
    (found,) = json.loads(answer.out)
    assert answer.code == 1
    assert (found["rule"], found["record"]) == ("overlaps_answered", f"funding {row.id}")
    assert f"(8500萬元) and {new[0]} (8000萬元) may be the same" in found["finding"]
    assert f"aidtrack edit funding {new[0]} --part-of {row.id}" in found["finding"]


ACROSS = ("county", "same_ends", "city", "province", "crossed", "elsewhere")
PROJECTS = ("park", "part", "parts_part", "sibling", "other", None, None)
PERIODS = (None, "2021", "2022", "2022-06", "2022-06-15", "2023-01")
FIGURE = st.fixed_dictionaries(
    {
        "pairing": st.sampled_from(ACROSS),
        "project": st.sampled_from(PROJECTS),
        "stage": st.sampled_from(("planned", "issued", "stated")),
        "fund_source": st.sampled_from(("government", "unstated", "enterprise")),
        "period": st.tuples(st.sampled_from(PERIODS), st.sampled_from(PERIODS)),
        "separate": st.sampled_from((False, False, False, True)),
        "link": st.sampled_from((None, None, "part_of_id", "part_of_id", "restates_id")),
        "to": st.integers(0, 20),
    }
)


def _write(world: World, drawn: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Write figures, each linked to an earlier one that restates nothing."""
    written: dict[int, dict[str, Any]] = {}
    for one in drawn:
        start, end = one["period"]
        targets = [number for number, row in written.items() if row["restates_id"] is None]
        link = {one["link"]: targets[one["to"] % len(targets)]} if one["link"] and targets else {}
        values = world.values(
            "funding",
            pairing_id=getattr(world, one["pairing"]),
            project_id=getattr(world, one["project"]) if one["project"] else None,
            period_start=start,
            period_end=end,
            **{name: one[name] for name in ("stage", "fund_source", "separate")},
            **link,
        )
        written[world.add("funding", **values)] = values
    return written


@given(st.lists(FIGURE, max_size=8))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_each_sees_the_other_and_check_sees_both(seen: Path, drawn: list[dict[str, Any]]) -> None:
    with made(seen) as world:
        written = _write(world, drawn)
        sees = {
            number: {one.id for one in overlapping(world.connection, "funding", values, besides=number)}
            for number, values in written.items()
        }
        # One that is separate has answered for itself: it sees nothing, but a later one still sees it.
        asking = [number for number, values in written.items() if not values["separate"]]
        mutual = {
            (one, other) for one, other in combinations(asking, 2) if other in sees[one] or one in sees[other]
        }
        assert all(other in sees[one] and one in sees[other] for one, other in mutual)
        assert world.pairs() == sorted(mutual)


@pytest.fixture(scope="session")
def seen(unseeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seen")
    shutil.copy(unseeded, folder / "ledger.db")
    return folder / "ledger.db"


def test_a_large_ledger_takes_seconds(world: World) -> None:
    """The parts of one whole are many, and so are figures of projects: neither is compared one by one."""
    whole = world.loose(world.city)
    rows = [
        {**world.values("funding", part_of_id=whole), **world.base, "uid": f"part-{n}"} for n in range(20_000)
    ]
    world.connection.execute(sa.insert(FIGURES["funding"]), rows)
    before = time.perf_counter()
    assert world.pairs() == []
    assert time.perf_counter() - before < 10


def test_the_search_reads_no_whole_table(world: World) -> None:
    """On a server where an index would do, however few the rows are."""
    plans: list[str] = []
    how = "EXPLAIN QUERY PLAN"
    if world.connection.dialect.name == "postgresql":
        how = "EXPLAIN"
        world.connection.exec_driver_sql("SET LOCAL enable_seqscan = off")

    def explain(_: Any, cursor: Any, statement: str, parameters: Any, *__: Any) -> None:
        if "FROM funding" in statement and not statement.startswith("EXPLAIN"):
            plans.extend(row[-1] for row in cursor.execute(f"{how} {statement}", parameters))

    world.figure()
    sa.event.listen(world.connection, "before_cursor_execute", explain)
    for project in (world.park, None):
        assert world.overlaps(project_id=project, part_of_id=None)
    assert plans
    assert not [plan for plan in plans if re.search("SCAN funding|Seq Scan on funding", plan)]
