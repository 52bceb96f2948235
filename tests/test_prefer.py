"""`aidtrack prefer`: which of several statements counts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from aidtrack import store
from aidtrack.actions.record import recording
from aidtrack.queries.states import current

if TYPE_CHECKING:
    from conftest import RunLine
    from ledgers import Ledger

WHOLE = 11
"""6350萬元, of which 1450 (12) and 2200 (13) are parts."""


def row(ledger: Ledger, number: int, table: str = "funding") -> dict[str, Any]:
    with store.reading(str(ledger)) as connection:
        found = current(connection, table, number) or {}
    return {name: value for name, value in found.items() if name not in ("version", "change_id")}


def restate(ledger: Ledger, number: int, *, table: str = "funding", yuan: int = 0, **values: Any) -> int:
    """Write another statement of a figure; return its number."""
    said = row(ledger, number, table) | {"restates_id": number, "part_of_id": None, "overlaps": False}
    if yuan:
        said |= {
            "text": None,
            "quantity_kind": "exact",
            **dict.fromkeys(("low", "high", "value"), yuan * 100),
        }
    new = {name: value for name, value in (said | values).items() if name not in ("id", "uid")}
    with recording(str(ledger), "aidtrack add") as recorder:
        return recorder.add(table, new)


def totals(run_line: RunLine, line: str = "totals --county 炉霍") -> Any:
    return json.loads(run_line(f"aidtrack {line} --format json").out)


def funding(run_line: RunLine) -> tuple[int, int]:
    found = totals(run_line)["total"]["funding"]
    return found["low"], found["high"]


class TestAnotherCounts:
    def test_in_the_totals(self, run_line: RunLine, ledger: Ledger) -> None:
        new = restate(ledger, WHOLE, yuan=70_000_000)
        assert funding(run_line) == (63_500_000, 63_500_000)
        done = run_line(f"aidtrack prefer funding {new}")
        assert (done.code, done.out) == (0, "")
        assert done.err == (f"funding {new} is now the statement that counts.\nundo with: aidtrack undo 3\n")
        assert funding(run_line) == (70_000_000, 70_000_000)

    def test_what_hung_on_the_old_one_moves_along(self, run_line: RunLine, ledger: Ledger) -> None:
        third = restate(ledger, WHOLE, yuan=65_000_000)
        new = restate(ledger, WHOLE, yuan=70_000_000)
        assert run_line(f"aidtrack prefer funding {new}").code == 0
        assert row(ledger, new)["restates_id"] is None
        assert [row(ledger, number)["restates_id"] for number in (WHOLE, third)] == [new, new]
        assert [row(ledger, number)["part_of_id"] for number in (12, 13)] == [new, new]
        by_sector = totals(run_line, "totals --by sector --county 炉霍")["rows"]
        amounts = {line["sector"]: line["funding"]["value"] for line in by_sector if line["funding"]}
        assert amounts["cash_crops"] == 14_500_000
        assert amounts["park"] == 33_500_000

    def test_the_new_one_takes_the_place_in_the_whole(self, run_line: RunLine, ledger: Ledger) -> None:
        new = restate(ledger, 12, yuan=14_000_000)
        assert run_line(f"aidtrack prefer funding {new}").code == 0
        assert (row(ledger, new)["part_of_id"], row(ledger, 12)["part_of_id"]) == (WHOLE, None)
        assert funding(run_line) == (63_500_000, 63_500_000)

    def test_what_was_presumed_of_the_links_moves_along(self, run_line: RunLine, ledger: Ledger) -> None:
        new = restate(ledger, 8, yuan=180_000, presumed=["period", "restates"])
        with recording(str(ledger), "aidtrack edit") as recorder:
            recorder.edit("funding", 8, {"presumed": ["part_of", "stage"]})
        assert run_line(f"aidtrack prefer funding {new}").code == 0
        assert row(ledger, new)["presumed"] == ["period", "part_of"]
        assert row(ledger, 8)["presumed"] == ["stage", "restates"]

    def test_that_it_is_separate_moves_along(self, run_line: RunLine, ledger: Ledger) -> None:
        new = restate(ledger, 8, table="jobs", separate=False)
        assert run_line(f"aidtrack prefer jobs {new}").code == 0
        assert (row(ledger, new, "jobs")["separate"], row(ledger, 8, "jobs")["separate"]) == (True, False)
        done = run_line("aidtrack check")
        assert (done.code, done.out) == (0, "")

    @pytest.mark.parametrize("kind", ["jobs", "job", "result", "results"])
    def test_of_every_kind_of_figure(self, run_line: RunLine, ledger: Ledger, kind: str) -> None:
        table = "jobs" if kind.startswith("job") else "result"
        new = restate(ledger, 1, table=table)
        assert run_line(f"aidtrack prefer {kind} {new}").code == 0
        assert row(ledger, 1, table)["restates_id"] == new


class TestBack:
    def test_by_preferring_the_old_one(self, run_line: RunLine, ledger: Ledger) -> None:
        third = restate(ledger, WHOLE, yuan=65_000_000)
        new = restate(ledger, WHOLE, yuan=70_000_000, presumed=["restates"])
        numbers = (WHOLE, 12, 13, third, new)
        before = [row(ledger, number) for number in numbers]
        assert run_line(f"aidtrack prefer funding {new}").code == 0
        assert run_line(f"aidtrack prefer funding {WHOLE}").code == 0
        assert [row(ledger, number) for number in numbers] == before

    def test_by_undo(self, run_line: RunLine, ledger: Ledger) -> None:
        new = restate(ledger, WHOLE, yuan=70_000_000)
        numbers = (WHOLE, 12, 13, new)
        before = [row(ledger, number) for number in numbers]
        assert run_line(f"aidtrack prefer funding {new}").code == 0
        assert run_line("aidtrack undo").code == 0
        assert [row(ledger, number) for number in numbers] == before
        assert funding(run_line) == (63_500_000, 63_500_000)


class TestRefused:
    @pytest.mark.parametrize(
        ("words", "code", "sentence"),
        [
            ("funding 1", 5, "funding 1 restates no other; it is the statement that counts already."),
            ("funding 999", 4, "No funding has the id 999."),
            ("project 1", 2, "No kind of figure is called 'project'; it is one of: funding, jobs, results."),
            ("fundign 1", 2, "No kind is called 'fundign'; did you mean 'funding'?"),
        ],
    )
    def test_in_one_sentence(
        self, run_line: RunLine, ledger: Ledger, words: str, code: int, sentence: str
    ) -> None:
        before = ledger.state()
        done = run_line(f"aidtrack prefer {words}")
        assert (done.code, done.out, done.err) == (code, "", f"error: {sentence}\n")
        assert ledger.state() == before

    def test_where_the_parts_would_not_fit(self, run_line: RunLine, ledger: Ledger) -> None:
        new = restate(ledger, WHOLE, yuan=1_000_000)
        before = ledger.state()
        done = run_line(f"aidtrack prefer funding {new}")
        assert done.code == 5
        assert done.err == f"error: The parts of funding {new} (12, 13) are more than it is.\n"
        assert ledger.state() == before

    def test_a_dry_run_leaves_the_file_as_it_is(self, run_line: RunLine, ledger: Ledger) -> None:
        new = restate(ledger, WHOLE, yuan=70_000_000)
        before = ledger.state()
        done = run_line(f"aidtrack prefer funding {new} --dry-run")
        assert done.code == 0
        assert done.err.endswith("Nothing was written: this was a dry run.\n")
        assert ledger.state() == before


def test_all_statements_stand_side_by_side_with_their_spread(run_line: RunLine, ledger: Ledger) -> None:
    at = "--project 513333-03 --source 1 --at L50 --stage stated"
    assert run_line(f"aidtrack add funding --amount 8000万元 --restates 5 {at}").code == 0
    assert run_line(f"aidtrack add funding --amount 9000余万元 --restates 5 {at}").code == 0
    for number in (5, 14):
        shown = json.loads(run_line(f"aidtrack show funding {number} --format json").out)
        assert [row["id"] for row in shown["statements"]] == [5, 14, 15]
    done = run_line("aidtrack show funding 14 --format table")
    assert "together they spread over 80,000,000–100,000,000." in " ".join(done.out.split())
    assert ledger


def test_the_statement_that_names_its_stage_counts(run_line: RunLine, ledger: Ledger) -> None:
    line = "aidtrack add funding --project 513333-03 --amount 8500万元 --stage 下达 --restates 5 --source 1 --at L50"
    assert run_line(line).code == 0
    rows = {row["id"]: row for row in json.loads(run_line("aidtrack list funding --format json").out)}
    assert rows[14]["restates"] is None
    assert rows[5]["restates"] == 14
    total = json.loads(run_line("aidtrack totals --measure funding --measure issued --format json").out)[
        "total"
    ]
    assert total["funding"]["low"] == 389_290_000
    assert total["issued"]["low"] == 85_000_000
    assert run_line("aidtrack check").code == 0
    assert ledger
