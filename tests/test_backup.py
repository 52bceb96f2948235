"""`db backup`: a whole ledger in one file while others write to it, or nothing at all and a sentence."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from aidtrack.cli import _progress
from aidtrack.errors import Broken
from aidtrack.store import last_backup, locate, pages, watch
from aidtrack.store.backup import backup
from aidtrack.store.part import part_of
from aidtrack.store.watch import Watch
from harness_backup import fast_clock, halves, killed_at, older_ledger, press_ctrl_c, writer
from harness_ledger import beside, dump, unsound

if TYPE_CHECKING:
    from conftest import RunLine
    from harness_fork import Nursery

NOBODY = 65534


@pytest.fixture
def ledger(article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("AIDTRACK_DB", str(folder / "ledger.db"))
    return Path(shutil.copy(article, folder / "ledger.db"))


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def left_as_it_was(ledger: Path, before: dict[str, Any]) -> None:
    assert beside(ledger) == []
    assert dump(ledger) == before
    assert unsound(ledger) == []


def full_for_parts(patch: pytest.MonkeyPatch) -> None:
    """Let there be room on the disk for a hundred pages of what is not yet named."""
    connect = sqlite3.connect

    def on_a_small_disk(path: Any, **said: Any) -> sqlite3.Connection:
        made: sqlite3.Connection = connect(path, **said)
        if str(path).endswith(".part"):
            made.execute("PRAGMA max_page_count=100")
        return made

    patch.setattr(sqlite3, "connect", on_a_small_disk)


class TestWhatIsSaved:
    def test_is_equal_and_its_owners_alone(self, ledger: Path, tmp_path: Path, run_line: RunLine) -> None:
        before, target = dump(ledger), tmp_path / "saved.db"
        umask = os.umask(0)
        answer = run_line(f"aidtrack db backup {target}")
        os.umask(umask)
        assert (answer.code, answer.out) == (0, f"{target}\n")
        assert answer.err == f"Saved the ledger at {ledger}, and found what was saved whole:\n"
        assert dump(target) == before
        assert target.stat().st_mode & 0o777 == 0o600
        assert sorted(tmp_path.iterdir()) == [ledger.parent, target]

    @pytest.mark.parametrize("folder", ["", "elsewhere"])
    def test_is_named_after_the_ledger_and_the_moment(
        self, folder: str, ledger: Path, tmp_path: Path, run_line: RunLine
    ) -> None:
        (tmp_path / "elsewhere").mkdir()
        argument = tmp_path / folder if folder else ""
        paths = [Path(run_line(f"aidtrack db backup {argument}").out.rstrip()) for _ in range(3)]
        for path in paths:
            assert path.parent == (tmp_path / folder if folder else ledger.parent)
            assert re.fullmatch(r"ledger-\d{8}T\d{6}Z(-\d)?\.backup\.db", path.name)
            assert unsound(path) == []
        assert len(set(paths)) == len(paths)

    @pytest.mark.parametrize("links", ["links", ""])
    def test_has_the_next_name_where_another_took_it_at_the_same_moment(
        self, links: str, ledger: Path, run_line: RunLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        link = os.link
        others: list[Path] = []

        def late(part: Path, target: Path) -> None:
            if not others:
                others.append(target)
                target.write_text("another's", encoding="utf-8")
            if not links:
                raise PermissionError(1, "Operation not permitted")
            link(part, target)

        monkeypatch.setattr(os, "link", late)
        answer = run_line("aidtrack db backup")
        assert answer.code == 0
        saved, (other,) = Path(answer.out.strip()), others
        assert saved.name == other.name.replace(".backup", "-2.backup")
        assert other.read_text(encoding="utf-8") == "another's"
        assert unsound(saved) == []
        assert beside(ledger) == sorted([other.name, saved.name])

    def test_may_be_of_an_older_revision(self, tmp_path: Path, run_line: RunLine) -> None:
        older = older_ledger(tmp_path / "older.db")
        before = dump(older)
        answer = run_line(f"aidtrack --db {older} db backup {tmp_path / 'saved.db'}")
        assert answer.code == 0
        assert dump(tmp_path / "saved.db") == before

    def test_may_be_half_made(self, ledger: Path, tmp_path: Path, run_line: RunLine) -> None:
        with closing(sqlite3.connect(ledger)) as connection, connection:
            connection.execute("DELETE FROM setting")
        assert run_line(f"aidtrack db backup {tmp_path / 'saved.db'}").code == 0
        assert run_line(f"aidtrack list projects --db {tmp_path / 'saved.db'}").code == 3

    def test_needs_no_wal_though_the_ledger_has_one(
        self, ledger: Path, tmp_path: Path, run_line: RunLine
    ) -> None:
        with closing(sqlite3.connect(ledger)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("UPDATE setting SET value = 'in the WAL' WHERE name = 'initialised'")
            connection.commit()
            assert run_line(f"aidtrack db backup {tmp_path / 'saved.db'}").code == 0
        assert dump(tmp_path / "saved.db")["setting"] != []
        with closing(sqlite3.connect(tmp_path / "saved.db")) as connection:
            assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
            assert ("in the WAL",) in connection.execute("SELECT value FROM setting").fetchall()

    def test_is_put_where_the_file_system_knows_no_links(
        self, ledger: Path, tmp_path: Path, run_line: RunLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = dump(ledger)

        def no_links(*_: object) -> None:
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(os, "link", no_links)
        assert run_line(f"aidtrack db backup {tmp_path / 'saved.db'}").code == 0
        assert dump(tmp_path / "saved.db") == before
        assert names_in(tmp_path) == ["home", "saved.db"]


class TestUnderAWriter:
    def test_twenty_are_twenty_good_ones(self, ledger: Path, tmp_path: Path, run_line: RunLine) -> None:
        seen = []
        with writer(ledger, tmp_path) as busy:
            for number in range(20):
                target = tmp_path / f"{number}.db"
                assert run_line(f"aidtrack db backup {target}").code == 0
                busy.wait()  # it was not held up for good
                assert unsound(target) == []
                (only,) = halves(target)
                seen.append(int(only[:8]))
        assert len(set(seen)) == 20, "control: the writer must have written between the backups"
        assert seen == sorted(seen)

    def test_what_is_not_yet_kept_is_not_in_it(
        self, ledger: Path, tmp_path: Path, run_line: RunLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(last_backup, "_PATIENCE", 0.1)
        before = dump(ledger)
        with closing(sqlite3.connect(ledger, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("DELETE FROM setting")
            answer = run_line(f"aidtrack db backup {tmp_path / 'saved.db'} --timeout 1")
        assert answer.code == 0
        assert "The ledger itself could not note it:" in answer.err
        assert dump(tmp_path / "saved.db") == before

    def test_one_that_lets_nobody_read_is_waited_for_no_longer_than_said(
        self, ledger: Path, tmp_path: Path, run_line: RunLine
    ) -> None:
        with closing(sqlite3.connect(ledger, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            answer = run_line(f"aidtrack db backup {tmp_path / 'saved.db'} --timeout 1")
        assert (answer.code, answer.out) == (1, "")
        assert "in use by another command" in answer.err
        assert not (tmp_path / "saved.db").exists()


class TestTime:
    def test_is_up_while_it_is_copied(self, ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        before = dump(ledger)
        monkeypatch.setattr("time.monotonic", fast_clock(1))
        monkeypatch.setattr(pages, "_PIECE", 10)
        with pytest.raises(Broken, match=r"The time is up \(9 s\).*--timeout gives more"):
            backup(locate(None), None, Watch(9))
        left_as_it_was(ledger, before)

    def test_is_up_while_it_is_looked_through(self, ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        before = dump(ledger)
        told: list[str] = []
        monkeypatch.setattr("time.monotonic", fast_clock(1))
        monkeypatch.setattr(pages, "_PIECE", 10_000)
        monkeypatch.setattr(watch, "_STEPS", 1000)
        with pytest.raises(Broken, match=r"The time is up \(40 s\)"):
            backup(locate(None), None, Watch(40, lambda *said: told.append(said[2])))
        assert told[:2] == [watch.COPYING, watch.LOOKING]
        left_as_it_was(ledger, before)

    def test_how_far_it_is_stands_on_stderr_when_it_takes_long(
        self, ledger: Path, run_line: RunLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(_progress, "_PATIENCE", 1.0)
        monkeypatch.setattr("time.monotonic", fast_clock(0.2))
        monkeypatch.setattr(pages, "_PIECE", 20)
        answer = run_line("aidtrack db backup")
        assert re.match(r"(\d+% copying\n){2,4}100% looking through what was copied\n", answer.err)
        assert answer.out.count("\n") == 1
        assert beside(ledger) == [Path(answer.out.strip()).name]


class TestNothingIsLeftBehind:
    @pytest.mark.parametrize("target", ["home/ledger.db", "other.db", "dangling.db"])
    def test_where_something_has_the_name(
        self, target: str, ledger: Path, tmp_path: Path, run_line: RunLine
    ) -> None:
        before = dump(ledger)
        (tmp_path / "other.db").write_text("mine", encoding="utf-8")
        (tmp_path / "dangling.db").symlink_to(tmp_path / "nowhere.db")
        answer = run_line(f"aidtrack db backup {tmp_path / target}")
        assert (answer.code, answer.out) == (5, "")
        assert answer.err == (
            f"error: {tmp_path / target} is there already and was left as it is; name another file.\n"
        )
        assert (tmp_path / "other.db").read_text(encoding="utf-8") == "mine"
        assert names_in(tmp_path) == ["dangling.db", "home", "other.db"]
        left_as_it_was(ledger, before)

    @pytest.mark.parametrize("links", ["links", ""])
    def test_where_another_took_the_name_meanwhile(
        self, links: str, ledger: Path, tmp_path: Path, run_line: RunLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        target, link = tmp_path / "saved.db", os.link

        def late(*names: Path) -> None:
            target.write_text("mine", encoding="utf-8")
            if not links:
                raise PermissionError(1, "Operation not permitted")
            link(*names)

        monkeypatch.setattr(os, "link", late)
        assert run_line(f"aidtrack db backup {target}").code == 5
        assert target.read_text(encoding="utf-8") == "mine"
        assert names_in(tmp_path) == ["home", "saved.db"]
        assert beside(ledger) == []

    def test_in_a_new_folder(
        self, ledger: Path, tmp_path: Path, run_line: RunLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        target = tmp_path / "new" / "folder" / "saved.db"
        with monkeypatch.context() as patch:
            full_for_parts(patch)
            answer = run_line(f"aidtrack db backup {target}")
        assert (answer.code, answer.out) == (1, "")
        assert answer.err == f"error: The disk that holds {target} is full; nothing was changed.\n"
        assert names_in(tmp_path) == ["home"]
        assert beside(ledger) == []

    @pytest.mark.parametrize(
        ("name", "said"),
        [
            (
                "home/ledger.db/saved.db",
                "/home/ledger.db/saved.db does not lie in a folder; name another file.",
            ),
            ("home/ledger.db/new/saved.db", "does not lie in a folder; name another file."),
            ("l" * 300 + ".db", "lll.db is too long; name another file."),
            ("l" * 250 + ".db", "too long; name another file."),
        ],
    )
    def test_where_no_file_can_be(
        self, name: str, said: str, ledger: Path, tmp_path: Path, run_line: RunLine
    ) -> None:
        answer = run_line(f"aidtrack db backup {tmp_path / name}")
        assert (answer.code, answer.out) == (1, "")
        assert said in answer.err
        assert ".part" not in answer.err
        assert names_in(tmp_path) == ["home"]
        assert beside(ledger) == []

    @pytest.mark.parametrize("said", ["-", "postgresql://me:geheim@host/name"])
    @pytest.mark.parametrize("command", ["backup", "restore"])
    def test_where_what_was_named_is_no_file(
        self,
        command: str,
        said: str,
        ledger: Path,
        tmp_path: Path,
        run_line: RunLine,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.chdir(tmp_path)
        answer = run_line(f"aidtrack db {command} {said}")
        assert (answer.code, answer.out) == (2, "")
        assert answer.err.startswith("error: A backup is a file, so name one;")
        assert "geheim" not in answer.err
        assert names_in(tmp_path) == ["home"]
        assert beside(ledger) == []

    @pytest.mark.parametrize("moment", ["copied", "_looked"])
    def test_after_ctrl_c(
        self, moment: str, ledger: Path, run_line: RunLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = dump(ledger)
        monkeypatch.setattr(watch, "_STEPS", 1000)
        monkeypatch.setattr(Watch, moment, press_ctrl_c)
        answer = run_line("aidtrack db backup")
        assert (answer.code, answer.out) == (130, "")
        assert answer.err == "Interrupted; nothing was changed.\n"
        left_as_it_was(ledger, before)

    def test_when_the_name_does_not_reach_the_disk(
        self, ledger: Path, run_line: RunLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before, syncs, fsync = dump(ledger), count(1), os.fsync

        def failing(number: int) -> None:
            if next(syncs) == 2:
                raise OSError(5, "Input/output error")
            fsync(number)

        monkeypatch.setattr(os, "fsync", failing)
        answer = run_line("aidtrack db backup")
        assert (answer.code, answer.out) == (1, "")
        assert "cannot be written: Input/output error; name another file." in answer.err
        left_as_it_was(ledger, before)

    def test_of_a_damaged_ledger(self, ledger: Path, run_line: RunLine) -> None:
        with closing(sqlite3.connect(ledger, isolation_level=None)) as connection:
            connection.execute("PRAGMA ignore_check_constraints=ON")
            connection.execute("UPDATE funding SET pairing_id = 999 WHERE id = 1")
        before = dump(ledger)
        answer = run_line("aidtrack db backup")
        assert (answer.code, answer.out) == (3, "")
        assert f"What was copied from {ledger} is not sound" in answer.err
        assert "funding 1" in answer.err.lower()
        assert beside(ledger) == []
        assert dump(ledger) == before


class TestWhatAKillLeft:
    def test_is_cleared_away_by_the_next(self, ledger: Path, tmp_path: Path, run_line: RunLine) -> None:
        folder = tmp_path / "saved"
        folder.mkdir()
        assert killed_at(3, 100, "db", "backup", str(folder / "one.db"))
        assert names_in(folder), "control: something must be left"
        assert run_line(f"aidtrack db backup {folder / 'two.db'}").code == 0
        assert names_in(folder) == ["two.db"]
        assert beside(ledger) == []

    def test_but_nothing_of_one_that_is_at_work(
        self, ledger: Path, tmp_path: Path, run_line: RunLine
    ) -> None:
        with part_of(tmp_path / "slow.db") as part:
            part.write_text("half", encoding="utf-8")
            assert run_line(f"aidtrack db backup {tmp_path / 'saved.db'}").code == 0
            assert part.read_text(encoding="utf-8") == "half"
        assert names_in(tmp_path) == ["home", "saved.db"]
        assert beside(ledger) == []

    def test_nor_where_the_file_system_knows_no_locks(
        self, ledger: Path, tmp_path: Path, run_line: RunLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def no_locks(*_: object) -> None:
            raise OSError(37, "No locks available")

        monkeypatch.setattr(fcntl, "flock", no_locks)
        (tmp_path / ".aidtrack-abc.part").touch()
        (tmp_path / ".aidtrack-abc.lock").touch()
        assert run_line(f"aidtrack db backup {tmp_path / 'saved.db'}").code == 0
        assert names_in(tmp_path) == [".aidtrack-abc.lock", ".aidtrack-abc.part", "home", "saved.db"]
        assert beside(ledger) == []


class TestTheMachineFails:
    def test_a_file_that_may_not_grow(self, ledger: Path, tmp_path: Path, children: Nursery) -> None:
        before, target = dump(ledger), tmp_path / "saved.db"
        ended = children.run("--db", str(ledger), "db", "backup", str(target), largest_file=1_000_000)
        assert (ended.code, ended.out) == (1, "")
        assert ended.err == f"error: The disk that holds {target} failed; nothing was changed.\n"
        assert names_in(tmp_path) == ["home"]
        left_as_it_was(ledger, before)

    def test_a_full_disk(
        self, ledger: Path, tmp_path: Path, run_line: RunLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before, target = dump(ledger), tmp_path / "saved.db"
        full_for_parts(monkeypatch)
        answer = run_line(f"aidtrack db backup {target}")
        monkeypatch.undo()
        assert (answer.code, answer.out) == (1, "")
        assert answer.err == f"error: The disk that holds {target} is full; nothing was changed.\n"
        assert names_in(tmp_path) == ["home"]
        left_as_it_was(ledger, before)

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can be another user")
    def test_a_folder_that_may_not_be_written(self, article: Path, shelf: Path, children: Nursery) -> None:
        ledger = Path(shutil.copy(article, shelf / "ledger.db"))
        ledger.chmod(0o644)
        target = shelf / "saved.db"
        ended = children.run("--db", str(ledger), "db", "backup", str(target), user=NOBODY)
        assert (ended.code, ended.out) == (1, "")
        assert ended.err == f"error: {target} cannot be written: Permission denied; name another file.\n"
        assert beside(ledger) == []

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can be another user")
    def test_a_ledger_that_may_only_be_read_is_saved_but_cannot_note_it(
        self, article: Path, shelf: Path, children: Nursery
    ) -> None:
        ledger = Path(shutil.copy(article, shelf / "ledger.db"))
        ledger.chmod(0o644)
        drawer = shelf / "drawer"
        drawer.mkdir()
        drawer.chmod(0o777)
        ended = children.run("--db", str(ledger), "db", "backup", str(drawer / "saved.db"), user=NOBODY)
        assert (ended.code, ended.out) == (0, f"{drawer / 'saved.db'}\n")
        assert "The ledger itself could not note it: The ledger at" in ended.err
        assert dump(drawer / "saved.db") == dump(article)


class TestItIsNoted:
    def test_when_and_where(self, ledger: Path, run_line: RunLine) -> None:
        for _ in range(2):
            path = run_line("aidtrack db backup").out.strip()
        with closing(sqlite3.connect(ledger)) as connection:
            ((value,),) = connection.execute("SELECT value FROM setting WHERE name = 'last_backup'")
        note = json.loads(value)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", note["at"])
        assert (note["file"], note["of"]) == (path, str(ledger))

    def test_of_the_ledger_that_was_saved_not_of_its_copies(
        self, ledger: Path, tmp_path: Path, run_line: RunLine
    ) -> None:
        saved, copy = tmp_path / "saved.db", tmp_path / "copy.db"
        for line in (f"backup {tmp_path / 'first.db'}", f"backup {saved}", f"copy {copy}"):
            assert run_line(f"aidtrack db {line}").code == 0
        for db, wanted in ((ledger, str(saved)), (saved, None), (copy, None)):
            answer = run_line(f"aidtrack --db {db} db info --format json")
            assert json.loads(answer.out)["last_backup_file"] == wanted
            assert ("No backup was made of the ledger at this place yet" in answer.err) == (wanted is None)

    def test_also_where_its_name_cannot_be_printed(
        self, ledger: Path, tmp_path: Path, run_line: RunLine
    ) -> None:
        answer = run_line(f"aidtrack db backup {tmp_path / 'saved.db'} > /dev/full", shell=True)
        assert answer.code == 0
        assert f"\n{tmp_path / 'saved.db'}\nThe change is kept, but" in answer.err
        found = json.loads(run_line(f"aidtrack --db {ledger} db info --format json").out)
        assert found["last_backup_file"] == str(tmp_path / "saved.db")

    def test_and_is_no_change(self, ledger: Path, run_line: RunLine) -> None:
        before = dump(ledger)
        run_line("aidtrack db backup")
        after = dump(ledger)
        assert [name for name in before if before[name] != after[name]] == ["setting"]
        assert run_line("aidtrack check --deep").code == 0
