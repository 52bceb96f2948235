"""`aidtrack history`: who did what, when, with which command, and what it was before."""

from __future__ import annotations

import getpass
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from aidtrack.actions.record import Recorder, recording
from aidtrack.cli._options import command_line, remember

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import RunLine
    from ledgers import Ledger


def answer(run_line: RunLine, line: str) -> Any:
    done = run_line(f"aidtrack {line} --format json")
    assert done.code == 0
    return json.loads(done.out)


def change(ledger: Ledger, work: Callable[[Recorder], object], command: str = "aidtrack test") -> int:
    with recording(str(ledger), command) as recorder:
        work(recorder)
    return recorder.change


class TestAllChanges:
    @pytest.mark.usefixtures("empty_ledger")
    def test_none(self, run_line: RunLine) -> None:
        done = run_line("aidtrack history --format json")
        assert (done.code, done.out, done.err) == (0, "[]\n", "Nothing found.\n")

    @pytest.mark.usefixtures("ledger")
    def test_the_load_of_the_article(self, run_line: RunLine) -> None:
        (first,) = answer(run_line, "history")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", first.pop("at"))
        added = first.pop("added")
        assert added > 100
        assert first == {
            "id": 1,
            "actor": getpass.getuser(),
            "command": "aidtrack init",
            "edited": None,
            "removed": None,
            "restored": None,
            "undoes": None,
            "undone_by": None,
            "program": "0.1.0",
        }

    @pytest.mark.usefixtures("ledger")
    def test_the_latest_first_and_counted(self, run_line: RunLine) -> None:
        run_line("aidtrack remove funding 7 --with-parts")
        run_line("aidtrack undo")
        third, second, first = answer(run_line, "history")
        assert (second["removed"], second["undone_by"]) == (3, 3)
        assert (third["restored"], third["undoes"], third["removed"]) == (3, 2, None)
        assert (first["added"], first["undone_by"]) == (135, None)

    def test_what_was_added_counts_also_when_it_is_gone(self, run_line: RunLine, ledger: Ledger) -> None:
        number = change(ledger, lambda recorder: recorder.add("source", {"title": "一", "kind": "news"}))
        run_line("aidtrack undo")
        by_id = {row["id"]: row for row in answer(run_line, "history")}
        assert (by_id[number]["added"], by_id[number + 1]["removed"]) == (1, 1)

    @pytest.mark.usefixtures("ledger")
    def test_as_a_table(self, run_line: RunLine) -> None:
        run_line("aidtrack remove funding 8")
        english = run_line("aidtrack history --format table").out.splitlines()
        assert english[0] == "History"
        assert english[1].split() == ["Change", "At", "Actor", "Added", "Removed", "Command"]
        chinese = run_line("aidtrack history --format table --lang zh").out
        assert "aidtrack remove funding 8" in chinese
        assert "Actor" not in chinese

    @pytest.mark.usefixtures("ledger")
    def test_limit_and_columns(self, run_line: RunLine) -> None:
        run_line("aidtrack remove funding 8")
        done = run_line("aidtrack history --limit 1 --columns id,removed --format csv")
        assert done.out.splitlines() == ["id,removed", "2,1"]


@pytest.mark.usefixtures("ledger")
class TestWhoAndHow:
    def test_the_actor_is_who_the_environment_names(self, run_line: RunLine) -> None:
        run_line("aidtrack remove funding 8", env={"AIDTRACK_ACTOR": "王五 <w@example.cn>"})
        assert answer(run_line, "history 2")["actor"] == "王五 <w@example.cn>"

    @pytest.mark.parametrize(
        "line",
        [
            "aidtrack remove funding 8",
            "aidtrack remove funding 8 --no-input --yes",
            "aidtrack --lang zh remove funding 8",
            "aidtrack remove project '513333-01' --with-parts",
            "aidtrack remove project '牦牛现代农业基地和产业项目' --with-parts",
        ],
    )
    def test_the_command_is_as_typed(self, run_line: RunLine, line: str) -> None:
        run_line(line)
        typed = answer(run_line, "history 2")["command"]
        assert typed.replace("'", "") == line.replace("'", "")

    @pytest.mark.parametrize("word", ["{}", "--db={}"])
    @pytest.mark.parametrize(
        "url", ["postgresql://li:geheim@h/aid", "postgresql+psycopg://li:geheim@h:5432/aid"]
    )
    def test_a_password_is_never_kept(self, word: str, url: str) -> None:
        remember(["undo", "--db", word.format(url)])
        assert "geheim" not in command_line()
        assert "li:***@h" in command_line()

    @pytest.mark.parametrize(
        "line",
        [
            "remove funding 7",
            "remove funding 999",
            "undo 7",
            "prefer funding 1",
            "remove funding 8 --dry-run",
        ],
    )
    def test_what_failed_or_was_only_tried_is_not_in_it(self, run_line: RunLine, line: str) -> None:
        run_line(f"aidtrack {line}")
        assert len(answer(run_line, "history")) == 1


class TestOneChange:
    @pytest.mark.usefixtures("ledger")
    def test_what_was_removed_is_told_in_full(self, run_line: RunLine) -> None:
        run_line("aidtrack remove funding 8")
        found = answer(run_line, "history 2")
        (item,) = found.pop("items")
        assert (found["id"], found["removed"]) == (2, 1)
        values = item.pop("values")
        assert (values["text"], values["low"], values["part_of_id"]) == ("18.2萬元", 18_200_000, 7)
        assert item == {
            "action": "removed",
            "kind": "funding",
            "id": 8,
            "field": None,
            "old": None,
            "new": None,
        }

    def test_edits_are_told_field_by_field(self, run_line: RunLine, ledger: Ledger) -> None:
        def work(recorder: Recorder) -> None:
            recorder.edit("project", 1, {"name": "甲", "aliases": ["乙"]})
            recorder.edit("project", 1, {"name": "丙"})

        number = change(ledger, work)
        edits = [
            (item["field"], item["old"], item["new"])
            for item in answer(run_line, f"history {number}")["items"]
            if item["field"] != "search_key"
        ]
        assert edits == [
            ("name", "牦牛现代农业基地和产业项目", "甲"),
            ("aliases", ["牦牛现代农业基地"], ["乙"]),
            ("name", "甲", "丙"),
        ]
        table = run_line(f"aidtrack history {number} --format table")
        assert table.code == 0
        assert "丙" in table.out

    def test_what_came_and_went_in_one_change(self, run_line: RunLine, ledger: Ledger) -> None:
        def work(recorder: Recorder) -> None:
            recorder.remove("source", recorder.add("source", {"title": "一", "kind": "news"}))

        number = change(ledger, work)
        for _ in range(2):
            items = answer(run_line, f"history {number}")["items"]
            assert [(item["action"], item["kind"]) for item in items] == [
                ("added", "source"),
                ("removed", "source"),
            ]
            run_line(f"aidtrack undo {number}")

    @pytest.mark.usefixtures("ledger")
    def test_what_was_added_is_told_also_when_it_is_gone(self, run_line: RunLine) -> None:
        run_line("aidtrack undo 1")
        items = answer(run_line, "history 1")["items"]
        assert len(items) == 135
        assert {item["action"] for item in items} == {"added"}

    @pytest.mark.usefixtures("ledger")
    @pytest.mark.parametrize("number", ["2", "0", "99999999999999999999999"])
    def test_no_such_change(self, run_line: RunLine, number: str) -> None:
        done = run_line(f"aidtrack history {number}")
        assert (done.code, done.err) == (
            4,
            f"error: There is no change {number}; see: aidtrack history\n",
        )


class TestOneRecord:
    def test_money_in_yuan(self, run_line: RunLine, ledger: Ledger) -> None:
        assert run_line("aidtrack edit funding 3 --amount 8000万元").code == 0
        edited = {
            row["field"]: row for row in answer(run_line, "history funding 3") if row["action"] == "edited"
        }
        assert (edited["low"]["old"], edited["low"]["new"]) == (75_000_000, 80_000_000)
        assert ledger

    def test_of_one_that_is_gone_by_its_name(self, run_line: RunLine, ledger: Ledger) -> None:
        assert run_line("aidtrack remove project 513333-04 --with-parts").code == 0
        for ref in ("513333-04", "职业教育就业一体化项目"):
            assert [row["action"] for row in answer(run_line, f"history project {ref}")] == [
                "added",
                "removed",
            ]
        assert ledger

    def test_from_first_to_last_with_old_and_new(self, run_line: RunLine, ledger: Ledger) -> None:
        number = change(
            ledger, lambda recorder: recorder.edit("funding", 8, {"note": "新"}), "aidtrack edit x"
        )
        found = answer(run_line, "history funding 8")
        assert [(row["change"], row["action"]) for row in found] == [(1, "added"), (number, "edited")]
        edited = found[1]
        assert (edited["field"], edited["new"], edited["command"]) == ("note", "新", "aidtrack edit x")
        shown = run_line("aidtrack history funding 8 --format table").out
        assert shown.startswith("funding 8 (18.2萬元)\n")
        assert "新" in shown

    @pytest.mark.usefixtures("ledger")
    def test_that_is_gone(self, run_line: RunLine) -> None:
        run_line("aidtrack remove funding 8")
        found = answer(run_line, "history funding 8")
        assert [row["action"] for row in found] == ["added", "removed"]
        run_line("aidtrack undo")
        found = answer(run_line, "history funding 8")
        assert [row["action"] for row in found] == ["added", "removed", "restored"]

    @pytest.mark.usefixtures("ledger")
    @pytest.mark.parametrize("ref", ["1", "513333-01", "牦牛现代农业基地和产业项目"])
    def test_by_id_code_or_name(self, run_line: RunLine, ref: str) -> None:
        (row,) = answer(run_line, f"history project {ref}")
        assert (row["kind"], row["id"]) == ("project", 1)

    @pytest.mark.usefixtures("ledger")
    def test_that_ships_with_the_program_and_was_never_touched(self, run_line: RunLine) -> None:
        done = run_line("aidtrack history division 色达")
        assert (done.code, done.out.count("\n"), done.err) == (0, 1, "Nothing found.\n")

    @pytest.mark.usefixtures("ledger")
    @pytest.mark.parametrize(
        ("words", "code", "sentence"),
        [
            ("funding 999", 4, "No funding has the id 999."),
            ("funding 99999999999999999999999", 4, "No funding has the id 99999999999999999999999."),
            ("funding", 2, "REF is missing; --help says more."),
            ("fundign", 2, "No kind is called 'fundign'; did you mean 'funding'?"),
        ],
    )
    def test_not_there(self, run_line: RunLine, words: str, code: int, sentence: str) -> None:
        done = run_line(f"aidtrack history {words}")
        assert (done.code, done.out, done.err) == (code, "", f"error: {sentence}\n")
