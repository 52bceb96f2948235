"""The ground of the benchmarks: a generated ledger keeps the rules, and the hand-written SQL answers as aidtrack."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from shutil import copy
from typing import TYPE_CHECKING

import pytest

import answers
import generate
import sheets
from answers import Different, compare
from field import PROGRAMS, SQL
from ledger_rows import Maker, Pairing
from rows_reading import LISTED

if TYPE_CHECKING:
    from conftest import RunLine
    from ledger_rows import Made

PROJECTS, SEED = 600, 4


@pytest.fixture(scope="module")
def generated(unseeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(copy(unseeded, tmp_path_factory.mktemp("generated") / "ledger.db"))
    generate.fill(path, PROJECTS, SEED)
    return path


def asked(ledger: Path, statement: str) -> str:
    """Answer a statement in JSON, as the sqlite3 shell would."""
    connection = sqlite3.connect(ledger)
    connection.row_factory = sqlite3.Row
    rows = [dict(row) for row in connection.execute((SQL / statement).read_text(encoding="utf-8"))]
    connection.close()
    return json.dumps(rows)


def counted(ledger: Path, query: str) -> int:
    connection = sqlite3.connect(ledger)
    found: int = connection.execute(query).fetchone()[0]
    connection.close()
    return found


def made(seed: int) -> list[Made]:
    pairings = [Pairing(1, "513333", "色达"), Pairing(2, "513328", "甘孜")]
    return list(Maker(seed, pairings, [1, 2], 20).projects(100))


def test_a_generated_ledger_breaks_no_rule(run_line: RunLine, generated: Path) -> None:
    answer = run_line(f"aidtrack --db {generated} check --deep")
    assert (answer.code, answer.out, answer.err) == (0, "", "")


def test_it_holds_everything_that_is_counted_in_its_own_way(generated: Path) -> None:
    figures = "SELECT COUNT(*) FROM funding"
    assert counted(generated, figures) == 2 * PROJECTS
    assert counted(generated, "SELECT COUNT(*) FROM jobs") == PROJECTS
    for kind in (
        "part_of_id IS NOT NULL AND NOT overlaps",
        "overlaps",
        "restates_id IS NOT NULL",
        "project_id IS NULL",
        "high > low",
        "high IS NULL",
        "value IS NULL",
    ):
        assert counted(generated, f"{figures} WHERE {kind}"), kind
    assert counted(generated, "SELECT COUNT(*) FROM project WHERE parent_id IS NOT NULL")
    assert counted(generated, "SELECT COUNT(*) FROM jobs WHERE part_of_id IS NOT NULL")


def test_the_same_seed_makes_the_same_rows() -> None:
    assert made(SEED) == made(SEED)
    assert made(SEED) != made(SEED + 1)


TOTALS = {
    "donor": ("--by donor", ("donor_code",)),
    "county_year": ("--by county --by year", ("county_code", "year")),
    "sector_status": ("--by sector --by status", ("sector", "status")),
}


@pytest.mark.parametrize("name", TOTALS)
def test_the_sql_of_the_totals_counts_once_as_aidtrack_does(
    run_line: RunLine, generated: Path, ledger_file: Path, name: str
) -> None:
    words, keys = TOTALS[name]
    for ledger in (generated, ledger_file):
        mine = run_line(f"aidtrack --db {ledger} totals {words} --format json")
        theirs = asked(ledger, f"totals_by_{name}.sql")
        compare(answers.own_totals(keys)(mine.out), answers.sql_totals(keys)(theirs))


def test_the_program_that_only_reads_writes_the_list_as_aidtrack_does(
    run_line: RunLine, generated: Path
) -> None:
    mine = run_line(f"aidtrack --db {generated} list projects --county 色达 --format json")
    peer = Path(__file__).parent.parent / "benchmarks" / "programs" / "peer_list.py"
    theirs = run_line(f"python {peer} {generated} {SQL / 'list_county.sql'}", shell=True)
    read = answers.json_rows(LISTED)
    compare(read(mine.out), read(theirs.out))


def test_a_wrong_answer_is_refused(run_line: RunLine, generated: Path) -> None:
    mine = run_line(f"aidtrack --db {generated} totals --by donor --format json")
    right = answers.own_totals(("donor_code",))(mine.out)
    key = ("total", "funding")
    value, low, *rest = right[key]
    with pytest.raises(Different, match=r"1 differences: \('total', 'funding'\)"):
        compare(right, {**right, key: (value, low + 1, *rest)})
    with pytest.raises(Different, match="no answer"):
        compare({}, {})


def test_the_tables_of_an_office_are_imported(
    run_line: RunLine, empty_ledger_file: Path, tmp_path: Path
) -> None:
    for kind in ("sources", "pairings", "projects", "funding"):
        sheets.write_table(empty_ledger_file, kind, tmp_path / f"{kind}.csv", PROJECTS)
        assert run_line(f"aidtrack import {tmp_path / kind}.csv --no-input").code == 0
    said = run_line(f"{sys.executable} {PROGRAMS / 'in_table.py'} {tmp_path / 'projects.csv'}", shell=True)
    with closing(sqlite3.connect(empty_ledger_file)) as connection:
        connection.row_factory = sqlite3.Row
        (found,) = map(dict, connection.execute((SQL / "imported.sql").read_text("utf-8")))
    assert json.loads(said.out) == [found]
    assert found["projects"] == counted(empty_ledger_file, "SELECT COUNT(*) FROM funding") == PROJECTS
