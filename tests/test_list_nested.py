"""Projects stand below the nearest one above them that is in the list, whatever the filters leave out between."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import RunLine

PROJECTS = """pairing,code,name,parent,status,source,at
2,G,上项,,in_use,1,L1
2,C,中项,G,under_way,1,L1
2,K,下项,C,in_use,1,L1
2,L,下项乙,C,in_use,1,L1
"""
MONEY = "project,amount,stage,fund_source,separate,source,at\nK,300万元,issued,government,yes,1,L1\n"
LINE = "aidtrack --db {db} list projects --county 新龙 --status in_use"


@pytest.fixture
def db(ledger: str, run_line: RunLine) -> str:
    for kind, rows in (("projects", PROJECTS), ("funding", MONEY)):
        answer = run_line(f"aidtrack --db {ledger} add {kind} -", stdin=rows)
        assert answer.code == 0, answer.err
    return ledger


def test_money_that_is_in_the_line_above_stands_in_brackets(db: str, run_line: RunLine) -> None:
    said = run_line(LINE.format(db=db) + " --columns code,name,funding --format md").out.splitlines()
    assert said[4:8] == [
        "| G | 上项 | 3,000,000 |",
        "| K | &emsp;下项 | (3,000,000) |",
        "| L | &emsp;下项乙 | – |",
        "| **Total** |  | **3,000,000** |",
    ]


def test_only_what_is_below_no_other_is_counted_as_unknown(db: str, run_line: RunLine) -> None:
    assert "no funding is said" not in run_line(LINE.format(db=db) + " --format table").out


def test_it_says_that_money_of_what_is_left_out_is_in_it(db: str, run_line: RunLine) -> None:
    note = "whatever the filters leave out"
    for more, says in (("--status in_use", True), ("--stage issued", True), ("", False)):
        said = run_line(f"aidtrack --db {db} list projects --county 新龙 {more} --format table").out
        assert (note in " ".join(said.split())) is says, more


@pytest.mark.parametrize(
    ("limit", "sort"), [*product((1, 2, 3), ("", "--sort code", "--sort -code", "--sort status"))]
)
def test_a_page_of_it_is_the_head_of_the_whole(db: str, run_line: RunLine, limit: int, sort: str) -> None:
    line = LINE.format(db=db) + f" {sort} --columns code,status,funding --format csv"
    whole, page = run_line(line).out, run_line(f"{line} --limit {limit}").out
    assert page.splitlines() == whole.splitlines()[: limit + 1]
