"""Out, into an empty ledger, and out again: the same bytes, and the same totals however they are asked for."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from aidtrack.actions.exchange_tables import EXCHANGED
from aidtrack.formats.exchange import EXCHANGE, Options
from all_totals import all_totals
from odd_records import ODD, add_odd_records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from aidtrack.formats.exchange import ExchangeFormat
    from conftest import RunLine
    from ledgers import Ledger


@pytest.fixture
def other(engine_at_hand: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give a ledger without records beside the test's own, on the same engine."""
    if engine_at_hand == "sqlite":
        yield str(shutil.copy(request.getfixturevalue("unseeded"), tmp_path / "other.db"))
        return
    with request.getfixturevalue("databases").copy(request.getfixturevalue("unseeded_database")) as url:
        yield url


@pytest.fixture(params=EXCHANGE)
def exchange(request: pytest.FixtureRequest) -> ExchangeFormat:
    return EXCHANGE[request.param]


def target(folder: Path, exchange: ExchangeFormat) -> Path:
    return folder if exchange.folder else folder.with_suffix(exchange.endings[0])


def out(run_line: RunLine, db: object, path: Path, exchange: ExchangeFormat, more: str = "") -> Any:
    """Export, and give what was written: all of it to the byte, but for a workbook, which knows when it was made."""
    answer = run_line(f"aidtrack --db '{db}' export '{path}' --format {exchange.name} {more}")
    assert answer.code == 0, answer.err
    if path.is_dir():
        return {file.name: file.read_bytes() for file in path.iterdir()}
    if exchange.name == "xlsx":
        return [(row.table, row.values) for row in exchange.read(path, EXCHANGED, Options())]
    return path.read_bytes()


def into(run_line: RunLine, db: object, path: Path, exchange: ExchangeFormat) -> str:
    answer = run_line(f"aidtrack --db '{db}' import '{path}' --format {exchange.name}")
    assert answer.code == 0, answer.err
    return answer.err


@pytest.fixture(scope="module")
def right(seeded: Path) -> list[Any]:
    """Give the totals of the article, which are the same on both engines."""
    return all_totals(str(seeded))


def test_a_ledger_comes_back_as_it_went(
    run_line: RunLine, ledger: Ledger, other: str, tmp_path: Path, exchange: ExchangeFormat, right: list[Any]
) -> None:
    comes_back(run_line, ledger, other, tmp_path, exchange)
    assert all_totals(other) == right


def test_odd_records_come_back_as_they_went(
    run_line: RunLine, ledger: Ledger, other: str, tmp_path: Path, exchange: ExchangeFormat
) -> None:
    add_odd_records(str(ledger))
    comes_back(run_line, ledger, other, tmp_path, exchange)


def comes_back(
    run_line: RunLine, ledger: Ledger, other: str, tmp_path: Path, exchange: ExchangeFormat
) -> None:
    first = out(run_line, ledger, target(tmp_path / "first", exchange), exchange)
    said = into(run_line, other, target(tmp_path / "first", exchange), exchange)
    assert "changed 0, unchanged 0, refused 0" in said
    assert out(run_line, other, target(tmp_path / "second", exchange), exchange) == first


def test_the_odd_records_keep_their_totals(
    run_line: RunLine, ledger: Ledger, other: str, tmp_path: Path
) -> None:
    add_odd_records(str(ledger))
    out(run_line, ledger, tmp_path / "bundle", EXCHANGE["bundle"])
    into(run_line, other, tmp_path / "bundle", EXCHANGE["bundle"])
    assert all_totals(other) == all_totals(str(ledger))
    assert run_line(f"aidtrack --db '{other}' check").code == run_line("aidtrack check").code


def test_what_goes_out_adds_nothing_to_where_it_came_from(
    run_line: RunLine, ledger: Ledger, tmp_path: Path, exchange: ExchangeFormat
) -> None:
    add_odd_records(str(ledger))
    path = target(tmp_path / "out", exchange)
    before = out(run_line, ledger, path, exchange)
    state = ledger.state()
    assert "There was nothing to change." in into(run_line, ledger, path, exchange)
    assert ledger.state() == state
    assert out(run_line, ledger, path, exchange, "--force") == before


@pytest.mark.parametrize(
    "filters",
    [
        "--county 色达",
        "--donor 椒江区",
        "--year 2022",
        "--sector livestock",
        "--text 子项",
        "--project none",
        "--programme other",
        "--kind vacancies",
        "--stage planned",
        "--group students --status under_way",
    ],
)
def test_what_was_filtered_can_be_read_in_alone(
    run_line: RunLine, ledger: Ledger, other: str, tmp_path: Path, filters: str
) -> None:
    add_odd_records(str(ledger))
    bundle = EXCHANGE["bundle"]
    first = out(run_line, ledger, tmp_path / "first", bundle, filters)
    if first:
        into(run_line, other, tmp_path / "first", bundle)
    assert out(run_line, other, tmp_path / "second", bundle) == first


def test_the_tables_of_the_odd_records_are_all_that_are_exchanged() -> None:
    assert set(EXCHANGED) - set(ODD) == {"sectors"}
