"""What is said of a figure that says again what the ledger, or a line before it, has said."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import RunLine

FIGURE = "--project 513328-02 --fund-source government --period 2024 --source 1 --at L1 --no-input"
LINE = '{{"project":"513328-02","amount":"{amount}","stage":"issued","period":"2024","source":1,"locator":"L1"{more}}}\n'


def test_one_that_names_its_stage_counts_and_the_answer_says_so(ledger: str, run_line: RunLine) -> None:
    add = f"aidtrack --db {ledger} add funding {FIGURE}"
    first = run_line(f"{add} --amount 200万元 --stage stated --separate")
    assert first.code == 0, first.err
    number = first.out.split()[1]
    second = run_line(f"{add} --amount 210余万元 --stage issued --restates {number}")
    old = f"funding {number} (200万元)"
    said = f"It names its stage, {old} does not: this one counts now, and that one restates it."
    assert said in second.err.splitlines()
    again = run_line(f"{add} --amount 220万元 --stage issued --restates {second.out.split()[1]}")
    assert "names its stage" not in again.err


def test_a_line_before_is_named_by_its_line(ledger: str, run_line: RunLine) -> None:
    lines = LINE.format(amount="200万元", more=', "separate": true') + LINE.format(
        amount="210余万元", more=""
    )
    answer = run_line(f"aidtrack --db {ledger} add funding -", stdin=lines)
    assert (answer.code, answer.out) == (5, "")
    assert answer.err.splitlines() == [
        "error: 1 of 2 lines cannot be added; nothing was written.",
        "line 2: It may say the same as line 1; call it separate, or add it by itself after that one.",
    ]


def test_what_the_ledger_has_said_goes_before_what_a_line_has(ledger: str, run_line: RunLine) -> None:
    first = run_line(
        f"aidtrack --db {ledger} add funding {FIGURE} --amount 200万元 --stage issued --separate"
    ).out.split()[1]
    lines = LINE.format(amount="200万元", more=', "separate": true') + LINE.format(
        amount="210余万元", more=""
    )
    answer = run_line(f"aidtrack --db {ledger} add funding -", stdin=lines)
    assert answer.code == 5
    said = answer.err.splitlines()[1]
    assert f"add --restates {first}, --part-of {first} or --separate" in said
    assert said.count("200万元") == 1


def test_a_line_that_the_ledger_has_said_is_told_its_number(ledger: str, run_line: RunLine) -> None:
    line = LINE.format(amount="210万元", more="")
    assert run_line(f"aidtrack --db {ledger} add funding -", stdin=line).code in (0, 5)
    answer = run_line(f"aidtrack --db {ledger} add funding -", stdin=line)
    assert answer.code == 5
    assert "add --restates" in answer.err
