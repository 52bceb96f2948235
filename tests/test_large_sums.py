"""Sums that are larger than SQLite's numbers: an answer or one plain sentence, never a wrong number."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import RunLine

LARGEST = 9_999_999 * 10**8
"""Yuan: some 92 figures of it are more than 2**63 fen."""
LINE = '{"project":"513328-02","amount":"9999999亿元","stage":"issued","separate":true,"source":1,"locator":"L1"}\n'


def test_too_many_too_large_ones_are_named_as_what_they_are(
    ledger: str, run_line: RunLine, engine_at_hand: str
) -> None:
    added = run_line(f"aidtrack --db {ledger} add funding -", stdin=LINE * 100)
    assert added.code == 0, added.err
    answer = run_line(f"aidtrack --db {ledger} totals --measure funding --project 513328-02 --format csv")
    if engine_at_hand == "postgresql":  # adds up in numbers of any size
        assert (answer.code, str(100 * LARGEST) in answer.out) == (0, True)
        return
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        "error: The figures add up to more than can be counted; see the largest with: "
        "aidtrack list funding --sort -amount\n"
    )
    largest = run_line(
        f"aidtrack --db {ledger} list funding --sort -amount --limit 1 --format csv --columns amount"
    )
    assert largest.out.splitlines()[1].startswith(str(LARGEST))
