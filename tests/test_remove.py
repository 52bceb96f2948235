"""`aidtrack remove`: what hangs on a record holds it, and what goes is said."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
import typer

from aidtrack.actions.record import recording
from aidtrack.errors import Refused
from aidtrack.queries.hanging import outermost_first
from aidtrack.store import writing
from aidtrack.tables import division_member, source

if TYPE_CHECKING:
    from conftest import RunLine
    from ledgers import Ledger


def listed(run_line: RunLine, line: str) -> list[Any]:
    found: list[Any] = json.loads(run_line(f"aidtrack {line} --format json").out)
    return found


@pytest.mark.usefixtures("ledger")
class TestWhatHangsOnIt:
    def test_holds_it(self, run_line: RunLine, ledger: Ledger) -> None:
        before = ledger.state()
        done = run_line("aidtrack remove funding 7")
        assert (done.code, done.out) == (5, "")
        assert done.err == (
            "error: 2 records hang on funding 7 (1029萬元); take them out first, or all together with "
            "--with-parts.\nfunding 8 (18.2萬元)\nfunding 9 (16萬元)\n"
        )
        assert ledger.state() == before

    def test_goes_with_it_if_wanted(self, run_line: RunLine) -> None:
        done = run_line("aidtrack remove funding 7 --with-parts")
        assert (done.code, done.out) == (0, "")
        assert done.err == (
            "removed funding 7 (1029萬元)\nremoved funding 8 (18.2萬元)\nremoved funding 9 (16萬元)\n"
            "undo with: aidtrack undo 2\n"
        )
        assert not {7, 8, 9} & {row["id"] for row in listed(run_line, "list funding")}

    def test_at_any_depth(self, run_line: RunLine) -> None:
        done = run_line("aidtrack remove pairing 4 --with-parts --yes")
        assert done.code == 0
        for kind, number in (("pairing", 4), ("project", 12), ("funding", 11), ("funding", 12)):
            assert f"removed {kind} {number} (" in done.err
        assert run_line("aidtrack show pairing 4").code == 4

    def test_ten_are_named(self, run_line: RunLine) -> None:
        done = run_line("aidtrack remove source 1")
        assert done.code == 5
        assert done.err.count("\n") == 12
        assert done.err.endswith("…\n")

    def test_a_named_group_hangs_on_its_members(self, run_line: RunLine, ledger: Ledger) -> None:
        with recording(str(ledger), "aidtrack add division") as recorder:
            member = recorder.add("division", {"name": "一", "short": "一", "level": "group"})
            group = recorder.add("division", {"name": "二", "short": "二", "level": "group"})
            recorder.session.execute(sa.insert(division_member).values(group_id=group, member_id=member))
        done = run_line("aidtrack remove division 一")
        assert done.code == 5
        assert f"division {group} (二)" in done.err
        assert run_line("aidtrack remove division 一 --with-parts").code == 0
        assert run_line("aidtrack undo").code == 0
        assert run_line("aidtrack undo 2").code == 0


@pytest.mark.usefixtures("ledger")
class TestManyAsk:
    line = "aidtrack remove source 1 --with-parts"

    @pytest.mark.parametrize("option", ["", " --no-input"])
    def test_or_must_be_said(self, run_line: RunLine, ledger: Ledger, option: str) -> None:
        before = ledger.state()
        done = run_line(self.line + option)
        assert (done.code, done.err) == (2, "error: Take out 116 records? Say so with --yes.\n")
        assert ledger.state() == before

    def test_said(self, run_line: RunLine) -> None:
        done = run_line(f"{self.line} --yes --no-input")
        assert done.code == 0
        assert done.err.count("removed ") == 116
        assert listed(run_line, "list funding") == []

    @pytest.mark.parametrize(("answer", "left"), [("y", 0), ("n", 13), ("", 13)])
    def test_asked(self, run_line: RunLine, monkeypatch: pytest.MonkeyPatch, answer: str, left: int) -> None:
        monkeypatch.setattr("aidtrack.cli._write.can_ask", lambda **_: True)
        done = run_line(self.line, stdin=f"{answer}\n")
        assert done.code == 0
        assert "Take out 116 records?" in done.err
        assert ("Nothing was changed." in done.err) == bool(left)
        assert len(listed(run_line, "list funding")) == left

    def test_interrupted_at_the_question(
        self, run_line: RunLine, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupted(*_: object, **__: object) -> bool:
            raise typer.Abort

        before = ledger.state()
        monkeypatch.setattr("aidtrack.cli._write.can_ask", lambda **_: True)
        monkeypatch.setattr(typer, "confirm", interrupted)
        done = run_line(self.line)
        assert (done.code, done.err) == (130, "Interrupted; nothing was changed.\n")
        assert ledger.state() == before

    def test_not_for_a_dry_run(self, run_line: RunLine, ledger: Ledger) -> None:
        before = ledger.state()
        done = run_line(f"{self.line} --dry-run")
        assert done.code == 0
        assert done.err.count("removed ") == 116
        assert done.err.endswith("Nothing was written: this was a dry run.\n")
        assert ledger.state() == before


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("line", "code", "sentence"),
    [
        ("remove funding 999", 4, "No funding has the id 999."),
        ("remove funding", 2, None),
        ("remove project 没有这个", 4, None),
        ("remove prject 1", 2, "No kind is called 'prject'; did you mean 'projects'?"),
    ],
)
def test_what_is_not_there(run_line: RunLine, line: str, code: int, sentence: str | None) -> None:
    done = run_line(f"aidtrack {line}")
    assert (done.code, done.out) == (code, "")
    assert done.err.count("\n") == 1
    if sentence:
        assert done.err == f"error: {sentence}\n"
    assert len(listed(run_line, "history")) == 1


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("ref", ["513333-01", "牦牛现代农业基地和产业项目", "1"])
@pytest.mark.parametrize("kind", ["project", "projects"])
def test_by_id_code_or_name(run_line: RunLine, kind: str, ref: str) -> None:
    done = run_line(f"aidtrack remove {kind} {ref} --with-parts")
    assert done.err.startswith("removed project 1 (513333-01 牦牛现代农业基地和产业项目)\n")


@pytest.mark.usefixtures("ledger")
def test_a_number_is_never_used_again(run_line: RunLine, ledger: Ledger) -> None:
    with recording(str(ledger), "aidtrack add source") as recorder:
        first = recorder.add("source", {"title": "一", "kind": "news"})
    assert run_line(f"aidtrack remove source {first}").code == 0
    with recording(str(ledger), "aidtrack add source") as recorder:
        assert recorder.add("source", {"title": "二", "kind": "news"}) > first


def test_out_of_a_circle_nothing_goes(ledger: Ledger) -> None:
    with writing(str(ledger)) as connection:
        add = sa.insert(source)
        for number, other in ((8, None), (9, 8)):
            row = {"id": number, "uid": f"{number}", "title": "一", "kind": "news", "change_id": 1}
            connection.execute(add.values(row | {"copy_of_id": other}))
        connection.execute(sa.update(source).where(source.c.id == 8).values(copy_of_id=9))
        with pytest.raises(Refused, match="2 records refer to one another in a circle") as refused:
            outermost_first(connection, [("source", 1), ("source", 8), ("source", 9)])
    assert refused.value.hints == ("source 8", "source 9")
