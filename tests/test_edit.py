"""Changing what is named in a record, and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from aidtrack.actions import enter
from aidtrack.actions.enter import Writer

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import RunLine
    from ledgers import Ledger


@pytest.fixture(autouse=True)
def _no_default_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AIDTRACK_SOURCE", raising=False)


def test_only_what_is_named_changes(run_line: RunLine, ledger: Ledger) -> None:
    before = ledger.row("project", 3)
    answer = run_line("aidtrack edit project 色达县第二中学 --status 投用 --clear planned-end --site 县城")
    assert (answer.code, answer.out) == (0, "")
    assert answer.err.splitlines() == [
        "project 3 (513333-03 色达县第二中学)",
        "status: – → in use",
        "planned end: 2023-08 → –",
        "site: – → 县城",
        "undo with: aidtrack undo 2",
    ]
    after = ledger.row("project", 3)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"status", "planned_end", "site", "version"}
    assert run_line("aidtrack undo").code == 0
    assert {**ledger.row("project", 3), "version": 1} == before


EDITS = [
    ("funding 5 --amount 8600万元", {"low": 86_000_000_00, "text": "8600万元"}),
    ("funding 5 --amount 8600 --unit 万元", {"low": 86_000_000_00, "text": "8600万元"}),
    ("funding 5 --period 2022 --presumed stage", {"year": 2022, "presumed": '["stage"]'}),
    ("funding 5 --clear period --clear presumed", {"period_start": None, "year": None, "presumed": None}),
    ("funding 5 --fund-source 企业投资", {"fund_source": "enterprise"}),
    ("funding 5 --clear fund_source --separate", {"fund_source": "unstated", "separate": 1}),
    ("funding 5 --clear separate", None),
    ("funding 5 --project 513333-04", {"project_id": 4, "pairing_id": 1}),
    ("funding 5 --project 513329-01", {"project_id": 7, "pairing_id": 2}),
    ("funding 5 --clear project", {"project_id": None, "pairing_id": 1}),
    ("funding 5 --donor 温岭 --yes", {"project_id": 3, "pairing_id": 11}),
    ("jobs 1 --count 约5人 --note 新", {"low": 4, "high": 6, "note": "新"}),
    ("pairing 1 --programme none --until 2025", {"programme": None, "until": "2025"}),
    ("pairing 1 --donor 温岭", {"donor_id": "331081"}),
    ("source 1 --title 新题 --clear sha256", {"title": "新题", "sha256": None}),
    ("organisation 1 --aliases 甲 --aliases 乙", {"aliases": '["甲", "乙"]'}),
    ("participation 1 --role 用工", {"role": "employer"}),
    ("project 13 --clear parent", {"parent_id": None}),
    ("project 1 --name 色達縣 --code X-9", {"name": "色達縣", "code": "X-9"}),
]


def test_a_part_that_is_none_any_more_is_asked_about(run_line: RunLine, ledger: Ledger) -> None:
    before = ledger.state()
    answer = run_line("aidtrack edit funding 9 --clear part_of")
    assert (answer.code, ledger.state() == before) == (5, True)
    assert "add --restates 7, --part-of 7 or --separate" in answer.err
    assert run_line("aidtrack edit funding 9 --clear part_of --separate").code == 0


@pytest.mark.parametrize(("line", "wanted"), EDITS, ids=[line for line, _ in EDITS])
def test_edits(run_line: RunLine, ledger: Ledger, line: str, wanted: dict[str, Any] | None) -> None:
    answer = run_line(f"aidtrack edit {line}")
    assert answer.code == 0, answer.err
    kind, number = line.split()[:2]
    if wanted is None:
        assert answer.err == "There was nothing to change.\n"
        return
    found = ledger.row(kind, int(number))
    if "donor_id" in wanted:
        found["donor_id"] = ledger.row("division", found["donor_id"])["code"]
    assert {name: found[name] for name in wanted} == wanted
    assert " → " in answer.err
    assert run_line("aidtrack undo").code == 0


def test_a_search_finds_the_new_name(run_line: RunLine, ledger: Ledger) -> None:
    run_line("aidtrack edit project 1 --name 全新名称")
    assert "全新名称" in run_line("aidtrack list projects --text 全新名称").out
    assert ledger


REFUSED = [
    ("project 99 --name x", 4, "No project is called '99'"),
    ("funding 99 --note x", 4, "No funding has the id 99"),
    ("project 1", 0, "There was nothing to change."),
    ("project 1 --name 牦牛现代农业基地和产业项目", 0, "There was nothing to change."),
    ("project 1 --clear name", 2, "--name cannot be empty"),
    ("project 1 --clear colour", 2, "No field is called 'colour'"),
    ("project 1 --clear donor", 2, "--donor cannot be empty"),
    ("project 1 --clear site --site x", 2, "both given and cleared"),
    ("project 1 --code 513333-02", 5, "is that of project 2"),
    ("project 1 --parent 1", 5, "part of itself"),
    ("project 1 --note ''", 2, "--note is blank"),
    ("funding 5 --clear locator", 5, "where in its source"),
    ("funding 5 --clear source", 2, "--source cannot be empty"),
    ("funding 5 --amount 5", 2, "5元 or 5万元?"),
    ("funding 5 --part-of 5", 2, "linked to itself"),
    ("pairing 1 --donor 色达", 2, "cannot be paired with itself"),
    ("pairing 1 --since 2022 --until 2021", 5, "before it starts"),
    ("division 色达县 --name 新县", 5, "ships with aidtrack"),
    ("project", 2, "REF is missing"),
]


@pytest.mark.parametrize(("line", "code", "said"), REFUSED, ids=[line for line, _, _ in REFUSED])
def test_refusals(run_line: RunLine, ledger: Ledger, line: str, code: int, said: str) -> None:
    before = ledger.state()
    answer = run_line(f"aidtrack edit {line}")
    assert answer.code == code, answer.err
    assert said in answer.err
    assert ledger.state() == before


def test_a_project_takes_its_figures_to_another_pairing(run_line: RunLine, ledger: Ledger) -> None:
    run_line(
        "aidtrack add funding --project 3 --donor 温岭 --amount 1元 --stage 计划 --source 1 --at L1 --yes --separate"
    )
    other = ledger.last("funding")["id"]
    answer = run_line("aidtrack edit project 3 --donor 黄岩 --county 新龙")
    assert (answer.code, "2 figures moved along." in answer.err) == (0, True)
    assert ledger.row("funding", 5)["pairing_id"] == 2
    assert ledger.row("funding", other)["pairing_id"] == 11
    assert run_line("aidtrack undo").code == 0
    assert ledger.row("funding", 5)["pairing_id"] == 1


def test_a_dry_run_writes_nothing(run_line: RunLine, ledger: Ledger) -> None:
    before = ledger.state()
    answer = run_line("aidtrack edit project 3 --name 新 --dry-run --format json")
    assert (answer.code, json.loads(answer.out)["name"]) == (0, "新")
    assert "name: 色达县第二中学 → 新" in answer.err
    assert ledger.state() == before


def test_a_group_is_renamed_and_found(run_line: RunLine, ledger: Ledger) -> None:
    run_line("aidtrack add division --name 三县 --members 色达 --members 甘孜县")
    assert run_line("aidtrack edit division 三县 --name 两县").code == 0
    line = "aidtrack add pairing --donor 浙江 --programme none --recipient"
    assert run_line(f"{line} 三县").code == 2
    assert run_line(f"{line} 兩縣").code == 0
    assert run_line("aidtrack edit division 两县 --members 新龙").code == 5
    assert ledger


def test_of_two_editors_one_is_told(
    run_line: RunLine, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look of the first and its writing, the second one writes."""
    honest = Writer.edit
    inside: list[Any] = []

    class Slow(Writer):
        def edit(self, *args: Any, **kwargs: Any) -> Any:
            return honest(self, *args, **{**kwargs, "version": kwargs["version"] - len(inside)})

    assert run_line("aidtrack edit project 3 --site 甲").code == 0
    inside.append(1)
    monkeypatch.setattr(enter, "Writer", Slow)
    answer = run_line("aidtrack edit project 3 --site 乙")
    assert (answer.code, answer.out) == (5, "")
    assert "changed by somebody else" in answer.err
    assert "甲 ≠ 乙" in answer.err
    assert ledger.row("project", 3)["site"] == "甲"


def test_two_processes_edit_one_record(run_line: RunLine, ledger: Ledger, tmp_path: Path) -> None:
    both = "aidtrack edit project 3 --site 甲 2>a.txt & p=$!; aidtrack edit project 3 --site 乙 2>b.txt; b=$?; wait $p; echo $? $b"
    answer = run_line(f"cd {tmp_path}; {both}", shell=True)
    codes = sorted(map(int, answer.out.split()))
    assert codes in ([0, 0], [0, 5])
    assert ledger.row("project", 3)["version"] == 1 + codes.count(0)
