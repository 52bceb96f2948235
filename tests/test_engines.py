"""SQLite and PostgreSQL give the same answers, byte for byte: in words, in order, in errors."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from aidtrack.formats import FORMATS
from aidtrack.queries.dimensions import DIMENSIONS
from aidtrack.queries.filter_table import FILTERS
from aidtrack.queries.kinds import KINDS
from aidtrack.queries.measures import MEASURES
from aidtrack.tables import TABLES
from ledgers import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from conftest import Answer, RunLine
    from servers import Databases

GIVEN = {
    "donor": ("台州", "331002"),
    "county": ("色达", "阆中"),
    "prefecture": ("甘孜州", "南充"),
    "province": ("四川",),
    "programme": ("counterpart_support", "none"),
    "sector": ("agriculture", "医疗卫生"),
    "status": ("in_use", "none"),
    "year": ("2021", "2022", "none"),
    "stage": ("stated", "none"),
    "fund-source": ("assistance", "government"),
    "scenario": ("actual", "target"),
    "kind": ("employed", "vacancies"),
    "group": ("out_of_poverty", "disabled"),
    "indicator": ("students_capacity", "none"),
    "project": ("513327-01", "色达县第二中学"),
    "text": ("xuexiao", "yuan", "100%"),
}
"""By filter, what is given to it."""

WRITES = (
    "add project --donor 椒江 --county 色达 --name '甲\u202e Ⅱ'",
    "add project --parent 513327-01 --name 乙 --planned-start 2021 --planned-end 2023-08",
    "add funding --project 4 --amount 1100余万元 --stage 计划 --period 2021 --source 1 --at L1",
    "add funding --project 513333-01 --amount 300万元 --stage stated --part-of 3 --source 1 --at L1",
    "add funding --project 3 --amount 8400万元 --stage stated --source 1 --at L1 --restates 5",
    "add division --name 东部8省市 --members 北京 --members 浙江",
    "add division --name 新设县 --level 县级 --code 513399 --parent 甘孜州",
    "add pairing --donor 东部8省市 --province 四川 --programme none --since 1996",
    "add source --title 别的文章 --kind news",
    "add indicator --code visits --name 访问 --unit 人次",
    "add organisation --name 某公司 --aliases 甲 --aliases '乙;丙'",
    "edit project 3 --site 甲 --clear planned-end",
    "edit project 3 --donor 黄岩 --county 新龙",
    "edit funding 6 --amount 999万元 --presumed period",
    "edit organisation 1 --name-en Body",
    "prefer funding 16",
    "remove funding 8",
    "remove project 513333-02 --with-parts --yes",
    "undo",
    "undo 4",
)
"""Lines that write: the numbers that they give go on from one to the next."""

REFUSED = (
    "add source --title 试写 --dry-run",
    "add project --donor 椒江 --county 色达 --name 甲 --planned-start 2023 --planned-end 2022",
    "add funding --project 3 --amount 1万元 --stage stated --source 1 --at L1",
    "add funding --project 3 --amount 8500 --stage stated --source 1 --at L1",
    "add funding --project 3 --amount 1万 --stage stated --source 9 --at L1",
    "edit pairing 1 --since 2022 --until 2021",
    "edit funding 12 --amount 9000万元",
    "edit project 999 --site 甲",
    "remove source 1",
    "remove division 东部8省市",
    "undo 1",
    "undo 99",
)
"""Lines that write nothing in the end; a server leaves the numbers out that they would have given."""

HARM = (
    "UPDATE funding SET locator = NULL WHERE id IN (3, 7)",
    "UPDATE funding SET year = 1990 WHERE id IN (4, 5)",
    "UPDATE project SET search_key = 'x' WHERE id IN (2, 9)",
    "UPDATE project SET planned_start = '2030', planned_end = '2020' WHERE id IN (3, 8)",
    "UPDATE project SET parent_id = 4 WHERE id = 4",
    "UPDATE project SET parent_id = 6 WHERE id = 5",
    "UPDATE project SET parent_id = 5 WHERE id = 6",
    "UPDATE funding SET low = 6000000000, high = 6000000000, value = 6000000000 WHERE id IN (12, 13)",
    "UPDATE funding SET part_of_id = NULL, restates_id = 9 WHERE id = 8",
    "UPDATE funding SET part_of_id = NULL, restates_id = 10 WHERE id = 9",
    "UPDATE funding SET stage = 'issued' WHERE id IN (6, 12)",
    "UPDATE jobs SET part_of_id = 1, kind = 'posts', scenario = 'target' WHERE id IN (2, 5)",
    "UPDATE funding SET separate = :no WHERE id > 9",
    "UPDATE participation SET presumed = '[1]' WHERE id IN (3, 4)",
    "UPDATE project SET version = 7 WHERE id = 7",
    (
        "INSERT INTO pairing (uid, donor_id, recipient_id, programme, since, change_id)"
        " SELECT 'again', donor_id, recipient_id, programme, since, change_id FROM pairing WHERE id = 2"
    ),
    (
        "INSERT INTO change_item (change_id, seq, table_name, row_id, action, before) VALUES"
        " (1, 500, 'project', 1, 'edit', '[]'), (1, 501, 'project', 1, 'edit', '{\"id\": 1}'),"
        " (1, 502, 'project', 2, 'restore', NULL), (1, 504, 'jobs', 999, 'restore', NULL)"
    ),
)
"""What breaks one rule or more, most of them more than once."""


class Both:
    """The same ledger on both engines; each line is typed at both."""

    def __init__(self, run_line: RunLine, *dbs: str) -> None:
        self._run, self.ledgers = run_line, [Ledger(db) for db in dbs]

    def say(self, line: str) -> Answer:
        """Type a line at both, and give the answer, which must be the same."""
        first, second = (
            self._run(f"aidtrack {line}", env={"AIDTRACK_DB": str(ledger)}) for ledger in self.ledgers
        )
        for stream in ("out", "err"):
            here, there = (_of_any_time(getattr(answer, stream)) for answer in (first, second))
            assert there == here, line
        assert second.code == first.code, line
        return first

    def answer(self, line: str) -> str:
        answer = self.say(line)
        assert answer.code == 0, answer.err
        return answer.out


def _of_any_time(text: str) -> str:
    """Leave out what two runs of one command differ in."""
    text = re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\+00:00)?", "then", text)
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "uid", text)


@pytest.fixture
def both(run_line: RunLine, seeded: Path, seeded_database: str) -> Both:
    """Give the article's ledger on both engines, to read."""
    return Both(run_line, str(seeded), seeded_database)


@pytest.fixture
def own(run_line: RunLine, ledger_file: Path, databases: Databases, seeded_database: str) -> Iterable[Both]:
    """Give the article's ledger on both engines, to change."""
    with databases.copy(seeded_database) as url:
        yield Both(run_line, str(ledger_file), url)


# --- reading


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("kind", KINDS)
def test_lists(both: Both, kind: str, format: str) -> None:
    assert both.answer(f"list {kind} --format {format}")


@pytest.mark.parametrize("kind", KINDS)
def test_sorted_lists(both: Both, kind: str) -> None:
    """By each column, in which many values are equal or not there."""
    heading = both.answer(f"list {kind} --format csv").splitlines()[0]
    columns = dict.fromkeys(re.sub("_(low|high|kind|text)$", "", name) for name in heading.split(","))
    for number, name in enumerate(columns):
        both.say(f"list {kind} --format jsonl --limit 40 --sort={'-' if number % 2 else ''}{name}")


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_totals_by_each_dimension(both: Both, dimension: str) -> None:
    for name in ("json", "table"):  # the others write the same result, as `test_lists` tries with each
        assert both.answer(f"totals --by {dimension} --format {name}")
    assert both.answer(f"totals --by {dimension} --explain --format table")


PAIRS = [*combinations(DIMENSIONS, 2)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pair if not number % 8 else pytest.param(*pair, marks=pytest.mark.nightly)
        for number, pair in enumerate(PAIRS)
    ],
)
def test_totals_by_each_pair_of_dimensions(both: Both, first: str, second: str) -> None:
    assert both.answer(f"totals --by {first} --by {second} --format json")


def test_every_measure(both: Both) -> None:
    indicators = [
        code for (code,) in both.ledgers[0].ask("SELECT code FROM indicator WHERE summable ORDER BY id")
    ]
    words = " ".join(f"--measure {name}" for name in (*MEASURES, *indicators))
    for by in ("donor", "year", "sector", "pairing"):
        assert both.answer(f"totals --by {by} {words} --format json")
    assert both.answer(f"totals {words} --format table --lang zh")


FILTERED = [(name, value) for name in FILTERS for value in GIVEN[name]]
SHARES = 5
"""Into how many shares the kinds are dealt: by day each filter is tried with another of them, by night with all."""


@pytest.mark.parametrize(
    ("name", "value", "share"),
    [
        pytest.param(*given, share, marks=() if share == number % SHARES else pytest.mark.nightly)
        for number, given in enumerate(FILTERED)
        for share in range(SHARES)
    ],
)
def test_every_filter(both: Both, name: str, value: str, share: int) -> None:
    answers = [both.say(f"list {kind} --{name} {value} --format json") for kind in [*KINDS][share::SHARES]]
    answers += [both.say(f"totals --by {by} --{name} {value} --format json") for by in ("donor", "year")]
    assert any(answer.code == 0 for answer in answers)


SHOWN = [name for name, table in TABLES.items() if "uid" in table.c and name not in ("change", "division")]


@pytest.mark.parametrize("table", SHOWN)
def test_records_of_every_table(both: Both, table: str) -> None:
    numbers = [number for (number,) in both.ledgers[0].ask(f'SELECT id FROM "{table}" ORDER BY id')]
    for number in numbers[:: len(numbers) // 2 or 1]:
        both.say(f"show {table} {number} --format json")
        both.say(f"history {table} {number} --format json")
    both.say(f"show {table} {numbers[-1]} --format table --lang zh")


@pytest.mark.parametrize(
    "line",
    [
        "show division 色达",
        "show county 阆中",
        "show donor 台州",
        "list divisions --text shi",
        "list projects --county 鼓楼",
        "list projects --county 色打",
        "list projects --donor 台",
        "parse place 朝阳 色達縣 seda Sêrtar 513333 四川色达",
        "parse amount 1100余万元",
        "history",
        "history 1",
        "check",
        "check --deep",
    ],
)
def test_other_questions(both: Both, line: str) -> None:
    assert both.say(line).code in (0, 2, 5)


# --- writing


def test_what_is_written_is_the_same(own: Both) -> None:
    for line in WRITES:
        own.answer(line)
    for kind in KINDS:
        own.answer(f"list {kind} --format json")
    for line in (
        "totals --by donor",
        "totals --by project --explain",
        "history --format json",
        "check --deep",
    ):
        own.say(line)
    for (number,) in own.ledgers[0].ask("SELECT id FROM change ORDER BY id"):
        own.answer(f"history {number} --format table")
    here, there = map(_rows, own.ledgers)
    assert there == here
    assert {own.say(line).code for line in REFUSED} == {0, 2, 4, 5}
    assert [_rows(ledger) for ledger in own.ledgers] == [here, there]


def _rows(ledger: Ledger) -> dict[str, list[str]]:
    """Read all rows of records and of the history, but for what two runs of one command differ in."""
    tables = [name for name, table in TABLES.items() if "id" in table.c and name != "division_name"]
    return {
        name: [_of_any_time(str(_plain(row.items(), TABLES[name]))) for row in ledger.rows(name)]
        for name in tables
    }


def _plain(row: Iterable[tuple[str, object]], table: sa.Table) -> list[object]:
    """Say a yes or no alike: SQLite keeps a number."""
    return [bool(value) if isinstance(table.c[name].type, sa.Boolean) else value for name, value in row]


def test_all_that_breaks_a_rule_is_found_in_the_same_order(own: Both) -> None:
    for ledger in own.ledgers:
        ledger.write(*HARM, no=False)
    for line in ("check", "check --deep", "check --deep --format table --lang zh"):
        assert own.say(line).code == 1
    for kind in KINDS:
        own.say(f"list {kind} --format json")
