"""Many records from the standard input: all of them or none, and every bad line is named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import RunLine
    from ledgers import Ledger


@pytest.fixture(autouse=True)
def _no_default_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AIDTRACK_SOURCE", raising=False)


def test_json_lines(run_line: RunLine, ledger: Ledger) -> None:
    lines = [
        {
            "donor": "椒江",
            "county": "色达",
            "name": "甲项目",
            "planned-end": "2023-08",
            "aliases": ["一", "二"],
        },
        {"donor": "椒江", "county": "色达", "name": "乙工程", "planned_end": 2023, "note": None, "site": " "},
    ]
    text = "\n\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    answer = run_line("aidtrack add projects -", stdin=text)
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == "added 2\nundo with: aidtrack undo 2\n"
    found = ledger.rows("project", after=26)
    assert [(row["name"], row["planned_end"], row["change_id"]) for row in found] == [
        ("甲项目", "2023-08", 2),
        ("乙工程", "2023", 2),
    ]
    assert found[0]["aliases"] == '["一", "二"]'
    assert found[1]["site"] is None


CSV = """\ufeffproject,amount(万元),stage,at,presumed
6,100,计划,L1,period; stage
,,,,
4,"1,100余",下达,"L2, L3",
"""


@pytest.mark.parametrize("form", ["utf-8", "gb18030", "tabs"])
def test_csv(ledger: Ledger, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = CSV
    if form == "tabs":
        text = "project\tamount(万元)\tstage\tat\tpresumed\r\n6\t100\t计划\tL1\tperiod; stage\r\n4\t1,100余\t下达\tL2, L3\r\n"
    answer = piped(
        "aidtrack add funding - --source 1",
        text.encode("gb18030" if form == "gb18030" else "utf-8"),
        monkeypatch,
    )
    assert answer == 0
    first, second = ledger.rows("funding")[-2:]
    assert (first["low"], first["text"], first["presumed"]) == (
        1_000_000_00,
        "100万元",
        '["period", "stage"]',
    )
    assert (second["low"], second["high"], second["locator"]) == (11_000_000_00, 12_000_000_00, "L2, L3")


def piped(line: str, data: bytes, patch: pytest.MonkeyPatch) -> int:
    import sys
    from io import BytesIO, TextIOWrapper

    from aidtrack.cli import main

    patch.setattr(sys, "stdin", TextIOWrapper(BytesIO(data), encoding="utf-8"))
    return main(line.split()[1:])


def test_later_lines_know_the_earlier_ones(run_line: RunLine, ledger: Ledger) -> None:
    text = '{"name": "园区"}\n{"name": "园内大棚", "parent": "园区"}\n'
    assert run_line("aidtrack add project - --donor 萧山 --county 旺苍 --yes", stdin=text).code == 0
    top, below = ledger.rows("project", after=26)
    assert (top["code"], below["code"], below["parent_id"]) == ("510821-01", "510821-01.1", top["id"])
    assert len(ledger.rows("pairing", after=10)) == 1


def test_every_bad_line_is_named(run_line: RunLine, ledger: Ledger) -> None:
    before = ledger.state()
    text = (
        "project,amount,stage,source,locator\n"
        "6,100万元,计划,1,L1\n"
        "6,100,计划,1,L1\n"
        "99,100万元,计划,1,L1\n"
        "4,100万元,计画,1,\n"
        "4,100万元,计划,1,L1,更多\n"
        "3,100万元,投入,1,L1\n"
    )
    answer = run_line("aidtrack add funding -", stdin=text)
    assert (answer.code, answer.out) == (2, "")
    said = answer.err.splitlines()
    assert said[0] == "error: 5 of 6 lines cannot be added; nothing was written."
    assert [line.split(": ")[0] for line in said[1:]] == [
        "line 3, amount",
        "line 4, project",
        "line 5",
        "line 6",
        "line 7",
    ]
    assert "8500萬元" in said[5]
    assert ledger.state() == before


def test_lines_are_held_against_each_other(run_line: RunLine, ledger: Ledger) -> None:
    before = ledger.state()
    line = '{"project": 6, "amount": "1万元", "stage": "计划", "source": 1, "locator": "L1"}\n'
    answer = run_line("aidtrack add funding -", stdin=line * 2)
    assert (answer.code, "line 2: It may say the same as line 1" in answer.err) == (5, True)
    assert ledger.state() == before


def test_rules_name_the_line(run_line: RunLine, ledger: Ledger) -> None:
    before = ledger.state()
    text = (
        '{"project": 6, "amount": "1万元", "stage": "计划", "source": 1, "locator": "L1"}\n'
        '{"project": 5, "amount": "900万元", "stage": "stated", "source": 1, "locator": "L1", "part_of": 6}\n'
    )
    answer = run_line("aidtrack add funding -", stdin=text)
    assert answer.code == 5
    assert "line 2: " in answer.err
    assert ledger.state() == before


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("", 2, "holds no record"),
        ("name,site\n", 2, "holds no record"),
        ("[{}]", 2, "one JSON object a line"),
        ('{"name": }', 2, "line 1: This is no JSON object"),
        ('{"name": "x"}\n"y"', 2, "line 2: This is no JSON object"),
        ('{"name": {"a": 1}}', 2, "A value is a text"),
        ('{"colour": "x"}', 2, "No field is called 'colour'"),
        ('{"name": "a\\u0000b"}', 2, "a character that is no text"),
        ('{"name": "\\ud800"}', 2, "a character that is no text"),
        ("name,name\nx,y\n", 2, "Two columns are called name"),
        ("name,colour\nx,y\n", 2, "No field is called 'colour'"),
    ],
)
def test_what_is_no_batch(run_line: RunLine, ledger: Ledger, text: str, code: int, said: str) -> None:
    before = ledger.state()
    answer = run_line("aidtrack add project - --donor 椒江 --county 色达", stdin=text)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert ledger.state() == before


def test_bytes_that_are_no_text(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    before = ledger.state()
    assert piped("aidtrack add source -", b"title\n\xff\xff\xff\n", monkeypatch) == 2
    assert ledger.state() == before


def test_a_dry_run_and_a_format(run_line: RunLine, ledger: Ledger) -> None:
    before = ledger.state()
    answer = run_line("aidtrack add source - --dry-run --format json", stdin="title\n甲\n乙\n")
    assert [source["title"] for source in json.loads(answer.out)] == ["甲", "乙"]
    assert answer.err == "added 2\nNothing was written: this was a dry run.\n"
    assert ledger.state() == before


def test_groups_in_a_batch(run_line: RunLine, ledger: Ledger) -> None:
    answer = run_line("aidtrack add division -", stdin="name,members\n一组,色达; 甘孜县\n二组,新龙\n")
    assert answer.code == 0
    assert ledger.ask("SELECT count(*) FROM division_member") == [(3,)]
    pairs = "donor,recipient,programme\n浙江,一组,none\n浙江,二组,对口支援\n"
    assert run_line("aidtrack add pairing -", stdin=pairs).code == 0
