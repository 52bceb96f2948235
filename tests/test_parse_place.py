"""`aidtrack parse place`: which place a text means."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import RunLine

SEDA = {"code": "513333", "name": "色达县", "level": "county", "path": "四川省甘孜藏族自治州色达县"}


@pytest.mark.usefixtures("ledger")
class TestWithALedger:
    def test_json(self, run_line: RunLine) -> None:
        answer = run_line("aidtrack parse place 色达 Sêrtar 'Seda County' --format json")
        assert (answer.code, answer.err) == (0, "")
        assert json.loads(answer.out) == [
            {"text": text, **SEDA} for text in ("色达", "Sêrtar", "Seda County")
        ]
        assert list(json.loads(answer.out)[0]) == ["text", "code", "name", "level", "path"]

    def test_in_a_pipe(self, run_line: RunLine) -> None:
        answer = run_line("aidtrack parse place 51")
        assert answer.out == "text\tcode\tname\tlevel\tpath\n51\t510000\t四川省\tprovince\t四川省\n"

    @pytest.mark.parametrize("table", ["aidtrack parse place 甘孜 --level prefecture --format table"])
    def test_at_a_terminal(self, run_line: RunLine, table: str) -> None:
        answer = run_line(table)
        assert answer.code == 0
        assert "513300" in answer.out
        assert "甘孜藏族自治州" in answer.out

    def test_former_names_are_said(self, run_line: RunLine) -> None:
        answer = run_line("aidtrack parse place 331021 --format json")
        assert answer.code == 0
        assert json.loads(answer.out)[0]["code"] == "331083"
        assert answer.err == "'331021' is a former code of 玉环市 (331083).\n"

    def test_places_of_the_ledger_go_first(self, run_line: RunLine) -> None:
        answer = run_line("aidtrack parse place Taizhou --format json")
        assert [row["path"] for row in json.loads(answer.out)] == ["浙江省台州市"]

    def test_one_bad_text_does_not_hide_the_others(self, run_line: RunLine) -> None:
        answer = run_line("aidtrack parse place 泸霍 色达 --format json")
        assert answer.code == 2
        assert json.loads(answer.out) == [{"text": "色达", **SEDA}]
        assert answer.err == "error: No place is called '泸霍'; did you mean 炉霍县?\n"

    def test_the_ambiguous_is_refused_with_its_candidates(self, run_line: RunLine) -> None:
        answer = run_line("aidtrack parse place 泸霍 鼓楼 色达 --format json")
        assert answer.code == 5
        assert json.loads(answer.out) == [{"text": "色达", **SEDA}]
        assert "410204  河南省开封市鼓楼区\n" in answer.err

    def test_levels(self, run_line: RunLine) -> None:
        assert "513328" in run_line("aidtrack parse place 甘孜 --level county").out
        answer = run_line("aidtrack parse place 甘孜州 --level county")
        assert answer.code == 2
        assert "甘孜藏族自治州 is no county; use --level prefecture." in answer.err

    def test_an_unknown_level(self, run_line: RunLine) -> None:
        answer = run_line("aidtrack parse place 甘孜 --level conty")
        assert answer.code == 2
        assert answer.err == "error: No level is called 'conty'; did you mean 'county'?\n"


def test_an_empty_ledger_knows_china_too(run_line: RunLine, empty_ledger: object) -> None:
    assert empty_ledger
    assert run_line("aidtrack parse place 四川色达").code == 0


def test_without_a_ledger(run_line: RunLine) -> None:
    # Whose places go first is the ledger's to say: without one the answer could be another.
    answer = run_line("aidtrack parse place 色达")
    assert answer.code == 3
    assert "aidtrack init" in answer.err
